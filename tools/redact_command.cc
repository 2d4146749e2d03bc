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
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/redaction_document.h"
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

// What went out of records that are redacted already is to be called back all
// the same.
absl::Status TellHandOuts(const Session& session, const Case& opened,
                          const std::vector<std::string>& names) {
  const View now = opened.Now();
  const RecordKeys keys(opened.log(), now);
  std::vector<EventIndex> events;
  uint64_t redaction = 0;  // the last: what went out behind it does not hold it
  for (const std::string& key : names) {
    ASSIGN_OR_RETURN(const std::optional<Found> found, keys.Find(key));
    if (!found) continue;
    events.push_back(found->event);
    for (const DecisionInfo& decision : now.DecisionsOn(found->event)) {
      if (decision.type == RecordType::kAmendment) {
        events.push_back(decision.event);
      }
      if (decision.type == RecordType::kRedaction) {
        redaction = std::max(redaction, decision.event.value());
      }
    }
    if (found->type != RecordType::kReport) continue;
    for (const ClaimId claim : now.ClaimsIn(ReportId(found->event.value()))) {
      const EventIndex event(claim.value());
      ASSIGN_OR_RETURN(const bool replaced, opened.log().IsReplaced(event));
      if (replaced) events.push_back(event);
    }
  }
  Answer answer;
  RETURN_IF_ERROR(AddHandOuts(opened, events, redaction, answer.document));
  if (answer.document["handed_out"].empty()) return absl::OkStatus();
  answer.text = HandOutsText(answer.document);
  answer.applied_through = now.applied_through();
  return session.Print(answer);
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
  if (absl::IsAlreadyExists(plan.status())) {
    RETURN_IF_ERROR(TellHandOuts(session, *opened, request.keys));
  }
  if (absl::IsAlreadyExists(plan.status()) ||
      absl::IsFailedPrecondition(plan.status())) {
    return WithExitCode(plan.status(), kExitBadInput);
  }
  if (!plan.ok()) return plan.status();
  Answer answer;
  answer.document["dry_run"] = options.dry_run;
  RETURN_IF_ERROR(AddPlan(*opened, discretion, *plan, answer.document));
  if (!options.dry_run) {
    ASSIGN_OR_RETURN(const Redacted redacted, opened->Redact(*plan));
    // The one from before borrows what the redaction made anew.
    const Discretion after = session.DiscretionOver(opened->Now());
    RETURN_IF_ERROR(AddRedacted(*opened, after, redacted, answer.document));
  }
  // Last, so that what went out meanwhile is told as well.
  RETURN_IF_ERROR(AddHandOuts(*opened, plan->replaced, opened->log().size(),
                              answer.document));
  answer.text = RedactionText(answer.document);
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
