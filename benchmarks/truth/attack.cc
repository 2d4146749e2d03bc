#include "benchmarks/truth/attack.h"

#include <cstddef>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/truth/measured.h"
#include "engine/corroboration/scorers.h"
#include "engine/corroboration/value_dependence.h"

namespace attest {
namespace {

constexpr uint64_t kHonest = 10;
constexpr uint64_t kCells = 200;
constexpr uint64_t kLies = 20;  // cells [0, kLies)
constexpr uint64_t kWrongValues = 10;
constexpr double kAccuracy = 0.8;
constexpr int kWorlds = 5;

constexpr ValueId kTrue(0);
constexpr ValueId kLie(kWrongValues + 1);

// How a copier hides: the share of the lies that it copies, the share of the
// other cells in which it copies too, and of all its claims that go by the
// liar's line, as known reprints do. In the rest it speaks honestly.
struct Disguise {
  double lies;
  double copied;
  double reprinted;
};

constexpr Disguise kDisguises[] = {
    {1, 1, 0},   {1, 0.9, 0}, {1, 0.8, 0}, {1, 0.7, 0},   {1, 0.6, 0},
    {1, 0.5, 0}, {1, 0.3, 0}, {1, 0, 0},   {0.7, 0.7, 0}, {0.5, 0.5, 0},
    {1, 1, 1},   {1, 0, 1},   {1, 0, 0.8}, {1, 0, 0.5}};

struct World {
  Disguise disguise;
  uint64_t copiers;
  unsigned seed;
};

double Chance(std::mt19937& random) {
  return static_cast<double>(random()) / static_cast<double>(1LL << 32);
}

ValueId Honestly(std::mt19937& random) {
  if (Chance(random) < kAccuracy) return kTrue;
  return ValueId(1 + random() % kWrongValues);
}

std::vector<CellClaim> Claims(const World& world) {
  std::mt19937 random(world.seed);
  std::vector<CellClaim> claims;
  const auto add = [&](uint64_t cell, ValueId value, uint64_t source,
                       uint64_t line) {
    claims.push_back(
        {CellId(cell), value, SourceId(source), PredicateId(0), LineId(line)});
  };
  for (uint64_t cell = 0; cell < kCells; ++cell) {
    for (uint64_t source = 0; source < kHonest; ++source) {
      add(cell, Honestly(random), source, source);
    }
    const ValueId lie = cell < kLies ? kLie : Honestly(random);
    add(cell, lie, kHonest, kHonest);
    for (uint64_t copy = 1; copy <= world.copiers; ++copy) {
      const bool copies =
          Chance(random) <
          (cell < kLies ? world.disguise.lies : world.disguise.copied);
      const bool known = copies && Chance(random) < world.disguise.reprinted;
      add(cell, copies ? lie : Honestly(random), kHonest + copy,
          known ? kHonest : kHonest + copy);
    }
  }
  return claims;
}

enum class Proposals : uint8_t { kLeft, kAccepted };

// The share of the lies that win.
double Won(const World& world, ScoreMethod method, Proposals proposals) {
  std::vector<CellClaim> claims = Claims(world);
  if (proposals == Proposals::kAccepted) {
    claims = JoinLines(claims, ProposeDependence(claims));
  }
  const absl::btree_map<CellId, ValueId> best = Best(Score(claims, method));
  size_t won = 0;
  for (uint64_t cell = 0; cell < kLies; ++cell) {
    if (best.at(CellId(cell)) == kLie) ++won;
  }
  return static_cast<double>(won) / static_cast<double>(kLies);
}

// The least k at which at least half of the lies win, over kWorlds seeds.
std::string Flips(const Disguise& disguise, const Attack& attack,
                  ScoreMethod method, Proposals proposals) {
  for (uint64_t k = 0; k <= attack.most_copiers; ++k) {
    double won = 0;
    for (unsigned i = 0; i < kWorlds; ++i) {
      won += Won({disguise, k, attack.first_seed + i}, method, proposals);
    }
    if (won >= kWorlds / 2.0) return absl::StrCat(k);
  }
  return "none";
}

void PrintFlips(const Attack& attack) {
  absl::PrintF(
      "\nAttack: %d honest sources, right in %.2f of %d cells; a liar with %d "
      "lies and k copiers; the least k up to %d with half of the lies won, "
      "seeds from %d\n"
      "%-6s %-6s %-9s %12s %12s %12s %12s %12s %12s\n",
      kHonest, kAccuracy, kCells, kLies, attack.most_copiers, attack.first_seed,
      "lies", "rest", "reprinted", "vote", "truth_finder", "accu", "pop_accu",
      "lines", "+ dependence");
  for (const Disguise& disguise : kDisguises) {
    absl::PrintF("%-6.2f %-6.2f %-9.2f", disguise.lies, disguise.copied,
                 disguise.reprinted);
    for (const ScoreMethod method : kScoreMethods) {
      absl::PrintF(" %12s", Flips(disguise, attack, method, Proposals::kLeft));
    }
    absl::PrintF(" %12s\n", Flips(disguise, attack, ScoreMethod::kLines,
                                  Proposals::kAccepted));
  }
}

// Whom the proposals link, directly or through others.
struct Linked {
  double copiers = 0;  // of the copiers, to the liar
  double honest = 0;   // of the honest sources, to anybody
};

Linked LinkedBy(const std::vector<DependenceProposal>& proposals,
                uint64_t copiers) {
  std::set<SourceId> with_liar = {SourceId(kHonest)};
  std::set<SourceId> honest;
  for (size_t size = 0; size != with_liar.size();) {
    size = with_liar.size();
    for (const auto& [a, b, score, shared] : proposals) {
      if (with_liar.contains(a)) with_liar.insert(b);
      if (with_liar.contains(b)) with_liar.insert(a);
      for (const SourceId source : {a, b}) {
        if (source < SourceId(kHonest)) honest.insert(source);
      }
    }
  }
  double found = 0;
  for (const SourceId source : with_liar) {
    if (source > SourceId(kHonest)) found += 1;
  }
  return {found / static_cast<double>(copiers),
          static_cast<double>(honest.size()) / kHonest};
}

void PrintLinked(const Attack& attack) {
  constexpr uint64_t kCopiers[] = {1, 2, 4, 6, 8, 10, 12};
  absl::PrintF(
      "\nThe share of k copiers that proposals link to the liar, and of the "
      "honest that they link to anybody\n%-6s %-6s",
      "lies", "rest");
  for (const uint64_t k : kCopiers) absl::PrintF("      k = %-2d", k);
  absl::PrintF("\n");
  for (const Disguise& disguise : kDisguises) {
    if (disguise.reprinted > 0) continue;
    absl::PrintF("%-6.2f %-6.2f", disguise.lies, disguise.copied);
    for (const uint64_t k : kCopiers) {
      if (k > attack.most_copiers) break;
      Linked all;
      for (unsigned i = 0; i < kWorlds; ++i) {
        const Linked linked = LinkedBy(
            ProposeDependence(Claims({disguise, k, attack.first_seed + i})), k);
        all.copiers += linked.copiers / kWorlds;
        all.honest += linked.honest / kWorlds;
      }
      absl::PrintF("  %.2f %.2f", all.copiers, all.honest);
    }
    absl::PrintF("\n");
  }
}

}  // namespace

void MeasureAttack(const Attack& attack) {
  PrintFlips(attack);
  PrintLinked(attack);
}

}  // namespace attest
