// StatementBucket is the statements of one predicate about one entity, made
// ready to be compared, and ordered by time and by value: so that of very many
// only those need be compared that can bear on each other.

#ifndef ATTEST_ENGINE_FINDINGS_STATEMENT_BUCKET_H_
#define ATTEST_ENGINE_FINDINGS_STATEMENT_BUCKET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/corroboration/lattice.h"
#include "engine/model/day_range.h"

namespace attest {

// Thread-safety: const methods run concurrently.
// Lifetime: statements borrow their predicate.
class StatementBucket {
 public:
  // `numbers`: the statements' own, rising.
  StatementBucket(std::vector<uint32_t> numbers,
                  std::vector<Statement> statements);

  [[nodiscard]] size_t size() const { return numbers_.size(); }
  [[nodiscard]] const std::vector<uint32_t>& numbers() const {
    return numbers_;
  }
  // By place in numbers().
  [[nodiscard]] const Statement& at(size_t place) const {
    return statements_[place];
  }

  // Places of the statements among which all are that may support `statement`,
  // that it may support, or that may conflict with it or differ from it: each
  // once, in no order.
  // Complexity: a few steps for each, and one for every 64 in the bucket.
  [[nodiscard]] std::vector<uint32_t> MaySupport(
      const Statement& statement, const Hierarchy& hierarchy) const;
  [[nodiscard]] std::vector<uint32_t> MayBeSupported(
      const Statement& statement) const;
  [[nodiscard]] std::vector<uint32_t> MayConflict(
      const Statement& statement) const;

 private:
  struct Dated {
    DayRange days;
    uint32_t place;
  };
  // What of a value lies within that of every statement it supports.
  struct Valued {
    size_t kind;  // of object
    int64_t low;
    uint32_t place;
  };

  void AddOverlapping(const DayRange& days,
                      std::vector<uint32_t>& places) const;
  [[nodiscard]] std::vector<uint32_t> All() const;
  // Those whose value may lie within that of `statement`.
  [[nodiscard]] std::optional<absl::Span<const Valued>> Within(
      const Statement& statement, const Hierarchy& hierarchy) const;

  std::vector<uint32_t> numbers_;
  std::vector<Statement> statements_;
  std::vector<Dated> dated_;       // by first day
  std::vector<DayNumber> latest_;  // end of every kBlock of them
  std::vector<uint32_t> undated_;
  std::vector<Valued> values_;  // by kind and low
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_STATEMENT_BUCKET_H_
