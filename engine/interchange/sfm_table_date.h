// A date of a table, read by the order that the dates of its column have.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_DATE_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_DATE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/interchange/sfm_lines.h"
#include "engine/interchange/sfm_table.h"

namespace attest {

// The date of the row at hand that stands in `columns`, as EDTF; empty where
// the cells are. nullopt where it is none, which is an error of the row. What
// is doubtful in it is warned of.
absl::StatusOr<std::optional<std::string>> ReadTableDate(
    SfmTable& table, const SfmColumns& columns, SfmLines& lines);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_DATE_H_
