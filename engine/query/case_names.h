// The names that the graph of a case has: labels, types of relationships, and
// keys of properties. The tables of `QUERY` in one place.
//
// Each predicate has a slot: the built-in ones their place in the vocabulary,
// those that the case defines the places behind, in the order of definition. A
// predicate between entities is a type, its key in upper case; one with a
// literal is two properties of an entity, NAME and NAME_all.

#ifndef ATTEST_ENGINE_QUERY_CASE_NAMES_H_
#define ATTEST_ENGINE_QUERY_CASE_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/projection/view.h"
#include "engine/query/case_ids.h"
#include "engine/query/property_graph.h"

namespace attest::query {

enum class Label : uint8_t {
  kEntity,
  kPerson,  // these five in the order of EntityKind
  kUnit,
  kPlace,
  kOrganization,
  kIncident,
  kStatement,
  kClaim,
  kReport,
  kSource,
};
inline constexpr size_t kLabels = 10;

// The types that are no predicates.
enum class FixedType : uint8_t {
  kSubject,
  kObject,
  kAt,
  kSupports,
  kOpposes,
  kDoubts,
  kStatedIn,
  kAttributedTo,
  kPublishedBy,
  kDerivedFrom,
  kPartOf,
  kCorroborates,
  kContradicts,
};
inline constexpr uint32_t kFixedTypes = 13;

// The keys that are no predicates.
enum class Key : uint16_t {
  kId,
  kIds,
  kKind,
  kName,
  kNames,
  kSubject,
  kPredicate,
  kObject,
  kValue,
  kValid,
  kValidFrom,
  kValidTo,
  kPlace,
  kVerdict,
  kLinesLow,
  kLinesBest,
  kLinesHigh,
  kCitations,
  kReports,
  kPublishers,
  kFirstRecorded,
  kEvent,
  kStance,
  kHedge,
  kQuote,
  kAsStated,
  kOriginal,
  kMethod,
  kProposed,
  kRetracted,
  kLive,
  kRecordedAt,
  kBy,
  kTitle,
  kPublished,
  kRetrieved,
  kAuthor,
  kUrl,
  kLanguage,
  kSha256,
  kAnonymous,
  kBytesFrom,
  kBytesTo,
  kPage,
  kPosition,
  kBasis,
  kOrigin,
  kHow,
  kDeclared,
  kInferred,
  kStatement,
};
inline constexpr uint32_t kFixedKeys = 51;

[[nodiscard]] absl::string_view NameOf(Label label);
[[nodiscard]] absl::string_view NameOf(FixedType type);
[[nodiscard]] absl::string_view NameOf(Key key);

// The keys that nodes and relationships of a kind can have, without those of
// literal predicates.
[[nodiscard]] absl::Span<const Key> KeysOf(NodeKind kind);
[[nodiscard]] absl::Span<const Key> KeysOf(LinkKind kind);

[[nodiscard]] inline TypeId TypeIdOf(FixedType type) {
  return TypeId(static_cast<uint64_t>(type));
}
[[nodiscard]] inline KeyId KeyIdOf(Key key) {
  return KeyId(static_cast<uint64_t>(key));
}

// Immutable. Lifetime: stands alone.
class CaseNames {
 public:
  explicit CaseNames(const View& view);

  [[nodiscard]] std::optional<LabelId> FindLabel(absl::string_view name) const;
  [[nodiscard]] std::vector<TypeId> FindTypes(absl::string_view name) const;
  [[nodiscard]] std::optional<KeyId> FindKey(absl::string_view name) const;

  [[nodiscard]] std::vector<std::string> LabelNames() const;
  [[nodiscard]] std::vector<std::string> TypeNames() const;
  [[nodiscard]] std::vector<std::string> KeyNames() const;

  // -- Predicates -----------------------------------------------------------

  struct Slot {
    PredicateId predicate;
    bool is_literal = false;
    std::string key;
    std::string type;  // of one between entities
  };
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
  // The slot of the predicate that statement rows name as `row`, and back.
  [[nodiscard]] uint32_t SlotOf(uint32_t row) const;
  [[nodiscard]] uint32_t RowOf(uint32_t slot) const;

  [[nodiscard]] static TypeId TypeIdOfSlot(uint32_t slot) {
    return TypeId(kFixedTypes + uint64_t{slot});
  }
  // None for a type that is no predicate.
  [[nodiscard]] static std::optional<uint32_t> SlotOf(TypeId type) {
    if (type.value() < kFixedTypes) return std::nullopt;
    return static_cast<uint32_t>(type.value() - kFixedTypes);
  }
  // Of all predicates between entities, rising.
  [[nodiscard]] const std::vector<TypeId>& predicate_types() const {
    return predicate_types_;
  }

  // The literal predicate that a key speaks of, and whether of all its values.
  struct LiteralKey {
    uint32_t slot = 0;
    bool all = false;
  };
  [[nodiscard]] static std::optional<LiteralKey> LiteralOf(KeyId key);
  [[nodiscard]] static KeyId KeyIdOf(LiteralKey key);
  // Requires: `key` is one of this graph.
  [[nodiscard]] std::string NameOfKey(KeyId key) const;

 private:
  void AddSlot(PredicateId predicate, absl::string_view key, bool is_literal);

  uint32_t builtins_ = 0;
  std::vector<Slot> slots_;
  std::vector<TypeId> predicate_types_;
  absl::flat_hash_map<std::string, std::vector<TypeId>> types_;
  absl::flat_hash_map<std::string, KeyId> keys_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_NAMES_H_
