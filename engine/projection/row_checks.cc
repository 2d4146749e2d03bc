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

bool Is(const ProjectionTables& tables, uint32_t event, RecordType type) {
  return event < tables.places.size() && tables.places[event].type() == type;
}

bool IsOrNone(const ProjectionTables& tables, uint32_t event, RecordType type) {
  return event == kNoRow || Is(tables, event, type);
}

bool IsSourceOrReport(const ProjectionTables& tables, uint32_t event) {
  return Is(tables, event, RecordType::kSource) ||
         Is(tables, event, RecordType::kReport);
}

// Are the events of rows [ordinal, ordinal + length) those from `event` on?
template <class Row>
bool EventsFollow(const Column<Row>& column, uint32_t ordinal, uint32_t length,
                  uint32_t event) {
  const absl::Span<const Row> rows = column.base();
  if (ordinal > rows.size() || length > rows.size() - ordinal) return false;
  uint32_t wrong = 0;
  for (uint32_t i = 0; i < length; ++i) {
    if constexpr (std::is_same_v<Row, uint32_t>) {
      wrong |= rows.data()[ordinal + i] ^ (event + i);
    } else {
      wrong |= rows.data()[ordinal + i].event ^ (event + i);
    }
  }
  return wrong == 0;
}

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

bool SizesAgree(const ProjectionTables& tables) {
  const size_t claims = tables.claim_events.size();
  return tables.places.size() <= kMaxEvents &&
         tables.fingerprints.size() == tables.places.size() &&
         tables.texts.size() > 0 && tables.texts.size() < kMarked &&
         tables.literals.size() > 0 && tables.literals.size() < kMarked &&
         !tables.lists.words().empty() &&
         tables.lists.words().size() < kMarked &&
         !tables.circumstances.empty() &&
         tables.circumstances.size() <= tables.statements.size() + 1 &&
         tables.statements.size() <= claims &&
         tables.claim_statements.size() == claims &&
         tables.claim_reports.size() == claims &&
         tables.claim_manners.size() == claims &&
         tables.manners.size() <= claims;
}

// Without branches, for the compiler to take many rows at once.
bool SoundStatements::operator()(absl::Span<const StatementRow> rows) const {
  const auto builtin = static_cast<uint32_t>(BuiltinVocabulary().size());
  uint32_t wrong = 0;
  for (const StatementRow& row : rows) {
    const uint32_t predicates =
        (row.predicate & kMarked) != 0 ? builtin : sizes.predicates;
    const uint32_t objects =
        (row.object & kMarked) != 0 ? sizes.literals : sizes.entities;
    wrong |= row.subject >= sizes.entities ? 1U : 0U;
    wrong |= (row.predicate & ~kMarked) >= predicates ? 1U : 0U;
    wrong |= (row.object & ~kMarked) >= objects ? 1U : 0U;
    wrong |= row.circumstance >= sizes.circumstances ? 1U : 0U;
  }
  return wrong == 0;
}

bool SoundCircumstances::operator()(absl::Span<const Circumstance> rows) const {
  uint32_t wrong = 0;
  for (const Circumstance& row : rows) {
    wrong |= row.valid >= sizes.texts ? 1U : 0U;
    wrong |= row.place != kNoRow && row.place >= sizes.entities ? 1U : 0U;
  }
  return wrong == 0;
}

bool PlaceRuns::operator()(absl::Span<const EventPlace> places) {
  for (size_t begin = 0; begin < places.size();) {
    const EventPlace first = places[begin];
    uint32_t length = 1;
    while (begin + length < places.size() &&
           places.data()[begin + length].bits() == first.bits() + length) {
      ++length;
    }
    if (!Take(first, length)) return false;
    event_ += length;
    begin += length;
  }
  return true;
}

bool PlaceRuns::Take(EventPlace first, uint32_t length) {
  const uint32_t ordinal = first.ordinal();
  const RecordType type = first.type();
  if (!IsOne<RecordType>(static_cast<uint32_t>(type)) ||
      length > kMaxEvents - ordinal) {
    return false;
  }
  uint32_t& next = rows_[static_cast<size_t>(type)];
  switch (type) {
    case RecordType::kFileClosed:
      return TakeFile(ordinal, length);
    case RecordType::kRecovery:
    case RecordType::kKeyRotation:
    case RecordType::kTimestamp:
      return ordinal == 0 && length == 1;
    case RecordType::kSource:
    case RecordType::kReport:
    case RecordType::kEntity:
    case RecordType::kPredicate:
    case RecordType::kClaim:
      if (ordinal != next) return false;
      next += length;
      break;
    default:
      if (ordinal != decisions_) return false;
      decisions_ += length;
  }
  switch (type) {
    case RecordType::kSource:
      return EventsFollow(tables_.sources, ordinal, length, event_);
    case RecordType::kReport:
      return EventsFollow(tables_.reports, ordinal, length, event_);
    case RecordType::kEntity:
      return EventsFollow(tables_.entities, ordinal, length, event_);
    case RecordType::kPredicate:
      return EventsFollow(tables_.predicates, ordinal, length, event_);
    case RecordType::kClaim:
      return EventsFollow(tables_.claim_events, ordinal, length, event_);
    default:
      return EventsFollow(tables_.decisions, ordinal, length, event_);
  }
}

