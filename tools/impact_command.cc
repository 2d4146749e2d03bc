// impact: what would change if a source, report, claim or decision fell.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
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
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/unknown_key.h"
#include "tools/value_text.h"

namespace attest {
namespace {

absl::Status NotFallible(absl::string_view key, absl::string_view type) {
  return absl::InvalidArgumentError(
      absl::StrCat("impact: got \"", key, "\" (", type,
                   "), want a source, report, claim, retraction, assessment, "
                   "identity or dependence"));
}

// A source, report or claim, or a decision that can be passed over.
absl::StatusOr<Found> FindFallible(const Case& opened, const View& view,
                                   const Discretion& discretion,
                                   const std::string& key) {
  const std::optional<StatementId> statement = view.FindStatement(key);
  if (statement && !discretion.Hides(view, *statement)) {
    return NotFallible(key, "statement");
  }
  ASSIGN_OR_RETURN(const Found found,
                   FindShown(opened.log(), view, discretion, key));
  if (!CanBeTakenAway(view, found.event)) {
    return NotFallible(key, NameOf(found.type));
  }
  return found;
}

// The record itself; of a decision, what it was about, the first of a pair.
absl::StatusOr<EventIndex> SubjectOf(const Case& opened, const Found& found) {
  if (found.type <= RecordType::kClaim) return found.event;
  ASSIGN_OR_RETURN(const Event event, opened.log().Get(found.event));
  if (const auto* retraction = std::get_if<Retraction>(&event.record)) {
    return DefinedBy(retraction->target);
  }
  if (const auto* rating = std::get_if<Assessment>(&event.record)) {
    return DefinedBy(rating->target);
  }
  if (const auto* identity = std::get_if<Identity>(&event.record)) {
    return EventIndex(identity->a.value());
  }
  const auto* dependence = std::get_if<Dependence>(&event.record);
  if (dependence == nullptr) {
    return absl::DataLossError("a decision is of another type");
  }
  return std::visit([](auto id) { return EventIndex(id.value()); },
                    dependence->from);
}

// Has it fallen already, so that nothing hangs on it any more? Of a decision on
// `subject`: does a later one stand in its place?
bool HasFallen(const Findings& findings, const Found& found,
               EventIndex subject) {
  const View& view = findings.view();
  if (found.type == RecordType::kClaim) {
    return findings.CountingOf(ClaimId(found.event.value())) != Counting::kLive;
  }
  if (found.type < RecordType::kClaim) {
    return view.RetractedBy(found.event).has_value() ||
           view.IsRejected(found.event);
  }
  for (const DecisionInfo& decision : view.DecisionsOn(subject)) {
    if (decision.event == found.event) return !decision.standing;
  }
  return false;
}

absl::StatusOr<Json> ImpactDocument(const Case& opened, const Findings& before,
                                    const Discretion& discretion,
                                    const std::optional<Edtf>& valid_at,
                                    const std::string& key) {
  const View& view = before.view();
  ASSIGN_OR_RETURN(const Found found,
                   FindFallible(opened, view, discretion, key));
  const std::unique_ptr<Findings> after = FindingsWithout(before, found.event);
  const Impact impact = ImpactOf(before, *after, found.event, discretion);
  const FindingDocument was(opened, before, discretion);
  const FindingDocument is(opened, *after, discretion);
  ASSIGN_OR_RETURN(const EventIndex subject, SubjectOf(opened, found));
  Json json = {{"key", key},
               {"type", std::string(NameOf(found.type))},
               {"fallen", HasFallen(before, found, subject)},
               {"verdicts", Json::array()},
               {"lost", Json::array()}};
  for (const VerdictChange& change : InAnswerOrder(impact.verdicts, was, is)) {
    json["verdicts"].push_back(ChangeJson(change, was, is));
  }
  if (valid_at) KeepValidAt(*valid_at, json["verdicts"]);
  std::set<std::string> lost;
  for (const StatementId id : impact.lost) lost.insert(view.KeyOf(id));
  std::set<std::string> kept;
  for (const Json& change : json["verdicts"]) kept.insert(change["statement"]);
  for (const std::string& one : lost) {
    if (!valid_at || kept.count(one) > 0) json["lost"].push_back(one);
  }
  SetWithheld("verdicts_withheld", impact.verdicts_withheld, json);
  SetWithheld("lost_withheld", impact.lost_withheld, json);
  RETURN_IF_ERROR(AddDescendants(before, RecordKeys(opened.log(), view),
                                 discretion, {subject}, json));
  return json;
}

// Why the lists of what would change are empty.
std::string FallenText(const Json& document) {
  if (!document["fallen"].get<bool>()) return "";
  const std::string type = document["type"];
  const bool is_record =
      type == "source" || type == "report" || type == "claim";
  return is_record ? "it has fallen already, so nothing more would change"
                   : "a later decision stands in its place";
}

std::string ImpactText(const Json& unmarked, size_t width) {
  const Json document = MarkedDocument(unmarked);
  Page page(width);
  page.Line(0, absl::StrCat(document["key"].get<std::string>(), ", ",
                            document["type"].get<std::string>(), ": ",
                            Counted(document["lost"].size(), "statement"),
                            " would lose the last line, ",
                            Counted(document["verdicts"].size(), "verdict"),
                            " would change"));
  const std::string fallen = FallenText(document);
  if (!fallen.empty()) page.Line(0, fallen);
  const Json& lost = document["lost"];
  for (const Json& change : document["verdicts"]) {
    page.Line(2, StatementLine(change));
    const bool is_lost =
        std::find(lost.begin(), lost.end(), change["statement"]) != lost.end();
    page.Line(
        4, absl::StrCat(ChangeText(change), is_lost ? ", no line is left" : "",
                        ", ", change["statement"].get<std::string>()));
  }
  if (document.contains("verdicts_withheld")) {
    page.Line(2, absl::StrCat("and ", Dump(document["verdicts_withheld"]),
                              " sealed, of which ",
                              Dump(document.value("lost_withheld", Json(0))),
                              " would lose the last line"));
  }
  const std::vector<std::string> review = ReviewLines(document);
  if (!review.empty()) page.Line(0, "to be looked at again");
  for (const std::string& line : review) page.Line(2, line);
  return page.Take();
}

absl::StatusOr<ExitCode> RunImpact(Session& session,
                                   const std::vector<std::string>& keys) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const Discretion discretion = session.DiscretionOver(opened->Now());
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  Answer answer;
  Json documents = Json::array();
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(Json document, ImpactDocument(*opened, *weighed.findings,
                                                   discretion, valid_at, key));
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
