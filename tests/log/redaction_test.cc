// What a redaction takes out is in no file of the case any more, and all else
// is as it was.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/sst_file_reader.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/recover.h"
#include "engine/log/redaction_purge.h"
#include "engine/log/verify.h"
#include "engine/merkle/proof.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kWord[] = "Zenobia-of-the-mill";

class RedactionTest : public LogTest {
 protected:
  static Event Named() {
    return {.key = "person:7", .record = Entity{.name = kWord}};
  }

  static Report ReportOf(uint64_t source, const Content& text) {
    Report report = {.source = SourceId(source)};
    report.text = text;
    return report;
  }

  // What is left of event `index`: its place and type.
  RedactionPart PartFor(uint64_t index) {
    const Event was = *log_->Get(EventIndex(index));
    Event left = {.key = was.key,
                  .recorded_at = was.recorded_at,
                  .closed_by = was.closed_by,
                  .withheld = Withheld::kRedacted,
                  .record = Entity{}};
    return {.redaction = {.by = "tester",
                          .reason = "she asked for it",
                          .record = Redaction{.target = EntityId(index)}},
            .left = {{EventIndex(index), std::move(left)}}};
  }

  absl::Status Redact(const std::vector<uint64_t>& indexes,
                      const std::vector<Content>& contents = {}) {
    std::vector<RedactionPart> parts;
    for (const uint64_t index : indexes) parts.push_back(PartFor(index));
    return log_->Redact(parts, contents).status();
  }

  // The files under the case that hold `word`, as bytes or in a table's block.
  [[nodiscard]] std::vector<std::string> FilesWith(
      const std::string& word) const {
    std::vector<std::string> found;
    for (const auto& [path, bytes] : Everything()) {
      if (absl::StrContains(bytes, word) ||
          (absl::EndsWith(path, ".sst") && TableHolds(path, word))) {
        found.push_back(path);
      }
    }
    return found;
  }

  static bool TableHolds(const std::string& path, const std::string& word) {
    for (const rocksdb::Options& options : {EventStore::EventOptions(nullptr),
                                            EventStore::TileOptions(nullptr)}) {
      rocksdb::SstFileReader table(options);
      if (!table.Open(path).ok()) continue;
      const std::unique_ptr<rocksdb::Iterator> at(
          table.NewIterator(rocksdb::ReadOptions()));
      for (at->SeekToFirst(); at->Valid(); at->Next()) {
        if (absl::StrContains(at->key().ToString(), word) ||
            absl::StrContains(at->value().ToString(), word)) {
          return true;
        }
      }
    }
    return false;
  }

