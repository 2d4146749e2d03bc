#include "tests/faults/harness/scratch.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/merkle/hash.h"

namespace attest {

namespace fs = std::filesystem;

namespace {

// Kills and outages that are played need no disk, only files: those in memory
// do not wait for one.
std::string Home() {
  const std::string memory = "/dev/shm/";
  return access(memory.c_str(), W_OK) == 0 ? memory : testing::TempDir();
}

}  // namespace

Scratch::Scratch() : path_(Home() + "attest_faults_XXXXXX") {
  EXPECT_NE(mkdtemp(path_.data()), nullptr) << path_;
}

Scratch::~Scratch() { RemoveFolder(path_); }

std::string Scratch::operator/(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::string ReadBytes(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void WriteBytes(const std::string& path, absl::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  EXPECT_TRUE(file.good()) << path;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

void CopyFolder(const std::string& from, const std::string& to) {
  RemoveFolder(to);
  std::error_code error;
  fs::copy(from, to, fs::copy_options::recursive, error);
  EXPECT_FALSE(error) << from << " to " << to << ": " << error.message();
}

void RemoveFolder(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  EXPECT_FALSE(error) << path << ": " << error.message();
}

std::vector<std::string> FilesBelow(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files.push_back(entry.path().lexically_relative(folder).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string FolderHash(const std::string& folder) {
  std::string all;
  for (const std::string& file : FilesBelow(folder)) {
    absl::StrAppend(&all, file, " ",
                    Sha256(ReadBytes(absl::StrCat(folder, "/", file))).ToHex(),
                    "\n");
  }
  return all;
}

}  // namespace attest
