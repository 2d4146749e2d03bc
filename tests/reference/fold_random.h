// Random logs of events that a projection must accept: every record type,
// single events and whole files, references of every kind.

#ifndef ATTEST_TESTS_REFERENCE_FOLD_RANDOM_H_
#define ATTEST_TESTS_REFERENCE_FOLD_RANDOM_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/model/event.h"
#include "engine/model/vocabulary.h"

namespace attest::reference {

class RandomLog {
 public:
  explicit RandomLog(uint64_t seed) : random_(seed) {}

  // At least `size` events; more when a file is cut off at its end otherwise.
  std::vector<Event> Make(size_t size) {
    if (Chance(4)) {
      Recovery recovery;
      recovery.origin = "elsewhere";
      Add(Event{.record = recovery});
    }
    Start();
    while (events_.size() < size) {
      Chance(4) ? AddFile() : AddOne(AnyRecord());
      if (Chance(20)) AddOfTheLog();
    }
    return std::move(events_);
  }

 private:
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool Chance(uint64_t in) { return Below(in) == 0; }
  template <class E>
  E Any() {
    return static_cast<E>(Below(kEnumSize<E>));
  }
  template <class Id>
  Id Any(const std::vector<Id>& ids) {
    // The earlier ones more often, so that things meet.
    return ids[std::min(Below(ids.size()), Below(ids.size()))];
  }
  std::string Word() {
    static constexpr const char* kWords[] = {"Hama",  "Ali Ṭūqān", "al-Asad",
                                             "حماة",  "O'Neil",    "Hama North",
                                             "ÉCOLE", "a",         ""};
    return kWords[Below(std::size(kWords))];
  }
  std::string Valid() {
    static constexpr const char* kDates[] = {"", "", "2011", "2011-06",
                                             "2011-06-10/2012"};
    return kDates[Below(std::size(kDates))];
  }

  // Adds an event at the end, of the open file or alone.
  void Add(Event event) {
    if (Chance(3)) now_ += absl::Microseconds(Below(3));
    event.recorded_at = now_;
    if (close_ > 0) event.closed_by = EventIndex(close_);
    events_.push_back(std::move(event));
  }

  // No answer speaks of these.
  void AddOfTheLog() {
    Event event;
    if (Chance(2)) {
      event.record = KeyRotation{.verifier_key = "new", .previous_key = "old"};
    } else {
      event.record = Timestamp{.tree_size = events_.size(), .token = "token"};
    }
    Add(std::move(event));
  }

  void AddOne(Record record) {
    const uint64_t index = events_.size();
    Event event;
    event.key = absl::StrCat("k:", index);
    event.by = Chance(2) ? "ann" : "bob";
    event.withheld = Chance(12) ? Any<Withheld>() : Withheld::kNo;
    if (record.index() == static_cast<size_t>(RecordType::kSource)) {
      sources_.emplace_back(index);
    }
    if (record.index() == static_cast<size_t>(RecordType::kReport)) {
      reports_.emplace_back(index);
    }
    if (record.index() == static_cast<size_t>(RecordType::kEntity)) {
      entities_.emplace_back(index);
    }
    if (record.index() == static_cast<size_t>(RecordType::kPredicate)) {
      predicates_.emplace_back(index);
    }
    if (record.index() == static_cast<size_t>(RecordType::kClaim)) {
      claims_.emplace_back(index);
    }
    event.record = std::move(record);
    Add(std::move(event));
  }

  void Start() {
    AddOne(AnySource());
    AddOne(AnyReport());
    AddOne(AnyEntity());
    AddOne(AnyEntity());
    AddOne(AnyPredicate());
    AddOne(AnyClaim());
  }

  void AddFile() {
    const uint64_t first = events_.size();
    close_ = first + Below(8);
    if (close_ > first && Chance(2)) AddCycle();
    while (events_.size() < close_) AddOne(AnyRecord());
    close_ = 0;
    FileClosed closed;
    closed.first = EventIndex(first);
    closed.lines = events_.size() - first;
    Add(Event{.record = closed});
  }

  // A report that derives from one which comes after it.
  void AddCycle() {
    const uint64_t first = events_.size();
    if (first + 2 > close_) return;
    Report one = AnyReport();
    one.derived_from.push_back({ReportId(first + 1), AnyDeclared()});
    AddOne(one);
    Report two = AnyReport();
    two.derived_from.push_back({ReportId(first), How::kReprint});
    AddOne(two);
  }

  // A kind that `derived_from` can have.
  How AnyDeclared() { return static_cast<How>(Below(8)); }

  Record AnyRecord() {
    switch (Below(24)) {
      case 0:
        return AnySource();
      case 1:
        return AnyReport();
      case 2:
      case 13:
        return AnyEntity();
      case 3:
        return AnyPredicate();
      case 4:
      case 5:
        return AnyRetraction();
      case 6:
      case 7:
        return AnyAssessment();
      case 8:
      case 9:
        return AnyIdentity();
      case 10:
        return AnyDependence();
      case 11:
        return AnyAmendment();
      case 12:
        if (Chance(3)) return AnyRedaction();
        [[fallthrough]];
      default:
        return AnyClaim();
    }
  }

  Source AnySource() {
    Source source;
    source.name = Word();
    source.kind = Any<SourceKind>();
    source.anonymous = Chance(4);
    if (!sources_.empty() && Chance(3)) source.part_of = Any(sources_);
    if (!entities_.empty() && Chance(3)) source.entity = Any(entities_);
    source.language = Chance(2) ? "ar" : "";
    source.sensitivity = Any<Sensitivity>();
    return source;
  }

