// The oracle of identity: which entities judgements join, from the list of
// events.

#ifndef ATTEST_TESTS_REFERENCE_FOLD_IDENTITY_H_
#define ATTEST_TESTS_REFERENCE_FOLD_IDENTITY_H_

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/event.h"
#include "engine/projection/identity.h"

namespace attest::reference {

// Joins and parts entities as IdentityGroups does, without its haste.
class ReferenceIdentity {
 public:
  explicit ReferenceIdentity(const std::vector<Event>& events) {
    for (size_t i = 0; i < events.size(); ++i) {
      const auto* made = std::get_if<Identity>(&events[i].record);
      if (made == nullptr) continue;
      bool stands = true;
      for (size_t j = i + 1; j < events.size(); ++j) {
        const auto* later = std::get_if<Identity>(&events[j].record);
        if (later != nullptr && Pair(*later) == Pair(*made)) stands = false;
      }
      if (!stands) continue;
      standing_.emplace_back(i);
      if (made->judgement == IdentityJudgement::kSame) {
        same_.push_back({EventIndex(i), *made});
      }
      if (made->judgement == IdentityJudgement::kDifferent) {
        different_.push_back({EventIndex(i), *made});
      }
    }
    for (const IdentityEvent& same : same_) Take(same);
  }

  [[nodiscard]] const std::vector<EventIndex>& standing() const {
    return standing_;
  }
  [[nodiscard]] const std::vector<LeftOut>& left_out() const {
    return left_out_;
  }

  [[nodiscard]] std::vector<EntityId> GroupOf(EntityId id) const {
    std::set<EntityId> group = {id};
    for (size_t before = 0; before != group.size();) {
      before = group.size();
      for (const IdentityEvent& same : taken_) {
        if (group.contains(same.identity.a)) group.insert(same.identity.b);
        if (group.contains(same.identity.b)) group.insert(same.identity.a);
      }
    }
    return {group.begin(), group.end()};
  }

 private:
  static std::set<EntityId> Pair(const Identity& identity) {
    return {identity.a, identity.b};
  }

  void Take(const IdentityEvent& same) {
    taken_.push_back(same);
    for (const IdentityEvent& different : different_) {
      const std::vector<EntityId> group = GroupOf(different.identity.a);
      if (std::count(group.begin(), group.end(), different.identity.b) == 0) {
        continue;
      }
      left_out_.push_back({same.event, different.event, Chain(different)});
      taken_.pop_back();
      return;
    }
  }

  // Breadth first along the judgements taken.
  [[nodiscard]] std::vector<EventIndex> Chain(
      const IdentityEvent& different) const {
    std::vector<std::pair<EntityId, std::vector<EventIndex>>> reached = {
        {different.identity.a, {}}};
    std::set<EntityId> seen = {different.identity.a};
    for (size_t i = 0; i < reached.size(); ++i) {
      const auto [at, chain] = reached[i];
      if (at == different.identity.b) return chain;
      for (const IdentityEvent& same : taken_) {
        if (!Pair(same.identity).contains(at)) continue;
        const EntityId next =
            same.identity.a == at ? same.identity.b : same.identity.a;
        if (!seen.insert(next).second) continue;
        reached.emplace_back(next, chain);
        reached.back().second.push_back(same.event);
      }
    }
    return {};
  }

  std::vector<EventIndex> standing_;
  std::vector<IdentityEvent> same_;
  std::vector<IdentityEvent> different_;
  std::vector<IdentityEvent> taken_;
  std::vector<LeftOut> left_out_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_FOLD_IDENTITY_H_
