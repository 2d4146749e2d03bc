#include "engine/findings/scoring.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/findings/bearing.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

constexpr ScoreMethod kMethods[] = {
    ScoreMethod::kVote, ScoreMethod::kTruthFinder, ScoreMethod::kAccu,
    ScoreMethod::kPopAccu, ScoreMethod::kLines};

// That a statement is denied is another value of its cell.
constexpr uint64_t kDenied = uint64_t{1} << 32;

// What the cell of a statement asks.
std::vector<uint64_t> QuestionOf(const Findings& findings, StatementId id) {
  const ProjectionTables& tables = findings.view().tables();
  const Statements& statements = findings.statements();
  const StatementRow& row = tables.statements[id.value()];
  const Circumstance& circumstance = tables.circumstances[row.circumstance];
  const Predicate& predicate = statements.PredicateOf(row.predicate);
  const uint64_t place = circumstance.place == kNoRow
                             ? kNoRow
                             : statements.GroupOf(circumstance.place);
  const bool has_entity = (row.object & kMarked) == 0;
  const uint64_t object =
      has_entity ? statements.GroupOf(row.object) : uint64_t{row.object};
  switch (predicate.functional) {
    case Functional::kSubject:
      return {0, row.predicate, statements.GroupOf(row.subject),
              circumstance.valid, place};
    case Functional::kObject:
      return {1, row.predicate, object, circumstance.valid, place};
    case Functional::kNone:
      break;
  }
  return {2, id.value()};
}

bool IsDecided(const View& view, SourceId a, SourceId b) {
  const EventIndex first(a.value());
  const EventIndex second(b.value());
  const auto names = [&](EventIndex from, EventIndex on) {
    const std::vector<DecisionInfo> decisions = view.DecisionsOn(from);
    return std::any_of(decisions.begin(), decisions.end(),
                       [&](const DecisionInfo& decision) {
                         return decision.type == RecordType::kDependence &&
                                decision.standing && decision.target == from &&
                                decision.other == on;
                       });
  };
  return names(first, second) || names(second, first);
}

}  // namespace

Scoring::Scoring(const Findings& findings) {
  AddClaims(findings);
  for (const ScoreMethod method : kMethods) {
    for (const ValueScore& score : Score(claims_, method).values) {
      if (score.value.value() >= kDenied) continue;
      scores_[method][StatementId(score.value.value())] = score.score;
    }
  }
  Propose(findings);
}

void Scoring::AddClaims(const Findings& findings) {
  for (const StatementId id : findings.view().Statements()) {
    AddStatement(findings, id);
  }
}

void Scoring::AddStatement(const Findings& findings, StatementId id) {
  const ProjectionTables& tables = findings.view().tables();
  const ClaimChains& chains = findings.chains();
  const auto [cell, is_new] =
      cells_.try_emplace(QuestionOf(findings, id), CellId(cells_.size()));
  const uint32_t row = tables.statements[id.value()].predicate;
  const bool competes =
      findings.statements().PredicateOf(row).functional != Functional::kNone;
  for (const Stance stance : {Stance::kAsserts, Stance::kDenies}) {
    // In a cell of several values a denial speaks for none of the others.
    if (stance == Stance::kDenies && competes) continue;
    std::vector<uint32_t> claims;
    for (const uint32_t claim :
         findings.statements().ClaimsOf(static_cast<uint32_t>(id.value()))) {
      if (tables.FlagsOf(claim).stance() == stance && chains.IsLive(claim)) {
        claims.push_back(claim);
      }
    }
    const Side side = SideOf(chains, claims);
    const std::vector<uint32_t> lines = side.MostIndependent().ways;
    for (const Side::Way& way : side.ways()) {
      // The line that it meets first; its own when it meets none.
      uint32_t line = claims[way.claim];
      for (const uint32_t other : lines) {
        const std::vector<uint32_t>& mine = way.branch->numbers;
        const std::vector<uint32_t>& theirs =
            side.ways()[other].branch->numbers;
        std::vector<uint32_t> both;
        std::set_intersection(mine.begin(), mine.end(), theirs.begin(),
                              theirs.end(), std::back_inserter(both));
        if (both.empty()) continue;
        line = claims[side.ways()[other].claim];
        break;
      }
      const ChainVertex origin = way.origins.front().vertex;
      if (chains.provenance().IsReport(origin)) continue;
      claims_.push_back(
          {.cell = cell->second,
           .value =
               ValueId(id.value() + (stance == Stance::kDenies ? kDenied : 0)),
           .source = SourceId(chains.EventOf(origin).value()),
           .predicate = PredicateId(row),
           .line = LineId(line)});
    }
  }
}

void Scoring::Propose(const Findings& findings) {
  for (const DependenceProposal& proposal : ProposeDependence(claims_)) {
    if (IsDecided(findings.view(), proposal.first, proposal.second)) continue;
    ProposedDependence proposed = {.first = proposal.first,
                                   .second = proposal.second,
                                   .score = proposal.score,
                                   .shared = {}};
    for (const SharedValue& shared : proposal.shared) {
      proposed.shared.emplace_back(shared.value.value() & (kDenied - 1));
    }
    proposals_.push_back(std::move(proposed));
  }
}

std::optional<double> Scoring::ScoreOf(StatementId id,
                                       ScoreMethod method) const {
  const auto scores = scores_.find(method);
  if (scores == scores_.end()) return std::nullopt;
  const auto score = scores->second.find(id);
  if (score == scores->second.end()) return std::nullopt;
  return score->second;
}

}  // namespace attest
