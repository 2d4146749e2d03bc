// DayRange is a span of calendar days, and DayNumber one of them.
//
// Days are civil days of the proleptic Gregorian calendar without a time
// zone, numbered from 1970-01-01 = 0. Text is ISO 8601, `YYYY-MM-DD`, and
// covers the years 0000 to 9999.

#ifndef ATTEST_ENGINE_MODEL_DAY_RANGE_H_
#define ATTEST_ENGINE_MODEL_DAY_RANGE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

using DayNumber = int32_t;

// The first and the last day that dates can name.
inline constexpr DayNumber kFirstDay = -719528;  // 0000-01-01
inline constexpr DayNumber kLastDay = 2932896;   // 9999-12-31

// Reads `YYYY-MM-DD`, exactly so. InvalidArgument for anything else and for
// days that do not exist.
absl::StatusOr<DayNumber> ParseDay(absl::string_view text);

// Writes `day` as `YYYY-MM-DD`. Requires: kFirstDay <= day <= kLastDay.
[[nodiscard]] std::string DayText(DayNumber day);

// The days [begin, end). An end that is open has the value kOpenBegin or
// kOpenEnd; these order before and after every day, so that the comparisons
// below need no special case. A range is never empty.
struct DayRange {
  static constexpr DayNumber kOpenBegin = std::numeric_limits<int32_t>::min();
  static constexpr DayNumber kOpenEnd = std::numeric_limits<int32_t>::max();

  DayNumber begin = kOpenBegin;
  DayNumber end = kOpenEnd;

  // The range of `day` alone.
  [[nodiscard]] static constexpr DayRange Single(DayNumber day) {
    return {.begin = day, .end = day + 1};
  }

  [[nodiscard]] constexpr bool has_begin() const { return begin != kOpenBegin; }
  [[nodiscard]] constexpr bool has_end() const { return end != kOpenEnd; }
  [[nodiscard]] constexpr bool is_single_day() const {
    return has_begin() && has_end() && end - begin == 1;
  }

  // Is every day of `inner` a day of this range?
  [[nodiscard]] constexpr bool Contains(const DayRange& inner) const {
    return begin <= inner.begin && inner.end <= end;
  }
  // Do the two have a day in common?
  [[nodiscard]] constexpr bool Overlaps(const DayRange& other) const {
    return begin < other.end && other.begin < end;
  }

  // The first day as text; none when the range has no begin.
  [[nodiscard]] std::optional<std::string> FirstDayText() const;
  // The last day as text, `end` being the day after it; none when the range
  // has no end.
  [[nodiscard]] std::optional<std::string> LastDayText() const;

  friend constexpr bool operator==(const DayRange&, const DayRange&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_DAY_RANGE_H_
