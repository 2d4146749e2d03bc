// impact: what would change if a source, report, claim or decision fell.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/impact.h"
#include "engine/audit/record_keys.h"
#include "engine/findings/findings.h"
#include "engine/status_macros.h"
#include "tools/change_document.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/finding_document.h"
#include "tools/page.h"
#include "tools/show_text.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

// A source, report or claim, or a decision that can be passed over.
absl::StatusOr<Found> FindFallible(const Case& opened, const View& view,
                                   const Discretion& discretion,
                                   const std::string& key) {
  ASSIGN_OR_RETURN(const Found found,
                   FindShown(opened.log(), view, discretion, key));
  if (!CanBeTakenAway(view, found.event)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "impact: got \"", key, "\" (", NameOf(found.type),
        "), want a source, report, claim, retraction, assessment, identity or "
        "dependence"));
  }
  return found;
}

// What is downstream of it; of a decision, of what it was about.
absl::StatusOr<std::vector<EventIndex>> RootsOf(const Case& opened,
                                                const Found& found) {
  if (found.type <= RecordType::kClaim) {
    return std::vector<EventIndex>{found.event};
  }
  ASSIGN_OR_RETURN(const Event event, opened.log().Get(found.event));
  const auto event_of = [](const auto& target) {
    return std::visit([](auto id) { return EventIndex(id.value()); }, target);
  };
  std::vector<EventIndex> roots;
  if (const auto* retraction = std::get_if<Retraction>(&event.record)) {
    roots.push_back(event_of(retraction->target));
  } else if (const auto* rating = std::get_if<Assessment>(&event.record)) {
    roots.push_back(event_of(rating->target));
  } else if (const auto* dependence = std::get_if<Dependence>(&event.record)) {
    roots.push_back(event_of(dependence->from));
  }
  return roots;
}

absl::StatusOr<Json> ImpactDocument(const Case& opened, const Findings& before,
                                    const Discretion& discretion,
                                    const std::string& key) {
  const View& view = before.view();
  ASSIGN_OR_RETURN(const Found found,
                   FindFallible(opened, view, discretion, key));
  const std::unique_ptr<Findings> after = FindingsWithout(before, found.event);
  const Impact impact = ImpactOf(before, *after, found.event, discretion);
  const FindingDocument was(opened, before, discretion);
  const FindingDocument is(opened, *after, discretion);
  Json json = {{"key", key},
               {"type", std::string(NameOf(found.type))},
               {"verdicts", Json::array()}};
  for (const VerdictChange& change : InAnswerOrder(impact.verdicts, was, is)) {
    json["verdicts"].push_back(ChangeJson(change, was, is));
  }
  std::vector<std::string> lost;
  for (const StatementId id : impact.lost) lost.push_back(view.KeyOf(id));
  std::sort(lost.begin(), lost.end());
  json["lost"] = std::move(lost);
  ASSIGN_OR_RETURN(const std::vector<EventIndex> roots, RootsOf(opened, found));
  RETURN_IF_ERROR(AddDescendants(before, RecordKeys(opened.log(), view),
                                 discretion, roots, json));
  return json;
}

std::string ImpactText(const Json& document, size_t width) {
  Page page(width);
  page.Line(0, absl::StrCat(document["key"].get<std::string>(), ", ",
                            document["type"].get<std::string>(), ": ",
                            Counted(document["lost"].size(), "statement"),
                            " would lose the last line, ",
                            Counted(document["verdicts"].size(), "verdict"),
                            " would change"));
  const Json& lost = document["lost"];
  for (const Json& change : document["verdicts"]) {
    page.Line(2, StatementLine(change));
    const bool is_lost =
        std::find(lost.begin(), lost.end(), change["statement"]) != lost.end();
    page.Line(
        4, absl::StrCat(ChangeText(change), is_lost ? ", no line is left" : "",
                        ", ", change["statement"].get<std::string>()));
  }
  const Json& derivations = document["derivations"];
  if (!derivations.empty()) page.Line(0, "to be looked at again");
  for (const Json& derivation : derivations) {
    page.Line(2, DerivationText(derivation));
  }
  return page.Take();
}

absl::StatusOr<ExitCode> RunImpact(Session& session,
                                   const std::vector<std::string>& keys) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const Discretion discretion = session.DiscretionOver(opened->Now());
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  Answer answer;
  Json documents = Json::array();
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(Json document, ImpactDocument(*opened, *weighed.findings,
                                                   discretion, key));
    if (!answer.text.empty()) answer.text += "\n";
    answer.text += ImpactText(document, TerminalColumns());
    documents.push_back(std::move(document));
  }
  RETURN_IF_ERROR(weighed.links->status());
  if (documents.size() == 1) {
    answer.document = std::move(documents[0]);
  } else {
    answer.rows = "impacts";
    answer.document["impacts"] = std::move(documents);
  }
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddImpactCommand(CLI::App& program, Session& session) {
  auto keys = std::make_shared<std::vector<std::string>>();
  CLI::App* verb = AddVerb(
      program, "impact",
      "what would change if this source, report, claim or decision fell",
      "attest impact src:agency\n"
      "attest impact decision:0123456789abcdef0123 --mode json");
  verb->add_option("keys", *keys,
                   "sources, reports, claims, or decisions, taken as if they "
                   "had not been made; each by itself")
      ->required();
  verb->callback([&session, keys] {
    session.set_verb(
        [keys](Session& running) { return RunImpact(running, *keys); });
  });
}

}  // namespace attest
