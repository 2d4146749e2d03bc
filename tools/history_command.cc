// history: every event about a thing.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "engine/audit/history.h"
#include "engine/interchange/event_json.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/history_text.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

// The events about what `key` names.
absl::StatusOr<std::vector<EventIndex>> EventsOf(const Case& opened,
                                                 const View& view,
                                                 const Discretion& discretion,
                                                 const std::string& key) {
  if (absl::StartsWith(key, "stm:")) {
    const std::optional<StatementId> statement = view.FindStatement(key);
    if (!statement || discretion.Hides(view, *statement)) {
      return UnknownKey(opened.log(), view, discretion, key);
    }
    return HistoryOf(view, *statement);
  }
  ASSIGN_OR_RETURN(const Found found,
                   FindShown(opened.log(), view, discretion, key));
  return HistoryOf(view, found.event,
                   [&](EventIndex event) { return opened.log().Get(event); });
}

absl::StatusOr<ExitCode> RunHistory(Session& session, const std::string& key) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  const Discretion discretion = session.DiscretionOver(now);
  ASSIGN_OR_RETURN(const std::vector<EventIndex> events,
                   EventsOf(*opened, view, discretion, key));
  Answer answer;
  answer.rows = "events";
  answer.document = {{"key", key}, {"events", Json::array()}};
  uint64_t withheld = 0;
  for (const EventIndex event : events) {
    ASSIGN_OR_RETURN(Json json,
                     EventJson(opened->log(), now, event, discretion));
    if (json.contains("withheld")) {
      // That it is about `key` is part of what is not to be shown.
      ++withheld;
    } else {
      answer.document["events"].push_back(std::move(json));
    }
  }
  if (withheld > 0) answer.document["withheld"] = withheld;
  answer.text = HistoryText(answer.document, TerminalColumns());
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddHistoryCommand(CLI::App& program, Session& session) {
  auto key = std::make_shared<std::string>();
  CLI::App* verb = AddVerb(
      program, "history",
      "every event that defines or names it, and the decisions on the claims "
      "among them",
      "attest history person:omar\nattest history clm:7 --mode json");
  verb->add_option("key", *key,
                   "a record, a decision or a statement; of an entity those "
                   "of all that are one with it")
      ->required();
  verb->callback([&session, key] {
    session.set_verb(
        [key](Session& running) { return RunHistory(running, *key); });
  });
}

}  // namespace attest
