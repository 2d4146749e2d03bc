// The properties of entities, and among them the values of literal predicates.

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/projection/literal_bytes.h"
#include "engine/projection/statement_key.h"
#include "engine/query/case_properties.h"
#include "engine/query/case_values.h"

namespace attest::query {

Value CaseProperties::KeyOfEntity(uint32_t entity) const {
  const ProjectionTables& tables = visible_.tables();
  return TextOrNull(tables.texts[tables.entities[entity].key]);
}

Value CaseProperties::OfEntity(uint32_t entity, Key key) const {
  const uint32_t shown = visible_.FirstShownMember(entity);
  if (shown == kNoRow) return Value::Null();
  switch (key) {
    case Key::kId:
      return KeyOfEntity(shown);
    case Key::kIds: {
      Value::List ids;
      visible_.VisitMembers(
          entity, [&](uint32_t member) { ids.push_back(KeyOfEntity(member)); });
      return Value::MakeList(std::move(ids));
    }
    case Key::kKind:
      return TextOrNull(attest::NameOf(
          static_cast<EntityKind>(visible_.cut().EntityAt(shown).kind)));
    case Key::kName:
      return TextOrNull(
          visible_.tables().texts[visible_.cut().EntityAt(shown).name]);
    case Key::kNames:
      return NamesOf(entity);
    default:
      return Value::Null();
  }
}

// Each spelling once, those of the member defined first before the others'.
Value CaseProperties::NamesOf(uint32_t entity) const {
  const ProjectionTables& tables = visible_.tables();
  std::vector<absl::string_view> names;
  const auto add = [&](uint32_t text) {
    const absl::string_view name = tables.texts[text];
    if (name.empty() ||
        std::find(names.begin(), names.end(), name) != names.end()) {
      return;
    }
    names.push_back(name);
  };
  visible_.VisitMembers(entity, [&](uint32_t member) {
    const EntityRow row = visible_.cut().EntityAt(member);
    add(row.name);
    const absl::Span<const uint32_t> list = tables.lists[row.names];
    for (size_t i = 0; i + 3 < list.size(); i += 4) {
      // A name may be known from a report that is not shown, or was taken out.
      const uint32_t report =
          tables.OrdinalOf(list[i + 3], RecordType::kReport);
      const bool is_shown =
          report == kNoRow ||
          (visible_.IsShownReport(report) &&
           static_cast<Withheld>(tables.reports[report].withheld) !=
               Withheld::kRedacted);
      if (is_shown) add(list[i]);
    }
  });
  Value::List values;
  for (const absl::string_view name : names) values.push_back(TextOrNull(name));
  return Value::MakeList(std::move(values));
}

std::vector<uint32_t> CaseProperties::LiteralSlotsOf(uint32_t entity) const {
  const ProjectionTables& tables = visible_.tables();
  std::vector<uint32_t> slots;
  visible_.VisitGroup(entity, [&](uint32_t member) {
    for (const uint32_t statement : tables.StatementsBySubject()[member]) {
      if (statement >= visible_.cut().statements()) break;
      const StatementRow& row = tables.statements[statement];
      const uint32_t slot = names_.SlotOf(row.predicate);
      if (names_.slots()[slot].is_literal) slots.push_back(slot);
    }
  });
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  return slots;
}

std::vector<uint32_t> CaseProperties::Ranked(uint32_t entity, uint32_t slot) {
  const ProjectionTables& tables = visible_.tables();
  const uint32_t predicate_row = names_.RowOf(slot);
  std::vector<uint32_t> found;
  visible_.VisitGroup(entity, [&](uint32_t member) {
    for (const uint32_t statement : tables.StatementsBySubject()[member]) {
      if (statement >= visible_.cut().statements()) break;
      const StatementRow& row = tables.statements[statement];
      if (row.predicate != predicate_row || (row.object & kMarked) == 0 ||
          !visible_.IsShownStatement(statement) ||
          !visible_.IsSupported(statement)) {
        continue;
      }
      found.push_back(statement);
    }
  });
  if (found.size() < 2) return found;
  using Rank = std::tuple<int64_t, int64_t, int64_t, std::string, uint32_t>;
  std::vector<Rank> ranks;
  for (const uint32_t statement : found) {
    const Lines lines = visible_.figures().Of(statement).lines;
    const uint32_t literal = tables.statements[statement].object & ~kMarked;
    ranks.emplace_back(
        -int64_t{lines.best}, -int64_t{lines.low},
        -static_cast<int64_t>(CountOf(statement, Key::kCitations)),
        StatementValue(attest::LiteralOf(tables.literals[literal])), statement);
  }
  std::sort(ranks.begin(), ranks.end());
  for (size_t i = 0; i < ranks.size(); ++i) {
    found[i] = std::get<uint32_t>(ranks[i]);
  }
  return found;
}

Value CaseProperties::LiteralOf(uint32_t entity, CaseNames::LiteralKey key) {
  if (!names_.slots()[key.slot].is_literal) return Value::Null();
  const ProjectionTables& tables = visible_.tables();
  const std::vector<uint32_t> ranked = Ranked(entity, key.slot);
  if (ranked.empty()) return Value::Null();
  // Equal values have one number.
  std::vector<uint32_t> literals;
  for (const uint32_t statement : ranked) {
    const uint32_t literal = tables.statements[statement].object & ~kMarked;
    if (std::find(literals.begin(), literals.end(), literal) ==
        literals.end()) {
      literals.push_back(literal);
    }
  }
  const auto value_of = [&](uint32_t literal) {
    return LiteralValue(attest::LiteralOf(tables.literals[literal]));
  };
  if (!key.all) return value_of(literals.front());
  Value::List values;
  for (const uint32_t literal : literals) values.push_back(value_of(literal));
  return Value::MakeList(std::move(values));
}

}  // namespace attest::query
