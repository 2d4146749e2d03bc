// Redaction of a case: the log takes it out, and what follows from the log is
// made anew.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/case.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// A statement by a claim of it that stays.
struct Weighed {
  std::string key;
  Verdict verdict;
  std::optional<ClaimId> claim;  // none: all of them go
};

// The statements of a view with their verdicts.
std::vector<Weighed> WeighAll(const View& view, const Findings& findings,
                              const absl::flat_hash_set<EventIndex>& going) {
  const std::vector<Figures> figures = findings.AllFigures();
  std::vector<Weighed> all;
  for (const StatementId id : view.Statements()) {
    if (view.FirstOf(id) != id) continue;
    Weighed weighed = {view.KeyOf(id), figures[id.value()].verdict, {}};
    for (const ClaimId claim : view.ClaimsOf(id)) {
      if (going.contains(EventIndex(claim.value()))) continue;
      weighed.claim = claim;
      break;
    }
    all.push_back(std::move(weighed));
  }
  return all;
}

// The claims that are redacted: the words of others go, and they stay.
absl::flat_hash_set<EventIndex> RedactedClaims(const RedactionPlan& plan) {
  absl::flat_hash_set<EventIndex> redacted;
  for (const RedactionPart& part : plan.parts) {
    for (const RedactionPart::Left& one : part.left) {
      if (one.left.withheld == Withheld::kRedacted) redacted.insert(one.event);
    }
  }
  return redacted;
}

std::vector<ReportId> ReportsOf(const View& view, const RedactionPlan& plan) {
  std::vector<ReportId> reports;
  for (const EventIndex target : plan.targets) {
    if (view.TypeOf(target) == RecordType::kReport) {
      reports.emplace_back(target.value());
    }
  }
  return reports;
}

// What the texts show now and will not once `plan` is done. Of a text that is
// masked, `links` then speak as if it were.
absl::StatusOr<std::vector<ShownDependence>> NoLongerShown(
    const View& now, ReportLinks& links, const RedactionPlan& plan) {
  const std::vector<ReportId> reports = ReportsOf(now, plan);
  std::vector<ShownDependence> shown =
      ShownByTexts(now, links.Texts(), reports);
  RETURN_IF_ERROR(links.status());
  if (shown.empty() || plan.masked.empty()) return shown;
  RETURN_IF_ERROR(links.ReadAs(plan.contents[0], plan.masked[0], reports));
  const std::vector<ShownDependence> still =
      ShownByTexts(now, links.Texts(), reports);
  RETURN_IF_ERROR(links.status());
  for (const ShownDependence& one : still) {
    shown.erase(std::remove(shown.begin(), shown.end(), one), shown.end());
  }
  return shown;
}

// The statements whose verdicts are not what they were.
std::vector<ChangedVerdict> ChangedSince(std::vector<Weighed> before,
                                         const View& now,
                                         const Findings& findings) {
  std::vector<ChangedVerdict> changed;
  const std::vector<Figures> figures = findings.AllFigures();
  for (Weighed& was : before) {
    std::optional<Verdict> verdict;
    if (was.claim) {
      const StatementId statement = now.claim(*was.claim).statement;
      verdict = figures[now.FirstOf(statement).value()].verdict;
    }
    if (verdict == was.verdict) continue;
    changed.push_back({std::move(was.key), was.verdict, verdict});
  }
  return changed;
}

RedactionRequest RequestOf(const RedactionLine& line, const std::string& by) {
  return {.keys = {line.target},
          .bytes = line.bytes,
          .by = line.by.empty() ? by : line.by,
          .reason = line.reason,
          .note = line.note,
          .id = line.id,
          .recorded = line.recorded};
}

// Can what two lines ask for be done in one? Each redaction writes much of the
// database anew.
bool IsOne(const RedactionRequest& a, const RedactionRequest& b) {
  return a.bytes.empty() && b.bytes.empty() && a.id.empty() && b.id.empty() &&
         a.by == b.by && a.reason == b.reason && a.note == b.note &&
         a.recorded == b.recorded;
}

InputError ErrorOf(const FileReading& reading, const RedactionLine& line,
                   const absl::Status& status) {
  InputError error;
  error.file = reading.name;
  error.line = line.line;
  error.what = absl::StrCat("it cannot be redacted: ", status.message());
  return error;
}

// Whose fault is it: that of the line, or that of the case?
bool IsOfTheLine(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
         absl::IsFailedPrecondition(status);
}

}  // namespace

