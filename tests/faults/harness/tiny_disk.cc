#include "tests/faults/harness/tiny_disk.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "tests/faults/harness/scratch.h"

namespace attest {

std::unique_ptr<TinyDisk> TinyDisk::Mount(
    uint64_t bytes, bool read_only,
    const std::function<void(const std::string& path)>& fill) {
  const Scratch scratch;
  const std::string& path = scratch.path();
  const std::string size = absl::StrCat("size=", bytes);
  if (mount("none", path.c_str(), "tmpfs", 0, size.c_str()) != 0) {
    return nullptr;
  }
  fill(path);
  bool good = true;
  if (read_only) {
    good = mount("none", path.c_str(), nullptr, MS_REMOUNT | MS_RDONLY,
                 size.c_str()) == 0;
  }
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  umount2(path.c_str(), MNT_DETACH);
  if (descriptor < 0) return nullptr;
  std::unique_ptr<TinyDisk> disk(new TinyDisk(descriptor));
  return good ? std::move(disk) : nullptr;
}

TinyDisk::~TinyDisk() { close(descriptor_); }

std::string TinyDisk::operator/(absl::string_view name) const {
  return absl::StrCat("/proc/self/fd/", descriptor_, "/", name);
}

}  // namespace attest
