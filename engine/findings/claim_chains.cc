#include "engine/findings/claim_chains.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/model/edtf.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

static_assert(static_cast<int>(Counting::kRestsOnDead) ==
              static_cast<int>(Liveness::kRestsOnDead));

EventIndex EventOfRecord(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

std::optional<DayRange> PossibleDays(absl::string_view edtf) {
  if (edtf.empty()) return std::nullopt;
  const absl::StatusOr<Edtf> date = Edtf::Parse(edtf);
  if (!date.ok()) return std::nullopt;
  return date->possible();
}

}  // namespace

ClaimChains::ClaimChains(const View& view,
                         const absl::flat_hash_set<EventIndex>& without,
                         const TextFindings& texts)
    : view_(view), without_(without), texts_(texts) {
  AddRecords();
  AddDependences();
  counting_.resize(view_.cut_state().claims());
}

ChainVertex ClaimChains::VertexOf(EventIndex event) const {
  const auto at =
      std::lower_bound(events_.begin(), events_.end(), event.value());
  return static_cast<ChainVertex>(at - events_.begin());
}

ChainVertex ClaimChains::ReportOf(uint32_t claim) const {
  return report_vertices_[view_.tables().claim_reports[claim]];
}

// Vertices in the order of definition: of sources and reports, mixed.
void ClaimChains::AddRecords() {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  uint32_t report = 0;
  const auto add_report = [&] {
    const ReportRow row = cut.ReportAt(report++);
    const ChainVertex vertex =
        provenance_.AddReport(PossibleDays(tables.texts[row.published]));
    report_vertices_.push_back(vertex);
    events_.push_back(row.event);
    const EventIndex event(row.event);
    if (view_.RetractedBy(event) || view_.IsRejected(event) ||
        without_.contains(event)) {
      provenance_.SetFallen(vertex);
    }
  };
  for (uint32_t source = 0; source < cut.sources(); ++source) {
    const SourceRow row = cut.SourceAt(source);
    while (report < cut.reports() && tables.reports[report].event < row.event) {
      add_report();
    }
    const ChainVertex vertex = provenance_.AddSource(
        static_cast<SourceKind>(row.kind), row.anonymous != 0);
    source_vertices_.push_back(vertex);
    events_.push_back(row.event);
    const EventIndex event(row.event);
    if (view_.IsRejected(event) || without_.contains(event)) {
      provenance_.SetFallen(vertex);
    }
  }
  while (report < cut.reports()) add_report();
}

void ClaimChains::AddDependences() {
  const CutState& cut = view_.cut_state();
  const auto add = [&](ChainVertex from,
                       const std::vector<Upstream>& upstreams) {
    for (const Upstream& upstream : upstreams) {
      provenance_.AddDependence(
          from, VertexOf(EventOfRecord(upstream.upstream)), upstream.how);
    }
  };
  for (uint32_t i = 0; i < cut.sources(); ++i) {
    const SourceRow row = cut.SourceAt(i);
    const ChainVertex vertex = source_vertices_[i];
    if (row.part_of != kNoRow) {
      provenance_.SetPartOf(vertex, VertexOf(EventIndex(row.part_of)));
    }
    add(vertex, view_.UpstreamOf(SourceId(row.event)));
  }
  for (uint32_t i = 0; i < cut.reports(); ++i) {
    const ReportRow row = cut.ReportAt(i);
    const ChainVertex vertex = report_vertices_[i];
    provenance_.SetPublisher(vertex, source_vertices_[row.source]);
    add(vertex, view_.UpstreamOf(ReportId(row.event)));
  }
}

bool ClaimChains::IsTakenBack(uint32_t claim) const {
  const ProjectionTables& tables = view_.tables();
  const EventIndex events[] = {
      EventIndex(tables.claim_events[claim]),
      EventIndex(tables.reports[tables.claim_reports[claim]].event)};
  return std::any_of(
      std::begin(events), std::end(events), [this](EventIndex event) {
        return view_.RetractedBy(event) || view_.IsRejected(event) ||
               without_.contains(event);
      });
}

Branches ClaimChains::Draw(uint32_t claim,
                           const std::vector<ReprintMatch>* links) const {
  const ProjectionTables& tables = view_.tables();
  const ClaimFlags flags = tables.FlagsOf(claim);
  const absl::Span<const uint32_t> manner = tables.MannerOf(claim);
  std::vector<Voice> voices;
  for (size_t i = 1; i + 2 < manner.size(); i += 3) {
    voices.push_back({.source = source_vertices_[manner[i]],
                      .basis = static_cast<Basis>(manner[i + 1])});
  }
  std::vector<const Branches*> rests_on;
  if (flags.has_rests_on()) {
    for (const uint32_t other : tables.RestsOn(claim)) {
      rests_on.push_back(links != nullptr ? &BranchesOf(other)
                                          : &DeclaredBranchesOf(other));
    }
  }
  std::vector<ChainVertex> inferred;
  bool own_stays = true;
  for (size_t i = 0; links != nullptr && i < links->size(); ++i) {
    const ReprintMatch& link = (*links)[i];
    if (link.direction == ReprintDirection::kUndirected) own_stays = false;
    if (link.direction != ReprintDirection::kFromOther) continue;
    inferred.push_back(VertexOf(EventIndex(link.other.value())));
  }
  Branches drawn = ChainDrawer(provenance_)
                       .Draw({.report = ReportOf(claim),
                              .attribution = voices,
                              .hedge = flags.hedge(),
                              .original = flags.original(),
                              .inferred = inferred},
                             rests_on);
  if (links != nullptr) {
    for (Branch& branch : drawn.branches) MergeByText(branch, own_stays);
  }
  return drawn;
}

