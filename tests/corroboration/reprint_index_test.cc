#include "engine/corroboration/reprint_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/corroboration/reprint_finder.h"
#include "tests/reference/reprint_random.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using reference::RandomReports;
using reference::ReadBytes;
using reference::TemporaryFolder;
using reference::WordReport;
using reference::WordReports;
using reference::WriteBytes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr Winnowing kWinnowing = {.gram_words = 3, .window = 2};

IndexMark MarkAt(uint64_t applied_through) {
  IndexMark mark = {.applied_through = applied_through};
  mark.root_hash.fill(static_cast<uint8_t>(applied_through));
  return mark;
}

Fingerprint At(uint32_t word, uint64_t hash) {
  return {.hash = hash, .word = word, .begin = word, .end = word + 1};
}

// Everything an index answers, or the first error it gives.
absl::StatusOr<std::string> Answers(const ReprintIndex& index,
                                    const WordReports& reports) {
  std::string answers = absl::StrCat(index.size(), " reports\n");
  const ReprintRules rules = {
      .min_passage_words = 8, .min_containment = 0.1, .min_shared_words = 8};
  for (const auto& [id, report] : reports) {
    const auto contains = index.Contains(id);
    if (!contains.ok()) return contains.status();
    if (!*contains) continue;
    const auto publication = index.PublicationOf(id);
    if (!publication.ok()) return publication.status();
    const auto fingerprints = index.FingerprintsOf(id);
    if (!fingerprints.ok()) return fingerprints.status();
    const auto matches = FindReprints(index, id, rules);
    if (!matches.ok()) return matches.status();
    absl::StrAppend(&answers, id.value(), " ", publication->days.begin, " ",
                    publication->days.end, " ",
                    *publication == report.publication,
                    *fingerprints == report.kept, ":");
    for (const ReprintMatch& match : *matches) {
      absl::StrAppend(&answers, " ", match.other.value(), "/", match.shared,
                      "/", match.of_report, "/", match.of_other);
    }
    absl::StrAppend(&answers, "\n");
  }
  return answers;
}

class ReprintIndexTest : public testing::Test {
 protected:
  ReprintIndexTest() : path_(folder_.File("reprints")) {}

  static WordReports MakeReports(RandomReports& random, size_t count) {
    WordReports reports;
    while (reports.size() < count) {
      WordReport report = random.Make(reports);
      reports.emplace(ReportId(random.Below(1000)), std::move(report));
    }
    return reports;
  }
  static void AddAll(const WordReports& reports, ReprintIndex& index) {
    for (const auto& [id, report] : reports) {
      const absl::Status status =
          index.Add(id, report.publication, report.kept);
      ASSERT_TRUE(status.ok()) << status;
    }
  }
  // A saved base with three reports, and a tail in which one was added and
  // one dropped. Returns the reports that are left.
  WordReports SaveSmall() {
    RandomReports random(7, kWinnowing);
    WordReports reports = MakeReports(random, 4);
    ReprintIndex index(kWinnowing);
    const auto last = std::prev(reports.end());
    for (auto at = reports.begin(); at != last; ++at) {
      EXPECT_TRUE(
          index.Add(at->first, at->second.publication, at->second.kept).ok());
    }
    EXPECT_TRUE(index.Save(path_, MarkAt(3)).ok());
    EXPECT_TRUE(
        index.Add(last->first, last->second.publication, last->second.kept)
            .ok());
    EXPECT_TRUE(index.Flush(MarkAt(4)).ok());
    EXPECT_TRUE(index.Remove(reports.begin()->first).ok());
    EXPECT_TRUE(index.Flush(MarkAt(5)).ok());
    reports.erase(reports.begin());
    return reports;
  }

  TemporaryFolder folder_;
  std::string path_;
};

TEST_F(ReprintIndexTest, ReportsComeAndGo) {
  ReprintIndex index(kWinnowing);
  const Publication publication = {SourceId(7), DayRange::Single(3)};
  ASSERT_TRUE(index.Add(ReportId(1), publication, {At(0, 5), At(2, 6)}).ok());
  ASSERT_TRUE(index.Add(ReportId(2), {}, {At(4, 6), At(5, 6)}).ok());
  EXPECT_EQ(index.size(), 2u);
  EXPECT_EQ(*index.PublicationOf(ReportId(1)), publication);
  EXPECT_THAT(*index.FingerprintsOf(ReportId(2)),
              ElementsAre(At(4, 6), At(5, 6)));
  EXPECT_THAT(*index.ReportsWith(6, 2),
              Optional(ElementsAre(ReportId(1), ReportId(2))));
  EXPECT_EQ(*index.ReportsWith(6, 1), std::nullopt);
  EXPECT_THAT(*index.ReportsWith(9, 1), Optional(IsEmpty()));
  ASSERT_TRUE(index.Remove(ReportId(1)).ok());
  EXPECT_THAT(*index.ReportsWith(6, 2), Optional(ElementsAre(ReportId(2))));
  EXPECT_EQ(index.size(), 1u);
}

