#include "engine/interchange/table_row_errors.h"

namespace attest {

std::vector<RowError> TextErrors(const std::string& file,
                                 const TableReader& table) {
  std::vector<RowError> errors;
  for (const CellTextFault& fault : table.faults()) {
    errors.push_back({.file = file,
                      .row = table.row(),
                      .column = table.headings()[fault.column],
                      .what = fault.what,
                      .got = fault.got,
                      .want = fault.want});
  }
  return errors;
}

}  // namespace attest