// The event that closes a file is of no column; the file names it.
bool PlaceRuns::TakeFile(uint32_t ordinal, uint32_t length) {
  uint32_t& next = rows_[static_cast<size_t>(RecordType::kFileClosed)];
  if (ordinal != 0 || length != 1 || next >= tables_.files.size()) return false;
  return tables_.files[next++].close == event_;
}

bool PlaceRuns::Finished() const {
  const auto taken = [this](RecordType type) {
    return size_t{rows_[static_cast<size_t>(type)]};
  };
  return taken(RecordType::kSource) == tables_.sources.size() &&
         taken(RecordType::kReport) == tables_.reports.size() &&
         taken(RecordType::kEntity) == tables_.entities.size() &&
         taken(RecordType::kPredicate) == tables_.predicates.size() &&
         taken(RecordType::kClaim) == tables_.claim_events.size() &&
         taken(RecordType::kFileClosed) == tables_.files.size() &&
         decisions_ == tables_.decisions.size();
}

bool ListOrder::Take(uint32_t place, uint32_t step, uint32_t more) {
  if (place == 0) return more == 0 && !words_.empty() && words_[0] == 0;
  if (place < end_ || place >= words_.size()) return false;
  const uint32_t size = words_[place];
  if (size >= words_.size() - place || size < more ||
      (size - more) % step != 0) {
    return false;
  }
  end_ = size_t{place} + size + 1;
  return true;
}

template <>
bool SoundRows<SourceRow>::IsSound(const SourceRow& row) {
  return row.key < sizes_.texts && row.name < sizes_.texts &&
         row.language < sizes_.texts &&
         IsOrNone(tables_, row.part_of, RecordType::kSource) &&
         IsOrNone(tables_, row.entity, RecordType::kEntity) &&
         IsOne<SourceKind>(row.kind) && IsOne<Sensitivity>(row.sensitivity) &&
         IsOne<Withheld>(row.withheld);
}

template <>
bool SoundRows<ReportRow>::IsSound(const ReportRow& row) {
  if (row.source >= sizes_.sources || row.key >= sizes_.texts ||
      row.title >= sizes_.texts || row.published >= sizes_.texts ||
      row.author >= sizes_.texts || row.url >= sizes_.texts ||
      row.language >= sizes_.texts || !IsOne<Sensitivity>(row.sensitivity) ||
      !IsOne<Withheld>(row.withheld) || !lists_.Take(row.derived_from, 2, 0)) {
    return false;
  }
  const absl::Span<const uint32_t> list = tables_.lists[row.derived_from];
  for (size_t i = 0; i < list.size(); i += 2) {
    const RecordType type =
        list[i + 1] >> 8 != 0 ? RecordType::kReport : RecordType::kSource;
    if (!Is(tables_, list[i], type) || !IsOne<How>(list[i + 1] & 0xff)) {
      return false;
    }
  }
  return true;
}

template <>
bool SoundRows<EntityRow>::IsSound(const EntityRow& row) {
  if (row.key >= sizes_.texts || row.name >= sizes_.texts ||
      !IsOne<EntityKind>(row.kind) || !IsOne<Sensitivity>(row.sensitivity) ||
      !IsOne<Withheld>(row.withheld) || !lists_.Take(row.names, 4, 0)) {
    return false;
  }
  const absl::Span<const uint32_t> list = tables_.lists[row.names];
  for (size_t i = 0; i < list.size(); i += 4) {
    if (list[i] >= sizes_.texts || list[i + 1] >= sizes_.texts ||
        list[i + 2] >= sizes_.texts ||
        !IsOrNone(tables_, list[i + 3], RecordType::kReport)) {
      return false;
    }
  }
  return true;
}

template <>
bool SoundRows<PredicateRow>::IsSound(const PredicateRow& row) {
  return row.key < sizes_.texts && row.label < sizes_.texts &&
         IsOne<Literal>(row.literal) && IsOne<TimeKind>(row.time) &&
         IsOne<Functional>(row.functional) && IsOne<Withheld>(row.withheld);
}

