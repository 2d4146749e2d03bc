// The two macros that pass an absl::Status up the call stack.

#ifndef ATTEST_ENGINE_STATUS_MACROS_H_
#define ATTEST_ENGINE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expression` is not OK.
#define RETURN_IF_ERROR(expression)                  \
  do {                                               \
    absl::Status attest_status_ = (expression);      \
    if (!attest_status_.ok()) return attest_status_; \
  } while (false)

#define ATTEST_CONCAT_INNER_(a, b) a##b
#define ATTEST_CONCAT_(a, b) ATTEST_CONCAT_INNER_(a, b)
// `lhs` may declare a variable, so it cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define ATTEST_ASSIGN_OR_RETURN_(value, lhs, expression) \
  auto value = (expression);                             \
  if (!value.ok()) return std::move(value).status();     \
  lhs = *std::move(value)
// NOLINTEND(bugprone-macro-parentheses)

// Evaluates `expression`, a StatusOr, and assigns its value to `lhs`, or
// returns its status.
#define ASSIGN_OR_RETURN(lhs, expression)                                \
  ATTEST_ASSIGN_OR_RETURN_(ATTEST_CONCAT_(attest_value_, __LINE__), lhs, \
                           expression)

#endif  // ATTEST_ENGINE_STATUS_MACROS_H_
