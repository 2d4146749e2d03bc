// corroborate: every statement, its verdict, and why.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/findings/findings.h"
#include "engine/findings/scoring.h"
#include "engine/projection/valid_filter.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/finding_document.h"
#include "tools/finding_text.h"
#include "tools/statements_about.h"
#include "tools/unknown_key.h"
#include "tools/verdict_option.h"

namespace attest {
namespace {

// To weigh so many is quicker than to open what is kept of all.
constexpr size_t kFewStatements = 64;

struct CorroborateOptions {
  std::vector<std::string> keys;
  std::string statement;
  std::string verdict;
  std::vector<std::string> without;
  std::string require;
  bool scores = false;
};

// NotFound when `parts` name what is not to be shown.
absl::Status CheckNotHidden(const View& view, const Discretion& discretion,
                            const StatementParts& parts) {
  std::vector<EntityId> entities = {parts.subject};
  const auto* object = std::get_if<EntityId>(&parts.object);
  if (object != nullptr) entities.push_back(*object);
  if (parts.place) entities.push_back(*parts.place);
  for (const EntityId entity : entities) {
    if (discretion.Hides(entity)) {
      return UnknownKey(view, discretion, view.KeyOf(entity));
    }
  }
  return absl::OkStatus();
}

// -- What is asked for --------------------------------------------------------

// corroborated > likely > single_line; nothing else is good enough.
int RankOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCorroborated:
      return 3;
    case Verdict::kLikely:
      return 2;
    case Verdict::kSingleLine:
      return 1;
    default:
      return 0;
  }
}

absl::StatusOr<Verdict> RequiredVerdict(const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<Verdict> verdict,
                   VerdictOf("--require", name));
  if (RankOf(*verdict) == 0) {
    return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                            "--require: got \"", name,
                            "\", want corroborated, likely or single_line")),
                        kExitUsage);
  }
  return *verdict;
}

absl::StatusOr<FindingsOptions> WithoutOf(const EventLog& log, const View& view,
                                          const Discretion& discretion,
                                          const CorroborateOptions& options) {
  FindingsOptions result;
  for (const std::string& key : options.without) {
    ASSIGN_OR_RETURN(const Found found, FindShown(log, view, discretion, key));
    if (found.type != RecordType::kSource &&
        found.type != RecordType::kReport && found.type != RecordType::kClaim) {
      return absl::InvalidArgumentError(
          absl::StrCat("--without: got \"", key, "\" (", NameOf(found.type),
                       "), want a source, report or claim"));
    }
    result.without.insert(found.event);
  }
  return result;
}

// {"vote", ...}: the score of a statement by each method.
Json ScoresJson(const Scoring& scoring, StatementId id) {
  Json json = Json::object();
  for (size_t i = 0; i < kEnumSize<ScoreMethod>; ++i) {
    const auto method = static_cast<ScoreMethod>(i);
    const std::optional<double> score = scoring.ScoreOf(id, method);
    json[std::string(NameOf(method))] = score ? Json(*score) : Json();
  }
  return json;
}

// Sources that share rare values, for people to decide on.
Json ProposalsJson(const View& view, const Scoring& scoring,
                   const Discretion& discretion) {
  Json list = Json::array();
  for (const ProposedDependence& proposal : scoring.proposals()) {
    if (discretion.Hides(proposal.first) || discretion.Hides(proposal.second)) {
      continue;
    }
    Json shared = Json::array();
    for (const StatementId id : proposal.shared) {
      shared.push_back(view.KeyOf(id));
    }
    list.push_back({{"first", std::string(view.KeyOf(proposal.first))},
                    {"second", std::string(view.KeyOf(proposal.second))},
                    {"score", proposal.score},
                    {"shared", std::move(shared)}});
  }
  return list;
}

// One run of the verb.
class Corroboration {
 public:
  Corroboration(const Case& opened, const View& view,
                const Discretion& discretion, const CorroborateOptions& options,
                const std::optional<Edtf>& valid_at)
      : opened_(opened),
        view_(view),
        discretion_(discretion),
        options_(options),
        valid_at_(valid_at),
        keys_(opened.log(), view) {}

