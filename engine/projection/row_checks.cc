#include "engine/projection/row_checks.h"

#include <algorithm>

#include "engine/model/vocabulary.h"

namespace attest {
namespace {

uint32_t Size(size_t size) { return static_cast<uint32_t>(size); }

template <class E>
bool IsOne(uint32_t value) {
  return value < kEnumSize<E>;
}

// The number of rows that a type's ordinals count.
uint32_t RowsOf(RecordType type, const TableSizes& sizes) {
  switch (type) {
    case RecordType::kSource:
      return sizes.sources;
    case RecordType::kReport:
      return sizes.reports;
    case RecordType::kEntity:
      return sizes.entities;
    case RecordType::kPredicate:
      return sizes.predicates;
    case RecordType::kClaim:
      return sizes.claims;
    case RecordType::kFileClosed:
    case RecordType::kRecovery:
      return 1;
    default:
      return sizes.decisions;
  }
}

class RowChecker {
 public:
  explicit RowChecker(const ProjectionTables& tables)
      : tables_(tables), sizes_(SizesOf(tables)) {}

  [[nodiscard]] bool All() const {
    return Rows(tables_.sources) && Rows(tables_.reports) &&
           Rows(tables_.entities) && Rows(tables_.predicates) &&
           Rows(tables_.decisions) && Sound(tables_.source_versions) &&
           Sound(tables_.report_versions) && Sound(tables_.entity_versions) &&
           Claims() && Manners() && RestsOn() && Log();
  }

 private:
  template <class Row>
  [[nodiscard]] bool Rows(const Column<Row>& rows) const {
    return std::all_of(rows.base().begin(), rows.base().end(),
                       [this](const Row& row) { return Sound(row); });
  }

  [[nodiscard]] bool Sound(const SourceRow& row) const {
    return Is(row.event, RecordType::kSource) && Text(row.key) &&
           Text(row.name) && Text(row.language) &&
           IsOrNone(row.part_of, RecordType::kSource) &&
           IsOrNone(row.entity, RecordType::kEntity) &&
           IsOne<SourceKind>(row.kind) && IsOne<Sensitivity>(row.sensitivity) &&
           IsOne<Withheld>(row.withheld);
  }

  [[nodiscard]] bool Sound(const ReportRow& row) const {
    if (!Is(row.event, RecordType::kReport) || row.source >= sizes_.sources ||
        !Text(row.key) || !Text(row.title) || !Text(row.published) ||
        !Text(row.author) || !Text(row.url) || !Text(row.language) ||
        !List(row.derived_from, 2, 0) || !IsOne<Sensitivity>(row.sensitivity) ||
        !IsOne<Withheld>(row.withheld)) {
      return false;
    }
    const absl::Span<const uint32_t> list = tables_.lists[row.derived_from];
    for (size_t i = 0; i < list.size(); i += 2) {
      const RecordType type =
          list[i + 1] >> 8 != 0 ? RecordType::kReport : RecordType::kSource;
      if (!Is(list[i], type) || !IsOne<How>(list[i + 1] & 0xff)) return false;
    }
    return true;
  }

