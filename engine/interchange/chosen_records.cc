#include "engine/interchange/chosen_records.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace attest {
namespace {

// Counts `decision`; false: it is none of the kinds that are counted.
bool Count(const DecisionInfo& decision, DecisionCounts& counts) {
  switch (decision.type) {
    case RecordType::kAssessment:
      ++counts.ratings;
      return true;
    case RecordType::kIdentity:
      if (decision.identity == IdentityJudgement::kSame) return false;
      ++counts.judgements;
      return true;
    case RecordType::kDependence:
      if (decision.how != How::kSameOwner) return false;
      ++counts.same_owner;
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<EventIndex> RecordsOf(const View& view,
                                  const Discretion& discretion,
                                  const Selection& selection, Chosen chosen) {
  std::vector<EventIndex> records;
  const auto add = [&](auto id) {
    if (!discretion.Hides(id)) records.emplace_back(id.value());
  };
  if (chosen == Chosen::kEverything) {
    for (const SourceId id : view.Sources()) add(id);
    for (const ReportId id : view.Reports()) add(id);
    for (const EntityId id : view.Entities()) add(id);
    for (const ClaimId id : view.Claims()) add(id);
  } else {
    for (const EntityId id : selection.entities) {
      for (const EntityId member : view.GroupOf(id)) add(member);
    }
    for (const ClaimId id : selection.claims) {
      const ClaimInfo claim = view.claim(id);
      add(id);
      add(claim.report);
      add(view.report(claim.report).source);
      for (const Speaker& speaker : claim.attribution) add(speaker.source);
    }
  }
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  return records;
}

DecisionCounts CountDecisions(const View& view, const Discretion& discretion,
                              absl::Span<const EventIndex> records) {
  DecisionCounts counts;
  // Those on two records, which come with both.
  absl::flat_hash_set<EventIndex> seen;
  for (const EventIndex record : records) {
    for (const DecisionInfo& decision : view.DecisionsOn(record)) {
      if (!decision.standing || discretion.Hides(decision.target)) continue;
      if (decision.other) {
        if (discretion.Hides(*decision.other) || seen.contains(decision.event))
          continue;
      }
      if (Count(decision, counts) && decision.other) {
        seen.insert(decision.event);
      }
    }
  }
  return counts;
}

}  // namespace attest
