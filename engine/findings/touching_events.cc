#include "engine/findings/touching_events.h"

#include <algorithm>
#include <variant>

#include "engine/findings/bearing.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

uint32_t EventOf(const SourceOrReport& record) {
  return static_cast<uint32_t>(
      std::visit([](auto id) { return id.value(); }, record));
}

// May a decision change which claims count, and through what they came?
bool Decides(const DecisionRow& row) {
  switch (static_cast<RecordType>(row.type)) {
    case RecordType::kAssessment:
      return static_cast<Scheme>(row.code) == Scheme::kStatus &&
             (row.value & kValueBits) <= kStatusRejected;
    case RecordType::kRetraction:
    case RecordType::kDependence:
    case RecordType::kAmendment:
    case RecordType::kRedaction:
      return true;
    default:
      return false;
  }
}

}  // namespace

TouchingEvents::TouchingEvents(const Findings& before, const Findings& after)
    : before_(before),
      after_(after),
      begin_(before.view().cut()),
      end_(after.view().cut()) {
  AddEdges(before);
  AddEdges(after);
  std::sort(upstream_.begin(), upstream_.end());
  const ProjectionTables& tables = after.view().tables();
  for (const EntityId entity :
       after.hierarchy().ChangedSince(before.hierarchy())) {
    for (const Findings* const findings : {&before, &after}) {
      if (!findings->view().Has(entity)) continue;
      for (const EntityId member : findings->view().GroupOf(entity)) {
        moved_.insert(tables.places[member.value()].ordinal());
      }
    }
  }
  for (const uint32_t claim : after.place_claims()) {
    place_claims_[tables.statements[tables.claim_statements[claim]].subject]
        .push_back(claim);
  }
}

// Of what makes one vertex of two, each leads to the other.
void TouchingEvents::AddEdges(const Findings& findings) {
  const View& view = findings.view();
  const CutState& cut = view.cut_state();
  const auto add = [this](uint32_t from,
                          const std::vector<Upstream>& upstreams) {
    for (const Upstream& one : upstreams) {
      const uint32_t on = EventOf(one.upstream);
      upstream_.emplace_back(from, on);
      if (!IsOrdering(one.how)) upstream_.emplace_back(on, from);
    }
  };
  for (uint32_t i = 0; i < cut.sources(); ++i) {
    const SourceRow row = cut.SourceAt(i);
    if (row.part_of != kNoRow) upstream_.emplace_back(row.event, row.part_of);
    add(row.event, view.UpstreamOf(SourceId(row.event)));
  }
  for (uint32_t i = 0; i < cut.reports(); ++i) {
    const ReportRow row = cut.ReportAt(i);
    upstream_.emplace_back(row.event, view.tables().sources[row.source].event);
    add(row.event, view.UpstreamOf(ReportId(row.event)));
  }
}

void TouchingEvents::AddBearing(const Findings& findings, StatementId statement,
                                Events& claims) const {
  const View& view = findings.view();
  if (!view.Has(statement)) return;
  const auto first = static_cast<uint32_t>(view.FirstOf(statement).value());
  const BearingFinder finder(view, findings.chains(), findings.statements(),
                             findings.hierarchy());
  const Bearing bearing = finder.Of(findings.statements().Of(first),
                                    view.tables().statements[first].predicate);
  claims.insert(bearing.supporting.begin(), bearing.supporting.end());
  claims.insert(bearing.denying.begin(), bearing.denying.end());
  for (const Bearing::Rival& rival : bearing.conflicting) {
    claims.insert(rival.supporting.begin(), rival.supporting.end());
  }
  // Where nobody asserts it, it is there by what else was claimed of it.
  for (const ClaimId claim : view.ClaimsOf(statement)) {
    claims.insert(view.tables().places[claim.value()].ordinal());
  }
}

void TouchingEvents::AddPremises(Events& claims) const {
  const ProjectionTables& tables = after_.view().tables();
  std::vector<uint32_t> pending(claims.begin(), claims.end());
  while (!pending.empty()) {
    const uint32_t claim = pending.back();
    pending.pop_back();
    if (!tables.FlagsOf(claim).has_rests_on()) continue;
    for (const uint32_t premise : tables.RestsOn(claim)) {
      if (claims.insert(premise).second) pending.push_back(premise);
    }
  }
}

TouchingEvents::Events TouchingEvents::EntitiesOf(const Events& claims) const {
  const ProjectionTables& tables = after_.view().tables();
  Events entities;
  for (const uint32_t claim : claims) {
    const StatementRow& row = tables.statements[tables.claim_statements[claim]];
    entities.insert(row.subject);
    if ((row.object & kMarked) == 0) entities.insert(row.object);
    const uint32_t place = tables.circumstances[row.circumstance].place;
    if (place != kNoRow) entities.insert(place);
  }
  return entities;
}

