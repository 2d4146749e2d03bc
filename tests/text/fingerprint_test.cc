#include "engine/text/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/reference/text_random.h"

namespace attest {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Fingerprint> Fingerprints(const std::string& text,
                                      const Winnowing& winnowing) {
  const auto fingerprints = FingerprintText(text, winnowing);
  EXPECT_TRUE(fingerprints.ok()) << fingerprints.status();
  return fingerprints.ok() ? *fingerprints : std::vector<Fingerprint>();
}

std::set<uint64_t> Hashes(const std::string& text, const Winnowing& winnowing) {
  std::set<uint64_t> hashes;
  for (const Fingerprint& fingerprint : Fingerprints(text, winnowing)) {
    hashes.insert(fingerprint.hash);
  }
  return hashes;
}

std::string WordFrom(std::mt19937& random, size_t vocabulary, bool arabic) {
  const size_t rank = reference::Pick(random, vocabulary);
  if (!arabic) return absl::StrCat("w", rank);
  std::string word;
  for (size_t left = rank + 1; left > 0; left /= 20) {
    absl::StrAppend(
        &word, reference::Utf8(0x62A + static_cast<UChar32>(left % 20 % 17)));
    if (left % 3 == 0) absl::StrAppend(&word, "\u064E");  // a vowel mark
    if (left % 5 == 0) absl::StrAppend(&word, "\u0640");  // tatweel
  }
  return word;
}

std::vector<std::string> RandomWords(std::mt19937& random, size_t count,
                                     size_t vocabulary, bool arabic) {
  std::vector<std::string> words;
  for (size_t i = 0; i < count; ++i) {
    words.push_back(WordFrom(random, vocabulary, arabic));
  }
  return words;
}

std::string Joined(const std::vector<std::string>& words) {
  return absl::StrJoin(words, ", ");
}

Winnowing RandomWinnowing(std::mt19937& random) {
  return {.gram_words = 1 + static_cast<uint32_t>(reference::Pick(random, 8)),
          .window = 1 + static_cast<uint32_t>(reference::Pick(random, 10))};
}

TEST(FingerprintTest, TextWithoutAGramHasNone) {
  EXPECT_THAT(Fingerprints("", {}), IsEmpty());
  EXPECT_THAT(Fingerprints("one two", {.gram_words = 3}), IsEmpty());
}

TEST(FingerprintTest, TextShorterThanAWindowHasOne) {
  EXPECT_THAT(Fingerprints("a b c", {.gram_words = 3, .window = 8}), SizeIs(1));
  EXPECT_THAT(Fingerprints("a b c d e", {.gram_words = 3, .window = 8}),
              SizeIs(1));
}

TEST(FingerprintTest, PlaceIsFromTheFirstLetterToTheLast) {
  const std::string text = "\"They  took\u00A0150 men,\" she said.";
  const auto kept = Fingerprints(text, {.gram_words = 4, .window = 1});
  ASSERT_THAT(kept, SizeIs(3));
  EXPECT_EQ(text.substr(kept[0].begin, kept[0].end - kept[0].begin),
            "They  took\u00A0150 men");
  EXPECT_EQ(text.substr(kept[2].begin, kept[2].end - kept[2].begin),
            "150 men,\" she said");
  EXPECT_EQ(kept[2].word, 2u);
}

TEST(FingerprintTest, PlaceInArabicTakesInTheMarks) {
  const std::string text = "قال: «كَتَبَ الشَّاهِدُ» أمس";
  const auto kept = Fingerprints(text, {.gram_words = 2, .window = 1});
  ASSERT_THAT(kept, SizeIs(3));
  EXPECT_EQ(text.substr(kept[1].begin, kept[1].end - kept[1].begin),
            "كَتَبَ الشَّاهِدُ");
}

TEST(FingerprintTest, FoldingDoesNotChangeThem) {
  const Winnowing winnowing = {.gram_words = 3, .window = 2};
  EXPECT_EQ(Hashes("The o\uFB03cer said \u2014 \u201Cno\u201D", winnowing),
            Hashes("THE OFFICER\nSAID: 'NO'", winnowing));
}

TEST(FingerprintTest, RefusesWhatIsOutOfBounds) {
  for (const Winnowing& winnowing :
       {Winnowing{.gram_words = 0}, Winnowing{.window = 0},
        Winnowing{.gram_words = kMaxGramWords + 1},
        Winnowing{.window = kMaxWindow + 1}}) {
    EXPECT_EQ(FingerprintText("a b c", winnowing).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(FingerprintText("a\xFF").status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Every window has its least gram kept, and only least grams are kept.
TEST(FingerprintTest, AgreesWithWinnowingByDefinition) {
  const uint32_t seed = 1;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1000; ++round) {
    const Winnowing winnowing = RandomWinnowing(random);
    // Few words, so that grams recur.
    const std::string text =
        Joined(RandomWords(random, reference::Pick(random, 60),
                           1 + reference::Pick(random, 5), round % 2 == 0));
    const auto grams =
        Fingerprints(text, {.gram_words = winnowing.gram_words, .window = 1});
    const auto kept = Fingerprints(text, winnowing);
    std::set<uint32_t> expected_least;
    size_t windows = 0;
    const size_t window = std::min<size_t>(winnowing.window, grams.size());
    for (size_t i = 0; i + window <= grams.size() && window > 0; ++i) {
      ++windows;
      uint64_t least = grams[i].hash;
      for (size_t j = i; j < i + window; ++j) {
        least = std::min(least, grams[j].hash);
      }
      bool has_least = false;
      for (size_t j = i; j < i + window; ++j) {
        if (grams[j].hash != least) continue;
        expected_least.insert(grams[j].word);
        has_least |=
            std::find(kept.begin(), kept.end(), grams[j]) != kept.end();
      }
      EXPECT_TRUE(has_least) << text;
    }
    for (size_t i = 0; i < kept.size(); ++i) {
      EXPECT_TRUE(expected_least.count(kept[i].word) > 0) << text;
      EXPECT_TRUE(i == 0 || kept[i - 1].word < kept[i].word) << text;
    }
    EXPECT_LE(kept.size(), windows);
  }
}

TEST(FingerprintTest, SharedRunIsAlwaysSeen) {
  const uint32_t seed = 2;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const Winnowing winnowing = RandomWinnowing(random);
    const bool arabic = round % 2 == 0;
    const auto run =
        RandomWords(random, winnowing.GuaranteedWords(), 500, arabic);
    const auto around = [&] {
      const auto before =
          RandomWords(random, reference::Pick(random, 30), 9, arabic);
      const auto after =
          RandomWords(random, reference::Pick(random, 30), 9, arabic);
      return absl::StrCat(Joined(before), "; ", Joined(run), ". ",
                          Joined(after));
    };
    const auto a = Hashes(around(), winnowing);
    const auto b = Hashes(around(), winnowing);
    std::vector<uint64_t> shared;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                          std::back_inserter(shared));
    EXPECT_FALSE(shared.empty())
        << winnowing.gram_words << " " << winnowing.window;
  }
}

// The bytes under a fingerprint are its gram and nothing else.
TEST(FingerprintTest, TextAtThePlaceHasTheSameHash) {
  const uint32_t seed = 3;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    const Winnowing winnowing = RandomWinnowing(random);
    const std::string text =
        Joined(RandomWords(random, 80, 400, round % 2 == 0));
    for (const Fingerprint& kept : Fingerprints(text, winnowing)) {
      const auto alone =
          Fingerprints(text.substr(kept.begin, kept.end - kept.begin),
                       {.gram_words = winnowing.gram_words, .window = 1});
      ASSERT_THAT(alone, SizeIs(1));
      EXPECT_EQ(alone[0].hash, kept.hash);
    }
  }
}

TEST(FingerprintTest, PlacesOfAnyTextLieInItBetweenCodePoints) {
  const uint32_t seed = 4;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto is_boundary = [](const std::string& text, size_t at) {
    return at == text.size() ||
           (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  };
  for (int round = 0; round < 2000; ++round) {
    const std::string text = reference::RandomText(random, 80);
    for (const Fingerprint& kept :
         Fingerprints(text, RandomWinnowing(random))) {
      ASSERT_LT(kept.begin, kept.end);
      ASSERT_LE(kept.end, text.size());
      EXPECT_TRUE(is_boundary(text, kept.begin));
      EXPECT_TRUE(is_boundary(text, kept.end));
    }
  }
}

}  // namespace
}  // namespace attest
