// export --to claims-csv: a table that spreadsheets open and `import` reads.

#include <memory>
#include <string>
#include <utility>
#include <vector>

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

// What is told of an export: a count, by its name and in words.
struct Told {
  const char* name;
  const char* words;
  uint64_t count;
};

std::vector<Told> WhatIsLeftOut(const ClaimsCsvSummary& summary,
                                const Selection& selection) {
  return {
      {"premises", "claims added, as chosen ones rest on them",
       summary.premises},
      {"not_counting",
       "claims left out, as they are retracted, rejected or proposed",
       summary.not_counting},
      {"sealed", "claims left out, as they rest on what is sealed",
       selection.sealed.size() + summary.resting_on_sealed},
      {"resting_on_left_out", "claims left out, as they rest on such",
       summary.resting_on_left_out},
      {"not_writable",
       "claims left out, as no cell holds their value or a key as it is",
       summary.not_writable},
      {"contents",
       "reports whose text or file is left out, so that quotes are not looked "
       "for in them, nor reprints inferred from them, where this is imported",
       summary.contents_left_out},
      {"names", "names known from withheld reports left out",
       summary.names_left_out},
      {"links", "links that would name a withheld source or entity left out",
       summary.links_left_out},
      {"decisions", "decisions on withheld records left out",
       summary.decisions_left_out},
      {"words", "cells that do not hold their words as they are",
       summary.words_changed},
  };
}

// In words on standard error; and where a mode is asked for and the table goes
// elsewhere, as a document.
absl::Status TellClaims(const Session& session, const ExportRequest& request,
                        const ClaimsCsvSummary& summary,
                        const Selection& selection, uint64_t position,
                        const Hash& root) {
  PrintMessage(absl::StrCat("exported ", summary.rows,
                            " claims as of log position ", position, ", root ",
                            root.ToBase64()));
  Answer answer;
  answer.document = {{"claims", summary.rows}};
  for (const Told& told : WhatIsLeftOut(summary, selection)) {
    answer.document[told.name] = told.count;
    if (told.count == 0) continue;
    PrintMessage(absl::StrCat(told.words, ": ", told.count));
  }
  if (request.output.empty()) return absl::OkStatus();
  answer.applied_through = position;
  return session.PrintNote(answer, "");
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
    RETURN_IF_ERROR(
        AddWhatBears(*opened, figures, NamesOfSealed::kStayOut, selection));
    TellPart(selection);
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
          request.without_by ? RecordedBy::kIsLeftOut : RecordedBy::kStands,
          [&](absl::string_view row) { return file.Write(row); }));
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(summary.events)));
  RETURN_IF_ERROR(TellClaims(session, request, summary, selection,
                             view.applied_through(), root));
  return kExitDone;
}

}  // namespace attest
