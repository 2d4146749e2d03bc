// export --to html: a dossier to hand over.

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/interchange/dossier_page.h"
#include "engine/status_macros.h"
#include "tools/counted.h"
#include "tools/dossier_gatherer.h"
#include "tools/export_account.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

// Statements that a page opens with in a second.
constexpr uint64_t kMostQuickly = 1000;

absl::Status CheckUsage(const GlobalOptions& global,
                        const ExportRequest& request) {
  std::string wrong;
  if (request.keys.empty()) {
    wrong =
        "want one KEY or more: entities, sources, reports, claims or "
        "statements";
  } else if (request.hops > 0 || !request.query.empty() ||
             !request.verdict.empty()) {
    wrong =
        "--hops, --query and --verdict do not apply: a dossier is of "
        "everything said about its keys, with filters of its own";
  } else if (!global.valid_at.empty()) {
    wrong = "--valid-at does not apply: the page has a filter of time";
  }
  if (wrong.empty()) return absl::OkStatus();
  return WithExitCode(
      absl::InvalidArgumentError(absl::StrCat("export --to html: ", wrong)),
      kExitUsage);
}

}  // namespace

absl::StatusOr<ExitCode> ExportToHtml(Session& session,
                                      const ExportRequest& request) {
  RETURN_IF_ERROR(CheckUsage(session.options(), request));
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  DossierGatherer gatherer(
      *opened, *weighed.findings,
      request.include_restricted ? Sealed::kHide : Sealed::kHideRestricted);
  ASSIGN_OR_RETURN(const Dossier dossier, gatherer.Gather(request.keys));
  RETURN_IF_ERROR(weighed.links->status());
  HandOut hand_out(session, *opened, "export html", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(
      hand_out.Begin(view.applied_through(), RangesOf(gatherer.shown())));
  RETURN_IF_ERROR(WriteOutput(request.output, DossierPage(dossier)));
  RETURN_IF_ERROR(hand_out.End(RangesOf(gatherer.shown())));
  uint64_t statements = 0;
  uint64_t withheld = 0;
  for (const DossierSection& section : dossier.sections) {
    statements += section.statements.size();
    withheld += section.statements_withheld;
  }
  ExportAccount account(absl::StrCat(
      "a dossier of ", Counted(statements, "statement"),
      withheld > 0 ? absl::StrCat(", ", withheld, " withheld,") : "",
      " as of log position ", view.applied_through()));
  account.AddOut("statements", statements);
  account.AddOut("withheld", withheld);
  if (statements > kMostQuickly) {
    account.Say(absl::StrCat("nothing is left out of its tables: of more than ",
                             kMostQuickly,
                             " statements a browser takes seconds to open it"));
  }
  RETURN_IF_ERROR(account.Tell(session, request, view.applied_through()));
  return kExitDone;
}

}  // namespace attest