  // Calls visit(Json) on every statement asked for, in the order of answers,
  // until it returns false. Returns what the answer says besides: "rings", and
  // with --scores "proposed_dependences".
  absl::StatusOr<Json> Run(
      absl::FunctionRef<absl::StatusOr<bool>(Json)> visit) {
    ASSIGN_OR_RETURN(const std::optional<Verdict> verdict,
                     VerdictOf("--verdict", options_.verdict));
    ASSIGN_OR_RETURN(FindingsOptions without,
                     WithoutOf(opened_.log(), view_, discretion_, options_));
    ASSIGN_OR_RETURN(const WeighedView weighed,
                     opened_.Weigh(view_, std::move(without.without)));
    const Findings& findings = *weighed.findings;
    FindingDocument document(opened_, findings, discretion_);
    Json beside = {{"rings", Json::array()}};
    for (const ClaimId claim : findings.ring_claims()) {
      if (discretion_.Hides(claim)) continue;
      ASSIGN_OR_RETURN(const std::string key,
                       keys_.KeyOf(EventIndex(claim.value())));
      beside["rings"].push_back(key);
    }
    if (!options_.statement.empty()) {
      ASSIGN_OR_RETURN(const StatementParts parts,
                       opened_.ParseStatement(view_, options_.statement));
      RETURN_IF_ERROR(CheckNotHidden(view_, discretion_, parts));
      ASSIGN_OR_RETURN(Json json, document.Full(parts));
      if (!verdict || json["verdict"] == std::string(NameOf(*verdict))) {
        RETURN_IF_ERROR(visit(std::move(json)).status());
      }
      return beside;
    }
    std::optional<Scoring> scoring;
    if (options_.scores) {
      scoring.emplace(findings);
      beside["proposed_dependences"] =
          ProposalsJson(view_, *scoring, discretion_);
    }
    ASSIGN_OR_RETURN(const std::vector<StatementId> statements, Chosen());
    ASSIGN_OR_RETURN(const std::vector<StatementId> those,
                     OfVerdict(weighed, statements, verdict));
    for (const StatementId id : Ordered(those, document)) {
      ASSIGN_OR_RETURN(Json json, document.Full(id));
      if (verdict && json["verdict"] != std::string(NameOf(*verdict))) {
        return absl::DataLossError(absl::StrCat(
            opened_.directory(), "/figures: of ", view_.KeyOf(id), " got \"",
            NameOf(*verdict), "\", want ", json["verdict"].dump(),
            ": the file is forged; it can be removed"));
      }
      if (valid_at_) json["undated"] = json["valid"].is_null();
      if (scoring) json["scores"] = ScoresJson(*scoring, id);
      ASSIGN_OR_RETURN(const bool goes_on, visit(std::move(json)));
      if (!goes_on) break;
    }
    RETURN_IF_ERROR(weighed.links->status());
    return beside;
  }

 private:
  absl::StatusOr<std::vector<StatementId>> Chosen() const {
    if (options_.keys.empty()) return view_.Statements();
    std::set<StatementId> statements;
    for (const std::string& key : options_.keys) {
      RETURN_IF_ERROR(AddStatementsAbout(opened_.log(), view_, discretion_, key,
                                         statements));
    }
    return std::vector<StatementId>(statements.begin(), statements.end());
  }

  // Those of `statements` that have the verdict asked for, if one is. Where
  // they are many, from the figures that are kept.
  absl::StatusOr<std::vector<StatementId>> OfVerdict(
      const WeighedView& weighed, const std::vector<StatementId>& statements,
      const std::optional<Verdict>& verdict) const {
    if (!verdict) return statements;
    const bool is_now = view_.applied_through() == opened_.log().size();
    std::optional<KeptFigures> kept;
    if (is_now && options_.without.empty() &&
        statements.size() > kFewStatements) {
      ASSIGN_OR_RETURN(kept, opened_.FiguresOf(weighed));
    }
    std::vector<StatementId> those;
    for (const StatementId id : statements) {
      const Verdict has =
          kept ? kept->Of(id).verdict : weighed.findings->FiguresOf(id).verdict;
      if (has == *verdict) those.push_back(id);
    }
    return those;
  }

