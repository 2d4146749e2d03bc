#include "engine/projection/projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/projection/path.h"
#include "engine/projection/snapshot_layout.h"
#include "tests/reference/fold_dump.h"
#include "tests/reference/fold_random.h"

namespace attest {
namespace {

using reference::Dump;
using reference::RandomLog;
using testing::ElementsAre;

class ProjectionTest : public testing::Test {
 protected:
  EventIndex Add(Record record, std::string key = "") {
    Event event;
    event.key = std::move(key);
    event.record = std::move(record);
    return AddEvent(event);
  }
  EventIndex AddEvent(const Event& event) {
    const EventIndex index(projection_.applied_through());
    const absl::Status status = projection_.Apply(index, event);
    EXPECT_TRUE(status.ok()) << status;
    return index;
  }

  // A source, a report of it and two entities.
  void AddScene() {
    source_ = SourceId(Add(Source{.name = "Daily"}, "src:daily").value());
    Report report;
    report.source = source_;
    report_ = ReportId(Add(report, "rpt:1").value());
    one_ = EntityId(Add(Entity{.name = "One"}, "person:1").value());
    two_ = EntityId(Add(Entity{.name = "Two"}, "person:2").value());
  }
  [[nodiscard]] Claim ClaimOf(EntityId subject, Object object) const {
    Claim claim;
    claim.report = report_;
    claim.subject = subject;
    claim.predicate = *BuiltinPredicateId("related_to");
    claim.object = std::move(object);
    return claim;
  }

  // Refused as DataLoss, and nothing changed.
  void ExpectRefused(const Event& event) {
    const uint64_t before = projection_.applied_through();
    const std::string dump = Dump(projection_.Now());
    EXPECT_EQ(projection_.Apply(EventIndex(before), event).code(),
              absl::StatusCode::kDataLoss);
    EXPECT_EQ(projection_.applied_through(), before);
    EXPECT_EQ(Dump(projection_.Now()), dump);
  }
  void ExpectRefused(Record record) {
    Event event;
    event.record = std::move(record);
    ExpectRefused(event);
  }

