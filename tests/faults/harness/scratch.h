// Scratch is a fresh folder that is removed again, and what tests do to files.
// All of it fails the test when the disk refuses.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_SCRATCH_H_
#define ATTEST_TESTS_FAULTS_HARNESS_SCRATCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(absl::string_view name) const;

 private:
  std::string path_;
};

std::string ReadBytes(const std::string& path);
void WriteBytes(const std::string& path, absl::string_view bytes);

// Replaces the folder `to` by a copy of `from`.
void CopyFolder(const std::string& from, const std::string& to);
void RemoveFolder(const std::string& path);

// The regular files below `folder`, by their path in it, sorted.
std::vector<std::string> FilesBelow(const std::string& folder);

// Every file below `folder` with its bytes, as one text: two folders that
// give the same one hold the same.
std::string FolderHash(const std::string& folder);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_SCRATCH_H_
