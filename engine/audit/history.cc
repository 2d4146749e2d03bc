#include "engine/audit/history.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/types/span.h"
#include "engine/model/references.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Lists of the columns hold rows of numbers: is `event` at the place `at` of
// one of `width`?
bool Holds(absl::Span<const uint32_t> list, size_t width, size_t at,
           uint32_t event) {
  for (size_t i = at; i < list.size(); i += width) {
    if (list[i] == event) return true;
  }
  return false;
}

// Collects the events about one record.
class EventsAbout {
 public:
  EventsAbout(const View& view, EventIndex record)
      : tables_(view.tables()),
        cut_(view.cut_state()),
        event_(static_cast<uint32_t>(record.value())),
        type_(tables_.places[event_].type()),
        ordinal_(tables_.places[event_].ordinal()) {}

  absl::StatusOr<std::vector<EventIndex>> Find(GetEvent get) {
    Add(event_);
    if (type_ > RecordType::kClaim) return std::move(events_);
    Definitions();
    Claims();
    Decisions(event_);
    RETURN_IF_ERROR(ByWhatTheySay(get));
    return std::move(events_);
  }

 private:
  void Add(uint32_t event) { events_.emplace_back(event); }
  void AddClaim(uint32_t claim) {
    Add(tables_.claim_events[claim]);
    Decisions(tables_.claim_events[claim]);
  }

  void Decisions(uint32_t event) {
    for (const uint32_t decision : cut_.DecisionsNaming(event)) {
      Add(tables_.decisions[decision].event);
    }
  }

  // The definitions that name it, as they were first.
  void Definitions() {
    for (uint32_t i = 0; i < cut_.sources(); ++i) {
      const SourceRow& row = tables_.sources[i];
      if (row.part_of == event_ || row.entity == event_) Add(row.event);
    }
    for (uint32_t i = 0; i < cut_.reports(); ++i) {
      const ReportRow& row = tables_.reports[i];
      const bool published =
          type_ == RecordType::kSource && row.source == ordinal_;
      if (published || Holds(tables_.lists[row.derived_from], 2, 0, event_)) {
        Add(row.event);
      }
    }
    for (uint32_t i = 0; i < cut_.entities(); ++i) {
      const EntityRow& row = tables_.entities[i];
      if (Holds(tables_.lists[row.names], 4, 3, event_)) Add(row.event);
    }
  }

  void Claims() {
    switch (type_) {
      case RecordType::kReport:
        ClaimsWhere([this](uint32_t claim) {
          return tables_.claim_reports[claim] == ordinal_;
        });
        break;
      case RecordType::kSource: {
        std::vector<bool> speaks(tables_.manners.size());
        for (uint32_t i = 0; i < speaks.size(); ++i) {
          speaks[i] = Holds(tables_.lists[tables_.manners[i]], 3, 1, ordinal_);
        }
        ClaimsWhere([&](uint32_t claim) {
          return speaks[tables_.claim_manners[claim]];
        });
        break;
      }
      case RecordType::kEntity:
      case RecordType::kPredicate: {
        std::vector<bool> names(cut_.statements());
        for (uint32_t i = 0; i < names.size(); ++i) names[i] = IsAbout(i);
        ClaimsWhere([&](uint32_t claim) {
          return names[tables_.claim_statements[claim]];
        });
        break;
      }
      default:
        for (size_t i = 0; i < tables_.rests_on.size(); ++i) {
          const RestsOnRow row = tables_.rests_on[i];
          if (row.claim >= cut_.claims()) break;
          if (Holds(tables_.lists[row.list], 1, 0, ordinal_)) {
            AddClaim(row.claim);
          }
        }
    }
  }

  template <class Condition>
  void ClaimsWhere(Condition condition) {
    for (uint32_t i = 0; i < cut_.claims(); ++i) {
      if (condition(i)) AddClaim(i);
    }
  }

  [[nodiscard]] bool IsAbout(uint32_t statement) const {
    const StatementRow& row = tables_.statements[statement];
    if (type_ == RecordType::kPredicate) return row.predicate == ordinal_;
    return row.subject == ordinal_ || row.object == ordinal_ ||
           tables_.circumstances[row.circumstance].place == ordinal_;
  }

  // Decisions may name more than the projection keeps of them: the values that
  // an amendment sets, and the report in which something was withdrawn.
  absl::Status ByWhatTheySay(GetEvent get) {
    for (uint32_t i = 0; i < cut_.decisions(); ++i) {
      const DecisionRow& row = tables_.decisions[i];
      const auto type = static_cast<RecordType>(row.type);
      const bool says_more =
          type == RecordType::kAmendment ||
          (type == RecordType::kRetraction && type_ == RecordType::kReport);
      if (!says_more || row.target == event_) continue;
      ASSIGN_OR_RETURN(const Event event, get(EventIndex(row.event)));
      bool named = false;
      VisitReferences(event, [&](EventIndex index) {
        named = named || index.value() == event_;
      });
      if (named) Add(row.event);
    }
    return absl::OkStatus();
  }

  const ProjectionTables& tables_;
  const CutState& cut_;
  const uint32_t event_;
  const RecordType type_;
  const uint32_t ordinal_;
  std::vector<EventIndex> events_;
};

void SortUnique(std::vector<EventIndex>& events) {
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
}

}  // namespace

absl::StatusOr<std::vector<EventIndex>> HistoryOf(const View& view,
                                                  EventIndex record,
                                                  GetEvent get) {
  std::vector<EventIndex> records = {record};
  if (view.TypeOf(record) == RecordType::kEntity) {
    records.clear();
    for (const EntityId member : view.GroupOf(EntityId(record.value()))) {
      records.emplace_back(member.value());
    }
  }
  std::vector<EventIndex> events;
  for (const EventIndex one : records) {
    ASSIGN_OR_RETURN(const std::vector<EventIndex> found,
                     EventsAbout(view, one).Find(get));
    events.insert(events.end(), found.begin(), found.end());
  }
  SortUnique(events);
  return events;
}

std::vector<EventIndex> HistoryOf(const View& view, StatementId statement) {
  std::vector<EventIndex> events;
  for (const ClaimId claim : view.ClaimsOf(statement)) {
    const EventIndex event(claim.value());
    events.push_back(event);
    for (const DecisionInfo& decision : view.DecisionsOn(event)) {
      events.push_back(decision.event);
    }
  }
  SortUnique(events);
  return events;
}

}  // namespace attest
