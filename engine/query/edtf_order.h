// How EDTF values compare: as the days that they can mean, with each other,
// with dates, and with strings that read as EDTF.
//
// A date of EDTF is one day somewhere in a range, known or not; an interval is
// every day between two such. So most questions have three answers: certainly,
// certainly not, and unknown. Two values of the same text are equal.

#ifndef ATTEST_ENGINE_QUERY_EDTF_ORDER_H_
#define ATTEST_ENGINE_QUERY_EDTF_ORDER_H_

#include <compare>
#include <cstddef>
#include <optional>

#include "engine/query/value.h"

namespace attest::query {

// The functions below, but the last two, take an EDTF value on at least one
// side; the other may be of any type but null.

// True for the same text and for the same single day, false when the two cannot
// meet, else none. False where the other is no date.
[[nodiscard]] std::optional<bool> EdtfEquals(const Value& a, const Value& b);

// True when `a` surely ends before `b` begins, false when it surely does not,
// else none. None where the other is no date.
[[nodiscard]] std::optional<bool> EdtfLess(const Value& a, const Value& b);
// Less or equal.
[[nodiscard]] std::optional<bool> EdtfAtMost(const Value& a, const Value& b);

// Which of less, equal and greater it surely is. None also where it is only
// known what it is not, so that `<` and its like ask the functions above.
[[nodiscard]] std::optional<std::partial_ordering> EdtfCompare(const Value& a,
                                                               const Value& b);

// A total order for ORDER BY: by the first day that each can mean, then the
// last, then the text; 0 exactly for the same text.
[[nodiscard]] std::strong_ordering EdtfOrder(const attest::Edtf& a,
                                             const attest::Edtf& b);
// Equal for the same text.
[[nodiscard]] size_t EdtfHash(const attest::Edtf& value);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_EDTF_ORDER_H_
