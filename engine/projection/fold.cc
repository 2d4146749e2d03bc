#include "engine/projection/fold.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <variant>

#include "engine/model/vocabulary.h"
#include "engine/projection/amend.h"
#include "engine/projection/literal_bytes.h"

namespace attest {
namespace {

// The most events that room is made for at once: a file may promise more
// than it holds.
constexpr size_t kMaxRoom = size_t{1} << 22;

uint32_t Narrow(uint64_t index) { return static_cast<uint32_t>(index); }

template <class E>
uint8_t Byte(E value) {
  return static_cast<uint8_t>(value);
}

template <class Tag>
uint32_t EventOrNone(const std::optional<Id<Tag>>& id) {
  return id ? Narrow(id->value()) : kNoRow;
}

uint32_t EventOf(const Target& target) {
  return Narrow(DefinedBy(target).value());
}
uint32_t EventOf(const SourceOrReport& target) {
  return std::visit([](auto id) { return Narrow(id.value()); }, target);
}

// Adds the rows of one event.
class Fold {
 public:
  Fold(ProjectionTables& tables, const Event& event)
      : tables_(tables),
        event_(event),
        index_(Narrow(tables.size())),
        withheld_(Byte(event.withheld)) {}

  void Run() {
    if (index_ == 0) {
      tables_.seed =
          static_cast<uint64_t>(absl::ToUnixMicros(event_.recorded_at));
    }
    File();
    Record();
    Key();
    const uint32_t ordinal = std::visit(*this, event_.record);
    tables_.places.push_back(EventPlace(event_.type(), ordinal));
  }

  uint32_t operator()(const Source& source) {
    const uint32_t key = tables_.texts.Add(event_.key);
    return Push(tables_.sources, RowOf(source, key));
  }

  uint32_t operator()(const Report& report) {
    const uint32_t key = tables_.texts.Add(event_.key);
    return Push(tables_.reports, RowOf(report, key));
  }

  uint32_t operator()(const Entity& entity) {
    const uint32_t key = tables_.texts.Add(event_.key);
    return Push(tables_.entities, RowOf(entity, key));
  }

  uint32_t operator()(const Predicate& predicate) {
    return Push(tables_.predicates,
                PredicateRow{.event = index_,
                             .key = tables_.texts.Add(event_.key),
                             .label = tables_.texts.Add(predicate.label),
                             .domain = predicate.domain.bits(),
                             .range = predicate.range.bits(),
                             .literal = Byte(predicate.literal),
                             .time = Byte(predicate.time),
                             .functional = Byte(predicate.functional),
                             .once = predicate.once,
                             .withheld = withheld_,
                             .unused = 0});
  }

  uint32_t operator()(const Claim& claim) {
    const uint32_t ordinal = Push(tables_.claim_events, index_);
    tables_.claim_reports.push_back(Ordinal(claim.report));
    tables_.claim_statements.push_back(StatementOf(claim));
    tables_.claim_manners.push_back(MannerOf(claim));
    if (!claim.rests_on.empty()) RestsOn(ordinal, claim);
    const bool is_model =
        claim.extracted_by && claim.extracted_by->method == Method::kModel;
    if (is_model || event_.withheld == Withheld::kRedacted) {
      tables_.unproven.push_back(ordinal);
    }
    return ordinal;
  }

  uint32_t operator()(const Retraction& retraction) {
    return Decide({.target = EventOf(retraction.target),
                   .other = retraction.superseded_by
                                ? EventOf(*retraction.superseded_by)
                                : kNoRow,
                   .judgement = Byte(retraction.judgement),
                   .code = Byte(retraction.how)});
  }

  uint32_t operator()(const Assessment& assessment) {
    const auto& values = ValuesOf(assessment.scheme);
    const auto value = std::find(values.begin(), values.end(),
                                 absl::string_view(assessment.value));
    return Decide(
        {.target = EventOf(assessment.target),
         .other = kNoRow,
         .detail = tables_.texts.Intern(event_.by, tables_.seed),
         .code = Byte(assessment.scheme),
         .value = static_cast<uint8_t>(std::distance(values.begin(), value))});
  }

  uint32_t operator()(const Identity& identity) {
    return Decide({.target = Narrow(identity.a.value()),
                   .other = Narrow(identity.b.value()),
                   .judgement = Byte(identity.judgement)});
  }

