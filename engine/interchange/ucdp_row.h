// One row of the UCDP Georeferenced Event Dataset, read cell by cell.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_ROW_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_ROW_H_

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/ucdp_articles.h"
#include "engine/interchange/ucdp_columns.h"
#include "engine/interchange/ucdp_values.h"

namespace attest {

// A party to the violence.
struct UcdpSide {
  std::string key;  // empty: none is named, or civilians are
  std::string name;
  std::string gwno;  // the number of the state, where it is one
};

// A place, smallest first: where the event was, and what contains that.
struct UcdpPlace {
  std::string key;
  std::string name;
  std::string point;  // JSON; empty: not known
};

struct UcdpRow {
  std::string id;
  int type = 0;      // type_of_violence
  std::string time;  // EDTF; empty: not known
  UcdpSide side_a;
  UcdpSide side_b;
  std::vector<UcdpPlace> places;
  std::string place_as_stated;
  UcdpCount dead;
  // Of side A, of side B, civilians, others: quantities; empty: not claimed.
  std::array<std::string, 4> dead_by_side;
  UcdpArticles sources;
};

using UcdpCells = std::array<absl::string_view, kUcdpColumns>;

struct UcdpReading {
  UcdpRow row;
  std::vector<UcdpRemark> errors;  // nothing is made of the row
  std::vector<UcdpRemark> warnings;
};

[[nodiscard]] UcdpReading ReadUcdpRow(const UcdpCells& cells);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_ROW_H_
