#include "engine/audit/impact.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "engine/findings/touched_statements.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

enum class TakenAway { kNever, kRejected, kUnmade };

TakenAway HowTakenAway(const View& view, EventIndex event) {
  const std::optional<RecordType> type = view.TypeOf(event);
  if (!type) return TakenAway::kNever;
  switch (*type) {
    case RecordType::kSource:
    case RecordType::kReport:
    case RecordType::kClaim:
      return TakenAway::kRejected;
    case RecordType::kRetraction:
    case RecordType::kAssessment:
    case RecordType::kIdentity:
    case RecordType::kDependence:
      return TakenAway::kUnmade;
    default:
      return TakenAway::kNever;
  }
}

}  // namespace

bool CanBeTakenAway(const View& view, EventIndex event) {
  return HowTakenAway(view, event) != TakenAway::kNever;
}

std::unique_ptr<Findings> FindingsWithout(const Findings& findings,
                                          EventIndex event) {
  const View& view = findings.view();
  FindingsOptions options = {.without = {}, .texts = findings.texts()};
  if (HowTakenAway(view, event) == TakenAway::kRejected) {
    options.without.insert(event);
    return std::make_unique<Findings>(view, std::move(options));
  }
  return std::make_unique<Findings>(view.WithoutDecision(event),
                                    std::move(options));
}

Impact ImpactOf(const Findings& before, const Findings& after, EventIndex event,
                const Discretion& discretion) {
  const std::vector<uint32_t> touched = StatementsApart(before, after, {event});
  Impact impact;
  VerdictChanges changes = ChangedVerdicts(before, after, touched, discretion);
  impact.verdicts = std::move(changes.list);
  impact.verdicts_withheld = changes.withheld;
  const View& view = before.view();
  std::vector<StatementId> shown;
  for (const uint32_t statement : touched) {
    for (const StatementId one :
         after.view().JoinedWith(StatementId(statement))) {
      shown.push_back(view.FirstOf(one));
    }
  }
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  for (const StatementId id : shown) {
    if (before.FiguresOf(id).lines.best == 0 ||
        after.FiguresOf(id).lines.best > 0) {
      continue;
    }
    if (discretion.Hides(view, id)) {
      ++impact.lost_withheld;
    } else {
      impact.lost.push_back(id);
    }
  }
  return impact;
}

}  // namespace attest
