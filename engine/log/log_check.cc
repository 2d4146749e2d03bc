#include "engine/log/log_check.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_codec.h"
#include "engine/log/key_format.h"
#include "engine/log/leaf_comparison.h"
#include "engine/log/rocksdb_status.h"
#include "engine/merkle/compact_range.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status Missing(uint64_t index, uint64_t have, uint64_t want) {
  return absl::DataLossError(
      absl::StrCat("event ", index, " is missing: the database has ", have,
                   " events, the signed head speaks of ", want));
}

absl::Status CheckEvent(uint64_t index, absl::string_view bytes,
                        const Hash& leaf_hash, LeafComparison& leaves,
                        Event* event) {
  RETURN_IF_ERROR(leaves.Compare(index, bytes, leaf_hash).status());
  return AboutEvent(index, DecodeEvent(bytes, event));
}

// The size of a record of RocksDB's write-ahead log, if a whole one stands at
// `offset`; see its log_format.h. Types up to 4 have a header of 7 bytes, the
// recycled ones after them of 11.
constexpr uint64_t kWalBlockBytes = 32768;

std::optional<uint64_t> WalRecordSize(absl::string_view header) {
  if (header.size() < 7) return std::nullopt;
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(header[i]); };
  const uint64_t length = byte(4) | uint64_t{byte(5)} << 8;
  return length + (byte(6) > 4 ? 11 : 7);
}

// The end of the last whole record of the log, block by block.
uint64_t EndOfRecords(const DurableFile& file, uint64_t size) {
  uint64_t offset = 0;
  uint64_t end = 0;
  while (offset + 7 <= size) {
    const uint64_t block_end = (offset / kWalBlockBytes + 1) * kWalBlockBytes;
    if (block_end - offset < 7) {
      offset = block_end;
      continue;
    }
    const absl::StatusOr<std::string> header = file.ReadAt(offset, 7);
    if (!header.ok()) break;
    const auto type = static_cast<uint8_t>((*header)[6]);
    const std::optional<uint64_t> record = WalRecordSize(*header);
    if (type == 0 || !record.has_value() || offset + *record > block_end ||
        offset + *record > size) {
      break;
    }
    offset += *record;
    // A record is whole with its last fragment: full, or last.
    const bool whole = type == 1 || type == 4 || type == 5 || type == 8;
    if (whole) end = offset;
  }
  return end;
}

}  // namespace

absl::Status AboutEvent(uint64_t index, const absl::Status& status) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat("event ", index, ": ", status.message())};
}

absl::StatusOr<uint64_t> CompareWithHead(const EventStore& store,
                                         const Checkpoint& head) {
  ASSIGN_OR_RETURN(const uint64_t events, store.EventCount());
  ASSIGN_OR_RETURN(const uint64_t leaves, store.LeafCount());
  if (events < head.tree_size) return Missing(events, events, head.tree_size);
  if (leaves != events) {
    return absl::DataLossError(
        absl::StrCat("the tree and the events do not agree: got ", leaves,
                     " leaf hashes, want ", events));
  }
  ASSIGN_OR_RETURN(const CompactRange range, store.RangeAt(head.tree_size));
  const Hash root = range.Root();
  if (root != head.root) {
    return absl::DataLossError(absl::StrCat(
        "the stored tree does not have the root that the signed head speaks "
        "of: got ",
        root.ToBase64(), ", want ", head.root.ToBase64(), " at size ",
        head.tree_size));
  }
  if (head.tree_size > 0) {
    RETURN_IF_ERROR(CheckEvents(store, head.tree_size - 1, head.tree_size));
  }
  return events;
}

absl::Status CheckEvents(const EventStore& store, uint64_t begin,
                         uint64_t end) {
  const std::unique_ptr<rocksdb::Iterator> events = store.NewEventIterator();
  const EventKey first(begin);
  events->Seek(ToSlice(first.bytes()));
  std::string tile;
  LeafComparison leaves(store);
  Event event;
  for (uint64_t index = begin; index < end; ++index, events->Next()) {
    RETURN_IF_ERROR(
        AboutEvent(index, FromRocksDb(events->status(), "read the database")));
    if (!events->Valid() || ToView(events->key()) != EventKey(index).bytes()) {
      return absl::DataLossError(absl::StrCat("event ", index, " is missing"));
    }
    if (tile.empty() || index % kTileWidth == 0) {
      ASSIGN_OR_RETURN(tile, store.ReadTile({.index = index / kTileWidth}));
    }
    const size_t offset = index % kTileWidth * Hash::kSize;
    if (tile.size() < offset + Hash::kSize) {
      return absl::DataLossError(
          absl::StrCat("the leaf hash of event ", index, " is missing"));
    }
    ASSIGN_OR_RETURN(
        const Hash leaf_hash,
        Hash::FromBytes(absl::string_view(tile).substr(offset, Hash::kSize)));
    RETURN_IF_ERROR(
        CheckEvent(index, ToView(events->value()), leaf_hash, leaves, &event));
  }
  return absl::OkStatus();
}

absl::Status ExplainDamage(const EventStore& store, const Checkpoint& head,
                           const absl::Status& found) {
  if (!absl::IsDataLoss(found)) return found;
  const absl::StatusOr<uint64_t> events = store.EventCount();
  if (!events.ok() || *events < head.tree_size) return found;
  const absl::Status first_bad = CheckEvents(store, 0, head.tree_size);
  return first_bad.ok() ? found : first_bad;
}

absl::StatusOr<absl::Time> LastRecordedAt(const EventStore& store,
                                          uint64_t size) {
  if (size == 0) return absl::InfinitePast();
  ASSIGN_OR_RETURN(const std::string bytes, store.ReadEvent(size - 1));
  Event event;
  RETURN_IF_ERROR(AboutEvent(size - 1, DecodeEvent(bytes, &event)));
  return event.recorded_at;
}

uint64_t TornBytes(const std::string& database) {
  std::error_code error;
  std::string newest;
  for (std::filesystem::directory_iterator entry(database, error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().string();
    // Names are numbers of six digits or more, in order of age.
    if (!absl::EndsWith(name, ".log")) continue;
    if (name.size() > newest.size() ||
        (name.size() == newest.size() && name > newest)) {
      newest = name;
    }
  }
  if (newest.empty()) return 0;
  const absl::StatusOr<DurableFile> file =
      DurableFile::Open(newest, DurableFile::Mode::kRead);
  if (!file.ok()) return 0;
  const absl::StatusOr<uint64_t> size = file->Size();
  if (!size.ok()) return 0;
  return *size - EndOfRecords(*file, *size);
}

}  // namespace attest