void TouchingEvents::AddPlaces(const Events& entities, Events& claims) const {
  const ProjectionTables& tables = after_.view().tables();
  std::vector<uint32_t> pending;
  for (const uint32_t entity : entities) {
    if (moved_.contains(entity)) pending.push_back(entity);
  }
  Events seen(pending.begin(), pending.end());
  const auto reach = [&](uint32_t entity) {
    const EntityId id(tables.entities[entity].event);
    for (const Findings* const findings : {&before_, &after_}) {
      if (!findings->view().Has(id)) continue;
      for (const EntityId member : findings->view().GroupOf(id)) {
        const uint32_t one = tables.places[member.value()].ordinal();
        if (seen.insert(one).second) pending.push_back(one);
      }
    }
  };
  for (size_t i = 0; i < pending.size(); ++i) {
    const uint32_t entity = pending[i];
    reach(entity);
    const auto found = place_claims_.find(entity);
    if (found == place_claims_.end()) continue;
    for (const uint32_t claim : found->second) {
      claims.insert(claim);
      const uint32_t object =
          tables.statements[tables.claim_statements[claim]].object;
      if ((object & kMarked) != 0) continue;
      if (seen.insert(object).second) pending.push_back(object);
    }
  }
}

TouchingEvents::Events TouchingEvents::RecordsOf(const Events& claims) const {
  const ProjectionTables& tables = after_.view().tables();
  Events records;
  std::vector<uint32_t> pending;
  const auto reach = [&](uint32_t event) {
    if (records.insert(event).second) pending.push_back(event);
  };
  for (const uint32_t claim : claims) {
    reach(tables.reports[tables.claim_reports[claim]].event);
    const absl::Span<const uint32_t> manner = tables.MannerOf(claim);
    for (size_t i = 1; i + 2 < manner.size(); i += 3) {
      reach(tables.sources[manner[i]].event);
    }
  }
  while (!pending.empty()) {
    const uint32_t event = pending.back();
    pending.pop_back();
    for (auto edge = std::lower_bound(upstream_.begin(), upstream_.end(),
                                      std::pair<uint32_t, uint32_t>(event, 0));
         edge != upstream_.end() && edge->first == event; ++edge) {
      reach(edge->second);
    }
    const ReportId report(event);
    for (const Findings* const findings : {&before_, &after_}) {
      if (!findings->chains().has_texts() || !findings->view().Has(report)) {
        continue;
      }
      for (const ReprintMatch& link : findings->texts().links_of(report)) {
        reach(static_cast<uint32_t>(link.other.value()));
      }
    }
  }
  return records;
}

void TouchingEvents::AddDecisions(const Events& claims, const Events& records,
                                  std::vector<EventIndex>& events) const {
  const ProjectionTables& tables = after_.view().tables();
  const uint32_t end = after_.view().cut_state().decisions();
  for (uint32_t i = before_.view().cut_state().decisions(); i < end; ++i) {
    const DecisionRow& row = tables.decisions[i];
    if (!Decides(row)) continue;
    const EventPlace target = tables.places[row.target];
    const bool touches = target.type() == RecordType::kClaim
                             ? claims.contains(target.ordinal())
                             : records.contains(row.target);
    if (touches) events.emplace_back(row.event);
  }
}

void TouchingEvents::AddIdentity(const Events& entities,
                                 std::vector<EventIndex>& events) const {
  const ProjectionTables& tables = after_.view().tables();
  absl::flat_hash_set<EntityId> members;
  for (const uint32_t entity : entities) {
    const EntityId id(tables.entities[entity].event);
    const std::vector<EntityId> was = before_.view().identity().GroupOf(id);
    const std::vector<EntityId> is = after_.view().identity().GroupOf(id);
    if (was == is) continue;
    members.insert(was.begin(), was.end());
    members.insert(is.begin(), is.end());
  }
  if (members.empty()) return;
  const uint32_t end = after_.view().cut_state().decisions();
  for (uint32_t i = before_.view().cut_state().decisions(); i < end; ++i) {
    const DecisionRow& row = tables.decisions[i];
    if (static_cast<RecordType>(row.type) == RecordType::kIdentity &&
        (members.contains(EntityId(row.target)) ||
         members.contains(EntityId(row.other)))) {
      events.emplace_back(row.event);
    }
  }
}

std::vector<EventIndex> TouchingEvents::Of(StatementId statement) const {
  const ProjectionTables& tables = after_.view().tables();
  Events claims;
  AddBearing(before_, statement, claims);
  AddBearing(after_, statement, claims);
  const Events entities = EntitiesOf(claims);
  AddPlaces(entities, claims);
  AddPremises(claims);
  std::vector<EventIndex> events;
  Events earlier;
  for (const uint32_t claim : claims) {
    const uint32_t event = tables.claim_events[claim];
    if (event < begin_) {
      earlier.insert(claim);
    } else {
      events.emplace_back(event);
    }
  }
  AddDecisions(claims, RecordsOf(claims), events);
  for (const uint32_t record : RecordsOf(earlier)) {
    if (record >= begin_ && record < end_) events.emplace_back(record);
  }
  AddIdentity(entities, events);
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  return events;
}

}  // namespace attest
