// export --to ftm, and ftm-statements: FollowTheMoney.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/chosen_records.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/ftm_export.h"
#include "engine/interchange/ftm_outgoing.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/merkle/hash.h"
#include "engine/shown_by_texts.h"
#include "engine/status_macros.h"
#include "tools/case_figures.h"
#include "tools/export_account.h"
#include "tools/export_choice.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

void AddLosses(const FtmOutgoing& outgoing, const FtmSize& size,
               const Selection& selection, const DecisionCounts& decisions,
               ExportAccount& account) {
  for (const auto& [what, count] : outgoing.left_out()) {
    account.AddTo("left_out", "left out, ", what, count);
  }
  account.AddTo("left_out", "left out, ", "sealed claims of these statements",
                selection.sealed.size());
  account.AddTo("left_out", "left out, ",
                "values that the schema of the joined entity has not",
                size.without_property);
  account.AddTo("left_out", "left out, ", "claims that nobody has accepted",
                size.proposed);
  account.AddTo("left_out", "left out, ",
                "ratings of claims, reports and sources", decisions.ratings);
  account.AddTo("left_out", "left out, ",
                "judgements that entities differ, or may be one",
                decisions.judgements);
  account.AddTo("left_out", "left out, ",
                "dependences of sources that have one owner",
                decisions.same_owner);
  for (const auto& [what, count] : outgoing.reworded()) {
    account.AddTo("reworded", "written, ", what, count);
  }
}

// What only the texts of the reports show.
absl::StatusOr<FtmInferred> Inferred(const View& view, CaseFigures& figures) {
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  FtmInferred inferred;
  const std::vector<ReportId> reports = view.Reports();
  for (const ShownDependence& one :
       ShownByTexts(view, findings->texts(), reports)) {
    inferred[one.from].push_back(one.on);
  }
  RETURN_IF_ERROR(figures.status());
  return inferred;
}

absl::StatusOr<ExitCode> ExportFtm(
    Session& session, const ExportRequest& request,
    absl::FunctionRef<absl::StatusOr<FtmSize>(FtmOutgoing&, Write)> write) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  CaseFigures figures(*opened, view);
  ASSIGN_OR_RETURN(const Selection selection,
                   ChooseFor(session, *opened, view, figures, request));
  OutgoingKeysOptions options = {
      .include_restricted = request.include_restricted,
      .keep_keys = request.keep_keys};
  ASSIGN_OR_RETURN(options.secret, opened->Secret());
  const OutgoingKeys keys(opened->log(), view, now, std::move(options));
  const Discretion discretion(now, Sealed::kHide);
  ASSIGN_OR_RETURN(const FtmInferred inferred, Inferred(view, figures));
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  const auto figures_of = [&](StatementId id) { return figures.Of(id); };
  FtmOutgoing outgoing(
      opened->log(), view, discretion, keys, *findings, selection, inferred,
      request.verdict.empty() ? Unsupported::kGoes : Unsupported::kStays,
      figures_of);
  RETURN_IF_ERROR(outgoing.Prepare());
  RETURN_IF_ERROR(figures.status());
  HandOut hand_out(session, *opened, absl::StrCat("export ", request.to),
                   request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ASSIGN_OR_RETURN(const FtmSize size,
                   write(outgoing, [&](absl::string_view text) {
                     return file.Write(text);
                   }));
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(outgoing.events())));
  ExportAccount account(
      absl::StrCat("exported ", size.statements, " statements of ",
                   size.entities, " entities as of log position ",
                   view.applied_through(), ", root ", root.ToBase64()));
  account.AddOut("statements", size.statements);
  account.AddOut("entities", size.entities);
  const bool is_part = ChoosesAPart(session.options(), request);
  const std::vector<EventIndex> records =
      RecordsOf(view, discretion, selection,
                is_part ? Chosen::kPart : Chosen::kEverything);
  AddLosses(outgoing, size, selection,
            CountDecisions(view, discretion, records), account);
  if (is_part) AddInferredInPart(account);
  RETURN_IF_ERROR(account.Tell(session, request, view.applied_through()));
  return kExitDone;
}

}  // namespace

absl::StatusOr<ExitCode> ExportToFtm(Session& session,
                                     const ExportRequest& request) {
  return ExportFtm(session, request, ExportFtmEntities);
}

absl::StatusOr<ExitCode> ExportToFtmStatements(Session& session,
                                               const ExportRequest& request) {
  return ExportFtm(session, request, ExportFtmStatements);
}

}  // namespace attest
