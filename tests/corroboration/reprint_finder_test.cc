#include "engine/corroboration/reprint_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/reference/reprint_pairs.h"
#include "tests/reference/reprint_random.h"

namespace attest {
namespace {

using reference::RandomReports;
using reference::ReprintPairs;
using reference::WordReport;
using reference::WordReports;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// `count` words that stand nowhere else.
std::string Words(size_t count) {
  static size_t next = 0;
  std::vector<std::string> words;
  for (size_t i = 0; i < count; ++i) words.push_back(absl::StrCat("w", next++));
  return absl::StrJoin(words, " ");
}

class ReprintFinderTest : public testing::Test {
 protected:
  void Add(uint64_t id, const std::string& text,
           const Publication& publication = {}) {
    const auto fingerprints = FingerprintText(text);
    ASSERT_TRUE(fingerprints.ok()) << fingerprints.status();
    const absl::Status status =
        index_.Add(ReportId(id), publication, *fingerprints);
    ASSERT_TRUE(status.ok()) << status;
  }
  void AddOn(uint64_t id, const std::string& text, DayNumber day) {
    Add(id, text, {SourceId(id), DayRange::Single(day)});
  }

  std::vector<ReprintMatch> Find(uint64_t id) const {
    const auto matches = FindReprints(index_, ReportId(id), rules_);
    EXPECT_TRUE(matches.ok()) << matches.status();
    return matches.ok() ? *matches : std::vector<ReprintMatch>();
  }
  std::vector<uint64_t> Linked(uint64_t id) const {
    std::vector<uint64_t> linked;
    for (const ReprintMatch& match : Find(id)) {
      linked.push_back(match.other.value());
    }
    return linked;
  }

