#include "tools/case_figures.h"

#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<const Findings*> CaseFigures::WeighedFindings() {
  if (!weighed_) {
    ASSIGN_OR_RETURN(weighed_, opened_.Weigh(view_, {}));
  }
  return weighed_->findings.get();
}

absl::StatusOr<Figures> CaseFigures::Of(StatementId id) {
  ASSIGN_OR_RETURN(const Findings* const findings, WeighedFindings());
  if (!asked_) {
    asked_ = true;
    if (view_.applied_through() == opened_.log().size()) {
      ASSIGN_OR_RETURN(kept_, opened_.FiguresOf(*weighed_));
    }
  }
  return kept_ ? kept_->Of(id) : findings->FiguresOf(id);
}

absl::Status CaseFigures::status() const {
  return weighed_ ? weighed_->links->status() : absl::OkStatus();
}

}  // namespace attest