  // Those to be shown, in the order of answers.
  std::vector<StatementId> Ordered(const std::vector<StatementId>& statements,
                                   const FindingDocument& document) const {
    std::optional<ValidFilter> filter;
    if (valid_at_) filter.emplace(*valid_at_);
    std::vector<std::pair<std::vector<std::string>, StatementId>> keyed;
    for (const StatementId id : statements) {
      if (document.Hides(id)) continue;
      if (filter && filter->At(view_.statement(id).valid) == Holds::kNo) {
        continue;
      }
      keyed.emplace_back(document.OrderOf(id), id);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<StatementId> ordered;
    ordered.reserve(keyed.size());
    for (const auto& [order, id] : keyed) ordered.push_back(id);
    return ordered;
  }

  const Case& opened_;
  const View& view_;
  const Discretion& discretion_;
  const CorroborateOptions& options_;
  const std::optional<Edtf>& valid_at_;
  const RecordKeys keys_;
};

// Does the statement stand at least so well?
bool Meets(const Json& statement, Verdict required) {
  const auto verdict =
      FromName<Verdict>(statement["verdict"].get<std::string>());
  return RankOf(*verdict) >= RankOf(required);
}

absl::StatusOr<ExitCode> Corroborate(Session& session,
                                     const CorroborateOptions& options) {
  std::optional<Verdict> required;
  if (!options.require.empty()) {
    ASSIGN_OR_RETURN(required, RequiredVerdict(options.require));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion discretion = session.DiscretionOver(opened->Now());
  Answer answer;
  answer.rows = "statements";
  answer.applied_through = view.applied_through();
  ASSIGN_OR_RETURN(const Mode mode, session.OutputMode());
  Corroboration corroboration(*opened, view, discretion, options, valid_at);
  Json statements = Json::array();
  bool any = false;
  bool all_meet = true;
  // A large case has more statements than memory: lines are written as they
  // come.
  ASSIGN_OR_RETURN(
      const Json beside,
      corroboration.Run([&](Json statement) -> absl::StatusOr<bool> {
        any = true;
        all_meet = all_meet && (!required || Meets(statement, *required));
        if (mode == Mode::kJsonl) return session.PrintRow(statement);
        statements.push_back(std::move(statement));
        return true;
      }));
  answer.document["statements"] = std::move(statements);
  answer.document.update(beside);
  answer.text = FindingsText(answer.document["statements"], TerminalColumns());
  for (const Json& claim : answer.document["rings"]) {
    answer.text += absl::StrCat(
        "left out, as it would close a ring: ", claim.get<std::string>(), "\n");
  }
  RETURN_IF_ERROR(session.Print(answer));
  const bool meets = !required || (any && all_meet);
  return meets ? kExitDone : kExitDoesNotHold;
}

}  // namespace

void AddCorroborateCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<CorroborateOptions>();
  CLI::App* verb =
      AddVerb(program, "corroborate",
              "how well statements stand: verdict, lines, and why",
              "attest corroborate person:omar\n"
              "attest corroborate --verdict contested --without src:agency");
  verb->add_option("keys", options->keys,
                   "entities, sources, reports, claims or statements; none: "
                   "the whole case");
  verb->add_option("--statement", options->statement,
                   "one statement as JSON, with the fields of a claim that say "
                   "what: subject, predicate, object or value, valid, place");
  verb->add_option("--verdict", options->verdict,
                   "those of this verdict alone");
  verb->add_option("--without", options->without,
                   "as if this source, report or claim were rejected")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--require", options->require,
                   "exit 1 unless every statement is corroborated, likely or "
                   "single_line, or better");
  verb->add_flag("--scores", options->scores,
                 "what five methods of scoring make of the same claims, and "
                 "sources that share rare values");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Corroborate(running, *options); });
  });
}

}  // namespace attest
