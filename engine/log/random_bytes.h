// Random bytes that nobody can guess, from OpenSSL. Private to this module.

#ifndef ATTEST_ENGINE_LOG_RANDOM_BYTES_H_
#define ATTEST_ENGINE_LOG_RANDOM_BYTES_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace attest {

// Internal when the system has none to give.
absl::StatusOr<std::string> RandomBytes(size_t count);

// The same, as two lower-case hex digits a byte.
absl::StatusOr<std::string> RandomHex(size_t count);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_RANDOM_BYTES_H_
