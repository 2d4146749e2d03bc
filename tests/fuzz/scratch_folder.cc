#include "tests/fuzz/scratch_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

// Thousands of small files a second wait for a disk, not for memory.
fs::path FastFolder() {
  const fs::path memory = "/dev/shm";
  return access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

}  // namespace

ScratchFolder::ScratchFolder() : path_(FastFolder() / "attest-fuzz-XXXXXX") {
  Require(mkdtemp(path_.data()) != nullptr, "a scratch folder can be made");
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string ScratchFolder::Path(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::string ScratchFolder::Write(absl::string_view name,
                                 absl::string_view bytes) const {
  std::string path = Path(name);
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                      S_IRUSR | S_IWUSR);
  Require(fd >= 0 && write(fd, bytes.data(), bytes.size()) ==
                         static_cast<ssize_t>(bytes.size()),
          "a scratch file can be written");
  close(fd);
  return path;
}

}  // namespace attest