  Projection projection_;
  SourceId source_;
  ReportId report_;
  EntityId one_;
  EntityId two_;
};

TEST_F(ProjectionTest, EventsComeOneAfterTheOther) {
  AddScene();
  Event event;
  event.record = Source();
  for (const uint64_t index : {uint64_t{3}, uint64_t{5}, uint64_t{1} << 40}) {
    EXPECT_EQ(projection_.Apply(EventIndex(index), event).code(),
              absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(projection_.applied_through(), 4U);
}

TEST_F(ProjectionTest, EveryReferenceMustLeadToARecordOfItsType) {
  AddScene();
  const ClaimId claim(Add(ClaimOf(one_, two_)).value());
  Claim bad = ClaimOf(one_, two_);
  bad.report = ReportId(source_.value());
  ExpectRefused(bad);
  bad = ClaimOf(EntityId(99), two_);
  ExpectRefused(bad);
  bad = ClaimOf(one_, EntityId(claim.value()));
  ExpectRefused(bad);
  bad = ClaimOf(one_, two_);
  bad.predicate = PredicateId(one_.value());
  ExpectRefused(bad);
  bad.predicate = PredicateId(kBuiltinPredicates + 1000);
  ExpectRefused(bad);
  bad = ClaimOf(one_, two_);
  bad.place = EntityId(report_.value());
  ExpectRefused(bad);
  bad = ClaimOf(one_, two_);
  bad.attribution = {{SourceId(one_.value())}};
  ExpectRefused(bad);
  bad = ClaimOf(one_, two_);
  bad.rests_on = {ClaimId(projection_.applied_through())};
  ExpectRefused(bad);
  ExpectRefused(Source{.part_of = SourceId(one_.value())});
  ExpectRefused(Source{.entity = EntityId(77)});
  ExpectRefused(Report{.source = SourceId(one_.value())});
  ExpectRefused(
      Report{.source = source_, .derived_from = {{ReportId(source_.value())}}});
  ExpectRefused(Entity{.names = {{.report = ReportId(one_.value())}}});
  ExpectRefused(Retraction{.target = ClaimId(one_.value())});
  ExpectRefused(Retraction{.target = claim, .superseded_by = ClaimId(99)});
  ExpectRefused(Assessment{.target = claim, .value = "fine"});
  ExpectRefused(Assessment{.target = ClaimId(2), .value = "accepted"});
  ExpectRefused(Identity{.a = one_, .b = EntityId(0)});
  ExpectRefused(Dependence{.from = report_, .on = SourceId(1)});
  ExpectRefused(Redaction{.target = ReportId(0)});
}

TEST_F(ProjectionTest, AnAmendmentMustFitItsTarget) {
  AddScene();
  ExpectRefused(Amendment{.target = one_, .values = Source()});
  ExpectRefused(
      Amendment{.target = one_, .values = Entity(), .fields = {"title"}});
  ExpectRefused(Amendment{.target = report_,
                          .values = Report{.source = SourceId(50)},
                          .fields = {"source"}});
  // Fields that are not named hold nothing.
  Add(Amendment{.target = report_,
                .values = Report{.source = SourceId(50), .title = "New"},
                .fields = {"title"}});
  EXPECT_EQ(projection_.Now().report(report_).title, "New");
  EXPECT_EQ(projection_.Now().report(report_).source, source_);
}

TEST_F(ProjectionTest, TheEventsOfAFileCountFromItsCloseOn) {
  AddScene();
  Event event;
  event.closed_by = EventIndex(6);
  event.record = Entity{.name = "Three"};
  AddEvent(event);
  EXPECT_EQ(projection_.Now().cut(), 4U);
  ExpectRefused(Entity{});                   // not of the file
  ExpectRefused(FileClosed{EventIndex(4)});  // too early
  AddEvent(event);
  ExpectRefused(event);  // the file should close
  ExpectRefused(FileClosed{EventIndex(5)});
  Add(FileClosed{EventIndex(4)});
  EXPECT_EQ(projection_.Now().cut(), 7U);
  EXPECT_EQ(projection_.At(5)->cut(), 4U);
  EXPECT_EQ(projection_.At(6)->cut(), 4U);
  EXPECT_EQ(projection_.At(6)->applied_through(), 6U);
  EXPECT_EQ(projection_.At(4)->cut(), 4U);
  EXPECT_EQ(projection_.At(8).status().code(), absl::StatusCode::kOutOfRange);
  ExpectRefused(FileClosed{EventIndex(2)});
}

TEST_F(ProjectionTest, ACycleOfDerivationsIsCheckedWhenItsFileCloses) {
  AddScene();
  Event event;
  event.closed_by = EventIndex(6);
  event.record = Report{.source = source_, .derived_from = {{ReportId(5)}}};
  AddEvent(event);
  event.record = Entity();  // and not the report that was promised
  AddEvent(event);
  ExpectRefused(FileClosed{EventIndex(4)});
}

TEST_F(ProjectionTest, NoDerivationReachesBeyondItsFile) {
  AddScene();
  ExpectRefused(Report{.source = source_, .derived_from = {{ReportId(9)}}});
  Event event;
  event.closed_by = EventIndex(6);
  event.record = Report{.source = source_, .derived_from = {{ReportId(7)}}};
  ExpectRefused(event);
}

TEST_F(ProjectionTest, TimeDoesNotRunBackwards) {
  Event event;
  event.recorded_at = absl::FromUnixSeconds(100);
  event.record = Source();
  AddEvent(event);
  event.recorded_at = absl::FromUnixSeconds(99);
  ExpectRefused(event);
}

TEST_F(ProjectionTest, ARejectedStatusIsNotLiftedByOneThatDoesNotDecide) {
  AddScene();
  const ClaimId claim(Add(ClaimOf(one_, two_)).value());
  Add(Assessment{.target = claim, .value = "rejected"});
  Add(Assessment{.target = claim, .value = "issue"});
  const View view = projection_.Now();
  EXPECT_EQ(view.LivenessOf(claim), Liveness::kRejected);
  EXPECT_EQ(view.StatusOf(EventIndex(claim.value()))->value, "issue");
}

TEST_F(ProjectionTest, AProposedClaimCountsOnceAccepted) {
  AddScene();
  Claim claim = ClaimOf(one_, two_);
  claim.extracted_by = Extractor{"reader", Method::kModel, "1"};
  const ClaimId proposed(Add(claim).value());
  claim = ClaimOf(two_, one_);
  claim.rests_on = {proposed};
  const ClaimId resting(Add(claim).value());
  EXPECT_EQ(projection_.Now().LivenessOf(proposed), Liveness::kProposed);
  EXPECT_EQ(projection_.Now().LivenessOf(resting), Liveness::kRestsOnDead);
  Add(Assessment{.target = proposed, .value = "accepted"});
  EXPECT_TRUE(projection_.Now().IsLive(resting));
  EXPECT_FALSE(projection_.At(6)->IsLive(resting));
}

TEST_F(ProjectionTest, AStatementOfAnUntimedPredicateHasNoValid) {
  AddScene();
  Claim claim = ClaimOf(one_, TextValue{"ambush"});
  claim.predicate = *BuiltinPredicateId("of_type");
  const ClaimId undated(Add(claim).value());
  claim.valid = "2011";
  const ClaimId dated(Add(claim).value());
  const View view = projection_.Now();
  EXPECT_THAT(view.ClaimsOf(view.claim(dated).statement),
              ElementsAre(undated, dated));
}

TEST_F(ProjectionTest, JoiningKeepsTheKeysOfStatements) {
  AddScene();
  Add(ClaimOf(one_, TextValue{"x"}));
  Add(ClaimOf(two_, TextValue{"x"}));
  const View before = *projection_.At(6);
  const std::string first = before.KeyOf(StatementId(0));
  const std::string second = before.KeyOf(StatementId(1));
  EXPECT_NE(first, second);
  Add(Identity{.a = two_, .b = one_});
  const View joined = projection_.Now();
  EXPECT_EQ(joined.counts().statements, 1U);
  EXPECT_EQ(joined.FindStatement(second), StatementId(1));
  EXPECT_EQ(joined.FirstOf(StatementId(1)), StatementId(0));
  EXPECT_EQ(joined.KeyOf(StatementId(0)), first);
  EXPECT_EQ(joined.ClaimsOf(StatementId(1)).size(), 2U);
}

TEST_F(ProjectionTest, ViewsOfOneProjectionMayBeAskedByManyThreads) {
  for (const Event& event : RandomLog(3).Make(300)) AddEvent(event);
  const std::string expected = Dump(projection_.Now());
  std::vector<std::string> dumps(4);
  std::vector<std::thread> threads;
  const View shared = projection_.Now();
  for (size_t i = 0; i < dumps.size(); ++i) {
    threads.emplace_back([&, i] {
      dumps[i] = i % 2 == 0 ? Dump(shared) : Dump(projection_.Now());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& dump : dumps) EXPECT_EQ(dump, expected);
}

// As when a forged snapshot stands beside a log of other records.
TEST_F(ProjectionTest, AnIdOfAnotherRecordGetsAnEmptyAnswer) {
  AddScene();
  Add(ClaimOf(one_, two_));
  const View view = projection_.Now();
  const uint64_t size = projection_.applied_through();
  for (uint64_t event = 0; event < size + 2; ++event) {
    if (!view.Has(SourceId(event))) {
      EXPECT_EQ(view.source(SourceId(event)), Source());
      EXPECT_THAT(view.PublishedBy(SourceId(event)), testing::IsEmpty());
      EXPECT_THAT(view.RelaysOf(SourceId(event)), testing::IsEmpty());
    }
    if (!view.Has(ReportId(event))) {
      EXPECT_EQ(view.report(ReportId(event)), ReportInfo());
      EXPECT_THAT(view.ClaimsIn(ReportId(event)), testing::IsEmpty());
      EXPECT_THAT(view.UpstreamOf(ReportId(event)), testing::IsEmpty());
    }
    if (!view.Has(EntityId(event))) {
      EXPECT_EQ(view.entity(EntityId(event)), Entity());
      EXPECT_THAT(view.StatementsOf(EntityId(event), Role::kSubject),
                  testing::IsEmpty());
      EXPECT_EQ(ShortestPath(view, EntityId(event), one_, 3,
                             [](ClaimId) { return true; }),
                std::nullopt);
    }
    if (!view.Has(PredicateId(event))) {
      EXPECT_EQ(view.predicate(PredicateId(event)), Predicate());
    }
    if (!view.Has(ClaimId(event))) {
      EXPECT_EQ(view.claim(ClaimId(event)), ClaimInfo());
      EXPECT_TRUE(view.IsLive(ClaimId(event)));
      EXPECT_FALSE(view.IsProposed(ClaimId(event)));
    }
    if (event >= size) {
      EXPECT_EQ(view.KeyOf(EventIndex(event)), "");
    }
  }
}

class SnapshotOfProjectionTest : public ProjectionTest {
 protected:
  void SetUp() override {
    for (const Event& event : RandomLog(5).Make(200)) AddEvent(event);
    ASSERT_TRUE(projection_.Save(path_, {}).ok());
  }
  void TearDown() override { std::filesystem::remove(path_); }

  [[nodiscard]] std::string Read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void Write(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }

  const std::string path_ = testing::TempDir() + "projection_test.snapshot";
};

TEST_F(SnapshotOfProjectionTest, NoSnapshotIsNotFound) {
  EXPECT_EQ(Projection::FromSnapshot(path_ + ".none").status().code(),
            absl::StatusCode::kNotFound);
}

// Padding between sections is not checked, and says nothing.
TEST_F(SnapshotOfProjectionTest, AFlippedBitIsRefusedOrSaysTheSame) {
  const std::string whole = Read();
  const std::string expected = Dump(projection_.Now());
  size_t refused = 0;
  for (size_t at = 0; at < whole.size(); at += 61) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
    Write(bytes);
    const auto opened = Projection::FromSnapshot(path_);
    if (opened.ok()) {
      ASSERT_EQ(Dump(opened->Now()), expected) << "byte " << at;
      continue;
    }
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
    ++refused;
  }
  EXPECT_GT(refused, 100U);
}

// What follows from the columns is made of them where it is damaged, whichever
// is asked for first, and however the fold goes on.
TEST_F(SnapshotOfProjectionTest, ADamagedIndexOrListIsMadeAnew) {
  const std::string whole = Read();
  const std::string now = Dump(projection_.Now());
  const uint64_t size = projection_.applied_through();
  const std::vector<Event> more = RandomLog(5).Make(260);
  for (uint64_t i = size; i < more.size(); ++i) AddEvent(more[i]);
  const std::string later = Dump(projection_.Now());
  snapshot_layout::Header header;
  std::memcpy(&header, whole.data(), sizeof(header));
  size_t made_anew = 0;
  for (size_t section = 0; section < header.sections; ++section) {
    snapshot_layout::Entry entry;
    std::memcpy(&entry, whole.data() + snapshot_layout::EntryOffset(section),
                sizeof(entry));
    if (entry.count == 0) continue;
    std::string bytes = whole;
    bytes[entry.offset] = static_cast<char>(~bytes[entry.offset]);
    Write(bytes);
    auto opened = Projection::FromSnapshot(path_);
    if (!opened.ok()) continue;
    SCOPED_TRACE(testing::Message() << "section " << entry.id);
    ++made_anew;
    EXPECT_EQ(Dump(opened->Now()), now);
    opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok());
    for (uint64_t i = size; i < more.size(); ++i) {
      ASSERT_TRUE(opened->Apply(EventIndex(i), more[i]).ok());
    }
    EXPECT_EQ(Dump(opened->Now()), later);
    opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok());
    ASSERT_TRUE(opened->Save(path_, {}).ok());
    opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(Dump(opened->Now()), now);
  }
  // Six indexes, and lists and graph in eleven sections.
  EXPECT_EQ(made_anew, 17U);
}

TEST_F(SnapshotOfProjectionTest, ManyThreadsMayOpenWhatFollows) {
  const std::string expected = Dump(projection_.Now());
  for (int round = 0; round < 10; ++round) {
    const auto opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    const View shared = opened->Now();
    std::vector<std::string> dumps(4);
    std::vector<std::thread> threads;
    threads.reserve(dumps.size());
    for (std::string& dump : dumps) {
      threads.emplace_back([&] { dump = Dump(shared); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& dump : dumps) EXPECT_EQ(dump, expected);
  }
}

TEST_F(SnapshotOfProjectionTest, AShortenedFileIsRefused) {
  const std::string whole = Read();
  for (size_t size = 0; size < whole.size(); size += 997) {
    Write(whole.substr(0, size));
    EXPECT_EQ(Projection::FromSnapshot(path_).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
}

TEST_F(SnapshotOfProjectionTest, ATailOfATenthAsksForRenewal) {
  EXPECT_TRUE(projection_.NeedsRenewal());
  auto opened = Projection::FromSnapshot(path_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_FALSE(opened->NeedsRenewal());
  const uint64_t base = opened->applied_through();
  Event event;
  event.recorded_at = absl::FromUnixSeconds(1'800'000'000);
  event.record = Source();
  while (!opened->NeedsRenewal()) {
    ASSERT_TRUE(
        opened->Apply(EventIndex(opened->applied_through()), event).ok());
  }
  EXPECT_EQ(opened->applied_through(), base + base / 10 + 1);
}

}  // namespace
}  // namespace attest
