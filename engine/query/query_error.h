// What is wrong with a query, in the terms of openCypher: a type, the phase in
// which it was found, a detail, and the place in the text.
//
// Errors travel as absl::Status; these functions put them in and get them out.
//
//     return QueryError(ErrorType::kSyntax, "UndefinedVariable", place,
//                       "`m` is not defined; did you mean `n`?");

#ifndef ATTEST_ENGINE_QUERY_QUERY_ERROR_H_
#define ATTEST_ENGINE_QUERY_QUERY_ERROR_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace attest::query {

// Bytes [begin, end) of the text of a query.
struct Place {
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

// The types of openCypher. kRefused: a clause that writes or calls, which
// Attest does not have by design. kLimit: memory or time.
enum class ErrorType : uint8_t {
  kSyntax,
  kSemantic,
  kType,
  kArgument,
  kArithmetic,
  kEntityNotFound,
  kParameterMissing,
  kProcedure,
  kRefused,
  kLimit,
};

enum class Phase : uint8_t { kCompile, kRun };

struct QueryFault {
  ErrorType type = ErrorType::kSyntax;
  Phase phase = Phase::kCompile;
  std::string detail;  // "UndefinedVariable"
  std::optional<Place> place;
};

// "SyntaxError".
[[nodiscard]] absl::string_view NameOf(ErrorType type);

// The status of an error found before anything runs: InvalidArgument, or
// Unimplemented when refused.
[[nodiscard]] absl::Status QueryError(ErrorType type, absl::string_view detail,
                                      Place place, absl::string_view message);

// The status of an error found while it runs, yet without its place:
// InvalidArgument, or ResourceExhausted for a limit.
[[nodiscard]] absl::Status RunError(ErrorType type, absl::string_view detail,
                                    absl::string_view message);

// `status` with `place`, where it is a query's fault without one.
[[nodiscard]] absl::Status AtPlace(absl::Status status, Place place);

// None when `status` does not stem from these functions.
[[nodiscard]] std::optional<QueryFault> FaultOf(const absl::Status& status);

// `status` as it is shown to whoever wrote `text`: with line and column of the
// place, the line itself and a caret below it. Columns count code points.
[[nodiscard]] absl::Status Explained(const absl::Status& status,
                                     absl::string_view text);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_QUERY_ERROR_H_