  uint32_t operator()(const Dependence& dependence) {
    return Decide({.target = EventOf(dependence.from),
                   .other = EventOf(dependence.on),
                   .judgement = Byte(dependence.judgement),
                   .code = Byte(dependence.how)});
  }

  uint32_t operator()(const Amendment& amendment) {
    std::visit([&](auto target) { Amended(amendment, target); },
               amendment.target);
    return Decide({.target = EventOf(amendment.target),
                   .other = kNoRow,
                   .detail = AmendedFields(amendment).value_or(0)});
  }

  uint32_t operator()(const Redaction& redaction) {
    return Decide({.target = EventOf(redaction.target),
                   .other = kNoRow,
                   .detail = redaction.bytes.empty() ? 1U : 0U});
  }

  uint32_t operator()(const FileClosed&) { return 0; }
  uint32_t operator()(const Recovery&) { return 0; }
  uint32_t operator()(const KeyRotation&) { return 0; }
  uint32_t operator()(const Timestamp&) { return 0; }

 private:
  template <class Row>
  static uint32_t Push(Column<Row>& column, const Row& row) {
    column.push_back(row);
    return Narrow(column.size() - 1);
  }

  template <class Tag>
  uint32_t Ordinal(Id<Tag> id) const {
    return tables_.places[id.value()].ordinal();
  }

  uint32_t Shared(absl::string_view text) {
    return tables_.texts.Intern(text, tables_.seed);
  }

  void Record() {
    const int64_t micros = absl::ToUnixMicros(event_.recorded_at);
    if (tables_.recorded.empty() || tables_.recorded.back().micros != micros) {
      tables_.recorded.push_back({.micros = micros, .first = index_});
    }
  }

  auto KeyHash() const {
    return [this](uint32_t event) {
      return ProjectionTables::SpreadFingerprint(tables_.fingerprints[event]);
    };
  }

  void Key() {
    if (event_.key.empty()) {
      tables_.fingerprints.push_back(0);
      return;
    }
    const uint32_t fingerprint = tables_.FingerprintOf(event_.key);
    tables_.fingerprints.push_back(fingerprint);
    tables_.keys.Insert(ProjectionTables::SpreadFingerprint(fingerprint),
                        index_, KeyHash());
  }

  // A large file says how many events come.
  void MakeRoom(uint32_t close) {
    const size_t count = std::min(size_t{close} - index_ + 1, kMaxRoom);
    if (count < tables_.size()) return;
    tables_.places.Reserve(tables_.size() + count);
    tables_.fingerprints.Reserve(tables_.size() + count);
    tables_.keys.Reserve(count, close, KeyHash());
  }

  void File() {
    if (!tables_.open_file && event_.closed_by) {
      tables_.open_file = FileRow{index_, Narrow(event_.closed_by->value())};
      MakeRoom(tables_.open_file->close);
    }
    if (event_.type() != RecordType::kFileClosed) return;
    tables_.files.push_back(
        tables_.open_file.value_or(FileRow{index_, index_}));
    tables_.open_file.reset();
    tables_.awaited.clear();
  }

  SourceRow RowOf(const Source& source, uint32_t key) {
    return {.event = index_,
            .key = key,
            .name = tables_.texts.Add(source.name),
            .part_of = EventOrNone(source.part_of),
            .entity = EventOrNone(source.entity),
            .language = Shared(source.language),
            .kind = Byte(source.kind),
            .anonymous = source.anonymous,
            .sensitivity = Byte(source.sensitivity),
            .withheld = withheld_};
  }

  ReportRow RowOf(const Report& report, uint32_t key) {
    std::vector<uint32_t> derived;
    for (const Derivation& derivation : report.derived_from) {
      const bool is_report =
          std::holds_alternative<ReportId>(derivation.upstream);
      derived.push_back(EventOf(derivation.upstream));
      derived.push_back(uint32_t{is_report} << 8 | Byte(derivation.how));
    }
    return {.event = index_,
            .key = key,
            .source = Ordinal(report.source),
            .title = tables_.texts.Add(report.title),
            .published = Shared(report.published),
            .author = Shared(report.author),
            .url = tables_.texts.Add(report.url),
            .language = Shared(report.language),
            .derived_from = tables_.lists.Add(derived),
            .sensitivity = Byte(report.sensitivity),
            .withheld = withheld_,
            .unused = 0};
  }

