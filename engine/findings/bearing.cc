#include "engine/findings/bearing.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/projection/tables.h"

namespace attest {

namespace {

// Buckets of so many statements outlive the next, up to so many in all.
constexpr size_t kLargeBucket = 64;
constexpr size_t kMaxKeptStatements = 100'000;
constexpr size_t kFewStatements = 4;

// The object without which nothing bears on `statement`; none where others
// may.
std::optional<EntityId> ObjectApart(const Statement& statement) {
  const Predicate& predicate = statement.predicate();
  const auto* object = std::get_if<EntityId>(&statement.object());
  if (object == nullptr || predicate.functional != Functional::kNone ||
      predicate.once || statement.object_kind() == EntityKind::kPlace) {
    return std::nullopt;
  }
  return *object;
}

}  // namespace

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

std::shared_ptr<const BearingFinder::Kept> BearingFinder::Make(
    std::vector<uint32_t> numbers) const {
  std::vector<Statement> statements;
  statements.reserve(numbers.size());
  // Of few, a look at each is as quick.
  bool has_denials = numbers.size() <= kFewStatements;
  for (const uint32_t number : numbers) {
    statements.push_back(statements_.Of(number));
    if (has_denials) continue;
    const std::vector<uint32_t> claims = statements_.ClaimsOf(number);
    has_denials =
        std::any_of(claims.begin(), claims.end(), [this](uint32_t claim) {
          return view_.tables().FlagsOf(claim).stance() != Stance::kAsserts;
        });
  }
  return std::make_shared<const Kept>(Kept{
      StatementBucket(std::move(numbers), std::move(statements)), has_denials});
}

template <class NumbersOf>
const BearingFinder::Kept& BearingFinder::Find(std::optional<Current>& current,
                                               const BucketKey& key,
                                               NumbersOf&& numbers_of) const {
  if (current && current->key == key) return *current->kept;
  const auto known = large_.find(key);
  if (known != large_.end()) {
    current = Current{key, known->second};
    return *current->kept;
  }
  current = Current{key, Make(numbers_of())};
  const size_t size = current->kept->bucket.size();
  if (size >= kLargeBucket) {
    if (large_statements_ + size > kMaxKeptStatements) {
      large_.clear();
      large_statements_ = 0;
    }
    large_.emplace(key, current->kept);
    large_statements_ += size;
  }
  return *current->kept;
}

const BearingFinder::Kept& BearingFinder::BySubject(
    std::optional<Current>& current, const Statement& statement,
    uint32_t predicate_row) const {
  const BucketKey key = {Role::kSubject, statement.subject(), predicate_row,
                         ObjectApart(statement)};
  return Find(current, key, [&] {
    std::vector<uint32_t> numbers =
        statements_.About(statement.subject(), Role::kSubject, predicate_row);
    if (key.object) {
      numbers.erase(std::remove_if(numbers.begin(), numbers.end(),
                                   [&](uint32_t number) {
                                     return !CanSupport(statement, number);
                                   }),
                    numbers.end());
    }
    return numbers;
  });
}

const BearingFinder::Kept& BearingFinder::ByObject(
    EntityId object, uint32_t predicate_row) const {
  const BucketKey key = {Role::kObject, object, predicate_row, object};
  return Find(by_object_, key, [&] {
    return statements_.About(object, Role::kObject, predicate_row);
  });
}

// Leaves alone what is kept of the statement that is asked about.
std::vector<uint32_t> BearingFinder::SupportersOf(
    const Statement& statement, uint32_t predicate_row) const {
  const BucketKey key = {Role::kSubject, statement.subject(), predicate_row,
                         ObjectApart(statement)};
  const bool is_own = by_subject_ && by_subject_->key == key;
  const StatementBucket& bucket =
      BySubject(is_own ? by_subject_ : by_rival_, statement, predicate_row)
          .bucket;
  std::vector<uint32_t> supporters;
  for (const uint32_t place : bucket.MaySupport(statement, hierarchy_)) {
    if (!Supports(bucket.at(place), statement, hierarchy_)) continue;
    for (const uint32_t claim : statements_.ClaimsOf(bucket.numbers()[place])) {
      if (view_.tables().FlagsOf(claim).stance() == Stance::kAsserts) {
        supporters.push_back(claim);
      }
    }
  }
  std::sort(supporters.begin(), supporters.end());
  return supporters;
}

Bearing BearingFinder::OwnOf(const Statement& statement,
                             uint32_t predicate_row) const {
  const Kept& kept = BySubject(by_subject_, statement, predicate_row);
  Bearing bearing;
  bearing.supporting = SupportersOf(statement, predicate_row);
  if (!kept.has_denials) return bearing;
  for (const uint32_t place : kept.bucket.MayBeSupported(statement)) {
    if (!Supports(statement, kept.bucket.at(place), hierarchy_)) continue;
    for (const uint32_t claim :
         statements_.ClaimsOf(kept.bucket.numbers()[place])) {
      const Stance stance = view_.tables().FlagsOf(claim).stance();
      if (stance == Stance::kAsserts || !chains_.IsLive(claim)) continue;
      (stance == Stance::kDenies ? bearing.denying : bearing.doubting)
          .push_back(claim);
    }
  }
  std::sort(bearing.denying.begin(), bearing.denying.end());
  std::sort(bearing.doubting.begin(), bearing.doubting.end());
  return bearing;
}

Bearing BearingFinder::Of(const Statement& statement,
                          uint32_t predicate_row) const {
  Bearing bearing = OwnOf(statement, predicate_row);
  FindRivals(statement, predicate_row, bearing);
  return bearing;
}

template <class Visit>
void BearingFinder::VisitRivals(const Statement& statement,
                                uint32_t predicate_row, Visit&& visit) const {
  const Predicate& predicate = statement.predicate();
  const auto visit_all = [&](const StatementBucket& bucket) {
    for (const uint32_t place : bucket.MayConflict(statement)) {
      if (!visit(bucket.numbers()[place], bucket.at(place))) return false;
    }
    return true;
  };
  if (predicate.functional == Functional::kSubject || predicate.once) {
    if (!visit_all(BySubject(by_subject_, statement, predicate_row).bucket))
      return;
  }
  const auto* object = std::get_if<EntityId>(&statement.object());
  if (predicate.functional == Functional::kObject && object != nullptr) {
    visit_all(ByObject(*object, predicate_row).bucket);
  }
}

void BearingFinder::FindRivals(const Statement& statement,
                               uint32_t predicate_row, Bearing& bearing) const {
  const auto by_number = [](const Bearing::Rival& a, const Bearing::Rival& b) {
    return a.statement < b.statement;
  };
  VisitRivals(statement, predicate_row,
              [&](uint32_t number, const Statement& rival) {
                if (Conflict(statement, rival, hierarchy_)) {
                  bearing.conflicting.push_back({number, {}});
                } else if (Differ(statement, rival)) {
                  bearing.differing.push_back({number, {}});
                }
                return true;
              });
  for (auto* rivals : {&bearing.conflicting, &bearing.differing}) {
    std::sort(rivals->begin(), rivals->end(), by_number);
    // One may be of the same subject and of the same object.
    rivals->erase(std::unique(rivals->begin(), rivals->end(),
                              [](const auto& a, const auto& b) {
                                return a.statement == b.statement;
                              }),
                  rivals->end());
    for (Bearing::Rival& rival : *rivals) {
      rival.supporting =
          SupportersOf(statements_.Of(rival.statement), predicate_row);
    }
  }
}

const OriginSet& BearingFinder::OriginsOf(uint32_t number,
                                          const Statement& statement,
                                          uint32_t predicate_row) const {
  const auto [at, is_new] = origins_.try_emplace(number);
  if (is_new) {
    at->second =
        OriginSet(SideOf(chains_, SupportersOf(statement, predicate_row)));
  }
  return at->second;
}

Figures BearingFinder::FiguresOf(uint32_t number) const {
  const uint32_t row = view_.tables().statements[number].predicate;
  const Statement statement = statements_.Of(number);
  const Bearing own = OwnOf(statement, row);
  OriginSet rivals;
  // Against two origins, or against another than its own, it is contested,
  // whoever else is against it.
  VisitRivals(statement, row, [&](uint32_t other, const Statement& rival) {
    if (!Conflict(statement, rival, hierarchy_)) return true;
    OriginSet all = OriginsOf(number, statement, row);
    if (all.empty()) return false;
    rivals.Add(OriginsOf(other, rival, row));
    all.Add(rivals);
    return rivals.empty() || all.is_one();
  });
  return FiguresFor(chains_, own, rivals);
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

Figures FiguresFor(const ClaimChains& chains, const Bearing& bearing,
                   const OriginSet& rivals) {
  Standing standing = StandingOf(chains, bearing, {});
  standing.against.Add(rivals);
  return {.verdict = VerdictOn(standing),
          .same_origin = standing.is_same_origin(),
          .lines = standing.lines,
          .opposing_lines = LinesOf(chains, SideOf(chains, bearing.denying),
                                    bearing.denying, {})};
}

}  // namespace attest
