// The statements of a RefCase, each with what it says worked out: entities by
// group, `valid` left out where the predicate's time is none.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_STATEMENTS_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_STATEMENTS_H_

#include <unicode/unistr.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/edtf.h"
#include "engine/model/json_text.h"
#include "engine/text/folding.h"
#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_standing.h"

namespace attest::reference {

// As JSON each, absent parts empty: these are what statements are told apart
// and ordered by.
struct RefStatementKey {
  std::string subject;
  std::string predicate;
  std::string object;  // the object or the value
  std::string valid;
  std::string place;

  friend auto operator<=>(const RefStatementKey&,
                          const RefStatementKey&) = default;
};

struct RefStatement {
  RefParts parts;  // entities by the member of their group defined first
  Predicate predicate;
  EntityKind subject_kind = EntityKind::kPerson;
  EntityKind object_kind = EntityKind::kPerson;
  std::optional<Edtf> valid;
  std::optional<Edtf> date;  // the value
  std::string folded;        // the value, a text
  RefStatementKey key;

  template <class Value>
  [[nodiscard]] const Value* As() const {
    return std::get_if<Value>(&parts.value);
  }
  [[nodiscard]] bool has_entity() const {
    return As<std::monostate>() != nullptr;
  }
};

inline std::string FoldedWithCase(const std::string& text) {
  const auto folded = FoldForQuote(text);
  if (!folded.ok()) std::abort();
  std::string result;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(folded->text().data(),
                       static_cast<int32_t>(folded->text().size())))
      .foldCase()
      .toUTF8String(result);
  return result;
}

inline std::string JsonString(const std::string& text) {
  std::string json;
  if (!text.empty()) AppendJsonString(text, json);
  return json;
}

inline std::string JsonOf(const RefParts& parts) {
  if (const auto* text = std::get_if<TextValue>(&parts.value)) {
    std::string json;
    AppendJsonString(text->text, json);
    return json;
  }
  if (const auto* date = std::get_if<DateValue>(&parts.value)) {
    return JsonString(date->edtf);
  }
  if (const auto* quantity = std::get_if<Quantity>(&parts.value)) {
    return quantity->CanonicalJson();
  }
  if (const auto* point = std::get_if<Point>(&parts.value)) {
    return point->CanonicalJson();
  }
  if (std::holds_alternative<FlagValue>(parts.value)) return "true";
  return JsonString(parts.object);
}

// The statement that `parts` are, put as a claim would put it.
inline RefStatement StatementOf(const RefCase& the_case,
                                const RefPartition& identity, RefParts parts) {
  auto first = [&](std::string& entity) {
    if (entity.empty()) return;
    entity = FirstDefined(the_case, identity.GroupOf(entity));
  };
  RefStatement made;
  made.predicate = PredicateOf(the_case, parts.predicate);
  if (made.predicate.time == TimeKind::kNone) parts.valid.clear();
  first(parts.subject);
  first(parts.object);
  first(parts.place);
  made.subject_kind = FindByKey(the_case.entities, parts.subject)->kind;
  if (!parts.object.empty()) {
    made.object_kind = FindByKey(the_case.entities, parts.object)->kind;
  }
  if (!parts.valid.empty()) made.valid = Edtf::Parse(parts.valid).value();
  if (const auto* date = std::get_if<DateValue>(&parts.value)) {
    made.date = Edtf::Parse(date->edtf).value();
  }
  if (const auto* text = std::get_if<TextValue>(&parts.value)) {
    made.folded = FoldedWithCase(text->text);
  }
  made.key = {JsonString(parts.subject), JsonString(parts.predicate),
              JsonOf(parts), JsonString(parts.valid), JsonString(parts.place)};
  made.parts = std::move(parts);
  return made;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_STATEMENTS_H_
