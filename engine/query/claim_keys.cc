#include "engine/query/claim_keys.h"

#include <utility>

#include "engine/query/case_values.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<Value> ClaimKeys::Of(uint32_t event) {
  const auto known = keys_.find(event);
  if (known != keys_.end()) return known->second;
  ASSIGN_OR_RETURN(const Event read, access_.EventAt(EventIndex(event)));
  Value key = TextOrNull(read.key);
  Keep(event, key);
  return key;
}

void ClaimKeys::Keep(uint32_t event, const Value& key) {
  if (keys_.size() >= kMost) keys_.clear();
  keys_.emplace(event, key);
}

}  // namespace attest::query
