// How the graph of a case numbers its nodes and relationships.
//
// Nodes go by ordinals of the projection: entities by that of the member of
// their group defined first, statements by that of the first that is one with
// them. A relationship is its kind and two numbers of 28 bits, which say of
// what it is made: nothing is kept for it, and it can always be taken apart.

#ifndef ATTEST_ENGINE_QUERY_CASE_IDS_H_
#define ATTEST_ENGINE_QUERY_CASE_IDS_H_

#include <cstddef>
#include <cstdint>

#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query {

enum class NodeKind : uint8_t { kEntity, kStatement, kClaim, kReport, kSource };
inline constexpr size_t kNodeKinds = 5;

[[nodiscard]] inline NodeId NodeOf(NodeKind kind, uint32_t ordinal) {
  return {static_cast<uint8_t>(kind), ordinal};
}
[[nodiscard]] inline NodeKind KindOf(NodeId node) {
  return static_cast<NodeKind>(node.kind());
}
[[nodiscard]] inline uint32_t OrdinalOf(NodeId node) {
  return static_cast<uint32_t>(node.index());
}

enum class LinkKind : uint8_t {
  kPredicate,     // slot of the predicate, statement
  kSubject,       // statement
  kObject,        // statement
  kAt,            // statement
  kStance,        // claim
  kStatedIn,      // claim
  kAttributedTo,  // claim, position of the speaker
  kPublishedBy,   // report
  kDerivedFrom,   // event of what derives, its place among what that derives
                  // from
  kPartOf,        // source
  kCorroborates,  // two claims
  kContradicts,   // two claims
};
inline constexpr size_t kLinkKinds = 12;

// What a relationship is made of.
struct Link {
  LinkKind kind = LinkKind::kPredicate;
  uint32_t first = 0;
  uint32_t second = 0;
};

inline constexpr uint32_t kLinkBits = 28;

// Rises with kind, then `first`, then `second`. Requires: both below 2^28.
[[nodiscard]] constexpr RelationshipId IdOf(LinkKind kind, uint32_t first,
                                            uint32_t second = 0) {
  return RelationshipId(uint64_t{static_cast<uint8_t>(kind)} << 56 |
                        uint64_t{first} << kLinkBits | second);
}
[[nodiscard]] constexpr Link LinkOf(RelationshipId id) {
  constexpr uint64_t kMask = (uint64_t{1} << kLinkBits) - 1;
  return {.kind = static_cast<LinkKind>(id.value() >> 56),
          .first = static_cast<uint32_t>(id.value() >> kLinkBits & kMask),
          .second = static_cast<uint32_t>(id.value() & kMask)};
}

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_IDS_H_
