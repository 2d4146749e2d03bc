// What only the texts of reports show of their dependence: a redaction of one
// takes the proof away, and without it two reports of one origin would count as
// two. Pure, but for what the findings look up.

#ifndef ATTEST_ENGINE_SHOWN_BY_TEXTS_H_
#define ATTEST_ENGINE_SHOWN_BY_TEXTS_H_

#include <vector>

#include "absl/types/span.h"
#include "engine/findings/claim_chains.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct ShownDependence {
  ReportId from;
  ReportId on;

  friend bool operator==(const ShownDependence&,
                         const ShownDependence&) = default;
};

// The pairs with one of `reports` in them whose texts show a dependence that
// bears on a claim, and of which nobody has said or decided anything; in both
// directions where the order of publication is not known. In the order of
// `reports`, each once.
[[nodiscard]] std::vector<ShownDependence> ShownByTexts(
    const View& view, const TextFindings& texts,
    absl::Span<const ReportId> reports);

}  // namespace attest

#endif  // ATTEST_ENGINE_SHOWN_BY_TEXTS_H_
