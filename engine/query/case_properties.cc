#include "engine/query/case_properties.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/projection/literal_bytes.h"
#include "engine/query/case_values.h"
#include "engine/status_macros.h"
#include "nlohmann/json.hpp"

namespace attest::query {
namespace {

template <class E>
Value NameValue(E value) {
  return Value::String(std::string(attest::NameOf(value)));
}

std::string HexOf(const std::array<uint8_t, 32>& bytes) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace

CaseProperties::CaseProperties(const VisibleCase& visible,
                               const CaseNames& names, CaseLinks& links)
    : visible_(visible),
      names_(names),
      links_(links),
      statement_keys_(visible.view()) {
  for (size_t i = 0; i < verdicts_.size(); ++i) {
    verdicts_[i] = NameValue(static_cast<Verdict>(i));
  }
}

absl::StatusOr<Value> CaseProperties::Of(NodeId node, KeyId key) {
  const uint32_t ordinal = OrdinalOf(node);
  const auto literal = CaseNames::LiteralOf(key);
  if (literal) {
    if (KindOf(node) != NodeKind::kEntity) return Value::Null();
    return LiteralOf(ordinal, *literal);
  }
  const auto fixed = static_cast<Key>(key.value());
  switch (KindOf(node)) {
    case NodeKind::kEntity:
      return OfEntity(ordinal, fixed);
    case NodeKind::kStatement:
      return OfStatement(ordinal, fixed);
    case NodeKind::kClaim:
      return OfClaim(ordinal, fixed);
    case NodeKind::kReport:
      return OfReport(ordinal, fixed);
    case NodeKind::kSource:
      return OfSource(ordinal, fixed);
  }
  return Value::Null();
}

absl::StatusOr<Value> CaseProperties::Of(RelationshipId id, KeyId key) {
  if (key.value() >= kFixedKeys) return Value::Null();
  const auto fixed = static_cast<Key>(key.value());
  const Link link = LinkOf(id);
  switch (link.kind) {
    case LinkKind::kPredicate:
      return OfStatement(link.second, fixed);
    case LinkKind::kStatedIn:
      return OfStatedIn(link.first, fixed);
    case LinkKind::kAttributedTo:
      return OfAttributedTo(link, fixed);
    case LinkKind::kDerivedFrom:
      return OfDerivedFrom(link, fixed);
    case LinkKind::kCorroborates:
    case LinkKind::kContradicts:
      return fixed == Key::kStatement ? OfPair(link) : Value::Null();
    default:
      return Value::Null();
  }
}

absl::StatusOr<Value> CaseProperties::AllOf(NodeId node) {
  Value::Map map;
  const auto add = [&](KeyId key) -> absl::Status {
    ASSIGN_OR_RETURN(Value value, Of(node, key));
    if (!value.IsNull()) {
      map.emplace_back(names_.NameOfKey(key), std::move(value));
    }
    return absl::OkStatus();
  };
  for (const Key key : KeysOf(KindOf(node))) {
    RETURN_IF_ERROR(add(KeyIdOf(key)));
  }
  if (KindOf(node) == NodeKind::kEntity) {
    for (const uint32_t slot : LiteralSlotsOf(OrdinalOf(node))) {
      RETURN_IF_ERROR(add(CaseNames::KeyIdOf({slot, false})));
      RETURN_IF_ERROR(add(CaseNames::KeyIdOf({slot, true})));
    }
  }
  return Value::MakeMap(std::move(map));
}

absl::StatusOr<Value> CaseProperties::AllOf(RelationshipId id) {
  Value::Map map;
  for (const Key key : KeysOf(LinkOf(id).kind)) {
    ASSIGN_OR_RETURN(Value value, Of(id, KeyIdOf(key)));
    if (!value.IsNull()) {
      map.emplace_back(std::string(NameOf(key)), std::move(value));
    }
  }
  return Value::MakeMap(std::move(map));
}

// -- Statements -------------------------------------------------------------

Value CaseProperties::VerdictOf(uint32_t statement) const {
  const Verdict verdict = visible_.figures().Of(statement).verdict;
  return verdicts_[static_cast<size_t>(verdict)];
}

Value CaseProperties::FigureOf(uint32_t statement, Key key) {
  const Figures figures = visible_.figures().Of(statement);
  switch (key) {
    case Key::kVerdict:
      return verdicts_[static_cast<size_t>(figures.verdict)];
    case Key::kLinesLow:
      return Value::Integer(figures.lines.low);
    case Key::kLinesBest:
      return Value::Integer(figures.lines.best);
    default:
      return Value::Integer(figures.lines.high);
  }
}

uint64_t CaseProperties::CountOf(uint32_t statement, Key key) {
  const Findings* const findings = visible_.figures().findings();
  if (findings == nullptr) return 0;
  // Keys of claims decide their order, and order changes no count.
  const Finding finding = findings->Summarize(
      StatementId(statement), [](ClaimId) { return std::string(); });
  switch (key) {
    case Key::kReports:
      return finding.reports;
    case Key::kPublishers:
      return finding.publishers;
    default:
      return finding.supporting.size();
  }
}

Value CaseProperties::OfStatement(uint32_t statement, Key key) {
  const ProjectionTables& tables = visible_.tables();
  const StatementRow& row = tables.statements[visible_.ShownForm(statement)];
  const Circumstance& circumstance = tables.circumstances[row.circumstance];
  const bool is_literal = (row.object & kMarked) != 0;
  switch (key) {
    case Key::kId:
      return Value::String(statement_keys_.KeyOf(StatementId(statement)));
    case Key::kSubject:
      return KeyOfEntity(row.subject);
    case Key::kPredicate:
      return Value::String(names_.slots()[names_.SlotOf(row.predicate)].key);
    case Key::kObject:
      return is_literal ? Value::Null() : KeyOfEntity(row.object);
    case Key::kValue:
      if (!is_literal) return Value::Null();
      return LiteralValue(
          attest::LiteralOf(tables.literals[row.object & ~kMarked]));
    case Key::kValid:
      return EdtfOrNull(tables.texts[circumstance.valid]);
    case Key::kValidFrom:
      return FirstDayOf(tables.texts[circumstance.valid]);
    case Key::kValidTo:
      return LastDayOf(tables.texts[circumstance.valid]);
    case Key::kPlace:
      return circumstance.place == kNoRow ? Value::Null()
                                          : KeyOfEntity(circumstance.place);
    case Key::kVerdict:
    case Key::kLinesLow:
    case Key::kLinesBest:
    case Key::kLinesHigh:
      return FigureOf(statement, key);
    case Key::kCitations:
    case Key::kReports:
    case Key::kPublishers:
      return Value::Integer(static_cast<int64_t>(CountOf(statement, key)));
    case Key::kFirstRecorded: {
      uint32_t first = kNoRow;
      visible_.VisitClaims(
          statement, [&](uint32_t claim) { first = std::min(first, claim); });
      if (first == kNoRow) return Value::Null();
      return TimeValue(
          visible_.view().RecordedAt(EventIndex(tables.claim_events[first])));
    }
    default:
      return Value::Null();
  }
}

// -- Claims -----------------------------------------------------------------

absl::StatusOr<const Event*> CaseProperties::EventAt(uint32_t event) {
  if (!event_ || event_->first != event) {
    ASSIGN_OR_RETURN(Event read, visible_.access().EventAt(EventIndex(event)));
    event_.emplace(event, std::move(read));
  }
  return &event_->second;
}

absl::StatusOr<const Claim*> CaseProperties::ClaimOf(uint32_t claim) {
  ASSIGN_OR_RETURN(const Event* const event,
                   EventAt(visible_.tables().claim_events[claim]));
  const auto* const record = std::get_if<Claim>(&event->record);
  if (record == nullptr) {
    return absl::DataLossError(
        absl::StrCat("event ", visible_.tables().claim_events[claim],
                     " is not the claim that the projection has it as"));
  }
  return record;
}

absl::StatusOr<Value> CaseProperties::RecordedBy(const Event& event) {
  if (!event.by.empty() || !event.closed_by) return TextOrNull(event.by);
  const auto known = added_by_.find(*event.closed_by);
  if (known != added_by_.end()) return TextOrNull(known->second);
  const EventIndex closed_by = *event.closed_by;
  ASSIGN_OR_RETURN(Event file, visible_.access().EventAt(closed_by));
  return TextOrNull(
      added_by_.emplace(closed_by, std::move(file.by)).first->second);
}

absl::StatusOr<Value> CaseProperties::OfClaim(uint32_t claim, Key key) {
  const ProjectionTables& tables = visible_.tables();
  const EventIndex event(tables.claim_events[claim]);
  const ClaimFlags flags = tables.FlagsOf(claim);
  switch (key) {
    case Key::kEvent:
      return Value::Integer(static_cast<int64_t>(event.value()));
    case Key::kStance:
      return NameValue(flags.stance());
    case Key::kHedge:
      return NameValue(flags.hedge());
    case Key::kOriginal:
      return Value::Boolean(flags.original());
    case Key::kMethod:
      return NameValue(flags.method());
    case Key::kProposed:
      return Value::Boolean(visible_.view().IsProposed(ClaimId(event.value())));
    case Key::kRetracted:
      return Value::Boolean(visible_.view().RetractedBy(event).has_value());
    case Key::kLive:
      return Value::Boolean(visible_.IsLive(claim));
    case Key::kRecordedAt:
      return TimeValue(visible_.view().RecordedAt(event));
    case Key::kId:
      return visible_.claim_keys().Of(static_cast<uint32_t>(event.value()));
    case Key::kQuote:
    case Key::kAsStated:
    case Key::kValid:
    case Key::kBy:
      return OfRecordedClaim(claim, key);
    default:
      return Value::Null();
  }
}

absl::StatusOr<Value> CaseProperties::OfRecordedClaim(uint32_t claim, Key key) {
  ASSIGN_OR_RETURN(const Claim* const record, ClaimOf(claim));
  const Event& event = event_->second;
  switch (key) {
    case Key::kQuote:
      return record->quote ? TextOrNull(record->quote->exact) : Value::Null();
    case Key::kAsStated:
      return TextOrNull(record->as_stated);
    case Key::kValid:
      return EdtfOrNull(record->valid);
    default:
      return RecordedBy(event);
  }
}

absl::StatusOr<Value> CaseProperties::PageOf(uint32_t claim) {
  ASSIGN_OR_RETURN(const Claim* const record, ClaimOf(claim));
  if (record->citation.empty()) return Value::Null();
  const auto citation = nlohmann::json::parse(record->citation, nullptr,
                                              /*allow_exceptions=*/false);
  const auto page =
      citation.is_object() ? citation.find("page") : citation.end();
  if (page == citation.end()) return Value::Null();
  if (page->is_number_integer()) return Value::Integer(page->get<int64_t>());
  if (page->is_string()) return TextOrNull(page->get<std::string>());
  return Value::String(page->dump());
}

// -- Reports and sources ----------------------------------------------------

absl::StatusOr<Value> CaseProperties::OfReport(uint32_t report, Key key) {
  const ProjectionTables& tables = visible_.tables();
  const ReportRow row = visible_.cut().ReportAt(report);
  switch (key) {
    case Key::kId:
      return TextOrNull(tables.texts[row.key]);
    case Key::kTitle:
      return TextOrNull(tables.texts[row.title]);
    case Key::kPublished:
      return EdtfOrNull(tables.texts[row.published]);
    case Key::kAuthor:
      return TextOrNull(tables.texts[row.author]);
    case Key::kUrl:
      return TextOrNull(tables.texts[row.url]);
    case Key::kLanguage:
      return TextOrNull(tables.texts[row.language]);
    case Key::kRetracted:
      return Value::Boolean(
          visible_.view().RetractedBy(EventIndex(row.event)).has_value());
    case Key::kRetrieved:
    case Key::kSha256:
      return OfRecordedReport(report, key);
    default:
      return Value::Null();
  }
}

absl::StatusOr<Value> CaseProperties::OfRecordedReport(uint32_t report,
                                                       Key key) {
  const uint32_t event = visible_.tables().reports[report].event;
  if (!report_ || report_->first != event) {
    ASSIGN_OR_RETURN(Event read,
                     visible_.access().CurrentEventAt(EventIndex(event)));
    report_.emplace(event, std::move(read));
  }
  const auto* const record = std::get_if<Report>(&report_->second.record);
  if (record == nullptr) {
    return absl::DataLossError(absl::StrCat(
        "event ", event, " is not the report that the projection has it as"));
  }
  if (key == Key::kRetrieved) return TimeOrNull(record->retrieved);
  const std::optional<Content>& content =
      record->file ? record->file : record->text;
  return content ? Value::String(HexOf(content->sha256)) : Value::Null();
}

Value CaseProperties::OfSource(uint32_t source, Key key) const {
  const ProjectionTables& tables = visible_.tables();
  const SourceRow row = visible_.cut().SourceAt(source);
  switch (key) {
    case Key::kId:
      return TextOrNull(tables.texts[row.key]);
    case Key::kName:
      return TextOrNull(tables.texts[row.name]);
    case Key::kKind:
      return NameValue(static_cast<SourceKind>(row.kind));
    case Key::kAnonymous:
      return Value::Boolean(row.anonymous != 0);
    case Key::kLanguage:
      return TextOrNull(tables.texts[row.language]);
    default:
      return Value::Null();
  }
}

// -- Relationships ----------------------------------------------------------

absl::StatusOr<Value> CaseProperties::OfStatedIn(uint32_t claim, Key key) {
  if (key == Key::kPage) return PageOf(claim);
  if (key != Key::kBytesFrom && key != Key::kBytesTo) return Value::Null();
  ASSIGN_OR_RETURN(const Claim* const record, ClaimOf(claim));
  if (!record->quote || !record->quote->passage) return Value::Null();
  const Passage& passage = *record->quote->passage;
  return Value::Integer(static_cast<int64_t>(
      key == Key::kBytesFrom ? passage.byte_begin : passage.byte_end));
}

Value CaseProperties::OfAttributedTo(const Link& link, Key key) const {
  const absl::Span<const uint32_t> manner =
      visible_.tables().MannerOf(link.first);
  const size_t at = 1 + 3 * size_t{link.second};
  switch (key) {
    case Key::kPosition:
      return Value::Integer(link.second);
    case Key::kBasis:
      return NameValue(static_cast<Basis>(manner[at + 1]));
    case Key::kOrigin:
      return Value::Boolean(at + 3 >= manner.size());
    default:
      return Value::Null();
  }
}

Value CaseProperties::OfDerivedFrom(const Link& link, Key key) {
  const Derives& derives = links_.lists().UpstreamOf(link.first)[link.second];
  switch (key) {
    case Key::kHow:
      return derives.how ? NameValue(*derives.how) : Value::Null();
    case Key::kDeclared:
      return Value::Boolean(derives.declared);
    case Key::kInferred:
      return Value::Boolean(derives.inferred);
    default:
      return Value::Null();
  }
}

Value CaseProperties::OfPair(const Link& link) {
  const std::optional<ClaimPair> pair =
      link.kind == LinkKind::kCorroborates
          ? links_.pairs().Corroboration(link.first, link.second)
          : links_.pairs().Contradiction(link.first, link.second);
  if (!pair) return Value::Null();
  return Value::String(statement_keys_.KeyOf(StatementId(pair->statement)));
}

}  // namespace attest::query
