// A RefCase as the events of a log, for the engine to fold.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_EVENTS_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_EVENTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/model/event.h"
#include "engine/model/vocabulary.h"
#include "tests/reference/corroboration_case.h"

namespace attest::reference {

// The file ends with the last record, so that a report may cite a later one;
// the decisions after it are events of their own.
class EventMaker {
 public:
  explicit EventMaker(const RefCase& the_case) : case_(the_case) {}

  std::vector<Event> Make() {
    PlaceAll();
    for (const RefSource& source : case_.sources) Put(source.at, source.key);
    for (const RefReport& report : case_.reports) Put(report.at, report.key);
    for (const RefEntity& entity : case_.entities) Put(entity.at, entity.key);
    for (const RefPredicate& one : case_.predicates) Put(one.at, one.key);
    for (const RefClaim& claim : case_.claims) Put(claim.at, claim.key);
    return InOrder();
  }

 private:
  // Gives every record and decision its index.
  void PlaceAll() {
    std::vector<uint64_t> places;
    for (const auto& record : case_.sources) places.push_back(record.at);
    for (const auto& record : case_.reports) places.push_back(record.at);
    for (const auto& record : case_.entities) places.push_back(record.at);
    for (const auto& record : case_.predicates) places.push_back(record.at);
    for (const auto& record : case_.claims) places.push_back(record.at);
    for (const uint64_t at : places) last_record_ = std::max(last_record_, at);
    for (const auto& decision : case_.decisions) places.push_back(decision.at);
    std::sort(places.begin(), places.end());
    for (const uint64_t at : places) {
      const bool after_file = at > last_record_;
      index_.emplace(at, index_.size() + (after_file ? 1 : 0));
    }
  }

  void Put(uint64_t at, const std::string& key) {
    id_.emplace(key, index_.at(at));
  }

