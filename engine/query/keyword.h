// The words that mean something in a query, in any case of letters. None is
// taken from names altogether: see parser.h.

#ifndef ATTEST_ENGINE_QUERY_KEYWORD_H_
#define ATTEST_ENGINE_QUERY_KEYWORD_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest::query {

enum class Keyword : uint8_t {
  kNotOne,  // no keyword
  kAll,
  kAllShortestPaths,
  kAnd,
  kAny,
  kAs,
  kAsc,
  kAscending,
  kAt,
  kBy,
  kCall,
  kCase,
  kCollect,
  kContains,
  kCount,
  kCreate,
  kDelete,
  kDesc,
  kDescending,
  kDetach,
  kDistinct,
  kDrop,
  kElse,
  kEnd,
  kEnds,
  kExists,
  kExplain,
  kExtract,
  kFalse,
  kFilter,
  kForeach,
  kGroup,
  kGroups,
  kIn,
  kInsert,
  kIs,
  kLimit,
  kLoad,
  kMatch,
  kMerge,
  kNoDetach,
  kNone,
  kNot,
  kNull,
  kOf,
  kOffset,
  kOptional,
  kOr,
  kOrder,
  kPath,
  kPaths,
  kProfile,
  kReduce,
  kRemove,
  kReturn,
  kSet,
  kShortest,
  kShortestPath,
  kSingle,
  kSkip,
  kStart,
  kStarts,
  kThen,
  kTrue,
  kUnion,
  kUnwind,
  kValid,
  kWhen,
  kWhere,
  kWith,
  kXor,
};

// kNotOne when it is none.
[[nodiscard]] Keyword FindKeyword(absl::string_view word);

// In upper case; empty for kNotOne.
[[nodiscard]] absl::string_view NameOf(Keyword keyword);

// Every keyword, in upper case and in order.
[[nodiscard]] absl::Span<const absl::string_view> KeywordNames();

// Whether a variable of this name must stand in backticks, because an
// expression could not be told from what follows it otherwise.
[[nodiscard]] bool IsReserved(Keyword keyword);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_KEYWORD_H_
