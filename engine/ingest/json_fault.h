// What is wrong with a line that is not JSON.

#ifndef ATTEST_ENGINE_INGEST_JSON_FAULT_H_
#define ATTEST_ENGINE_INGEST_JSON_FAULT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// The bounds of a line's structure.
inline constexpr int kMaxJsonDepth = 16;
inline constexpr size_t kMaxJsonValues = 100'000;

struct JsonFault {
  size_t offset = 0;  // the byte of the line where it shows
  std::string what;
  std::string got;
  std::string want;
};

// Finds the first fault of `line` as RFC 8259 has it: a slow scan that is run
// only on lines that the parser has refused. A line without a fault that this
// scan knows gets a general one.
[[nodiscard]] JsonFault FindJsonFault(absl::string_view line);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_JSON_FAULT_H_
