// A damaged log is refused, or says so, or gives the same answer: one bit
// flipped at a time, truncation, zeros, removal, and roll-back, of every file.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/log/recover.h"
#include "engine/log/verify.h"
#include "engine/status_macros.h"
#include "tests/faults/harness/damage.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/survivors.h"
#include "tests/faults/harness/workload.h"

namespace attest {
namespace {

constexpr uint64_t kSeed = 9;
constexpr uint64_t kBatches = 9;

// All that a log says: its head, every event and every content. Notices are
// what it says of its own state.
struct LogAnswer {
  uint64_t size = 0;
  std::string root;
  std::vector<std::string> events;
  std::vector<std::string> notices;
};

absl::StatusOr<LogAnswer> Ask(const std::string& directory, Access access) {
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   EventLog::Open(directory, {.access = access}));
  const ContentStore contents(directory + "/contents");
  LogAnswer answer = {.size = log->size(),
                      .root = log->root().ToHex(),
                      .events = {},
                      .notices = log->notices()};
  RETURN_IF_ERROR(
      log->Scan(EventIndex(0), EventIndex(log->size()),
                [&](EventIndex index, const Event& event) {
                  ASSIGN_OR_RETURN(std::string text, log->GetBytes(index));
                  if (const auto* report = std::get_if<Report>(&event.record)) {
                    ASSIGN_OR_RETURN(const std::string words,
                                     contents.Get(*report->text));
                    absl::StrAppend(&text, words);
                  }
                  answer.events.push_back(std::move(text));
                  return absl::OkStatus();
                }));
  return answer;
}

// A small case with everything in it: tables of several sessions, ingested
// ones, and events that stand only in the write-ahead log.
class SmallCase {
 public:
  SmallCase() : workload_(kSeed, 300) {
    EXPECT_TRUE(EventLog::Create(directory(), {}).ok());
    const ContentStore contents(directory() + "/contents");
    for (uint64_t session = 1; session <= 3; ++session) {
      const auto log = EventLog::Open(directory(), {.access = Access::kWrite});
      EXPECT_TRUE(log.ok()) << log.status();
      EXPECT_EQ(RunWorkload(workload_, kBatches * session / 3, **log, contents,
                            [](const Acknowledged&) {}),
                absl::OkStatus());
      stages_.push_back(scratch_ / absl::StrCat("stage", session));
      CopyFolder(directory(), stages_.back());
    }
    const auto answer = Ask(directory(), Access::kRead);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (answer.ok()) answer_ = *answer;
    EXPECT_TRUE(answer_.notices.empty());
  }

  [[nodiscard]] std::string directory() const { return scratch_ / "case"; }
  [[nodiscard]] std::string other() const { return scratch_ / "other"; }
  [[nodiscard]] std::string third() const { return scratch_ / "third"; }
  // The case as it was after each session.
  [[nodiscard]] const std::vector<std::string>& stages() const {
    return stages_;
  }
  [[nodiscard]] const LogAnswer& answer() const { return answer_; }
  [[nodiscard]] const Workload& workload() const { return workload_; }