  std::vector<Event> InOrder() {
    std::map<uint64_t, Event> events;
    const uint64_t close = index_.at(last_record_) + 1;
    auto add = [&](uint64_t at, std::string key, Record record) {
      Event event;
      event.key = std::move(key);
      event.by = "ann";
      event.recorded_at = absl::FromUnixMicros(
          static_cast<int64_t>(1'700'000'000'000'000 + index_.at(at)));
      if (at <= last_record_) event.closed_by = EventIndex(close);
      event.record = std::move(record);
      events.emplace(index_.at(at), std::move(event));
    };
    for (const auto& one : case_.sources) add(one.at, one.key, Made(one));
    for (const auto& one : case_.reports) add(one.at, one.key, Made(one));
    for (const auto& one : case_.entities) add(one.at, one.key, Made(one));
    for (const auto& one : case_.predicates) {
      add(one.at, one.key, one.predicate);
    }
    for (const auto& one : case_.claims) add(one.at, one.key, Made(one));
    for (const auto& one : case_.decisions) {
      add(one.at, absl::StrCat("decision:", one.at),
          std::visit([this](const auto& what) { return Made(what); },
                     one.what));
    }
    Event closed;
    closed.recorded_at = absl::FromUnixMicros(
        static_cast<int64_t>(1'700'000'000'000'000 + close));
    FileClosed file;
    file.first = EventIndex(0);
    file.lines = close;
    closed.record = file;
    events.emplace(close, closed);
    std::vector<Event> result;
    for (auto& [index, event] : events) result.push_back(std::move(event));
    return result;
  }

  template <class Id>
  Id IdOf(const std::string& key) const {
    return Id(id_.at(key));
  }
  [[nodiscard]] bool IsSource(const std::string& key) const {
    return FindByKey(case_.sources, key) != nullptr;
  }
  [[nodiscard]] SourceOrReport Upstream(const std::string& key) const {
    if (IsSource(key)) return IdOf<SourceId>(key);
    return IdOf<ReportId>(key);
  }
  [[nodiscard]] Target TargetOf(const std::string& key) const {
    if (IsSource(key)) return IdOf<SourceId>(key);
    if (FindByKey(case_.reports, key)) return IdOf<ReportId>(key);
    return IdOf<ClaimId>(key);
  }

  [[nodiscard]] Record Made(const RefSource& from) const {
    Source source;
    source.name = from.key;
    source.kind = from.kind;
    source.anonymous = from.anonymous;
    if (!from.part_of.empty()) source.part_of = IdOf<SourceId>(from.part_of);
    return source;
  }
  [[nodiscard]] Record Made(const RefReport& from) const {
    Report report;
    report.source = IdOf<SourceId>(from.publisher);
    report.title = from.key;
    report.published = from.published;
    for (const RefDerivation& one : from.derived_from) {
      report.derived_from.push_back({Upstream(one.on), one.how});
    }
    return report;
  }
  [[nodiscard]] Record Made(const RefEntity& from) const {
    Entity entity;
    entity.kind = from.kind;
    entity.name = from.key;
    return entity;
  }

  [[nodiscard]] Object ObjectOf(const RefParts& parts) const {
    return std::visit(
        [&](const auto& value) -> Object {
          using Value = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, std::monostate>) {
            return IdOf<EntityId>(parts.object);
          } else {
            return value;
          }
        },
        parts.value);
  }

  [[nodiscard]] Record Made(const RefClaim& from) const {
    Claim claim;
    claim.report = IdOf<ReportId>(from.report);
    claim.subject = IdOf<EntityId>(from.parts.subject);
    claim.predicate = FindByKey(case_.predicates, from.parts.predicate)
                          ? IdOf<PredicateId>(from.parts.predicate)
                          : *BuiltinPredicateId(from.parts.predicate);
    claim.object = ObjectOf(from.parts);
    claim.valid = from.parts.valid;
    if (!from.parts.place.empty()) {
      claim.place = IdOf<EntityId>(from.parts.place);
    }
    for (const RefSpeaker& one : from.attribution) {
      claim.attribution.push_back({IdOf<SourceId>(one.source), one.basis, ""});
    }
    claim.original = from.original;
    for (const std::string& one : from.rests_on) {
      claim.rests_on.push_back(IdOf<ClaimId>(one));
    }
    claim.stance = from.stance;
    claim.hedge = from.hedge;
    if (from.by_model) claim.extracted_by = Extractor{"m", Method::kModel, ""};
    return claim;
  }

  [[nodiscard]] Record Made(const RefRetraction& from) const {
    Retraction retraction;
    retraction.target = TargetOf(from.target);
    retraction.judgement = from.judgement;
    return retraction;
  }
  [[nodiscard]] Record Made(const RefStatus& from) const {
    Assessment assessment;
    assessment.target = TargetOf(from.target);
    assessment.value = from.value;
    return assessment;
  }
  [[nodiscard]] Record Made(const RefIdentity& from) const {
    Identity identity;
    identity.judgement = from.judgement;
    identity.a = IdOf<EntityId>(from.a);
    identity.b = IdOf<EntityId>(from.b);
    return identity;
  }
  [[nodiscard]] Record Made(const RefDependence& from) const {
    Dependence dependence;
    dependence.from = Upstream(from.from);
    dependence.on = Upstream(from.on);
    dependence.how = from.how;
    dependence.judgement = from.judgement;
    return dependence;
  }

  const RefCase& case_;
  uint64_t last_record_ = 0;
  std::map<uint64_t, uint64_t> index_;  // by place
  std::map<std::string, uint64_t> id_;  // by key
};

// Requires: every record names only earlier ones, but `part_of` of a source
// and `derived_from` of a report, which may name later ones.
inline std::vector<Event> EventsOf(const RefCase& the_case) {
  return EventMaker(the_case).Make();
}

// As events of their own, without what names a later one: the events of a file
// count all at once.
inline std::vector<Event> OneByOne(std::vector<Event> events) {
  for (size_t i = 0; i < events.size(); ++i) {
    events[i].closed_by.reset();
    if (auto* source = std::get_if<Source>(&events[i].record)) {
      if (source->part_of && source->part_of->value() >= i) {
        source->part_of.reset();
      }
    } else if (auto* report = std::get_if<Report>(&events[i].record)) {
      auto& derived = report->derived_from;
      derived.erase(
          std::remove_if(derived.begin(), derived.end(),
                         [i](const Derivation& one) {
                           return std::visit(
                               [i](auto id) { return id.value() >= i; },
                               one.upstream);
                         }),
          derived.end());
    } else if (events[i].type() == RecordType::kFileClosed) {
      Source instead;
      instead.name = "in its place";
      events[i].key = "src:closed";
      events[i].record = instead;
    }
  }
  return events;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_EVENTS_H_
