// StatementFigures is the verdict and the lines of statements, from whatever
// gives them soonest: the figures that are kept; else each one weighed when it
// is asked for, and all at once when many are.
//
// Not thread-safe. Lifetime: borrows what it is made of.

#ifndef ATTEST_ENGINE_QUERY_STATEMENT_FIGURES_H_
#define ATTEST_ENGINE_QUERY_STATEMENT_FIGURES_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/findings/finding.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/query/case_access.h"

namespace attest::query {

class StatementFigures {
 public:
  // `statements`: how many the view has.
  StatementFigures(CaseAccess& access, uint32_t statements)
      : access_(access), statements_(statements) {}

  // Those of a statement, any of those that are one with it. After a failure,
  // which status() tells, those of a statement without support.
  [[nodiscard]] Figures Of(uint32_t statement) {
    if (kept_ != nullptr) return kept_->Of(StatementId(statement));
    if (!all_.empty()) return all_[statement];
    return FirstOrNext(statement);
  }

  // Those of all, by statement; null where they are kept. Worked out now if
  // they were not.
  [[nodiscard]] const std::vector<Figures>* All();
  [[nodiscard]] const KeptFigures* kept() const { return kept_; }

  // The lines of all, low, best or high, by statement: one array.
  enum class Column : uint8_t { kLow, kBest, kHigh };
  [[nodiscard]] absl::Span<const uint32_t> Lines(Column column);

  // The findings; null after a failure.
  [[nodiscard]] const Findings* findings();

  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  void Begin();
  [[nodiscard]] Figures FirstOrNext(uint32_t statement);

  CaseAccess& access_;
  const uint32_t statements_;
  bool has_begun_ = false;
  const KeptFigures* kept_ = nullptr;
  const Findings* findings_ = nullptr;
  std::vector<Figures> all_;
  std::array<std::vector<uint32_t>, 3> columns_;  // of all_
  uint64_t asked_ = 0;
  absl::Status status_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_STATEMENT_FIGURES_H_