  // The case is whole, and `redacted` events of it are redacted.
  void ExpectSound(uint64_t redacted) {
    const auto report = VerifyCase(Case(), {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->ok());
    for (const VerifyProblem& problem : report->problems) {
      ADD_FAILURE() << problem.what;
    }
    EXPECT_EQ(report->redacted, redacted);
    EXPECT_EQ(report->payloads, report->events);
    EXPECT_EQ(report->leaf_hashes + redacted, report->events);
    EXPECT_TRUE(report->tree_ok);
    EXPECT_FALSE(report->redaction_unfinished);
  }
};

// Who holds the key can redact, and not put another record in an event's place.
TEST_F(RedactionTest, OnlyWhatARedactionLeavesMayStandThere) {
  Create();
  Append({Named(), {.key = "person:8", .record = Entity{.name = "Another"}}});
  const auto forged = [this](RedactionPart part) {
    Copy("case", "whole");
    EXPECT_EQ(Open(Access::kWrite), absl::OkStatus());
    const auto redacted = log_->Redact({part}, {});
    EXPECT_TRUE(redacted.ok()) << redacted.status();
    Close();
    const auto report = VerifyCase(Case(), {});
    EXPECT_TRUE(report.ok()) << report.status();
    const bool found = !report->ok();
    Copy("whole", "case");
    return found;
  };
  RedactionPart sound = PartFor(0);
  RedactionPart renamed = PartFor(0);
  std::get<Entity>(renamed.left[0].left.record).name = "Somebody else";
  RedactionPart unmarked = PartFor(0);
  unmarked.left[0].left.withheld = Withheld::kNo;
  RedactionPart elsewhere = PartFor(0);
  elsewhere.redaction.record = Redaction{.target = EntityId(1)};
  Close();
  EXPECT_FALSE(forged(sound));
  EXPECT_TRUE(forged(renamed));
  EXPECT_TRUE(forged(unmarked));
  EXPECT_TRUE(forged(elsewhere));
}

TEST_F(RedactionTest, TheWordIsInNoFileAndTheProofsHold) {
  Create();
  GrowTo(600, 50);
  Append({Named()});
  const Hash leaf = *log_->LeafHash(EventIndex(600));
  const Hash root = log_->root();
  const std::vector<Hash> proof = *log_->InclusionProof(EventIndex(600), 601);
  EXPECT_FALSE(FilesWith(kWord).empty());

  ASSERT_EQ(Redact({600}), absl::OkStatus());
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  EXPECT_EQ(log_->size(), 602u);
  EXPECT_EQ(*log_->LeafHash(EventIndex(600)), leaf);
  EXPECT_EQ(*log_->RootAt(601), root);
  EXPECT_EQ(*log_->InclusionProof(EventIndex(600), 601), proof);
  EXPECT_EQ(VerifyInclusion(600, 601, leaf, proof, root), absl::OkStatus());
  EXPECT_TRUE(*log_->IsReplaced(EventIndex(600)));
  EXPECT_FALSE(*log_->IsReplaced(EventIndex(599)));

  ASSERT_EQ(Open(Access::kRead), absl::OkStatus());
  const Event left = *log_->Get(EventIndex(600));
  EXPECT_EQ(left.withheld, Withheld::kRedacted);
  EXPECT_EQ(left.key, "person:7");
  EXPECT_EQ(std::get<Entity>(left.record).name, "");
  EXPECT_EQ(log_->Get(EventIndex(601))->reason, "she asked for it");
  EXPECT_EQ(
      log_->Scan(EventIndex(0), EventIndex(602),
                 [](EventIndex, const Event&) { return absl::OkStatus(); },
                 {.leaf_hashes = LeafHashes::kCompared}),
      absl::OkStatus());
  EXPECT_THAT(log_->notices(), IsEmpty());
  ExpectSound(1);
}

TEST_F(RedactionTest, TheWordIsTakenFromTablesOfEveryLevel) {
  Create();
  // One in a table taken over, one in a table that was flushed, one in the
  // write-ahead log.
  {
    auto bulk = log_->BeginBulk(5000);
    ASSERT_TRUE(bulk.ok());
    for (uint64_t i = 0; i < 5000; ++i) {
      ASSERT_EQ((*bulk)->Add(i == 1234 ? Named()
                                       : EntityNamed(absl::StrCat("e:", i))),
                absl::OkStatus());
    }
    ASSERT_TRUE((*bulk)->Finish().ok());
  }
  Append({Named()});
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  Append({Named()});
  const Hash root = log_->root();
  ASSERT_EQ(Redact({1234, 5000, 5001}), absl::OkStatus());
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  EXPECT_EQ(*log_->RootAt(5002), root);
  // It goes on, and what was redacted stays so.
  Append(Entities(0, 3));
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  EXPECT_EQ(log_->size(), 5008u);
  Close();
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  ExpectSound(3);
}

TEST_F(RedactionTest, WhatIsLeftCanBeRedactedAgain) {
  Create();
  Append({Named(), EntityNamed("other")});
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  RedactionPart again = PartFor(0);
  again.left[0].left.key = "#0";
  ASSERT_TRUE(log_->Redact({again}, {}).ok());
  EXPECT_THAT(FilesWith("person:7"), IsEmpty());
  Close();
  ExpectSound(1);
}

TEST_F(RedactionTest, ContentsAndWhatWasMadeFromTheLogGo) {
  Create();
  const ContentStore contents(Path("case/contents"));
  const Content gone = *contents.Put(kWord);
  const Content kept = *contents.Put("kept");
  Append({EntityNamed("a"),
          {.key = "src", .record = Source{.name = "s"}},
          {.key = "rpt", .record = ReportOf(1, kept)}});
  WriteFile(Path("case/projection"), kWord);
  WriteFile(Path("case/projection.tmp"), kWord);
  WriteFile(Path("case/fingerprints"), kWord);
  ASSERT_EQ(Redact({0}, {gone}), absl::OkStatus());
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  EXPECT_FALSE(contents.Check(gone).ok());
  EXPECT_EQ(contents.Check(kept), absl::OkStatus());
}

// An `add` or a redaction that was killed has stored contents that no event
// came to name.
TEST_F(RedactionTest, ContentsThatNoEventNamesGo) {
  Create();
  const ContentStore contents(Path("case/contents"));
  const Content text = *contents.Put("the text");
  const Content file = *contents.Put("the file");
  const Content amended = *contents.Put("the amended text");
  Event amendment = {.record = Amendment{.target = ReportId(2),
                                         .values = ReportOf(1, amended),
                                         .fields = {"text"}}};
  Event report = {.key = "rpt", .record = ReportOf(1, text)};
  std::get<Report>(report.record).file = file;
  Append({Named(),
          {.key = "src", .record = Source{.name = "s"}},
          report,
          amendment});
  const Content orphan = *contents.Put(absl::StrCat("words of ", kWord));
  WriteFile(Path("case/contents/pending/half"), kWord);
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  EXPECT_FALSE(contents.Check(orphan).ok());
  for (const Content& named : {text, file, amended}) {
    EXPECT_EQ(contents.Check(named), absl::OkStatus());
  }
  Close();
  ExpectSound(1);
}

// What is named cannot be told beside an event that cannot be read.
TEST_F(RedactionTest, BesideDamageNoContentIsTakenForOneThatNoEventNames) {
  Create();
  const ContentStore contents(Path("case/contents"));
  const Content text = *contents.Put("the text");
  Append({Named(),
          {.key = "src", .record = Source{.name = "s"}},
          {.key = "rpt", .record = ReportOf(1, text)}});
  Close();
  {
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    (*store)->PutEvent(1, "no event", batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  const absl::Status redacted = Redact({0});
  EXPECT_TRUE(absl::IsDataLoss(redacted)) << redacted;
  EXPECT_THAT(std::string(redacted.message()), HasSubstr("event 1: "));
  EXPECT_EQ(contents.Check(text), absl::OkStatus());
  EXPECT_TRUE(absl::IsDataLoss(Open(Access::kWrite)));
  EXPECT_EQ(contents.Check(text), absl::OkStatus());
}

TEST_F(RedactionTest, WhatCannotBeRedactedChangesNothing) {
  Create();
  Append({Named()});
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  const auto before = Everything();
  const auto expect_refused = [&](const RedactionPart& part) {
    EXPECT_EQ(log_->Redact({part}, {}).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(Everything() == before);
  };
  RedactionPart missing = PartFor(0);
  missing.left[0].event = EventIndex(2);
  expect_refused(missing);
  RedactionPart of_redaction = PartFor(0);
  of_redaction.left[0].event = EventIndex(1);
  of_redaction.left[0].left.record = Redaction{.target = EntityId(0)};
  expect_refused(of_redaction);
  RedactionPart empty = PartFor(0);
  empty.left.clear();
  expect_refused(empty);
  RedactionPart other = PartFor(0);
  other.redaction.record = Entity{};
  expect_refused(other);
  EXPECT_TRUE(absl::IsInvalidArgument(log_->Redact({}, {}).status()));
  Append({EntityNamed("on it goes")});
}

// A write-ahead log of before must be gone as well, and is no less in the way
// where the database has no number for it.
TEST_F(RedactionTest, LogsThatAreNoLongerUsedGo) {
  Create();
  Append({Named()});
  WriteFile(Path("case/db/000001.log"), kWord);
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  EXPECT_THAT(FilesWith(kWord), IsEmpty());

  Append({Named()});
  const std::string stranger = Path("case/db/900000.log");
  WriteFile(stranger, kWord);
  const absl::Status redacted = Redact({2});
  EXPECT_TRUE(absl::IsUnavailable(redacted)) << redacted;
  EXPECT_THAT(std::string(redacted.message()), HasSubstr("900000.log"));
  Close();
  std::filesystem::remove(stranger);
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  EXPECT_THAT(absl::StrJoin(log_->notices(), "\n"),
              HasSubstr("has been finished"));
  EXPECT_THAT(FilesWith(kWord), IsEmpty());
  Close();
  ExpectSound(2);
}

// Whoever began before does not take what a redaction has taken out for lost.
TEST_F(RedactionTest, VerifyingBesideARedactionFindsNothingWrong) {
  Create();
  const ContentStore contents(Path("case/contents"));
  const Content text = *contents.Put(kWord);
  Append({{.key = "src", .record = Source{.name = "s"}},
          {.key = "rpt", .record = ReportOf(0, text)}});
  RedactionPart part = {
      .redaction = {.by = "tester", .record = Redaction{.target = ReportId(1)}},
      .left = {{EventIndex(1),
                {.key = "rpt",
                 .recorded_at = log_->Get(EventIndex(1))->recorded_at,
                 .withheld = Withheld::kRedacted,
                 .record = Report{.source = SourceId(0)}}}}};
  int runs = 0;
  const auto report =
      VerifyCase(Case(), {.progress = [&](uint64_t done, uint64_t) {
                   if (done != 0 || ++runs != 1) return;
                   const auto redacted = log_->Redact({part}, {text});
                   EXPECT_TRUE(redacted.ok()) << redacted.status();
                 }});
  ASSERT_TRUE(report.ok()) << report.status();
  for (const VerifyProblem& problem : report->problems) {
    ADD_FAILURE() << problem.what;
  }
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(report->redacted, 1u);
  // What is missing also then is damage.
  Event again = {.key = "rpt:2", .record = ReportOf(0, text)};
  Append({again});
  runs = 0;
  const auto damaged =
      VerifyCase(Case(), {.progress = [&](uint64_t done, uint64_t) {
                   if (done == 0 && ++runs == 1) Append({EntityNamed("a")});
                 }});
  ASSERT_TRUE(damaged.ok());
  EXPECT_EQ(runs, 2);
  ASSERT_EQ(damaged->problem_count, 1u);
  EXPECT_THAT(damaged->problems[0].what, HasSubstr("is missing"));
}

// Replaces the bytes of events of the closed case.
class ForgedRedactionTest : public RedactionTest {
 protected:
  void Put(uint64_t index, const std::string& bytes) {
    Close();
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    (*store)->PutEvent(index, bytes, batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }

  void ExpectDamage(uint64_t index) {
    const auto report = VerifyCase(Case(), {});
    ASSERT_TRUE(report.ok());
    EXPECT_FALSE(report->ok());
    EXPECT_THAT(report->problems[0].what,
                HasSubstr(absl::StrCat("event ", index,
                                       " does not match its leaf hash")));
    EXPECT_FALSE(report->tree_ok);
  }

  static std::string Replacement(const Event& left, uint64_t redacted_by) {
    EventEncoder encoder;
    return std::string(
        *encoder.EncodeReplacement(left, Salt{}, EventIndex(redacted_by)));
  }
};

TEST_F(ForgedRedactionTest, AnEventReplacedWithoutARedactionIsDamage) {
  Create();
  Append({Named(), EntityNamed("b"), EntityNamed("c")});
  Event left = *log_->Get(EventIndex(0));
  left.withheld = Withheld::kRedacted;
  Put(0, Replacement(left, 2));
  ExpectDamage(0);
  Put(0, Replacement(left, 99));
  ExpectDamage(0);
  // The log opens, as it reads no more than its end; comparing refuses.
  ASSERT_EQ(Open(Access::kRead), absl::OkStatus());
  EXPECT_TRUE(absl::IsDataLoss(
      log_->Scan(EventIndex(0), EventIndex(3),
                 [](EventIndex, const Event&) { return absl::OkStatus(); },
                 {.leaf_hashes = LeafHashes::kCompared})));
}

// Who cannot sign can write a redaction behind the head, with a tree that has
// it, and what it leaves in place of what was signed for.
TEST_F(ForgedRedactionTest, ARedactionThatNobodySignedIsDamage) {
  Create();
  Append({Named(), EntityNamed("b")});
  Close();
  Copy("case", "signed");
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  Close();
  std::filesystem::copy_file(Path("signed/head"), Path("case/head"),
                             std::filesystem::copy_options::overwrite_existing);
  auto report = VerifyCase(Case(), {});
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->problem_count, 1u);
  EXPECT_EQ(report->problems[0].event, 2u);
  EXPECT_THAT(report->problems[0].what,
              HasSubstr("event 2 is a redaction that the signed head does not "
                        "speak of"));
  const absl::Status opened = Open(Access::kWrite);
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("event 2 is a"));

  // One that was cut off before it was signed for has its note.
  ASSERT_EQ(WriteRedactionNote(
                CaseFiles(Case()),
                {.redaction = 2, .begin = 0, .end = 1, .events = {0}}, {}),
            absl::OkStatus());
  report = VerifyCase(Case(), {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok());
  EXPECT_TRUE(report->redaction_unfinished);
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
  EXPECT_EQ(log_->head().checkpoint.tree_size, 3u);
  Close();
  ExpectSound(1);
}

TEST_F(ForgedRedactionTest, WhatARedactionLeftCannotBeChanged) {
  Create();
  Append({Named(), EntityNamed("b")});
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  Event left = *log_->Get(EventIndex(0));
  // Another event of the same redaction, and one of a redaction's words.
  left.key = "person:8";
  Put(0, Replacement(left, 2));
  ExpectDamage(0);
  Put(1, Replacement(left, 2));
  ExpectDamage(0);
}

TEST_F(RedactionTest, WhatWasInterruptedAtAnyStepIsFinished) {
  const auto run = [this](int fail_from, std::vector<std::string>* steps) {
    std::filesystem::remove_all(Path("case"));
    Create();
    const ContentStore contents(Path("case/contents"));
    const Content content = *contents.Put(absl::StrCat("text of ", kWord));
    EXPECT_TRUE(contents.Put(absl::StrCat("left behind of ", kWord)).ok());
    GrowTo(20, 20);
    Append({Named()});
    WriteFile(Path("case/projection"), kWord);
    Close();
    int step = 0;
    bool armed = false;
    OpenOptions options = {.access = Access::kWrite, .clock = Ticking()};
    // After the first one that fails the machine is off: so do all others.
    options.file_hook = [&](FileOperation, const std::string& path) {
      if (!armed) return absl::OkStatus();
      ++step;
      if (steps != nullptr) steps->push_back(path.substr(Case().size()));
      return fail_from > 0 && step >= fail_from
                 ? absl::UnavailableError("the power is gone")
                 : absl::OkStatus();
    };
    auto opened = EventLog::Open(Case(), options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
    armed = true;
    const absl::Status redacted = Redact({20}, {content});
    EXPECT_EQ(redacted.ok(), fail_from == 0) << redacted;
    log_.reset();
    if (fail_from == 0) return;

    // A reader either has the event as it was, or what is left of it.
    ASSERT_EQ(Open(Access::kRead), absl::OkStatus());
    const bool replaced = *log_->IsReplaced(EventIndex(20));
    const bool noted = std::filesystem::exists(Path("case/redaction"));
    if (replaced && noted) {
      EXPECT_THAT(absl::StrJoin(log_->notices(), "\n"),
                  HasSubstr("what it takes out may still be"));
    }
    if (!replaced && noted) {
      EXPECT_THAT(absl::StrJoin(log_->notices(), "\n"),
                  HasSubstr("nothing was redacted"));
    }
    ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());
    if (noted) {
      EXPECT_THAT(
          absl::StrJoin(log_->notices(), "\n"),
          HasSubstr(replaced ? "has been finished" : "nothing was redacted"));
    }
    EXPECT_FALSE(std::filesystem::exists(Path("case/redaction")));
    EXPECT_EQ(*log_->IsReplaced(EventIndex(20)), replaced);
    EXPECT_EQ(contents.Check(content).ok(), !replaced);
    if (replaced) {
      EXPECT_THAT(FilesWith(kWord), IsEmpty());
      EXPECT_EQ(log_->size(), 22u);
    } else {
      EXPECT_EQ(log_->size(), 21u);
      EXPECT_EQ(std::get<Entity>(log_->Get(EventIndex(20))->record).name,
                kWord);
    }
    Close();
    ExpectSound(replaced ? 1 : 0);
  };
  std::vector<std::string> steps;
  run(0, &steps);
  EXPECT_GT(steps.size(), 8u);
  for (size_t step = 1; step <= steps.size(); ++step) {
    SCOPED_TRACE(absl::StrCat("step ", step, ": ", steps[step - 1]));
    run(static_cast<int>(step), nullptr);
  }
}

TEST_F(RedactionTest, RecoveryKeepsWhatIsLeft) {
  Create();
  Append({Named(), EntityNamed("b"), Named()});
  ASSERT_EQ(Redact({0, 2}), absl::OkStatus());
  Close();
  const auto report = Recover(Case(), Path("fresh"), {.by = "tester"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->recovered, 5u);
  EXPECT_THAT(report->lost, IsEmpty());
  const auto verified = VerifyCase(Path("fresh"), {});
  ASSERT_TRUE(verified.ok());
  EXPECT_TRUE(verified->ok());
  EXPECT_EQ(verified->redacted, 0u);
  auto fresh = EventLog::Open(Path("fresh"), {});
  ASSERT_TRUE(fresh.ok());
  EXPECT_EQ((*fresh)->Get(EventIndex(1))->withheld, Withheld::kRedacted);
}

TEST_F(ForgedRedactionTest, RecoveryDropsWhatNoRedactionLeft) {
  Create();
  Append({Named(), EntityNamed("b")});
  ASSERT_EQ(Redact({0}), absl::OkStatus());
  Event left = *log_->Get(EventIndex(0));
  Put(1, Replacement(left, 2));
  const auto report = Recover(Case(), Path("fresh"), {.by = "tester"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->recovered, 2u);
  EXPECT_THAT(report->lost, ElementsAre(std::make_pair(1u, 2u)));
}

}  // namespace
}  // namespace attest
