// Power loss: at sampled moments, what was synced until then is written into
// another folder, with more or less of what was not; that must be a case which
// opens, with everything acknowledged at that moment.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/log/recover.h"
#include "tests/faults/harness/durable_state.h"
#include "tests/faults/harness/fault_disk.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/survivors.h"
#include "tests/faults/harness/workload.h"

namespace attest {
namespace {

// A moment at which the power went out.
struct Outage {
  std::string folder;
  std::string what;
  Loss loss = Loss::kAll;
  bool created = false;
  Acknowledged acknowledged;
};

class PowerLoss {
 public:
  PowerLoss(uint64_t seed, uint64_t one_in)
      : random_(seed), one_in_(one_in), workload_(seed, 600) {}

  // Runs the workload to its end, in three sessions.
  absl::Status Run(uint64_t batches) {
    DurableState state(scratch_.path(), random_(),
                       [this](uint64_t number, const DiskOperation& operation) {
                         return ImagesBefore(number, operation);
                       });
    FaultDisk disk({&state});
    const ContentStore contents(directory() + "/contents", disk.hook());
    CreateOptions create;
    create.env = disk.env();
    create.file_hook = disk.hook();
    const absl::Status made = EventLog::Create(directory(), create).status();
    if (!made.ok()) return made;
    created_ = true;
    for (uint64_t session = 1; session <= 3; ++session) {
      const auto log = EventLog::Open(directory(), {.access = Access::kWrite,
                                                    .env = disk.env(),
                                                    .file_hook = disk.hook()});
      if (!log.ok()) return log.status();
      const absl::Status done =
          RunWorkload(workload_, batches * session / 3, **log, contents,
                      [this](const Acknowledged& now) { acknowledged_ = now; });
      if (!done.ok()) return done;
    }
    return absl::OkStatus();
  }

  [[nodiscard]] const std::vector<Outage>& outages() const { return outages_; }
  [[nodiscard]] const Workload& workload() const { return workload_; }
  [[nodiscard]] std::string directory() const { return scratch_ / "case"; }

 private:
  std::vector<DurableState::Image> ImagesBefore(
      uint64_t number, const DiskOperation& operation) {
    if (random_() % one_in_ != 0) return {};
    std::vector<DurableState::Image> images;
    for (const Loss loss : kLosses) {
      const std::string folder =
          images_ / absl::StrCat(number, "_", NameOf(loss));
      images.push_back({.loss = loss, .folder = folder});
      outages_.push_back(
          {.folder = folder + "/case",
           .what = absl::StrCat("before operation ", number, ", ",
                                PointName(operation), " ", operation.path,
                                ", losing ", NameOf(loss)),
           .loss = loss,
           .created = created_,
           .acknowledged = acknowledged_});
    }
    return images;
  }

