// Statements gives what the statements of a view say in the form in
// which they are compared, and finds those that may bear on one.
//
// Statements and entities go by their ordinals, as in the columns of the
// projection; statements as joined by identity.

#ifndef ATTEST_ENGINE_FINDINGS_STATEMENTS_H_
#define ATTEST_ENGINE_FINDINGS_STATEMENTS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/corroboration/lattice.h"
#include "engine/model/predicate.h"
#include "engine/projection/rows.h"
#include "engine/projection/view.h"

namespace attest {

// Thread-safety: const methods run concurrently.
// Lifetime: borrows the view's projection; statements borrow this.
class Statements {
 public:
  explicit Statements(const View& view);

  [[nodiscard]] Statement Of(uint32_t statement) const;
  [[nodiscard]] Statement Of(const StatementParts& parts) const;

  // The predicate that statement rows name as `row`, and the name of one.
  [[nodiscard]] const Predicate& PredicateOf(uint32_t row) const;
  [[nodiscard]] uint32_t RowOf(PredicateId id) const;

  // The first member of the identity group of `entity`.
  [[nodiscard]] uint32_t GroupOf(uint32_t entity) const {
    return groups_.empty() ? entity : groups_[entity];
  }
  [[nodiscard]] EntityKind KindOf(uint32_t entity) const {
    return static_cast<EntityKind>(kinds_[entity]);
  }

  // The object, by its group, that a statement must have to bear on this one;
  // kMarked where the object keeps none apart.
  [[nodiscard]] uint32_t ObjectApart(uint32_t statement) const;

  // The statements of one predicate about the group of a subject or an
  // object, rising: all that can support, oppose or contradict one of them.
  [[nodiscard]] std::vector<uint32_t> About(EntityId entity, Role role,
                                            uint32_t predicate_row) const;

  // The claims of a statement, of any stance, live or not, rising.
  [[nodiscard]] std::vector<uint32_t> ClaimsOf(uint32_t statement) const;

 private:
  [[nodiscard]] EntityId Standing(uint32_t entity) const;

  const View view_;
  std::vector<uint32_t> groups_;  // empty: every entity is its own
  std::vector<uint8_t> kinds_;
  // Those that the case defines, by ordinal.
  std::vector<Predicate> predicates_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_STATEMENTS_H_
