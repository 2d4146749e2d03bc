#include "tools/case_figures.h"

#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<Figures> CaseFigures::Of(StatementId id) {
  if (!weighed_) {
    ASSIGN_OR_RETURN(weighed_, opened_.Weigh(view_, {}));
    if (view_.applied_through() == opened_.log().size()) {
      ASSIGN_OR_RETURN(kept_, opened_.FiguresOf(*weighed_));
    }
  }
  return kept_ ? kept_->Of(id) : weighed_->findings->FiguresOf(id);
}

absl::Status CaseFigures::status() const {
  return weighed_ ? weighed_->links->status() : absl::OkStatus();
}

}  // namespace attest
