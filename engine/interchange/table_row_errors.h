// What is wrong with the texts of a row of a table, as errors of an import.

#ifndef ATTEST_ENGINE_INTERCHANGE_TABLE_ROW_ERRORS_H_
#define ATTEST_ENGINE_INTERCHANGE_TABLE_ROW_ERRORS_H_

#include <string>
#include <vector>

#include "engine/interchange/import_lines.h"
#include "engine/interchange/table_reader.h"

namespace attest {

// One for each of the faults of the row at hand of `table`, which is `file`.
[[nodiscard]] std::vector<RowError> TextErrors(const std::string& file,
                                               const TableReader& table);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_TABLE_ROW_ERRORS_H_
