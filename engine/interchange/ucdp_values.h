// What single cells of the UCDP Georeferenced Event Dataset mean: days and
// their precision, estimates of the dead, codes. UCDP_GED.md has the rules.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_VALUES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/model/day_range.h"

namespace attest {

// `2014-05-03`, also with a midnight behind it (` 00:00:00.000`); nullopt for
// anything else.
[[nodiscard]] std::optional<DayNumber> UcdpDay(absl::string_view cell);

// A whole number from 0 to 2^53, also with `.0` behind it; nullopt for
// anything else.
[[nodiscard]] std::optional<int64_t> UcdpNumber(absl::string_view cell);

// A code from 1 to `highest`; 0 for an empty cell, nullopt for anything else.
[[nodiscard]] std::optional<int> UcdpCode(absl::string_view cell, int highest);

struct UcdpTime {
  std::string edtf;
  // The first and the last day are one although the precision is less than a
  // day, so that the range is the widest that the precision allows.
  bool is_widened = false;
};

// When an event was, from its first to its last possible day.
// `precision`: date_prec, 1 to 5, or 0 where it is not known. `is_sum`: several
// incidents were told as one, so that the days are a span and no choice.
// Requires: first <= last.
[[nodiscard]] UcdpTime UcdpTimeOf(DayNumber first, DayNumber last,
                                  int precision, bool is_sum);

struct UcdpEstimate {
  std::optional<int64_t> low;
  std::optional<int64_t> best;
  std::optional<int64_t> high;
};

struct UcdpCount {
  std::string json;       // a quantity; empty where there is no estimate
  std::string as_stated;  // where the quantity does not hold all that is stated
  bool is_out_of_order = false;  // not low <= best <= high
};

// Where the estimates are out of order, the bounds are the least and the
// greatest of them.
[[nodiscard]] UcdpCount UcdpCountOf(const UcdpEstimate& estimate);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_VALUES_H_
