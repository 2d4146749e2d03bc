// Figures that are kept are those that are worked out from nothing, after every
// event of random logs and after random runs of events.

#include "engine/findings/kept_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/findings/findings.h"
#include "engine/model/vocabulary.h"
#include "engine/projection/projection.h"
#include "tests/reference/changing_texts.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_random.h"
#include "tests/reference/fold_random.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using reference::ChangingTexts;
using reference::EventsOf;
using reference::OneByOne;
using reference::RandomLog;
using reference::RandomRefCase;

std::string Text(const Lines& lines) {
  return absl::StrCat(lines.low, "/", lines.best, "/", lines.high,
                      lines.at_least ? "+" : "");
}

std::string Text(const Figures& figures) {
  return absl::StrCat(NameOf(figures.verdict), " ", Text(figures.lines),
                      " against ", Text(figures.opposing_lines),
                      figures.same_origin ? ", of one origin" : "");
}

// A projection, and figures that are brought up to it from time to time.
class KeptCase {
 public:
  KeptCase() = default;
  explicit KeptCase(uint64_t seed) : texts_(seed) {}

  void Apply(const Event& event) {
    const absl::Status status =
        projection_.Apply(EventIndex(projection_.applied_through()), event);
    ASSERT_TRUE(status.ok()) << status;
  }

  uint64_t Update() {
    const View before = *projection_.At(figures_.applied_through());
    return figures_.Update(before, Findings(projection_.Now(), Options()));
  }

  void ExpectAllRight(const std::string& where) {
    const std::vector<Figures> all =
        Findings(projection_.Now(), Options()).AllFigures();
    ASSERT_EQ(figures_.size(), all.size()) << where;
    uint64_t lines = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      const StatementId id(i);
      EXPECT_EQ(figures_.Of(id), all[i])
          << where << ", statement " << i << ": got " << Text(figures_.Of(id))
          << ", want " << Text(all[i]);
      const bool is_first = projection_.Now().FirstOf(id) == id;
      if (is_first && all[i].lines.best >= 2) ++lines;
    }
    EXPECT_EQ(figures_.CountWithLines(2), lines) << where;
  }

  [[nodiscard]] const KeptFigures& figures() const { return figures_; }
  void set_figures(KeptFigures figures) { figures_ = std::move(figures); }

 private:
  FindingsOptions Options() {
    FindingsOptions options;
    if (texts_) options.texts = texts_->Of(projection_.Now());
    return options;
  }

  std::optional<ChangingTexts> texts_;
  Projection projection_;
  KeptFigures figures_;
};

