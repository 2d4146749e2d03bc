// A recovery brings nothing back that a redaction took out, wherever in the
// damaged case it still lies, and keeps the marks of redactions.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/case_files.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/key_format.h"
#include "engine/log/recover.h"
#include "engine/log/redaction_purge.h"
#include "engine/log/rocksdb_status.h"
#include "engine/log/verify.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kWord[] = "Zenobia-of-the-mill";

// Event 0 names somebody, 1 does not; both lie in a table, of which there is a
// copy from then.
class RedactionRecoveryTest : public LogTest {
 protected:
  void SetUp() override {
    Create();
    Append({{.key = "person:7", .record = Entity{.name = kWord}},
            EntityNamed("other")});
    ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
    Append({EntityNamed("third")});
    ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
    original_ = *log_->GetBytes(EventIndex(0));
    Copy("case", "before");
  }

  // Takes the name, or also the key, out of event 0.
  void Redact(const std::string& key) {
    const Event was = *log_->Get(EventIndex(0));
    RedactionPart part = {
        .redaction = {.by = "tester",
                      .record = Redaction{.target = EntityId(0)}},
        .left = {{EventIndex(0),
                  {.key = key,
                   .recorded_at = was.recorded_at,
                   .withheld = Withheld::kRedacted,
                   .record = Entity{}}}}};
    const auto redacted = log_->Redact({part}, {});
    ASSERT_TRUE(redacted.ok()) << redacted.status();
  }

  template <class F>
  void Change(F change) {
    Close();
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    change(**store, batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }

  void Lose(uint64_t index) {
    Change([&](EventStore& store, rocksdb::WriteBatch& batch) {
      const EventKey key(index);
      ASSERT_TRUE(batch.Delete(store.events(), ToSlice(key.bytes())).ok());
    });
  }

  void Put(uint64_t index, const std::string& bytes) {
    Change([&](EventStore& store, rocksdb::WriteBatch& batch) {
      store.PutEvent(index, bytes, batch);
    });
  }

  // The tables of before lie beside those in use, as if they had not been
  // removed yet.
  void BringOldTablesBack() {
    Close();
    int number = 900;
    for (const auto& entry :
         std::filesystem::directory_iterator(Path("before/db"))) {
      if (entry.path().extension() != ".sst") continue;
      std::filesystem::copy_file(
          entry.path(), Path(absl::StrCat("case/db/000", number++, ".sst")));
    }
    ASSERT_GT(number, 900);
  }

  RecoverReport Recovered() {
    Close();
    std::filesystem::remove_all(Path("fresh"));
    const auto report = Recover(Case(), Path("fresh"), {.by = "tester"});
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) return {};
    const auto verified = VerifyCase(Path("fresh"), {});
    EXPECT_TRUE(verified.ok() && verified->ok());
    auto opened = EventLog::Open(Path("fresh"), {});
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (opened.ok()) log_ = *std::move(opened);
    return *report;
  }

  [[nodiscard]] bool FreshHoldsTheWord() const {
    const auto scanned =
        log_->Scan(EventIndex(0), EventIndex(log_->size()),
                   [](EventIndex, const Event& event) {
                     const auto* entity = std::get_if<Entity>(&event.record);
                     return entity != nullptr && entity->name == kWord
                                ? absl::AbortedError("it is there")
                                : absl::OkStatus();
                   });
    return !scanned.ok();
  }

  std::string original_;
};

TEST_F(RedactionRecoveryTest, AnOldTableGivesBackWhatNoRedactionTook) {
  BringOldTablesBack();
  Lose(0);
  const RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, IsEmpty());
  EXPECT_TRUE(FreshHoldsTheWord());
}

