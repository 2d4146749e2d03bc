// TablePredicates finds the predicates that the cells of a table name: by a
// map's name for them, by their key, or by it in other letter case and with
// blanks for underscores.

#ifndef ATTEST_ENGINE_INTERCHANGE_TABLE_PREDICATES_H_
#define ATTEST_ENGINE_INTERCHANGE_TABLE_PREDICATES_H_

#include <map>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/model/predicate.h"

namespace attest {

struct TablePredicate {
  std::string key;                 // empty: there is a fault
  std::optional<Literal> literal;  // of its range, if that is no entity
  EntityKinds domain = {};
  EntityKinds range = {};
  std::string what;
  std::string want;
};

class TablePredicates {
 public:
  // Both must outlive it. `theirs`: ours for theirs.
  TablePredicates(const ExistingCase& existing,
                  const std::map<std::string, std::string>& theirs)
      : existing_(existing), theirs_(theirs) {}

  // A predicate that a table defines, and that it does not define after all.
  void Define(const std::string& key, std::optional<Literal> literal);
  void Forget(const std::string& key);

  // Valid until the next call. Errors: those of the case.
  absl::StatusOr<const TablePredicate*> Find(absl::string_view cell);

 private:
  absl::StatusOr<TablePredicate> Look(absl::string_view cell) const;
  absl::StatusOr<std::optional<TablePredicate>> LookFor(
      absl::string_view key) const;

  const ExistingCase& existing_;
  const std::map<std::string, std::string>& theirs_;
  std::map<std::string, std::optional<Literal>> defined_;
  absl::flat_hash_map<std::string, TablePredicate> found_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_TABLE_PREDICATES_H_
