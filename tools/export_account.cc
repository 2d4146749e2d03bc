#include "tools/export_account.h"

#include "absl/strings/str_cat.h"

namespace attest {

void ExportAccount::Add(const char* name, absl::string_view words,
                        uint64_t count) {
  document_[name] = count;
  if (count > 0) Say(absl::StrCat(words, ": ", count));
}

void ExportAccount::AddTo(const char* group, absl::string_view before,
                          absl::string_view words, uint64_t count) {
  Json& counts = document_[group];
  if (counts.is_null()) counts = Json::object();
  if (count == 0) return;
  counts[std::string(words)] = count;
  Say(absl::StrCat(before, words, ": ", count));
}

absl::Status ExportAccount::Tell(const Session& session,
                                 const ExportRequest& request,
                                 uint64_t position) {
  PrintMessage(headline_);
  for (const std::string& words : words_) PrintMessage(words);
  if (request.output.empty()) return absl::OkStatus();
  Answer answer;
  answer.document = std::move(document_);
  answer.applied_through = position;
  return session.PrintNote(answer, "");
}

void AddChosen(const Selection& selection, ExportAccount& account) {
  account.Say(absl::StrCat("chosen: ", selection.statements.size(),
                           " statements, ", selection.claims.size(),
                           " claims that bear on them"));
  account.AddOut("statements_chosen", selection.statements.size());
  account.AddOut("claims_chosen", selection.claims.size());
  AddPart(selection, account);
  account.Add("sealed", "sealed claims of these left out",
              selection.sealed.size());
}

void AddPart(const Selection& selection, ExportAccount& account) {
  account.Add("in_part",
              "statements with chosen claims alone, whose verdicts may differ",
              selection.in_part.size());
}

void AddInferredInPart(ExportAccount& account) {
  account.Say(
      "what texts show of dependence is as found over all reports of the case; "
      "those of this part alone may show more or less");
}

void AddLeftOut(const LeftOutCounts& left_out, ExportAccount& account) {
  account.Add("sealed_claims", "claims of sealed reports left out",
              left_out.claims);
  account.Add("names", kNamesLeftOut, left_out.names);
  account.Add("decisions", "decisions on withheld records left out",
              left_out.decisions);
  account.Add("links",
              "links that would name a withheld source or entity left out",
              left_out.links);
  account.Add("successors", kSuccessorsLeftOut, left_out.successors);
  account.Add("not_chosen", "lines of the case not chosen, nor needed",
              left_out.not_chosen);
  account.Add("withheld_words", kWordsLeftOut, left_out.words);
  account.Add("origins", kOriginsLeftOut, left_out.origins);
  account.Add("telling_reports", kMayTellPublisher, left_out.telling);
}

}  // namespace attest
