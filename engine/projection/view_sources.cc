// What a View says of reports and sources.

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/fold.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

uint32_t EventOf(const SourceOrReport& id) {
  return std::visit([](auto of) { return static_cast<uint32_t>(of.value()); },
                    id);
}

SourceOrReport RecordAt(const ProjectionTables& tables, uint32_t event) {
  if (tables.places[event].type() == RecordType::kReport) {
    return ReportId(event);
  }
  return SourceId(event);
}

// The decisions that stand on what `from` depends on, in log order.
std::vector<DecisionRow> DependencesOf(const View& view, uint32_t from) {
  std::vector<DecisionRow> rows;
  absl::flat_hash_map<uint32_t, uint32_t> latest;
  for (const uint32_t i : view.cut_state().DecisionsNaming(from)) {
    const DecisionRow& row = view.tables().decisions[i];
    if (static_cast<RecordType>(row.type) != RecordType::kDependence ||
        row.target != from) {
      continue;
    }
    rows.push_back(row);
    latest[row.other] = row.event;
  }
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const DecisionRow& row) {
                              return latest[row.other] != row.event;
                            }),
             rows.end());
  return rows;
}

std::vector<Upstream> UpstreamOfEvent(const View& view, uint32_t from,
                                      const std::vector<Derivation>& declared) {
  std::vector<DecisionRow> decided = DependencesOf(view, from);
  std::vector<Upstream> result;
  const auto decide = [&](const DecisionRow& row) {
    if (static_cast<Judgement>(row.judgement) == Judgement::kRejected) return;
    result.push_back({RecordAt(view.tables(), row.other),
                      static_cast<How>(row.code), EventIndex(row.event)});
  };
  std::vector<bool> placed(decided.size());
  for (const Derivation& derivation : declared) {
    const auto decision = std::find_if(
        decided.begin(), decided.end(), [&](const DecisionRow& row) {
          return row.other == EventOf(derivation.upstream);
        });
    if (decision == decided.end()) {
      result.push_back({derivation.upstream, derivation.how, std::nullopt});
      continue;
    }
    const auto place = static_cast<size_t>(decision - decided.begin());
    if (!placed[place]) decide(*decision);
    placed[place] = true;
  }
  for (size_t i = 0; i < decided.size(); ++i) {
    if (!placed[i]) decide(decided[i]);
  }
  return result;
}

// The speakers of a manner, nearest to the report first: ordinals of sources.
std::vector<uint32_t> SpeakersOf(absl::Span<const uint32_t> manner) {
  std::vector<uint32_t> speakers;
  for (size_t i = 1; i + 2 < manner.size(); i += 3) {
    speakers.push_back(manner[i]);
  }
  return speakers;
}

// For each manner: does `source` speak in it?
std::vector<bool> MannersWith(const ProjectionTables& tables, uint32_t source) {
  std::vector<bool> with(tables.manners.size());
  for (uint32_t i = 0; i < with.size(); ++i) {
    const auto speakers = SpeakersOf(tables.lists[tables.manners[i]]);
    with[i] =
        std::find(speakers.begin(), speakers.end(), source) != speakers.end();
  }
  return with;
}

// Calls visit(uint32_t claim) on the claims before the cut in which `source`
// speaks.
template <class Visitor>
void VisitSpokenBy(const ProjectionTables& tables, const CutState& cut,
                   uint32_t source, Visitor&& visit) {
  const std::vector<bool> manners = MannersWith(tables, source);
  for (uint32_t claim = 0; claim < cut.claims(); ++claim) {
    if (manners[tables.claim_manners[claim]]) visit(claim);
  }
}

}  // namespace

std::vector<ClaimId> View::ClaimsIn(ReportId id) const {
  const uint32_t report = tables_->OrdinalOf(id.value(), RecordType::kReport);
  std::vector<ClaimId> claims;
  for (uint32_t i = 0; i < state_->claims(); ++i) {
    if (tables_->claim_reports[i] != report) continue;
    claims.emplace_back(tables_->claim_events[i]);
  }
  return claims;
}

std::vector<Upstream> View::UpstreamOf(ReportId id) const {
  const uint32_t ordinal = tables_->OrdinalOf(id.value(), RecordType::kReport);
  if (ordinal == kNoRow) return {};
  const Report report = ReportOf(*tables_, state_->ReportAt(ordinal));
  return UpstreamOfEvent(*this, static_cast<uint32_t>(id.value()),
                         report.derived_from);
}

std::vector<Upstream> View::UpstreamOf(SourceId id) const {
  return UpstreamOfEvent(*this, static_cast<uint32_t>(id.value()), {});
}

std::vector<ReportId> View::PublishedBy(SourceId id) const {
  const uint32_t source = tables_->OrdinalOf(id.value(), RecordType::kSource);
  std::vector<ReportId> reports;
  for (uint32_t i = 0; i < state_->reports(); ++i) {
    const ReportRow row = state_->ReportAt(i);
    if (row.source == source) reports.emplace_back(row.event);
  }
  return reports;
}

std::vector<ClaimId> View::ClaimsSpokenBy(SourceId id) const {
  std::vector<ClaimId> claims;
  const uint32_t source = tables_->OrdinalOf(id.value(), RecordType::kSource);
  VisitSpokenBy(*tables_, *state_, source, [&](uint32_t claim) {
    claims.emplace_back(tables_->claim_events[claim]);
  });
  return claims;
}

std::vector<Relay> View::RelaysOf(SourceId id) const {
  const uint32_t source = tables_->OrdinalOf(id.value(), RecordType::kSource);
  std::vector<uint64_t> claims_of(tables_->sources.size());
  VisitSpokenBy(*tables_, *state_, source, [&](uint32_t claim) {
    std::vector<uint32_t> relays = SpeakersOf(tables_->MannerOf(claim));
    // Those before its last place are nearer the report.
    while (relays.back() != source) relays.pop_back();
    relays.push_back(state_->ReportAt(tables_->claim_reports[claim]).source);
    std::sort(relays.begin(), relays.end());
    relays.erase(std::unique(relays.begin(), relays.end()), relays.end());
    for (const uint32_t relay : relays) {
      if (relay != source) ++claims_of[relay];
    }
  });
  std::vector<Relay> result;
  for (uint32_t i = 0; i < claims_of.size(); ++i) {
    if (claims_of[i] == 0) continue;
    result.push_back({SourceId(tables_->sources[i].event), claims_of[i]});
  }
  return result;
}

std::vector<SourceId> View::PartsOf(SourceId id) const {
  std::vector<SourceId> parts;
  for (uint32_t i = 0; i < state_->sources(); ++i) {
    const SourceRow row = state_->SourceAt(i);
    if (row.part_of == id.value()) parts.emplace_back(row.event);
  }
  return parts;
}

}  // namespace attest
