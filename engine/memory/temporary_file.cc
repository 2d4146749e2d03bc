#include "engine/memory/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace attest {

absl::StatusOr<int> OpenTemporaryFile() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets a variable
  const char* folder = std::getenv("TMPDIR");
  if (folder == nullptr || *folder == '\0') folder = "/tmp";
  int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = absl::StrCat(folder, "/attest-XXXXXX");
  fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) {
    return absl::ErrnoToStatus(errno, "cannot make a temporary file");
  }
  unlink(name.c_str());
  return fd;
}

}  // namespace attest
