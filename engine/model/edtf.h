// Edtf is a date as a source gave it: the Extended Date/Time Format of the
// Library of Congress (ISO 8601-2:2019), and the days it can mean.
//
// Read are: levels 0 and 1 (dates, date-times, intervals with open and
// unknown ends, seasons 21 to 24, `~ ? %`, unspecified digits from the
// right), and of level 2 sets, unspecified digits anywhere and qualified
// components. Refused with a message of their own are years before 0 and
// beyond 9999, exponential years, significant digits and the sub-year
// groupings 25 to 41.
//
//     text                      possible                   certain
//     2011-06                   2011-06-01 .. 2011-06-30   -
//     2011-06-2X                2011-06-20 .. 2011-06-29   -
//     2011-06-10~               2011-06-09 .. 2011-06-11   -
//     [..2011-06-10]            unlimited  .. 2011-06-10   -
//     2011-03/2012              2011-03-01 .. 2012-12-31   2011-03-31 ..
//                                                            2012-01-01
//     2011-03/..                2011-03-01 .. unlimited    2011-03-31 alone
//
// What the format leaves open is decided as follows.
// - A qualifier anywhere in a date widens it, once, by one unit of its
//   precision on both sides. The precision is that of the smallest component
//   written, as in the specification's own words: 201X~ is widened by a year,
//   2004-XX~ by a month, 2004?-06-11 by a day, 2004-21~ by a season (three
//   months).
// - Winter (24) begins in December of its year and ends in February of the
//   next.
// - Ranges stop at 0000-01-01 and 9999-12-31, whatever widens them.
// - A date-time lies in its day as written; its zone is checked and ignored.
//   It takes no qualifier, and stands in no interval or set.
// - `..` stands first or last in a set, and an interval names at least one
//   date.
//
// Values are immutable and compare by their text: 2011-06 and
// 2011-06-01/2011-06-30 are different dates.

#ifndef ATTEST_ENGINE_MODEL_EDTF_H_
#define ATTEST_ENGINE_MODEL_EDTF_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/day_range.h"

namespace attest {

// The smallest component that a date has.
enum class DatePrecision : uint8_t { kYear, kSeason, kMonth, kDay };

// A date-time is a date. `[a,b]` (one of them) and `{a,b}` (all of them) are
// both sets.
enum class EdtfKind : uint8_t { kDate, kSet, kInterval };

class Edtf {
 public:
  // Longer texts are refused, which bounds sets too.
  static constexpr size_t kMaxBytes = 1024;

  // Reads one date. InvalidArgument for everything that is not read, for
  // dates that do not exist and for intervals that end before they begin; the
  // message says at which byte offset of `text`, what is wrong, what was got
  // and what was wanted. Time is linear in `text`.
  static absl::StatusOr<Edtf> Parse(absl::string_view text);

  // As it was written.
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] EdtfKind kind() const { return kind_; }

  // None for sets and intervals.
  [[nodiscard]] std::optional<DatePrecision> precision() const {
    return precision_;
  }

  // Does `~`, `?` or `%` stand anywhere in it?
  [[nodiscard]] bool is_qualified() const { return is_qualified_; }

  // From the first to the last day that the date can mean.
  [[nodiscard]] DayRange possible() const { return possible_; }

  // The days that an interval covers wherever exactly its ends lie: from the
  // latest day of its start to the earliest of its end. None where there is
  // no such day, and for dates and sets.
  [[nodiscard]] std::optional<DayRange> certain() const { return certain_; }

  // Can it mean one day only?
  [[nodiscard]] bool is_single_day() const { return possible_.is_single_day(); }

  friend bool operator==(const Edtf& a, const Edtf& b) {
    return a.text_ == b.text_;
  }
  friend std::strong_ordering operator<=>(const Edtf& a, const Edtf& b) {
    return a.text_ <=> b.text_;
  }
  template <class H>
  friend H AbslHashValue(H state, const Edtf& edtf) {
    return H::combine(std::move(state), edtf.text_);
  }

 private:
  explicit Edtf(absl::string_view text) : text_(text) {}

  static absl::StatusOr<Edtf> ParseDate(absl::string_view text);
  static absl::StatusOr<Edtf> ParseSet(absl::string_view text);
  static absl::StatusOr<Edtf> ParseInterval(absl::string_view text,
                                            size_t slash);

  std::string text_;
  EdtfKind kind_ = EdtfKind::kDate;
  std::optional<DatePrecision> precision_;
  bool is_qualified_ = false;
  DayRange possible_;
  std::optional<DayRange> certain_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_EDTF_H_
