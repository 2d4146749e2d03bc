// What a View says of statements and claims.

#include <algorithm>

#include "absl/strings/match.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/fold.h"
#include "engine/projection/literal_bytes.h"
#include "engine/projection/statement_key.h"
#include "engine/projection/statement_key_maker.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

uint32_t Row(StatementId id) { return static_cast<uint32_t>(id.value()); }

}  // namespace

std::vector<StatementId> View::StatementsOf(EntityId id, Role role) const {
  const JoinedStatements& joined = state_->joined();
  std::vector<StatementId> statements;
  for (const uint32_t row : state_->StatementsAbout(GroupOf(id), role)) {
    if (!joined.first_of.contains(row)) statements.emplace_back(row);
  }
  return statements;
}

StatementParts View::statement(StatementId id) const {
  const StatementRow& row = tables_->statements[id.value()];
  const Circumstance& circumstance = tables_->circumstances[row.circumstance];
  StatementParts parts;
  parts.subject = EntityId(tables_->entities[row.subject].event);
  parts.predicate = PredicateIdOf(*tables_, row.predicate);
  if ((row.object & kMarked) == 0) {
    parts.object = EntityId(tables_->entities[row.object].event);
  } else {
    parts.object = LiteralOf(tables_->literals[row.object & ~kMarked]);
  }
  parts.valid = std::string(tables_->texts[circumstance.valid]);
  if (circumstance.place != kNoRow) {
    parts.place = EntityId(tables_->entities[circumstance.place].event);
  }
  return parts;
}

StatementId View::FirstOf(StatementId id) const {
  const JoinedStatements& joined = state_->joined();
  const auto first = joined.first_of.find(Row(id));
  return first == joined.first_of.end() ? id : StatementId(first->second);
}

std::vector<StatementId> View::JoinedWith(StatementId id) const {
  const JoinedStatements& joined = state_->joined();
  const auto all = joined.all_of.find(Row(FirstOf(id)));
  if (all == joined.all_of.end()) return {id};
  return {all->second.begin(), all->second.end()};
}

std::vector<ClaimId> View::ClaimsOf(StatementId id) const {
  std::vector<ClaimId> claims;
  for (const StatementId joined : JoinedWith(id)) {
    for (const uint32_t claim : tables_->ClaimsOfStatement()[Row(joined)]) {
      if (claim >= state_->claims()) break;
      claims.emplace_back(tables_->claim_events[claim]);
    }
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

std::string View::KeyOf(StatementId id) const {
  return StatementKeyMaker(*this).KeyOf(id);
}

std::optional<StatementId> View::FindStatement(absl::string_view key) const {
  if (key.size() != kStatementKeyBytes || !absl::StartsWith(key, "stm:")) {
    return std::nullopt;
  }
  StatementKeyMaker keys(*this);
  for (uint32_t row = 0; row < state_->statements(); ++row) {
    if (keys.KeyOf(StatementId(row)) == key) return StatementId(row);
  }
  return std::nullopt;
}

ClaimInfo View::claim(ClaimId id) const {
  const uint32_t row = tables_->OrdinalOf(id.value(), RecordType::kClaim);
  if (row == kNoRow) return {};
  const ClaimFlags flags = tables_->FlagsOf(row);
  ClaimInfo info;
  info.statement = StatementId(tables_->claim_statements[row]);
  info.report = ReportId(tables_->reports[tables_->claim_reports[row]].event);
  info.stance = flags.stance();
  info.hedge = flags.hedge();
  info.original = flags.original();
  info.method = flags.method();
  const absl::Span<const uint32_t> manner = tables_->MannerOf(row);
  for (size_t i = 1; i + 2 < manner.size(); i += 3) {
    info.attribution.push_back({SourceId(tables_->sources[manner[i]].event),
                                static_cast<Basis>(manner[i + 1]),
                                std::string(tables_->texts[manner[i + 2]])});
  }
  if (flags.has_rests_on()) {
    for (const uint32_t other : tables_->RestsOn(row)) {
      info.rests_on.emplace_back(tables_->claim_events[other]);
    }
  }
  return info;
}

Liveness View::LivenessOf(ClaimId id) const {
  const Deaths& deaths = state_->deaths();
  const uint32_t row = tables_->OrdinalOf(id.value(), RecordType::kClaim);
  if (deaths.reasons.empty() || row == kNoRow) return Liveness::kLive;
  return deaths.reasons[row];
}

bool View::IsProposed(ClaimId id) const {
  const uint32_t row = tables_->OrdinalOf(id.value(), RecordType::kClaim);
  return row != kNoRow && tables_->FlagsOf(row).method() == Method::kModel &&
         !state_->standing().IsAccepted(static_cast<uint32_t>(id.value()));
}

}  // namespace attest