TEST_F(RedactionRecoveryTest, AnOldTableDoesNotBringItBack) {
  Redact("person:7");
  Lose(0);
  BringOldTablesBack();
  RecoverReport report = Recovered();
  // The tables that the redaction wrote have what is left.
  EXPECT_THAT(report.lost, IsEmpty());
  EXPECT_FALSE(FreshHoldsTheWord());
  EXPECT_TRUE(*log_->IsReplaced(EventIndex(1)));

  Put(0, original_);
  report = Recovered();
  EXPECT_FALSE(FreshHoldsTheWord());
}

TEST_F(RedactionRecoveryTest, WhatIsLeftOfALostRedactionKeepsItBack) {
  Redact("person:7");
  Lose(0);
  Put(3, "no redaction any more");
  BringOldTablesBack();
  const RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(0, 1), Pair(3, 4)));
  EXPECT_FALSE(FreshHoldsTheWord());
}

TEST_F(RedactionRecoveryTest, TheNoteOfALostRedactionKeepsItBack) {
  Redact("person:7");
  Put(0, original_);
  Put(3, "no redaction any more");
  const CaseFiles files(Case());
  ASSERT_EQ(
      WriteRedactionNote(
          files, {.redaction = 3, .begin = 0, .end = 2, .events = {0}}, {}),
      absl::OkStatus());
  RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(0, 1), Pair(3, 4)));
  EXPECT_FALSE(FreshHoldsTheWord());

  // Of one that never came nothing is kept back.
  ASSERT_EQ(
      WriteRedactionNote(
          files, {.redaction = 4, .begin = 0, .end = 2, .events = {0}}, {}),
      absl::OkStatus());
  report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(3, 4)));
}

TEST_F(RedactionRecoveryTest, TheLastOfTwoRedactionsCounts) {
  Redact("person:7");
  const std::string first_left = *log_->GetBytes(EventIndex(0));
  Redact("#0");
  const std::string last_left = *log_->GetBytes(EventIndex(0));
  Put(0, first_left);
  // The table that the second wrote still has what that left.
  RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, IsEmpty());
  EXPECT_EQ(log_->Get(EventIndex(1))->key, "#0");
}

TEST_F(RedactionRecoveryTest, MarksAreKept) {
  Redact("person:7");
  Recovered();
  // The event of the recovery, three entities, the redaction.
  ASSERT_EQ(log_->size(), 5u);
  const std::string bytes = *log_->GetBytes(EventIndex(1));
  EXPECT_EQ(RedactedBy(bytes), 4u);
  EXPECT_FALSE(*log_->IsReplaced(EventIndex(2)));
  EXPECT_EQ(log_->Get(EventIndex(4))->type(), RecordType::kRedaction);

  // And when that is recovered in its turn.
  Close();
  std::filesystem::remove_all(Path("case"));
  std::filesystem::rename(Path("fresh"), Path("case"));
  Recovered();
  EXPECT_EQ(RedactedBy(*log_->GetBytes(EventIndex(2))), 5u);
}

TEST_F(RedactionRecoveryTest, ContentsThatNoEventNamesStayBehind) {
  const ContentStore contents(Path("case/contents"));
  const Content kept = *contents.Put("kept");
  const Content orphan = *contents.Put(kWord);
  Event report = {.key = "rpt", .record = Report{.source = SourceId(3)}};
  std::get<Report>(report.record).text = kept;
  Append({{.key = "src", .record = Source{.name = "s"}}, report});
  // Of a redaction that never came.
  ASSERT_EQ(WriteRedactionNote(CaseFiles(Case()),
                               {.redaction = 5,
                                .begin = 4,
                                .end = 5,
                                .events = {4},
                                .contents = {kept}},
                               {}),
            absl::OkStatus());
  const RecoverReport recovered = Recovered();
  EXPECT_EQ(recovered.contents, 1u);
  EXPECT_THAT(recovered.missing_contents, IsEmpty());
  const ContentStore fresh(Path("fresh/contents"));
  EXPECT_EQ(fresh.Check(kept), absl::OkStatus());
  EXPECT_FALSE(fresh.Check(orphan).ok());
}

}  // namespace
}  // namespace attest
