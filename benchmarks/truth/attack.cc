#include "benchmarks/truth/attack.h"

#include <cstddef>
#include <optional>
#include <random>
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

// How a copier hides: the share of the other cells in which it copies too,
// and of all its claims that go by the liar's line, as known reprints do.
struct Disguise {
  double copied;
  double reprinted;
};

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
          cell < kLies || Chance(random) < world.disguise.copied;
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
std::string Flips(const Disguise& disguise, uint64_t most_copiers,
                  ScoreMethod method, Proposals proposals) {
  for (uint64_t copiers = 0; copiers <= most_copiers; ++copiers) {
    double won = 0;
    for (unsigned seed = 1; seed <= kWorlds; ++seed) {
      won += Won({disguise, copiers, seed}, method, proposals);
    }
    if (won >= kWorlds / 2.0) return absl::StrCat(copiers);
  }
  return "none";
}

}  // namespace

void MeasureAttack(uint64_t most_copiers) {
  absl::PrintF(
      "\nAttack: %d honest sources, right in %.2f of %d cells; a liar with %d "
      "lies and k copiers; the least k up to %d with half of the lies won\n"
      "%-10s %-10s %12s %12s %12s %12s %12s %12s\n",
      kHonest, kAccuracy, kCells, kLies, most_copiers, "copied", "reprinted",
      "vote", "truth_finder", "accu", "pop_accu", "lines", "+ dependence");
  for (const Disguise& disguise :
       {Disguise{1, 0}, Disguise{0.9, 0}, Disguise{0.8, 0}, Disguise{0.7, 0},
        Disguise{0.6, 0}, Disguise{0.5, 0}, Disguise{0.3, 0}, Disguise{0, 0},
        Disguise{1, 1}, Disguise{0, 1}, Disguise{0, 0.8}, Disguise{0, 0.5}}) {
    absl::PrintF("%-10.2f %-10.2f", disguise.copied, disguise.reprinted);
    for (const ScoreMethod method : kScoreMethods) {
      absl::PrintF(" %12s",
                   Flips(disguise, most_copiers, method, Proposals::kLeft));
    }
    absl::PrintF(" %12s\n", Flips(disguise, most_copiers, ScoreMethod::kLines,
                                  Proposals::kAccepted));
  }
}

}  // namespace attest
