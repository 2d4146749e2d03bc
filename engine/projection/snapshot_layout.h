// The bytes of a snapshot's header page, as snapshot_file.h lays them out.
// Only for the reader, the writer and their tests.

#ifndef ATTEST_ENGINE_PROJECTION_SNAPSHOT_LAYOUT_H_
#define ATTEST_ENGINE_PROJECTION_SNAPSHOT_LAYOUT_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace attest::snapshot_layout {

static_assert(std::endian::native == std::endian::little,
              "snapshots are mapped as they lie, in little-endian order");

inline constexpr char kMagic[8] = {'A', 'T', 'T', 'S', 'N', 'A', 'P', '1'};
inline constexpr size_t kHeaderBytes = 4096;
inline constexpr size_t kChecksumOffset = kHeaderBytes - sizeof(uint64_t);
inline constexpr size_t kAlignment = 64;

struct Header {
  char magic[8];
  uint32_t layout;
  uint32_t sections;
  uint64_t applied_through;
  uint64_t file_bytes;
  uint8_t root_hash[32];
};
static_assert(sizeof(Header) == 64 && std::is_trivially_copyable_v<Header>);

struct Entry {
  uint32_t id;
  uint32_t element_bytes;
  uint64_t count;
  uint64_t offset;
  uint64_t checksum;
};
static_assert(sizeof(Entry) == 32 && std::is_trivially_copyable_v<Entry>);

inline constexpr size_t EntryOffset(size_t section) {
  return sizeof(Header) + section * sizeof(Entry);
}

}  // namespace attest::snapshot_layout

#endif  // ATTEST_ENGINE_PROJECTION_SNAPSHOT_LAYOUT_H_
