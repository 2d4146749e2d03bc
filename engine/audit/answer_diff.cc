#include "engine/audit/answer_diff.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/container/btree_set.h"
#include "engine/findings/touched_statements.h"
#include "engine/findings/touching_events.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

using Members = absl::btree_set<EntityId>;

// The reports that share text with another.
std::vector<uint32_t> Linked(const Findings& findings) {
  std::vector<uint32_t> linked;
  if (!findings.chains().has_texts()) return linked;
  for (const ReportId report : findings.view().Reports()) {
    if (findings.texts().links_of(report).empty()) continue;
    linked.push_back(static_cast<uint32_t>(report.value()));
  }
  return linked;
}

// All that is joined, here or there, with one of `entity`'s group.
Members JoinedInEither(const IdentityGroups& was, const IdentityGroups& is,
                       EntityId entity) {
  Members members = {entity};
  std::vector<EntityId> pending = {entity};
  while (!pending.empty()) {
    const EntityId next = pending.back();
    pending.pop_back();
    for (const IdentityGroups* const groups : {&was, &is}) {
      for (const EntityId member : groups->GroupOf(next)) {
        if (members.insert(member).second) pending.push_back(member);
      }
    }
  }
  return members;
}

// `members` as `view` has them, without what is hidden.
std::vector<std::vector<EntityId>> Grouped(const View& view,
                                           const Members& members,
                                           const Discretion& discretion) {
  absl::btree_set<EntityId> seen;
  std::vector<std::vector<EntityId>> groups;
  for (const EntityId member : members) {
    if (!view.Has(member) || seen.contains(member)) continue;
    std::vector<EntityId> group = view.GroupOf(member);
    seen.insert(group.begin(), group.end());
    group.erase(
        std::remove_if(group.begin(), group.end(),
                       [&](EntityId one) { return discretion.Hides(one); }),
        group.end());
    if (!group.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

// The judgements between the two that name one of `members`. One that names
// what is hidden is hidden with it.
std::vector<EventIndex> JudgementsOn(const View& before, const View& after,
                                     const Members& members,
                                     const Discretion& discretion) {
  std::vector<EventIndex> events;
  const uint32_t end = after.cut_state().decisions();
  for (uint32_t i = before.cut_state().decisions(); i < end; ++i) {
    const DecisionRow& row = after.tables().decisions[i];
    const EntityId a(row.target);
    const EntityId b(row.other);
    if (static_cast<RecordType>(row.type) == RecordType::kIdentity &&
        members.contains(a) && members.contains(b) && !discretion.Hides(a) &&
        !discretion.Hides(b)) {
      events.emplace_back(row.event);
    }
  }
  return events;
}

void AddIdentities(const View& before, const View& after,
                   const Discretion& discretion, AnswerDiff& all) {
  const IdentityGroups& was = before.identity();
  const IdentityGroups& is = after.identity();
  absl::btree_set<EntityId> changed;
  const auto add = [&](const IdentityGroups& groups,
                       const IdentityGroups& others) {
    for (const std::vector<EntityId>& group : groups.groups()) {
      if (others.GroupOf(group.front()) != group) {
        changed.insert(group.begin(), group.end());
      }
    }
  };
  add(was, is);
  add(is, was);
  while (!changed.empty()) {
    const Members members = JoinedInEither(was, is, *changed.begin());
    for (const EntityId member : members) changed.erase(member);
    IdentityDiff diff = {
        .from = Grouped(before, members, discretion),
        .to = Grouped(after, members, discretion),
        .events = JudgementsOn(before, after, members, discretion)};
    // Of two of which one is hidden nothing shows.
    const auto is_joined = [](const std::vector<EntityId>& group) {
      return group.size() > 1;
    };
    const bool shows =
        std::any_of(diff.from.begin(), diff.from.end(), is_joined) ||
        std::any_of(diff.to.begin(), diff.to.end(), is_joined);
    if (shows && diff.from != diff.to) {
      all.identities.push_back(std::move(diff));
    } else {
      ++all.identities_withheld;
    }
  }
}

}  // namespace

AnswerDiff DiffOf(const Findings& before, const Findings& after,
                  const Discretion& discretion) {
  AnswerDiff diff;
  const std::vector<uint32_t> touched =
      TouchedStatements(before.view(), Linked(before), after);
  const TouchingEvents touching(before, after);
  const VerdictChanges changes =
      ChangedVerdicts(before, after, touched, discretion);
  diff.statements_withheld = changes.withheld;
  for (const VerdictChange& change : changes.list) {
    diff.statements.push_back(
        {.change = change, .events = touching.Of(change.statement)});
  }
  AddIdentities(before.view(), after.view(), discretion, diff);
  return diff;
}

}  // namespace attest