// Applies `events`, in runs of at most `longest`.
void Follow(const std::vector<Event>& events, uint64_t seed, uint64_t longest,
            const char* name, KeptCase kept = KeptCase()) {
  std::mt19937_64 random(seed);
  for (size_t i = 0; i < events.size();) {
    const size_t end =
        std::min<size_t>(events.size(), i + 1 + random() % longest);
    for (; i < end; ++i) kept.Apply(events[i]);
    kept.Update();
    kept.ExpectAllRight(
        absl::StrCat(name, " seed ", seed, " after ", i, " events"));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(KeptFiguresTest, RandomCasesEventByEvent) {
  for (uint64_t seed = 0; seed < 1500 && !HasFailure(); ++seed) {
    Follow(OneByOne(EventsOf(RandomRefCase(seed))), seed, 1, "case");
  }
}

TEST(KeptFiguresTest, RandomCasesAsTheyAre) {
  for (uint64_t seed = 0; seed < 1500 && !HasFailure(); ++seed) {
    Follow(EventsOf(RandomRefCase(seed)), seed, 4, "case");
  }
}

TEST(KeptFiguresTest, RandomLogsEventByEvent) {
  for (uint64_t seed = 0; seed < 60 && !HasFailure(); ++seed) {
    Follow(RandomLog(seed).Make(150), seed, 1, "log");
  }
}

TEST(KeptFiguresTest, RandomLogsInRuns) {
  for (uint64_t seed = 0; seed < 120 && !HasFailure(); ++seed) {
    Follow(RandomLog(seed).Make(200), seed, 30, "log");
  }
}

TEST(KeptFiguresTest, RandomLogsWithTexts) {
  for (uint64_t seed = 0; seed < 120 && !HasFailure(); ++seed) {
    Follow(RandomLog(seed).Make(150), seed, seed % 2 == 0 ? 1 : 20, "texts",
           KeptCase(seed));
  }
  for (uint64_t seed = 0; seed < 500 && !HasFailure(); ++seed) {
    Follow(OneByOne(EventsOf(RandomRefCase(seed))), seed, 3, "case with texts",
           KeptCase(seed));
  }
}

// Many statements of two sources about persons.
class ManyStatements : public testing::Test {
 protected:
  static constexpr uint64_t kPersons = 500;

  ManyStatements() {
    for (uint64_t i = 0; i < 2; ++i) {
      Source source;
      source.name = "s";
      sources_.emplace_back(Add(source));
      Report report;
      report.title = "r";
      report.source = sources_.back();
      reports_.emplace_back(Add(report));
    }
    Entity place;
    place.kind = EntityKind::kPlace;
    place.name = "p";
    place_ = EntityId(Add(place));
    place_above_ = EntityId(Add(place));
    for (uint64_t i = 0; i < kPersons; ++i) {
      Entity person;
      person.kind = EntityKind::kPerson;
      person.name = "n";
      persons_.emplace_back(Add(person));
      Say(0, persons_.back());
    }
    kept_.Update();
  }

  uint64_t Add(Record record) {
    Event event;
    event.key = absl::StrCat("k:", next_);
    event.recorded_at = absl::FromUnixMicros(static_cast<int64_t>(next_));
    event.record = std::move(record);
    kept_.Apply(event);
    return next_++;
  }

  // That `person` operates in the place.
  ClaimId Say(size_t report, EntityId person) {
    Claim claim;
    claim.report = reports_[report];
    claim.subject = person;
    claim.predicate = *BuiltinPredicateId("operates_in");
    claim.object = place_;
    return ClaimId(Add(claim));
  }

  // How many statements were weighed for what came since the last time.
  uint64_t Weighed() {
    const uint64_t weighed = kept_.Update();
    kept_.ExpectAllRight("many statements");
    return weighed;
  }

  KeptCase kept_;
  uint64_t next_ = 0;
  std::vector<SourceId> sources_;
  std::vector<ReportId> reports_;
  EntityId place_;
  EntityId place_above_;
  std::vector<EntityId> persons_;
};

TEST_F(ManyStatements, AClaimTouchesItsOwnBucket) {
  Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
  EXPECT_EQ(kept_.figures().CountWithLines(2), 1);
}

TEST_F(ManyStatements, ARecordTouchesNone) {
  Source source;
  source.name = "s";
  Add(source);
  EXPECT_EQ(Weighed(), 0);
}

TEST_F(ManyStatements, ARetractionTouchesItsOwnBucket) {
  const ClaimId claim = Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
  Retraction retraction;
  retraction.target = claim;
  Add(retraction);
  EXPECT_EQ(Weighed(), 1);
  EXPECT_EQ(kept_.figures().CountWithLines(2), 0);
}

TEST_F(ManyStatements, AReportTouchesWhatItSays) {
  Say(1, persons_[7]);
  Say(1, persons_[9]);
  EXPECT_EQ(Weighed(), 2);
  Retraction retraction;
  retraction.target = reports_[1];
  Add(retraction);
  EXPECT_EQ(Weighed(), 2);
}

TEST_F(ManyStatements, ADependenceTouchesWhatComesByIt) {
  Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
  Dependence dependence;
  dependence.from = reports_[1];
  dependence.on = reports_[0];
  Add(dependence);
  EXPECT_EQ(Weighed(), 1);
  EXPECT_EQ(kept_.figures().CountWithLines(2), 0);
}

// A report can make one of two that were there before it.
TEST_F(ManyStatements, AReportThatMergesTwoTouchesWhatComesByThem) {
  Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
  Report report;
  report.title = "r";
  report.source = sources_[0];
  report.derived_from = {{reports_[0], How::kSameFootage},
                         {reports_[1], How::kSameFootage}};
  Add(report);
  EXPECT_EQ(Weighed(), 1);
  EXPECT_EQ(kept_.figures().CountWithLines(2), 0);
}

TEST_F(ManyStatements, WhatRestsOnAClaimIsTouchedWithIt) {
  const ClaimId claim = Say(1, persons_[7]);
  Claim resting;
  resting.report = reports_[0];
  resting.subject = persons_[9];
  resting.predicate = *BuiltinPredicateId("joined");
  resting.object = persons_[10];
  resting.rests_on = {claim};
  Add(resting);
  EXPECT_EQ(Weighed(), 2);
  Retraction retraction;
  retraction.target = claim;
  Add(retraction);
  EXPECT_EQ(Weighed(), 2);
}

TEST_F(ManyStatements, IdentityTouchesThoseItJoins) {
  Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
  Identity identity;
  identity.a = persons_[7];
  identity.b = persons_[8];
  Add(identity);
  EXPECT_EQ(Weighed(), 1);
  identity.judgement = IdentityJudgement::kDifferent;
  Add(identity);
  EXPECT_EQ(Weighed(), 2);
}

TEST_F(ManyStatements, APlaceTouchesWhatIsThere) {
  Claim claim;
  claim.report = reports_[0];
  claim.subject = place_;
  claim.predicate = *BuiltinPredicateId("contained_in");
  claim.object = place_above_;
  Add(claim);
  EXPECT_EQ(Weighed(), kPersons + 1);
}

TEST_F(ManyStatements, AFileGivesThemBack) {
  const reference::TemporaryFolder folder;
  const std::string path = folder.File("figures");
  std::array<uint8_t, 32> root = {};
  root[0] = 7;
  EXPECT_TRUE(absl::IsNotFound(KeptFigures::FromFile(path).status()));
  ASSERT_TRUE(kept_.figures().Save(path, root).ok());
  absl::StatusOr<KeptFigures> read = KeptFigures::FromFile(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->saved_root(), root);
  EXPECT_EQ(read->applied_through(), next_);
  kept_.set_figures(*std::move(read));
  Say(1, persons_[7]);
  EXPECT_EQ(Weighed(), 1);
}

TEST_F(ManyStatements, ADamagedFileIsRefused) {
  const reference::TemporaryFolder folder;
  const std::string path = folder.File("figures");
  ASSERT_TRUE(kept_.figures().Save(path, {}).ok());
  const std::string bytes = reference::ReadBytes(path);
  std::mt19937_64 random(1);
  for (int i = 0; i < 300; ++i) {
    std::string damaged = bytes;
    // Bytes between the sections say nothing.
    const size_t at = i % 2 == 0 ? 4096 + random() % kPersons : random() % 32;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (i % 8)));
    reference::WriteBytes(path, damaged);
    EXPECT_TRUE(absl::IsDataLoss(KeptFigures::FromFile(path).status()))
        << "byte " << at;
    reference::WriteBytes(path, bytes.substr(0, random() % bytes.size()));
    EXPECT_FALSE(KeptFigures::FromFile(path).ok());
  }
}

}  // namespace
}  // namespace attest
