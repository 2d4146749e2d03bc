// The functions of the language that are no aggregates: what each takes, gives
// and does.

#ifndef ATTEST_ENGINE_QUERY_FUNCTIONS_H_
#define ATTEST_ENGINE_QUERY_FUNCTIONS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query {

// What a function may see beside its arguments.
struct FunctionContext {
  const PropertyGraph* graph = nullptr;
  // When the query began: what date(), timestamp() and their like give.
  absl::Time now;
  // Draws from [0, 1), for rand().
  std::function<double()> random;
  // No value may be larger.
  uint64_t max_bytes = uint64_t{1} << 30;
};

using FunctionBody = absl::StatusOr<Value> (*)(const FunctionContext& context,
                                               absl::Span<const Value> args);

struct Function {
  absl::string_view name;  // "toUpper", "duration.between": found in any case
  // The types that each argument may have, null aside; their number is the
  // most that the function takes. An argument known to be of another type is a
  // compile-time InvalidArgumentType; at run time it is a TypeError,
  // InvalidArgumentValue, which the caller of `body` raises.
  std::vector<TypeSet> takes;
  int least_args = 0;
  // What it can give, null aside.
  TypeSet gives = kAnyType;
  // Null for an argument gives null, without asking `body`.
  bool null_for_null = true;
  FunctionBody body = nullptr;
  // "toUpper(text) :: STRING": for help and completion.
  absl::string_view signature;
  // Gives the same for the same arguments: rand() and now's like do not.
  bool is_pure = true;
};

// Null when there is none of that name.
[[nodiscard]] const Function* FindFunction(absl::string_view name);

// All, sorted by name.
[[nodiscard]] absl::Span<const Function> AllFunctions();

// Checks the number of `args` and their types against `function`, then calls
// it.
[[nodiscard]] absl::StatusOr<Value> Call(const Function& function,
                                         const FunctionContext& context,
                                         absl::Span<const Value> args);

// The groups that AllFunctions is made of.
[[nodiscard]] std::vector<Function> NumberFunctions();  // abs, sqrt, rand ...
[[nodiscard]] std::vector<Function> StringFunctions();  // substring, split
[[nodiscard]] std::vector<Function> ListFunctions();    // range, size, head
[[nodiscard]] std::vector<Function> GraphFunctions();   // id, type, nodes
[[nodiscard]] std::vector<Function> ConversionFunctions();  // toInteger ...
[[nodiscard]] std::vector<Function> TemporalFunctions();  // date, duration ...
[[nodiscard]] std::vector<Function> CaseFunctions();      // claims, passage

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_FUNCTIONS_H_
