#include "engine/findings/bearing.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/projection/tables.h"

namespace attest {

// Spares the making of most statements: an entity that is no place supports
// itself alone.
bool BearingFinder::CanSupport(const Statement& statement,
                               uint32_t other) const {
  const auto* entity = std::get_if<EntityId>(&statement.object());
  if (entity == nullptr) return true;
  const ProjectionTables& tables = view_.tables();
  const uint32_t object = tables.statements[other].object;
  if ((object & kMarked) != 0) return false;
  if (statement.object_kind() == EntityKind::kPlace && !hierarchy_.empty()) {
    return true;
  }
  return tables.entities[statements_.GroupOf(object)].event == entity->value();
}

std::vector<uint32_t> BearingFinder::SupportersOf(
    const Statement& statement, uint32_t predicate_row) const {
  std::vector<uint32_t> supporters;
  for (const uint32_t other :
       statements_.About(statement.subject(), Role::kSubject, predicate_row)) {
    if (!CanSupport(statement, other) ||
        !Supports(statements_.Of(other), statement, hierarchy_)) {
      continue;
    }
    for (const uint32_t claim : statements_.ClaimsOf(other)) {
      if (view_.tables().FlagsOf(claim).stance() == Stance::kAsserts) {
        supporters.push_back(claim);
      }
    }
  }
  std::sort(supporters.begin(), supporters.end());
  return supporters;
}

Bearing BearingFinder::Of(const Statement& statement,
                          uint32_t predicate_row) const {
  Bearing bearing;
  for (const uint32_t other :
       statements_.About(statement.subject(), Role::kSubject, predicate_row)) {
    if (!CanSupport(statement, other)) continue;
    const Statement other_statement = statements_.Of(other);
    const bool supports = Supports(other_statement, statement, hierarchy_);
    const bool supported = Supports(statement, other_statement, hierarchy_);
    if (!supports && !supported) continue;
    for (const uint32_t claim : statements_.ClaimsOf(other)) {
      const Stance stance = view_.tables().FlagsOf(claim).stance();
      if (stance == Stance::kAsserts) {
        if (supports) bearing.supporting.push_back(claim);
      } else if (supported && chains_.IsLive(claim)) {
        (stance == Stance::kDenies ? bearing.denying : bearing.doubting)
            .push_back(claim);
      }
    }
  }
  std::sort(bearing.supporting.begin(), bearing.supporting.end());
  std::sort(bearing.denying.begin(), bearing.denying.end());
  std::sort(bearing.doubting.begin(), bearing.doubting.end());
  FindRivals(statement, predicate_row, bearing);
  return bearing;
}

void BearingFinder::FindRivals(const Statement& statement,
                               uint32_t predicate_row, Bearing& bearing) const {
  const Predicate& predicate = statement.predicate();
  std::vector<uint32_t> candidates;
  if (predicate.functional == Functional::kSubject || predicate.once) {
    candidates =
        statements_.About(statement.subject(), Role::kSubject, predicate_row);
  }
  const auto* object = std::get_if<EntityId>(&statement.object());
  if (predicate.functional == Functional::kObject && object != nullptr) {
    const std::vector<uint32_t> more =
        statements_.About(*object, Role::kObject, predicate_row);
    candidates.insert(candidates.end(), more.begin(), more.end());
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()),
                     candidates.end());
  }
  for (const uint32_t other : candidates) {
    const Statement rival = statements_.Of(other);
    if (Conflict(statement, rival, hierarchy_)) {
      bearing.conflicting.push_back(
          {other, SupportersOf(rival, predicate_row)});
    } else if (Differ(statement, rival)) {
      bearing.differing.push_back({other, SupportersOf(rival, predicate_row)});
    }
  }
}

namespace {

template <class BranchesOfClaim>
Side SideOver(const ClaimChains& chains, absl::Span<const uint32_t> claims,
              std::vector<ChainVertex> without, BranchesOfClaim&& branches_of) {
  std::vector<absl::Span<const Branch>> branches;
  branches.reserve(claims.size());
  bool is_cut = false;
  for (const uint32_t claim : claims) {
    branches.emplace_back();
    if (!chains.IsLive(claim)) continue;
    const Branches& all = branches_of(claim);
    branches.back() = all.branches;
    is_cut |= all.cut;
  }
  Side side(chains.provenance(), std::move(branches), std::move(without));
  if (is_cut) side.MarkCut();
  return side;
}

}  // namespace

Side SideOf(const ClaimChains& chains, absl::Span<const uint32_t> claims,
            std::vector<ChainVertex> without) {
  return SideOver(chains, claims, std::move(without),
                  [&](uint32_t claim) -> const Branches& {
                    return chains.BranchesOf(claim);
                  });
}

Side DeclaredSideOf(const ClaimChains& chains,
                    absl::Span<const uint32_t> claims,
                    std::vector<ChainVertex> without) {
  return SideOver(chains, claims, std::move(without),
                  [&](uint32_t claim) -> const Branches& {
                    return chains.DeclaredBranchesOf(claim);
                  });
}

Lines LinesOf(const ClaimChains& chains, const Side& side,
              absl::Span<const uint32_t> claims,
              const std::vector<ChainVertex>& without) {
  Lines lines = side.CountLines();
  if (chains.has_texts()) {
    lines.high = DeclaredSideOf(chains, claims, without).CountOrigins();
  }
  return InOrder(lines);
}

Standing StandingOf(const ClaimChains& chains, const Bearing& bearing,
                    const std::vector<ChainVertex>& without) {
  Standing standing;
  const Side side = SideOf(chains, bearing.supporting, without);
  standing.has_supporting = !bearing.supporting.empty();
  standing.has_live = side.has_live();
  standing.lines = LinesOf(chains, side, bearing.supporting, without);
  standing.origins = OriginSet(side);
  if (!standing.has_live) {
    // None of them lives: was one taken back, or its report?
    standing.has_retracted =
        std::any_of(bearing.supporting.begin(), bearing.supporting.end(),
                    [&](uint32_t claim) {
                      return chains.IsTakenBack(claim) ||
                             std::find(without.begin(), without.end(),
                                       chains.ReportOf(claim)) != without.end();
                    });
  }
  standing.against = OriginSet(SideOf(chains, bearing.denying, without));
  for (const Bearing::Rival& rival : bearing.conflicting) {
    standing.against.Add(OriginSet(SideOf(chains, rival.supporting, without)));
  }
  return standing;
}

Figures FiguresFor(const ClaimChains& chains, const Bearing& bearing) {
  const Standing standing = StandingOf(chains, bearing, {});
  return {.verdict = VerdictOn(standing),
          .same_origin = standing.is_same_origin(),
          .lines = standing.lines,
          .opposing_lines = LinesOf(chains, SideOf(chains, bearing.denying),
                                    bearing.denying, {})};
}

}  // namespace attest
