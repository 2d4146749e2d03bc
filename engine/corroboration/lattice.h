// The lattice of statements: which of two is the more precise, and which
// cannot both hold. (CORROBORATION.md, "Statements, and which claims support
// them" and "Conflict".)
//
// Pure functions over the statements of statements; what lies in what comes as
// a Hierarchy.

#ifndef ATTEST_ENGINE_CORROBORATION_LATTICE_H_
#define ATTEST_ENGINE_CORROBORATION_LATTICE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/model/claim.h"
#include "engine/model/edtf.h"
#include "engine/model/entity.h"
#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/predicate.h"

namespace attest {

// What a statement says, made ready to be compared. Entities are those that
// stand for their identity groups.
class Statement {
 public:
  struct Parts {
    EntityId subject;
    EntityKind subject_kind = EntityKind::kPerson;
    Object object;
    EntityKind object_kind = EntityKind::kPerson;  // of an entity
    absl::string_view valid;                       // EDTF; empty: undated
    std::optional<EntityId> place;
  };

  // `predicate` is borrowed. `valid` is passed over where the predicate's time
  // is none.
  Statement(const Predicate& predicate, Parts parts);

  [[nodiscard]] const Predicate& predicate() const { return *predicate_; }
  [[nodiscard]] EntityId subject() const { return subject_; }
  [[nodiscard]] EntityKind subject_kind() const { return subject_kind_; }
  [[nodiscard]] EntityKind object_kind() const { return object_kind_; }
  [[nodiscard]] const Object& object() const { return object_; }
  [[nodiscard]] const std::optional<Edtf>& valid() const { return valid_; }
  [[nodiscard]] const std::optional<EntityId>& place() const { return place_; }
  // A text value as it is compared; a date value as read.
  [[nodiscard]] const std::string& folded() const { return folded_; }
  [[nodiscard]] const std::optional<Edtf>& date() const { return date_; }
  // Is the value a fallback point, which supports nothing?
  [[nodiscard]] bool is_fallback() const;

 private:
  const Predicate* predicate_;
  EntityId subject_;
  EntityKind subject_kind_;
  Object object_;
  EntityKind object_kind_;
  std::optional<Edtf> valid_;
  std::optional<EntityId> place_;
  std::string folded_;
  std::optional<Edtf> date_;
};

// How a statement stands to another one of the same predicate.
enum class Relation : uint8_t {
  kEqual,      // each refines the other
  kRefines,    // the first is the more precise
  kRefinedBy,  // the second is
  kConflicts,  // they cannot both hold
  kDiffers,    // texts that would conflict, did texts conflict
  kUnrelated,
};
ATTEST_ENUM_NAMES(Relation, "relation", "equal", "refines", "refined_by",
                  "conflicts", "differs", "unrelated");

struct Related {
  Relation relation = Relation::kUnrelated;
  std::string reason;  // in words: "the intervals [5, 10] and [20, 30] ..."
};

// Does a claim of `a` support `b`: is every part of `a` equal to that of `b`
// or more precise? Of equal subject and predicate only. A fallback point
// supports nothing, not even itself.
[[nodiscard]] bool Supports(const Statement& a, const Statement& b,
                            const Hierarchy& hierarchy);

// Can `a` and `b`, of one predicate, not both hold? Symmetric. Nothing
// conflicts with itself.
[[nodiscard]] bool Conflict(const Statement& a, const Statement& b,
                            const Hierarchy& hierarchy);

// Would they conflict, did unequal texts? Symmetric.
[[nodiscard]] bool Differ(const Statement& a, const Statement& b);

// The relation of `a` to `b`, of one predicate, with its reason.
[[nodiscard]] Related Relate(const Statement& a, const Statement& b,
                             const Hierarchy& hierarchy);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_LATTICE_H_
