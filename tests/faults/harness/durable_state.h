// DurableState knows what of a folder would still be there if the power went
// out: the bytes of each file as they were last synced, under the names that
// its directory had when that was last synced. It watches a FaultDisk and,
// before chosen operations, writes what would be left into folders beside.
//
// Power that goes out may also leave more than what was synced; Loss says how
// much more.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_DURABLE_STATE_H_
#define ATTEST_TESTS_FAULTS_HARNESS_DURABLE_STATE_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/faults/harness/disk_operation.h"
#include "tests/faults/harness/fault_disk.h"

namespace attest {

enum class Loss : uint8_t {
  kAll,        // all that was not synced is gone, names too
  kNames,      // bytes stay, but creations, renames and removals are undone
  kBytes,      // names stay, files end where they were synced
  kTorn,       // names stay; files end somewhere behind what was synced
  kZeroTail,   // as kTorn, and zeros stand where they should go on
  kScattered,  // names stay; any sectors of what was not synced are there
};
inline constexpr Loss kLosses[] = {Loss::kAll,      Loss::kNames,
                                   Loss::kBytes,    Loss::kTorn,
                                   Loss::kZeroTail, Loss::kScattered};
const char* NameOf(Loss loss);

class DurableState : public DiskObserver {
 public:
  // Before operation `number`: the images to take, each a loss and the folder
  // to write.
  struct Image {
    Loss loss = Loss::kAll;
    std::string folder;
  };
  using Choose = std::function<std::vector<Image>(
      uint64_t number, const DiskOperation& operation)>;

  // Watches the folder `root`, which is empty as yet and itself durable.
  DurableState(std::string root, uint64_t seed, Choose choose);

  Outcome Before(const DiskOperation& operation) override;
  void After(const DiskOperation& operation) override;

  // What is left now, written to a folder that is not there yet. Beside a
  // database that is open this is for FaultDisk::BetweenOperations: its own
  // threads go on with the disk.
  void Write(const Image& image);

 private:
  // What a name stands for; a directory has no inode here.
  struct Entry {
    bool is_directory = false;
    size_t file = 0;
  };
  using Entries = std::map<std::string, Entry>;

  std::optional<size_t> FileAt(const std::string& path);
  void Forget(const std::string& path);
  Entries ListNow(const std::string& directory);
  void WriteDirectory(const std::string& directory, const std::string& to,
                      Loss loss);
  std::string Left(size_t file, const std::string& path, Loss loss);
  uint64_t Below(uint64_t end) { return end == 0 ? 0 : random_() % end; }

  const std::string root_;
  std::mt19937_64 random_;
  const Choose choose_;
  uint64_t number_ = 0;
  std::map<ino_t, size_t> file_of_inode_;
  std::vector<std::string> durable_;      // by file
  std::map<std::string, Entries> names_;  // durable, by directory
  std::set<std::string> fresh_;           // created, inode not seen yet
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_DURABLE_STATE_H_