 private:
  const Scratch scratch_;
  const Workload workload_;
  std::vector<std::string> stages_;
  LogAnswer answer_;
};

// The lock says nothing that an answer depends on.
bool IsDamageable(const std::string& file) {
  if (file == "lock" || file == "db/LOCK") return false;
  // One content is as good as another: those of some names stand for all.
  return !absl::StartsWith(file, "contents/") ||
         absl::StartsWith(file, "contents/0") || RunsInFull();
}

// Why `got` must not have been answered; empty when it may.
std::string WhyWrong(const absl::StatusOr<LogAnswer>& got,
                     const LogAnswer& want, const Damage& damage) {
  if (!got.ok()) {
    const bool said =
        absl::IsDataLoss(got.status()) ||
        (damage.file == "FORMAT" && (absl::IsFailedPrecondition(got.status()) ||
                                     absl::IsNotFound(got.status())));
    return said ? "" : absl::StrCat("refused as ", got.status().ToString());
  }
  if (got->size == want.size && got->root == want.root) {
    return got->events == want.events ? "" : "other events";
  }
  // An older head in the other slot: said, and what is answered is right.
  if (got->notices.empty()) return "another size, and nothing said";
  if (got->size > want.size) return "more events than there were";
  for (uint64_t i = 0; i < got->events.size(); ++i) {
    if (got->events[i] != want.events[i]) return "other events";
  }
  return "";
}

std::string FilesKind(const std::string& file) {
  if (absl::StrContains(file, ".log")) return "write-ahead log";
  if (absl::StrContains(file, ".sst")) return "tables";
  return std::string(file.substr(0, file.find('-')));
}

TEST(LogDamageTest, IsRefusedOrSaidOrWithoutEffect) {
  const SmallCase small;
  const auto damages = DamagesOf(small.directory(), Scaled(24, 1u << 30),
                                 Scaled(3, 200), kSeed, IsDamageable);
  std::map<std::string, std::map<std::string, int>> outcomes;
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.Describe());
    const Damaged damaged(small.directory(), damage);
    const auto answer = Ask(small.directory(), Access::kRead);
    EXPECT_EQ(WhyWrong(answer, small.answer(), damage), "");
    const auto report = VerifyCase(small.directory(), {});
    const bool found = !report.ok() || !report->ok();
    EXPECT_TRUE(answer.ok() || found) << "verify finds nothing wrong";
    const char* outcome = !answer.ok()               ? "refused"
                          : found                    ? "found by verify"
                          : !answer->notices.empty() ? "said"
                                                     : "without effect";
    ++outcomes[FilesKind(damage.file)][outcome];
  }
  for (const auto& [kind, counts] : outcomes) {
    for (const auto& [outcome, count] : counts) {
      RecordProperty(absl::StrCat(kind, " ", outcome), count);
    }
  }
}

TEST(LogDamageTest, IsNotWrittenOver) {
  const SmallCase small;
  const auto damages = DamagesOf(small.directory(), Scaled(4, 400),
                                 Scaled(1, 20), kSeed + 1, IsDamageable);
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.Describe());
    const Damaged damaged(small.directory(), damage);
    CopyFolder(small.directory(), small.other());
    const std::string before = FolderHash(small.other() + "/db");
    const absl::Status opened =
        EventLog::Open(small.other(), {.access = Access::kWrite}).status();
    if (!opened.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(opened) ||
                  absl::IsFailedPrecondition(opened) ||
                  (damage.file == "FORMAT" && absl::IsNotFound(opened)))
          << opened;
      EXPECT_EQ(FolderHash(small.other() + "/db"), before);
      continue;
    }
    // Damage far from the end of the log is met when it is read.
    const auto answer = Ask(small.other(), Access::kRead);
    if (!answer.ok()) {
      EXPECT_EQ(WhyWrong(answer, small.answer(), damage), "");
      continue;
    }
    // What it found whole it also goes on with, and leaves whole.
    EXPECT_EQ(answer->events, small.answer().events);
    EXPECT_EQ(CheckSurvivors(small.other(), small.workload(),
                             {.size = small.answer().size,
                              .root = *Hash::FromHex(small.answer().root)}),
              absl::OkStatus());
  }
}

// The database of a stage with the head of another.
void Mix(const std::string& database_of, const std::string& head_of,
         const std::string& to) {
  CopyFolder(database_of, to);
  WriteBytes(to + "/head", ReadBytes(head_of + "/head"));
}

TEST(LogDamageTest, AnOlderDatabaseIsRefused) {
  const SmallCase small;
  for (const size_t older : {0u, 1u}) {
    Mix(small.stages()[older], small.stages()[2], small.other());
    for (const Access access : {Access::kRead, Access::kWrite}) {
      const auto answer = Ask(small.other(), access);
      EXPECT_TRUE(absl::IsDataLoss(answer.status())) << answer.status();
    }
    const auto report = VerifyCase(small.other(), {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_FALSE(report->ok());
  }
}

TEST(LogDamageTest, AnOlderHeadIsSaidAndSignedAnew) {
  const SmallCase small;
  for (const size_t older : {0u, 1u}) {
    Mix(small.stages()[2], small.stages()[older], small.other());
    const auto read = Ask(small.other(), Access::kRead);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_FALSE(read->notices.empty());
    EXPECT_LT(read->size, small.answer().size);
    const auto written = Ask(small.other(), Access::kWrite);
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_FALSE(written->notices.empty());
    EXPECT_EQ(written->events, small.answer().events);
    EXPECT_EQ(Ask(small.other(), Access::kRead)->root, small.answer().root);
  }
}

// Database and head rolled back together are a sound case: only a head kept
// elsewhere tells.
TEST(LogDamageTest, ARollBackOfAllIsSeenByAHeadKeptElsewhere) {
  const SmallCase small;
  CopyFolder(small.stages()[0], small.other());
  const auto answer = Ask(small.other(), Access::kRead);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->notices.empty());
  EXPECT_LT(answer->size, small.answer().size);
  {
    const auto log = EventLog::Open(small.other(), {.access = Access::kWrite});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->RootAt(small.answer().size).status().code(),
              absl::StatusCode::kOutOfRange);
    // Grown again past it, with events that are as good.
    const ContentStore contents(small.other() + "/contents");
    ASSERT_EQ(RunWorkload(small.workload(), kBatches + 1, **log, contents,
                          [](const Acknowledged&) {}),
              absl::OkStatus());
    const auto root = (*log)->RootAt(small.answer().size);
    ASSERT_TRUE(root.ok()) << root.status();
    EXPECT_NE(root->ToHex(), small.answer().root);
  }
}

