// Takes the text of a query apart into its clauses, those that write included,
// by their keywords outside of brackets.

#ifndef ATTEST_TESTS_QUERY_TCK_CLAUSE_TEXTS_H_
#define ATTEST_TESTS_QUERY_TCK_CLAUSE_TEXTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest::query::tck {

struct ClauseText {
  // In upper case, one space between words: "OPTIONAL MATCH", "DETACH DELETE",
  // "ON CREATE SET".
  std::string keyword;
  // What follows the keyword; WHERE, ORDER BY, SKIP and LIMIT belong to the
  // clause before them.
  std::string body;
};

// Errors: those of the lexer; InvalidArgument for text before the first clause.
[[nodiscard]] absl::StatusOr<std::vector<ClauseText>> SplitClauses(
    absl::string_view text);

// Does a clause of `text` write, or call a procedure? False when it does not
// come apart.
[[nodiscard]] bool WritesOrCalls(absl::string_view text);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_CLAUSE_TEXTS_H_
