// Snapshot files that were changed: a few numbers in a sound file, and the
// checksums that a forger would put there.

#ifndef ATTEST_TESTS_FUZZ_SNAPSHOT_CHANGES_H_
#define ATTEST_TESTS_FUZZ_SNAPSHOT_CHANGES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/strings/string_view.h"
#include "engine/projection/snapshot_layout.h"

namespace attest::snapshot_changes {

using snapshot_layout::Entry;
using snapshot_layout::EntryOffset;
using snapshot_layout::Header;
using snapshot_layout::kChecksumOffset;
using snapshot_layout::kHeaderBytes;

// More sections than there is room for are not read.
inline constexpr size_t kMaxEntries = 125;
// Changes beyond this many bury each other.
inline constexpr size_t kMaxChanges = 64;

template <class T>
T Load(absl::string_view bytes, size_t at) {
  T value = {};
  if (at < bytes.size()) {
    std::memcpy(&value, bytes.data() + at,
                std::min(sizeof(T), bytes.size() - at));
  }
  return value;
}

template <class T>
void Store(const T& value, std::string& bytes, size_t at) {
  if (at + sizeof(T) > bytes.size()) return;
  std::memcpy(bytes.data() + at, &value, sizeof(T));
}

// How many sections a sound file has.
inline uint32_t Sections(absl::string_view file) {
  return Load<Header>(file, 0).sections;
}

// Gives a file the checksums and the length of its content.
inline void Repair(std::string& file) {
  if (file.size() < kHeaderBytes) return;
  auto header = Load<Header>(file, 0);
  header.file_bytes = file.size();
  Store(header, file, 0);
  const size_t sections = std::min<size_t>(header.sections, kMaxEntries);
  for (size_t i = 0; i < sections; ++i) {
    auto entry = Load<Entry>(file, EntryOffset(i));
    if (entry.element_bytes == 0 || entry.offset > file.size() ||
        entry.count > (file.size() - entry.offset) / entry.element_bytes) {
      continue;
    }
    entry.checksum = XXH3_64bits(file.data() + entry.offset,
                                 entry.count * entry.element_bytes);
    Store(entry, file, EntryOffset(i));
  }
  Store(XXH3_64bits(file.data(), kChecksumOffset), file, kChecksumOffset);
}

// 8 bytes of an input.
struct Change {
  uint8_t section;
  uint8_t what;
  uint16_t place;
  uint32_t number;
};

inline void Make(const Change& change, std::string& file) {
  const auto header = Load<Header>(file, 0);
  const size_t section =
      change.section % std::max<uint32_t>(header.sections, 1);
  auto entry = Load<Entry>(file, EntryOffset(section));
  const size_t size = std::max<size_t>(entry.count * entry.element_bytes, 1);
  const size_t at = entry.offset + change.place % size;
  const size_t aligned = entry.offset + change.place * 4 % size;
  switch (change.what % 6) {
    case 0:
      return Store(change.number, file, aligned);
    case 1:
      return Store(static_cast<uint8_t>(change.number), file, at);
    case 2:
      return Store(Load<uint32_t>(file, aligned) + change.number, file,
                   aligned);
    case 3:
      entry.count = change.number % (2 * entry.count + 2);
      return Store(entry, file, EntryOffset(section));
    case 4:
      entry.offset += 64 * change.place;
      return Store(entry, file, EntryOffset(section));
    default: {
      auto changed = header;
      changed.applied_through = change.number;
      return Store(changed, file, 0);
    }
  }
}

// `sound` with the changes that `input` is.
inline std::string Changed(std::string sound, absl::string_view input) {
  const size_t changes = std::min(input.size() / sizeof(Change), kMaxChanges);
  for (size_t i = 0; i < changes; ++i) {
    Make(Load<Change>(input, i * sizeof(Change)), sound);
  }
  return sound;
}

inline std::string ChangeBytes(const Change& change) {
  return {reinterpret_cast<const char*>(&change), sizeof(change)};
}

}  // namespace attest::snapshot_changes

#endif  // ATTEST_TESTS_FUZZ_SNAPSHOT_CHANGES_H_
