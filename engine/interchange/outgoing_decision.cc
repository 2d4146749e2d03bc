#include "engine/interchange/outgoing_decision.h"

#include <algorithm>
#include <variant>

namespace attest {
namespace {

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

}  // namespace

std::vector<EventIndex> TargetsOf(const Record& record) {
  if (const auto* retraction = std::get_if<Retraction>(&record)) {
    return {DefinedBy(retraction->target)};
  }
  if (const auto* assessment = std::get_if<Assessment>(&record)) {
    return {DefinedBy(assessment->target)};
  }
  if (const auto* identity = std::get_if<Identity>(&record)) {
    return {EventIndex(identity->a.value()), EventIndex(identity->b.value())};
  }
  if (const auto* dependence = std::get_if<Dependence>(&record)) {
    return {EventOf(dependence->from), EventOf(dependence->on)};
  }
  if (const auto* amendment = std::get_if<Amendment>(&record)) {
    return {DefinedBy(amendment->target)};
  }
  return {};
}

bool MakeOutgoing(const OutgoingKeys& keys, const Discretion& discretion,
                  Event& event) {
  if (event.withheld == Withheld::kRedacted) return false;
  const std::vector<EventIndex> targets = TargetsOf(event.record);
  const auto* identity = std::get_if<Identity>(&event.record);
  if (identity != nullptr && !keys.keeps_keys() &&
      keys.IsWithheld(identity->a) != keys.IsWithheld(identity->b)) {
    return false;
  }
  // Of a claim, with whom and what it names.
  const auto is_withheld = [&](EventIndex named) {
    return keys.WhyWithheld(named) != Withheld::kNo || discretion.Hides(named);
  };
  bool is_about_withheld =
      std::any_of(targets.begin(), targets.end(), is_withheld);
  auto* retraction = std::get_if<Retraction>(&event.record);
  if (retraction != nullptr) {
    is_about_withheld |=
        (retraction->report && keys.IsWithheld(*retraction->report)) ||
        (retraction->superseded_by &&
         is_withheld(DefinedBy(*retraction->superseded_by)));
  }
  if (is_about_withheld) {
    // A stub already says what its record's amendments came to, and words
    // about what is withheld would tell it.
    if (event.type() == RecordType::kAmendment) return false;
    event.reason.clear();
    event.note.clear();
    if (retraction != nullptr) retraction->quote.reset();
  }
  return true;
}

bool LeaveOutLink(const OutgoingKeys& keys, EventIndex index, Source& source) {
  if (keys.keeps_keys() || !source.entity ||
      keys.IsWithheld(*source.entity) ==
          (keys.WhyWithheld(index) != Withheld::kNo)) {
    return false;
  }
  source.entity.reset();
  return true;
}

}  // namespace attest
