#include "engine/text/folded_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/text/folding.h"
#include "tests/reference/text_random.h"

namespace attest {
namespace {

using ::testing::ElementsAre;

struct Reading {
  std::vector<std::string> words;  // as they stand in the original
  std::vector<uint64_t> hashes;
};

Reading Read(const std::string& text) {
  Reading reading;
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  EXPECT_TRUE(folded.ok()) << folded.status();
  WordReader reader(folded->text());
  for (FoldedWord word; reader.Next(word);) {
    const ByteRange range = folded->OriginalRange(word.range);
    reading.words.push_back(text.substr(range.begin, range.end - range.begin));
    reading.hashes.push_back(word.hash);
  }
  return reading;
}

TEST(WordReaderTest, WordsAreRunsOfLettersAndDigits) {
  EXPECT_THAT(Read("").words, ElementsAre());
  EXPECT_THAT(Read(" ... -- ").words, ElementsAre());
  EXPECT_THAT(Read("They took 150 men (\"boys\"), she said.").words,
              ElementsAre("They", "took", "150", "men", "boys", "she", "said"));
  EXPECT_THAT(Read("x").words, ElementsAre("x"));
}

TEST(WordReaderTest, ArabicWordsKeepTheirMarksInTheOriginal) {
  EXPECT_THAT(Read("كَتَبَ، الشَّاهِدُ.").words, ElementsAre("كَتَبَ", "الشَّاهِدُ"));
}

TEST(WordReaderTest, MarksOfOtherScriptsBelongToTheirWord) {
  EXPECT_THAT(Read("हिन्दी में").words, ElementsAre("हिन्दी", "में"));
}

TEST(WordReaderTest, WithoutSpacesEveryCodePointIsAWord) {
  EXPECT_THAT(Read("北京x市").words, ElementsAre("北", "京", "x", "市"));
}

TEST(WordReaderTest, WhatFoldsAlikeHasOneHash) {
  EXPECT_EQ(Read("Officer ÉTÉ STRASSE").hashes,
            Read("o\uFB03cer e\u0301te\u0301 straße").hashes);
  EXPECT_EQ(Read("شـــاهد كَتَبَ").hashes, Read("شاهد كتب").hashes);
  EXPECT_EQ(Read("\uFF21\u00ADb").hashes, Read("ab").hashes);
}

TEST(WordReaderTest, WhatDiffersHasAnotherHash) {
  EXPECT_NE(Read("a").hashes, Read("b").hashes);
  EXPECT_NE(Read("ab").hashes, Read("ba").hashes);
  EXPECT_NE(Read("أ").hashes, Read("ا").hashes);
}

// They are stored, so they may not change.
TEST(WordReaderTest, HashesAreTheSameEverywhere) {
  EXPECT_THAT(Read("Attest شاهد").hashes,
              ElementsAre(7955257994744127981u, 12319231175647030631u));
}

TEST(WordReaderTest, WordsOfAnyTextAreInOrderAndApart) {
  const uint32_t seed = 20261121;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = reference::RandomText(random, 60);
    const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
    ASSERT_TRUE(folded.ok());
    WordReader reader(folded->text());
    size_t end = 0;
    for (FoldedWord word; reader.Next(word);) {
      ASSERT_LE(end, word.range.begin);
      ASSERT_LT(word.range.begin, word.range.end);
      end = word.range.end;
    }
    ASSERT_LE(end, folded->text().size());
  }
}

}  // namespace
}  // namespace attest
