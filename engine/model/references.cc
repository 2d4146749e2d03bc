#include "engine/model/references.h"

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "engine/model/decision.h"
#include "engine/model/id.h"

namespace attest {
namespace {

// T is Record, const or not: the walk below serves reading and writing.
template <class T, class Record>
concept Is = std::same_as<std::remove_const_t<T>, Record>;

template <class T, class F>
void IfPresent(T& reference, F& f) {
  if (reference.has_value()) f(*reference);
}

template <class T, class F>
void Whichever(T& reference, F& f) {
  std::visit([&f](auto& id) { f(id); }, reference);
}

template <Is<Source> T, class F>
void Each(T& source, F& f) {
  IfPresent(source.part_of, f);
  IfPresent(source.entity, f);
}

template <class T, class F>
void EachUpstream(T& report, F& f) {
  for (auto& derivation : report.derived_from)
    Whichever(derivation.upstream, f);
}

template <Is<Report> T, class F>
void Each(T& report, F& f) {
  f(report.source);
  EachUpstream(report, f);
}

template <Is<Entity> T, class F>
void Each(T& entity, F& f) {
  for (auto& name : entity.names) IfPresent(name.report, f);
}

template <Is<Predicate> T, class F>
void Each(T&, F&) {}

template <Is<Claim> T, class F>
void Each(T& claim, F& f) {
  f(claim.report);
  f(claim.subject);
  f(claim.predicate);
  if (auto* entity = std::get_if<EntityId>(&claim.object)) f(*entity);
  IfPresent(claim.place, f);
  for (auto& speaker : claim.attribution) f(speaker.source);
  for (auto& premise : claim.rests_on) f(premise);
}

template <Is<Retraction> T, class F>
void Each(T& retraction, F& f) {
  Whichever(retraction.target, f);
  if (retraction.superseded_by.has_value()) {
    Whichever(*retraction.superseded_by, f);
  }
  IfPresent(retraction.report, f);
}

template <Is<Assessment> T, class F>
void Each(T& assessment, F& f) {
  Whichever(assessment.target, f);
}

template <Is<Identity> T, class F>
void Each(T& identity, F& f) {
  f(identity.a);
  f(identity.b);
}

template <Is<Dependence> T, class F>
void Each(T& dependence, F& f) {
  Whichever(dependence.from, f);
  Whichever(dependence.on, f);
}

template <Is<Amendment> T, class F>
void Each(T& amendment, F& f) {
  Whichever(amendment.target, f);
  if (auto* report = std::get_if<Report>(&amendment.values)) {
    if (Sets(amendment, "source")) f(report->source);
    EachUpstream(*report, f);
  } else if (auto* source = std::get_if<Source>(&amendment.values)) {
    Each(*source, f);
  } else if (auto* entity = std::get_if<Entity>(&amendment.values)) {
    Each(*entity, f);
  }
}

template <Is<Redaction> T, class F>
void Each(T& redaction, F& f) {
  Whichever(redaction.target, f);
}

template <Is<FileClosed> T, class F>
void Each(T&, F&) {}

template <Is<Recovery> T, class F>
void Each(T&, F&) {}

template <Is<KeyRotation> T, class F>
void Each(T&, F&) {}

template <Is<Timestamp> T, class F>
void Each(T&, F&) {}

template <class Id>
bool IsBuiltin(Id id) {
  return std::same_as<Id, PredicateId> && id.value() >= kBuiltinPredicates &&
         id.value() != kNoReference;
}

}  // namespace

void VisitReferences(const Event& event,
                     absl::FunctionRef<void(EventIndex)> visit) {
  auto f = [visit](const auto& id) {
    if (!IsBuiltin(id)) visit(EventIndex(id.value()));
  };
  std::visit([&f](const auto& record) { Each(record, f); }, event.record);
}

void RemapReferences(Event& event,
                     absl::FunctionRef<EventIndex(EventIndex)> map) {
  auto f = [map](auto& id) {
    if (IsBuiltin(id)) return;
    id = std::remove_reference_t<decltype(id)>(
        map(EventIndex(id.value())).value());
  };
  std::visit([&f](auto& record) { Each(record, f); }, event.record);
}

}  // namespace attest
