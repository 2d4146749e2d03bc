#include "engine/audit/verdict_changes.h"

#include "absl/container/btree_set.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

std::optional<Verdict> ShownVerdict(const Findings& findings,
                                    const Discretion& discretion,
                                    StatementId id) {
  const View& view = findings.view();
  if (!view.Has(id) || view.FirstOf(id) != id || discretion.Hides(view, id)) {
    return std::nullopt;
  }
  return findings.FiguresOf(id).verdict;
}

}  // namespace

std::vector<VerdictChange> VerdictChanges(const Findings& before,
                                          const Findings& after,
                                          const std::vector<uint32_t>& touched,
                                          const Discretion& discretion) {
  // What is shown for them, here or there.
  absl::btree_set<StatementId> shown;
  for (const uint32_t statement : touched) {
    for (const StatementId one :
         after.view().JoinedWith(StatementId(statement))) {
      shown.insert(after.view().FirstOf(one));
      if (before.view().Has(one)) shown.insert(before.view().FirstOf(one));
    }
  }
  std::vector<VerdictChange> changes;
  for (const StatementId id : shown) {
    const VerdictChange change = {.statement = id,
                                  .from = ShownVerdict(before, discretion, id),
                                  .to = ShownVerdict(after, discretion, id)};
    if (change.from != change.to) changes.push_back(change);
  }
  return changes;
}

}  // namespace attest
