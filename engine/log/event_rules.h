// What must hold within one event beyond the types of its fields. The encoder
// refuses to write, and the decoder to believe, an event that breaks a rule.

#ifndef ATTEST_ENGINE_LOG_EVENT_RULES_H_
#define ATTEST_ENGINE_LOG_EVENT_RULES_H_

#include "absl/status/status.h"
#include "engine/model/event.h"

namespace attest {

// InvalidArgument when the event contradicts itself: a target of a type that
// its decision cannot have, an assessment outside its scheme, a quantity or
// point out of range, a reference that is kNoReference. What references lead
// to is not looked at.
absl::Status ValidateEvent(const Event& event);
}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_RULES_H_
