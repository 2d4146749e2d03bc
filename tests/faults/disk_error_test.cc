// Disks that refuse: a sync that fails, a disk that is full, a disk that lies.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/status_macros.h"
#include "tests/faults/harness/durable_state.h"
#include "tests/faults/harness/fault_disk.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/survivors.h"
#include "tests/faults/harness/tiny_disk.h"
#include "tests/faults/harness/workload.h"

namespace attest {
namespace {

constexpr uint64_t kBatches = 12;

std::vector<DurableState::Image> NoImages(uint64_t, const DiskOperation&) {
  return {};
}

// A workload on a disk that is watched, until it ends or something fails.
class Attempt {
 public:
  explicit Attempt(std::vector<DiskObserver*> observers)
      : disk_(std::move(observers)) {}

  absl::Status Run(const std::string& directory, const Workload& workload) {
    contents_ =
        std::make_unique<ContentStore>(directory + "/contents", disk_.hook());
    CreateOptions create;
    create.env = disk_.env();
    create.file_hook = disk_.hook();
    RETURN_IF_ERROR(EventLog::Create(directory, create).status());
    created_ = true;
    for (uint64_t session = 1; session <= 3; ++session) {
      log_.reset();
      ASSIGN_OR_RETURN(log_,
                       EventLog::Open(directory, {.access = Access::kWrite,
                                                  .env = disk_.env(),
                                                  .file_hook = disk_.hook()}));
      RETURN_IF_ERROR(RunWorkload(
          workload, kBatches * session / 3, *log_, *contents_,
          [this](const Acknowledged& now) { acknowledged_ = now; }));
    }
    return absl::OkStatus();
  }

  // What the loss of power would leave at this moment, in which the database
  // may be at work.
  void TakeImage(DurableState& state, const std::string& folder) const {
    disk_.BetweenOperations(
        [&] { state.Write({.loss = Loss::kAll, .folder = folder}); });
  }

  // The log that was open when something failed, if one was.
  [[nodiscard]] EventLog* log() const { return log_.get(); }
  void Close() { log_.reset(); }
  [[nodiscard]] bool created() const { return created_; }
  [[nodiscard]] const Acknowledged& acknowledged() const {
    return acknowledged_;
  }
  [[nodiscard]] const ContentStore& contents() const { return *contents_; }