// Claims may rest on claims that rest on others, as deep as a case likes: the
// deepest are drawn first. A claim comes after those it rests on.
void ClaimChains::DrawBelow(uint32_t claim) const {
  const ProjectionTables& tables = view_.tables();
  std::vector<uint32_t> pending = {claim};
  absl::flat_hash_set<uint32_t> below;
  while (!pending.empty()) {
    const uint32_t next = pending.back();
    pending.pop_back();
    if (!tables.FlagsOf(next).has_rests_on()) continue;
    for (const uint32_t other : tables.RestsOn(next)) {
      if (counting_[other] == 0 && below.insert(other).second) {
        pending.push_back(other);
      }
    }
  }
  std::vector<uint32_t> order(below.begin(), below.end());
  std::sort(order.begin(), order.end());
  for (const uint32_t other : order) {
    (void)DeclaredBranchesOf(other);
    (void)CountingOf(other);
    (void)BranchesOf(other);
  }
}

const Branches& ClaimChains::BranchesOf(uint32_t claim) const {
  if (!has_texts()) return DeclaredBranchesOf(claim);
  const auto known = by_text_.find(claim);
  if (known != by_text_.end()) return *known->second;
  const Branches* drawn = &DeclaredBranchesOf(claim);
  // What has fallen already is told by what is declared.
  if (!drawn->branches.empty()) {
    const std::vector<ReprintMatch> links = TextLinksOf(claim);
    Branches with_texts = Draw(claim, &links);
    // An original of which nothing is left stands in no way.
    if (!with_texts.branches.empty()) {
      drawn_.push_back(std::move(with_texts));
      drawn = &drawn_.back();
    }
  }
  by_text_.emplace(claim, drawn);
  return *drawn;
}

const Branches& ClaimChains::DeclaredBranchesOf(uint32_t claim) const {
  const ProjectionTables& tables = view_.tables();
  const bool rests = tables.FlagsOf(claim).has_rests_on();
  const std::pair<uint32_t, uint32_t> key(tables.claim_reports[claim],
                                          tables.claim_manners[claim]);
  if (rests) {
    const auto known = own_.find(claim);
    if (known != own_.end()) return *known->second;
    DrawBelow(claim);
  } else {
    const auto known = shared_.find(key);
    if (known != shared_.end()) return *known->second;
  }
  drawn_.push_back(Draw(claim, nullptr));
  const Branches* const drawn = &drawn_.back();
  if (rests) {
    own_.emplace(claim, drawn);
  } else {
    shared_.emplace(key, drawn);
  }
  return *drawn;
}

Counting ClaimChains::FindCounting(uint32_t claim) const {
  const ProjectionTables& tables = view_.tables();
  const Deaths& deaths = view_.cut_state().deaths();
  if (!deaths.reasons.empty() && deaths.reasons[claim] != Liveness::kLive) {
    return static_cast<Counting>(deaths.reasons[claim]);
  }
  if (without_.contains(EventIndex(tables.claim_events[claim]))) {
    return Counting::kRejected;
  }
  if (tables.FlagsOf(claim).has_rests_on()) {
    for (const uint32_t other : tables.RestsOn(claim)) {
      if (!IsLive(other)) return Counting::kRestsOnDead;
    }
  }
  if (!DeclaredBranchesOf(claim).branches.empty()) return Counting::kLive;
  const ReportRow report =
      view_.cut_state().ReportAt(tables.claim_reports[claim]);
  if (without_.contains(EventIndex(report.event))) {
    return Counting::kReportRejected;
  }
  const auto is_without = [this](uint32_t source) {
    return without_.contains(EventOf(source_vertices_[source]));
  };
  if (is_without(report.source)) return Counting::kSourceRejected;
  const absl::Span<const uint32_t> manner = tables.MannerOf(claim);
  for (size_t i = 1; i + 2 < manner.size(); i += 3) {
    if (is_without(manner[i])) return Counting::kSourceRejected;
  }
  return Counting::kUpstreamFell;
}

Counting ClaimChains::CountingOf(uint32_t claim) const {
  if (counting_[claim] == 0) {
    (void)DeclaredBranchesOf(claim);
    counting_[claim] = static_cast<uint8_t>(FindCounting(claim)) + 1;
  }
  return static_cast<Counting>(counting_[claim] - 1);
}

}  // namespace attest
