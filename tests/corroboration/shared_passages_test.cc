#include "engine/corroboration/shared_passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Grams of five words; word n is at bytes [10 n, 10 n + 9).
constexpr uint32_t kGramWords = 5;

Fingerprint At(uint32_t word, uint64_t hash) {
  return {.hash = hash,
          .word = word,
          .begin = word * 10,
          .end = (word + kGramWords - 1) * 10 + 9};
}

SharedPassage Passage(size_t first_begin, size_t first_end, size_t second_begin,
                      size_t second_end, uint32_t words) {
  return {{first_begin, first_end}, {second_begin, second_end}, words};
}

TEST(SharedPassagesTest, NothingInCommonIsNoPassage) {
  EXPECT_THAT(FindSharedPassages({}, {}, kGramWords), IsEmpty());
  EXPECT_THAT(FindSharedPassages({At(0, 1)}, {At(0, 2)}, kGramWords),
              IsEmpty());
}

TEST(SharedPassagesTest, AnchorsNearInBothAreOnePassage) {
  EXPECT_THAT(
      FindSharedPassages({At(0, 1), At(3, 2), At(9, 3)},
                         {At(100, 1), At(103, 2), At(111, 3)}, kGramWords),
      ElementsAre(Passage(0, 139, 1000, 1159, 13)));
}

TEST(SharedPassagesTest, AnchorsFarApartInOneAreTwo) {
  EXPECT_THAT(
      FindSharedPassages({At(0, 1), At(24, 2)}, {At(0, 1), At(25, 2)},
                         kGramWords, {.max_step_words = 24}),
      ElementsAre(Passage(0, 49, 0, 49, 5), Passage(240, 289, 250, 299, 5)));
  EXPECT_THAT(FindSharedPassages({At(0, 1), At(24, 2)}, {At(0, 1), At(24, 2)},
                                 kGramWords, {.max_step_words = 24}),
              SizeIs(1));
}

TEST(SharedPassagesTest, AnchorsThatShiftTooFarAreTwo) {
  const PassageRules rules = {.max_step_words = 24, .max_shift_words = 4};
  EXPECT_THAT(FindSharedPassages({At(0, 1), At(6, 2)}, {At(0, 1), At(10, 2)},
                                 kGramWords, rules),
              SizeIs(1));
  EXPECT_THAT(FindSharedPassages({At(0, 1), At(6, 2)}, {At(0, 1), At(11, 2)},
                                 kGramWords, rules),
              SizeIs(2));
}

TEST(SharedPassagesTest, WordsAreThoseOfTheReportThatHasFewer) {
  EXPECT_THAT(FindSharedPassages({At(0, 1), At(2, 2)}, {At(0, 1), At(4, 2)},
                                 kGramWords),
              ElementsAre(Passage(0, 69, 0, 89, 7)));
}

TEST(SharedPassagesTest, RepeatedGramsStayFew) {
  std::vector<Fingerprint> repeated;
  for (uint32_t i = 0; i < 100'000; ++i) repeated.push_back(At(i, 1));
  const auto passages = FindSharedPassages(repeated, repeated, kGramWords);
  ASSERT_THAT(passages, SizeIs(1));
  EXPECT_EQ(passages[0].words, kGramWords + kMaxPlacesOfGram - 1);
}

}  // namespace
}  // namespace attest
