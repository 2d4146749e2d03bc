#include "engine/findings/minimal_flip.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "engine/corroboration/flip_model.h"
#include "engine/findings/place_claims.h"

namespace attest {
namespace {

// The claims of `claims` that live, with their branches.
FlipSides::Claims LiveOf(const ClaimChains& chains,
                         const std::vector<uint32_t>& claims) {
  FlipSides::Claims live;
  for (const uint32_t claim : claims) {
    if (chains.IsLive(claim)) {
      live.emplace_back(chains.BranchesOf(claim).branches);
    }
  }
  return live;
}

FlipSides SidesOf(const ClaimChains& chains, const Bearing& bearing,
                  absl::Span<const ChainVertex> without) {
  FlipSides sides;
  sides.without = without;
  sides.supporting = LiveOf(chains, bearing.supporting);
  sides.against.push_back(LiveOf(chains, bearing.denying));
  for (const Bearing::Rival& rival : bearing.conflicting) {
    sides.against.push_back(LiveOf(chains, rival.supporting));
  }
  if (chains.has_texts()) {
    sides.declared.emplace();
    for (const uint32_t claim : bearing.supporting) {
      if (!chains.IsLive(claim)) continue;
      sides.declared->emplace_back(chains.DeclaredBranchesOf(claim).branches);
    }
  }
  for (const uint32_t claim : bearing.supporting) {
    const ChainVertex report = chains.ReportOf(claim);
    sides.reports.push_back(report);
    sides.has_retracted =
        sides.has_retracted || chains.IsTakenBack(claim) ||
        std::find(without.begin(), without.end(), report) != without.end();
  }
  return sides;
}

size_t CountBranches(const FlipSides& sides) {
  size_t count = 0;
  const auto add = [&](const FlipSides::Claims& claims) {
    for (const absl::Span<const Branch> branches : claims) {
      count += branches.size();
    }
  };
  add(sides.supporting);
  for (const FlipSides::Claims& claims : sides.against) add(claims);
  return count;
}

class FlipSearch {
 public:
  FlipSearch(const Findings& findings, const Statement& statement,
             uint32_t predicate_row, const Bearing& bearing, Verdict verdict)
      : findings_(findings),
        chains_(findings.chains()),
        statement_(statement),
        predicate_row_(predicate_row),
        bearing_(bearing),
        verdict_(verdict) {}

  Flip Run() {
    const FlipSides sides = SidesOf(chains_, bearing_, {});
    if (CountBranches(sides) > kMaxFlipBranches) return {.given_up = true};
    FindRecords(sides);
    FindPlaceRecords();
    const FlipModel model(chains_.provenance(), sides, verdict_, numbers_);
    whole_ = &model;
    spared_ = places_.empty() ? model.Spared() : BitRow(records_.size());
    excluded_ = BitRow(records_.size());
    for (size_t size = 1; size <= kMaxFlipRecords && !best_; ++size) {
      Extend(size);
      if (HasGivenUp()) return {.given_up = true};
    }
    if (!best_) return {};
    Flip flip;
    flip.records.emplace();
    for (const uint32_t number : *best_) {
      flip.records->push_back(records_[number]);
    }
    return flip;
  }

 private:
  // -- The records ----------------------------------------------------------

  void FindRecords(const FlipSides& sides) {
    absl::flat_hash_set<ChainVertex> found;
    const auto visit = [&](const FlipSides::Claims& claims) {
      for (const absl::Span<const Branch> branches : claims) {
        for (const Branch& branch : branches) {
          found.insert(branch.records.begin(), branch.records.end());
        }
      }
    };
    visit(sides.supporting);
    visit(sides.against.front());
    // Statements conflict when claims of both live.
    const bool lives = CountBranches({.supporting = sides.supporting}) > 0;
    for (size_t i = 1; lives && i < sides.against.size(); ++i) {
      visit(sides.against[i]);
    }
    std::vector<std::tuple<bool, absl::string_view, ChainVertex>> keyed;
    keyed.reserve(found.size());
    for (const ChainVertex record : found) {
      keyed.emplace_back(chains_.provenance().IsReport(record),
                         findings_.view().KeyOf(chains_.EventOf(record)),
                         record);
    }
    std::sort(keyed.begin(), keyed.end());
    for (const auto& [is_report, key, record] : keyed) {
      numbers_.emplace(record, static_cast<uint32_t>(records_.size()));
      records_.push_back(record);
    }
  }

