// diff: what changed in the answers between two log positions.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/audit/answer_diff.h"
#include "engine/status_macros.h"
#include "tools/change_document.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

struct DiffOptions {
  std::string from;
  std::string to;
};

// Which way a diff is told.
enum class Direction { kForwards, kBackwards };

using Groups = std::vector<std::vector<EntityId>>;

// The document of a diff, made from the earlier position to the later one and
// told from `from` to `to`.
class DiffDocument {
 public:
  DiffDocument(const Case& opened, const Findings& earlier,
               const Findings& later, const Discretion& discretion,
               Direction direction)
      : log_(opened.log()),
        later_view_(later.view()),
        discretion_(discretion),
        backwards_(direction == Direction::kBackwards),
        was_(opened, earlier, discretion),
        is_(opened, later, discretion) {}

  absl::StatusOr<Json> Of(const AnswerDiff& diff) const {
    Json json = {{"statements", Json::array()}, {"identities", Json::array()}};
    absl::flat_hash_map<StatementId, const StatementDiff*> by_statement;
    std::vector<VerdictChange> changes;
    for (const StatementDiff& one : diff.statements) {
      by_statement[one.change.statement] = &one;
      changes.push_back(one.change);
    }
    for (VerdictChange change : InAnswerOrder(std::move(changes), was_, is_)) {
      const StatementDiff& one = *by_statement[change.statement];
      Json statement = ChangeJson(change, was_, is_);
      if (backwards_) std::swap(statement["from"], statement["to"]);
      RETURN_IF_ERROR(AddEvents(one.events, statement));
      json["statements"].push_back(std::move(statement));
    }
    for (const IdentityDiff& one : diff.identities) {
      Json identity = {{"from", GroupsJson(backwards_ ? one.to : one.from)},
                       {"to", GroupsJson(backwards_ ? one.from : one.to)}};
      RETURN_IF_ERROR(AddEvents(one.events, identity));
      json["identities"].push_back(std::move(identity));
    }
    SetWithheld("statements_withheld", diff.statements_withheld, json);
    SetWithheld("identities_withheld", diff.identities_withheld, json);
    return json;
  }

 private:
  // What is sealed is counted.
  absl::Status AddEvents(const std::vector<EventIndex>& events,
                         Json& json) const {
    json["events"] = Json::array();
    uint64_t withheld = 0;
    for (const EventIndex index : events) {
      ASSIGN_OR_RETURN(const Event event, log_.Get(index));
      if (discretion_.HidesEvent(index, event)) {
        ++withheld;
      } else {
        json["events"].push_back(index.value());
      }
    }
    if (withheld > 0) json["events_withheld"] = withheld;
    return absl::OkStatus();
  }

  [[nodiscard]] Json GroupsJson(const Groups& groups) const {
    Json json = Json::array();
    for (const std::vector<EntityId>& group : groups) {
      Json keys = Json::array();
      for (const EntityId entity : group) {
        keys.push_back(std::string(later_view_.KeyOf(entity)));
      }
      json.push_back(std::move(keys));
    }
    return json;
  }

  const EventLog& log_;
  const View& later_view_;
  const Discretion& discretion_;
  const bool backwards_;
  const FindingDocument was_;
  const FindingDocument is_;
};

std::string EventsText(const Json& json) {
  const Json& events = json["events"];
  const size_t withheld = json.value("events_withheld", size_t{0});
  if (events.empty()) {
    return withheld == 0
               ? ""
               : absl::StrCat(", by ", Counted(withheld, "sealed event"));
  }
  std::vector<std::string> numbers;
  for (const Json& event : events) numbers.push_back(Dump(event));
  return absl::StrCat(
      numbers.size() == 1 ? ", by event " : ", by events ",
      absl::StrJoin(numbers, ", "),
      withheld == 0 ? "" : absl::StrCat(" and ", withheld, " sealed"));
}

std::string GroupsText(const Json& groups) {
  std::vector<std::string> texts;
  for (const Json& group : groups) {
    texts.push_back(
        absl::StrJoin(group.get<std::vector<std::string>>(), " = "));
  }
  return absl::StrJoin(texts, ", ");
}

std::string DiffText(const Json& unmarked, size_t width) {
  const Json document = MarkedDocument(unmarked);
  Page page(width);
  page.Line(0, absl::StrCat("from log position ", Dump(document["from"]),
                            " to ", Dump(document["to"]), ": ",
                            Counted(document["statements"].size(), "verdict"),
                            " changed"));
  for (const Json& statement : document["statements"]) {
    page.Line(2, StatementLine(statement));
    page.Line(4, absl::StrCat(ChangeText(statement), EventsText(statement)));
    page.Line(4, statement["statement"].get<std::string>());
  }
  const auto sealed = [&](const char* field) {
    if (!document.contains(field)) return;
    page.Line(2, absl::StrCat("and ", Dump(document[field]), " sealed"));
  };
  sealed("statements_withheld");
  if (!document["identities"].empty() ||
      document.contains("identities_withheld")) {
    page.Line(0, "identities");
  }
  sealed("identities_withheld");
  for (const Json& identity : document["identities"]) {
    page.Line(2,
              absl::StrCat(GroupsText(identity["from"]), " to ",
                           GroupsText(identity["to"]), EventsText(identity)));
  }
  return page.Take();
}

absl::StatusOr<ExitCode> RunDiff(Session& session, const DiffOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View last, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const View from,
                   Session::ViewAt(*opened, options.from, "diff"));
  View to = last;
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(to, Session::ViewAt(*opened, options.to, "diff"));
  }
  const bool backwards = from.applied_through() > to.applied_through();
  const View& earlier = backwards ? to : from;
  const View& later = backwards ? from : to;
  RETURN_IF_ERROR(session.TellRedactedSince(*opened, earlier));
  if (later.applied_through() > last.applied_through()) {
    return absl::OutOfRangeError(absl::StrCat(
        "diff: got log position ", later.applied_through(),
        ", want none later than --as-of ", last.applied_through()));
  }
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion discretion = session.DiscretionOver(opened->Now());
  ASSIGN_OR_RETURN(const WeighedView was, opened->Weigh(earlier, {}));
  ASSIGN_OR_RETURN(const WeighedView is, opened->Weigh(later, {}));
  const AnswerDiff diff = DiffOf(*was.findings, *is.findings, discretion);
  Answer answer;
  answer.document = {{"from", from.applied_through()},
                     {"to", to.applied_through()}};
  const DiffDocument document(
      *opened, *was.findings, *is.findings, discretion,
      backwards ? Direction::kBackwards : Direction::kForwards);
  ASSIGN_OR_RETURN(Json changes, document.Of(diff));
  if (valid_at) KeepValidAt(*valid_at, changes["statements"]);
  RETURN_IF_ERROR(was.links->status());
  RETURN_IF_ERROR(is.links->status());
  answer.document.update(changes);
  answer.text = DiffText(answer.document, TerminalColumns());
  answer.applied_through = later.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddDiffCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* verb = AddVerb(
      program, "diff",
      "which verdicts and identities changed between two log positions, and "
      "by which events",
      "attest diff 120 180\nattest diff 2026-11-20 2026-11-21 --mode json");
  verb->add_option("from", options->from,
                   "a log position, an RFC 3339 time or a date, as --as-of")
      ->required();
  verb->add_option("to", options->to, "another; else --as-of, else now");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return RunDiff(running, *options); });
  });
}

}  // namespace attest
