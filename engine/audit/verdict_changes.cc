#include "engine/audit/verdict_changes.h"

#include "absl/container/btree_set.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

// None where it is not there, or one with an earlier one.
std::optional<Verdict> VerdictOf(const Findings& findings, StatementId id) {
  const View& view = findings.view();
  if (!view.Has(id) || view.FirstOf(id) != id) return std::nullopt;
  return findings.FiguresOf(id).verdict;
}

}  // namespace

VerdictChanges ChangedVerdicts(const Findings& before, const Findings& after,
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
  VerdictChanges changes;
  for (const StatementId id : shown) {
    const std::optional<Verdict> was = VerdictOf(before, id);
    const std::optional<Verdict> is = VerdictOf(after, id);
    VerdictChange change = {.statement = id, .from = was, .to = is};
    if (was && discretion.Hides(before.view(), id)) change.from.reset();
    if (is && discretion.Hides(after.view(), id)) change.to.reset();
    if (change.from != change.to) {
      changes.list.push_back(change);
    } else if (was != is) {
      ++changes.withheld;
    }
  }
  return changes;
}

}  // namespace attest
