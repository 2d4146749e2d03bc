#include "engine/audit/record_keys.h"

#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<std::string> RecordKeys::KeyOf(EventIndex event) const {
  const absl::string_view kept = view_.KeyOf(event);
  if (!kept.empty()) return std::string(kept);
  ASSIGN_OR_RETURN(const Event defining, log_.Get(event));
  return defining.key;
}

absl::StatusOr<std::optional<Found>> RecordKeys::Find(
    absl::string_view key) const {
  for (const Found& candidate : view_.FindKey(key)) {
    ASSIGN_OR_RETURN(const std::string candidate_key, KeyOf(candidate.event));
    if (candidate_key == key) return std::optional<Found>(candidate);
  }
  return std::optional<Found>();
}

absl::StatusOr<std::string> RecordKeys::RecordedBy(const Event& event) const {
  if (!event.by.empty() || !event.closed_by) return event.by;
  ASSIGN_OR_RETURN(const Event file, log_.Get(*event.closed_by));
  return file.by;
}

}  // namespace attest
