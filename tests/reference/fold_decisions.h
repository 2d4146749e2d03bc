// The oracle of decisions: what was decided on an event, and what still
// stands, by scanning the list of events again for each question.

#ifndef ATTEST_TESTS_REFERENCE_FOLD_DECISIONS_H_
#define ATTEST_TESTS_REFERENCE_FOLD_DECISIONS_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/event.h"
#include "engine/projection/answer.h"

namespace attest::reference {

class ReferenceDecisions {
 public:
  explicit ReferenceDecisions(std::vector<Event> events)
      : events_(std::move(events)) {}

  [[nodiscard]] std::vector<DecisionInfo> DecisionsOn(EventIndex event) const {
    std::vector<DecisionInfo> found;
    for (uint64_t i = 0; i < cut(); ++i) {
      const std::optional<DecisionInfo> info = Decision(i);
      if (info && (info->target == event || info->other == event)) {
        found.push_back(*info);
      }
    }
    return found;
  }
  [[nodiscard]] std::optional<EventIndex> RetractedBy(EventIndex event) const {
    std::optional<EventIndex> by;
    for (uint64_t i = 0; i < cut(); ++i) {
      const auto* made = std::get_if<Retraction>(&events_[i].record);
      if (made == nullptr || DefinedBy(made->target) != event) continue;
      by.reset();
      if (made->judgement == Judgement::kAccepted) by = EventIndex(i);
    }
    return by;
  }
  [[nodiscard]] std::optional<DecisionInfo> StatusOf(EventIndex event) const {
    std::optional<DecisionInfo> status;
    for (const DecisionInfo& info : DecisionsOn(event)) {
      if (info.type == RecordType::kAssessment &&
          info.scheme == Scheme::kStatus) {
        status = info;
      }
    }
    return status;
  }
  // The last status of what `event` defines that decides.
  [[nodiscard]] std::string Decisive(EventIndex event) const {
    std::string status;
    for (const Event& at : events_) {
      const auto* made = std::get_if<Assessment>(&at.record);
      if (made == nullptr || made->scheme != Scheme::kStatus ||
          DefinedBy(made->target) != event) {
        continue;
      }
      if (made->value == "accepted" || made->value == "rejected") {
        status = made->value;
      }
    }
    return status;
  }

 private:
  static EventIndex EventOf(const SourceOrReport& id) {
    return std::visit([](auto of) { return EventIndex(of.value()); }, id);
  }

  // Event `i` as a decision, without `standing`.
  [[nodiscard]] std::optional<DecisionInfo> Plain(uint64_t i) const {
    const Record& record = events_[i].record;
    DecisionInfo info;
    info.event = EventIndex(i);
    info.type = events_[i].type();
    if (const auto* made = std::get_if<Retraction>(&record)) {
      info.target = DefinedBy(made->target);
      if (made->superseded_by) info.other = DefinedBy(*made->superseded_by);
      info.judgement = made->judgement;
      info.retraction_how = made->how;
    } else if (const auto* assessed = std::get_if<Assessment>(&record)) {
      info.target = DefinedBy(assessed->target);
      info.scheme = assessed->scheme;
      info.value = assessed->value;
      info.by = events_[i].by;
    } else if (const auto* judged = std::get_if<Identity>(&record)) {
      info.target = EventIndex(judged->a.value());
      info.other = EventIndex(judged->b.value());
      info.identity = judged->judgement;
    } else if (const auto* depends = std::get_if<Dependence>(&record)) {
      info.target = EventOf(depends->from);
      info.other = EventOf(depends->on);
      info.judgement = depends->judgement;
      info.how = depends->how;
    } else if (const auto* amended = std::get_if<Amendment>(&record)) {
      info.target = DefinedBy(amended->target);
    } else if (const auto* redacted = std::get_if<Redaction>(&record)) {
      info.target = DefinedBy(redacted->target);
    } else {
      return std::nullopt;
    }
    return info;
  }

  static bool OnTheSame(const DecisionInfo& a, const DecisionInfo& b) {
    if (a.type != b.type) return false;
    switch (a.type) {
      case RecordType::kRetraction:
        return a.target == b.target;
      case RecordType::kAssessment:
        return a.target == b.target && a.scheme == b.scheme &&
               (a.scheme == Scheme::kStatus || a.by == b.by);
      case RecordType::kIdentity:
        return std::set{a.target, *a.other} == std::set{b.target, *b.other};
      case RecordType::kDependence:
        return a.target == b.target && a.other == b.other;
      default:
        return false;
    }
  }

  [[nodiscard]] std::optional<DecisionInfo> Decision(uint64_t i) const {
    std::optional<DecisionInfo> info = Plain(i);
    if (!info) return info;
    for (uint64_t j = i + 1; j < cut(); ++j) {
      const std::optional<DecisionInfo> later = Plain(j);
      if (later && OnTheSame(*info, *later)) info->standing = false;
    }
    if (const auto* made = std::get_if<Amendment>(&events_[i].record)) {
      info->standing = false;
      for (const std::string& field : made->fields) {
        info->standing |= !IsAmendedAfter(i, made->target, field);
      }
    }
    return info;
  }

  [[nodiscard]] bool IsAmendedAfter(uint64_t i, const Target& target,
                                    const std::string& field) const {
    for (uint64_t j = i + 1; j < cut(); ++j) {
      const auto* later = std::get_if<Amendment>(&events_[j].record);
      if (later != nullptr && later->target == target &&
          std::count(later->fields.begin(), later->fields.end(), field) > 0) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] uint64_t cut() const { return events_.size(); }

  std::vector<Event> events_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_FOLD_DECISIONS_H_