  ReprintIndex index_;
  ReprintRules rules_;
};

TEST_F(ReprintFinderTest, UnknownReportIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(FindReprints(index_, ReportId(1)).status()));
  EXPECT_TRUE(absl::IsNotFound(FindUnsettled(index_, {ReportId(1)}).status()));
}

TEST_F(ReprintFinderTest, ReportWithoutWordsIsLinkedToNone) {
  Add(1, "");
  Add(2, "");
  EXPECT_THAT(Find(1), IsEmpty());
}

TEST_F(ReprintFinderTest, CopyIsWhollyContainedInBothDirections) {
  const std::string text = Words(100);
  Add(1, text);
  Add(2, text);
  const auto matches = Find(1);
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_EQ(matches[0].Containment(), 1.0);
  EXPECT_EQ(matches[0].OtherContainment(), 1.0);
  EXPECT_EQ(matches[0].direction, ReprintDirection::kUndirected);
  ASSERT_THAT(matches[0].passages, SizeIs(1));
  // Not even the ends are off by more than a window.
  EXPECT_GE(matches[0].passages[0].words,
            100 - 2 * (index_.winnowing().window - 1));
}

TEST_F(ReprintFinderTest, ParagraphOfALongReportIsContained) {
  const std::string paragraph = Words(60);
  const std::string before = Words(500);
  Add(1, paragraph);
  Add(2, absl::StrCat(before, " ", paragraph, " ", Words(500)));
  const auto matches = Find(1);
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_GT(matches[0].Containment(), 0.9);
  EXPECT_LT(matches[0].OtherContainment(), 0.1);
  ASSERT_THAT(matches[0].passages, SizeIs(1));
  EXPECT_GT(matches[0].passages[0].second.begin, before.size());
}

TEST_F(ReprintFinderTest, ArabicPassageHasItsPlaceInBothOriginals) {
  // The same words, in one report with vowel marks and tatweel.
  std::vector<std::string> plain;
  std::vector<std::string> marked;
  for (int i = 0; i < 60; ++i) {
    std::string letters;
    for (const int part : {i % 7, i / 7, 3}) {
      const char second = static_cast<char>(0xA8 + part);
      absl::StrAppend(&letters, "\xD8", std::string(1, second));
    }
    plain.push_back(letters);
    marked.push_back(
        absl::StrCat(letters.substr(0, 2), "\u064E\u0640", letters.substr(2)));
  }
  const std::string lead = "مقدمة أخرى لا صلة لها بما يلي: ";
  const std::string first = absl::StrCat(absl::StrJoin(plain, " "), ".");
  const std::string second =
      absl::StrCat(lead, "«", absl::StrJoin(marked, "، "), "»");
  Add(1, first);
  Add(2, second);
  const auto matches = Find(1);
  ASSERT_THAT(matches, SizeIs(1));
  ASSERT_THAT(matches[0].passages, SizeIs(1));
  const SharedPassage& passage = matches[0].passages[0];
  const auto words_in = [](const std::string& text, ByteRange range) {
    const std::string part = text.substr(range.begin, range.end - range.begin);
    const std::vector<std::string> words = absl::StrSplit(part, ' ');
    return words;
  };
  const auto of_first = words_in(first, passage.first);
  const auto of_second = words_in(second, passage.second);
  EXPECT_EQ(of_first.size(), of_second.size());
  EXPECT_GE(of_first.size(), 60 - 2 * (index_.winnowing().window - 1));
  // Both begin with the same word of the sixty.
  const auto at = std::find(plain.begin(), plain.end(), of_first.front());
  ASSERT_NE(at, plain.end());
  EXPECT_EQ(of_second.front(),
            absl::StrCat(marked[static_cast<size_t>(at - plain.begin())], "،"));
}

TEST_F(ReprintFinderTest, EditedWordsDoNotPartAPassage) {
  const std::string text = Words(120);
  std::vector<std::string> words = absl::StrSplit(text, ' ');
  for (size_t i = 10; i < words.size(); i += 17) words[i] = "edited";
  Add(1, text);
  Add(2, absl::StrJoin(words, " "));
  const auto matches = Find(1);
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_THAT(matches[0].passages, SizeIs(1));
}

TEST_F(ReprintFinderTest, MovedParagraphIsAPassageOfItsOwn) {
  const std::string a = Words(50);
  const std::string b = Words(50);
  Add(1, absl::StrCat(a, " ", b));
  Add(2, absl::StrCat(b, " ", Words(30), " ", a));
  const auto matches = Find(1);
  ASSERT_THAT(matches, SizeIs(1));
  ASSERT_THAT(matches[0].passages, SizeIs(2));
  EXPECT_GT(matches[0].passages[0].second.begin,
            matches[0].passages[1].second.begin);
}

TEST_F(ReprintFinderTest, QuotedSentenceMakesNoReprint) {
  const std::string sentence = Words(15);
  Add(1, absl::StrCat(Words(30), " ", sentence));
  Add(2, absl::StrCat(sentence, " ", Words(30)));
  EXPECT_THAT(Find(1), IsEmpty());
  // A long one is too small a part of both.
  const std::string statement = Words(40);
  Add(3, absl::StrCat(Words(300), " ", statement));
  Add(4, absl::StrCat(statement, " ", Words(300)));
  EXPECT_THAT(Find(3), IsEmpty());
}

TEST_F(ReprintFinderTest, LongQuotationIsAReprintOnlyOfWhatIsLittleElse) {
  const std::string statement = Words(40);
  Add(1, absl::StrCat(statement, " ", Words(5)));
  Add(2, absl::StrCat(statement, " ", Words(60)));
  Add(3, absl::StrCat(Words(60), " ", statement));
  EXPECT_THAT(Linked(1), ElementsAre(2, 3));
  EXPECT_THAT(Linked(2), ElementsAre(1));
}

TEST_F(ReprintFinderTest, LaterDerivesFromEarlierWhenTheOrderIsStrict) {
  const std::string text = Words(100);
  AddOn(1, text, 10);
  AddOn(2, text, 11);
  Add(3, text, {SourceId(3), {.begin = 8, .end = 12}});
  Add(4, text);
  const auto matches = Find(1);
  ASSERT_THAT(Linked(1), ElementsAre(2, 3, 4));
  EXPECT_EQ(matches[0].direction, ReprintDirection::kToOther);
  EXPECT_EQ(matches[1].direction, ReprintDirection::kUndirected);
  EXPECT_EQ(matches[2].direction, ReprintDirection::kUndirected);
  EXPECT_EQ(Find(2)[0].direction, ReprintDirection::kFromOther);
}

TEST_F(ReprintFinderTest, BeyondTheWindowNothingIsLinked) {
  rules_.window_days = 30;
  const std::string text = Words(100);
  AddOn(1, text, 100);
  AddOn(2, text, 131);  // 30 days lie between
  AddOn(3, text, 132);
  Add(4, text);
  EXPECT_THAT(Linked(1), ElementsAre(2, 4));
  EXPECT_THAT(Linked(3), ElementsAre(2, 4));
  rules_.window_days = -1;
  EXPECT_THAT(Linked(1), ElementsAre(2, 3, 4));
}

TEST_F(ReprintFinderTest, LoginPagesLinkNobody) {
  const std::string page = Words(120);
  for (uint64_t id = 0; id < 200; ++id) {
    // Of many publishers and on one day, but many of each.
    Add(id, page, {SourceId(id % 20), DayRange::Single(7)});
  }
  EXPECT_THAT(Find(0), IsEmpty());
}

TEST_F(ReprintFinderTest, FooterOfManyReportsLinksNobody) {
  const std::string footer = Words(60);
  for (uint64_t id = 0; id < 200; ++id) {
    AddOn(id, absl::StrCat(Words(40), " ", footer), static_cast<DayNumber>(id));
  }
  EXPECT_THAT(Find(0), IsEmpty());
}

TEST_F(ReprintFinderTest, FooterCountsForNeitherContainment) {
  const std::string footer = Words(300);
  const std::string story = Words(100);
  AddOn(500, absl::StrCat(story, " ", footer), 1);
  AddOn(501, absl::StrCat(Words(100), " ", story, " ", footer), 300);
  for (uint64_t id = 0; id < 20; ++id) {
    AddOn(id, absl::StrCat(Words(40), " ", footer),
          static_cast<DayNumber>(10 * id));
  }
  const auto matches = Find(500);
  ASSERT_THAT(Linked(500), ElementsAre(501));
  EXPECT_GT(matches[0].Containment(), 0.85);
  EXPECT_LT(matches[0].OtherContainment(), 0.6);
}

TEST_F(ReprintFinderTest, StoryOnTheWireLinksAllWhoPrintIt) {
  const std::string story = Words(120);
  for (uint64_t id = 0; id < 200; ++id) {
    AddOn(id, absl::StrCat(story, " ", Words(10)),
          static_cast<DayNumber>(50 + id % 4));
  }
  EXPECT_THAT(Find(0), SizeIs(199));
}

TEST_F(ReprintFinderTest, LatePrintsDoNotMakeAWireStoryBoilerplate) {
  const std::string story = Words(120);
  for (uint64_t id = 0; id < 60; ++id) {
    AddOn(id, story, static_cast<DayNumber>(id < 30 ? 50 : 50 + 3 * id));
  }
  EXPECT_THAT(Find(0), SizeIs(59));
  // With one more of these it is.
  AddOn(60, story, 200);
  EXPECT_THAT(Find(0), IsEmpty());
}

TEST_F(ReprintFinderTest, WhatMoreThanTheLimitHaveIsBoilerplateHowever) {
  const std::string story = Words(30);
  const size_t limit = RecurrenceLimit(0);
  for (uint64_t id = 0; id < limit; ++id) AddOn(id, story, 5);
  EXPECT_THAT(Find(0), SizeIs(limit - 1));
  AddOn(limit, story, 5);
  EXPECT_THAT(Find(0), IsEmpty());
  const auto unsettled = FindUnsettled(index_, {ReportId(limit)}, rules_);
  ASSERT_TRUE(unsettled.ok());
  EXPECT_THAT(*unsettled, SizeIs(limit));
}

TEST(RecurrenceLimitTest, MovesAtPowersOfTwoOnly) {
  EXPECT_EQ(RecurrenceLimit(0), 1000u);
  EXPECT_EQ(RecurrenceLimit(16383), 1000u);
  EXPECT_EQ(RecurrenceLimit(16384), 1024u);
  EXPECT_EQ(RecurrenceLimit(32767), 1024u);
  EXPECT_EQ(RecurrenceLimit(32768), 2048u);
  EXPECT_EQ(RecurrenceLimit(100'000), 4096u);
}

std::vector<ReprintMatch> Matches(const ReprintIndex& index, ReportId id,
                                  const ReprintRules& rules) {
  const auto matches = FindReprints(index, id, rules);
  EXPECT_TRUE(matches.ok()) << matches.status();
  return matches.ok() ? *matches : std::vector<ReprintMatch>();
}

// Small numbers, so that every rule decides something.
ReprintRules StrictRules(RandomReports& random) {
  return {
      .min_passage_words = static_cast<uint32_t>(random.Below(14)),
      .min_containment = 0.1 * static_cast<double>(random.Below(5)),
      .min_shared_words = static_cast<uint32_t>(random.Below(30)),
      .min_whole_containment = 0.1 * static_cast<double>(5 + random.Below(5)),
      .window_days = static_cast<DayNumber>(random.Below(15)) - 1,
      .common_reports = 1 + static_cast<uint32_t>(random.Below(5)),
      .wire_days = static_cast<DayNumber>(random.Below(12)),
      .passages = {.max_step_words = static_cast<uint32_t>(random.Below(12)),
                   .max_shift_words = static_cast<uint32_t>(random.Below(4))}};
}

WordReports MakeReports(RandomReports& random, size_t count) {
  WordReports reports;
  for (size_t i = 0; i < count; ++i) {
    WordReport report = random.Make(reports);
    reports.emplace(ReportId(i * 7 % 31), std::move(report));
  }
  return reports;
}

TEST(ReprintFinderPropertyTest, AgreesWithAllPairsInAnyOrderOfAdding) {
  size_t links = 0;
  size_t alone = 0;
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Winnowing winnowing = {.gram_words = 1 + seed % 4,
                                 .window = 1 + seed % 3};
    RandomReports random(seed, winnowing);
    const WordReports reports = MakeReports(random, 3 + random.Below(14));
    const ReprintRules rules = StrictRules(random);
    std::vector<ReportId> order;
    for (const auto& [id, unused] : reports) order.push_back(id);
    std::mt19937 shuffle(seed);
    std::shuffle(order.begin(), order.end(), shuffle);
    ReprintIndex index(winnowing);
    for (const ReportId id : order) {
      const WordReport& report = reports.at(id);
      ASSERT_TRUE(index.Add(id, report.publication, report.kept).ok());
      // Some come, go and come again.
      if (random.Below(4) > 0) continue;
      ASSERT_TRUE(index.Remove(id).ok());
      ASSERT_TRUE(index.Add(id, report.publication, report.kept).ok());
    }
    const ReprintPairs expected(reports, winnowing.gram_words, rules);
    for (const ReportId id : order) {
      const auto matches = FindReprints(index, id, rules);
      ASSERT_TRUE(matches.ok());
      ASSERT_EQ(*matches, expected.Of(id)) << "report " << id.value();
      links += matches->size();
      alone += matches->empty() ? 1 : 0;
    }
  }
  EXPECT_GT(links, 100u);
  EXPECT_GT(alone, 50u);
}

TEST(ReprintFinderPropertyTest, LinkedIsMutual) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    RandomReports random(seed, {.gram_words = 3, .window = 2});
    const WordReports reports = MakeReports(random, 20);
    const ReprintRules rules = StrictRules(random);
    ReprintIndex index({.gram_words = 3, .window = 2});
    for (const auto& [id, report] : reports) {
      ASSERT_TRUE(index.Add(id, report.publication, report.kept).ok());
    }
    for (const auto& [id, unused] : reports) {
      for (const ReprintMatch& match : Matches(index, id, rules)) {
        const auto back = Matches(index, match.other, rules);
        const auto found = std::find_if(
            back.begin(), back.end(),
            [id = id](const ReprintMatch& other) { return other.other == id; });
        ASSERT_NE(found, back.end());
        EXPECT_EQ(found->shared, match.shared);
        EXPECT_EQ(found->of_other, match.of_report);
        ASSERT_EQ(found->passages.size(), match.passages.size());
      }
    }
  }
}

