// Dates of FollowTheMoney: ISO 8601 as far as it goes (2014, 2014-07,
// 2014-07-25, 2014-07-25T21:48:52), in UTC.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_DATES_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_DATES_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// As EDTF; a time that EDTF does not have is cut to its day. Empty: no date.
[[nodiscard]] std::string FtmDate(absl::string_view value);

// When a relation held.
struct FtmValidity {
  std::string edtf;  // empty: not said, or not as one period
  bool has_start = false;
  bool has_end = false;
  std::string warning;  // empty: none
};

// Takes startDate, endDate and date out of the properties of an edge, so far as
// they are said by the validity; what is not stays.
[[nodiscard]] FtmValidity TakeFtmValidity(
    std::map<std::string, std::set<std::string>>& properties);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_DATES_H_
