#include "engine/interchange/needed_events.h"

#include <variant>
#include <vector>

#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

class NeedFinder {
 public:
  NeedFinder(const EventLog& log, const View& view) : log_(log), view_(view) {}

  void Add(EventIndex event) {
    if (needed_.insert(event).second) pending_.push_back(event);
  }

  absl::StatusOr<absl::flat_hash_set<EventIndex>> Find() {
    while (!pending_.empty()) {
      const EventIndex index = pending_.back();
      pending_.pop_back();
      RETURN_IF_ERROR(AddWhatItNeeds(index));
    }
    for (const DecisionInfo& identity : identities_) {
      if (needed_.contains(identity.target) &&
          needed_.contains(*identity.other)) {
        needed_.insert(identity.event);
      }
    }
    return std::move(needed_);
  }

 private:
  absl::Status AddWhatItNeeds(EventIndex index) {
    ASSIGN_OR_RETURN(Event event, log_.Get(index));
    if (auto* retraction = std::get_if<Retraction>(&event.record)) {
      retraction->superseded_by.reset();
    }
    VisitReferences(event, [this](EventIndex named) { Add(named); });
    if (event.type() == RecordType::kEntity) {
      for (const EntityId member : view_.GroupOf(EntityId(index.value()))) {
        Add(EventIndex(member.value()));
      }
    }
    for (const DecisionInfo& decision : view_.DecisionsOn(index)) {
      if (decision.type == RecordType::kIdentity) {
        identities_.push_back(decision);
      } else if (decision.type != RecordType::kDependence ||
                 decision.target == index) {
        Add(decision.event);
      }
    }
    return absl::OkStatus();
  }

  const EventLog& log_;
  const View& view_;
  absl::flat_hash_set<EventIndex> needed_;
  std::vector<EventIndex> pending_;
  std::vector<DecisionInfo> identities_;
};

}  // namespace

absl::StatusOr<absl::flat_hash_set<EventIndex>> NeededEvents(
    const EventLog& log, const View& view, const Selection& selection) {
  NeedFinder finder(log, view);
  for (const EntityId entity : selection.entities) {
    finder.Add(EventIndex(entity.value()));
  }
  for (const ClaimId claim : selection.claims) {
    finder.Add(EventIndex(claim.value()));
  }
  for (const EventIndex record : selection.records) finder.Add(record);
  return finder.Find();
}

}  // namespace attest
