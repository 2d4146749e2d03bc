// kill -9: a writer is killed at random moments, again and again; and, swept
// one by one, at each operation on the disk.

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/harness/child.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/survivors.h"
#include "tests/faults/harness/writer_run.h"

namespace attest {
namespace {

WriterTask TaskIn(const std::string& directory, uint64_t seed) {
  return {.program = ATTEST_APPEND_WRITER,
          .directory = directory,
          .seed = seed,
          .most_bulk = 600,
          .batches = 12,
          .sessions = 3};
}

// A case that a kill left half made is no case, and says so.
void ExpectNoCase(const std::string& directory) {
  const auto log = EventLog::Open(directory, {});
  EXPECT_EQ(log.status().code(), absl::StatusCode::kNotFound) << log.status();
}

void ExpectSurvivors(const WriterTask& task, const WriterRun& run) {
  if (!std::filesystem::exists(task.directory + "/FORMAT")) {
    EXPECT_FALSE(run.created);
    if (std::filesystem::exists(task.directory)) ExpectNoCase(task.directory);
    return;
  }
  EXPECT_EQ(CheckSurvivors(task.directory, task.workload(), run.last),
            absl::OkStatus());
}

TEST(KillTest, AnUndisturbedWriterEndsWithItsWorkload) {
  const Scratch scratch;
  const WriterTask task = TaskIn(scratch / "case", 1);
  const WriterRun run = RunWriter(task);
  EXPECT_EQ(run.exit_code, 0) << run.error;
  EXPECT_TRUE(run.created);
  EXPECT_EQ(run.last.size, task.workload().SizeBefore(task.batches));
  ExpectSurvivors(task, run);
}

TEST(KillTest, NothingAcknowledgedIsLostAtAnyMoment) {
  constexpr uint64_t kSeed = 20240607;
  std::mt19937_64 random(kSeed);
  for (uint64_t round = 0; round < Scaled(6, 200); ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " round ", round));
    const Scratch scratch;
    WriterTask task = TaskIn(scratch / "case", round);
    task.batches = 100000;
    task.sessions = 1;
    task.most_bulk = 20000;
    WriterRun run;
    // Killed and set going again on what was left.
    for (int life = 0; life < 4; ++life) {
      Child writer(task.Arguments());
      const std::optional<std::string> first = writer.ReadLine();
      if (first.has_value()) run.Take(*first);
      absl::SleepFor(absl::Microseconds(random() % 150000));
      writer.Kill();
      while (const std::optional<std::string> line = writer.ReadLine()) {
        run.Take(*line);
      }
      EXPECT_EQ(writer.Wait(), kKilled) << run.error;
    }
    EXPECT_EQ(run.error, "");
    ExpectSurvivors(task, run);
  }
}

std::string CrashName(const std::vector<std::string>& crash) {
  return crash[0] + " " + crash[1] + " " + crash[2];
}

TEST(KillTest, NothingAcknowledgedIsLostAtAnyOperation) {
  const Scratch scratch;
  WriterTask task = TaskIn(scratch / "case", 7);
  const WriterRun whole = RunWriter(task);
  ASSERT_EQ(whole.exit_code, 0) << whole.error;
  for (const char* point : {"wal.create",        "wal.write",
                            "wal.sync",          "bulk.create",
                            "bulk.sync",         "table.create",
                            "table.write",       "table.sync",
                            "table.link",        "manifest.write",
                            "manifest.sync",     "current.rename",
                            "db.sync_directory", "head.write",
                            "head.sync",         "content.create",
                            "content.write",     "content.sync",
                            "content.rename",    "content.sync_directory",
                            "case.create",       "case.sync_directory"}) {
    EXPECT_GT(whole.points.count(point), 0u) << point;
  }
  std::mt19937_64 random(3);
  std::vector<std::vector<std::string>> crashes;
  for (const auto& [point, count] : whole.points) {
    const uint64_t samples = Scaled(2, count);
    for (uint64_t i = 1; i <= samples; ++i) {
      const uint64_t number = samples >= count ? i : 1 + random() % count;
      if (number > count) break;
      crashes.push_back({point, absl::StrCat(number), "crash"});
      if (point == "wal.write" || point == "manifest.write" ||
          point == "table.write" || point == "bulk.write") {
        crashes.push_back({point, absl::StrCat(number), "tear"});
      }
    }
  }
  for (const std::vector<std::string>& crash : crashes) {
    SCOPED_TRACE(CrashName(crash));
    RemoveFolder(task.directory);
    task.crash = crash;
    const WriterRun run = RunWriter(task);
    // Flushes and compactions do not come at the same moment each time: the
    // last of their operations may not come at all.
    EXPECT_TRUE(run.exit_code == kKilled || run.exit_code == 0) << run.error;
    ExpectSurvivors(task, run);
  }
}

}  // namespace
}  // namespace attest
