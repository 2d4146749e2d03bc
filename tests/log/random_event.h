// Random events of every type, with every field now set and now left out.
// What they refer to does not exist.

#ifndef ATTEST_TESTS_LOG_RANDOM_EVENT_H_
#define ATTEST_TESTS_LOG_RANDOM_EVENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/event.h"

namespace attest {

class RandomEvents {
 public:
  explicit RandomEvents(uint64_t seed) : random_(seed) {}

  // An event of a random type.
  Event Next() {
    return Next(static_cast<RecordType>(Below(kEnumSize<RecordType>)));
  }

  Event Next(RecordType type) {
    Event event;
    event.key = Text();
    event.recorded_at = Time();
    event.closed_by = Maybe([this] { return EventIndex(Below(1u << 30)); });
    event.by = Text();
    event.reason = Text();
    event.note = Text();
    event.recorded = Text();
    event.withheld = Enum<Withheld>();
    event.record = RecordOf(type);
    return event;
  }

  // A number in [0, end), the same with every standard library.
  uint64_t Below(uint64_t end) { return random_() % end; }

 private:
  bool Coin() { return Below(2) == 0; }

  template <class E>
  E Enum() {
    return static_cast<E>(Below(kEnumSize<E>));
  }

  template <class F>
  auto Maybe(F f) -> std::optional<decltype(f())> {
    if (Coin()) return std::nullopt;
    return f();
  }

  template <class F>
  auto List(F f) -> std::vector<decltype(f())> {
    std::vector<decltype(f())> list;
    for (uint64_t i = Below(4); i > 0; --i) list.push_back(f());
    return list;
  }

  template <class I>
  I Ref() {
    return I(Coin() ? Below(1000) : Below(uint64_t{1} << 62));
  }

  std::string Text() {
    std::string text;
    if (Coin()) return text;
    for (uint64_t i = Below(40); i > 0; --i) {
      text.push_back(static_cast<char>(Below(256)));
    }
    return text;
  }

  absl::Time Time() {
    return absl::FromUnixMicros(static_cast<int64_t>(Below(uint64_t{1} << 52)));
  }

  std::array<uint8_t, 32> Sha256() {
    std::array<uint8_t, 32> hash = {};
    for (uint8_t& byte : hash) byte = static_cast<uint8_t>(Below(256));
    return hash;
  }

  Content SomeContent() {
    return {.sha256 = Sha256(), .size_bytes = Below(uint64_t{1} << 40)};
  }

  Extractor SomeExtractor() {
    return {.agent = Text(), .method = Enum<Method>(), .version = Text()};
  }

  Quote SomeQuote() {
    return {.exact = Text(),
            .prefix = Text(),
            .suffix = Text(),
            .passage = Maybe([this] {
              const uint64_t byte = Below(10000);
              const uint64_t point = Below(10000);
              return Passage{byte, byte + Below(99), point, point + Below(99)};
            })};
  }

  SourceOrReport Upstream() {
    if (Coin()) return Ref<SourceId>();
    return Ref<ReportId>();
  }

  Target ClaimOrReport() {
    if (Coin()) return Ref<ClaimId>();
    return Ref<ReportId>();
  }

  std::vector<std::pair<uint64_t, uint64_t>> Ranges() {
    return List([this] {
      const uint64_t begin = Below(1000);
      return std::make_pair(begin, begin + Below(50));
    });
  }

  Source SomeSource() {
    return {.name = Text(),
            .kind = Enum<SourceKind>(),
            .anonymous = Coin(),
            .part_of = Maybe([this] { return Ref<SourceId>(); }),
            .entity = Maybe([this] { return Ref<EntityId>(); }),
            .language = Text(),
            .sensitivity = Enum<Sensitivity>()};
  }

  Report SomeReport() {
    return {.source = Ref<SourceId>(),
            .title = Text(),
            .published = Text(),
            .retrieved = Text(),
            .author = Text(),
            .url = Text(),
            .archive_url = Text(),
            .language = Text(),
            .file = Maybe([this] { return SomeContent(); }),
            .file_name = Text(),
            .text = Maybe([this] { return SomeContent(); }),
            .media_type = Text(),
            .text_by = Maybe([this] { return SomeExtractor(); }),
            .derived_from = List([this] {
              return Derivation{.upstream = Upstream(),
                                .how = static_cast<How>(Below(8))};
            }),
            .sensitivity = Enum<Sensitivity>()};
  }

  Entity SomeEntity() {
    return {.kind = Enum<EntityKind>(),
            .name = Text(),
            .names = List([this] {
              return EntityName{
                  .value = Text(),
                  .lang = Text(),
                  .script = Text(),
                  .report = Maybe([this] { return Ref<ReportId>(); })};
            }),
            .sensitivity = Enum<Sensitivity>()};
  }

  Quantity SomeQuantity() {
    const auto n = static_cast<int64_t>(Below(uint64_t{1} << 50));
    switch (Below(5)) {
      case 0:
        return Quantity::Exact(n, Text());
      case 1:
        return Quantity::AtLeast(n, Text());
      case 2:
        return Quantity::AtMost(n, Text());
      case 3:
        return Quantity::About(n, Text());
      default:
        return Quantity::Range(n, Maybe([n] { return n + 1; }), n + 2, Text());
    }
  }

