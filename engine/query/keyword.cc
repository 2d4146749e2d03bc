#include "engine/query/keyword.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"

namespace attest::query {
namespace {

// In the order of the enumerators, which is that of the alphabet.
constexpr absl::string_view kNames[] = {
    "ALL",          "ALLSHORTESTPATHS",
    "AND",          "ANY",
    "AS",           "ASC",
    "ASCENDING",    "AT",
    "BY",           "CALL",
    "CASE",         "COLLECT",
    "CONTAINS",     "COUNT",
    "CREATE",       "DELETE",
    "DESC",         "DESCENDING",
    "DETACH",       "DISTINCT",
    "DROP",         "ELSE",
    "END",          "ENDS",
    "EXISTS",       "EXPLAIN",
    "EXTRACT",      "FALSE",
    "FILTER",       "FOREACH",
    "GROUP",        "GROUPS",
    "IN",           "INSERT",
    "IS",           "LIMIT",
    "LOAD",         "MATCH",
    "MERGE",        "NODETACH",
    "NONE",         "NOT",
    "NULL",         "OF",
    "OFFSET",       "OPTIONAL",
    "OR",           "ORDER",
    "PATH",         "PATHS",
    "PROFILE",      "REDUCE",
    "REMOVE",       "RETURN",
    "SET",          "SHORTEST",
    "SHORTESTPATH", "SINGLE",
    "SKIP",         "START",
    "STARTS",       "THEN",
    "TRUE",         "UNION",
    "UNWIND",       "VALID",
    "WHEN",         "WHERE",
    "WITH",         "XOR",
};
static_assert(std::size(kNames) == static_cast<size_t>(Keyword::kXor));

constexpr size_t kLongestName = std::size("ALLSHORTESTPATHS") - 1;

}  // namespace

Keyword FindKeyword(absl::string_view word) {
  if (word.size() > kLongestName) return Keyword::kNotOne;
  std::array<char, kLongestName> upper{};
  std::transform(word.begin(), word.end(), upper.begin(), absl::ascii_toupper);
  const absl::string_view folded(upper.data(), word.size());
  const auto* const found =
      std::lower_bound(std::begin(kNames), std::end(kNames), folded);
  if (found == std::end(kNames) || *found != folded) return Keyword::kNotOne;
  return static_cast<Keyword>(found - std::begin(kNames) + 1);
}

absl::string_view NameOf(Keyword keyword) {
  if (keyword == Keyword::kNotOne) return "";
  return kNames[static_cast<size_t>(keyword) - 1];
}

absl::Span<const absl::string_view> KeywordNames() { return kNames; }

bool IsReserved(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnd:
    case Keyword::kAs:
    case Keyword::kAsc:
    case Keyword::kAscending:
    case Keyword::kBy:
    case Keyword::kCase:
    case Keyword::kContains:
    case Keyword::kDesc:
    case Keyword::kDescending:
    case Keyword::kDistinct:
    case Keyword::kElse:
    case Keyword::kEnd:
    case Keyword::kEnds:
    case Keyword::kFalse:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kLimit:
    case Keyword::kMatch:
    case Keyword::kNot:
    case Keyword::kNull:
    case Keyword::kOptional:
    case Keyword::kOr:
    case Keyword::kOrder:
    case Keyword::kReturn:
    case Keyword::kSkip:
    case Keyword::kStarts:
    case Keyword::kThen:
    case Keyword::kTrue:
    case Keyword::kUnion:
    case Keyword::kUnwind:
    case Keyword::kWhen:
    case Keyword::kWhere:
    case Keyword::kWith:
    case Keyword::kXor:
      return true;
    default:
      return false;
  }
}

}  // namespace attest::query
