#include "engine/interchange/ucdp_known.h"

#include <algorithm>
#include <variant>

#include "engine/model/claim.h"
#include "engine/status_macros.h"

namespace attest {

absl::Status UcdpKnownClaims::ReadAll() {
  is_read_ = true;
  ASSIGN_OR_RETURN(const std::vector<EventIndex> indices,
                   existing_.FindByPrefix(RecordType::kClaim, "claim:ucdp:"));
  claims_.reserve(indices.size());
  for (EventIndex index : indices) {
    ASSIGN_OR_RETURN(const Event event, existing_.Get(index));
    const auto* const claim = std::get_if<Claim>(&event.record);
    if (claim == nullptr) continue;
    claims_.emplace_back(EventIndex(claim->subject.value()), index);
    if (const auto* object = std::get_if<EntityId>(&claim->object)) {
      claims_.emplace_back(EventIndex(object->value()), index);
    }
  }
  std::sort(claims_.begin(), claims_.end());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> UcdpKnownClaims::NotAmong(
    EventIndex event, const absl::flat_hash_set<std::string>& said) {
  if (!is_read_) RETURN_IF_ERROR(ReadAll());
  std::vector<std::string> keys;
  for (auto claim = std::lower_bound(claims_.begin(), claims_.end(),
                                     std::pair(event, EventIndex(0)));
       claim != claims_.end() && claim->first == event; ++claim) {
    ASSIGN_OR_RETURN(std::string key, existing_.KeyOf(claim->second));
    if (!said.contains(key)) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace attest
