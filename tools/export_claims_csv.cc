// export --to claims-csv: a table that spreadsheets open and `import` reads.

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/claims_csv_export.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"
#include "tools/case_figures.h"
#include "tools/export_choice.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

void TellClaims(const ClaimsCsvSummary& summary, const Selection& selection,
                uint64_t position, const Hash& root) {
  PrintMessage(absl::StrCat("exported ", summary.rows,
                            " claims as of log position ", position, ", root ",
                            root.ToBase64()));
  if (summary.not_counting > 0) {
    PrintMessage(absl::StrCat(
        "claims left out, as they are retracted, rejected or proposed: ",
        summary.not_counting));
  }
  const uint64_t sealed = selection.claims_sealed + summary.resting_on_sealed;
  if (sealed > 0) {
    PrintMessage(absl::StrCat(
        "claims left out, as they rest on what is sealed: ", sealed));
  }
}

}  // namespace

absl::StatusOr<ExitCode> ExportToClaimsCsv(Session& session,
                                           const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  CaseFigures figures(*opened, view);
  ASSIGN_OR_RETURN(Selection selection,
                   ChooseFor(session, *opened, view, figures, request));
  if (ChoosesAPart(session.options(), request)) {
    RETURN_IF_ERROR(AddWhatBears(*opened, figures, selection));
    TellPart(selection);
  }
  RETURN_IF_ERROR(figures.status());
  OutgoingKeysOptions options = {
      .include_restricted = request.include_restricted,
      .keep_keys = request.keep_keys};
  ASSIGN_OR_RETURN(options.secret, opened->Secret());
  const OutgoingKeys keys(opened->log(), view, now, std::move(options));
  const Discretion discretion(now, Sealed::kHide);
  HandOut hand_out(session, *opened, "export claims-csv", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ASSIGN_OR_RETURN(
      const ClaimsCsvSummary summary,
      ExportClaimsCsv(
          opened->log(), view, discretion, keys, selection,
          request.without_by ? RecordedBy::kIsLeftOut : RecordedBy::kStands,
          [&](absl::string_view row) { return file.Write(row); }));
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(summary.events)));
  TellClaims(summary, selection, view.applied_through(), root);
  return kExitDone;
}

}  // namespace attest
