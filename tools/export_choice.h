// The part of a case that the options of `export` choose: KEY..., --hops,
// --query, --verdict and --valid-at, all of which must hold.

#ifndef ATTEST_TOOLS_EXPORT_CHOICE_H_
#define ATTEST_TOOLS_EXPORT_CHOICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/case.h"
#include "engine/interchange/bearing_claims.h"
#include "engine/interchange/selection.h"
#include "engine/projection/view.h"
#include "tools/case_figures.h"
#include "tools/export_format.h"
#include "tools/session.h"

namespace attest {

// Does `request` choose less than everything?
[[nodiscard]] bool ChoosesAPart(const GlobalOptions& global,
                                const ExportRequest& request);

// What `request` chooses of `view`. Without keys and query it begins with
// everything. A key means the entity, the statement, the claim, the claims in a
// report, the claims that a source speaks or publishes, and what is one hop
// away of an entity; --hops says another number. A query means what it returns,
// wherever it stands in a row, and nothing around that unless --hops says so.
// Errors: NotFound for an unknown key; those of the query; of wrong usage for a
// query that asks for another log position.
[[nodiscard]] absl::StatusOr<Selection> ChooseFor(Session& session,
                                                  const Case& opened,
                                                  const View& view,
                                                  CaseFigures& figures,
                                                  const ExportRequest& request);

// Adds what else bears on the statements chosen: see AddBearingClaims. Errors:
// those of the figures.
[[nodiscard]] absl::Status AddWhatBears(const Case& opened,
                                        CaseFigures& figures,
                                        NamesOfSealed names,
                                        Selection& selection);

}  // namespace attest

#endif  // ATTEST_TOOLS_EXPORT_CHOICE_H_
