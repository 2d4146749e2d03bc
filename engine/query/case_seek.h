// CaseSeek finds the nodes of the graph of a case by their `id`: any key of an
// entity, a source, a report, a claim, or a statement.
//
// Not thread-safe: the keys of statements are hashed when the first is looked
// for, about half a microsecond each, and kept, 12 bytes each. Lifetime:
// borrows the case.

#ifndef ATTEST_ENGINE_QUERY_CASE_SEEK_H_
#define ATTEST_ENGINE_QUERY_CASE_SEEK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/projection/statement_key_maker.h"
#include "engine/query/value.h"
#include "engine/query/visible_case.h"

namespace attest::query {

class CaseSeek {
 public:
  explicit CaseSeek(const VisibleCase& visible)
      : visible_(visible), keys_(visible.view()) {}

  // The node whose `id`, or one of whose keys, is `key`; none when there is no
  // such, or it is hidden.
  [[nodiscard]] std::optional<NodeId> Find(absl::string_view key);

  // The first error of reading a key from the log.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  [[nodiscard]] std::optional<NodeId> FindStatement(absl::string_view key);
  [[nodiscard]] std::optional<NodeId> NodeOfEvent(const Found& found);

  const VisibleCase& visible_;
  StatementKeyMaker keys_;
  // The first bytes of the key of each statement, and it; sorted.
  std::vector<std::pair<uint64_t, uint32_t>> statements_;
  absl::Status status_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_SEEK_H_