  EntityRow RowOf(const Entity& entity, uint32_t key) {
    std::vector<uint32_t> names;
    for (const EntityName& name : entity.names) {
      names.push_back(tables_.texts.Add(name.value));
      names.push_back(Shared(name.lang));
      names.push_back(Shared(name.script));
      names.push_back(EventOrNone(name.report));
    }
    return {.event = index_,
            .key = key,
            .name = tables_.texts.Add(entity.name),
            .names = tables_.lists.Add(names),
            .kind = Byte(entity.kind),
            .sensitivity = Byte(entity.sensitivity),
            .withheld = withheld_,
            .unused = 0};
  }

  uint32_t PredicateRowOf(PredicateId id) const {
    if (id.value() >= kBuiltinPredicates) {
      return kMarked | Narrow(id.value() - kBuiltinPredicates);
    }
    return Ordinal(id);
  }

  uint32_t StatementOf(const Claim& claim) {
    const StatementRow row = {.subject = Ordinal(claim.subject),
                              .predicate = PredicateRowOf(claim.predicate),
                              .object = ObjectOf(claim.object),
                              .circumstance = CircumstanceOf(claim)};
    return FindOrAdd(tables_.statements, tables_.statement_index, row,
                     tables_.HashOf(row));
  }

  uint32_t ObjectOf(const Object& object) {
    if (const auto* entity = std::get_if<EntityId>(&object)) {
      return Ordinal(*entity);
    }
    return kMarked |
           tables_.literals.Intern(LiteralBytes(object), tables_.seed);
  }

  uint32_t CircumstanceOf(const Claim& claim) {
    const bool is_timed = !claim.valid.empty() && HasTime(claim.predicate);
    const Circumstance row = {
        .valid = is_timed ? Shared(claim.valid) : 0,
        .place = claim.place ? Ordinal(*claim.place) : kNoRow};
    if (row == tables_.circumstances[0]) return 0;
    return FindOrAdd(tables_.circumstances, tables_.circumstance_index, row,
                     tables_.HashOf(row));
  }

  bool HasTime(PredicateId id) const {
    if (const BuiltinPredicate* builtin = FindBuiltin(id)) {
      return builtin->predicate.time != TimeKind::kNone;
    }
    return tables_.predicates[Ordinal(id)].time != Byte(TimeKind::kNone);
  }

  template <class Row>
  uint32_t FindOrAdd(Column<Row>& rows, HashIndex& index, const Row& row,
                     uint64_t hash) {
    const auto found =
        index.Find(hash, [&](uint32_t other) { return rows[other] == row; });
    if (found) return *found;
    const uint32_t ordinal = Push(rows, row);
    index.Insert(hash, ordinal,
                 [&](uint32_t other) { return tables_.HashOf(rows[other]); });
    return ordinal;
  }

  uint32_t MannerOf(const Claim& claim) {
    std::vector<uint32_t>& manner = tables_.scratch;
    manner.clear();
    manner.push_back(ClaimFlags(claim, event_.withheld).bits());
    for (const Speaker& speaker : claim.attribution) {
      manner.push_back(Ordinal(speaker.source));
      manner.push_back(Byte(speaker.basis));
      manner.push_back(Shared(speaker.said));
    }
    const uint64_t hash = tables_.HashOfList(manner);
    const auto found = tables_.manner_index.Find(hash, [&](uint32_t other) {
      return tables_.lists[tables_.manners[other]] ==
             absl::MakeConstSpan(manner);
    });
    if (found) return *found;
    const uint32_t ordinal = Push(tables_.manners, tables_.lists.Add(manner));
    tables_.manner_index.Insert(hash, ordinal, [&](uint32_t other) {
      return tables_.HashOfList(tables_.lists[tables_.manners[other]]);
    });
    return ordinal;
  }

  void RestsOn(uint32_t ordinal, const Claim& claim) {
    std::vector<uint32_t> others;
    for (const ClaimId other : claim.rests_on) {
      others.push_back(Ordinal(other));
    }
    tables_.rests_on.push_back(
        {.claim = ordinal, .list = tables_.lists.Add(others)});
  }

  uint32_t Decide(DecisionRow row) {
    row.event = index_;
    row.type = Byte(event_.type());
    row.value = static_cast<uint8_t>(row.value | withheld_ << 6);
    return Push(tables_.decisions, row);
  }