template <>
bool SoundRows<DecisionRow>::IsSound(const DecisionRow& row) {
  const auto type = static_cast<RecordType>(row.type);
  // A decision comes after what it is about.
  if (!Is(tables_, row.event, type) || row.target >= row.event ||
      (row.other != kNoRow && row.other >= row.event)) {
    return false;
  }
  switch (type) {
    case RecordType::kRetraction:
      return IsOne<Judgement>(row.judgement) && IsOne<RetractionHow>(row.code);
    case RecordType::kAssessment:
      return IsOne<Scheme>(row.code) && row.detail < sizes_.texts &&
             (row.value & kValueBits) <
                 ValuesOf(static_cast<Scheme>(row.code)).size();
    case RecordType::kIdentity:
      return IsOne<IdentityJudgement>(row.judgement) &&
             Is(tables_, row.target, RecordType::kEntity) &&
             row.other != kNoRow && Is(tables_, row.other, RecordType::kEntity);
    case RecordType::kDependence:
      return IsOne<Judgement>(row.judgement) && IsOne<How>(row.code) &&
             IsSourceOrReport(tables_, row.target) && row.other != kNoRow &&
             IsSourceOrReport(tables_, row.other);
    case RecordType::kAmendment:
    case RecordType::kRedaction:
      return true;
    default:
      return false;
  }
}

template <>
bool SoundRows<Manner>::IsSound(const Manner& manner) {
  if (!lists_.Take(manner.list, 3, 1)) return false;
  const absl::Span<const uint32_t> list = tables_.lists[manner.list];
  const ClaimFlags flags(list[0]);
  bool sound = IsOne<Stance>(static_cast<uint32_t>(flags.stance())) &&
               IsOne<Hedge>(static_cast<uint32_t>(flags.hedge())) &&
               IsOne<Method>(static_cast<uint32_t>(flags.method()));
  static_assert(kEnumSize<Withheld> == 4, "every value of two bits is one");
  for (size_t i = 1; i < list.size(); i += 3) {
    sound = sound && list[i] < sizes_.sources && IsOne<Basis>(list[i + 1]) &&
            list[i + 2] < sizes_.texts;
  }
  return sound;
}

// A claim comes after those that it rests on.
template <>
bool SoundRows<RestsOnRow>::IsSound(const RestsOnRow& row) {
  if (row.claim >= sizes_.claims || !lists_.Take(row.list, 1, 0)) return false;
  const absl::Span<const uint32_t> others = tables_.lists[row.list];
  return std::all_of(others.begin(), others.end(),
                     [&row](uint32_t other) { return other < row.claim; });
}

template <class Row>
bool SoundVersions(const ProjectionTables& tables,
                   const Versions<Row>& versions) {
  const Column<VersionRow>& links = versions.links;
  if (links.size() != versions.rows.size()) return false;
  for (uint32_t i = 0; i < links.size(); ++i) {
    const VersionRow& link = links[i];
    if (!Is(tables, link.amendment, RecordType::kAmendment)) return false;
    if (link.previous != kNoRow &&
        (link.previous >= i || links[link.previous].target != link.target)) {
      return false;
    }
    const uint32_t event = versions.rows[i].event;
    if (event >= tables.places.size()) return false;
    const EventPlace place = tables.places[event];
    constexpr RecordType kType =
        std::is_same_v<Row, SourceRow>   ? RecordType::kSource
        : std::is_same_v<Row, ReportRow> ? RecordType::kReport
                                         : RecordType::kEntity;
    if (place.type() != kType || place.ordinal() != link.target) return false;
  }
  return true;
}
template bool SoundVersions(const ProjectionTables&,
                            const Versions<SourceRow>&);
template bool SoundVersions(const ProjectionTables&,
                            const Versions<ReportRow>&);
template bool SoundVersions(const ProjectionTables&,
                            const Versions<EntityRow>&);

bool LogIsSound(const ProjectionTables& tables) {
  uint32_t free = 0;  // the first event behind the last file
  for (const FileRow& file : tables.files.base()) {
    if (file.first < free || file.first > file.close ||
        file.close >= tables.places.size()) {
      return false;
    }
    free = file.close + 1;
  }
  uint64_t first = 0;
  for (const RecordedRow& row : tables.recorded.base()) {
    if (row.first < first || row.first >= tables.places.size()) return false;
    first = row.first;
  }
  return tables.places.empty() == tables.recorded.empty();
}

}  // namespace attest
