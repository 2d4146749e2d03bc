#include "engine/query/claim_pairs.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "engine/findings/weighing.h"

namespace attest::query {

const Findings* ClaimPairs::findings() {
  const Findings* const findings = visible_.figures().findings();
  if (findings != nullptr && finder_ == nullptr) {
    finder_ = std::make_unique<BearingFinder>(
        findings->view(), findings->chains(), findings->statements(),
        findings->hierarchy());
  }
  return findings;
}

uint32_t ClaimPairs::StatementOf(uint32_t claim) const {
  return visible_.FirstOf(visible_.tables().claim_statements[claim]);
}

bool ClaimPairs::Supports(uint32_t a, uint32_t b) {
  const Statements& statements = findings()->statements();
  return attest::Supports(statements.Of(a), statements.Of(b),
                          findings()->hierarchy());
}

Relation ClaimPairs::RelationOf(uint32_t a, uint32_t b) {
  return findings()->Relation(StatementId(a), StatementId(b)).relation;
}

const ClaimPairs::LinesByClaim& ClaimPairs::LinesOf(uint32_t statement) {
  if (lines_of_ == statement) return lines_;
  lines_of_ = statement;
  lines_.clear();
  const Statements& statements = findings()->statements();
  const Statement said = statements.Of(statement);
  const ProjectionTables& tables = visible_.tables();
  const uint32_t predicate_row = tables.statements[statement].predicate;
  const auto key_of = [this](ClaimId id) -> std::string {
    const absl::StatusOr<Value> key =
        visible_.claim_keys().Of(static_cast<uint32_t>(id.value()));
    if (key.ok()) return key->IsNull() ? "" : key->string();
    status_.Update(key.status());
    return "";
  };
  const Finding account =
      Account(*findings(), said, finder_->Of(said, predicate_row), key_of);
  for (const LedgerEntry& entry : account.ledger) {
    if (!entry.line) continue;
    lines_.emplace(tables.OrdinalOf(entry.claim.value(), RecordType::kClaim),
                   *entry.line);
  }
  return lines_;
}

bool ClaimPairs::Counts(uint32_t claim, Stance stance) const {
  return visible_.StanceOf(claim) == stance && visible_.IsShownClaim(claim) &&
         visible_.IsLive(claim) &&
         visible_.IsShownStatement(StatementOf(claim));
}

std::optional<ClaimPair> ClaimPairs::Corroboration(uint32_t a, uint32_t b) {
  if (a == b || findings() == nullptr || !Counts(a, Stance::kAsserts) ||
      !Counts(b, Stance::kAsserts)) {
    return std::nullopt;
  }
  const uint32_t of_a = StatementOf(a);
  const uint32_t of_b = StatementOf(b);
  const bool a_supports = of_a == of_b || Supports(of_a, of_b);
  const bool b_supports = of_a == of_b || Supports(of_b, of_a);
  if (!a_supports && !b_supports) return std::nullopt;
  ClaimPair pair = {std::max(a, b), std::min(a, b), std::min(of_a, of_b)};
  if (!b_supports) pair = {a, b, of_b};
  if (!a_supports) pair = {b, a, of_a};
  const LinesByClaim& lines = LinesOf(pair.statement);
  const auto line_of_a = lines.find(a);
  const auto line_of_b = lines.find(b);
  if (line_of_a == lines.end() || line_of_b == lines.end() ||
      line_of_a->second == line_of_b->second) {
    return std::nullopt;
  }
  return pair;
}

std::optional<ClaimPair> ClaimPairs::Contradiction(uint32_t a, uint32_t b) {
  if (a == b || findings() == nullptr) return std::nullopt;
  const uint32_t of_a = StatementOf(a);
  const uint32_t of_b = StatementOf(b);
  if (visible_.StanceOf(a) == visible_.StanceOf(b)) {
    if (of_a == of_b || !Counts(a, Stance::kAsserts) ||
        !Counts(b, Stance::kAsserts) ||
        RelationOf(of_a, of_b) != Relation::kConflicts) {
      return std::nullopt;
    }
    return ClaimPair{std::max(a, b), std::min(a, b), a < b ? of_a : of_b};
  }
  const bool a_denies = visible_.StanceOf(a) == Stance::kDenies;
  const uint32_t denial = a_denies ? a : b;
  const uint32_t asserted = a_denies ? b : a;
  const uint32_t denied = a_denies ? of_a : of_b;
  const uint32_t said = a_denies ? of_b : of_a;
  if (!Counts(denial, Stance::kDenies) || !Counts(asserted, Stance::kAsserts) ||
      (said != denied && !Supports(said, denied))) {
    return std::nullopt;
  }
  return ClaimPair{denial, asserted, said};
}

std::vector<uint32_t> ClaimPairs::Meeting(uint32_t statement) {
  const ProjectionTables& tables = visible_.tables();
  const StatementRow& row = tables.statements[statement];
  const auto about = [&](uint32_t entity, Role role) {
    return findings()->statements().About(
        EntityId(tables.entities[visible_.FirstMember(entity)].event), role,
        row.predicate);
  };
  std::vector<uint32_t> meeting = about(row.subject, Role::kSubject);
  const Predicate& predicate =
      findings()->statements().PredicateOf(row.predicate);
  if (predicate.functional == Functional::kObject &&
      (row.object & kMarked) == 0) {
    const std::vector<uint32_t> more = about(row.object, Role::kObject);
    meeting.insert(meeting.end(), more.begin(), more.end());
  }
  for (uint32_t& one : meeting) one = visible_.FirstOf(one);
  meeting.push_back(statement);
  std::sort(meeting.begin(), meeting.end());
  meeting.erase(std::unique(meeting.begin(), meeting.end()), meeting.end());
  return meeting;
}

template <class PairOf>
std::vector<ClaimPair> ClaimPairs::Pairs(uint32_t claim, PairOf&& pair_of) {
  std::vector<ClaimPair> pairs;
  const Stance stance = visible_.StanceOf(claim);
  if ((stance != Stance::kAsserts && stance != Stance::kDenies) ||
      findings() == nullptr || !Counts(claim, stance)) {
    return pairs;
  }
  for (const uint32_t statement : Meeting(StatementOf(claim))) {
    visible_.VisitClaims(statement, [&](uint32_t other) {
      if (const std::optional<ClaimPair> pair = pair_of(claim, other)) {
        pairs.push_back(*pair);
      }
    });
  }
  const auto other_of = [claim](const ClaimPair& pair) {
    return pair.from == claim ? pair.to : pair.from;
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const ClaimPair& a, const ClaimPair& b) {
              return other_of(a) < other_of(b);
            });
  return pairs;
}

std::vector<ClaimPair> ClaimPairs::Corroborating(uint32_t claim) {
  return Pairs(claim,
               [this](uint32_t a, uint32_t b) { return Corroboration(a, b); });
}

std::vector<ClaimPair> ClaimPairs::Contradicting(uint32_t claim) {
  return Pairs(claim,
               [this](uint32_t a, uint32_t b) { return Contradiction(a, b); });
}

}  // namespace attest::query
