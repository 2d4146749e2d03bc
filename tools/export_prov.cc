// export --to prov: where what is said comes from, as PROV-JSON.

#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/needed_events.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/prov_export.h"
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

// What the texts of the reports among `events` show; null: of all reports.
absl::StatusOr<std::vector<InferredDependence>> Inferred(
    const View& view, CaseFigures& figures,
    const absl::flat_hash_set<EventIndex>* events) {
  std::vector<ReportId> reports = view.Reports();
  if (events != nullptr) {
    std::erase_if(reports, [&](ReportId id) {
      return !events->contains(EventIndex(id.value()));
    });
  }
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  std::vector<InferredDependence> inferred;
  for (const ShownDependence& one :
       ShownByTexts(view, findings->texts(), reports)) {
    inferred.push_back({one.from, one.on});
  }
  RETURN_IF_ERROR(figures.status());
  return inferred;
}

// Chooses the events that `request` asks for, with all that they refer to.
absl::StatusOr<absl::flat_hash_set<EventIndex>> Choose(
    Session& session, const Case& opened, const View& view,
    CaseFigures& figures, const ExportRequest& request,
    const OutgoingKeysOptions& keys, ExportAccount& account) {
  ASSIGN_OR_RETURN(Selection selection,
                   ChooseFor(session, opened, view, figures, request));
  RETURN_IF_ERROR(
      AddWhatBears(opened, figures, NamesOfSealed::kAsStubs, selection));
  AddChosen(selection, account);
  AddInferredInPart(account);
  const View now = opened.Now();
  return NeededEvents(opened.log(), view,
                      OutgoingKeys(opened.log(), view, now, keys), selection);
}

void AddSummary(const ProvSummary& summary, const ExportOrigin& origin,
                ExportAccount& account) {
  account.set_headline(absl::StrCat(
      "exported ", summary.claims, " claims in ", summary.bundles,
      " bundles, of ", summary.statements, " statements, with ",
      summary.reports, " reports, ", summary.sources, " sources and ",
      summary.decisions, " decisions as of log position ", origin.position,
      ", root ", origin.root));
  const ProvDependenceCounts& dependences = summary.dependences;
  const uint64_t inferred = dependences.inferred + summary.alike;
  account.Say(absl::StrCat("dependences: ", dependences.stated, " stated, ",
                           dependences.decided, " decided, ", inferred,
                           " inferred from texts"));
  account.AddOut("claims", summary.claims);
  account.AddOut("bundles", summary.bundles);
  account.AddOut("statements", summary.statements);
  account.AddOut("reports", summary.reports);
  account.AddOut("sources", summary.sources);
  account.AddOut("activities", summary.decisions);
  account.AddOut("dependences_stated", dependences.stated);
  account.AddOut("dependences_decided", dependences.decided);
  account.AddOut("dependences_inferred", inferred);
  account.Add("influences",
              "derivations that lead in a ring, told as influences",
              dependences.circular);
  account.Add("stubs", "records withheld as stubs", summary.stubs);
  account.Add("inferred_sealed",
              "inferred dependences with sealed reports left out",
              summary.inferred_sealed);
  AddLeftOut(summary.left_out, account);
}

}  // namespace

absl::StatusOr<ExitCode> ExportToProv(Session& session,
                                      const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  const ExportOrigin origin = {.origin = opened->log().origin(),
                               .position = view.applied_through(),
                               .root = root.ToBase64()};
  ExportOptions options = {
      .keys = {.include_restricted = request.include_restricted,
               .keep_keys = request.keep_keys},
      .without_by = request.without_by};
  ASSIGN_OR_RETURN(options.keys.secret, opened->Secret());
  CaseFigures figures(*opened, view);
  ExportAccount account;
  absl::flat_hash_set<EventIndex> events;
  if (ChoosesAPart(session.options(), request)) {
    ASSIGN_OR_RETURN(events, Choose(session, *opened, view, figures, request,
                                    options.keys, account));
    options.events = &events;
  }
  ASSIGN_OR_RETURN(const std::vector<InferredDependence> inferred,
                   Inferred(view, figures, options.events));
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  HandOut hand_out(session, *opened, "export prov", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ASSIGN_OR_RETURN(
      const ProvSummary summary,
      ExportProv(
          opened->log(), view, opened->Now(), options, origin, inferred,
          *findings, [&](StatementId id) { return figures.Of(id); },
          [&](absl::string_view json) { return file.Write(json); }));
  RETURN_IF_ERROR(figures.status());
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(summary.whole));
  AddSummary(summary, origin, account);
  RETURN_IF_ERROR(account.Tell(session, request, view.applied_through()));
  return kExitDone;
}

}  // namespace attest
