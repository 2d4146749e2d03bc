// What the model says of random branches, against weighing them anew.

#include "engine/corroboration/flip_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "engine/corroboration/independence.h"

namespace attest {
namespace {

using Claims = std::vector<std::vector<Branch>>;

// A statement: the branches of the claims on each side.
class Scene {
 public:
  explicit Scene(uint64_t seed) : random_(seed) {
    // Few records that much goes through, or many.
    sources_ = 3 + Below(12);
    for (uint32_t i = 0; i < sources_; ++i) {
      provenance_.AddSource(SourceKind::kPerson, false);
    }
    if (OneIn(4)) {
      provenance_.AddDependence(ChainVertex{0}, ChainVertex{1},
                                How::kSameOwner);
    }
    is_clear_ = OneIn(2);
    supporting_ = AnyClaims(1 + Below(9));
    if (OneIn(2)) against_.push_back(AnyClaims(1 + Below(3)));
    if (OneIn(4)) against_.push_back(AnyClaims(1 + Below(3)));
    has_declared_ = OneIn(3);
    if (has_declared_) declared_ = Shortened(supporting_);
    for (const auto& claim : supporting_) {
      if (!claim.empty()) reports_.push_back(claim.front().report);
    }
    // A claim that no longer lives, of a report that others may be of.
    if (OneIn(3)) {
      supporting_.clear();
      declared_.clear();
      has_retracted_ = OneIn(2);
    }
    for (uint32_t i = 0; i < provenance_.size(); ++i) {
      numbers_.emplace(ChainVertex{i}, i);
    }
  }

  [[nodiscard]] Verdict VerdictWithout(
      const std::vector<ChainVertex>& without) const {
    const Side side(provenance_, Spans(supporting_), without);
    Standing standing;
    standing.has_supporting = true;
    standing.has_live = side.has_live();
    standing.lines = side.CountLines();
    if (has_declared_) {
      standing.lines.high =
          Side(provenance_, Spans(declared_), without).CountOrigins();
    }
    standing.lines = InOrder(standing.lines);
    standing.origins = OriginSet(side);
    standing.has_retracted =
        has_retracted_ ||
        std::any_of(reports_.begin(), reports_.end(), [&](ChainVertex report) {
          return std::find(without.begin(), without.end(), report) !=
                 without.end();
        });
    for (const Claims& claims : against_) {
      standing.against.Add(
          OriginSet(Side(provenance_, Spans(claims), without)));
    }
    return VerdictOn(standing);
  }

  [[nodiscard]] FlipModel Model(Verdict verdict) const {
    FlipSides sides;
    sides.supporting = Spans(supporting_);
    for (const Claims& claims : against_) {
      sides.against.push_back(Spans(claims));
    }
    if (has_declared_) sides.declared = Spans(declared_);
    sides.reports = reports_;
    sides.has_retracted = has_retracted_;
    return FlipModel(provenance_, sides, verdict, numbers_);
  }

  [[nodiscard]] uint32_t records() const {
    return static_cast<uint32_t>(provenance_.size());
  }

 private:
  uint32_t Below(uint32_t limit) {
    return static_cast<uint32_t>(random_() % limit);
  }
  bool OneIn(uint32_t limit) { return Below(limit) == 0; }

  static std::vector<absl::Span<const Branch>> Spans(const Claims& claims) {
    return {claims.begin(), claims.end()};
  }

  Claims AnyClaims(uint32_t count) {
    Claims claims;
    for (uint32_t i = 0; i < count; ++i) {
      const ChainVertex report = provenance_.AddReport(std::nullopt);
      std::vector<Branch> branches;
      const uint32_t ways = is_clear_ || OneIn(2) ? 1 : 1 + Below(3);
      for (uint32_t k = 0; k < ways; ++k) branches.push_back(AnyBranch(report));
      claims.push_back(std::move(branches));
    }
    return claims;
  }

  Branch AnyBranch(ChainVertex report) {
    Branch branch;
    branch.report = report;
    for (uint32_t left = 1 + Below(3); left > 0; --left) {
      const ChainVertex source{Below(sources_)};
      if (std::find(branch.chain.begin(), branch.chain.end(), source) ==
          branch.chain.end()) {
        branch.chain.push_back(source);
      }
    }
    branch.chain.push_back(report);
    const uint32_t origins = OneIn(4) ? 2 : 1;
    for (uint32_t i = 0; i < branch.chain.size(); ++i) {
      if (i >= origins) {
        branch.conduits.push_back(branch.chain[i]);
        continue;
      }
      branch.origins.push_back({.vertex = branch.chain[i],
                                .known = !OneIn(is_clear_ ? 6 : 3),
                                .firsthand = OneIn(is_clear_ ? 2 : 4)});
    }
    Finish(branch);
    return branch;
  }

