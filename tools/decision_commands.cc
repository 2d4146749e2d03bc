// retract, assess, same, different, unsure, depend, amend: one decision each,
// on one or several keys.

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/findings/findings.h"
#include "engine/status_macros.h"
#include "tools/change_document.h"
#include "tools/commands.h"
#include "tools/counted.h"

namespace attest {
namespace {

struct DecisionOptions {
  std::vector<std::string> keys;
  std::string reason;
  std::string note;
  std::string judgement;
  std::string how;
  std::string superseded_by;
  std::string report;
  std::string quote;
  std::string scheme = "status";
  std::string value;
  std::string on;
  std::vector<std::string> set;
  std::string set_json;
};

using Options = std::shared_ptr<DecisionOptions>;

void SetText(Json& line, const char* name, const std::string& value) {
  if (!value.empty()) line[name] = value;
}

Json LineOf(absl::string_view type, const DecisionOptions& options) {
  Json line = {{"type", std::string(type)}};
  SetText(line, "reason", options.reason);
  SetText(line, "note", options.note);
  SetText(line, "judgement", options.judgement);
  return line;
}

// The keys as given, or one a line from standard input for "-".
std::vector<std::string> KeysOf(const DecisionOptions& options) {
  if (options.keys != std::vector<std::string>{"-"}) return options.keys;
  std::vector<std::string> keys;
  for (std::string line; std::getline(std::cin, line);) {
    absl::StripAsciiWhitespace(&line);
    if (!line.empty()) keys.push_back(line);
  }
  return keys;
}

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

absl::StatusOr<std::vector<Json>> Retract(const DecisionOptions& options) {
  std::vector<Json> lines;
  for (const std::string& key : KeysOf(options)) {
    Json line = LineOf("retraction", options);
    line["target"] = key;
    SetText(line, "how", options.how);
    SetText(line, "superseded_by", options.superseded_by);
    SetText(line, "report", options.report);
    SetText(line, "quote", options.quote);
    lines.push_back(std::move(line));
  }
  return lines;
}

absl::StatusOr<std::vector<Json>> Assess(const DecisionOptions& options) {
  std::vector<Json> lines;
  for (const std::string& key : KeysOf(options)) {
    Json line = LineOf("assessment", options);
    line["target"] = key;
    line["scheme"] = options.scheme;
    line["value"] = options.value;
    lines.push_back(std::move(line));
  }
  return lines;
}

// `same` joins every key with the first; `different` and `unsure` are said of
// every pair.
absl::StatusOr<std::vector<Json>> Judge(absl::string_view judgement,
                                        const DecisionOptions& options) {
  const std::vector<std::string> keys = KeysOf(options);
  if (keys.size() < 2) {
    return WrongUsage(absl::StrCat(judgement, ": got ",
                                   Counted(keys.size(), "key"),
                                   ", want two or more"));
  }
  std::vector<Json> lines;
  const size_t firsts = judgement == "same" ? 1 : keys.size() - 1;
  for (size_t a = 0; a < firsts; ++a) {
    for (size_t b = a + 1; b < keys.size(); ++b) {
      Json line = LineOf("identity", options);
      line["judgement"] = std::string(judgement);
      line["entities"] = {keys[a], keys[b]};
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

absl::StatusOr<std::vector<Json>> Depend(const DecisionOptions& options) {
  std::vector<std::string> from = KeysOf(options);
  std::string on = options.on;
  if (on.empty()) {
    if (from.size() != 2) {
      return WrongUsage("depend: want FROM ON, or FROM... --on KEY");
    }
    on = from.back();
    from.pop_back();
  }
  std::vector<Json> lines;
  for (const std::string& key : from) {
    Json line = LineOf("dependence", options);
    line["from"] = key;
    line["on"] = on;
    line["how"] = options.how;
    lines.push_back(std::move(line));
  }
  return lines;
}

absl::StatusOr<Json> FieldsOf(const DecisionOptions& options) {
  Json fields = Json::object();
  if (!options.set_json.empty()) {
    fields = Json::parse(options.set_json, nullptr, false);
    if (!fields.is_object()) {
      return WrongUsage("amend: --json wants a JSON object");
    }
  }
  for (const std::string& assignment : options.set) {
    const size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      return WrongUsage(absl::StrCat("amend: --set: got \"", assignment,
                                     "\", want FIELD=TEXT"));
    }
    fields[assignment.substr(0, equals)] = assignment.substr(equals + 1);
  }
  if (fields.empty()) return WrongUsage("amend: want --set or --json");
  return fields;
}

absl::StatusOr<std::vector<Json>> Amend(const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Json fields, FieldsOf(options));
  std::vector<Json> lines;
  for (const std::string& key : KeysOf(options)) {
    Json line = LineOf("amendment", options);
    line["target"] = key;
    line["set"] = fields;
    lines.push_back(std::move(line));
  }
  return lines;
}

// Does a decision take its target back, reject it or set it anew?
bool Shakes(const Json& decision) {
  if (decision["type"] == "amendment") return true;
  if (decision["type"] == "assessment") {
    return decision["scheme"] == "status" && decision["value"] == "rejected";
  }
  return decision["type"] == "retraction" &&
         decision.value("judgement", "accepted") == "accepted";
}

// The sources, reports and claims that the decisions shake, whose descendants
// are to be looked at again.
absl::StatusOr<std::vector<EventIndex>> Shaken(
    const Case& opened, const View& view, const std::vector<Json>& decisions) {
  const RecordKeys keys(opened.log(), view);
  std::vector<EventIndex> shaken;
  for (const Json& decision : decisions) {
    if (!Shakes(decision)) continue;
    const std::string key = decision["target"];
    ASSIGN_OR_RETURN(const std::optional<Found> found, keys.Find(key));
    if (!found) continue;
    // Who publishes much is amended in much that touches none of it.
    const bool has_descendants =
        found->type == RecordType::kReport ||
        found->type == RecordType::kClaim ||
        (found->type == RecordType::kSource && decision["type"] != "amendment");
    if (has_descendants) shaken.push_back(found->event);
  }
  return shaken;
}

// Adds what is to be looked at again after `decisions`, where they are of a
// kind and on a record that others may hang on.
absl::Status AddReview(const Session& session, const Case& opened,
                       const std::vector<Json>& decisions, Answer& answer) {
  const View view = opened.Now();
  ASSIGN_OR_RETURN(const std::vector<EventIndex> shaken,
                   Shaken(opened, view, decisions));
  if (shaken.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const WeighedView weighed, opened.Weigh(view, {}));
  RETURN_IF_ERROR(
      AddDescendants(*weighed.findings, RecordKeys(opened.log(), view),
                     session.DiscretionOver(view), shaken, answer.document));
  RETURN_IF_ERROR(weighed.links->status());
  const std::vector<std::string> review = ReviewLines(answer.document);
  answer.text +=
      review.empty() ? "nothing derives from it\n" : "to be looked at again\n";
  for (const std::string& line : review) {
    absl::StrAppend(&answer.text, "  ", line, "\n");
  }
  return absl::OkStatus();
}

using MakeLines =
    std::function<absl::StatusOr<std::vector<Json>>(const DecisionOptions&)>;

absl::StatusOr<ExitCode> Decide(Session& session, const MakeLines& make_lines,
                                const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Json> decisions, make_lines(options));
  if (decisions.empty()) return WrongUsage("no key given");
  std::vector<std::string> lines;
  lines.reserve(decisions.size());
  for (const Json& decision : decisions) lines.push_back(Dump(decision));
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kWrite));
  ASSIGN_OR_RETURN(const Decided decided, opened->Decide(lines, session.By()));
  for (const InputError& warning : decided.warnings) {
    PrintMessage(absl::StrCat("warning: ", InputErrorMessage(warning)));
  }
  Answer answer;
  answer.document = {{"events_appended", decided.keys.size()},
                     {"first_index", decided.first.value()},
                     {"keys", decided.keys}};
  answer.text =
      absl::StrCat("recorded ", Counted(decided.keys.size(), "decision"),
                   " from event ", decided.first.value(), "\n");
  answer.applied_through = opened->Now().applied_through();
  const absl::Status status = AddReview(session, *opened, decisions, answer);
  if (!status.ok()) {
    // The decision stands.
    PrintMessage(absl::StrCat("what is to be looked at again is not known: ",
                              status.message()));
  }
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

CLI::App* AddDecisionVerb(CLI::App& program, Session& session,
                          absl::string_view name, absl::string_view summary,
                          absl::string_view examples, const Options& options,
                          MakeLines make_lines) {
  CLI::App* verb = AddVerb(program, name, summary, examples);
  verb->add_option("keys", options->keys, "keys; -: one a line from stdin")
      ->required();
  verb->add_option("--reason", options->reason, "why");
  verb->add_option("--note", options->note, "a note beside it");
  verb->callback([&session, options, make_lines = std::move(make_lines)] {
    session.set_verb([options, make_lines](Session& running) {
      return Decide(running, make_lines, *options);
    });
  });
  return verb;
}

void AddRetract(CLI::App& program, Session& session) {
  auto options = std::make_shared<DecisionOptions>();
  CLI::App* verb = AddDecisionVerb(
      program, session, "retract", "take a claim or a report back",
      "attest retract clm:7 --how withdrawn --reason \"the witness took it "
      "back\"\n"
      "attest retract clm:7 --judgement rejected --reason \"retracted in "
      "error\"",
      options, Retract);
  verb->add_option("--how", options->how, "withdrawn, corrected or miscoded");
  verb->add_option("--judgement", options->judgement,
                   "accepted; rejected takes an earlier one back");
  verb->add_option("--superseded-by", options->superseded_by,
                   "the claim or report that stands instead");
  verb->add_option("--report", options->report, "where it was withdrawn");
  verb->add_option("--quote", options->quote, "the words, in that report");
}

void AddAssess(CLI::App& program, Session& session) {
  auto options = std::make_shared<DecisionOptions>();
  CLI::App* verb = AddDecisionVerb(
      program, session, "assess", "rate a claim, a report or a source",
      "attest assess clm:7 --value accepted\n"
      "attest assess src:lcc --scheme admiralty_reliability --value B",
      options, Assess);
  verb->add_option("--scheme", options->scheme,
                   "status, admiralty_reliability, admiralty_credibility or "
                   "confidence");
  verb->add_option("--value", options->value, "a value of the scheme")
      ->required();
}

void AddJudgement(CLI::App& program, Session& session,
                  const std::string& judgement, absl::string_view summary,
                  absl::string_view examples) {
  auto options = std::make_shared<DecisionOptions>();
  AddDecisionVerb(program, session, judgement, summary, examples, options,
                  [judgement](const DecisionOptions& given) {
                    return Judge(judgement, given);
                  });
}

void AddDepend(CLI::App& program, Session& session) {
  auto options = std::make_shared<DecisionOptions>();
  CLI::App* verb = AddDecisionVerb(
      program, session, "depend", "say that a report or source depends",
      "attest depend rpt:b rpt:a --how reprint --reason \"same text\"\n"
      "attest depend src:x src:y --how same_owner",
      options, Depend);
  verb->add_option("--on", options->on, "what all the keys depend on");
  verb->add_option("--how", options->how,
                   "reprint, translation, summary, quotation, citation, "
                   "compilation, revision, same_capture, same_witness, "
                   "same_footage, same_document or same_owner")
      ->required();
  verb->add_option("--judgement", options->judgement,
                   "accepted, or rejected: it was looked at and is not so");
}

void AddAmend(CLI::App& program, Session& session) {
  auto options = std::make_shared<DecisionOptions>();
  CLI::App* verb = AddDecisionVerb(
      program, session, "amend",
      "set fields of a source, a report or an entity anew",
      "attest amend person:omar --set name=\"Ammar Omar\"\n"
      "attest amend rpt:17 --json '{\"published\": \"2011-06-11\"}'",
      options, Amend);
  verb->add_option("--set", options->set, "FIELD=TEXT, as often as needed");
  verb->add_option("--json", options->set_json, "fields as a JSON object");
}

}  // namespace

void AddDecisionCommands(CLI::App& program, Session& session) {
  AddRetract(program, session);
  AddAssess(program, session);
  AddJudgement(program, session, "same", "two entities are one",
               "attest same person:omar person:omar-2\n"
               "attest same unit:a unit:b unit:c --reason \"spellings\"");
  AddJudgement(program, session, "different", "two entities are not one",
               "attest different person:ali-1 person:ali-2\n"
               "attest different a b c --reason \"three men of that name\"");
  AddJudgement(program, session, "unsure", "two entities may be one",
               "attest unsure person:ali-1 person:ali-2\n"
               "attest unsure person:a person:b --reason \"same village\"");
  AddDepend(program, session);
  AddAmend(program, session);
}

}  // namespace attest
