#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "attest_stored/event_generated.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_rules.h"
#include "engine/status_macros.h"
#include "flatbuffers/flatbuffers.h"

namespace attest {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using Text = Offset<flatbuffers::String>;

// Empty text and absent text are one, and take no room. Of a huge one as much
// goes in as makes the event too large: the builder must not be overrun.
Text PutText(FlatBufferBuilder& to, const std::string& text) {
  if (text.empty()) return 0;
  return to.CreateString(text.data(), std::min(text.size(), kEventBytesLimit));
}

// Likewise.
Offset<flatbuffers::Vector<uint8_t>> PutBytes(FlatBufferBuilder& to,
                                              const std::string& bytes) {
  if (bytes.empty()) return 0;
  return to.CreateVector(reinterpret_cast<const uint8_t*>(bytes.data()),
                         std::min(bytes.size(), kEventBytesLimit));
}

template <class E>
uint8_t Put(E enumerator) {
  return static_cast<uint8_t>(enumerator);
}

template <class Tag>
uint64_t PutMaybe(const std::optional<Id<Tag>>& id) {
  return id.has_value() ? id->value() : kNoReference;
}

// The order of RefType and of Target's alternatives, of which SourceOrReport
// has the first two.
template <class Variant>
stored::Ref PutRef(const Variant& reference) {
  return stored::Ref(std::visit([](auto id) { return id.value(); }, reference),
                     static_cast<stored::RefType>(reference.index()));
}

stored::Sha256 PutHash(const std::array<uint8_t, 32>& hash) {
  return stored::Sha256(flatbuffers::span<const uint8_t, 32>(hash));
}

stored::Content PutContent(const Content& content) {
  return stored::Content(PutHash(content.sha256), content.size_bytes);
}

template <class T, class Pairs>
std::vector<T> PutRanges(const Pairs& ranges) {
  std::vector<T> stored;
  stored.reserve(ranges.size());
  for (const auto& [begin, end] : ranges) stored.emplace_back(begin, end);
  return stored;
}

// A list of structs or scalars; nothing when it is empty.
template <class T>
Offset<flatbuffers::Vector<const T*>> PutStructs(FlatBufferBuilder& to,
                                                 const std::vector<T>& list) {
  if (list.empty()) return 0;
  return to.CreateVectorOfStructs(list);
}

Offset<stored::Extractor> PutExtractor(
    FlatBufferBuilder& to, const std::optional<Extractor>& extractor) {
  if (!extractor.has_value()) return 0;
  const Text agent = PutText(to, extractor->agent);
  const Text version = PutText(to, extractor->version);
  return stored::CreateExtractor(to, agent, Put(extractor->method), version);
}

Offset<stored::Quote> PutQuote(FlatBufferBuilder& to,
                               const std::optional<Quote>& quote) {
  if (!quote.has_value()) return 0;
  const Text exact = PutText(to, quote->exact);
  const Text prefix = PutText(to, quote->prefix);
  const Text suffix = PutText(to, quote->suffix);
  if (!quote->passage.has_value()) {
    return stored::CreateQuote(to, exact, prefix, suffix);
  }
  const Passage& at = *quote->passage;
  const stored::Passage passage(at.byte_begin, at.byte_end, at.code_point_begin,
                                at.code_point_end);
  return stored::CreateQuote(to, exact, prefix, suffix, &passage);
}

Offset<stored::Source> PutRecord(FlatBufferBuilder& to, const Source& source) {
  const Text name = PutText(to, source.name);
  const Text language = PutText(to, source.language);
  return stored::CreateSource(to, name, Put(source.kind), source.anonymous,
                              PutMaybe(source.part_of), PutMaybe(source.entity),
                              language, Put(source.sensitivity));
}

// `publisher` may be kNoReference in an amendment.
Offset<stored::Report> PutReport(FlatBufferBuilder& to, const Report& report,
                                 uint64_t publisher) {
  std::vector<stored::Derivation> upstream;
  upstream.reserve(report.derived_from.size());
  for (const Derivation& derivation : report.derived_from) {
    upstream.emplace_back(PutRef(derivation.upstream), Put(derivation.how));
  }
  const auto derived_from = PutStructs(to, upstream);
  const auto text_by = PutExtractor(to, report.text_by);
  const Text title = PutText(to, report.title);
  const Text published = PutText(to, report.published);
  const Text retrieved = PutText(to, report.retrieved);
  const Text author = PutText(to, report.author);
  const Text url = PutText(to, report.url);
  const Text archive_url = PutText(to, report.archive_url);
  const Text language = PutText(to, report.language);
  const Text file_name = PutText(to, report.file_name);
  const Text media_type = PutText(to, report.media_type);
  stored::Content file;
  stored::Content text;
  if (report.file.has_value()) file = PutContent(*report.file);
  if (report.text.has_value()) text = PutContent(*report.text);
  return stored::CreateReport(
      to, publisher, title, published, retrieved, author, url, archive_url,
      language, report.file.has_value() ? &file : nullptr, file_name,
      report.text.has_value() ? &text : nullptr, media_type, text_by,
      derived_from, Put(report.sensitivity));
}

Offset<stored::Report> PutRecord(FlatBufferBuilder& to, const Report& report) {
  return PutReport(to, report, report.source.value());
}

Offset<stored::Entity> PutRecord(FlatBufferBuilder& to, const Entity& entity) {
  std::vector<Offset<stored::EntityName>> list;
  list.reserve(entity.names.size());
  for (const EntityName& further : entity.names) {
    const Text value = PutText(to, further.value);
    const Text lang = PutText(to, further.lang);
    const Text script = PutText(to, further.script);
    list.push_back(stored::CreateEntityName(to, value, lang, script,
                                            PutMaybe(further.report)));
  }
  Offset<flatbuffers::Vector<Offset<stored::EntityName>>> names = 0;
  if (!list.empty()) names = to.CreateVector(list);
  const Text name = PutText(to, entity.name);
  return stored::CreateEntity(to, Put(entity.kind), name, names,
                              Put(entity.sensitivity));
}

Offset<stored::Predicate> PutRecord(FlatBufferBuilder& to,
                                    const Predicate& predicate) {
  const Text label = PutText(to, predicate.label);
  return stored::CreatePredicate(to, label, predicate.domain.bits(),
                                 predicate.range.bits(), Put(predicate.literal),
                                 Put(predicate.time), Put(predicate.functional),
                                 predicate.once);
}

Offset<void> PutLiteral(FlatBufferBuilder&, EntityId) { return 0; }

Offset<void> PutLiteral(FlatBufferBuilder& to, const TextValue& value) {
  return stored::CreateTextValue(to, PutText(to, value.text)).Union();
}

Offset<void> PutLiteral(FlatBufferBuilder& to, const Quantity& quantity) {
  const Text unit = PutText(to, quantity.unit);
  const bool range = quantity.form == QuantityForm::kRange;
  const uint64_t best = quantity.best.has_value()
                            ? static_cast<uint64_t>(*quantity.best)
                            : kNoReference;
  return stored::CreateQuantity(
             to, static_cast<stored::QuantityForm>(quantity.form),
             static_cast<uint64_t>(range ? quantity.low : quantity.number),
             best, static_cast<uint64_t>(quantity.high), unit)
      .Union();
}

Offset<void> PutLiteral(FlatBufferBuilder& to, const DateValue& value) {
  return stored::CreateDateValue(to, PutText(to, value.edtf)).Union();
}

Offset<void> PutLiteral(FlatBufferBuilder& to, const Point& point) {
  return stored::CreatePoint(to, point.lat, point.lon, point.radius_m,
                             point.fallback)
      .Union();
}

Offset<void> PutLiteral(FlatBufferBuilder& to, const FlagValue&) {
  return stored::CreateFlagValue(to).Union();
}

Offset<flatbuffers::Vector<Offset<stored::Speaker>>> PutAttribution(
    FlatBufferBuilder& to, const std::vector<Speaker>& attribution) {
  if (attribution.empty()) return 0;
  std::vector<Offset<stored::Speaker>> list;
  list.reserve(attribution.size());
  for (const Speaker& speaker : attribution) {
    const Text said = PutText(to, speaker.said);
    list.push_back(stored::CreateSpeaker(to, speaker.source.value(),
                                         Put(speaker.basis), said));
  }
  return to.CreateVector(list);
}

Offset<flatbuffers::Vector<uint64_t>> PutPremises(
    FlatBufferBuilder& to, const std::vector<ClaimId>& premises) {
  if (premises.empty()) return 0;
  std::vector<uint64_t> list;
  list.reserve(premises.size());
  for (const ClaimId premise : premises) list.push_back(premise.value());
  return to.CreateVector(list);
}

Offset<stored::Claim> PutRecord(FlatBufferBuilder& to, const Claim& claim) {
  const auto attribution = PutAttribution(to, claim.attribution);
  const auto rests_on = PutPremises(to, claim.rests_on);
  const auto quote = PutQuote(to, claim.quote);
  const auto extracted_by = PutExtractor(to, claim.extracted_by);
  const Offset<void> value =
      std::visit([&to](const auto& object) { return PutLiteral(to, object); },
                 claim.object);
  const Text valid = PutText(to, claim.valid);
  const Text citation = PutText(to, claim.citation);
  const Text as_stated = PutText(to, claim.as_stated);
  const auto* entity = std::get_if<EntityId>(&claim.object);
  // The alternatives of Object are the entity and those of stored::Literal,
  // which has NONE in the entity's place.
  return stored::CreateClaim(
      to, claim.report.value(), claim.subject.value(), claim.predicate.value(),
      entity == nullptr ? kNoReference : entity->value(),
      static_cast<stored::Literal>(claim.object.index()), value, valid,
      PutMaybe(claim.place), attribution, claim.original, rests_on,
      Put(claim.stance), Put(claim.hedge), quote, citation, as_stated,
      static_cast<uint8_t>((claim.real_ends.start ? 1 : 0) |
                           (claim.real_ends.end ? 2 : 0)),
      extracted_by);
}

Offset<stored::Retraction> PutRecord(FlatBufferBuilder& to,
                                     const Retraction& retraction) {
  const auto quote = PutQuote(to, retraction.quote);
  const stored::Ref target = PutRef(retraction.target);
  stored::Ref superseded_by;
  if (retraction.superseded_by.has_value()) {
    superseded_by = PutRef(*retraction.superseded_by);
  }
  return stored::CreateRetraction(
      to, &target, Put(retraction.how), Put(retraction.judgement),
      retraction.superseded_by.has_value() ? &superseded_by : nullptr,
      PutMaybe(retraction.report), quote);
}

Offset<stored::Assessment> PutRecord(FlatBufferBuilder& to,
                                     const Assessment& assessment) {
  const Text value = PutText(to, assessment.value);
  const stored::Ref target = PutRef(assessment.target);
  return stored::CreateAssessment(to, &target, Put(assessment.scheme), value);
}

Offset<stored::Identity> PutRecord(FlatBufferBuilder& to,
                                   const Identity& identity) {
  return stored::CreateIdentity(to, Put(identity.judgement), identity.a.value(),
                                identity.b.value());
}

Offset<stored::Dependence> PutRecord(FlatBufferBuilder& to,
                                     const Dependence& dependence) {
  const stored::Ref from = PutRef(dependence.from);
  const stored::Ref on = PutRef(dependence.on);
  return stored::CreateDependence(to, &from, &on, Put(dependence.how),
                                  Put(dependence.judgement));
}

Offset<stored::Amendment> PutRecord(FlatBufferBuilder& to,
                                    const Amendment& amendment) {
  const Offset<void> values = std::visit(
      [&](const auto& record) {
        if constexpr (std::is_same_v<std::decay_t<decltype(record)>, Report>) {
          return PutReport(to, record,
                           Sets(amendment, "source") ? record.source.value()
                                                     : kNoReference)
              .Union();
        } else {
          return PutRecord(to, record).Union();
        }
      },
      amendment.values);
  Offset<flatbuffers::Vector<Text>> fields = 0;
  if (!amendment.fields.empty()) {
    fields = to.CreateVectorOfStrings(amendment.fields);
  }
  const stored::Ref target = PutRef(amendment.target);
  // stored::Amended begins with NONE.
  return stored::CreateAmendment(
      to, &target, static_cast<stored::Amended>(amendment.values.index() + 1),
      values, fields);
}

Offset<stored::Redaction> PutRedaction(FlatBufferBuilder& to,
                                       const Redaction& redaction,
                                       absl::Span<const Replaced> replaced) {
  const auto bytes = PutStructs(to, PutRanges<stored::Range>(redaction.bytes));
  std::vector<stored::Replaced> stored_replaced;
  stored_replaced.reserve(replaced.size());
  for (const Replaced& one : replaced) {
    stored_replaced.emplace_back(one.event, PutHash(one.sha256));
  }
  const auto list = PutStructs(to, stored_replaced);
  const stored::Ref target = PutRef(redaction.target);
  return stored::CreateRedaction(to, &target, bytes, list);
}

Offset<stored::Redaction> PutRecord(FlatBufferBuilder& to,
                                    const Redaction& redaction) {
  return PutRedaction(to, redaction, {});
}

Offset<stored::FileClosed> PutRecord(FlatBufferBuilder& to,
                                     const FileClosed& closed) {
  const Text name = PutText(to, closed.name);
  const stored::Sha256 sha256 = PutHash(closed.sha256);
  return stored::CreateFileClosed(to, closed.first.value(), name, closed.lines,
                                  &sha256);
}

Offset<stored::Recovery> PutRecord(FlatBufferBuilder& to,
                                   const Recovery& recovery) {
  const Text origin = PutText(to, recovery.origin);
  const auto lost = PutStructs(to, PutRanges<stored::Range>(recovery.lost));
  Offset<flatbuffers::Vector<uint64_t>> dropped = 0;
  if (!recovery.dropped.empty()) dropped = to.CreateVector(recovery.dropped);
  return stored::CreateRecovery(to, origin, recovery.expected, lost, dropped,
                                absl::ToUnixMicros(recovery.recovered_at));
}

Offset<stored::KeyRotation> PutRecord(FlatBufferBuilder& to,
                                      const KeyRotation& rotation) {
  const Text verifier_key = PutText(to, rotation.verifier_key);
  const auto signature = PutBytes(to, rotation.signature);
  const Text previous_key = PutText(to, rotation.previous_key);
  return stored::CreateKeyRotation(to, verifier_key, signature, previous_key);
}

Offset<stored::Timestamp> PutRecord(FlatBufferBuilder& to,
                                    const Timestamp& timestamp) {
  const auto token = PutBytes(to, timestamp.token);
  const Text checkpoint = PutText(to, timestamp.checkpoint);
  const stored::Sha256 root = PutHash(timestamp.root);
  return stored::CreateTimestamp(to, timestamp.tree_size, &root, token,
                                 checkpoint);
}

void PutEvent(FlatBufferBuilder& to, const Event& event, absl::Time recorded_at,
              const Salt& salt, std::optional<uint64_t> redacted_by,
              absl::Span<const Replaced> replaced) {
  const auto* redaction = std::get_if<Redaction>(&event.record);
  const Offset<void> record =
      redaction != nullptr ? PutRedaction(to, *redaction, replaced).Union()
                           : std::visit(
                                 [&to](const auto& value) {
                                   return PutRecord(to, value).Union();
                                 },
                                 event.record);
  const Text key = PutText(to, event.key);
  const Text by = PutText(to, event.by);
  const Text reason = PutText(to, event.reason);
  const Text note = PutText(to, event.note);
  const Text recorded = PutText(to, event.recorded);
  const stored::Salt stored_salt{flatbuffers::span<const uint8_t, 16>(salt)};
  const bool is_newer = redacted_by || !replaced.empty() ||
                        event.type() >= RecordType::kKeyRotation;
  const uint16_t version = is_newer ? kSchemaVersion : kFirstSchemaVersion;
  // stored::Record begins with NONE.
  to.Finish(stored::CreateEvent(
                to, version, &stored_salt, absl::ToUnixMicros(recorded_at),
                PutMaybe(event.closed_by), key, by, reason, note, recorded,
                Put(event.withheld),
                static_cast<stored::Record>(event.record.index() + 1), record,
                redacted_by.value_or(kNoReference)),
            stored::EventIdentifier());
}

absl::Status TooLarge(size_t size) {
  return absl::InvalidArgumentError(
      absl::StrCat("an event is too large to be stored: got ", size,
                   " bytes, want fewer than ", kEventBytesLimit));
}

}  // namespace

struct EventEncoder::Buffer {
  FlatBufferBuilder builder{1024};
};

EventEncoder::EventEncoder() : buffer_(std::make_unique<Buffer>()) {}
EventEncoder::~EventEncoder() = default;

absl::StatusOr<absl::string_view> EventEncoder::EncodeWith(
    const Event& event, absl::Time recorded_at, const Salt& salt, Marks marks) {
  RETURN_IF_ERROR(ValidateEvent(event));
  FlatBufferBuilder& builder = buffer_->builder;
  builder.Clear();
  PutEvent(builder, event, recorded_at, salt, marks.redacted_by,
           marks.replaced);
  if (builder.GetSize() >= kEventBytesLimit) return TooLarge(builder.GetSize());
  return absl::string_view(
      reinterpret_cast<const char*>(builder.GetBufferPointer()),
      builder.GetSize());
}

absl::StatusOr<std::string> EncodeEvent(const Event& event, const Salt& salt) {
  EventEncoder encoder;
  ASSIGN_OR_RETURN(const absl::string_view bytes, encoder.Encode(event, salt));
  return std::string(bytes);
}

}  // namespace attest