// Every recovered event is one of the old ones, in their order; what is
// missing is listed.
absl::Status CheckRecovered(const std::string& fresh,
                            const RecoverReport& report,
                            const Workload& workload) {
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   EventLog::Open(fresh, {}));
  std::map<std::string, uint64_t> old;  // by key
  for (uint64_t i = 0; i < report.expected; ++i) {
    old[workload.EventAt(i).key] = i;
  }
  std::vector<bool> missing(report.expected, false);
  for (const auto& [begin, end] : report.lost) {
    for (uint64_t i = begin; i < end; ++i) missing[i] = true;
  }
  for (const uint64_t i : report.dropped) missing[i] = true;
  std::vector<uint64_t> indexes;  // in the old log, by that in the new one
  RETURN_IF_ERROR(
      log->Scan(EventIndex(0), EventIndex(log->size()),
                [&](EventIndex, const Event& event) {
                  if (event.type() == RecordType::kRecovery) {
                    indexes.push_back(report.expected);
                    return absl::OkStatus();
                  }
                  const auto found = old.find(event.key);
                  if (found == old.end() || missing[found->second]) {
                    return absl::InternalError("an event that was not there");
                  }
                  Event want = workload.EventAt(found->second);
                  want.recorded_at = event.recorded_at;
                  Event got = event;
                  if (auto* record = std::get_if<Report>(&got.record)) {
                    record->source = SourceId(indexes[record->source.value()]);
                  }
                  if (!(got == want))
                    return absl::InternalError("an event differs");
                  const bool in_order = indexes.back() == report.expected ||
                                        indexes.back() < found->second;
                  if (!in_order) return absl::InternalError("out of order");
                  missing[found->second] = true;
                  indexes.push_back(found->second);
                  return absl::OkStatus();
                },
                {.leaf_hashes = LeafHashes::kCompared}));
  for (uint64_t i = 0; i < missing.size(); ++i) {
    if (!missing[i]) {
      return absl::InternalError(absl::StrCat("event ", i, " is not listed"));
    }
  }
  return absl::OkStatus();
}

TEST(LogDamageTest, IsRecoveredFrom) {
  const SmallCase small;
  const auto damages = DamagesOf(small.directory(), Scaled(4, 300),
                                 Scaled(1, 10), kSeed + 2, IsDamageable);
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.Describe());
    const Damaged damaged(small.directory(), damage);
    const std::string before = FolderHash(small.directory());
    RemoveFolder(small.third());
    const auto report =
        Recover(small.directory(), small.third(), {.by = "tester"});
    EXPECT_EQ(FolderHash(small.directory()), before);
    if (damage.file == "FORMAT" &&
        absl::IsFailedPrecondition(report.status())) {
      continue;  // it now says that a newer program wrote it
    }
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(CheckRecovered(small.third(), *report, small.workload()),
              absl::OkStatus());
    // No more is lost than what one damaged file held.
    if (!absl::StartsWith(damage.file, "db/")) {
      EXPECT_EQ(report->recovered, small.answer().size);
    }
    const auto verified = VerifyCase(small.third(), {});
    ASSERT_TRUE(verified.ok()) << verified.status();
    if (report->missing_contents.empty()) {
      EXPECT_TRUE(verified->ok()) << verified->problems.front().what;
    } else {
      EXPECT_TRUE(absl::StartsWith(damage.file, "contents/"));
    }
  }
}

}  // namespace
}  // namespace attest
