// IdentityGroups says which entities are one, from the judgements that stand.
//
// Of each unordered pair the latest judgement stands. Standing `same`
// judgements are taken in log order, and each joins two groups; one that would
// bring a standing `different` pair into one group is left out. `unsure` joins
// nothing and parts nothing. (CORROBORATION.md, "Identity".)

#ifndef ATTEST_ENGINE_PROJECTION_IDENTITY_H_
#define ATTEST_ENGINE_PROJECTION_IDENTITY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "engine/model/decision.h"
#include "engine/model/id.h"

namespace attest {

// One judgement of the log.
struct IdentityEvent {
  EventIndex event;
  Identity identity;
};

// A standing `same` that was left out.
struct LeftOut {
  EventIndex same;
  // The standing `different` that it would contradict.
  EventIndex different;
  // The `same` judgements that would join that pair, from its first entity to
  // its second; `same` is one of them.
  std::vector<EventIndex> chain;

  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

class IdentityGroups {
 public:
  IdentityGroups() = default;

  // Requires: `judgements` in log order. Complexity: n log n judgements, and
  // those of a group again for each one left out.
  explicit IdentityGroups(absl::Span<const IdentityEvent> judgements);

  // The member of its group that was defined first.
  [[nodiscard]] EntityId RepresentativeOf(EntityId id) const;

  // In order of definition; `id` alone when it was joined with none.
  [[nodiscard]] std::vector<EntityId> GroupOf(EntityId id) const;

  // Was it joined with another?
  [[nodiscard]] bool IsJoined(EntityId id) const {
    return group_of_.contains(id);
  }

  // No two entities are one.
  [[nodiscard]] bool empty() const { return groups_.empty(); }

  // The groups of two or more, by their representatives.
  [[nodiscard]] const std::vector<std::vector<EntityId>>& groups() const {
    return groups_;
  }

  // The judgements that stand, in log order, those left out among them.
  [[nodiscard]] const std::vector<EventIndex>& standing() const {
    return standing_;
  }
  [[nodiscard]] const std::vector<LeftOut>& left_out() const {
    return left_out_;
  }

 private:
  std::vector<std::vector<EntityId>> groups_;
  absl::flat_hash_map<EntityId, size_t> group_of_;
  std::vector<EventIndex> standing_;
  std::vector<LeftOut> left_out_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_IDENTITY_H_
