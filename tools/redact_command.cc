// redact: takes records, or bytes of a report's text, out of every file.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/audit/trace.h"
#include "engine/hand_outs.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

struct RedactVerbOptions {
  std::vector<std::string> keys;
  std::vector<std::string> bytes;
  std::string reason;
  std::string note;
  bool take_keys = false;
  bool all_copies = false;
  bool dry_run = false;
};

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

// "BEGIN:END", bytes from 0, the end not included.
bool ParseRange(absl::string_view text, std::pair<uint64_t, uint64_t>& range) {
  const char* const end = text.data() + text.size();
  const auto [colon, error] = std::from_chars(text.data(), end, range.first);
  if (error != std::errc() || colon == end || *colon != ':') return false;
  const auto [rest, wrong] = std::from_chars(colon + 1, end, range.second);
  return wrong == std::errc() && rest == end;
}

absl::StatusOr<RedactionRequest> RequestOf(const Session& session,
                                           const RedactVerbOptions& options) {
  RedactionRequest request;
  request.keys = options.keys;
  if (options.keys == std::vector<std::string>{"-"}) {
    request.keys.clear();
    for (std::string line; std::getline(std::cin, line);) {
      absl::StripAsciiWhitespace(&line);
      if (!line.empty()) request.keys.push_back(line);
    }
  }
  for (const std::string& given : options.bytes) {
    std::pair<uint64_t, uint64_t> range;
    if (!ParseRange(given, range)) {
      return WrongUsage(
          absl::StrCat("redact --bytes: got \"", given, "\", want BEGIN:END"));
    }
    request.bytes.push_back(range);
  }
  std::sort(request.bytes.begin(), request.bytes.end());
  if (options.take_keys && !request.bytes.empty()) {
    return WrongUsage("redact: --key takes a record's key, not bytes of it");
  }
  if (options.reason.empty() && !options.dry_run) {
    return WrongUsage("redact: --reason is required: it stays in the log");
  }
  request.redacted_keys =
      options.take_keys ? RedactedKeys::kTaken : RedactedKeys::kKept;
  request.copies = options.all_copies ? Copies::kAlso : Copies::kRefused;
  request.by = session.By();
  request.reason = options.reason;
  request.note = options.note;
  return request;
}

// Which event that is; no key of what is sealed.
Json RecordJson(EventIndex index, const Event& event,
                const Discretion& discretion) {
  const bool hidden = discretion.HidesEvent(index, event);
  Json json = {{"event", index.value()},
               {"type", std::string(NameOf(event.type()))},
               {"key", hidden ? Json() : TextOrNull(event.key)}};
  if (hidden) json["withheld"] = "sealed";
  return json;
}

// Adds to the answer what a plan replaces and where names still stand. Done
// before the redaction, while the keys are there.
absl::Status AddPlan(const Case& opened, const Discretion& discretion,
                     const RedactionPlan& plan, Answer& answer) {
  Json replaced = Json::array();
  for (const EventIndex index : plan.replaced) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(index));
    replaced.push_back(RecordJson(index, event, discretion));
  }
  Json stands = Json::array();
  for (const Mention& mention : plan.mentions) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(mention.event));
    Json json = RecordJson(mention.event, event, discretion);
    json["field"] = mention.field;
    json["name"] = mention.name;
    if (mention.bytes) {
      json["bytes"] = {mention.bytes->first, mention.bytes->second};
    }
    stands.push_back(std::move(json));
  }
  answer.document["replaced"] = std::move(replaced);
  answer.document["contents_removed"] = plan.contents.size();
  answer.document["still_stands"] = std::move(stands);
  answer.document["still_stands_count"] = plan.mention_count;
  answer.document["not_searched"] = plan.not_searched;
  return absl::OkStatus();
}

absl::Status AddHandOuts(const Case& opened, const RedactionPlan& plan,
                         Answer& answer) {
  ASSIGN_OR_RETURN(const std::vector<HandedOut> all,
                   ReadHandOuts(opened.directory()));
  Json json = Json::array();
  for (const HandedOut& one : all) {
    const bool held =
        std::any_of(plan.replaced.begin(), plan.replaced.end(),
                    [&](EventIndex event) { return one.Has(event); });
    if (!held) continue;
    json.push_back({{"at", FormatRfc3339(one.at)},
                    {"what", one.what},
                    {"to", one.to},
                    {"by", one.by},
                    {"position", one.position}});
  }
  answer.document["handed_out"] = std::move(json);
  return absl::OkStatus();
}