  // Those without which other claims may bear on the statement.
  void FindPlaceRecords() {
    if (findings_.place_claims().empty()) return;
    const Statements& statements = findings_.statements();
    std::vector<uint32_t> others =
        statements.About(statement_.subject(), Role::kSubject, predicate_row_);
    const auto* object = std::get_if<EntityId>(&statement_.object());
    if (statement_.predicate().functional == Functional::kObject &&
        object != nullptr) {
      const std::vector<uint32_t> more =
          statements.About(*object, Role::kObject, predicate_row_);
      others.insert(others.end(), more.begin(), more.end());
    }
    place_claims_ =
        PlaceClaimsAbove(findings_.view(), statements, statement_, others);
    absl::flat_hash_set<uint32_t> found;
    for (const uint32_t claim : place_claims_) {
      if (!chains_.IsLive(claim)) continue;
      for (const Branch& branch : chains_.BranchesOf(claim).branches) {
        for (const ChainVertex record : branch.records) {
          const auto number = numbers_.find(record);
          if (number != numbers_.end()) found.insert(number->second);
        }
      }
    }
    places_.assign(found.begin(), found.end());
    std::sort(places_.begin(), places_.end());
  }

  // -- The search -----------------------------------------------------------

  [[nodiscard]] bool HasGivenUp() const { return work_ > kMaxFlipWork; }

  // What bears on the statement without the records that tell where places
  // are.
  struct Moved {
    std::vector<ChainVertex> without;
    Bearing bearing;
    std::optional<FlipModel> model;
  };

  // The model without those of the chosen that it takes to find it anew.
  const FlipModel& ModelFor(const std::vector<uint32_t>& chosen) {
    std::vector<uint32_t> moving;
    for (const uint32_t number : chosen) {
      if (std::binary_search(places_.begin(), places_.end(), number)) {
        moving.push_back(number);
      }
    }
    if (moving.empty()) return *whole_;
    std::sort(moving.begin(), moving.end());
    const auto [at, is_new] = moved_.try_emplace(moving);
    Moved& moved = at->second;
    if (!is_new) return *moved.model;
    for (const uint32_t number : moving) {
      moved.without.push_back(records_[number]);
    }
    const BuiltHierarchy built = BuildHierarchy(
        findings_.view(), findings_.statements(), place_claims_,
        [&](uint32_t claim) {
          return SideOf(chains_, {&claim, 1}, moved.without).has_live();
        });
    moved.bearing = BearingFinder(findings_.view(), chains_,
                                  findings_.statements(), built.hierarchy)
                        .Of(statement_, predicate_row_);
    moved.model.emplace(chains_.provenance(),
                        SidesOf(chains_, moved.bearing, moved.without),
                        verdict_, numbers_);
    work_ += place_claims_.size() + 16 * moved.model->branches();
    return *moved.model;
  }

  // Tries the sets of the chosen and `more` others that are not excluded.
  void Extend(size_t more) {
    const FlipModel& model = ModelFor(chosen_);
    work_ += 1 + model.branches() / 64;
    if (HasGivenUp()) return;
    BitRow left = model.whole();
    for (const uint32_t number : chosen_) left.Drop(model.With(number));
    if (more == 0) {
      if (model.Flips(left)) Consider();
      return;
    }
    BitRow grounds = model.Grounds(left);
    for (const uint32_t number : places_) grounds.Set(number);
    for (const uint32_t number : chosen_) grounds.Reset(number);
    grounds.Drop(spared_);
    grounds.Drop(excluded_);
    // Sets with a record that was tried have all been tried.
    grounds.ForEach([&](uint32_t number) {
      chosen_.push_back(number);
      Extend(more - 1);
      chosen_.pop_back();
      excluded_.Set(number);
    });
    excluded_.Drop(grounds);
  }

  void Consider() {
    std::vector<uint32_t> members = chosen_;
    std::sort(members.begin(), members.end());
    if (!best_ || members < *best_) best_ = std::move(members);
  }

  const Findings& findings_;
  const ClaimChains& chains_;
  const Statement& statement_;
  const uint32_t predicate_row_;
  const Bearing& bearing_;
  const Verdict verdict_;
  std::vector<ChainVertex> records_;  // in the order in which they are tried
  FlipModel::Numbers numbers_;
  std::vector<uint32_t> places_;  // rising
  std::vector<uint32_t> place_claims_;
  const FlipModel* whole_ = nullptr;
  std::map<std::vector<uint32_t>, Moved> moved_;
  BitRow spared_;
  BitRow excluded_;
  std::vector<uint32_t> chosen_;
  std::optional<std::vector<uint32_t>> best_;
  size_t work_ = 0;
};

}  // namespace

Flip MinimalFlip(const Findings& findings, const Statement& statement,
                 uint32_t predicate_row, const Bearing& bearing,
                 Verdict verdict) {
  return FlipSearch(findings, statement, predicate_row, bearing, verdict).Run();
}

}  // namespace attest
