#include "engine/audit/descendants.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

// Every way in which one source or report comes of another, by the latter.
std::vector<Descent> AllDescents(const View& view) {
  const CutState& cut = view.cut_state();
  std::vector<Descent> all;
  const auto add = [&](EventIndex record,
                       const std::vector<Upstream>& upstreams) {
    for (const Upstream& upstream : upstreams) {
      all.push_back({.record = record,
                     .of = EventOf(upstream.upstream),
                     .by = DescentBy::kDerived,
                     .how = upstream.how,
                     .decided_by = upstream.decided_by});
    }
  };
  for (uint32_t i = 0; i < cut.sources(); ++i) {
    const SourceRow row = cut.SourceAt(i);
    const EventIndex event(row.event);
    if (row.part_of != kNoRow) {
      all.push_back({.record = event,
                     .of = EventIndex(row.part_of),
                     .by = DescentBy::kPartOf,
                     .decided_by = std::nullopt});
    }
    add(event, view.UpstreamOf(SourceId(row.event)));
  }
  for (uint32_t i = 0; i < cut.reports(); ++i) {
    const ReportRow row = cut.ReportAt(i);
    const EventIndex event(row.event);
    all.push_back({.record = event,
                   .of = EventIndex(view.tables().sources[row.source].event),
                   .by = DescentBy::kPublished,
                   .decided_by = std::nullopt});
    add(event, view.UpstreamOf(ReportId(row.event)));
  }
  std::stable_sort(
      all.begin(), all.end(),
      [](const Descent& a, const Descent& b) { return a.of < b.of; });
  return all;
}

// Did people say how the two depend on each other, or that they do not?
bool IsDecided(const View& view, EventIndex a, EventIndex b) {
  for (const DecisionInfo& decision : view.DecisionsOn(a)) {
    const bool of_both = (decision.target == a && decision.other == b) ||
                         (decision.target == b && decision.other == a);
    if (decision.type == RecordType::kDependence && of_both) return true;
  }
  return false;
}

std::vector<Descent> DescentsByText(const Findings& findings,
                                    EventIndex record) {
  std::vector<Descent> descents;
  const View& view = findings.view();
  if (!findings.chains().has_texts() ||
      view.TypeOf(record) != RecordType::kReport) {
    return descents;
  }
  for (const ReprintMatch& link :
       findings.texts().links_of(ReportId(record.value()))) {
    const EventIndex other(link.other.value());
    if (link.direction == ReprintDirection::kFromOther ||
        IsDecided(view, record, other)) {
      continue;
    }
    descents.push_back({.record = other,
                        .of = record,
                        .by = DescentBy::kText,
                        .decided_by = std::nullopt});
  }
  return descents;
}

std::vector<Descent> DescendantsOfClaim(const View& view, EventIndex record) {
  const ProjectionTables& tables = view.tables();
  const uint32_t claims = view.cut_state().claims();
  const uint32_t root = tables.places[record.value()].ordinal();
  absl::flat_hash_set<uint32_t> seen = {root};
  std::vector<Descent> found;
  // A claim comes after those it rests on.
  for (size_t i = 0; i < tables.rests_on.size(); ++i) {
    const RestsOnRow row = tables.rests_on[i];
    if (row.claim >= claims) break;
    for (const uint32_t other : tables.lists[row.list]) {
      if (!seen.contains(other) || !seen.insert(row.claim).second) continue;
      found.push_back({.record = EventIndex(tables.claim_events[row.claim]),
                       .of = EventIndex(tables.claim_events[other]),
                       .by = DescentBy::kRestsOn,
                       .decided_by = std::nullopt});
    }
  }
  return found;
}

}  // namespace

std::vector<Descent> DescendantsOf(const Findings& findings,
                                   EventIndex record) {
  const View& view = findings.view();
  if (view.TypeOf(record) == RecordType::kClaim) {
    return DescendantsOfClaim(view, record);
  }
  const std::vector<Descent> all = AllDescents(view);
  absl::flat_hash_set<EventIndex> seen = {record};
  std::vector<Descent> found;
  const auto take = [&](const Descent& descent) {
    if (seen.insert(descent.record).second) found.push_back(descent);
  };
  const auto from = [&](EventIndex of) {
    auto at = std::lower_bound(
        all.begin(), all.end(), of,
        [](const Descent& one, EventIndex event) { return one.of < event; });
    for (; at != all.end() && at->of == of; ++at) take(*at);
    for (const Descent& descent : DescentsByText(findings, of)) take(descent);
  };
  from(record);
  for (size_t i = 0; i < found.size(); ++i) from(found[i].record);
  return found;
}

}  // namespace attest
