#include "engine/projection/identity.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

namespace attest {
namespace {

using Pair = std::pair<EntityId, EntityId>;

Pair PairOf(const Identity& identity) {
  return std::minmax({identity.a, identity.b});
}

// The judgements that stand, in log order.
std::vector<IdentityEvent> Standing(
    absl::Span<const IdentityEvent> judgements) {
  absl::flat_hash_map<Pair, EventIndex> latest;
  for (const IdentityEvent& judgement : judgements) {
    latest[PairOf(judgement.identity)] = judgement.event;
  }
  std::vector<IdentityEvent> standing;
  for (const IdentityEvent& judgement : judgements) {
    if (latest[PairOf(judgement.identity)] == judgement.event) {
      standing.push_back(judgement);
    }
  }
  return standing;
}

// Groups while they are made: the members of each, how they were joined, and
// from whom they are parted.
class Joining {
 public:
  void Part(const IdentityEvent& different) {
    for (const EntityId id : {different.identity.a, different.identity.b}) {
      groups_[GroupOf(id)].parted.push_back(different);
    }
  }

  // The first `different` that joining the two would contradict.
  std::optional<IdentityEvent> Contradiction(const Identity& same) {
    size_t a = GroupOf(same.a);
    size_t b = GroupOf(same.b);
    if (groups_[a].parted.size() > groups_[b].parted.size()) std::swap(a, b);
    std::optional<IdentityEvent> first;
    for (const IdentityEvent& different : groups_[a].parted) {
      const size_t x = GroupOf(different.identity.a);
      const size_t y = GroupOf(different.identity.b);
      const bool joined = (x == a && y == b) || (x == b && y == a);
      if (joined && (!first || different.event < first->event)) {
        first = different;
      }
    }
    return first;
  }

  void Join(const IdentityEvent& same) {
    joined_by_[same.identity.a].push_back(same);
    joined_by_[same.identity.b].push_back(same);
    size_t a = GroupOf(same.identity.a);
    size_t b = GroupOf(same.identity.b);
    if (a == b) return;
    if (Weight(a) < Weight(b)) std::swap(a, b);
    for (const EntityId id : groups_[b].members) {
      groups_[a].members.push_back(id);
      group_of_[id] = a;
    }
    std::vector<IdentityEvent>& parted = groups_[a].parted;
    parted.insert(parted.end(), groups_[b].parted.begin(),
                  groups_[b].parted.end());
    groups_[b] = {};
  }

  // The judgements along a shortest way that joined `from` to `to`, with
  // `also` as one more: of several, the one whose judgements came first.
  std::vector<EventIndex> Chain(EntityId from, EntityId to,
                                const IdentityEvent& also);

  std::vector<std::vector<EntityId>> Groups() const {
    std::vector<std::vector<EntityId>> groups;
    for (const Group& group : groups_) {
      if (group.members.size() < 2) continue;
      groups.push_back(group.members);
      std::sort(groups.back().begin(), groups.back().end());
    }
    std::sort(groups.begin(), groups.end());
    return groups;
  }

 private:
  struct Group {
    std::vector<EntityId> members;
    std::vector<IdentityEvent> parted;
  };

  size_t GroupOf(EntityId id) {
    const auto [at, is_new] = group_of_.try_emplace(id, groups_.size());
    if (is_new) groups_.push_back({.members = {id}, .parted = {}});
    return at->second;
  }
  size_t Weight(size_t group) const {
    return groups_[group].members.size() + groups_[group].parted.size();
  }
  std::vector<Group> groups_;
  absl::flat_hash_map<EntityId, size_t> group_of_;
  absl::flat_hash_map<EntityId, std::vector<IdentityEvent>> joined_by_;
};

std::vector<EventIndex> Joining::Chain(EntityId from, EntityId to,
                                       const IdentityEvent& also) {
  struct Reached {
    EntityId from;
    EventIndex by;
  };
  absl::flat_hash_map<EntityId, Reached> reached = {{from, {from, {}}}};
  std::deque<EntityId> queue = {from};
  while (!queue.empty() && !reached.contains(to)) {
    const EntityId at = queue.front();
    queue.pop_front();
    std::vector<IdentityEvent> steps = joined_by_[at];
    if (at == also.identity.a || at == also.identity.b) steps.push_back(also);
    for (const IdentityEvent& step : steps) {
      const EntityId next =
          step.identity.a == at ? step.identity.b : step.identity.a;
      if (!reached.try_emplace(next, Reached{at, step.event}).second) continue;
      queue.push_back(next);
    }
  }
  std::vector<EventIndex> chain;
  for (EntityId at = to; at != from; at = reached[at].from) {
    chain.push_back(reached[at].by);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace

IdentityGroups::IdentityGroups(absl::Span<const IdentityEvent> judgements) {
  const std::vector<IdentityEvent> standing = Standing(judgements);
  Joining joining;
  for (const IdentityEvent& judgement : standing) {
    standing_.push_back(judgement.event);
    if (judgement.identity.judgement == IdentityJudgement::kDifferent) {
      joining.Part(judgement);
    }
  }
  for (const IdentityEvent& same : standing) {
    if (same.identity.judgement != IdentityJudgement::kSame) continue;
    const std::optional<IdentityEvent> different =
        joining.Contradiction(same.identity);
    if (!different) {
      joining.Join(same);
      continue;
    }
    left_out_.push_back({.same = same.event,
                         .different = different->event,
                         .chain = joining.Chain(different->identity.a,
                                                different->identity.b, same)});
  }
  groups_ = joining.Groups();
  for (size_t i = 0; i < groups_.size(); ++i) {
    for (const EntityId id : groups_[i]) group_of_[id] = i;
  }
}

EntityId IdentityGroups::RepresentativeOf(EntityId id) const {
  const auto group = group_of_.find(id);
  return group == group_of_.end() ? id : groups_[group->second].front();
}

std::vector<EntityId> IdentityGroups::GroupOf(EntityId id) const {
  const auto group = group_of_.find(id);
  if (group == group_of_.end()) return {id};
  return groups_[group->second];
}

}  // namespace attest
