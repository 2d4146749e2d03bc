// CaseMaker makes the events of a small case, with short defaults.

#ifndef ATTEST_TESTS_QUERY_CASE_MAKER_H_
#define ATTEST_TESTS_QUERY_CASE_MAKER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/model/event.h"
#include "engine/model/vocabulary.h"

namespace attest::query {

class CaseMaker {
 public:
  // Event n is recorded n seconds after 2023-11-14T22:13:20Z, by ann.
  uint64_t Add(std::string key, Record record) {
    const uint64_t index = events_.size();
    Event event;
    event.key = std::move(key);
    event.by = "ann";
    event.recorded_at =
        absl::FromUnixSeconds(1'700'000'000 + static_cast<int64_t>(index));
    event.record = std::move(record);
    events_.push_back(std::move(event));
    return index;
  }

  SourceId AddSource(std::string key, SourceKind kind = SourceKind::kPerson,
                     Sensitivity sensitivity = Sensitivity::kPublic) {
    Source source;
    source.name = absl::StrCat("Name of ", key);
    source.kind = kind;
    source.sensitivity = sensitivity;
    return SourceId(Add(std::move(key), source));
  }
  ReportId AddReport(std::string key, SourceId publisher,
                     Sensitivity sensitivity = Sensitivity::kPublic) {
    Report report;
    report.source = publisher;
    report.title = absl::StrCat("Title of ", key);
    report.published = "2011-06";
    report.retrieved = "2020-01-02T03:04:05Z";
    report.sensitivity = sensitivity;
    return ReportId(Add(std::move(key), report));
  }
  EntityId AddEntity(std::string key, EntityKind kind = EntityKind::kPerson,
                     Sensitivity sensitivity = Sensitivity::kPublic) {
    Entity entity;
    entity.kind = kind;
    entity.name = absl::StrCat("Name of ", key);
    entity.sensitivity = sensitivity;
    return EntityId(Add(std::move(key), entity));
  }
  // A claim by `speaker`, an eyewitness.
  [[nodiscard]] static Claim Said(ReportId report, SourceId speaker,
                                  EntityId subject, const char* predicate,
                                  Object object, std::string valid = "") {
    Claim claim;
    claim.report = report;
    claim.attribution = {{speaker, Basis::kEyewitness, ""}};
    claim.subject = subject;
    claim.predicate = *BuiltinPredicateId(predicate);
    claim.object = std::move(object);
    claim.valid = std::move(valid);
    return claim;
  }
  ClaimId AddClaim(std::string key, Claim claim) {
    return ClaimId(Add(std::move(key), std::move(claim)));
  }
  uint64_t Retract(Target target) {
    Retraction retraction;
    retraction.target = target;
    return Add(absl::StrCat("retraction:", events_.size()), retraction);
  }
  uint64_t Same(EntityId a, EntityId b) {
    Identity identity;
    identity.a = a;
    identity.b = b;
    identity.judgement = IdentityJudgement::kSame;
    return Add(absl::StrCat("same:", events_.size()), identity);
  }

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

 private:
  std::vector<Event> events_;
};

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_CASE_MAKER_H_
