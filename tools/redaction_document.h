// What a redaction does or did, as an answer: of `redact`, and of an `add` that
// may redact.

#ifndef ATTEST_TOOLS_REDACTION_DOCUMENT_H_
#define ATTEST_TOOLS_REDACTION_DOCUMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/audit/discretion.h"
#include "engine/case.h"
#include "engine/redaction_plan.h"
#include "tools/answer.h"

namespace attest {

// Adds what a plan replaces and where names still stand, with the keys that the
// log has now: before the redaction, those of what it takes out.
[[nodiscard]] absl::Status AddPlan(const Case& opened,
                                   const Discretion& discretion,
                                   const RedactionPlan& plan, Json& document);

// Adds what it appended, and the verdicts that are not what they were.
[[nodiscard]] absl::Status AddRedacted(const Case& opened,
                                       const Discretion& discretion,
                                       const Redacted& redacted,
                                       Json& document);

// Adds what went out with one of `events` in it, as of log position `through`
// or before.
[[nodiscard]] absl::Status AddHandOuts(const Case& opened,
                                       absl::Span<const EventIndex> events,
                                       uint64_t through, Json& document);

// `document`, with its "dry_run", as a text for people.
[[nodiscard]] std::string RedactionText(const Json& document);

// The part of it that says what went out.
[[nodiscard]] std::string HandOutsText(const Json& document);

}  // namespace attest

#endif  // ATTEST_TOOLS_REDACTION_DOCUMENT_H_
