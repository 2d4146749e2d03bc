#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "attest_stored/event_generated.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_rules.h"
#include "engine/log/field_decoder.h"
#include "flatbuffers/flatbuffers.h"

namespace attest {
namespace {

// The schema nests four deep; what the encoder writes holds no table twice.
constexpr flatbuffers::Verifier::Options kVerifierOptions = {
    .max_depth = 16,
    .max_tables = static_cast<flatbuffers::uoffset_t>(kEventBytesLimit / 8)};

// Decoder reads the records of an event.
class Decoder : public FieldDecoder {
 public:
  void Read(const stored::Event& from, Event& event);

 private:
  template <class Stored, class Element>
  void GetTables(const flatbuffers::Vector<flatbuffers::Offset<Stored>>* from,
                 std::vector<Element>& list);
  void GetElement(const stored::EntityName& from, EntityName& name);
  void GetElement(const stored::Speaker& from, Speaker& speaker);

  void GetObject(const stored::Claim& from, Object& object);
  void GetLiteral(const stored::Claim& from, Object& object);
  void GetQuantity(const stored::Quantity& from, Quantity& quantity);

  void GetReport(const stored::Report& from, Report& report);
  void GetAmended(const stored::Amendment& from, Amendment& amendment);

  void GetRecord(const stored::Event& from, Record& record);
  void GetRecord(const stored::Source& from, Source& source);
  void GetRecord(const stored::Report& from, Report& report);
  void GetRecord(const stored::Entity& from, Entity& entity);
  void GetRecord(const stored::Predicate& from, Predicate& predicate);
  void GetRecord(const stored::Claim& from, Claim& claim);
  void GetRecord(const stored::Retraction& from, Retraction& retraction);
  void GetRecord(const stored::Assessment& from, Assessment& assessment);
  void GetRecord(const stored::Identity& from, Identity& identity);
  void GetRecord(const stored::Dependence& from, Dependence& dependence);
  void GetRecord(const stored::Amendment& from, Amendment& amendment);
  void GetRecord(const stored::Redaction& from, Redaction& redaction);
  void GetRecord(const stored::FileClosed& from, FileClosed& closed);
  void GetRecord(const stored::Recovery& from, Recovery& recovery);
  void GetRecord(const stored::KeyRotation& from, KeyRotation& rotation);
  void GetRecord(const stored::Timestamp& from, Timestamp& timestamp);
};

template <class Stored, class Element>
void Decoder::GetTables(
    const flatbuffers::Vector<flatbuffers::Offset<Stored>>* from,
    std::vector<Element>& list) {
  if (from == nullptr) return list.clear();
  list.resize(from->size());
  for (flatbuffers::uoffset_t i = 0; i < from->size(); ++i) {
    GetElement(*from->Get(i), list[i]);
  }
}

void Decoder::GetElement(const stored::EntityName& from, EntityName& name) {
  Get(from.value(), name.value);
  Get(from.lang(), name.lang);
  Get(from.script(), name.script);
  Get(from.report(), name.report);
}

void Decoder::GetElement(const stored::Speaker& from, Speaker& speaker) {
  Get(from.source(), "the source of a speaker", speaker.source);
  Get(from.basis(), speaker.basis);
  Get(from.said(), speaker.said);
}

void Decoder::GetRecord(const stored::Source& from, Source& source) {
  Get(from.name(), source.name);
  Get(from.kind(), source.kind);
  source.anonymous = from.anonymous();
  Get(from.part_of(), source.part_of);
  Get(from.entity(), source.entity);
  Get(from.language(), source.language);
  Get(from.sensitivity(), source.sensitivity);
}

void Decoder::GetReport(const stored::Report& from, Report& report) {
  Get(from.title(), report.title);
  Get(from.published(), report.published);
  Get(from.retrieved(), report.retrieved);
  Get(from.author(), report.author);
  Get(from.url(), report.url);
  Get(from.archive_url(), report.archive_url);
  Get(from.language(), report.language);
  Get(from.file(), report.file);
  Get(from.file_name(), report.file_name);
  Get(from.text(), report.text);
  Get(from.media_type(), report.media_type);
  Get(from.text_by(), report.text_by);
  const auto* derived_from = from.derived_from();
  report.derived_from.resize(derived_from == nullptr ? 0
                                                     : derived_from->size());
  for (flatbuffers::uoffset_t i = 0; i < report.derived_from.size(); ++i) {
    const stored::Derivation stored = Load(derived_from->Get(i));
    Derivation& derivation = report.derived_from[i];
    Get(&stored.upstream(), "the upstream of a derivation",
        derivation.upstream);
    Get(stored.how(), derivation.how);
  }
  Get(from.sensitivity(), report.sensitivity);
}

void Decoder::GetRecord(const stored::Report& from, Report& report) {
  Get(from.source(), "the publisher of a report", report.source);
  GetReport(from, report);
}

void Decoder::GetRecord(const stored::Entity& from, Entity& entity) {
  Get(from.kind(), entity.kind);
  Get(from.name(), entity.name);
  GetTables(from.names(), entity.names);
  Get(from.sensitivity(), entity.sensitivity);
}

void Decoder::GetRecord(const stored::Predicate& from, Predicate& predicate) {
  Get(from.label(), predicate.label);
  predicate.domain = EntityKinds(from.domain());
  predicate.range = EntityKinds(from.range());
  if (predicate.domain.bits() != from.domain() ||
      predicate.range.bits() != from.range()) {
    Fail("a predicate has an unknown kind of entity");
  }
  Get(from.literal(), predicate.literal);
  Get(from.time(), predicate.time);
  Get(from.functional(), predicate.functional);
  predicate.once = from.once();
}

void Decoder::GetQuantity(const stored::Quantity& from, Quantity& quantity) {
  const auto form = static_cast<uint8_t>(from.form());
  if (form > static_cast<uint8_t>(QuantityForm::kRange)) {
    return Fail(absl::StrCat("quantity form out of range: got ", form,
                             ", want less than 5"));
  }
  quantity.form = static_cast<QuantityForm>(form);
  const bool range = quantity.form == QuantityForm::kRange;
  // Numbers too large for the model become negative, which the rules refuse.
  const auto low = static_cast<int64_t>(from.low());
  quantity.number = range ? 0 : low;
  quantity.low = range ? low : 0;
  quantity.high = static_cast<int64_t>(from.high());
  quantity.best.reset();
  if (from.best() != kNoReference) {
    quantity.best = static_cast<int64_t>(from.best());
  }
  Get(from.unit(), quantity.unit);
}

void Decoder::GetLiteral(const stored::Claim& from, Object& object) {
  switch (from.value_type()) {
    case stored::Literal::TextValue:
      return Get(from.value_as_TextValue()->text(),
                 Hold<TextValue>(object).text);
    case stored::Literal::Quantity:
      return GetQuantity(*from.value_as_Quantity(), Hold<Quantity>(object));
    case stored::Literal::DateValue:
      return Get(from.value_as_DateValue()->edtf(),
                 Hold<DateValue>(object).edtf);
    case stored::Literal::Point: {
      const stored::Point& point = *from.value_as_Point();
      object = Point{.lat = point.lat(),
                     .lon = point.lon(),
                     .radius_m = point.radius_m(),
                     .fallback = point.fallback()};
      return;
    }
    case stored::Literal::FlagValue:
      Hold<FlagValue>(object);
      return;
    case stored::Literal::NONE:
      break;
  }
  Fail(absl::StrCat("a claim has an unknown kind of value: got ",
                    static_cast<int>(from.value_type()), ", want 1 to 5"));
}

void Decoder::GetObject(const stored::Claim& from, Object& object) {
  const bool has_entity = from.object() != kNoReference;
  const bool has_value =
      from.value_type() != stored::Literal::NONE && from.value() != nullptr;
  if (has_entity == has_value) {
    return Fail(has_entity ? "a claim has both an object and a value"
                           : "a claim has neither an object nor a value");
  }
  if (has_entity) {
    Hold<EntityId>(object) = EntityId(from.object());
  } else {
    GetLiteral(from, object);
  }
}

void Decoder::GetRecord(const stored::Claim& from, Claim& claim) {
  Get(from.report(), "the report of a claim", claim.report);
  Get(from.subject(), "the subject of a claim", claim.subject);
  Get(from.predicate(), "the predicate of a claim", claim.predicate);
  GetObject(from, claim.object);
  Get(from.valid(), claim.valid);
  Get(from.place(), claim.place);
  GetTables(from.attribution(), claim.attribution);
  claim.original = from.original();
  claim.rests_on.clear();
  if (const auto* premises = from.rests_on(); premises != nullptr) {
    for (flatbuffers::uoffset_t i = 0; i < premises->size(); ++i) {
      Get(NumberAt(*premises, i), "a claim that another rests on",
          claim.rests_on.emplace_back());
    }
  }
  Get(from.stance(), claim.stance);
  Get(from.hedge(), claim.hedge);
  Get(from.quote(), claim.quote);
  Get(from.citation(), claim.citation);
  Get(from.as_stated(), claim.as_stated);
  if (from.real_ends() > 3) Fail("a claim has unknown real ends");
  claim.real_ends = {.start = (from.real_ends() & 1) != 0,
                     .end = (from.real_ends() & 2) != 0};
  Get(from.extracted_by(), claim.extracted_by);
}

void Decoder::GetRecord(const stored::Retraction& from,
                        Retraction& retraction) {
  Get(from.target(), "the target of a retraction", retraction.target);
  Get(from.how(), retraction.how);
  Get(from.judgement(), retraction.judgement);
  if (from.superseded_by() == nullptr) {
    retraction.superseded_by.reset();
  } else {
    Get(from.superseded_by(), "what supersedes a retracted record",
        Hold(retraction.superseded_by));
  }
  Get(from.report(), retraction.report);
  Get(from.quote(), retraction.quote);
}

void Decoder::GetRecord(const stored::Assessment& from,
                        Assessment& assessment) {
  Get(from.target(), "the target of an assessment", assessment.target);
  Get(from.scheme(), assessment.scheme);
  Get(from.value(), assessment.value);
}

void Decoder::GetRecord(const stored::Identity& from, Identity& identity) {
  Get(from.judgement(), identity.judgement);
  Get(from.a(), "an entity of an identity", identity.a);
  Get(from.b(), "an entity of an identity", identity.b);
}

void Decoder::GetRecord(const stored::Dependence& from,
                        Dependence& dependence) {
  Get(from.from(), "the first end of a dependence", dependence.from);
  Get(from.on(), "the second end of a dependence", dependence.on);
  Get(from.how(), dependence.how);
  Get(from.judgement(), dependence.judgement);
}

void Decoder::GetAmended(const stored::Amendment& from, Amendment& amendment) {
  if (from.values() == nullptr) return Fail("an amendment sets nothing");
  switch (from.values_type()) {
    case stored::Amended::Source:
      return GetRecord(*from.values_as_Source(),
                       Hold<Source>(amendment.values));
    case stored::Amended::Report: {
      const stored::Report& stored = *from.values_as_Report();
      Report& report = Hold<Report>(amendment.values);
      report.source = SourceId();
      if (Sets(amendment, "source")) return GetRecord(stored, report);
      return GetReport(stored, report);
    }
    case stored::Amended::Entity:
      return GetRecord(*from.values_as_Entity(),
                       Hold<Entity>(amendment.values));
    case stored::Amended::NONE:
      break;
  }
  Fail(absl::StrCat("an amendment of an unknown type of record: got ",
                    static_cast<int>(from.values_type()), ", want 1 to 3"));
}

void Decoder::GetRecord(const stored::Amendment& from, Amendment& amendment) {
  Get(from.target(), "the target of an amendment", amendment.target);
  const auto* fields = from.fields();
  amendment.fields.resize(fields == nullptr ? 0 : fields->size());
  for (flatbuffers::uoffset_t i = 0; i < amendment.fields.size(); ++i) {
    Get(fields->Get(i), amendment.fields[i]);
  }
  GetAmended(from, amendment);
}

void Decoder::GetRecord(const stored::Redaction& from, Redaction& redaction) {
  Get(from.target(), "the target of a redaction", redaction.target);
  Get(from.bytes(), redaction.bytes);
}

void Decoder::GetRecord(const stored::FileClosed& from, FileClosed& closed) {
  Get(from.first(), "the first event of a file", closed.first);
  Get(from.name(), closed.name);
  closed.lines = from.lines();
  Get(from.sha256(), "the hash of a file", closed.sha256);
}

void Decoder::GetRecord(const stored::Recovery& from, Recovery& recovery) {
  Get(from.origin(), recovery.origin);
  recovery.expected = from.expected();
  Get(from.lost(), recovery.lost);
  recovery.dropped.clear();
  if (const auto* dropped = from.dropped(); dropped != nullptr) {
    for (flatbuffers::uoffset_t i = 0; i < dropped->size(); ++i) {
      recovery.dropped.push_back(NumberAt(*dropped, i));
    }
  }
  recovery.recovered_at = absl::FromUnixMicros(from.recovered_at_us());
}

void Decoder::GetRecord(const stored::KeyRotation& from,
                        KeyRotation& rotation) {
  Get(from.verifier_key(), rotation.verifier_key);
  Get(from.signature(), rotation.signature);
  Get(from.previous_key(), rotation.previous_key);
}

void Decoder::GetRecord(const stored::Timestamp& from, Timestamp& timestamp) {
  timestamp.tree_size = from.tree_size();
  Get(from.root(), "the root of a timestamp", timestamp.root);
  Get(from.token(), timestamp.token);
  Get(from.checkpoint(), timestamp.checkpoint);
}

void Decoder::GetRecord(const stored::Event& from, Record& record) {
  if (from.record() == nullptr) return Fail("it has no record");
  switch (from.record_type()) {
    case stored::Record::Source:
      return GetRecord(*from.record_as_Source(), Hold<Source>(record));
    case stored::Record::Report:
      return GetRecord(*from.record_as_Report(), Hold<Report>(record));
    case stored::Record::Entity:
      return GetRecord(*from.record_as_Entity(), Hold<Entity>(record));
    case stored::Record::Predicate:
      return GetRecord(*from.record_as_Predicate(), Hold<Predicate>(record));
    case stored::Record::Claim:
      return GetRecord(*from.record_as_Claim(), Hold<Claim>(record));
    case stored::Record::Retraction:
      return GetRecord(*from.record_as_Retraction(), Hold<Retraction>(record));
    case stored::Record::Assessment:
      return GetRecord(*from.record_as_Assessment(), Hold<Assessment>(record));
    case stored::Record::Identity:
      return GetRecord(*from.record_as_Identity(), Hold<Identity>(record));
    case stored::Record::Dependence:
      return GetRecord(*from.record_as_Dependence(), Hold<Dependence>(record));
    case stored::Record::Amendment:
      return GetRecord(*from.record_as_Amendment(), Hold<Amendment>(record));
    case stored::Record::Redaction:
      return GetRecord(*from.record_as_Redaction(), Hold<Redaction>(record));
    case stored::Record::FileClosed:
      return GetRecord(*from.record_as_FileClosed(), Hold<FileClosed>(record));
    case stored::Record::Recovery:
      return GetRecord(*from.record_as_Recovery(), Hold<Recovery>(record));
    case stored::Record::KeyRotation:
      return GetRecord(*from.record_as_KeyRotation(),
                       Hold<KeyRotation>(record));
    case stored::Record::Timestamp:
      return GetRecord(*from.record_as_Timestamp(), Hold<Timestamp>(record));
    default:
      // The types that the schema reserves are among them.
      Fail(absl::StrCat("unknown type of record: got ",
                        static_cast<int>(from.record_type()), ", want 1 to ",
                        kEnumSize<RecordType>));
  }
}

void Decoder::Read(const stored::Event& from, Event& event) {
  if (from.salt() == nullptr) Fail("it has no salt");
  event.recorded_at = absl::FromUnixMicros(from.recorded_at_us());
  Get(from.closed_by(), event.closed_by);
  Get(from.key(), event.key);
  Get(from.by(), event.by);
  Get(from.reason(), event.reason);
  Get(from.note(), event.note);
  Get(from.recorded(), event.recorded);
  Get(from.withheld(), event.withheld);
  GetRecord(from, event.record);
  if (from.schema_version() == 1 && event.type() > RecordType::kRecovery) {
    Fail(absl::StrCat("a ", NameOf(event.type()),
                      " is not of schema version 1"));
  }
}

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the stored bytes are not an event: ", what));
}

// The stored event in `bytes`, if they verify as one: for readers that need a
// mark of the log's alone.
class VerifiedEvent {
 public:
  explicit VerifiedEvent(absl::string_view bytes)
      : aligned_((bytes.size() + 7) / 8) {
    if (bytes.empty() || bytes.size() >= kEventBytesLimit) return;
    std::memcpy(aligned_.data(), bytes.data(), bytes.size());
    const auto* data = reinterpret_cast<const uint8_t*>(aligned_.data());
    flatbuffers::Verifier verifier(data, bytes.size(), kVerifierOptions);
    if (stored::VerifyEventBuffer(verifier)) event_ = stored::GetEvent(data);
  }

