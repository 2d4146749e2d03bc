// stats: counts, sizes, log position, root.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"

namespace attest {
namespace {

absl::StatusOr<ExitCode> Stats(Session& session) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  const Counts counts = view.counts();
  Answer answer;
  answer.document = {
      {"events", view.applied_through()},  {"sources", counts.sources},
      {"reports", counts.reports},         {"entities", counts.entities},
      {"claims", counts.claims},           {"statements", counts.statements},
      {"retractions", counts.retractions}, {"assessments", counts.assessments},
      {"identities", counts.identities},   {"dependences", counts.dependences},
      {"amendments", counts.amendments},   {"redactions", counts.redactions},
      {"predicates", counts.predicates},   {"root", root.ToBase64()}};
  for (const auto& [name, value] : answer.document.items()) {
    absl::StrAppend(&answer.text, name,
                    std::string(14 - std::min<size_t>(13, name.size()), ' '),
                    value.is_string() ? value.get<std::string>() : Dump(value),
                    "\n");
  }
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddStatsCommand(CLI::App& program, Session& session) {
  CLI::App* verb = AddVerb(program, "stats", "counts, log position, root",
                           "attest stats\nattest stats --as-of 2026-11-20");
  verb->callback([&session] { session.set_verb(Stats); });
}

}  // namespace attest
