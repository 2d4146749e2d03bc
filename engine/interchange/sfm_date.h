// The dates of research spreadsheets: a text as somebody typed it, and beside
// it month, day and year in columns of their own.
//
//     text            month day year    read as
//     10/6/2014       10    6   2014    2014-10-06
//     January 2001    1         2001    2001-01
//     1978                      1978    1978
//     10/03/2004      3     10  2004    2004-03-10: the parts say the order
//     1/3/2005        1     30  2005    2005-01, with a warning: what both say
//     1/3/2005        1     30  2006    refused: not even the year is agreed
//     3/4/2005                          2005-03-04 or 2005-04-03, as the order
//     25/4/2005                         2005-04-25
//
// What only the order of the column tells is read by it; where no order is
// known, as month, day, year, with a warning.
//
// A year stays a year: nothing is made more precise than both say, but for a
// text that goes on where the parts stop (and the reverse). EDTF is read as it
// is where the text is EDTF.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_DATE_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_DATE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

struct SfmDateCells {
  absl::string_view text;
  absl::string_view month;
  absl::string_view day;
  absl::string_view year;

  [[nodiscard]] bool empty() const {
    return text.empty() && month.empty() && day.empty() && year.empty();
  }
};

// What stands first in the texts of a column.
enum class SfmDateOrder : uint8_t { kUnknown, kMonthFirst, kDayFirst };

struct SfmDate {
  std::string edtf;
  std::string warning;  // empty: none
  // The order of the column has a say in what is read, or warned of.
  bool is_by_order = false;
};

// InvalidArgument says what is wrong with `cells`.
// Requires: not all cells are empty.
[[nodiscard]] absl::StatusOr<SfmDate> ReadSfmDate(
    const SfmDateCells& cells, SfmDateOrder order = SfmDateOrder::kUnknown);

// The order that the text alone proves: of its day and month one is above 12,
// or the parts say which is which; kUnknown for most.
[[nodiscard]] SfmDateOrder ProvenOrder(const SfmDateCells& cells);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_DATE_H_
