// CellTable: claims laid out as the scorers and the search for dependence read
// them.
//
// A *cell* is a question with one answer, say one functional predicate of one
// subject at one time; the claims of a cell each give it a *value*. Cells,
// values, sources and lines go by small numbers that the caller chooses; only
// their order matters. The table is the same whatever the order of the claims,
// and a claim given twice counts once.

#ifndef ATTEST_ENGINE_CORROBORATION_CELL_TABLE_H_
#define ATTEST_ENGINE_CORROBORATION_CELL_TABLE_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "engine/model/id.h"

namespace attest {

using CellId = Id<struct CellTag>;

// A value need be unique only within its cell.
using ValueId = Id<struct ValueTag>;

// Claims of one cell that share a line come from one witness.
using LineId = Id<struct LineTag>;

struct CellClaim {
  CellId cell;
  ValueId value;
  SourceId source;
  PredicateId predicate;
  LineId line;

  friend constexpr auto operator<=>(const CellClaim&,
                                    const CellClaim&) = default;
};

// Whether `precise` refines `general`, which is another value of the cell.
// Must be transitive, and false both ways round for values that differ.
using Refines = absl::FunctionRef<bool(ValueId precise, ValueId general)>;

// The claims with each source as a line of its own and one predicate for all,
// as methods that know neither take them.
std::vector<CellClaim> WithoutLines(absl::Span<const CellClaim> claims);

struct CellTable {
  // `[begin, end)` of another column.
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;

    [[nodiscard]] uint32_t size() const { return end - begin; }
  };
  struct Cell {
    CellId id;
    Range values;
  };
  struct Value {
    ValueId id;
    Range lines;
    Range generals;
  };
  struct Line {
    // A line has one vote in a cell, divided by the values it speaks for.
    double weight = 1;
    Range ratings;
  };
  // A source in what it says with one predicate.
  struct Rating {
    SourceId source;
    PredicateId predicate;
    size_t claims = 0;
  };

  // Complexity: O(n log n) in the claims; with `refines` the square of the
  // number of values of a cell in addition.
  explicit CellTable(absl::Span<const CellClaim> claims);
  CellTable(absl::Span<const CellClaim> claims, Refines refines);

  std::vector<Cell> cells;         // by id
  std::vector<Value> values;       // of each cell, by id
  std::vector<Line> lines;         // of each value, by id
  std::vector<uint32_t> speakers;  // ratings of each line, ascending
  std::vector<Rating> ratings;     // by source, then predicate
  std::vector<uint32_t> generals;  // values that a value refines, ascending
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_CELL_TABLE_H_
