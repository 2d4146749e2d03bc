// A file system of a few megabytes that exists only while it is held: mounted,
// opened and unmounted at once, so that nothing is left behind whatever
// becomes of the test. Needs the right to mount.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_TINY_DISK_H_
#define ATTEST_TESTS_FAULTS_HARNESS_TINY_DISK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

class TinyDisk {
 public:
  // Of `bytes`; `fill` may write to it, by its path, before it becomes
  // read-only where `read_only` is set. Null where mounting is not allowed.
  static std::unique_ptr<TinyDisk> Mount(
      uint64_t bytes, bool read_only,
      const std::function<void(const std::string& path)>& fill);

  ~TinyDisk();
  TinyDisk(const TinyDisk&) = delete;
  TinyDisk& operator=(const TinyDisk&) = delete;

  // Works in this process only.
  [[nodiscard]] std::string operator/(absl::string_view name) const;

 private:
  explicit TinyDisk(int descriptor) : descriptor_(descriptor) {}

  const int descriptor_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_TINY_DISK_H_
