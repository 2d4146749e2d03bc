// find: entities, sources and reports by name or title.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/shown_matches.h"

namespace attest {
namespace {

struct FindOptions {
  std::string text;
  size_t limit = 100;
  bool exit_on_none = false;
};

std::string KindOf(const View& view, const Match& match) {
  const uint64_t id = match.event.value();
  switch (match.type) {
    case RecordType::kEntity:
      return std::string(NameOf(view.entity(EntityId(id)).kind));
    case RecordType::kSource:
      return std::string(NameOf(view.source(SourceId(id)).kind));
    default:
      return "";
  }
}

// The name the record goes by, which need not be the one that matched.
std::string NameOfRecord(const View& view, const Match& match) {
  const uint64_t id = match.event.value();
  switch (match.type) {
    case RecordType::kEntity:
      return view.entity(EntityId(id)).name;
    case RecordType::kSource:
      return view.source(SourceId(id)).name;
    default:
      return view.report(ReportId(id)).title;
  }
}

absl::StatusOr<ExitCode> Find(Session& session, const FindOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const Discretion discretion = session.DiscretionOver(opened->Now());
  Json matches = Json::array();
  for (const Match& match :
       ShownMatches(view, discretion, options.text, options.limit)) {
    const std::string kind = KindOf(view, match);
    matches.push_back({{"key", std::string(view.KeyOf(match.event))},
                       {"type", std::string(NameOf(match.type))},
                       {"kind", kind.empty() ? Json() : Json(kind)},
                       {"name", NameOfRecord(view, match)},
                       {"matched", match.name}});
  }
  const bool none = matches.empty();
  Answer answer;
  if (none) {
    Page page(TerminalColumns());
    page.Line(0, absl::StrCat("no name and no title is like \"",
                              OfOthers(options.text), "\""));
    answer.text = page.Take();
  }
  answer.document["matches"] = std::move(matches);
  answer.rows = "matches";
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return none && options.exit_on_none ? kExitDoesNotHold : kExitDone;
}

}  // namespace

void AddFindCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<FindOptions>();
  CLI::App* verb =
      AddVerb(program, "find", "entities, sources and reports by name or title",
              "attest find harmoush\nattest find \"حسين هرموش\" --limit 5");
  verb->add_option("text", options->text,
                   "a name, or any part of one, in any spelling held")
      ->required();
  verb->add_option("--limit", options->limit, "at most so many matches");
  verb->add_flag("-e", options->exit_on_none, "exit 1 when nothing matches");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Find(running, *options); });
  });
}

}  // namespace attest
