// Which events between two log positions touched a statement: what it is told
// by when its verdict changed.

#ifndef ATTEST_ENGINE_FINDINGS_TOUCHING_EVENTS_H_
#define ATTEST_ENGINE_FINDINGS_TOUCHING_EVENTS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"

namespace attest {

// Thread-safety: none, as findings are not. Lifetime: borrows both findings.
class TouchingEvents {
 public:
  // Requires: both are of one projection, `before` of no later a position.
  // Complexity: linear in sources, reports, place claims, and decisions
  // between.
  TouchingEvents(const Findings& before, const Findings& after);

  // The events between the two positions that bear on the statement, here or
  // there: claims for it and against it and for what it conflicts with, and
  // what they rest on; decisions on these and on whatever their chains come
  // through; what came to lie on the chains of earlier ones; judgements of
  // identity and claims of what lies in what, where these changed for what the
  // statement names. Rising. Requires: `statement` is of one of the two views.
  [[nodiscard]] std::vector<EventIndex> Of(StatementId statement) const;

 private:
  using Events = absl::flat_hash_set<uint32_t>;

  void AddEdges(const Findings& findings);
  void AddBearing(const Findings& findings, StatementId statement,
                  Events& claims) const;
  void AddPremises(Events& claims) const;
  void AddPlaces(const Events& entities, Events& claims) const;
  [[nodiscard]] Events EntitiesOf(const Events& claims) const;
  // The sources and reports that the chains of `claims` may come through.
  [[nodiscard]] Events RecordsOf(const Events& claims) const;
  void AddDecisions(const Events& claims, const Events& records,
                    std::vector<EventIndex>& events) const;
  void AddIdentity(const Events& entities,
                   std::vector<EventIndex>& events) const;

  const Findings& before_;
  const Findings& after_;
  const uint64_t begin_;  // events [begin_, end_) came between
  const uint64_t end_;
  // From a source or report to what its chains go on to; by events, sorted.
  std::vector<std::pair<uint32_t, uint32_t>> upstream_;
  // Entities, by ordinal, of which something else lies in something else.
  Events moved_;
  // The claims of what lies in what, by the ordinal of their subject.
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> place_claims_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_TOUCHING_EVENTS_H_
