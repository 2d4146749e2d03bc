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
#include "tools/export_account.h"
#include "tools/export_choice.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

ExportAccount AccountOf(const ClaimsCsvSummary& summary,
                        const Selection& selection, uint64_t position,
                        const Hash& root) {
  ExportAccount account(absl::StrCat("exported ", summary.rows,
                                     " claims as of log position ", position,
                                     ", root ", root.ToBase64()));
  account.AddOut("claims", summary.rows);
  account.Add("premises", "claims added, as chosen ones rest on them",
              summary.premises);
  account.Add("not_counting",
              "claims left out, as they are retracted, rejected or proposed",
              summary.not_counting);
  account.Add("sealed", "claims left out, as they rest on what is sealed",
              selection.sealed.size() + summary.resting_on_sealed);
  account.Add("resting_on_left_out", "claims left out, as they rest on such",
              summary.resting_on_left_out);
  account.Add("not_writable",
              "claims left out, as no cell holds their value or a key as it is",
              summary.not_writable);
  account.Add("contents",
              "reports whose text or file is left out, so that quotes are not "
              "looked for in them, nor reprints inferred from them, where this "
              "is imported",
              summary.contents_left_out);
  account.Add("names", "names known from withheld reports left out",
              summary.names_left_out);
  account.Add("links",
              "links that would name a withheld source or entity left out",
              summary.links_left_out);
  account.Add("decisions", "decisions on withheld records left out",
              summary.decisions_left_out);
  account.Add("words", "cells that do not hold their words as they are",
              summary.words_changed);
  AddPart(selection, account);
  account.Add("successors", kSuccessorsLeftOut, summary.successors_left_out);
  account.Add("passages",
              "passages of retractions left out, as there is no text to find "
              "them in",
              summary.passages_left_out);
  account.Add("decisions_on_unnamed",
              "decisions on two records left out, as no row names one of them",
              summary.decisions_on_unnamed);
  account.Add("withheld_words", kWordsLeftOut, summary.words_left_out);
  account.Add("origins", kOriginsLeftOut, summary.origins_left_out);
  account.Add("telling_reports", kMayTellPublisher, summary.telling);
  account.Add("entities", "entities left out, as no row names them",
              summary.entities_left_out);
  account.Add("sources", "sources left out, as no row names them",
              summary.unnamed.sources);
  account.Add("reports", "reports left out, as no row names them",
              summary.unnamed.reports);
  account.Add("unnamed_decisions",
              "ratings, retractions and other decisions left out, as no row "
              "names what they are about",
              summary.unnamed.decisions);
  return account;
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
  const bool is_part = ChoosesAPart(session.options(), request);
  if (is_part) {
    RETURN_IF_ERROR(
        AddWhatBears(*opened, figures, NamesOfSealed::kStayOut, selection));
  }
  RETURN_IF_ERROR(figures.status());
  OutgoingKeysOptions options = {
      .include_restricted = request.include_restricted,
      .keep_keys = request.keep_keys};
  ASSIGN_OR_RETURN(options.secret, opened->Secret());
  const OutgoingKeys keys(opened->log(), view, now, std::move(options));
  const Discretion discretion(now, Sealed::kHide);
  const Discretion of_words(now, request.include_restricted
                                     ? Sealed::kHide
                                     : Sealed::kHideRestricted);
  HandOut hand_out(session, *opened, "export claims-csv", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ASSIGN_OR_RETURN(
      const ClaimsCsvSummary summary,
      ExportClaimsCsv(
          opened->log(), view, discretion, of_words, keys, selection,
          is_part ? Chosen::kPart : Chosen::kEverything,
          request.without_by ? RecordedBy::kIsLeftOut : RecordedBy::kStands,
          [&](absl::string_view row) { return file.Write(row); }));
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(summary.events)));
  RETURN_IF_ERROR(AccountOf(summary, selection, view.applied_through(), root)
                      .Tell(session, request, view.applied_through()));
  return kExitDone;
}

}  // namespace attest
