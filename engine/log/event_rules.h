// What must hold within one event beyond the types of its fields. The encoder
// refuses to write, and the decoder to believe, an event that breaks a rule.

#ifndef ATTEST_ENGINE_LOG_EVENT_RULES_H_
#define ATTEST_ENGINE_LOG_EVENT_RULES_H_

#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

// How the stored form writes an absent reference. No event has this index.
inline constexpr uint64_t kNoReference = std::numeric_limits<uint64_t>::max();

// InvalidArgument when the event contradicts itself: a target of a type that
// its decision cannot have, an assessment outside its scheme, a quantity or
// point out of range, a reference that is kNoReference. What references lead
// to is not looked at.
absl::Status ValidateEvent(const Event& event);

// Does `amendment` set the field of this name in the case format?
[[nodiscard]] bool Sets(const Amendment& amendment, absl::string_view field);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_RULES_H_
