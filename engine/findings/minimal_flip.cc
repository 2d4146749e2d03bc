#include "engine/findings/minimal_flip.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "engine/findings/place_claims.h"

namespace attest {
namespace {

constexpr size_t kMaxRecords = 3;

class FlipSearch {
 public:
  FlipSearch(const Findings& findings, const Statement& statement,
             uint32_t predicate_row, const Bearing& bearing, KeyLess less)
      : findings_(findings),
        chains_(findings.chains()),
        statement_(statement),
        predicate_row_(predicate_row),
        bearing_(bearing),
        less_(less),
        verdict_(VerdictOn(StandingOf(chains_, bearing, {}))) {}

  Flip Run() {
    FindCandidates();
    for (size_t size = 1; size <= kMaxRecords; ++size) {
      std::vector<ChainVertex> chosen;
      if (Extend(size, 0, chosen)) return {.records = std::move(chosen)};
      if (HasGivenUp()) return {.given_up = true};
    }
    return {};
  }

 private:
  void FindCandidates() {
    // The branches that each record lies on.
    absl::btree_map<ChainVertex, std::vector<uint32_t>> places;
    uint32_t place = 0;
    const auto visit = [&](const std::vector<uint32_t>& claims) {
      for (const uint32_t claim : claims) {
        if (!chains_.IsLive(claim)) continue;
        for (const Branch& branch : chains_.BranchesOf(claim).branches) {
          for (const ChainVertex record : branch.records) {
            places[record].push_back(place);
          }
          ++place;
        }
      }
    };
    visit(bearing_.supporting);
    visit(bearing_.denying);
    // Statements conflict when claims of both live.
    if (SideOf(chains_, bearing_.supporting).has_live()) {
      for (const Bearing::Rival& rival : bearing_.conflicting) {
        if (SideOf(chains_, rival.supporting).has_live()) {
          visit(rival.supporting);
        }
      }
    }
    // The report of a claim for it, live or not, does more than its branches
    // tell: with it the claim is taken back, and the statement retracted.
    for (const uint32_t claim : bearing_.supporting) {
      const auto found = places.find(chains_.ReportOf(claim));
      if (found != places.end()) found->second.push_back(place);
    }
    branches_ = place + 1;
    for (const auto& [record, on] : places) candidates_.push_back(record);
    std::sort(candidates_.begin(), candidates_.end(),
              [&](ChainVertex a, ChainVertex b) {
                const bool a_is_report = chains_.provenance().IsReport(a);
                const bool b_is_report = chains_.provenance().IsReport(b);
                return a_is_report != b_is_report ? b_is_report : less_(a, b);
              });
    DropEqual(places);
  }

  // Of records that lie in the same places the first does for all.
  void DropEqual(
      const absl::btree_map<ChainVertex, std::vector<uint32_t>>& places) {
    absl::btree_map<std::vector<uint32_t>, ChainVertex> first;
    std::vector<ChainVertex> kept;
    for (const ChainVertex record : candidates_) {
      if (findings_.place_records().contains(record) ||
          first.try_emplace(places.at(record), record).second) {
        kept.push_back(record);
      }
    }
    candidates_ = std::move(kept);
  }

  [[nodiscard]] bool HasGivenUp() const {
    return trials_ * branches_ > kMaxFlipWork;
  }

  // Finds the first set of `left` more candidates from `from` on.
  bool Extend(size_t left, size_t from, std::vector<ChainVertex>& chosen) {
    if (left == 0) return Flips(chosen);
    for (size_t i = from; i + left <= candidates_.size(); ++i) {
      chosen.push_back(candidates_[i]);
      if (Extend(left - 1, i + 1, chosen)) return true;
      chosen.pop_back();
      if (HasGivenUp()) return false;
    }
    return false;
  }

  bool Flips(const std::vector<ChainVertex>& without) {
    ++trials_;
    if (HasGivenUp()) return false;
    const bool moves_places =
        std::any_of(without.begin(), without.end(), [this](ChainVertex record) {
          return findings_.place_records().contains(record);
        });
    if (!moves_places) {
      return VerdictOn(StandingOf(chains_, bearing_, without)) != verdict_;
    }
    const BuiltHierarchy built = BuildHierarchy(
        findings_.view(), findings_.statements(), findings_.place_claims(),
        [&](uint32_t claim) {
          return SideOf(chains_, {&claim, 1}, without).has_live();
        });
    const BearingFinder finder(findings_.view(), chains_,
                               findings_.statements(), built.hierarchy);
    const Bearing bearing = finder.Of(statement_, predicate_row_);
    return VerdictOn(StandingOf(chains_, bearing, without)) != verdict_;
  }

  const Findings& findings_;
  const ClaimChains& chains_;
  const Statement& statement_;
  const uint32_t predicate_row_;
  const Bearing& bearing_;
  const KeyLess less_;
  const Verdict verdict_;
  std::vector<ChainVertex> candidates_;
  size_t trials_ = 0;
  size_t branches_ = 1;
};

}  // namespace

Flip MinimalFlip(const Findings& findings, const Statement& statement,
                 uint32_t predicate_row, const Bearing& bearing, KeyLess less) {
  return FlipSearch(findings, statement, predicate_row, bearing, less).Run();
}

}  // namespace attest
