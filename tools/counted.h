// "1 line", "2 lines": numbers as people read them.

#ifndef ATTEST_TOOLS_COUNTED_H_
#define ATTEST_TOOLS_COUNTED_H_

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

}  // namespace attest

#endif  // ATTEST_TOOLS_COUNTED_H_