// All matches, kept up to date as reports come and go, touching no others.
TEST(ReprintFinderPropertyTest, UnsettledReportsAreAllWhoseMatchesChange) {
  size_t unsettled_count = 0;
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Winnowing winnowing = {.gram_words = 2, .window = 2};
    RandomReports random(seed, winnowing);
    const WordReports reports = MakeReports(random, 16);
    const ReprintRules rules = StrictRules(random);
    ReprintIndex index(winnowing);
    std::map<ReportId, std::map<ReportId, ReprintMatch>> kept;
    const auto refresh = [&](ReportId id) {
      for (auto& [other, matches] : kept) matches.erase(id);
      kept[id].clear();
      for (const ReprintMatch& match : Matches(index, id, rules)) {
        kept[id][match.other] = match;
        for (const ReprintMatch& back : Matches(index, match.other, rules)) {
          if (back.other == id) kept[match.other][id] = back;
        }
      }
    };
    std::vector<ReportId> ids;
    for (const auto& [id, unused] : reports) ids.push_back(id);
    for (int step = 0; step < 60; ++step) {
      const ReportId id = ids[random.Below(ids.size())];
      const WordReport& report = reports.at(id);
      std::vector<ReportId> unsettled;
      if (*index.Contains(id)) {
        unsettled = *FindUnsettled(index, {id}, rules);
        ASSERT_TRUE(index.Remove(id).ok());
        kept.erase(id);
        for (auto& [other, matches] : kept) matches.erase(id);
      } else {
        // One report, or some at once.
        std::vector<ReportId> added = {id};
        ASSERT_TRUE(index.Add(id, report.publication, report.kept).ok());
        for (uint64_t more = random.Below(3); more > 0; --more) {
          const ReportId another = ids[random.Below(ids.size())];
          if (*index.Contains(another)) continue;
          const WordReport& other = reports.at(another);
          ASSERT_TRUE(index.Add(another, other.publication, other.kept).ok());
          added.push_back(another);
        }
        unsettled = *FindUnsettled(index, added, rules);
        for (const ReportId one : added) refresh(one);
      }
      for (const ReportId other : unsettled) refresh(other);
      unsettled_count += unsettled.size();
      for (const ReportId other : ids) {
        if (!*index.Contains(other)) continue;
        std::vector<ReprintMatch> expected;
        for (const auto& [unused, match] : kept[other]) {
          expected.push_back(match);
        }
        ASSERT_EQ(Matches(index, other, rules), expected);
      }
    }
  }
  EXPECT_GT(unsettled_count, 50u);
}

}  // namespace
}  // namespace attest
