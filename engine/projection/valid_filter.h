// ValidFilter says which statements hold at some time in a given one.

#ifndef ATTEST_ENGINE_PROJECTION_VALID_FILTER_H_
#define ATTEST_ENGINE_PROJECTION_VALID_FILTER_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/model/edtf.h"

namespace attest {

enum class Holds : uint8_t { kNo, kYes, kUndated };

// Not thread-safe: it remembers what it has worked out.
class ValidFilter {
 public:
  explicit ValidFilter(const Edtf& at) : at_(at.possible()) {}

  // Can a statement of this `valid` hold at some time in what was asked for:
  // do the possible ranges of the two have a day in common? kUndated when
  // `valid` is empty, or no EDTF.
  [[nodiscard]] Holds At(absl::string_view valid);

 private:
  DayRange at_;
  absl::flat_hash_map<std::string, Holds> known_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_VALID_FILTER_H_