  Report AnyReport() {
    Report report;
    report.source = Any(sources_);
    report.title = Word();
    report.published = Valid();
    report.author = Word();
    report.url = Chance(2) ? "https://example.org/1" : "";
    report.language = "en";
    while (Chance(3)) {
      report.derived_from.push_back({AnyUpstream(), AnyDeclared()});
    }
    return report;
  }

  SourceOrReport AnyUpstream() {
    if (reports_.empty() || Chance(2)) return Any(sources_);
    return Any(reports_);
  }

  Entity AnyEntity() {
    Entity entity;
    entity.kind = Any<EntityKind>();
    entity.name = Word();
    while (Chance(2)) {
      EntityName name;
      name.value = Word();
      name.lang = Chance(2) ? "ar" : "";
      if (!reports_.empty() && Chance(2)) name.report = Any(reports_);
      entity.names.push_back(name);
    }
    return entity;
  }

  Predicate AnyPredicate() {
    Predicate predicate;
    predicate.label = Word();
    predicate.domain = EntityKinds::All();
    predicate.time = Any<TimeKind>();
    predicate.functional = Any<Functional>();
    predicate.once = Chance(2);
    if (Chance(2)) predicate.range = EntityKinds::All();
    return predicate;
  }

  Object AnyObject() {
    switch (Below(16)) {
      case 0:
        return TextValue{Word()};
      case 1:
        return DateValue{"2011"};
      case 2:
        return FlagValue{};
      case 3:
        return Quantity::About(static_cast<int64_t>(Below(3)), "persons");
      case 4:
        return Quantity::Range(1, static_cast<int64_t>(Below(2)) + 1, 5, "");
      case 5:
        return Point{.lat = static_cast<double>(Below(2)), .lon = -0.0};
      default:
        return Any(entities_);
    }
  }

  Claim AnyClaim() {
    Claim claim;
    claim.report = Any(reports_);
    claim.subject = Any(entities_);
    claim.predicate = Chance(2) ? Any(predicates_)
                                : PredicateId(kBuiltinPredicates + Below(3));
    claim.object = AnyObject();
    claim.valid = Valid();
    if (Chance(4)) claim.place = Any(entities_);
    while (Chance(2)) {
      claim.attribution.push_back(
          {Any(sources_), Any<Basis>(), Chance(4) ? "2011" : ""});
    }
    claim.original = Chance(4);
    while (!claims_.empty() && Chance(4)) {
      claim.rests_on.push_back(Any(claims_));
    }
    claim.stance = Chance(3) ? Any<Stance>() : Stance::kAsserts;
    claim.hedge = Any<Hedge>();
    if (Chance(4)) claim.extracted_by = Extractor{"x", Any<Method>(), ""};
    return claim;
  }

  Retraction AnyRetraction() {
    Retraction retraction;
    retraction.target = ClaimOrReport();
    retraction.how = Any<RetractionHow>();
    retraction.judgement = Any<Judgement>();
    if (Chance(3)) retraction.superseded_by = ClaimOrReport();
    return retraction;
  }

  Target ClaimOrReport() {
    if (Chance(4)) return Any(reports_);
    return Any(claims_);
  }

  Assessment AnyAssessment() {
    Assessment assessment;
    assessment.target = ClaimOrReport();
    if (Chance(5)) assessment.target = Any(sources_);
    if (Chance(3)) assessment.scheme = Any<Scheme>();
    const auto& values = ValuesOf(assessment.scheme);
    assessment.value = std::string(values[Below(Chance(2) ? 2 : 3)]);
    return assessment;
  }

  Identity AnyIdentity() {
    Identity identity;
    identity.judgement =
        Chance(4) ? Any<IdentityJudgement>() : IdentityJudgement::kSame;
    identity.a = Any(entities_);
    do {
      identity.b = entities_[Below(entities_.size())];
    } while (identity.a == identity.b);
    return identity;
  }

  Dependence AnyDependence() {
    Dependence dependence;
    dependence.from = AnyUpstream();
    dependence.on = AnyUpstream();
    dependence.how = Any<How>();
    dependence.judgement = Any<Judgement>();
    return dependence;
  }

  Amendment AnyAmendment() {
    Amendment amendment;
    switch (Below(3)) {
      case 0:
        amendment.target = Any(sources_);
        amendment.values = AnySource();
        amendment.fields = {"kind", "name"};
        if (Chance(2)) amendment.fields = {"anonymous", "entity", "part_of"};
        break;
      case 1:
        amendment.target = Any(reports_);
        amendment.values = AnyReport();
        amendment.fields = {"source"};
        if (Chance(2)) amendment.fields = {"derived_from", "title"};
        break;
      default:
        amendment.target = Any(entities_);
        amendment.values = AnyEntity();
        amendment.fields = {"name"};
        if (Chance(2)) amendment.fields = {"name", "names"};
        break;
    }
    return amendment;
  }

  Redaction AnyRedaction() {
    Redaction redaction;
    redaction.target = ClaimOrReport();
    if (Chance(2)) redaction.bytes = {{0, 4}};
    return redaction;
  }

  std::mt19937_64 random_;
  absl::Time now_ = absl::FromUnixMicros(1'700'000'000'000'000);
  uint64_t close_ = 0;  // of the open file
  std::vector<Event> events_;
  std::vector<SourceId> sources_;
  std::vector<ReportId> reports_;
  std::vector<EntityId> entities_;
  std::vector<PredicateId> predicates_;
  std::vector<ClaimId> claims_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_FOLD_RANDOM_H_
