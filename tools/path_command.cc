// path: a shortest chain of asserted statements between two entities.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/findings/findings.h"
#include "engine/projection/path.h"
#include "engine/projection/valid_filter.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/show_text.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

struct PathOptions {
  std::string from;
  std::string to;
  size_t max_hops = 6;
  bool exit_on_none = false;
};

absl::StatusOr<EntityId> EntityOf(const View& view, const RecordKeys& keys,
                                  const Discretion& discretion,
                                  const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<Found> found, keys.Find(key));
  if (!found || discretion.Hides(found->event)) {
    return UnknownKey(view, discretion, key);
  }
  if (found->type != RecordType::kEntity) {
    return absl::InvalidArgumentError(
        absl::StrCat("path: got \"", key, "\", a ", NameOf(found->type),
                     "; want an entity"));
  }
  return EntityId(found->event.value());
}

absl::StatusOr<Json> StepJson(const Findings& findings, const RecordKeys& keys,
                              const PathStep& step) {
  const View& view = findings.view();
  const Verdict verdict = findings.FiguresOf(step.statement).verdict;
  Json claims = Json::array();
  Json hedges = Json::object();
  for (ClaimId claim : step.claims) {
    ASSIGN_OR_RETURN(const std::string key,
                     keys.KeyOf(EventIndex(claim.value())));
    claims.push_back(key);
    const Hedge hedge = view.claim(claim).hedge;
    if (hedge != Hedge::kStated) hedges[key] = std::string(NameOf(hedge));
  }
  return Json{{"from", std::string(view.KeyOf(step.from))},
              {"statement", view.KeyOf(view.FirstOf(step.statement))},
              {"predicate", std::string(view.KeyOf(step.predicate))},
              {"to", std::string(view.KeyOf(step.to))},
              {"reversed", step.reversed},
              {"claims", std::move(claims)},
              {"verdict", std::string(NameOf(verdict))},
              {"from_name", view.entity(step.from).name},
              {"to_name", view.entity(step.to).name},
              {"hedges", std::move(hedges)}};
}

absl::StatusOr<ExitCode> Path(Session& session, const PathOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion discretion = session.DiscretionOver(opened->Now());
  const RecordKeys keys(opened->log(), view);
  ASSIGN_OR_RETURN(const EntityId from,
                   EntityOf(view, keys, discretion, options.from));
  ASSIGN_OR_RETURN(const EntityId to,
                   EntityOf(view, keys, discretion, options.to));
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  const Findings& findings = *weighed.findings;
  std::optional<ValidFilter> filter;
  if (valid_at) filter.emplace(*valid_at);
  const auto steps =
      ShortestPath(view, from, to, options.max_hops, [&](ClaimId claim) {
        if (discretion.Hides(claim) ||
            findings.CountingOf(claim) != Counting::kLive) {
          return false;
        }
        if (!filter) return true;
        const StatementId statement = view.claim(claim).statement;
        return filter->At(view.statement(statement).valid) != Holds::kNo;
      });
  Answer answer;
  answer.rows = "steps";
  answer.document["steps"] = Json::array();
  answer.applied_through = view.applied_through();
  if (steps) {
    for (const PathStep& step : *steps) {
      ASSIGN_OR_RETURN(Json json, StepJson(findings, keys, step));
      answer.document["steps"].push_back(std::move(json));
    }
  }
  RETURN_IF_ERROR(weighed.links->status());
  answer.document["found"] = steps.has_value();
  answer.text = !steps ? absl::StrCat("no chain of at most ", options.max_hops,
                                      " steps\n")
                : steps->empty() ? "they are one\n"
                                 : PathText(answer.document, TerminalColumns());
  RETURN_IF_ERROR(session.Print(answer));
  return !steps && options.exit_on_none ? kExitDoesNotHold : kExitDone;
}

}  // namespace

void AddPathCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<PathOptions>();
  CLI::App* verb = AddVerb(
      program, "path", "a shortest chain of statements between two entities",
      "attest path person:omar org:syrian-army\n"
      "attest path person:a place:b --max-hops 3 --valid-at 2011");
  verb->add_option("from", options->from, "an entity")->required();
  verb->add_option("to", options->to, "another")->required();
  verb->add_option("--max-hops", options->max_hops, "at most so many steps");
  verb->add_flag("-e", options->exit_on_none, "exit 1 when there is none");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Path(running, *options); });
  });
}

}  // namespace attest
