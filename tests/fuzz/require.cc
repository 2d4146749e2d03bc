#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_target.h"

namespace attest {

void Require(bool holds, absl::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()),
               what.data());
  std::abort();
}

}  // namespace attest
