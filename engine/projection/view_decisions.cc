// What a View says of decisions.

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

DecisionInfo InfoOf(const ProjectionTables& tables, const DecisionRow& row) {
  DecisionInfo info;
  info.event = EventIndex(row.event);
  info.type = static_cast<RecordType>(row.type);
  info.target = EventIndex(row.target);
  if (row.other != kNoRow) info.other = EventIndex(row.other);
  switch (info.type) {
    case RecordType::kRetraction:
      info.judgement = static_cast<Judgement>(row.judgement);
      info.retraction_how = static_cast<RetractionHow>(row.code);
      break;
    case RecordType::kAssessment: {
      info.scheme = static_cast<Scheme>(row.code);
      info.by = std::string(tables.texts[row.detail]);
      info.value = std::string(ValuesOf(info.scheme)[row.value & kValueBits]);
      break;
    }
    case RecordType::kIdentity:
      info.identity = static_cast<IdentityJudgement>(row.judgement);
      break;
    case RecordType::kDependence:
      info.judgement = static_cast<Judgement>(row.judgement);
      info.how = static_cast<How>(row.code);
      break;
    default:
      break;
  }
  return info;
}

// Tells, from the latest decision to the earliest, whether a later one was on
// the same thing.
class Later {
 public:
  explicit Later(const StandingDecisions& standing) : standing_(standing) {}

  bool StandsBefore(uint32_t decision, const DecisionRow& row) {
    switch (static_cast<RecordType>(row.type)) {
      case RecordType::kRetraction:
        // Its target may be another record, superseded by this one.
        return standing_.retraction.at(row.target) == decision;
      case RecordType::kAssessment:
        if (static_cast<Scheme>(row.code) == Scheme::kStatus) {
          return standing_.status.at(row.target) == decision;
        }
        return seen_.emplace(row.type, row.target, row.code, row.detail).second;
      case RecordType::kIdentity: {
        const auto [low, high] = std::minmax(row.target, row.other);
        return seen_.emplace(row.type, low, high, 0).second;
      }
      case RecordType::kDependence:
        return seen_.emplace(row.type, row.target, row.other, 0).second;
      case RecordType::kAmendment: {
        uint32_t& set = fields_[row.target];
        const bool stands = (row.detail & ~set) != 0;
        set |= row.detail;
        return stands;
      }
      default:
        return true;
    }
  }

 private:
  const StandingDecisions& standing_;
  absl::flat_hash_set<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>> seen_;
  absl::flat_hash_map<uint32_t, uint32_t> fields_;
};

}  // namespace

std::vector<DecisionInfo> View::DecisionsOn(EventIndex event) const {
  const std::vector<uint32_t> decisions =
      state_->DecisionsNaming(static_cast<uint32_t>(event.value()));
  Later later(state_->standing());
  std::vector<DecisionInfo> result;
  for (auto i = decisions.rbegin(); i != decisions.rend(); ++i) {
    const DecisionRow& row = tables_->decisions[*i];
    DecisionInfo info = InfoOf(*tables_, row);
    info.standing = later.StandsBefore(*i, row);
    result.push_back(std::move(info));
  }
  std::reverse(result.begin(), result.end());
  return result;
}

std::optional<EventIndex> View::RetractedBy(EventIndex event) const {
  const auto& retractions = state_->standing().retraction;
  const auto found = retractions.find(static_cast<uint32_t>(event.value()));
  if (found == retractions.end()) return std::nullopt;
  const DecisionRow& row = tables_->decisions[found->second];
  if (static_cast<Judgement>(row.judgement) == Judgement::kRejected) {
    return std::nullopt;
  }
  return EventIndex(row.event);
}

std::optional<DecisionInfo> View::StatusOf(EventIndex event) const {
  const auto& statuses = state_->standing().status;
  const auto found = statuses.find(static_cast<uint32_t>(event.value()));
  if (found == statuses.end()) return std::nullopt;
  return InfoOf(*tables_, tables_->decisions[found->second]);
}

View View::WithoutDecision(EventIndex decision) const {
  View view = *this;
  const EventPlace place = tables_->places[decision.value()];
  view.state_ = std::make_shared<CutState>(*tables_, cut_, place.ordinal());
  return view;
}

bool View::IsRejected(EventIndex event) const {
  return state_->standing().IsRejected(static_cast<uint32_t>(event.value()));
}

}  // namespace attest
