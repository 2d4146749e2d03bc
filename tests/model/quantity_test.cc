#include "engine/model/quantity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kMost = Quantity::kMaxNumber;
constexpr int64_t kUnlimited = QuantityInterval::kUnlimited;

TEST(QuantityTest, EachFormHasItsInterval) {
  EXPECT_EQ(Quantity::Exact(7, "").interval(), (QuantityInterval{7, 7}));
  EXPECT_EQ(Quantity::AtLeast(7, "").interval(),
            (QuantityInterval{7, kUnlimited}));
  EXPECT_EQ(Quantity::AtMost(7, "").interval(), (QuantityInterval{0, 7}));
  EXPECT_EQ(Quantity::Range(3, 4, 9, "").interval(), (QuantityInterval{3, 9}));
}

TEST(QuantityTest, AboutIsATenthEitherWayRoundedOutwards) {
  EXPECT_EQ(Quantity::About(100, "").interval(), (QuantityInterval{90, 110}));
  EXPECT_EQ(Quantity::About(5, "").interval(), (QuantityInterval{4, 6}));
  EXPECT_EQ(Quantity::About(1, "").interval(), (QuantityInterval{0, 2}));
  EXPECT_EQ(Quantity::About(0, "").interval(), (QuantityInterval{0, 0}));
  EXPECT_EQ(Quantity::About(kMost, "").interval(),
            (QuantityInterval{8106479329266892, 9907919180215092}));
}

TEST(QuantityTest, AboutIsTheSmallestIntervalThatHoldsTheTenth) {
  for (int64_t n = 0; n < 5000; ++n) {
    const QuantityInterval about = Quantity::About(n, "").interval();
    EXPECT_LE(10 * about.low, 9 * n);
    EXPECT_GT(10 * (about.low + 1), 9 * n);
    EXPECT_GE(10 * about.high, 11 * n);
    EXPECT_LT(10 * (about.high - 1), 11 * n);
  }
}

TEST(QuantityTest, WholeNumbersUpToTheLimitAreValid) {
  EXPECT_TRUE(Quantity::Exact(0, "persons").Validate().ok());
  EXPECT_TRUE(Quantity::Exact(kMost, "persons").Validate().ok());
  EXPECT_TRUE(Quantity::Range(0, std::nullopt, kMost, "").Validate().ok());
  EXPECT_TRUE(Quantity::Range(5, 5, 5, "").Validate().ok());
}

TEST(QuantityTest, NumbersOutOfRangeOrOutOfOrderAreRefused) {
  const std::vector<std::pair<Quantity, const char*>> table = {
      {Quantity::Exact(-1, ""), "exact is out of range, got -1"},
      {Quantity::AtLeast(kMost + 1, ""), "at_least is out of range"},
      {Quantity::AtMost(-1, ""), "at_most is out of range"},
      {Quantity::About(kMost + 1, ""), "about is out of range"},
      {Quantity::Range(-1, 3, 5, ""), "low is out of range"},
      {Quantity::Range(1, 3, kMost + 1, ""), "high is out of range"},
      {Quantity::Range(1, -3, 5, ""), "best is out of range"},
      {Quantity::Range(6, std::nullopt, 5, ""), "low is above high"},
      {Quantity::Range(4, 3, 5, ""), "low is above best"},
      {Quantity::Range(1, 6, 5, ""), "best is above high"}};
  for (const auto& [quantity, what] : table) {
    const absl::Status status = quantity.Validate();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(what));
  }
}

TEST(QuantityTest, FieldsOfAnotherFormAreRefused) {
  Quantity exact = Quantity::Exact(5, "");
  exact.high = 6;
  EXPECT_FALSE(exact.Validate().ok());
  Quantity range = Quantity::Range(1, 2, 3, "");
  range.number = 2;
  EXPECT_FALSE(range.Validate().ok());
}

TEST(QuantityTest, JsonHasSortedNamesAndNoSpaces) {
  EXPECT_EQ(Quantity::Exact(150, "persons").CanonicalJson(),
            R"({"exact":150,"unit":"persons"})");
  EXPECT_EQ(Quantity::AtLeast(5000, "persons").CanonicalJson(),
            R"({"at_least":5000,"unit":"persons"})");
  EXPECT_EQ(Quantity::AtMost(3, "").CanonicalJson(), R"({"at_most":3})");
  EXPECT_EQ(Quantity::About(kMost, "tons").CanonicalJson(),
            R"({"about":9007199254740992,"unit":"tons"})");
  EXPECT_EQ(Quantity::Range(1, 2, 3, "persons").CanonicalJson(),
            R"({"best":2,"high":3,"low":1,"unit":"persons"})");
  EXPECT_EQ(Quantity::Range(1, std::nullopt, 3, "persons").CanonicalJson(),
            R"({"high":3,"low":1,"unit":"persons"})");
}

TEST(QuantityTest, TheFormIsPartOfTheValue) {
  EXPECT_EQ(Quantity::Exact(5, "persons"), Quantity::Exact(5, "persons"));
  EXPECT_NE(Quantity::Exact(5, "persons"), Quantity::Exact(5, "tents"));
  EXPECT_NE(Quantity::Exact(5, ""), Quantity::About(5, ""));
  EXPECT_NE(Quantity::Exact(5, ""), Quantity::Range(5, 5, 5, ""));
  EXPECT_NE(Quantity::Range(5, 5, 5, ""),
            Quantity::Range(5, std::nullopt, 5, ""));
}

// The numbers 0 to 30 stand for all: every bound used here is below.
TEST(QuantityTest, ContainingAndOverlappingAgreeWithTheirNumbers) {
  constexpr uint64_t kSeed = 11;
  constexpr int64_t kTop = 30;
  std::mt19937_64 random(kSeed);
  const auto interval = [&] {
    const auto a = static_cast<int64_t>(random() % 20);
    const auto b = static_cast<int64_t>(random() % 20);
    if (random() % 4 == 0) return QuantityInterval{a, kUnlimited};
    return QuantityInterval{std::min(a, b), std::max(a, b)};
  };
  for (int i = 0; i < 2000; ++i) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    const QuantityInterval outer = interval();
    const QuantityInterval inner = interval();
    bool contains = true;
    bool overlaps = false;
    for (int64_t n = 0; n <= kTop; ++n) {
      const bool in_outer = outer.low <= n && n <= outer.high;
      const bool in_inner = inner.low <= n && n <= inner.high;
      contains = contains && (in_outer || !in_inner);
      overlaps = overlaps || (in_outer && in_inner);
    }
    EXPECT_EQ(outer.Contains(inner), contains);
    EXPECT_EQ(outer.Overlaps(inner), overlaps);
  }
}

}  // namespace
}  // namespace attest