  static void Finish(Branch& branch) {
    std::sort(branch.conduits.begin(), branch.conduits.end());
    branch.records = branch.chain;
    std::sort(branch.records.begin(), branch.records.end());
    branch.numbers.clear();
    for (const ChainVertex vertex : branch.records) {
      branch.numbers.push_back(static_cast<uint32_t>(vertex));
    }
  }

  // The same as it is declared: without one of the conduits here and there.
  Claims Shortened(Claims claims) {
    for (std::vector<Branch>& branches : claims) {
      for (Branch& branch : branches) {
        if (branch.chain.size() < 4 || OneIn(2)) continue;
        const ChainVertex gone = branch.chain[2];
        const auto drop = [&](std::vector<ChainVertex>& from) {
          from.erase(std::remove(from.begin(), from.end(), gone), from.end());
        };
        drop(branch.chain);
        drop(branch.conduits);
        Finish(branch);
      }
    }
    return claims;
  }

  std::mt19937_64 random_;
  Provenance provenance_;
  uint32_t sources_ = 0;
  bool is_clear_ = false;
  Claims supporting_;
  Claims declared_;
  std::vector<Claims> against_;
  bool has_declared_ = false;
  bool has_retracted_ = false;
  std::vector<ChainVertex> reports_;
  FlipModel::Numbers numbers_;
};

class Checker {
 public:
  explicit Checker(uint64_t seed)
      : seed_(seed),
        scene_(seed),
        verdict_(scene_.VerdictWithout({})),
        model_(scene_.Model(verdict_)),
        spared_(model_.Spared()) {}

  Verdict Run() {
    Extend(0, kMaxFlipRecords);
    return verdict_;
  }

 private:
  [[nodiscard]] BitRow Left() const {
    BitRow left = model_.whole();
    for (const uint32_t number : chosen_) left.Drop(model_.With(number));
    return left;
  }

  // Tries all sets; where a smaller one flips the grounds are not asked.
  void Extend(uint32_t from, size_t more) {
    std::vector<ChainVertex> without;
    for (const uint32_t number : chosen_)
      without.push_back(ChainVertex{number});
    const bool flips = scene_.VerdictWithout(without) != verdict_;
    EXPECT_EQ(model_.Flips(Left()), flips) << "seed " << seed_;
    if (flips) {
      ExpectFound();
      return;
    }
    if (more == 0) return;
    for (uint32_t next = from; next < scene_.records(); ++next) {
      chosen_.push_back(next);
      Extend(next + 1, more - 1);
      chosen_.pop_back();
    }
  }

  // However much of a set is gone, one of the rest is among the grounds. The
  // first of the smallest sets has none that is spared.
  void ExpectFound() {
    const std::vector<uint32_t> all = chosen_;
    for (uint32_t some = 0; some + 1 < uint32_t{1} << all.size(); ++some) {
      chosen_.clear();
      for (size_t i = 0; i < all.size(); ++i) {
        if ((some >> i & 1) != 0) chosen_.push_back(all[i]);
      }
      const BitRow left = Left();
      if (model_.Flips(left)) break;
      const BitRow grounds = model_.Grounds(left);
      const auto rest_has_one =
          std::any_of(all.begin(), all.end(), [&](uint32_t number) {
            return grounds.Has(number) &&
                   std::find(chosen_.begin(), chosen_.end(), number) ==
                       chosen_.end();
          });
      EXPECT_TRUE(rest_has_one) << "seed " << seed_;
    }
    chosen_ = all;
    if (all.size() < smallest_) {
      smallest_ = all.size();
      first_ = true;
    }
    if (all.size() == smallest_ && std::exchange(first_, false)) {
      firsts_[all.size()] = all;
    }
  }

 public:
  // Of the sets of the least size the first.
  void ExpectFirstNotSpared() const {
    if (smallest_ > kMaxFlipRecords) return;
    for (const uint32_t number : firsts_[smallest_]) {
      EXPECT_FALSE(spared_.Has(number)) << "seed " << seed_;
    }
  }

 private:
  const uint64_t seed_;
  const Scene scene_;
  const Verdict verdict_;
  const FlipModel model_;
  const BitRow spared_;
  std::vector<uint32_t> chosen_;
  size_t smallest_ = kMaxFlipRecords + 1;
  bool first_ = false;
  std::array<std::vector<uint32_t>, kMaxFlipRecords + 1> firsts_;
};

TEST(FlipModelTest, AgreesWithWeighingAnewAndNamesWhatMustGo) {
  std::array<size_t, 7> verdicts = {};
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Checker checker(seed);
    ++verdicts[static_cast<size_t>(checker.Run())];
    checker.ExpectFirstNotSpared();
    if (HasFailure()) break;
  }
  // All verdicts come up.
  for (const size_t count : verdicts) EXPECT_GT(count, 1u);
}

}  // namespace
}  // namespace attest
