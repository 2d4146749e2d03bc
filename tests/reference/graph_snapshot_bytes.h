// A snapshot file taken apart and forged: its bytes changed and its checksums
// made right again.

#ifndef ATTEST_TESTS_REFERENCE_GRAPH_SNAPSHOT_BYTES_H_
#define ATTEST_TESTS_REFERENCE_GRAPH_SNAPSHOT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/projection/snapshot_layout.h"
#include "engine/projection/stable_hash.h"
#include "tests/reference/temporary_folder.h"

namespace attest::reference {

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
