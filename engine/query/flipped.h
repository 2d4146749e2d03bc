// The direction of a pattern's relationship, read from its other end.

#ifndef ATTEST_ENGINE_QUERY_FLIPPED_H_
#define ATTEST_ENGINE_QUERY_FLIPPED_H_

#include "engine/query/property_graph.h"

namespace attest::query {

[[nodiscard]] inline Direction Flipped(Direction direction) {
  switch (direction) {
    case Direction::kOut:
      return Direction::kIn;
    case Direction::kIn:
      return Direction::kOut;
    case Direction::kBoth:
      break;
  }
  return Direction::kBoth;
}

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_FLIPPED_H_
