// export --to stix: what is reported, as a STIX 2.1 bundle.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/stix_export.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"
#include "tools/case_figures.h"
#include "tools/export_account.h"
#include "tools/export_choice.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

ExportAccount AccountOf(const StixSummary& summary,
                        const ExportOrigin& origin) {
  uint64_t objects = 0;
  for (const auto& [type, count] : summary.objects) objects += count;
  ExportAccount account(absl::StrCat(
      "exported ", objects, " objects, of ", summary.statements,
      " statements by ", summary.claims, " claims, as of log position ",
      origin.position, ", root ", origin.root));
  account.AddOut("objects", objects);
  account.AddOut("statements", summary.statements);
  account.AddOut("claims", summary.claims);
  const auto relationships = summary.objects.find("relationship");
  account.AddOut("relationships", relationships == summary.objects.end()
                                      ? 0
                                      : relationships->second);
  // There where nothing is lost, too.
  for (const char* group : {"left_out", "reworded"}) {
    account.AddTo(group, "", "", 0);
  }
  for (const auto& [what, count] : summary.left_out) {
    account.AddTo("left_out", "left out, ", what, count);
  }
  for (const auto& [what, count] : summary.reworded) {
    account.AddTo("reworded", "written otherwise, ", what, count);
  }
  return account;
}

}  // namespace

absl::StatusOr<ExitCode> ExportToStix(Session& session,
                                      const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  const ExportOrigin origin = {.origin = opened->log().origin(),
                               .position = view.applied_through(),
                               .root = root.ToBase64()};
  CaseFigures figures(*opened, view);
  ASSIGN_OR_RETURN(const Selection selection,
                   ChooseFor(session, *opened, view, figures, request));
  OutgoingKeysOptions options = {
      .include_restricted = request.include_restricted,
      .keep_keys = request.keep_keys};
  ASSIGN_OR_RETURN(options.secret, opened->Secret());
  // Of all that a case has, its secret alone is drawn once and kept for good.
  const std::string case_name = WithheldKey("stix", options.secret);
  const OutgoingKeys keys(opened->log(), view, now, std::move(options));
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  HandOut hand_out(session, *opened, "export stix", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ASSIGN_OR_RETURN(
      const StixSummary summary,
      ExportStix(
          opened->log(), view, now, keys, selection, origin,
          {.case_name = case_name,
           .unsupported = request.verdict.empty() ? Unsupported::kGoes
                                                  : Unsupported::kStays,
           .include_restricted = request.include_restricted},
          *findings, [&](StatementId id) { return figures.Of(id); },
          [&](absl::string_view json) { return file.Write(json); }));
  RETURN_IF_ERROR(figures.status());
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(summary.events)));
  ExportAccount account = AccountOf(summary, origin);
  RETURN_IF_ERROR(account.Tell(session, request, origin.position));
  return kExitDone;
}

}  // namespace attest
