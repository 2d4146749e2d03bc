// A fast hash that is the same in every run and on every machine, so that
// tables built with it can be saved. It is not for security: whoever knows
// the seed can make strings collide.

#ifndef ATTEST_ENGINE_PROJECTION_STABLE_HASH_H_
#define ATTEST_ENGINE_PROJECTION_STABLE_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace attest {

// XXH3, 64 bits. Where the strings come from outside, take a seed that their
// author could not know.
[[nodiscard]] uint64_t StableHash(absl::string_view bytes, uint64_t seed = 0);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_STABLE_HASH_H_
