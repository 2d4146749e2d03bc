// What is live in a RefCase, with or without some keys; which claims speak for
// and against a statement, and the verdict on it.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_STATE_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_STATE_H_

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_chains.h"
#include "tests/reference/corroboration_lattice.h"
#include "tests/reference/corroboration_lines.h"
#include "tests/reference/corroboration_standing.h"
#include "tests/reference/corroboration_statements.h"

namespace attest::reference {

// What no retraction, rejection or what-if changes.
struct RefWorld {
  explicit RefWorld(const RefCase& a_case)
      : the_case(a_case),
        merged(VerticesOf(a_case, Owners::kApart)),
        names(a_case, Owners::kApart),
        owned(a_case, Owners::kMerged),
        claims(InLogOrder(a_case.claims)) {
    const RefPartition identity = IdentityOf(the_case);
    const ChainBuilder builder(the_case);
    for (const RefClaim& claim : claims) {
      const RefStatement said = StatementOf(the_case, identity, claim.parts);
      said_by.emplace(claim.key, said);
      statements.emplace(said.key, said);
      branches.emplace(claim.key, builder.BranchesOf(claim));
    }
  }

  const RefCase& the_case;
  const RefPartition merged;
  const VertexNames names;
  const VertexNames owned;  // same_owner merged too
  const std::vector<RefClaim> claims;
  std::map<std::string, RefStatement> said_by;  // by claim
  std::map<RefStatementKey, RefStatement> statements;
  std::map<std::string, std::vector<RefBranch>> branches;  // by claim
};

// Everything as it is without the keys `without`.
class RefState {
 public:
  RefState(const RefWorld& world, const Keys& without)
      : world_(world),
        fallen_(FallenOf(world.the_case, without)),
        live_(LiveClaims()),
        lattice_(live_) {}

  [[nodiscard]] bool IsLive(const RefClaim& claim) const {
    if (IsOut(claim) || IsProposed(claim)) return false;
    for (const std::string& premise : claim.rests_on) {
      if (!IsLive(*FindByKey(world_.claims, premise))) return false;
    }
    return !LiveBranches(claim).empty();
  }

  [[nodiscard]] const RefLattice& lattice() const { return lattice_; }

  // The live asserting claims that support `statement`.
  [[nodiscard]] std::vector<const RefClaim*> Supporting(
      const RefStatement& statement) const {
    return Matching(statement, [&](const RefClaim& claim) {
      return claim.stance == Stance::kAsserts && IsLiveNow(claim);
    });
  }
  // Those that are not live.
  [[nodiscard]] std::vector<const RefClaim*> NotCounted(
      const RefStatement& statement) const {
    return Matching(statement, [&](const RefClaim& claim) {
      return claim.stance == Stance::kAsserts && !IsLiveNow(claim);
    });
  }
  [[nodiscard]] std::vector<const RefClaim*> Opposing(
      const RefStatement& statement) const {
    return Against(statement,
                   [](Stance stance) { return stance == Stance::kDenies; });
  }
  [[nodiscard]] std::vector<const RefClaim*> Doubting(
      const RefStatement& statement) const {
    return Against(statement, [](Stance stance) {
      return stance == Stance::kDoubts || stance == Stance::kNoComment;
    });
  }

  // The statements that conflict with it, or differ from it.
  [[nodiscard]] std::vector<const RefStatement*> Conflicting(
      const RefStatement& statement) const {
    return Others(statement, [&](const RefStatement& other) {
      return lattice_.Conflict(statement, other);
    });
  }
  [[nodiscard]] std::vector<const RefStatement*> Differing(
      const RefStatement& statement) const {
    return Others(statement, [&](const RefStatement& other) {
      return lattice_.Differ(statement, other);
    });
  }

  [[nodiscard]] RefLines LinesOf(
      const std::vector<const RefClaim*>& claims) const {
    std::vector<ClaimBranches> with_branches;
    for (const RefClaim* claim : claims) {
      ClaimBranches one;
      one.claim = claim->key;
      one.report = world_.names.Of(claim->report);
      const std::string& publisher =
          FindByKey(world_.the_case.reports, claim->report)->publisher;
      for (const RefBranch& raw : LiveBranches(*claim)) {
        const MergedBranch merged = Merged(world_.the_case, world_.merged,
                                           world_.names, raw, publisher);
        if (std::find(one.branches.begin(), one.branches.end(), merged) ==
            one.branches.end()) {
          one.branches.push_back(merged);
        }
      }
      with_branches.push_back(one);
    }
    return {world_.the_case, world_.owned, with_branches};
  }

  // Sources and reports on the chains of `claims`.
  [[nodiscard]] Keys OnChains(
      const std::vector<const RefClaim*>& claims) const {
    Keys keys;
    for (const RefClaim* claim : claims) {
      for (const RefBranch& branch : LiveBranches(*claim)) {
        keys.insert(branch.vertices.begin(), branch.vertices.end());
      }
    }
    return keys;
  }

