#include "engine/interchange/needed_events.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/interchange/outgoing_decision.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

class NeedFinder {
 public:
  NeedFinder(const EventLog& log, const View& view, const OutgoingKeys& keys)
      : log_(log), view_(view), keys_(keys) {}

  // The open members of its group, and where there is none, all.
  void AddGroup(EntityId id) {
    const std::vector<EntityId> group = view_.GroupOf(id);
    const bool has_open = std::any_of(
        group.begin(), group.end(),
        [this](EntityId member) { return !keys_.IsWithheld(member); });
    for (const EntityId member : group) {
      if (keys_.keeps_keys() || keys_.IsWithheld(member) != has_open) {
        Add(EventIndex(member.value()));
      }
    }
  }

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
      if (IsChosenWith(identity.target, *identity.other)) {
        needed_.insert(identity.event);
      }
    }
    return std::move(needed_);
  }

 private:
  // Does a judgement on the two go, or is it one that stays for the sake of the
  // one that is withheld?
  [[nodiscard]] bool IsChosenWith(EventIndex a, EventIndex b) const {
    if (needed_.contains(a) && needed_.contains(b)) return true;
    const bool is_of_twins = (needed_.contains(a) && twins_.contains(b)) ||
                             (twins_.contains(a) && needed_.contains(b));
    return is_of_twins && IsWithheld(a) != IsWithheld(b);
  }

  [[nodiscard]] bool IsWithheld(EventIndex record) const {
    return keys_.WhyWithheld(record) != Withheld::kNo;
  }

  void LeaveOutNames(Entity& entity) const {
    std::erase_if(entity.names, [this](const EntityName& name) {
      return name.report && keys_.IsWithheld(*name.report);
    });
  }

  // Takes out what does not go out with it.
  void LeaveOutOf(EventIndex index, Record& record) const {
    if (auto* retraction = std::get_if<Retraction>(&record)) {
      retraction->superseded_by.reset();
    } else if (auto* entity = std::get_if<Entity>(&record)) {
      LeaveOutNames(*entity);
    } else if (auto* source = std::get_if<Source>(&record)) {
      LeaveOutLink(keys_, index, *source);
    } else if (auto* amendment = std::get_if<Amendment>(&record)) {
      if (auto* names = std::get_if<Entity>(&amendment->values)) {
        LeaveOutNames(*names);
      } else if (auto* link = std::get_if<Source>(&amendment->values)) {
        LeaveOutLink(keys_, DefinedBy(amendment->target), *link);
      }
    }
  }

  void AddMembers(EntityId id) {
    for (const EntityId member : view_.GroupOf(id)) {
      const EventIndex event(member.value());
      if (keys_.keeps_keys() ||
          keys_.IsWithheld(member) == keys_.IsWithheld(id)) {
        Add(event);
      } else {
        twins_.insert(event);
      }
    }
  }

  absl::Status AddWhatItNeeds(EventIndex index) {
    ASSIGN_OR_RETURN(Event event, log_.Get(index));
    LeaveOutOf(index, event.record);
    VisitReferences(event, [this](EventIndex named) { Add(named); });
    if (event.type() == RecordType::kEntity) {
      AddMembers(EntityId(index.value()));
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
  const OutgoingKeys& keys_;
  absl::flat_hash_set<EventIndex> needed_;
  // Members of the groups of these, not needed themselves.
  absl::flat_hash_set<EventIndex> twins_;
  std::vector<EventIndex> pending_;
  std::vector<DecisionInfo> identities_;
};

}  // namespace

absl::StatusOr<absl::flat_hash_set<EventIndex>> NeededEvents(
    const EventLog& log, const View& view, const OutgoingKeys& keys,
    const Selection& selection) {
  NeedFinder finder(log, view, keys);
  for (const EntityId entity : selection.entities) finder.AddGroup(entity);
  for (const ClaimId claim : selection.claims) {
    finder.Add(EventIndex(claim.value()));
  }
  for (const EventIndex record : selection.records) finder.Add(record);
  return finder.Find();
}

}  // namespace attest
