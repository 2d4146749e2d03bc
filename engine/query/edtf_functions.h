// The functions on EDTF values: edtf, possible_from, possible_to, certain_from
// and certain_to. TemporalFunctions has them among its own.

#ifndef ATTEST_ENGINE_QUERY_EDTF_FUNCTIONS_H_
#define ATTEST_ENGINE_QUERY_EDTF_FUNCTIONS_H_

#include <vector>

#include "engine/query/functions.h"

namespace attest::query {

[[nodiscard]] std::vector<Function> EdtfFunctions();

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_EDTF_FUNCTIONS_H_
