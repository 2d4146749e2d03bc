// A snapshot file taken apart and forged: its bytes changed and its checksums
// made right again.

#ifndef ATTEST_TESTS_REFERENCE_GRAPH_SNAPSHOT_BYTES_H_
#define ATTEST_TESTS_REFERENCE_GRAPH_SNAPSHOT_BYTES_H_

#include <stdlib.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/projection/snapshot_layout.h"
#include "engine/projection/stable_hash.h"

namespace attest::reference {

// A folder of its own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "attestXXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string File(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] size_t Files() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

inline std::string ReadBytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  // A new file each time: some file systems flush one that is overwritten.
  std::filesystem::remove(path);
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

template <class T>
T Peek(const std::string& bytes, size_t offset) {
  T value = {};
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

template <class T>
void Poke(std::string& bytes, size_t offset, const T& value) {
  std::memcpy(bytes.data() + offset, &value, sizeof(value));
}

// Makes the header's checksum right.
inline void SealHeader(std::string& bytes) {
  using snapshot_layout::kChecksumOffset;
  Poke(bytes, kChecksumOffset,
       StableHash(absl::string_view(bytes.data(), kChecksumOffset)));
}

// Makes every checksum right whose section lies inside the file.
inline void SealAll(std::string& bytes) {
  const auto header = Peek<snapshot_layout::Header>(bytes, 0);
  for (size_t i = 0; i < header.sections && i < 125; ++i) {
    const size_t at = snapshot_layout::EntryOffset(i);
    auto entry = Peek<snapshot_layout::Entry>(bytes, at);
    if (entry.element_bytes == 0 || entry.offset > bytes.size() ||
        entry.count > (bytes.size() - entry.offset) / entry.element_bytes) {
      continue;
    }
    entry.checksum = StableHash(absl::string_view(
        bytes.data() + entry.offset, entry.count * entry.element_bytes));
    Poke(bytes, at, entry);
  }
  SealHeader(bytes);
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_GRAPH_SNAPSHOT_BYTES_H_
