// ValueRoom is what a list or map that is being made, the arguments of a call
// or the columns of a row may still take: it is asked for each before the next
// one is worked out.

#ifndef ATTEST_ENGINE_QUERY_VALUE_ROOM_H_
#define ATTEST_ENGINE_QUERY_VALUE_ROOM_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/frame.h"
#include "engine/query/query_error.h"
#include "engine/query/value.h"

namespace attest::query {

class ValueRoom {
 public:
  explicit ValueRoom(const RunState& run)
      : max_bytes_(run.max_bytes()), left_(run.max_bytes()) {}

  // ValueTooLarge, at `place`, when `value` does not fit any more.
  [[nodiscard]] absl::Status Take(const Value& value, Place place) {
    const uint64_t bytes = value.memory_bytes();
    if (bytes > left_) {
      return AtPlace(RunError(ErrorType::kLimit, "ValueTooLarge",
                              absl::StrCat("values of more than ", max_bytes_,
                                           " bytes; --max-memory allows more")),
                     place);
    }
    left_ -= bytes;
    return absl::OkStatus();
  }

 private:
  uint64_t max_bytes_;
  uint64_t left_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_VALUE_ROOM_H_