 private:
  FaultDisk disk_;
  std::unique_ptr<ContentStore> contents_;
  std::unique_ptr<EventLog> log_;
  bool created_ = false;
  Acknowledged acknowledged_;
};

struct ErrorCase {
  std::string point;
  uint64_t number = 1;
  Outcome outcome = Outcome::kFail;
};

absl::StatusCode CodeOf(Outcome outcome) {
  return outcome == Outcome::kNoSpace ? absl::StatusCode::kResourceExhausted
                                      : absl::StatusCode::kUnavailable;
}

// Once a write of the log or of its head has failed, the log takes nothing
// more, even if the disk is well again, and still answers.
void ExpectStopped(const Attempt& attempt, const Workload& workload) {
  EventLog& log = *attempt.log();
  EXPECT_EQ(log.size(), attempt.acknowledged().size);
  const std::vector<Event> one = {workload.EventAt(log.size())};
  EXPECT_EQ(log.Append(one).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(log.BeginBulk(1).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CheckEventsOf(log, workload), absl::OkStatus());
}

void ExpectErrorSurvived(const ErrorCase& error, uint64_t seed) {
  SCOPED_TRACE(
      absl::StrCat(error.point, " ", error.number, " ",
                   error.outcome == Outcome::kFail ? "fails" : "is full"));
  const Scratch scratch;
  const Scratch images;
  const std::string directory = scratch / "case";
  const Workload workload(seed, 600);
  FaultAt fault(error.point, error.number, error.outcome);
  DurableState state(scratch.path(), seed, NoImages);
  Attempt attempt({&state, &fault});
  const absl::Status status = attempt.Run(directory, workload);
  // What the log cannot do without is never passed over.
  if (fault.hit() && (absl::StartsWith(error.point, "wal.sync") ||
                      absl::StartsWith(error.point, "wal.write") ||
                      absl::StartsWith(error.point, "head."))) {
    EXPECT_EQ(status.code(), CodeOf(error.outcome)) << status;
  }
  if (!status.ok()) {
    EXPECT_TRUE(absl::IsUnavailable(status) ||
                absl::IsResourceExhausted(status))
        << status;
  }
  attempt.TakeImage(state, images / "lost");
  fault.Heal();
  if (attempt.log() != nullptr && !status.ok() &&
      (absl::StartsWith(error.point, "wal.") ||
       absl::StartsWith(error.point, "head."))) {
    ExpectStopped(attempt, workload);
  }
  attempt.Close();
  if (!attempt.created() && !std::filesystem::exists(directory + "/FORMAT")) {
    return;
  }
  EXPECT_EQ(CheckSurvivors(directory, workload, attempt.acknowledged()),
            absl::OkStatus());
  // The same, with the power gone right after the error.
  if (!attempt.created()) return;
  EXPECT_EQ(
      CheckSurvivors(images / "lost/case", workload, attempt.acknowledged()),
      absl::OkStatus())
      << "after power loss";
}

TEST(DiskErrorTest, AFailedOperationLosesNothingAcknowledged) {
  constexpr uint64_t kSeed = 7;
  OperationCount count;
  {
    const Scratch scratch;
    Attempt whole({&count});
    ASSERT_EQ(whole.Run(scratch / "case", Workload(kSeed, 600)),
              absl::OkStatus());
  }
  std::mt19937_64 random(11);
  for (const auto& [point, operations] : count.counts()) {
    const uint64_t samples = Scaled(1, operations);
    for (uint64_t i = 1; i <= samples && i <= operations; ++i) {
      const uint64_t number =
          samples >= operations ? i : 1 + random() % operations;
      for (const Outcome outcome : {Outcome::kFail, Outcome::kNoSpace}) {
        ExpectErrorSurvived({point, number, outcome}, kSeed);
      }
    }
  }
}

// These logs are compacted when the last batch returns: the database's own
// threads make, name and remove tables while the power goes.
TEST(DiskErrorTest, ThePowerMayGoDuringACompaction) {
  for (const uint64_t seed : {26u, 30u, 48u}) {
    for (uint64_t i = 0; i < Scaled(2, 50); ++i) {
      ExpectErrorSurvived({"options.remove", 1, Outcome::kNoSpace}, seed);
    }
  }
}

TEST(DiskErrorTest, EachSyncOfTheLogThatFailsStopsIt) {
  for (uint64_t number = 1; number <= Scaled(4, 12); ++number) {
    ExpectErrorSurvived({"wal.sync", number, Outcome::kFail}, number);
    ExpectErrorSurvived({"head.sync", number, Outcome::kFail}, number);
  }
}

// The record of a table may be on the disk although the sync that was to make
// it durable has failed.
TEST(DiskErrorTest, ATableThatTheManifestMayNameIsKept) {
  for (uint64_t number = 1; number <= 16; ++number) {
    ExpectErrorSurvived({"manifest.sync", number, Outcome::kFail}, 7);
    ExpectErrorSurvived({"manifest.sync", number, Outcome::kNoSpace}, 7);
  }
}

TEST(DiskErrorTest, AFullDiskRefusesAndKeepsWhatItHas) {
  const Workload workload(5, 2000);
  const auto disk = TinyDisk::Mount(
      4 << 20, /*read_only=*/false, [](const std::string& path) {
        WriteBytes(path + "/ballast", std::string(2 << 20, 'x'));
      });
  if (disk == nullptr) GTEST_SKIP() << "no right to mount a small disk";
  const std::string directory = *disk / "case";
  Acknowledged acknowledged;
  {
    auto log = EventLog::Create(directory, {});
    ASSERT_TRUE(log.ok()) << log.status();
    const ContentStore contents(directory + "/contents");
    const absl::Status status =
        RunWorkload(workload, 100000, **log, contents,
                    [&](const Acknowledged& now) { acknowledged = now; });
    EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
    EXPECT_GT(acknowledged.size, 0u);
  }
  // A reader needs no room.
  {
    const auto log = EventLog::Open(directory, {});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_GE((*log)->size(), acknowledged.size);
  }
  // A writer that does not get any changes nothing.
  EventLog::Open(directory, {.access = Access::kWrite}).status().IgnoreError();
  std::filesystem::remove(*disk / "ballast");
  EXPECT_EQ(CheckSurvivors(directory, workload, acknowledged),
            absl::OkStatus());
}

// Says that it has synced the write-ahead log, and has not.
class LyingState : public DurableState {
 public:
  using DurableState::DurableState;

  void After(const DiskOperation& operation) override {
    if (PointName(operation) != "wal.sync") DurableState::After(operation);
  }
};

// Nothing can be kept on such a disk; but the head tells, and nobody is given
// less than was acknowledged as if it were all.
TEST(DiskErrorTest, ADiskThatLiesIsFoundOut) {
  const Scratch scratch;
  const Scratch images;
  const std::string directory = scratch / "case";
  LyingState state(scratch.path(), 1, NoImages);
  FaultDisk disk({&state});
  CreateOptions create;
  create.env = disk.env();
  create.file_hook = disk.hook();
  auto log = EventLog::Create(directory, create);
  ASSERT_TRUE(log.ok()) << log.status();
  const Workload workload(3, 600);
  for (uint64_t index = 0; index < 10; ++index) {
    const std::vector<Event> one = {workload.EventAt(index)};
    ASSERT_TRUE((*log)->Append(one).ok());
  }
  state.Write({.loss = Loss::kAll, .folder = images / "lost"});
  for (const Access access : {Access::kRead, Access::kWrite}) {
    const absl::Status status =
        EventLog::Open(images / "lost/case", {.access = access}).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), "event 0")) << status;
  }
}

}  // namespace
}  // namespace attest