  void Amended(const Amendment& amendment, SourceId target) {
    AddVersion(amendment, Ordinal(target), tables_.sources,
               tables_.source_versions, SourceOf);
  }
  void Amended(const Amendment& amendment, ReportId target) {
    AddVersion(amendment, Ordinal(target), tables_.reports,
               tables_.report_versions, ReportOf);
  }
  void Amended(const Amendment& amendment, EntityId target) {
    AddVersion(amendment, Ordinal(target), tables_.entities,
               tables_.entity_versions, EntityOf);
  }
  void Amended(const Amendment&, ClaimId) {}

  template <class Row, class RecordOf>
  void AddVersion(const Amendment& amendment, uint32_t ordinal,
                  const Column<Row>& definitions, Versions<Row>& versions,
                  RecordOf&& record_of) {
    const auto latest = versions.latest.find(ordinal);
    const uint32_t previous =
        latest == versions.latest.end() ? kNoRow : latest->second;
    const Row before =
        previous == kNoRow ? definitions[ordinal] : versions.rows[previous];
    auto record = record_of(tables_, before);
    Amend(amendment, record).IgnoreError();  // was checked
    Row row = RowOf(record, before.key);
    row.event = before.event;
    row.withheld = before.withheld;
    versions.links.push_back(
        {.amendment = index_, .target = ordinal, .previous = previous});
    versions.latest[ordinal] = Push(versions.rows, row);
  }

  ProjectionTables& tables_;
  const Event& event_;
  const uint32_t index_;
  const uint8_t withheld_;
};

template <class Tag>
std::optional<Id<Tag>> IdOrNone(uint32_t event) {
  if (event == kNoRow) return std::nullopt;
  return Id<Tag>(event);
}

}  // namespace

void FoldEvent(ProjectionTables& tables, const Event& event) {
  Fold(tables, event).Run();
}

Predicate PredicateAt(const ProjectionTables& tables, uint32_t row) {
  if ((row & kMarked) != 0) {
    return BuiltinVocabulary()[row & ~kMarked].predicate;
  }
  const PredicateRow& stored = tables.predicates[row];
  Predicate predicate;
  predicate.label = std::string(tables.texts[stored.label]);
  predicate.domain = EntityKinds(stored.domain);
  predicate.range = EntityKinds(stored.range);
  predicate.literal = static_cast<Literal>(stored.literal);
  predicate.time = static_cast<TimeKind>(stored.time);
  predicate.functional = static_cast<Functional>(stored.functional);
  predicate.once = stored.once != 0;
  return predicate;
}

Source SourceOf(const ProjectionTables& tables, const SourceRow& row) {
  Source source;
  source.name = std::string(tables.texts[row.name]);
  source.kind = static_cast<SourceKind>(row.kind);
  source.anonymous = row.anonymous != 0;
  source.part_of = IdOrNone<SourceTag>(row.part_of);
  source.entity = IdOrNone<EntityTag>(row.entity);
  source.language = std::string(tables.texts[row.language]);
  source.sensitivity = static_cast<Sensitivity>(row.sensitivity);
  return source;
}

Report ReportOf(const ProjectionTables& tables, const ReportRow& row) {
  Report report;
  report.source = SourceId(tables.sources[row.source].event);
  report.title = std::string(tables.texts[row.title]);
  report.published = std::string(tables.texts[row.published]);
  report.author = std::string(tables.texts[row.author]);
  report.url = std::string(tables.texts[row.url]);
  report.language = std::string(tables.texts[row.language]);
  report.sensitivity = static_cast<Sensitivity>(row.sensitivity);
  const absl::Span<const uint32_t> list = tables.lists[row.derived_from];
  for (size_t i = 0; i + 1 < list.size(); i += 2) {
    SourceOrReport upstream = SourceId(list[i]);
    if (list[i + 1] >> 8 != 0) upstream = ReportId(list[i]);
    report.derived_from.push_back(
        {upstream, static_cast<How>(list[i + 1] & 0xff)});
  }
  return report;
}

Entity EntityOf(const ProjectionTables& tables, const EntityRow& row) {
  Entity entity;
  entity.kind = static_cast<EntityKind>(row.kind);
  entity.name = std::string(tables.texts[row.name]);
  entity.sensitivity = static_cast<Sensitivity>(row.sensitivity);
  const absl::Span<const uint32_t> list = tables.lists[row.names];
  for (size_t i = 0; i + 3 < list.size(); i += 4) {
    entity.names.push_back({std::string(tables.texts[list[i]]),
                            std::string(tables.texts[list[i + 1]]),
                            std::string(tables.texts[list[i + 2]]),
                            IdOrNone<ReportTag>(list[i + 3])});
  }
  return entity;
}

}  // namespace attest