// "event 7  claim clm:7"; what closes a file has no key.
std::string RecordText(const Json& record) {
  std::string text = absl::StrCat("event ", record["event"].get<uint64_t>(),
                                  "  ", record["type"].get<std::string>());
  if (!record["key"].is_null()) {
    absl::StrAppend(&text, " ", record["key"].get<std::string>());
  } else if (record.contains("withheld")) {
    absl::StrAppend(&text, " (sealed)");
  }
  return text;
}

std::string TextOf(const Json& document) {
  std::string text;
  const bool dry_run = document["dry_run"].get<bool>();
  const std::string contents =
      Counted(document["contents_removed"].get<uint64_t>(), "content");
  absl::StrAppend(&text, dry_run ? "would redact " : "redacted ",
                  Counted(document["replaced"].size(), "event"),
                  dry_run ? " and remove " : " and removed ", contents);
  if (!dry_run) {
    const auto first = document["redaction"].get<uint64_t>();
    const auto count = document["keys"].size();
    absl::StrAppend(&text, count == 1 ? ", by event " : ", by events ", first);
    if (count > 1) absl::StrAppend(&text, " to ", first + count - 1);
  }
  absl::StrAppend(&text, "\n");
  for (const Json& event : document["replaced"]) {
    absl::StrAppend(&text, "  ", RecordText(event), "\n");
  }
  if (!document["still_stands"].empty()) {
    absl::StrAppend(
        &text, "a name still stands in ",
        Counted(document["still_stands_count"].get<uint64_t>(), "other place"),
        "\n");
  }
  for (const Json& mention : document["still_stands"]) {
    absl::StrAppend(&text, "  ", RecordText(mention), "  ",
                    mention["field"].get<std::string>(), ": ",
                    mention["name"].get<std::string>());
    if (mention.contains("bytes")) {
      absl::StrAppend(&text, " [bytes ", mention["bytes"][0].get<uint64_t>(),
                      "-", mention["bytes"][1].get<uint64_t>(), "]");
    }
    absl::StrAppend(&text, "\n");
  }
  if (const auto not_searched = document["not_searched"].get<uint64_t>();
      not_searched > 0) {
    absl::StrAppend(&text, Counted(not_searched, "file"),
                    " of reports that are no text were searched for the bytes "
                    "of a name alone\n");
  }
  if (document.contains("dependences")) {
    for (const Json& one : document["dependences"]) {
      const bool sealed = one["from"].is_null();
      absl::StrAppend(
          &text, "only their texts showed that ",
          sealed ? "a sealed report" : one["from"].get<std::string>(),
          " repeats ", sealed ? "another" : one["on"].get<std::string>(),
          ": event ", one["event"].get<uint64_t>(), " decides it now\n");
    }
  }
  if (document.contains("verdicts")) {
    for (const Json& changed : document["verdicts"]) {
      absl::StrAppend(
          &text, "verdict of ", changed["statement"].get<std::string>(), ": ",
          changed["from"].get<std::string>(), " -> ",
          changed["to"].is_null() ? "nothing says it any more"
                                  : changed["to"].get<std::string>(),
          "\n");
    }
  }
  for (const Json& one : document["handed_out"]) {
    const auto to = one["to"].get<std::string>();
    absl::StrAppend(&text, "went out before, and holds it: ",
                    one["what"].get<std::string>(), " to ",
                    to.empty() ? "standard output" : to, " by ",
                    one["by"].get<std::string>(), " at ",
                    one["at"].get<std::string>(), "\n");
  }
  return text;
}

