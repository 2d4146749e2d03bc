// What a program does to a disk, seen from outside: the operations that change
// something, each with the name of a place where a crash or an error can hit.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_DISK_OPERATION_H_
#define ATTEST_TESTS_FAULTS_HARNESS_DISK_OPERATION_H_

#include <cstdint>
#include <string>

namespace attest {

enum class DiskVerb : uint8_t {
  kCreate,
  kReopen,  // an existing file, to write more or to sync
  kWrite,
  kSync,
  kTruncate,
  kRename,
  kLink,
  kRemove,
  kMakeDirectory,
  kSyncDirectory,
};

struct DiskOperation {
  DiskVerb verb = DiskVerb::kWrite;
  std::string path;    // of a rename or a link: the new one
  std::string source;  // of a rename or a link where it is known: the old one
};

// The name of the point: what kind of file, and what is done to it, such as
// "wal.write", "manifest.sync", "head.write" or "db.sync_directory".
std::string PointName(const DiskOperation& operation);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_DISK_OPERATION_H_