  Object SomeObject() {
    switch (Below(6)) {
      case 0:
        return TextValue{Text()};
      case 1:
        return SomeQuantity();
      case 2:
        return DateValue{Text()};
      case 3:
        return Point{.lat = static_cast<double>(Below(180)) - 90,
                     .lon = static_cast<double>(Below(3600)) / 10 - 180,
                     .radius_m = static_cast<int64_t>(Below(10000)) + 1,
                     .fallback = Coin()};
      case 4:
        return FlagValue{};
      default:
        return Ref<EntityId>();
    }
  }

  Claim SomeClaim() {
    return {.report = Ref<ReportId>(),
            .subject = Ref<EntityId>(),
            .predicate = Coin() ? PredicateId(kBuiltinPredicates + Below(20))
                                : Ref<PredicateId>(),
            .object = SomeObject(),
            .valid = Text(),
            .place = Maybe([this] { return Ref<EntityId>(); }),
            .attribution = List([this] {
              return Speaker{.source = Ref<SourceId>(),
                             .basis = Enum<Basis>(),
                             .said = Text()};
            }),
            .original = Coin(),
            .rests_on = List([this] { return Ref<ClaimId>(); }),
            .stance = Enum<Stance>(),
            .hedge = Enum<Hedge>(),
            .quote = Maybe([this] { return SomeQuote(); }),
            .citation = Text(),
            .as_stated = Text(),
            .real_ends = {.start = Coin(), .end = Coin()},
            .extracted_by = Maybe([this] { return SomeExtractor(); })};
  }

  Retraction SomeRetraction() {
    return {.target = ClaimOrReport(),
            .how = Enum<RetractionHow>(),
            .judgement = Enum<Judgement>(),
            .superseded_by = Maybe([this] { return ClaimOrReport(); }),
            .report = Maybe([this] { return Ref<ReportId>(); }),
            .quote = Maybe([this] { return SomeQuote(); })};
  }

  Assessment SomeAssessment() {
    const auto scheme = Enum<Scheme>();
    const auto& values = ValuesOf(scheme);
    return {.target = ClaimOrReport(),
            .scheme = scheme,
            .value = std::string(values[Below(values.size())])};
  }

  Amendment SomeAmendment() {
    switch (Below(4)) {
      case 0:
        return {.target = Ref<SourceId>(),
                .values = SomeSource(),
                .fields = {"kind", "name"}};
      case 1:
        return {.target = Ref<ReportId>(),
                .values = SomeReport(),
                .fields = {"source", "title"}};
      case 2:
        return {.target = Ref<ReportId>(),
                .values = Report{.title = Text()},
                .fields = {"title"}};
      default:
        return {.target = Ref<EntityId>(),
                .values = SomeEntity(),
                .fields = {"names"}};
    }
  }

  Record RecordOf(RecordType type) {
    switch (type) {
      case RecordType::kSource:
        return SomeSource();
      case RecordType::kReport:
        return SomeReport();
      case RecordType::kEntity:
        return SomeEntity();
      case RecordType::kPredicate:
        return Predicate{.label = Text(),
                         .domain = EntityKinds(static_cast<uint8_t>(Below(32))),
                         .range = EntityKinds(static_cast<uint8_t>(Below(32))),
                         .literal = Enum<Literal>(),
                         .time = Enum<TimeKind>(),
                         .functional = Enum<Functional>(),
                         .once = Coin()};
      case RecordType::kClaim:
        return SomeClaim();
      case RecordType::kRetraction:
        return SomeRetraction();
      case RecordType::kAssessment:
        return SomeAssessment();
      case RecordType::kIdentity:
        return Identity{.judgement = Enum<IdentityJudgement>(),
                        .a = Ref<EntityId>(),
                        .b = Ref<EntityId>()};
      case RecordType::kDependence:
        return Dependence{.from = Upstream(),
                          .on = Upstream(),
                          .how = Enum<How>(),
                          .judgement = Enum<Judgement>()};
      case RecordType::kAmendment:
        return SomeAmendment();
      case RecordType::kRedaction:
        return Redaction{.target = ClaimOrReport(), .bytes = Ranges()};
      case RecordType::kFileClosed:
        return FileClosed{.first = Ref<EventIndex>(),
                          .name = Text(),
                          .lines = Below(100000),
                          .sha256 = Sha256()};
      case RecordType::kRecovery:
        return Recovery{.origin = Text(),
                        .expected = Below(1000),
                        .lost = Ranges(),
                        .dropped = List([this] { return Below(1000); }),
                        .recovered_at = Time()};
      case RecordType::kKeyRotation:
        return KeyRotation{.verifier_key = Text(),
                           .signature = Text(),
                           .previous_key = Text()};
      case RecordType::kTimestamp:
        return Timestamp{.tree_size = Below(1000),
                         .root = Sha256(),
                         .token = Text(),
                         .checkpoint = Text()};
    }
    return Source{};
  }

  std::mt19937_64 random_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_LOG_RANDOM_EVENT_H_
