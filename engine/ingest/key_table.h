// KeyTable holds every key that a file defines or names, and what it stands
// for. It is compact, since a file may define millions: some 40 bytes and the
// key for each. Of a large one only the slots, 11 to 22 bytes a key, and what
// was used of late stay in memory: the keys themselves lie in a file.

#ifndef ATTEST_ENGINE_INGEST_KEY_TABLE_H_
#define ATTEST_ENGINE_INGEST_KEY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/ingest/file_memory.h"
#include "engine/model/entity.h"
#include "engine/model/event.h"

namespace attest {

inline constexpr size_t kMaxKeyBytes = 512;

// Names an entry of a table. Handles ascend in the order of Intern.
using KeyHandle = uint32_t;

enum class KeyState : uint8_t {
  kUnknown,   // named, but not defined so far
  kExisting,  // defined in the case
  kDefined,   // defined by a line of the file
  kBad,       // ... that has errors
};

struct KeyEntry {
  // kExisting: the index of its event; kDefined, kBad: the byte of the file
  // where its line begins.
  uint64_t location = 0;
  uint32_t line = 0;      // kDefined, kBad
  uint32_t position = 0;  // kDefined: of its event among the file's
  uint16_t key_bytes = 0;
  KeyState state = KeyState::kUnknown;
  RecordType type = RecordType::kSource;  // but for kUnknown
  EntityKind entity_kind = EntityKind::kPerson;
  bool has_kind = false;      // of an entity: `entity_kind` is known
  bool is_new = false;        // an event is to be made of it
  bool was_deferred = false;  // its line names later lines
  bool is_rejected = false;
};

class KeyTable {
 public:
  struct Options {
    // Blocks of 2 MiB that stay in memory; those behind them lie in a file, and
    // may leave memory when so many have been added.
    size_t held_blocks = 32;
    size_t blocks_at_once = 16;
  };

  // Keys take part in no order that anybody sees, so the hash may differ from
  // run to run.
  KeyTable() : KeyTable(Options()) {}
  explicit KeyTable(const Options& options);

  // The entry of `key`, made if there is none. Second: was it made?
  // Requires: key.size() <= kMaxKeyBytes.
  std::pair<KeyHandle, bool> Intern(absl::string_view key);

  [[nodiscard]] KeyEntry& entry(KeyHandle handle) {
    return *reinterpret_cast<KeyEntry*>(At(handle));
  }
  [[nodiscard]] const KeyEntry& entry(KeyHandle handle) const {
    return *reinterpret_cast<const KeyEntry*>(At(handle));
  }
  [[nodiscard]] absl::string_view key(KeyHandle handle) const {
    return {At(handle) + sizeof(KeyEntry), entry(handle).key_bytes};
  }

  [[nodiscard]] size_t size() const { return size_; }

  // Are there hardly any handles left?
  [[nodiscard]] bool is_full() const { return blocks_.size() >= kMaxBlocks; }

  // Begins to fetch what Intern will look at for `keys` from memory, all of
  // them at once: most of what Intern takes is waiting for it.
  void Prefetch(absl::Span<const absl::string_view> keys) const;

  // Visits all entries in ascending order until `visit` returns false.
  void Visit(absl::FunctionRef<bool(KeyHandle)> visit) const;

 private:
  // Entries lie one behind the other in blocks, in units of 8 bytes; a handle
  // is the number of its first unit.
  static constexpr size_t kUnitBytes = 8;
  static constexpr size_t kBlockUnits = size_t{1} << 18;  // 2 MiB

  // A line, too, may name many keys.
  static constexpr size_t kMaxBlocks = (size_t{1} << 14) - 512;

  // What is touched all over is laid in large pages, if there are any: looking
  // up the addresses of small ones takes longer than the memory itself.
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  enum class Pages : uint8_t { kAny, kLarge };
  static void* Allocate(size_t bytes, Pages pages);

  struct Slot {
    uint32_t tag = 0;  // bits of the hash
    uint32_t handle_plus_1 = 0;
  };

  [[nodiscard]] char* At(KeyHandle handle) const {
    return reinterpret_cast<char*>(blocks_[handle / kBlockUnits].units +
                                   handle % kBlockUnits);
  }
  static size_t UnitsOf(size_t key_bytes) {
    return (sizeof(KeyEntry) + key_bytes + kUnitBytes - 1) / kUnitBytes;
  }
  KeyHandle Append(absl::string_view key);
  void AddBlock();
  void AllocateSlots(size_t count);
  void GrowSlots();
  void PlaceAll(absl::Span<const KeyHandle> handles);
  [[nodiscard]] static KeyHandle HandleAt(size_t block, size_t unit) {
    return static_cast<KeyHandle>(block * kBlockUnits + unit);
  }

  struct Block {
    uint64_t* units = nullptr;
    size_t used = 0;  // units
    bool is_in_file = false;
  };

  const Options options_;
  FileMemory file_;
  size_t added_to_file_ = 0;  // since it was let go
  std::vector<std::unique_ptr<uint64_t[], Free>> held_;
  std::vector<Block> blocks_;
  std::unique_ptr<Slot[], Free> slots_;  // open addressing
  size_t slot_count_ = 0;                // a power of two
  size_t size_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_KEY_TABLE_H_
