// FaultDisk stands between a log and its disk: every operation that changes
// something, of the database and of the files beside it, is shown to observers
// before and after, and an observer can make it fail or end the process there.
//
//     FaultAt fault("wal.sync", 3, Outcome::kFail);
//     FaultDisk disk({&fault});
//     options.env = disk.env();
//     options.file_hook = disk.hook();
//
// Operations are shown one at a time, in the order in which they happen. Those
// of the files beside the database are said to be done just before they are,
// as their hook is not asked again.
//
// Lifetime: outlives every log that uses it; observers outlive it.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_FAULT_DISK_H_
#define ATTEST_TESTS_FAULTS_HARNESS_FAULT_DISK_H_

#include <rocksdb/env.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/log/durable_file.h"
#include "tests/faults/harness/disk_operation.h"

namespace attest {

enum class Outcome : uint8_t {
  kProceed,
  kFail,     // an I/O error, nothing done
  kNoSpace,  // a full disk, nothing done
  kCrash,    // the process is killed before the operation
  kTear,     // the process is killed with half of a write done
};

class DiskObserver {
 public:
  virtual ~DiskObserver() = default;
  virtual Outcome Before(const DiskOperation& operation) = 0;
  virtual void After(const DiskOperation&) {}
};

class FaultDisk {
 public:
  explicit FaultDisk(std::vector<DiskObserver*> observers);
  ~FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  [[nodiscard]] rocksdb::Env* env() const { return env_.get(); }
  [[nodiscard]] FileHook hook() const;

  // Runs `look` between two operations, while all others wait: what it sees is
  // the disk at one moment, whatever threads the database runs. `look` does no
  // operation on this disk itself.
  void BetweenOperations(absl::FunctionRef<void()> look) const;

 private:
  class Observed;

  std::shared_ptr<Observed> observed_;
  std::unique_ptr<rocksdb::Env> env_;
};

// Ends the process as a kill -9 does.
[[noreturn]] void KillThisProcess();

// The `number`th operation at `point`, counted from 1, has `outcome`; with
// kFail and kNoSpace all later ones at that point as well, until Heal. The
// point may end in "*".
class FaultAt : public DiskObserver {
 public:
  FaultAt(std::string point, uint64_t number, Outcome outcome)
      : point_(std::move(point)), number_(number), outcome_(outcome) {}

  Outcome Before(const DiskOperation& operation) override;

  [[nodiscard]] bool hit() const { return hit_; }
  void Heal() { outcome_ = Outcome::kProceed; }

 private:
  const std::string point_;
  const uint64_t number_;
  Outcome outcome_;
  uint64_t seen_ = 0;
  bool hit_ = false;
};

// Counts the operations at each point.
class OperationCount : public DiskObserver {
 public:
  Outcome Before(const DiskOperation& operation) override {
    ++counts_[PointName(operation)];
    return Outcome::kProceed;
  }

  [[nodiscard]] const std::map<std::string, uint64_t>& counts() const {
    return counts_;
  }

 private:
  std::map<std::string, uint64_t> counts_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_FAULT_DISK_H_