  const Scratch scratch_;
  const Scratch images_;
  std::mt19937_64 random_;
  const uint64_t one_in_;
  const Workload workload_;
  // The log appends and is watched on other threads, never at the same time:
  // what is set here between appends is read during them.
  bool created_ = false;
  Acknowledged acknowledged_;
  std::vector<Outage> outages_;
};

// A write that reached the disk out of order may look like damage inside the
// log; then it is refused, and recovering gives all that was acknowledged.
absl::Status CheckRecovered(const Outage& outage, const Workload& workload) {
  const std::string fresh = outage.folder + "_recovered";
  const auto report = Recover(outage.folder, fresh, {});
  if (!report.ok()) return report.status();
  RemoveFolder(fresh);
  // The Recovery event comes first; the acknowledged ones are all there.
  if (report->recovered < outage.acknowledged.size) {
    return absl::InternalError(absl::StrCat("recovered ", report->recovered,
                                            " of ", outage.acknowledged.size));
  }
  return workload.BatchAt(outage.acknowledged.size).status();
}

void ExpectSurvived(const Outage& outage, const Workload& workload) {
  SCOPED_TRACE(outage.what);
  if (!outage.created && !std::filesystem::exists(outage.folder + "/FORMAT")) {
    return;
  }
  const absl::Status survived =
      CheckSurvivors(outage.folder, workload, outage.acknowledged);
  if (outage.loss == Loss::kScattered && absl::IsDataLoss(survived)) {
    EXPECT_EQ(CheckRecovered(outage, workload), absl::OkStatus()) << survived;
  } else {
    EXPECT_EQ(survived, absl::OkStatus());
  }
}

TEST(PowerLossTest, NothingAcknowledgedIsLost) {
  for (uint64_t seed = 1; seed <= Scaled(2, 20); ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PowerLoss power(seed, Scaled(40, 1));
    ASSERT_EQ(power.Run(12), absl::OkStatus());
    EXPECT_FALSE(power.outages().empty());
    for (const Outage& outage : power.outages()) {
      ExpectSurvived(outage, power.workload());
      RemoveFolder(outage.folder);
    }
  }
}

// A folder made for a content must be on the disk before what lies in it
// counts, also when the process that made it did not live to sync it.
TEST(PowerLossTest, AContentIsKeptWhereTheFirstAttemptWasCutShort) {
  const Scratch scratch;
  const Scratch images;
  DurableState state(scratch.path(), 1, [](uint64_t, const DiskOperation&) {
    return std::vector<DurableState::Image>();
  });
  FaultDisk disk({&state});
  const ContentStore store(scratch / "contents", disk.hook());
  const auto first = store.Put("first");
  ASSERT_TRUE(first.ok());
  // The folder of the second, as one killed after mkdir has left it.
  const std::string bytes = "second";
  const Content second = {.sha256 = Sha256(bytes).bytes,
                          .size_bytes = bytes.size()};
  std::filesystem::create_directory(
      std::filesystem::path(store.PathOf(second)).parent_path());
  ASSERT_EQ(store.Sweep(), absl::OkStatus());
  ASSERT_TRUE(store.Put(bytes).ok());
  state.Write({.loss = Loss::kAll, .folder = images / "left"});
  const ContentStore left(images / "left/contents");
  EXPECT_EQ(left.Check(*first), absl::OkStatus());
  EXPECT_EQ(left.Check(second), absl::OkStatus());
}

TEST(PowerLossTest, AFolderThatCouldNotBeSyncedIsNotThere) {
  const Scratch scratch;
  FaultAt fault("*", 1, Outcome::kFail);
  FaultDisk disk({&fault});
  EXPECT_FALSE(MakeDirectory(scratch / "folder", disk.hook()).ok());
  EXPECT_FALSE(std::filesystem::exists(scratch / "folder"));
}

// The model of the disk itself: without a sync nothing is left.
TEST(PowerLossTest, WhatWasNotSyncedIsLostInTheTest) {
  const Scratch scratch;
  const Scratch images;
  DurableState state(scratch.path(), 1, [](uint64_t, const DiskOperation&) {
    return std::vector<DurableState::Image>();
  });
  FaultDisk disk({&state});
  const std::string kept = scratch / "kept";
  const std::string unnamed = scratch / "unnamed";
  ASSERT_EQ(WriteNewFile(kept, "synced", 0644, disk.hook()), absl::OkStatus());
  ASSERT_EQ(SyncDirectory(scratch.path(), disk.hook()), absl::OkStatus());
  ASSERT_EQ(WriteNewFile(unnamed, "synced", 0644, disk.hook()),
            absl::OkStatus());
  {
    auto file = DurableFile::Open(kept, DurableFile::Mode::kWrite, disk.hook());
    ASSERT_TRUE(file.ok());
    ASSERT_EQ(file->WriteAt(6, " and not"), absl::OkStatus());
  }
  state.Write({.loss = Loss::kAll, .folder = images / "all"});
  EXPECT_EQ(FilesBelow(images / "all"), std::vector<std::string>{"kept"});
  EXPECT_EQ(ReadBytes(images / "all/kept"), "synced");
  state.Write({.loss = Loss::kBytes, .folder = images / "bytes"});
  EXPECT_EQ(FilesBelow(images / "bytes").size(), 2u);
  EXPECT_EQ(ReadBytes(images / "bytes/kept"), "synced");
  ASSERT_EQ(RenameFile(unnamed, kept, disk.hook()), absl::OkStatus());
  state.Write({.loss = Loss::kNames, .folder = images / "names"});
  EXPECT_EQ(ReadBytes(images / "names/kept"), "synced");
}

}  // namespace
}  // namespace attest
