// A timestamp as verify and checkpoint tell of it, and the authorities that
// are trusted.

#ifndef ATTEST_TOOLS_TIMESTAMP_DOCUMENT_H_
#define ATTEST_TOOLS_TIMESTAMP_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/log/signed_events.h"
#include "tools/answer.h"

namespace attest {

// {"event", "tree_size", "time", "authority", "certificate_sha256", "serial",
// "policy", "trusted"}
[[nodiscard]] Json TimestampJson(const VerifiedTimestamp& timestamp);

// One line, which says what the time is worth.
[[nodiscard]] std::string TimestampText(const VerifiedTimestamp& timestamp);

// The certificates in the PEM file at `path`; none when it is empty.
[[nodiscard]] absl::StatusOr<std::vector<std::string>> ReadAuthorities(
    const std::string& path);

}  // namespace attest

#endif  // ATTEST_TOOLS_TIMESTAMP_DOCUMENT_H_
