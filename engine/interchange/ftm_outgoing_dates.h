// Dates and validities as FollowTheMoney can write them.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_DATES_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_DATES_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/model/claim.h"

namespace attest {

// A year, month, day or time: what needs no EDTF.
[[nodiscard]] bool IsFtmDate(absl::string_view edtf);

// When a relation held, as properties of an edge: real ends as startDate and
// endDate, all other days as dates on which it did. False where that would not
// say it.
[[nodiscard]] bool AddFtmValidity(
    absl::string_view valid, const RealEnds& real_ends,
    std::map<std::string, std::set<std::string>>& properties);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_DATES_H_