TEST_F(ReprintIndexTest, RefusesWhatCannotBe) {
  ReprintIndex index(kWinnowing);
  ASSERT_TRUE(index.Add(ReportId(1), {}, {At(0, 5)}).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(index.Add(ReportId(1), {}, {})));
  EXPECT_TRUE(absl::IsNotFound(index.Remove(ReportId(2))));
  EXPECT_TRUE(absl::IsNotFound(index.PublicationOf(ReportId(2)).status()));
  EXPECT_TRUE(absl::IsNotFound(index.FingerprintsOf(ReportId(2)).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      index.Add(ReportId(2), {}, {At(2, 5), At(1, 6)})));
  EXPECT_TRUE(absl::IsInvalidArgument(
      index.Add(ReportId(2), {.days = {.begin = 4, .end = 4}}, {})));
  EXPECT_EQ(index.size(), 1u);
}

TEST_F(ReprintIndexTest, NoFileIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(ReprintIndex::Open(path_).status()));
  ReprintIndex index;
  EXPECT_TRUE(absl::IsFailedPrecondition(index.Flush({})));
}

TEST_F(ReprintIndexTest, EmptyIndexIsSavedAndOpened) {
  ReprintIndex index(kWinnowing);
  ASSERT_TRUE(index.Save(path_, MarkAt(9)).ok());
  const auto opened = ReprintIndex::Open(path_, kWinnowing);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->size(), 0u);
  EXPECT_EQ(opened->mark(), MarkAt(9));
}

TEST_F(ReprintIndexTest, OtherFingerprintsAreRefused) {
  SaveSmall();
  EXPECT_TRUE(absl::IsDataLoss(
      ReprintIndex::Open(path_, {.gram_words = 4, .window = 2}).status()));
  EXPECT_TRUE(absl::IsDataLoss(
      ReprintIndex::Open(path_, {.gram_words = 3, .window = 3}).status()));
}

// Through any saving, appending and opening it answers as one in memory.
TEST_F(ReprintIndexTest, FileAnswersAsMemoryDoes) {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    RandomReports random(seed, kWinnowing);
    const WordReports reports = MakeReports(random, 25);
    ReprintIndex memory(kWinnowing);
    ReprintIndex stored(kWinnowing);
    ASSERT_TRUE(stored.Save(path_, {}).ok());
    for (uint64_t step = 0; step < 80; ++step) {
      auto at = reports.begin();
      std::advance(at, random.Below(reports.size()));
      const auto& [id, report] = *at;
      if (*memory.Contains(id)) {
        ASSERT_TRUE(memory.Remove(id).ok());
        ASSERT_TRUE(stored.Remove(id).ok());
      } else {
        ASSERT_TRUE(memory.Add(id, report.publication, report.kept).ok());
        ASSERT_TRUE(stored.Add(id, report.publication, report.kept).ok());
      }
      const size_t what = random.Below(12);
      if (what == 0) {
        ASSERT_TRUE(stored.Save(path_, MarkAt(step)).ok());
        EXPECT_EQ(stored.mark(), MarkAt(step));
      } else if (what <= 4) {
        ASSERT_TRUE(stored.Flush(MarkAt(step)).ok());
      }
      if (what <= 2) {
        auto opened = ReprintIndex::Open(path_, kWinnowing);
        ASSERT_TRUE(opened.ok()) << opened.status();
        EXPECT_EQ(opened->mark(), MarkAt(step));
        stored = *std::move(opened);
      }
      if (what <= 6) {
        const auto expected = Answers(memory, reports);
        ASSERT_TRUE(expected.ok());
        const auto got = Answers(stored, reports);
        ASSERT_TRUE(got.ok()) << got.status();
        ASSERT_EQ(*got, *expected);
      }
    }
  }
}

TEST_F(ReprintIndexTest, FileIsAFunctionOfTheSet) {
  RandomReports random(3, kWinnowing);
  const WordReports reports = MakeReports(random, 20);
  ReprintIndex index(kWinnowing);
  AddAll(reports, index);
  ASSERT_TRUE(index.Save(path_, MarkAt(20)).ok());
  const std::string bytes = ReadBytes(path_);
  ReprintIndex reversed(kWinnowing);
  for (auto at = reports.rbegin(); at != reports.rend(); ++at) {
    ASSERT_TRUE(
        reversed.Add(at->first, at->second.publication, at->second.kept).ok());
    if (random.Below(5) > 0) continue;
    ASSERT_TRUE(reversed.Save(path_, {}).ok());
  }
  ASSERT_TRUE(reversed.Save(path_, MarkAt(20)).ok());
  EXPECT_EQ(ReadBytes(path_), bytes);
}

