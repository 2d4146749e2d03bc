// One date of the Extended Date/Time Format: what stands alone, as an end of
// an interval, or in a set. Only edtf.cc needs this; edtf.h says what is read
// and what it means.

#ifndef ATTEST_ENGINE_MODEL_EDTF_DATE_H_
#define ATTEST_ENGINE_MODEL_EDTF_DATE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/day_range.h"
#include "engine/model/edtf.h"

namespace attest {

struct EdtfDate {
  DayRange range;  // widened already where the date is qualified
  DatePrecision precision = DatePrecision::kDay;
  bool is_qualified = false;
};

// A part of an EDTF text, which knows where it stands.
struct EdtfPart {
  absl::string_view text;
  size_t offset = 0;  // in bytes from the beginning of the whole text

  [[nodiscard]] EdtfPart Sub(size_t begin,
                             size_t size = absl::string_view::npos) const {
    return {.text = text.substr(begin, size), .offset = offset + begin};
  }
};

// InvalidArgument: `what` is wrong at `part`, and `want` was wanted. The
// message is ASCII and bounded, whatever `part` holds.
absl::Status EdtfError(const EdtfPart& part, absl::string_view what,
                       absl::string_view want);

// Reads one date without a time.
absl::StatusOr<EdtfDate> ParseEdtfDate(const EdtfPart& part);

// Reads one date-time, whose `T` stands at `t`. Its range is its day.
absl::StatusOr<EdtfDate> ParseEdtfDateTime(const EdtfPart& part, size_t t);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_EDTF_DATE_H_
