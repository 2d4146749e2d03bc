// ClaimKeys is the keys of claims, which the projection does not keep: those
// that were read from the log stay.
//
// Not thread-safe. Lifetime: borrows the case.

#ifndef ATTEST_ENGINE_QUERY_CLAIM_KEYS_H_
#define ATTEST_ENGINE_QUERY_CLAIM_KEYS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/query/case_access.h"
#include "engine/query/value.h"

namespace attest::query {

class ClaimKeys {
 public:
  explicit ClaimKeys(CaseAccess& access) : access_(access) {}

  // The key of the claim that `event` defines, a text; null when it has none.
  // Errors: those of the log.
  [[nodiscard]] absl::StatusOr<Value> Of(uint32_t event);

  // Keeps a key that was read.
  void Keep(uint32_t event, const Value& key);

 private:
  // When more are kept, all are given back.
  static constexpr size_t kMost = size_t{1} << 20;

  CaseAccess& access_;
  absl::flat_hash_map<uint32_t, Value> keys_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CLAIM_KEYS_H_
