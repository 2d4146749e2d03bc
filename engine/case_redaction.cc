// Redaction of a case: the log takes it out, and what follows from the log is
// made anew.

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
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

}  // namespace

absl::StatusOr<RedactionPlan> Case::PlanRedaction(
    const RedactionRequest& request) const {
  ASSIGN_OR_RETURN(const std::string secret, Secret());
  return attest::PlanRedaction(*log_, *contents_, Now(), secret, request);
}

absl::StatusOr<Redacted> Case::Redact(const RedactionPlan& plan) {
  std::vector<Weighed> before;
  {
    const View now = Now();
    ASSIGN_OR_RETURN(const WeighedView weighed, Weigh(now, {}));
    before = WeighAll(now, *weighed.findings, RedactedClaims(plan));
  }
  for (const std::string& text : plan.masked) {
    RETURN_IF_ERROR(contents_->Put(text).status());
  }
  Redacted redacted;
  ASSIGN_OR_RETURN(redacted.first, log_->Redact(plan.parts, plan.contents));
  for (const RedactionPart& part : plan.parts) {
    redacted.keys.push_back(part.redaction.key);
  }
  projection_ = Projection();
  RETURN_IF_ERROR(TopUp(projection_));
  RETURN_IF_ERROR(SaveProjection());
  RenewFindings(0);

  const View now = Now();
  ASSIGN_OR_RETURN(const WeighedView weighed, Weigh(now, {}));
  const std::vector<Figures> figures = weighed.findings->AllFigures();
  for (Weighed& was : before) {
    std::optional<Verdict> verdict;
    if (was.claim) {
      const StatementId statement = now.claim(*was.claim).statement;
      verdict = figures[now.FirstOf(statement).value()].verdict;
    }
    if (verdict == was.verdict) continue;
    redacted.changed.push_back({std::move(was.key), was.verdict, verdict});
  }
  return redacted;
}

}  // namespace attest
