#include "engine/interchange/table_predicates.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/ingest/input_error.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"

namespace attest {
namespace {

// A table that names more is no table of predicates.
constexpr size_t kMaxKept = 10'000;
constexpr size_t kMaxTypingErrors = 2;

TablePredicate Of(absl::string_view key, const Predicate& predicate) {
  TablePredicate found = {.key = std::string(key)};
  if (predicate.has_literal_range()) found.literal = predicate.literal;
  found.domain = predicate.domain;
  found.range = predicate.range;
  return found;
}

TablePredicate Unknown(absl::string_view cell) {
  if (cell.empty()) {
    return {.what = "no predicate", .want = "one such as member_of"};
  }
  std::string want = absl::StrCat(
      "a predicate of the case, or in --map FILE {\"predicates\": {",
      QuotedForMessage(cell), ": OURS}}");
  std::vector<absl::string_view> keys;
  for (const BuiltinPredicate& builtin : BuiltinVocabulary()) {
    keys.emplace_back(builtin.key);
  }
  const auto near = NearestName(NormalName(cell), keys, kMaxTypingErrors);
  if (near) absl::StrAppend(&want, "; did you mean ", *near, "?");
  return {.what = "unknown predicate", .want = std::move(want)};
}

}  // namespace

void TablePredicates::Define(const std::string& key,
                             std::optional<Literal> literal) {
  defined_.insert_or_assign(key, literal);
  found_.clear();
}

void TablePredicates::Forget(const std::string& key) {
  defined_.erase(key);
  found_.clear();
}

absl::StatusOr<const TablePredicate*> TablePredicates::Find(
    absl::string_view cell) {
  const auto known = found_.find(cell);
  if (known != found_.end()) return &known->second;
  ASSIGN_OR_RETURN(TablePredicate found, Look(cell));
  if (found_.size() >= kMaxKept) found_.clear();
  return &found_.insert_or_assign(std::string(cell), std::move(found))
              .first->second;
}

absl::StatusOr<TablePredicate> TablePredicates::Look(
    absl::string_view cell) const {
  const auto mapped = theirs_.find(std::string(cell));
  if (mapped != theirs_.end()) {
    ASSIGN_OR_RETURN(std::optional<TablePredicate> found,
                     LookFor(mapped->second));
    if (found) return *std::move(found);
    return TablePredicate{
        .what = absl::StrCat("unknown predicate ",
                             QuotedForMessage(mapped->second), " in --map"),
        .want = "a predicate of the case"};
  }
  for (const std::string& key : {std::string(cell), NormalName(cell)}) {
    if (key.empty()) continue;
    ASSIGN_OR_RETURN(std::optional<TablePredicate> found, LookFor(key));
    if (found) return *std::move(found);
  }
  return Unknown(cell);
}

absl::StatusOr<std::optional<TablePredicate>> TablePredicates::LookFor(
    absl::string_view key) const {
  if (const auto id = BuiltinPredicateId(key)) {
    return std::optional<TablePredicate>(Of(key, FindBuiltin(*id)->predicate));
  }
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found, existing_.Find(key));
  if (!found || found->type != RecordType::kPredicate) {
    const auto defined = defined_.find(std::string(key));
    if (defined == defined_.end()) return std::optional<TablePredicate>();
    return std::optional<TablePredicate>(
        TablePredicate{.key = std::string(key), .literal = defined->second});
  }
  ASSIGN_OR_RETURN(const Event event, existing_.Current(found->index));
  return std::optional<TablePredicate>(
      Of(key, std::get<Predicate>(event.record)));
}

}  // namespace attest