absl::Status AddRedacted(const Case& opened, const Discretion& discretion,
                         const Redacted& redacted, Answer& answer) {
  answer.document["events_appended"] =
      redacted.kept.size() + redacted.keys.size();
  answer.document["first_index"] = redacted.FirstEvent().value();
  answer.document["redaction"] = redacted.first.value();
  Json kept = Json::array();
  for (const KeptDependence& one : redacted.kept) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(one.event));
    const bool hidden = discretion.HidesEvent(one.event, event);
    kept.push_back({{"event", one.event.value()},
                    {"from", hidden ? Json() : Json(one.from)},
                    {"on", hidden ? Json() : Json(one.on)}});
  }
  answer.document["dependences"] = std::move(kept);
  answer.document["keys"] = redacted.keys;
  Json verdicts = Json::array();
  for (const ChangedVerdict& changed : redacted.changed) {
    verdicts.push_back(
        {{"statement", changed.statement},
         {"from", std::string(NameOf(changed.from))},
         {"to", changed.to ? Json(std::string(NameOf(*changed.to))) : Json()}});
  }
  answer.document["verdicts"] = std::move(verdicts);
  return absl::OkStatus();
}

// What would be listed tells what a sealed record says.
absl::Status CheckKeys(const Case& opened, const Discretion& discretion,
                       const std::vector<std::string>& names) {
  const View now = opened.Now();
  const RecordKeys keys(opened.log(), now);
  for (const std::string& key : names) {
    ASSIGN_OR_RETURN(const std::optional<Found> found, keys.Find(key));
    if (!found) return UnknownKey(now, discretion, key);
    if (discretion.Hides(found->event)) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", key, "\" is sealed: --unseal redacts it"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Redact(Session& session,
                                const RedactVerbOptions& options) {
  ASSIGN_OR_RETURN(const RedactionRequest request, RequestOf(session, options));
  // The lock keeps what it is told: no key, and no reason.
  session.set_command("attest redact");
  ASSIGN_OR_RETURN(
      const std::unique_ptr<Case> opened,
      session.Open(options.dry_run ? Access::kRead : Access::kWrite));
  const Discretion discretion = session.DiscretionOver(opened->Now());
  RETURN_IF_ERROR(CheckKeys(*opened, discretion, request.keys));
  const absl::StatusOr<RedactionPlan> plan = opened->PlanRedaction(request);
  // Done already, or another report holds the same bytes: what was asked for
  // has to change.
  if (absl::IsAlreadyExists(plan.status()) ||
      absl::IsFailedPrecondition(plan.status())) {
    return WithExitCode(plan.status(), kExitBadInput);
  }
  if (!plan.ok()) return plan.status();
  Answer answer;
  answer.document["dry_run"] = options.dry_run;
  RETURN_IF_ERROR(AddPlan(*opened, discretion, *plan, answer));
  if (!options.dry_run) {
    ASSIGN_OR_RETURN(const Redacted redacted, opened->Redact(*plan));
    // The one from before borrows what the redaction made anew.
    const Discretion after = session.DiscretionOver(opened->Now());
    RETURN_IF_ERROR(AddRedacted(*opened, after, redacted, answer));
  }
  // Last, so that what went out meanwhile is told as well.
  RETURN_IF_ERROR(AddHandOuts(*opened, *plan, answer));
  answer.text = TextOf(answer.document);
  answer.applied_through = opened->Now().applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddRedactCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<RedactVerbOptions>();
  CLI::App* verb = AddVerb(
      program, "redact",
      "take records, or bytes of a report's text, out of every file of the "
      "case; their hashes stay, and proofs hold",
      "attest redact person:omar --dry-run\n"
      "attest redact rpt:7 --bytes 120:134 --reason \"names a minor\"");
  verb->add_option("keys", options->keys, "keys; -: one a line from stdin")
      ->required();
  verb->add_option("--reason", options->reason,
                   "why; it stays in the log, so name nobody");
  verb->add_option("--note", options->note, "a note beside it");
  verb->add_option("--bytes", options->bytes,
                   "BEGIN:END, as often as needed: only these bytes of the "
                   "text of one report, masked at equal length");
  verb->add_flag("--key", options->take_keys, "take out the keys as well");
  verb->add_flag("--all-copies", options->all_copies,
                 "redact other reports that hold the same bytes as well");
  verb->add_flag("--dry-run", options->dry_run,
                 "change nothing; list what would go, and every event and "
                 "passage where a name would still stand");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Redact(running, *options); });
  });
}

}  // namespace attest