TEST_F(ReprintIndexTest, AnyByteChangedIsSeenOrChangesNothing) {
  const WordReports reports = SaveSmall();
  const std::string sound = ReadBytes(path_);
  const std::string expected =
      *Answers(*ReprintIndex::Open(path_, kWinnowing), reports);
  size_t seen = 0;
  for (size_t i = 0; i < sound.size(); ++i) {
    // Of the zeros that fill pages a few will do.
    if (sound[i] == '\0' && i % 61 != 0) continue;
    std::string damaged = sound;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << (i % 8)));
    WriteBytes(path_, damaged);
    const auto index = ReprintIndex::Open(path_, kWinnowing);
    const auto answers = index.ok() ? Answers(*index, reports) : index.status();
    if (answers.ok()) {
      EXPECT_EQ(*answers, expected) << "byte " << i;
      continue;
    }
    EXPECT_TRUE(absl::IsDataLoss(answers.status())) << answers.status();
    ++seen;
  }
  EXPECT_GT(seen, 1000u);
}

TEST_F(ReprintIndexTest, CutTailFallsBackToAMarkAndCutBaseIsRefused) {
  SaveSmall();
  const std::string sound = ReadBytes(path_);
  const size_t tail = sound.size() / 4096 * 4096;
  ASSERT_LT(tail, sound.size());
  uint64_t last = 0;
  for (size_t size = tail; size <= sound.size(); ++size) {
    WriteBytes(path_, sound.substr(0, size));
    const auto index = ReprintIndex::Open(path_, kWinnowing);
    ASSERT_TRUE(index.ok()) << index.status();
    const uint64_t mark = index->mark().applied_through;
    EXPECT_GE(mark, std::max<uint64_t>(last, 3));
    EXPECT_EQ(index->size(), mark == 4 ? 4u : 3u);
    last = mark;
  }
  EXPECT_EQ(last, 5u);
  for (size_t size = 0; size < tail; size += 511) {
    WriteBytes(path_, sound.substr(0, size));
    EXPECT_TRUE(
        absl::IsDataLoss(ReprintIndex::Open(path_, kWinnowing).status()));
  }
}

TEST_F(ReprintIndexTest, AppendingGoesOnBehindTheLastMark) {
  const WordReports reports = SaveSmall();
  std::string torn = ReadBytes(path_);
  torn.resize(torn.size() - 1);  // of the mark that follows the dropping
  WriteBytes(path_, torn);
  auto index = ReprintIndex::Open(path_, kWinnowing);
  ASSERT_TRUE(index.ok());
  EXPECT_EQ(index->mark(), MarkAt(4));
  ASSERT_TRUE(index->Remove(reports.begin()->first).ok());
  ASSERT_TRUE(index->Flush(MarkAt(6)).ok());
  const auto again = ReprintIndex::Open(path_, kWinnowing);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->mark(), MarkAt(6));
  EXPECT_EQ(again->size(), 3u);
}

TEST_F(ReprintIndexTest, SavingEndsTheTail) {
  RandomReports random(5, kWinnowing);
  ReprintIndex index(kWinnowing);
  ASSERT_TRUE(index.Save(path_, {}).ok());
  EXPECT_FALSE(index.HasLongTail());
  std::vector<Fingerprint> fingerprints;
  for (uint32_t i = 0; i < 200'000; ++i) fingerprints.push_back(At(i, i));
  ASSERT_TRUE(index.Add(ReportId(1), {}, fingerprints).ok());
  ASSERT_TRUE(index.Flush({}).ok());
  EXPECT_TRUE(index.HasLongTail());
  ASSERT_TRUE(index.Save(path_, {}).ok());
  EXPECT_FALSE(index.HasLongTail());
  EXPECT_EQ(*index.FingerprintsOf(ReportId(1)), fingerprints);
}

TEST_F(ReprintIndexTest, FailedSaveLeavesFileAndIndexAsTheyWere) {
  const WordReports reports = SaveSmall();
  const std::string before = ReadBytes(path_);
  auto index = ReprintIndex::Open(path_, kWinnowing);
  ASSERT_TRUE(index.ok());
  const std::string expected = *Answers(*index, reports);
  EXPECT_TRUE(absl::IsUnavailable(
      index->Save(folder_.File("none/reprints"), MarkAt(9))));
  EXPECT_EQ(*Answers(*index, reports), expected);
  EXPECT_EQ(index->mark(), MarkAt(5));
  EXPECT_EQ(ReadBytes(path_), before);
}

TEST_F(ReprintIndexTest, FolderIsDataLoss) {
  std::filesystem::create_directory(path_);
  EXPECT_TRUE(absl::IsDataLoss(ReprintIndex::Open(path_).status()));
}

}  // namespace
}  // namespace attest