  [[nodiscard]] bool Sound(const EntityRow& row) const {
    if (!Is(row.event, RecordType::kEntity) || !Text(row.key) ||
        !Text(row.name) || !List(row.names, 4, 0) ||
        !IsOne<EntityKind>(row.kind) || !IsOne<Sensitivity>(row.sensitivity) ||
        !IsOne<Withheld>(row.withheld)) {
      return false;
    }
    const absl::Span<const uint32_t> list = tables_.lists[row.names];
    for (size_t i = 0; i < list.size(); i += 4) {
      if (!Text(list[i]) || !Text(list[i + 1]) || !Text(list[i + 2]) ||
          !IsOrNone(list[i + 3], RecordType::kReport)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool Sound(const PredicateRow& row) const {
    return Is(row.event, RecordType::kPredicate) && Text(row.key) &&
           Text(row.label) && IsOne<Literal>(row.literal) &&
           IsOne<TimeKind>(row.time) && IsOne<Functional>(row.functional) &&
           IsOne<Withheld>(row.withheld);
  }

  [[nodiscard]] bool Sound(const DecisionRow& row) const {
    if (row.event >= sizes_.events || row.target >= sizes_.events ||
        (row.other != kNoRow && row.other >= sizes_.events)) {
      return false;
    }
    switch (static_cast<RecordType>(row.type)) {
      case RecordType::kRetraction:
        return IsOne<Judgement>(row.judgement) &&
               IsOne<RetractionHow>(row.code);
      case RecordType::kAssessment:
        return IsOne<Scheme>(row.code) && Text(row.detail) &&
               (row.value & kValueBits) <
                   ValuesOf(static_cast<Scheme>(row.code)).size();
      case RecordType::kIdentity:
        return IsOne<IdentityJudgement>(row.judgement) &&
               Is(row.target, RecordType::kEntity) && row.other != kNoRow &&
               Is(row.other, RecordType::kEntity);
      case RecordType::kDependence:
        return IsOne<Judgement>(row.judgement) && IsOne<How>(row.code) &&
               IsSourceOrReport(row.target) && row.other != kNoRow &&
               IsSourceOrReport(row.other);
      case RecordType::kAmendment:
      case RecordType::kRedaction:
        return true;
      default:
        return false;
    }
  }

  template <class Row>
  [[nodiscard]] bool Sound(const Versions<Row>& versions) const {
    if (versions.links.size() != versions.rows.size()) return false;
    for (uint32_t i = 0; i < versions.links.size(); ++i) {
      const VersionRow& link = versions.links[i];
      if (link.previous != kNoRow && link.previous >= i) return false;
      // Only a sound row names an event that there is a place of.
      if (!Sound(versions.rows[i])) return false;
      const EventPlace place = tables_.places[versions.rows[i].event];
      if (place.ordinal() != link.target) return false;
    }
    return true;
  }

  // An event and its claim name each other, in one order.
  [[nodiscard]] bool Claims() const {
    bool sound = true;
    uint32_t ordinal = 0;
    uint32_t before = 0;
    for (const uint32_t event : tables_.claim_events.base()) {
      const EventPlace place = tables_.places[event];
      sound &= place.type() == RecordType::kClaim &&
               place.ordinal() == ordinal && (ordinal == 0 || before < event);
      before = event;
      ++ordinal;
    }
    return sound;
  }

  [[nodiscard]] bool Manners() const {
    return std::all_of(tables_.manners.base().begin(),
                       tables_.manners.base().end(), [this](uint32_t manner) {
                         return List(manner, 3, 1) &&
                                MannerIsSound(tables_.lists[manner]);
                       });
  }

  [[nodiscard]] bool MannerIsSound(absl::Span<const uint32_t> manner) const {
    const ClaimFlags flags(manner[0]);
    bool sound = IsOne<Stance>(static_cast<uint32_t>(flags.stance())) &&
                 IsOne<Hedge>(static_cast<uint32_t>(flags.hedge())) &&
                 IsOne<Method>(static_cast<uint32_t>(flags.method()));
    for (size_t i = 1; i < manner.size(); i += 3) {
      sound = sound && manner[i] < sizes_.sources &&
              IsOne<Basis>(manner[i + 1]) && Text(manner[i + 2]);
    }
    return sound;
  }

  [[nodiscard]] bool RestsOn() const {
    for (const RestsOnRow& row : tables_.rests_on.base()) {
      if (row.claim >= sizes_.claims || !List(row.list, 1, 0)) return false;
      for (const uint32_t other : tables_.lists[row.list]) {
        if (other >= row.claim) return false;
      }
    }
    return true;
  }

  // The files and the times of recording.
  [[nodiscard]] bool Log() const {
    for (const FileRow& file : tables_.files.base()) {
      if (file.first > file.close || file.close >= sizes_.events) return false;
    }
    uint64_t first = 0;
    for (const RecordedRow& row : tables_.recorded.base()) {
      if (row.first < first || row.first >= sizes_.events) return false;
      first = row.first;
    }
    return (sizes_.events == 0) == tables_.recorded.empty();
  }

  [[nodiscard]] bool Is(uint32_t event, RecordType type) const {
    return event < sizes_.events && tables_.places[event].type() == type;
  }
  [[nodiscard]] bool IsOrNone(uint32_t event, RecordType type) const {
    return event == kNoRow || Is(event, type);
  }
  [[nodiscard]] bool IsSourceOrReport(uint32_t event) const {
    return Is(event, RecordType::kSource) || Is(event, RecordType::kReport);
  }
  [[nodiscard]] bool Text(uint32_t text) const { return text < sizes_.texts; }

  // Does a list begin at `place`, of `more` words and any number of `step`?
  [[nodiscard]] bool List(uint32_t place, uint32_t step, uint32_t more) const {
    if (place >= sizes_.words) return false;
    const uint32_t size = tables_.lists.words()[place];
    return size < sizes_.words - place && size >= more &&
           (size - more) % step == 0;
  }

  const ProjectionTables& tables_;
  const TableSizes sizes_;
};

}  // namespace

TableSizes SizesOf(const ProjectionTables& tables) {
  return {.events = Size(tables.places.size()),
          .texts = Size(tables.texts.size()),
          .literals = Size(tables.literals.size()),
          .words = Size(tables.lists.words().size()),
          .sources = Size(tables.sources.size()),
          .reports = Size(tables.reports.size()),
          .entities = Size(tables.entities.size()),
          .predicates = Size(tables.predicates.size()),
          .circumstances = Size(tables.circumstances.size()),
          .statements = Size(tables.statements.size()),
          .claims = Size(tables.claim_events.size()),
          .manners = Size(tables.manners.size()),
          .decisions = Size(tables.decisions.size()),
          .unused = 0};
}

bool SoundStatements::operator()(absl::Span<const StatementRow> rows) const {
  const auto builtin = static_cast<uint32_t>(BuiltinVocabulary().size());
  bool sound = true;
  for (const StatementRow& row : rows) {
    const bool is_builtin = (row.predicate & kMarked) != 0;
    const bool is_literal = (row.object & kMarked) != 0;
    sound &= row.subject < sizes.entities;
    sound &=
        (row.predicate & ~kMarked) < (is_builtin ? builtin : sizes.predicates);
    sound &= (row.object & ~kMarked) <
             (is_literal ? sizes.literals : sizes.entities);
    sound &= row.circumstance < sizes.circumstances;
  }
  return sound;
}

bool SoundPlaces::operator()(absl::Span<const EventPlace> places) const {
  uint32_t limits[16] = {};
  for (uint32_t type = 0; type < kEnumSize<RecordType>; ++type) {
    limits[type] = RowsOf(static_cast<RecordType>(type), sizes);
  }
  bool sound = true;
  for (const EventPlace place : places) {
    sound &= place.ordinal() < limits[static_cast<size_t>(place.type())];
  }
  return sound;
}

bool SoundCircumstances::operator()(absl::Span<const Circumstance> rows) const {
  bool sound = true;
  for (const Circumstance& row : rows) {
    sound &= row.valid < sizes.texts;
    sound &= row.place == kNoRow || row.place < sizes.entities;
  }
  return sound;
}

bool RowsAreSound(const ProjectionTables& tables) {
  return RowChecker(tables).All();
}

}  // namespace attest
