// log: the events, one by one.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/interchange/event_json.h"
#include "engine/status_macros.h"
#include "tools/commands.h"

namespace attest {
namespace {

struct LogOptions {
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
};

absl::StatusOr<ExitCode> Log(Session& session, const LogOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  const Discretion discretion = session.DiscretionOver(now);
  const uint64_t end = std::min(options.to, view.applied_through());
  Json events = Json::array();
  for (uint64_t i = options.from; i < end; ++i) {
    ASSIGN_OR_RETURN(Json event,
                     EventJson(opened->log(), now, EventIndex(i), discretion));
    events.push_back(std::move(event));
  }
  Answer answer;
  answer.document["events"] = std::move(events);
  answer.rows = "events";
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddLogCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<LogOptions>();
  CLI::App* verb = AddVerb(program, "log", "the events, one by one",
                           "attest log --from 90\n"
                           "attest log --from 0 --to 20 --mode json");
  verb->add_option("--from", options->from, "the first event");
  verb->add_option("--to", options->to, "the event after the last");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Log(running, *options); });
  });
}

}  // namespace attest