  [[nodiscard]] const stored::Event* get() const { return event_; }

 private:
  std::vector<uint64_t> aligned_;
  const stored::Event* event_ = nullptr;
};

}  // namespace

std::optional<uint64_t> RedactedBy(absl::string_view bytes) {
  const VerifiedEvent event(bytes);
  if (event.get() == nullptr || event.get()->redacted_by() == kNoReference) {
    return std::nullopt;
  }
  return event.get()->redacted_by();
}

std::vector<Replaced> ReplacedBy(absl::string_view bytes) {
  const VerifiedEvent event(bytes);
  std::vector<Replaced> replaced;
  if (event.get() == nullptr) return replaced;
  const stored::Redaction* redaction = event.get()->record_as_Redaction();
  if (redaction == nullptr || redaction->replaced() == nullptr) return replaced;
  for (const stored::Replaced* one : *redaction->replaced()) {
    Replaced& to = replaced.emplace_back();
    to.event = one->event();
    const auto* hash = one->sha256().bytes()->data();
    std::copy(hash, hash + to.sha256.size(), to.sha256.begin());
  }
  return replaced;
}

absl::Status DecodeEvent(absl::string_view bytes, Event* event) {
  if (bytes.size() >= kEventBytesLimit) {
    return Damaged(absl::StrCat("got ", bytes.size(),
                                " bytes, want fewer than ", kEventBytesLimit));
  }
  // Reading wants alignment, which bytes within a block do not have.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): filled as read
  alignas(8) std::array<uint8_t, kEventBytesLimit> aligned;
  const uint8_t* data = reinterpret_cast<const uint8_t*>(bytes.data());
  if (reinterpret_cast<uintptr_t>(data) % 8 != 0 && !bytes.empty()) {
    std::memcpy(aligned.data(), data, bytes.size());
    data = aligned.data();
  }
  flatbuffers::Verifier verifier(data, bytes.size(), kVerifierOptions);
  if (!stored::VerifyEventBuffer(verifier)) {
    return Damaged("they do not verify");
  }
  const stored::Event& from = *stored::GetEvent(data);
  if (from.schema_version() > kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "written by a newer attest (schema ", from.schema_version(),
        ", this program knows ", kSchemaVersion, ")"));
  }
  if (from.schema_version() == 0) return Damaged("they have no version");
  Decoder decoder;
  decoder.Read(from, *event);
  if (!decoder.status().ok()) return Damaged(decoder.status().message());
  const absl::Status valid = ValidateEvent(*event);
  if (!valid.ok()) return Damaged(valid.message());
  return absl::OkStatus();
}

absl::StatusOr<Event> DecodeEvent(absl::string_view bytes) {
  Event event;
  const absl::Status status = DecodeEvent(bytes, &event);
  if (!status.ok()) return status;
  return event;
}

}  // namespace attest
