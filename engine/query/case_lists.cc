#include "engine/query/case_lists.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace attest::query {
namespace {

// Sorts elements into groups: visit_all(add) calls add(group, value) with each,
// twice over and in the same order.
template <class T, class VisitAll>
Groups<T> GroupsOf(size_t groups, VisitAll&& visit_all) {
  Groups<T> sorted;
  sorted.begins.resize(groups + 1);
  visit_all([&](uint32_t group, const T&) { ++sorted.begins[group + 1]; });
  for (size_t i = 1; i <= groups; ++i) {
    sorted.begins[i] += sorted.begins[i - 1];
  }
  sorted.values.resize(sorted.begins[groups]);
  std::vector<uint32_t> next = sorted.begins;
  visit_all([&](uint32_t group, const T& value) {
    sorted.values[next[group]++] = value;
  });
  return sorted;
}

uint32_t EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return static_cast<uint32_t>(id.value()); },
                    record);
}

}  // namespace

absl::Span<const uint32_t> CaseLists::ClaimsIn(uint32_t report) {
  const ProjectionTables& tables = visible_.tables();
  if (!claims_in_) {
    claims_in_ =
        GroupsOf<uint32_t>(tables.reports.size(), [&](const auto& add) {
          for (uint32_t i = 0; i < visible_.cut().claims(); ++i) {
            add(tables.claim_reports[i], i);
          }
        });
  }
  return (*claims_in_)[report];
}

absl::Span<const Spoken> CaseLists::SpokenBy(uint32_t source) {
  const ProjectionTables& tables = visible_.tables();
  if (!spoken_by_) {
    spoken_by_ = GroupsOf<Spoken>(tables.sources.size(), [&](const auto& add) {
      for (uint32_t i = 0; i < visible_.cut().claims(); ++i) {
        const absl::Span<const uint32_t> manner = tables.MannerOf(i);
        for (uint32_t at = 1; at + 2 < manner.size(); at += 3) {
          add(manner[at], Spoken{i, at / 3});
        }
      }
    });
  }
  return (*spoken_by_)[source];
}

absl::Span<const uint32_t> CaseLists::PublishedBy(uint32_t source) {
  const CutState& cut = visible_.cut();
  if (!published_by_) {
    published_by_ = GroupsOf<uint32_t>(
        visible_.tables().sources.size(), [&](const auto& add) {
          for (uint32_t i = 0; i < cut.reports(); ++i) {
            add(cut.ReportAt(i).source, i);
          }
        });
  }
  return (*published_by_)[source];
}

absl::Span<const uint32_t> CaseLists::PartsOf(uint32_t source) {
  const CutState& cut = visible_.cut();
  const ProjectionTables& tables = visible_.tables();
  if (!parts_of_) {
    parts_of_ = GroupsOf<uint32_t>(tables.sources.size(), [&](const auto& add) {
      for (uint32_t i = 0; i < cut.sources(); ++i) {
        const uint32_t whole =
            tables.OrdinalOf(cut.SourceAt(i).part_of, RecordType::kSource);
        if (whole != kNoRow) add(whole, i);
      }
    });
  }
  return (*parts_of_)[source];
}

absl::Span<const uint32_t> CaseLists::StatementsAt(uint32_t place) {
  const ProjectionTables& tables = visible_.tables();
  if (!statements_at_) {
    statements_at_ =
        GroupsOf<uint32_t>(tables.entities.size(), [&](const auto& add) {
          for (uint32_t i = 0; i < visible_.cut().statements(); ++i) {
            const uint32_t at =
                tables.circumstances[tables.statements[i].circumstance].place;
            if (at == kNoRow || visible_.FirstOf(i) != i) continue;
            add(visible_.FirstMember(at), i);
          }
        });
  }
  return (*statements_at_)[place];
}

const std::vector<Derives>& CaseLists::UpstreamOf(uint32_t event) {
  const auto known = upstream_.find(event);
  if (known != upstream_.end()) return known->second;
  std::vector<Derives> upstream = FindUpstream(event);
  return upstream_.emplace(event, std::move(upstream)).first->second;
}

std::vector<Derives> CaseLists::FindUpstream(uint32_t event) const {
  const View& view = visible_.view();
  const bool is_report = view.Has(ReportId(event));
  const std::vector<Upstream> told = is_report
                                         ? view.UpstreamOf(ReportId(event))
                                         : view.UpstreamOf(SourceId(event));
  std::vector<Derives> upstream;
  for (const Upstream& one : told) {
    upstream.push_back({.upstream = EventOf(one.upstream),
                        .how = one.how,
                        .declared = !one.decided_by,
                        .inferred = false,
                        .decided_by = one.decided_by});
  }
  if (is_report) AddInferred(event, upstream);
  return upstream;
}

// What texts tell counts where nobody has said or decided anything of the two.
void CaseLists::AddInferred(uint32_t event,
                            std::vector<Derives>& upstream) const {
  const Findings* const findings = visible_.figures().findings();
  if (findings == nullptr || !findings->texts().links_of) return;
  const View& view = visible_.view();
  const auto is_decided = [&](EventIndex from, EventIndex on) {
    const std::vector<DecisionInfo> decisions = view.DecisionsOn(from);
    return std::any_of(decisions.begin(), decisions.end(),
                       [&](const DecisionInfo& decision) {
                         return decision.type == RecordType::kDependence &&
                                decision.target == from && decision.other == on;
                       });
  };
  const size_t told = upstream.size();
  for (const ReprintMatch& match :
       findings->texts().links_of(ReportId(event))) {
    const EventIndex other(match.other.value());
    const bool is_told = std::any_of(
        upstream.begin(), upstream.begin() + static_cast<std::ptrdiff_t>(told),
        [&](const Derives& one) { return one.upstream == other.value(); });
    if (match.direction != ReprintDirection::kFromOther || is_told ||
        is_decided(EventIndex(event), other) ||
        is_decided(other, EventIndex(event))) {
      continue;
    }
    upstream.push_back({.upstream = static_cast<uint32_t>(other.value()),
                        .how = std::nullopt,
                        .declared = false,
                        .inferred = true,
                        .decided_by = std::nullopt});
  }
}

const std::vector<CaseLists::Downstream>& CaseLists::DownstreamOf(
    uint32_t event) {
  static const auto* const kNone = new std::vector<Downstream>();
  if (!has_downstream_) {
    has_downstream_ = true;
    const ProjectionTables& tables = visible_.tables();
    const auto add = [this](uint32_t from) {
      const std::vector<Derives>& upstream = UpstreamOf(from);
      for (uint32_t i = 0; i < upstream.size(); ++i) {
        downstream_[upstream[i].upstream].push_back({from, i});
      }
    };
    for (uint32_t i = 0; i < visible_.cut().reports(); ++i) {
      add(tables.reports[i].event);
    }
    for (uint32_t i = 0; i < visible_.cut().sources(); ++i) {
      add(tables.sources[i].event);
    }
  }
  const auto found = downstream_.find(event);
  return found == downstream_.end() ? *kNone : found->second;
}

}  // namespace attest::query
