// Which claims are rows of a claims-csv, and why others are none.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROWS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROWS_H_

#include <cstdint>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/interchange/selection.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct ClaimsCsvRows {
  std::vector<ClaimId> claims;  // rising
  // Of these, such as were not chosen, and that chosen ones rest on.
  uint64_t premises = 0;
  // Chosen, and no rows: retracted, rejected, proposed, or withheld by whoever
  // sent them. A table cannot say so, and would make them count.
  uint64_t not_counting = 0;
  // Chosen, and no rows, since they rest on what is hidden ...
  uint64_t resting_on_sealed = 0;
  // ... or on what is no row for one of the other reasons here.
  uint64_t resting_on_left_out = 0;
  // Chosen, and no rows, since no cell holds their value or a key that they
  // name as it is.
  uint64_t not_writable = 0;

  // Each claim that was chosen is a row or counted once:
  // claims.size() - premises and the four counts come to their number.
};

// The claims of `selection`, with those that they rest on. Complexity: linear
// in these, where claims come behind what they rest on.
[[nodiscard]] ClaimsCsvRows RowsOf(const View& view,
                                   const Discretion& discretion,
                                   const Selection& selection);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROWS_H_
