// Small graphs and queries over them, drawn at random: queries that can be
// prepared, of which the answer is known whatever order the engine chooses.

#ifndef ATTEST_TESTS_QUERY_RANDOM_QUERY_H_
#define ATTEST_TESTS_QUERY_RANDOM_QUERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/query/query.h"
#include "tests/reference/dice.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {

// 0 to 7 nodes with labels A, B, C and properties id (indexed; unlike but now
// and then), x and s; relationships R, S, T with w; loops and parallel ones.
void AddRandomGraph(reference::Dice& dice, MemoryGraph& graph);

// $i, $x, $list and $none.
[[nodiscard]] Parameters RandomParameters(reference::Dice& dice);

// How the answer may be compared.
struct RandomQuery {
  std::string text;
  // Columns that are lists in no order.
  std::vector<bool> bags;
  // Columns by which the rows are sorted, first to last.
  std::vector<size_t> sorted;
  // Any rows of the answer, so that only their number is known.
  bool only_count = false;
};

[[nodiscard]] RandomQuery DrawQuery(reference::Dice& dice);

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_RANDOM_QUERY_H_
