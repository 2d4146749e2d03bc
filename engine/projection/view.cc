#include "engine/projection/view.h"

#include <algorithm>
#include <string>

#include "engine/model/vocabulary.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/fold.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

template <class Tag>
std::vector<Id<Tag>> EventsOf(const Column<uint32_t>& events, uint32_t count) {
  std::vector<Id<Tag>> ids;
  ids.reserve(count);
  for (uint32_t i = 0; i < count; ++i) ids.emplace_back(events[i]);
  return ids;
}

template <class Tag, class Row>
std::vector<Id<Tag>> EventsOf(const Column<Row>& rows, uint32_t count) {
  std::vector<Id<Tag>> ids;
  ids.reserve(count);
  for (uint32_t i = 0; i < count; ++i) ids.emplace_back(rows[i].event);
  return ids;
}

void Count(RecordType type, Counts& counts) {
  switch (type) {
    case RecordType::kRetraction:
      ++counts.retractions;
      break;
    case RecordType::kAssessment:
      ++counts.assessments;
      break;
    case RecordType::kIdentity:
      ++counts.identities;
      break;
    case RecordType::kDependence:
      ++counts.dependences;
      break;
    case RecordType::kAmendment:
      ++counts.amendments;
      break;
    case RecordType::kRedaction:
      ++counts.redactions;
      break;
    default:
      break;
  }
}

}  // namespace

View::View(const ProjectionTables* tables, uint64_t asked, uint64_t cut)
    : tables_(tables),
      asked_(asked),
      cut_(cut),
      state_(std::make_shared<CutState>(*tables, cut)) {}

Counts View::counts() const {
  Counts counts;
  counts.events = cut_;
  counts.sources = state_->sources();
  counts.reports = state_->reports();
  counts.entities = state_->entities();
  counts.predicates = state_->predicates();
  counts.claims = state_->claims();
  counts.statements = state_->statements() - state_->joined().first_of.size();
  for (uint32_t i = 0; i < state_->decisions(); ++i) {
    Count(static_cast<RecordType>(tables_->decisions[i].type), counts);
  }
  return counts;
}

std::vector<Found> View::FindKey(absl::string_view key) const {
  std::vector<Found> found;
  if (key.empty()) return found;
  const uint32_t fingerprint = tables_->FingerprintOf(key);
  // Nothing is equal, so that all are looked at.
  const auto look = [&](uint32_t event) {
    if (event >= cut_ || tables_->fingerprints[event] != fingerprint) {
      return false;
    }
    const absl::string_view kept = KeyOf(EventIndex(event));
    if (kept.empty() || kept == key) {
      found.push_back({tables_->places[event].type(), EventIndex(event)});
    }
    return false;
  };
  tables_->Need(Derived::kKeys);
  (void)tables_->keys.Find(ProjectionTables::SpreadFingerprint(fingerprint),
                           look);
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.event < b.event; });
  return found;
}

absl::string_view View::KeyOf(EventIndex event) const {
  if (event.value() >= tables_->size()) return "";
  const EventPlace place = tables_->places[event.value()];
  switch (place.type()) {
    case RecordType::kSource:
      return tables_->texts[tables_->sources[place.ordinal()].key];
    case RecordType::kReport:
      return tables_->texts[tables_->reports[place.ordinal()].key];
    case RecordType::kEntity:
      return tables_->texts[tables_->entities[place.ordinal()].key];
    case RecordType::kPredicate:
      return tables_->texts[tables_->predicates[place.ordinal()].key];
    default:
      return "";
  }
}

absl::string_view View::KeyOf(PredicateId predicate) const {
  const BuiltinPredicate* builtin = FindBuiltin(predicate);
  if (builtin != nullptr) return builtin->key;
  return KeyOf(EventIndex(predicate.value()));
}

std::optional<RecordType> View::TypeOf(EventIndex event) const {
  if (event.value() >= cut_) return std::nullopt;
  return tables_->places[event.value()].type();
}