  struct Judged {
    std::string verdict;
    bool same_origin = false;
  };
  [[nodiscard]] Judged VerdictOn(const RefStatement& statement) const {
    const std::vector<const RefClaim*> supporting = Supporting(statement);
    if (supporting.empty()) return {NothingFor(statement)};
    const RefLines lines = LinesOf(supporting);
    if (lines.figures().best == 0) return {"circular"};
    const Keys against = OriginsAgainst(statement);
    Keys all = against;
    for (const auto& [origin, known] : lines.origins()) all.insert(origin);
    if (!against.empty() && all.size() > 1) return {"contested"};
    const bool same_origin = !against.empty();
    if (lines.figures().low >= 2) return {"corroborated", same_origin};
    if (lines.figures().best >= 2) return {"likely", same_origin};
    return {"single_line", same_origin};
  }

 private:
  [[nodiscard]] bool IsOut(const RefClaim& claim) const {
    return fallen_.Has(claim.key) || fallen_.Has(claim.report);
  }
  [[nodiscard]] bool IsProposed(const RefClaim& claim) const {
    return claim.by_model && !fallen_.accepted.contains(claim.key);
  }

  [[nodiscard]] std::vector<RefBranch> LiveBranches(
      const RefClaim& claim) const {
    std::vector<RefBranch> live;
    for (const RefBranch& branch : world_.branches.at(claim.key)) {
      const bool gone = std::any_of(
          branch.vertices.begin(), branch.vertices.end(),
          [&](const std::string& vertex) { return fallen_.Has(vertex); });
      if (!gone) live.push_back(branch);
    }
    return live;
  }

  [[nodiscard]] std::vector<LiveClaim> LiveClaims() const {
    std::vector<LiveClaim> live;
    for (const RefClaim& claim : world_.claims) {
      if (IsLive(claim))
        live.push_back({&claim, &world_.said_by.at(claim.key)});
    }
    return live;
  }
  [[nodiscard]] bool IsLiveNow(const RefClaim& claim) const {
    return std::any_of(live_.begin(), live_.end(), [&](const LiveClaim& one) {
      return one.claim->key == claim.key;
    });
  }

  // Claims that `keep` keeps and that support `statement`, by key.
  template <class Keep>
  std::vector<const RefClaim*> Matching(const RefStatement& statement,
                                        Keep keep) const {
    std::map<std::string, const RefClaim*> found;
    for (const RefClaim& claim : world_.claims) {
      if (keep(claim) &&
          lattice_.Supports(world_.said_by.at(claim.key), statement)) {
        found.emplace(claim.key, &claim);
      }
    }
    return Values(found);
  }

  // Live claims of a stance that speak against `statement`, by key.
  template <class Keep>
  std::vector<const RefClaim*> Against(const RefStatement& statement,
                                       Keep keep) const {
    std::map<std::string, const RefClaim*> found;
    for (const LiveClaim& one : live_) {
      if (keep(one.claim->stance) &&
          lattice_.Supports(statement, *one.statement)) {
        found.emplace(one.claim->key, one.claim);
      }
    }
    return Values(found);
  }

  static std::vector<const RefClaim*> Values(
      const std::map<std::string, const RefClaim*>& by_key) {
    std::vector<const RefClaim*> values;
    for (const auto& [key, claim] : by_key) values.push_back(claim);
    return values;
  }

  template <class Related>
  std::vector<const RefStatement*> Others(const RefStatement& statement,
                                          Related related) const {
    std::vector<const RefStatement*> others;
    if (Supporting(statement).empty()) return others;
    for (const auto& [key, other] : world_.statements) {
      if (key != statement.key && related(other) &&
          !Supporting(other).empty()) {
        others.push_back(&other);
      }
    }
    return others;
  }

  // The origins of every line against `statement`.
  [[nodiscard]] Keys OriginsAgainst(const RefStatement& statement) const {
    Keys origins;
    auto add = [&](const std::vector<const RefClaim*>& claims) {
      const RefLines lines = LinesOf(claims);
      for (const auto& [origin, known] : lines.origins()) {
        origins.insert(origin);
      }
    };
    add(Opposing(statement));
    for (const RefStatement* other : Conflicting(statement)) {
      add(Supporting(*other));
    }
    return origins;
  }

  [[nodiscard]] std::string NothingFor(const RefStatement& statement) const {
    for (const RefClaim* claim : NotCounted(statement)) {
      if (IsOut(*claim)) return "retracted";
    }
    return "unsupported";
  }

  const RefWorld& world_;
  const RefFallen fallen_;
  const std::vector<LiveClaim> live_;
  const RefLattice lattice_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_STATE_H_
