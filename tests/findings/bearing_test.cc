// What bears on each of many statements of few subjects, against comparing all
// pairs.

#include "engine/findings/bearing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/findings/findings.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/projection.h"
#include "engine/projection/tables.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_random.h"
#include "tests/reference/dice.h"

namespace attest {
namespace {

using reference::Dice;
using reference::RefCase;
using reference::RefClaim;

// A random case with some more claims: what one says is said at another time,
// of another value or at another place.
RefCase CrowdedCase(uint64_t seed) {
  constexpr std::array<const char*, 12> kTimes = {"",
                                                  "2012-06-01",
                                                  "2012-06-02",
                                                  "2012-06-15",
                                                  "2012-06",
                                                  "2012",
                                                  "2013",
                                                  "2012-06-01/2012-06-20",
                                                  "2012-06-20/2012-07-10",
                                                  "2012-05/2012-08",
                                                  "2012-06-02/2012-06-02",
                                                  "2011/2014"};
  RefCase the_case = reference::RandomRefCase(seed);
  Dice dice(seed + 1000);
  uint64_t next = 0;
  for (const RefClaim& claim : the_case.claims) next = std::max(next, claim.at);
  for (const auto& decision : the_case.decisions) {
    next = std::max(next, decision.at);
  }
  const std::vector<RefClaim> said = the_case.claims;
  for (int i = 0; i < 60; ++i) {
    RefClaim claim = dice.AnyOf(said);
    const RefClaim& other = dice.AnyOf(said);
    if (other.parts.predicate == claim.parts.predicate) {
      if (dice.Chance(2)) {
        claim.parts.object = other.parts.object;
        claim.parts.value = other.parts.value;
      }
      if (dice.Chance(2)) claim.parts.place = other.parts.place;
    }
    if (!claim.parts.valid.empty() && !dice.Chance(4)) {
      claim.parts.valid = kTimes[dice.Below(kTimes.size())];
    }
    if (dice.Chance(8)) claim.stance = dice.Any<Stance>();
    claim.rests_on.clear();
    claim.report = dice.AnyOf(the_case.reports).key;
    claim.key = absl::StrCat("more:", i);
    claim.at = ++next;
    the_case.claims.push_back(std::move(claim));
  }
  return the_case;
}

std::vector<uint32_t> Numbers(const std::vector<Bearing::Rival>& rivals) {
  std::vector<uint32_t> numbers;
  for (const Bearing::Rival& rival : rivals) {
    numbers.push_back(rival.statement);
  }
  return numbers;
}

class Pairwise {
 public:
  explicit Pairwise(const Findings& findings) : findings_(findings) {
    for (const StatementId id : findings.view().Statements()) {
      numbers_.push_back(static_cast<uint32_t>(id.value()));
    }
  }

  [[nodiscard]] Bearing Of(uint32_t number) const {
    const Statement statement = At(number);
    Bearing bearing;
    for (const uint32_t other : numbers_) {
      if (RowOf(other) != RowOf(number)) continue;
      const Statement rival = At(other);
      AddClaims(other, Supports(rival, statement, findings_.hierarchy()),
                Supports(statement, rival, findings_.hierarchy()), bearing);
      if (Conflict(statement, rival, findings_.hierarchy())) {
        bearing.conflicting.push_back({other, SupportersOf(rival, number)});
      } else if (Differ(statement, rival)) {
        bearing.differing.push_back({other, SupportersOf(rival, number)});
      }
    }
    std::sort(bearing.supporting.begin(), bearing.supporting.end());
    std::sort(bearing.denying.begin(), bearing.denying.end());
    std::sort(bearing.doubting.begin(), bearing.doubting.end());
    return bearing;
  }

  [[nodiscard]] uint32_t RowOf(uint32_t number) const {
    return findings_.view().tables().statements[number].predicate;
  }
  [[nodiscard]] Statement At(uint32_t number) const {
    return findings_.statements().Of(number);
  }
  [[nodiscard]] const std::vector<uint32_t>& numbers() const {
    return numbers_;
  }

 private:
  void AddClaims(uint32_t number, bool supports, bool supported,
                 Bearing& bearing) const {
    for (const uint32_t claim : findings_.statements().ClaimsOf(number)) {
      const Stance stance = findings_.view().tables().FlagsOf(claim).stance();
      if (stance == Stance::kAsserts) {
        if (supports) bearing.supporting.push_back(claim);
      } else if (supported && findings_.chains().IsLive(claim)) {
        (stance == Stance::kDenies ? bearing.denying : bearing.doubting)
            .push_back(claim);
      }
    }
  }

  [[nodiscard]] std::vector<uint32_t> SupportersOf(const Statement& statement,
                                                   uint32_t of_row) const {
    Bearing bearing;
    for (const uint32_t other : numbers_) {
      if (RowOf(other) != RowOf(of_row)) continue;
      AddClaims(other, Supports(At(other), statement, findings_.hierarchy()),
                /*supported=*/false, bearing);
    }
    std::sort(bearing.supporting.begin(), bearing.supporting.end());
    return bearing.supporting;
  }

  const Findings& findings_;
  std::vector<uint32_t> numbers_;
};

TEST(BearingTest, FindsWhatComparingAllPairsFinds) {
  size_t conflicts = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const std::vector<Event> events = reference::EventsOf(CrowdedCase(seed));
    Projection projection;
    for (size_t i = 0; i < events.size(); ++i) {
      const absl::Status status = projection.Apply(EventIndex(i), events[i]);
      ASSERT_TRUE(status.ok()) << status << ", seed " << seed;
    }
    const Findings findings(projection.Now(), {});
    const Pairwise pairwise(findings);
    const BearingFinder finder(findings.view(), findings.chains(),
                               findings.statements(), findings.hierarchy());
    const std::vector<Figures> all = findings.AllFigures();
    for (const uint32_t number : pairwise.numbers()) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", statement ", number));
      const Bearing want = pairwise.Of(number);
      const Bearing got =
          finder.Of(pairwise.At(number), pairwise.RowOf(number));
      EXPECT_EQ(got.supporting, want.supporting);
      EXPECT_EQ(got.denying, want.denying);
      EXPECT_EQ(got.doubting, want.doubting);
      EXPECT_EQ(Numbers(got.conflicting), Numbers(want.conflicting));
      EXPECT_EQ(Numbers(got.differing), Numbers(want.differing));
      for (size_t i = 0;
           i < got.conflicting.size() && i < want.conflicting.size(); ++i) {
        EXPECT_EQ(got.conflicting[i].supporting,
                  want.conflicting[i].supporting);
      }
      const Figures figures = FiguresFor(findings.chains(), want);
      EXPECT_EQ(finder.FiguresOf(number), figures);
      EXPECT_EQ(all[number], figures);
      conflicts += got.conflicting.size();
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(conflicts, 1000u);
}

}  // namespace
}  // namespace attest