bool View::Has(SourceId id) const {
  return TypeOf(EventIndex(id.value())) == RecordType::kSource;
}
bool View::Has(ReportId id) const {
  return TypeOf(EventIndex(id.value())) == RecordType::kReport;
}
bool View::Has(EntityId id) const {
  return TypeOf(EventIndex(id.value())) == RecordType::kEntity;
}
bool View::Has(ClaimId id) const {
  return TypeOf(EventIndex(id.value())) == RecordType::kClaim;
}
bool View::Has(PredicateId id) const {
  return FindBuiltin(id) != nullptr ||
         TypeOf(EventIndex(id.value())) == RecordType::kPredicate;
}
bool View::Has(StatementId id) const {
  return id.value() < state_->statements();
}

Withheld View::WithheldOf(EventIndex event) const {
  if (event.value() >= tables_->size()) return Withheld::kNo;
  const EventPlace place = tables_->places[event.value()];
  const uint32_t row = place.ordinal();
  switch (place.type()) {
    case RecordType::kSource:
      return static_cast<Withheld>(tables_->sources[row].withheld);
    case RecordType::kReport:
      return static_cast<Withheld>(tables_->reports[row].withheld);
    case RecordType::kEntity:
      return static_cast<Withheld>(tables_->entities[row].withheld);
    case RecordType::kPredicate:
      return static_cast<Withheld>(tables_->predicates[row].withheld);
    case RecordType::kClaim:
      return tables_->FlagsOf(row).withheld();
    case RecordType::kFileClosed:
    case RecordType::kRecovery:
    case RecordType::kKeyRotation:
    case RecordType::kTimestamp:
      return Withheld::kNo;
    default:
      return static_cast<Withheld>(tables_->decisions[row].value >> 6);
  }
}

absl::Time View::RecordedAt(EventIndex event) const {
  if (tables_->recorded.empty()) return absl::InfinitePast();
  size_t low = 0;
  size_t high = tables_->recorded.size();
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (tables_->recorded[middle].first <= event.value()) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return absl::FromUnixMicros(tables_->recorded[low].micros);
}

std::vector<SourceId> View::Sources() const {
  return EventsOf<SourceTag>(tables_->sources, state_->sources());
}
std::vector<ReportId> View::Reports() const {
  return EventsOf<ReportTag>(tables_->reports, state_->reports());
}
std::vector<EntityId> View::Entities() const {
  return EventsOf<EntityTag>(tables_->entities, state_->entities());
}
std::vector<ClaimId> View::Claims() const {
  return EventsOf<ClaimTag>(tables_->claim_events, state_->claims());
}

std::vector<StatementId> View::Statements() const {
  const JoinedStatements& joined = state_->joined();
  std::vector<StatementId> statements;
  for (uint32_t i = 0; i < state_->statements(); ++i) {
    if (!joined.first_of.contains(i)) statements.emplace_back(i);
  }
  return statements;
}

Entity View::entity(EntityId id) const {
  const uint32_t ordinal = tables_->OrdinalOf(id.value(), RecordType::kEntity);
  if (ordinal == kNoRow) return {};
  return EntityOf(*tables_, state_->EntityAt(ordinal));
}

EntityId View::RepresentativeOf(EntityId id) const {
  return state_->identity().RepresentativeOf(id);
}
std::vector<EntityId> View::GroupOf(EntityId id) const {
  return state_->identity().GroupOf(id);
}
const IdentityGroups& View::identity() const { return state_->identity(); }

Predicate View::predicate(PredicateId id) const {
  const BuiltinPredicate* builtin = FindBuiltin(id);
  if (builtin != nullptr) return builtin->predicate;
  const uint32_t ordinal =
      tables_->OrdinalOf(id.value(), RecordType::kPredicate);
  return ordinal == kNoRow ? Predicate() : PredicateAt(*tables_, ordinal);
}

Source View::source(SourceId id) const {
  const uint32_t ordinal = tables_->OrdinalOf(id.value(), RecordType::kSource);
  if (ordinal == kNoRow) return {};
  return SourceOf(*tables_, state_->SourceAt(ordinal));
}

ReportInfo View::report(ReportId id) const {
  const uint32_t ordinal = tables_->OrdinalOf(id.value(), RecordType::kReport);
  if (ordinal == kNoRow) return {};
  Report report = ReportOf(*tables_, state_->ReportAt(ordinal));
  return {.source = report.source,
          .title = std::move(report.title),
          .published = std::move(report.published),
          .author = std::move(report.author),
          .url = std::move(report.url),
          .language = std::move(report.language),
          .derived_from = std::move(report.derived_from),
          .sensitivity = report.sensitivity};
}

}  // namespace attest
