// The aggregates: functions of all values of a group.

#ifndef ATTEST_ENGINE_QUERY_AGGREGATES_H_
#define ATTEST_ENGINE_QUERY_AGGREGATES_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/frame.h"
#include "engine/query/value.h"

namespace attest::query {

enum class AggregateKind : uint8_t {
  kCountStar,
  kCount,
  kSum,
  kAvg,
  kMin,
  kMax,
  kCollect,
  kStDev,
  kStDevP,
  kPercentileCont,
  kPercentileDisc,
  // Of lists: what stands in any of them, once.
  kEvidence,
};

struct AggregateFunction {
  absl::string_view name;
  AggregateKind kind;
  size_t args;
  TypeSet takes;  // of the first argument
  TypeSet gives;
};

// In any case; null when there is none of that name. count(*) is not among
// them.
[[nodiscard]] const AggregateFunction* FindAggregate(absl::string_view name);
[[nodiscard]] absl::Span<const AggregateFunction> AllAggregates();

// Gathers the values of one group. Nulls are not to be given to it, but by
// kCountStar.
class Aggregate {
 public:
  virtual ~Aggregate() = default;

  // `args` as many as the function takes. Bytes that are kept go to `run`.
  [[nodiscard]] virtual absl::Status Add(absl::Span<const Value> args,
                                         RunState& run) = 0;
  [[nodiscard]] virtual absl::StatusOr<Value> Result() = 0;
};

// `distinct`: of equivalent first arguments only one counts.
[[nodiscard]] std::unique_ptr<Aggregate> MakeAggregate(AggregateKind kind,
                                                       bool distinct);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_AGGREGATES_H_
