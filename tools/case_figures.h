// The verdict and lines of the statements of a case, from what is kept beside
// the log where that is of the position asked for.

#ifndef ATTEST_TOOLS_CASE_FIGURES_H_
#define ATTEST_TOOLS_CASE_FIGURES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/case.h"
#include "engine/findings/finding.h"
#include "engine/findings/kept_figures.h"
#include "engine/projection/view.h"

namespace attest {

// Nothing is weighed until it is asked for. Not thread-safe. Lifetime: that of
// the case and the view.
class CaseFigures {
 public:
  CaseFigures(const Case& opened, const View& view)
      : opened_(opened), view_(view) {}

  // Errors: those of Case::Weigh.
  [[nodiscard]] absl::StatusOr<Figures> Of(StatementId id);

  // What weighs them. Errors: those of Case::Weigh.
  [[nodiscard]] absl::StatusOr<const Findings*> WeighedFindings();

  // What went wrong and could not be told where it was met: when it is not OK
  // no figure counts.
  [[nodiscard]] absl::Status status() const;

 private:
  const Case& opened_;
  const View& view_;
  std::optional<WeighedView> weighed_;
  bool asked_ = false;  // for what is kept
  std::optional<KeptFigures> kept_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_CASE_FIGURES_H_
