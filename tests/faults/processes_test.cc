// Several processes on one case: writers that exclude each other, readers
// beside a writer, and a medium that cannot be written.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/log/event_log.h"
#include "engine/log/verify.h"
#include "tests/faults/harness/child.h"
#include "tests/faults/harness/fault_disk.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/survivors.h"
#include "tests/faults/harness/tiny_disk.h"
#include "tests/faults/harness/writer_run.h"

namespace attest {
namespace {

// A case with some events, none of them of this process any more.
class CaseOnDisk {
 public:
  explicit CaseOnDisk(uint64_t seed)
      : task_({.program = ATTEST_APPEND_WRITER,
               .directory = scratch_ / "case",
               .seed = seed,
               .most_bulk = 600,
               .batches = 9,
               .sessions = 3}),
        run_(RunWriter(task_)) {
    EXPECT_EQ(run_.exit_code, 0) << run_.error;
  }

  [[nodiscard]] const std::string& directory() const { return task_.directory; }
  [[nodiscard]] Workload workload() const { return task_.workload(); }
  [[nodiscard]] const WriterTask& task() const { return task_; }
  [[nodiscard]] const Acknowledged& last() const { return run_.last; }

 private:
  const Scratch scratch_;
  const WriterTask task_;
  const WriterRun run_;
};

TEST(ProcessesTest, ASecondWriterIsToldWhoWrites) {
  const CaseOnDisk made(1);
  Child holder({ATTEST_APPEND_WRITER, "hold", made.directory()});
  ASSERT_EQ(holder.ReadLine(), "held");
  const absl::Status status =
      EventLog::Open(made.directory(), {.access = Access::kWrite}).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(),
                                absl::StrCat("process ", holder.pid())))
      << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "hold the case")) << status;
  // A reader is not kept out.
  EXPECT_EQ(EventLog::Open(made.directory(), {}).status(), absl::OkStatus());
}

TEST(ProcessesTest, AWriterWaitsForItsTurn) {
  const CaseOnDisk made(2);
  Child holder({ATTEST_APPEND_WRITER, "hold", made.directory()});
  ASSERT_EQ(holder.ReadLine(), "held");
  absl::Status status = absl::UnknownError("not done");
  std::thread second([&] {
    status = EventLog::Open(made.directory(), {.access = Access::kWrite,
                                               .wait = absl::Seconds(60)})
                 .status();
  });
  holder.CloseInput();
  EXPECT_EQ(holder.Wait(), 0);
  second.join();
  EXPECT_EQ(status, absl::OkStatus());
}

TEST(ProcessesTest, ALockEndsWithItsHolder) {
  const CaseOnDisk made(3);
  Child holder({ATTEST_APPEND_WRITER, "hold", made.directory()});
  ASSERT_EQ(holder.ReadLine(), "held");
  holder.Kill();
  EXPECT_EQ(holder.Wait(), kKilled);
  EXPECT_EQ(CheckSurvivors(made.directory(), made.workload(), made.last()),
            absl::OkStatus());
}

// What a reader has printed: a size and a root.
Acknowledged Parsed(const std::string& line) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  Acknowledged seen;
  EXPECT_TRUE(words.size() == 3 && words[0] == "read" &&
              absl::SimpleAtoi(words[1], &seen.size))
      << line;
  if (words.size() != 3) return seen;
  const auto root = Hash::FromHex(words[2]);
  EXPECT_TRUE(root.ok()) << line;
  if (root.ok()) seen.root = *root;
  return seen;
}

TEST(ProcessesTest, ReadersBesideAWriterSeeTheLogGrow) {
  CaseOnDisk made(4);
  Child reader({ATTEST_APPEND_WRITER, "read", made.directory()});
  WriterTask more = made.task();
  more.batches = Scaled(120, 1200);
  more.sessions = more.batches / 4;  // each opening flushes, some compact
  const WriterRun run = RunWriter(more);
  EXPECT_EQ(run.exit_code, 0) << run.error;
  reader.CloseInput();
  std::vector<Acknowledged> seen;
  while (const std::optional<std::string> line = reader.ReadLine()) {
    ASSERT_FALSE(absl::StartsWith(*line, "error")) << *line;
    seen.push_back(Parsed(*line));
  }
  EXPECT_EQ(reader.Wait(), 0);
  EXPECT_GT(seen.size(), 2u);
  const auto log = EventLog::Open(made.directory(), {});
  ASSERT_TRUE(log.ok()) << log.status();
  uint64_t size = 0;
  for (const Acknowledged& now : seen) {
    EXPECT_GE(now.size, size);
    size = now.size;
    const auto root = (*log)->RootAt(size);
    ASSERT_TRUE(root.ok()) << root.status();
    EXPECT_EQ(*root, now.root) << size;
  }
}

TEST(ProcessesTest, AReaderChangesNothing) {
  const CaseOnDisk made(5);
  OperationCount count;
  FaultDisk disk({&count});
  const std::string before = FolderHash(made.directory());
  {
    const auto log = EventLog::Open(
        made.directory(), {.env = disk.env(), .file_hook = disk.hook()});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ(CheckEventsOf(**log, made.workload()), absl::OkStatus());
  }
  const auto report = VerifyCase(made.directory(), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok());
  for (const auto& [point, operations] : count.counts()) {
    ADD_FAILURE() << point << " " << operations << " times";
  }
  EXPECT_EQ(FolderHash(made.directory()), before);
}

TEST(ProcessesTest, ACaseOnAReadOnlyMediumAnswers) {
  const CaseOnDisk made(6);
  const auto disk = TinyDisk::Mount(
      64 << 20, /*read_only=*/true, [&](const std::string& path) {
        CopyFolder(made.directory(), path + "/case");
      });
  if (disk == nullptr) GTEST_SKIP() << "no right to mount a read-only disk";
  const std::string directory = *disk / "case";
  const auto log = EventLog::Open(directory, {});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->size(), made.last().size);
  EXPECT_EQ(CheckEventsOf(**log, made.workload()), absl::OkStatus());
  EXPECT_TRUE((*log)->notices().empty());
  const auto report = VerifyCase(directory, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok());
  const absl::Status status =
      EventLog::Open(directory, {.access = Access::kWrite}).status();
  EXPECT_FALSE(status.ok());
  EXPECT_FALSE(absl::IsDataLoss(status)) << status;
}

}  // namespace
}  // namespace attest
