// ScratchFolder is a folder of the process's own, in which inputs are laid
// down as files for what reads files. It goes when the process ends in good
// order.

#ifndef ATTEST_TESTS_FUZZ_SCRATCH_FOLDER_H_
#define ATTEST_TESTS_FUZZ_SCRATCH_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  // Makes `bytes` the content of the file `name` and returns its path.
  std::string Write(absl::string_view name, absl::string_view bytes) const;

  [[nodiscard]] std::string Path(absl::string_view name) const;

 private:
  std::string path_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_SCRATCH_FOLDER_H_