absl::StatusOr<std::vector<RedactionRequest>> Case::RedactionsOf(
    const AddOptions& options,
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject,
    FileReading& reading) const {
  std::vector<RedactionRequest> requests;
  for (const RedactionLine& line : reading.redactions) {
    RedactionRequest request = RequestOf(line, options.by);
    const absl::Status planned = PlanRedaction(request).status();
    if (absl::IsAlreadyExists(planned)) {
      ++reading.already_present;
      continue;
    }
    if (!planned.ok() && !IsOfTheLine(planned)) return planned;
    if (!planned.ok()) {
      const InputError error = ErrorOf(reading, line, planned);
      ++reading.error_count;
      if (reading.errors.size() < kMaxErrorsKept) {
        reading.errors.push_back(error);
      }
      if (!options.reader.set_rejects_aside) continue;
      ++reading.rejected;
      RETURN_IF_ERROR(visit_reject(
          {.line = line.line, .text = line.text, .errors = {error}}));
      continue;
    }
    if (!requests.empty() && IsOne(requests.back(), request)) {
      requests.back().keys.push_back(line.target);
    } else {
      requests.push_back(std::move(request));
    }
  }
  return requests;
}

absl::Status Case::RedactFor(const std::vector<RedactionRequest>& requests,
                             AddedFile& added) {
  for (const RedactionRequest& request : requests) {
    ASSIGN_OR_RETURN(RedactionPlan plan, PlanRedaction(request));
    ASSIGN_OR_RETURN(Redacted redacted, Redact(plan));
    if (added.events_appended == 0) added.first = redacted.FirstEvent();
    added.events_appended += redacted.kept.size() + redacted.keys.size();
    added.redactions += redacted.keys.size();
    plan.parts.clear();
    plan.masked.clear();
    added.redacted.push_back({std::move(plan), std::move(redacted)});
  }
  return absl::OkStatus();
}

absl::StatusOr<RedactionPlan> Case::PlanRedaction(
    const RedactionRequest& request) const {
  ASSIGN_OR_RETURN(const std::string secret, Secret());
  return attest::PlanRedaction(*log_, *contents_, Now(), secret, request);
}

absl::Status Case::KeepShown(const std::vector<ShownDependence>& shown,
                             const std::string& by, Redacted& redacted) {
  if (shown.empty()) return absl::OkStatus();
  std::vector<std::string> lines;
  {
    const View now = Now();
    const RecordKeys keys(*log_, now);
    for (const ShownDependence& one : shown) {
      KeptDependence& kept = redacted.kept.emplace_back();
      ASSIGN_OR_RETURN(kept.from, keys.KeyOf(EventIndex(one.from.value())));
      ASSIGN_OR_RETURN(kept.on, keys.KeyOf(EventIndex(one.on.value())));
      const nlohmann::json line = {
          {"type", "dependence"},
          {"from", kept.from},
          {"on", kept.on},
          {"how", std::string(NameOf(How::kReprint))},
          {"reason", "their texts showed it, before one was redacted"}};
      lines.push_back(line.dump());
    }
  }
  ASSIGN_OR_RETURN(const Decided decided, Decide(lines, by));
  const size_t first = redacted.kept.size() - shown.size();
  for (size_t i = 0; i < shown.size(); ++i) {
    redacted.kept[first + i].event = EventIndex(decided.first.value() + i);
  }
  return absl::OkStatus();
}

absl::Status Case::FoldAnew() {
  projection_ = Projection();
  RETURN_IF_ERROR(TopUp(projection_));
  RETURN_IF_ERROR(SaveProjection());
  RenewFindings(0);
  return absl::OkStatus();
}

absl::StatusOr<Redacted> Case::Redact(const RedactionPlan& plan) {
  std::vector<Weighed> before;
  std::vector<ShownDependence> shown;
  {
    const View now = Now();
    ASSIGN_OR_RETURN(const WeighedView weighed, Weigh(now, {}));
    before = WeighAll(now, *weighed.findings, RedactedClaims(plan));
    ASSIGN_OR_RETURN(shown, NoLongerShown(now, *weighed.links, plan));
  }
  Redacted redacted;
  // Before: a kill behind the redaction must not make two of one.
  RETURN_IF_ERROR(KeepShown(shown, plan.parts[0].redaction.by, redacted));
  for (const std::string& text : plan.masked) {
    RETURN_IF_ERROR(contents_->Put(text).status());
  }
  ASSIGN_OR_RETURN(redacted.first, log_->Redact(plan.parts, plan.contents));
  for (const RedactionPart& part : plan.parts) {
    redacted.keys.push_back(part.redaction.key);
  }
  RETURN_IF_ERROR(FoldAnew());
  const View now = Now();
  ASSIGN_OR_RETURN(const WeighedView weighed, Weigh(now, {}));
  redacted.changed = ChangedSince(std::move(before), now, *weighed.findings);
  return redacted;
}

}  // namespace attest
