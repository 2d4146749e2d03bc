// "1 line", "2 lines": numbers as people read them.

#ifndef ATTEST_TOOLS_COUNTED_H_
#define ATTEST_TOOLS_COUNTED_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace attest {

// `what` is a noun that forms its plural with an s.
[[nodiscard]] inline std::string Counted(uint64_t count,
                                         absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// "1,204".
[[nodiscard]] inline std::string WithThousands(uint64_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace attest

#endif  // ATTEST_TOOLS_COUNTED_H_
