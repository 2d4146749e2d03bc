// StatementKeyMaker computes the keys of the statements of a view, one after
// the other: several times faster than View::KeyOf for each.
//
// Not thread-safe. Lifetime: borrows the view.

#ifndef ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_MAKER_H_
#define ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_MAKER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/projection/statement_key.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {

// The predicate that statement rows name as `row`.
[[nodiscard]] PredicateId PredicateIdOf(const ProjectionTables& tables,
                                        uint32_t row);

class StatementKeyMaker {
 public:
  explicit StatementKeyMaker(const View& view)
      : view_(view), tables_(view.tables()) {}

  // Its own key, as it was claimed: see View::KeyOf.
  [[nodiscard]] std::string KeyOf(StatementId id);

 private:
  [[nodiscard]] absl::string_view EntityKey(uint32_t entity) const {
    return tables_.texts[tables_.entities[entity].key];
  }

  const View& view_;
  const ProjectionTables& tables_;
  StatementKeys keys_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_MAKER_H_
