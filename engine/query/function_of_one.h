// Functions of one argument, which most are.

#ifndef ATTEST_ENGINE_QUERY_FUNCTION_OF_ONE_H_
#define ATTEST_ENGINE_QUERY_FUNCTION_OF_ONE_H_

#include "absl/strings/string_view.h"
#include "engine/query/functions.h"
#include "engine/query/value.h"

namespace attest::query {

[[nodiscard]] inline Function FunctionOfOne(absl::string_view name,
                                            TypeSet takes, TypeSet gives,
                                            FunctionBody body,
                                            absl::string_view signature) {
  return {.name = name,
          .takes = {takes},
          .least_args = 1,
          .gives = gives,
          .body = body,
          .signature = signature};
}

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_FUNCTION_OF_ONE_H_
