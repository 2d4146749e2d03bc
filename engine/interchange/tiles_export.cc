#include "engine/interchange/tiles_export.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/merkle/tile_writer.h"
#include "engine/merkle/tiles.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Where the entries of the tile of leaf hashes `tile` are.
std::string BundlePath(const Tile& tile) {
  return absl::StrReplaceAll(TilePath(tile), {{"tile/0/", "tile/entries/"}});
}

class Exporter {
 public:
  Exporter(const EventLog& log, Outgoing outgoing, WriteTileFile write)
      : log_(log), outgoing_(std::move(outgoing)), write_(write) {}

  absl::StatusOr<TilesSummary> Run();

 private:
  absl::StatusOr<std::vector<Hash>> Leaves(uint64_t begin, uint64_t end) const;
  // Takes hashes that tiles grow by, and writes the tiles that are full.
  absl::Status Grow(const std::vector<TileHash>& hashes);
  absl::Status WriteTile(uint32_t level, uint64_t index);
  absl::Status WriteBundle(const Tile& tile);

  const EventLog& log_;
  const Outgoing outgoing_;
  const WriteTileFile write_;
  TileWriter tree_;
  // The last tile of each level, while it grows.
  std::array<std::string, kTileLevels> growing_;
  std::array<uint64_t, kTileLevels> index_ = {};
  TilesSummary summary_;
};

absl::StatusOr<std::vector<Hash>> Exporter::Leaves(uint64_t begin,
                                                   uint64_t end) const {
  std::vector<Hash> leaves;
  leaves.reserve(end - begin);
  for (uint64_t i = begin; i < end; ++i) {
    ASSIGN_OR_RETURN(const Hash leaf, log_.LeafHash(EventIndex(i)));
    leaves.push_back(leaf);
  }
  return leaves;
}

absl::Status Exporter::Grow(const std::vector<TileHash>& hashes) {
  for (const TileHash& grown : hashes) {
    std::string& bytes = growing_[grown.level];
    absl::StrAppend(&bytes, grown.hash.AsBytes());
    index_[grown.level] = grown.tile_index;
    if (bytes.size() == kTileWidth * Hash::kSize) {
      RETURN_IF_ERROR(WriteTile(grown.level, grown.tile_index));
    }
  }
  return absl::OkStatus();
}

absl::Status Exporter::WriteTile(uint32_t level, uint64_t index) {
  std::string& bytes = growing_[level];
  if (bytes.empty()) return absl::OkStatus();
  const Tile tile = {
      .level = level,
      .index = index,
      .width = static_cast<uint32_t>(bytes.size() / Hash::kSize)};
  RETURN_IF_ERROR(write_(TilePath(tile), bytes));
  bytes.clear();
  ++summary_.tiles;
  return absl::OkStatus();
}

absl::Status Exporter::WriteBundle(const Tile& tile) {
  std::string bundle;
  uint64_t withheld = 0;
  const uint64_t begin = tile.index * kTileWidth;
  for (uint64_t i = begin; i < begin + tile.width; ++i) {
    ASSIGN_OR_RETURN(const Withheld why, outgoing_.WhyWithheld(EventIndex(i)));
    ASSIGN_OR_RETURN(const std::string entry, log_.GetBytes(EventIndex(i)));
    ASSIGN_OR_RETURN(const Hash leaf, log_.LeafHash(EventIndex(i)));
    // Where a redaction was, other bytes stand in the event's place.
    if (why != Withheld::kNo || HashLeaf(entry) != leaf) {
      ++withheld;
      continue;
    }
    bundle.push_back(static_cast<char>(entry.size() >> 8));
    bundle.push_back(static_cast<char>(entry.size() & 0xFF));
    bundle += entry;
  }
  if (withheld > 0) {
    summary_.events_withheld += withheld;
    ++summary_.bundles_left_out;
    return absl::OkStatus();
  }
  ++summary_.bundles;
  summary_.whole.emplace_back(begin, begin + tile.width);
  return write_(BundlePath(tile), bundle);
}

absl::StatusOr<TilesSummary> Exporter::Run() {
  const Head head = log_.head();
  if (head.note.empty()) {
    return absl::DataLossError(
        "the newest signed head is damaged; the next event that is added "
        "signs a new one");
  }
  summary_.tree_size = head.checkpoint.tree_size;
  std::vector<TileHash> hashes;
  for (uint64_t begin = 0; begin < summary_.tree_size; begin += kTileWidth) {
    const uint64_t end = std::min(summary_.tree_size, begin + kTileWidth);
    ASSIGN_OR_RETURN(const std::vector<Hash> leaves, Leaves(begin, end));
    hashes.clear();
    tree_.Append(leaves, hashes);
    RETURN_IF_ERROR(Grow(hashes));
    RETURN_IF_ERROR(WriteBundle({.level = 0,
                                 .index = begin / kTileWidth,
                                 .width = static_cast<uint32_t>(end - begin)}));
  }
  for (uint32_t level = 0; level < kTileLevels; ++level) {
    RETURN_IF_ERROR(WriteTile(level, index_[level]));
  }
  if (tree_.range().Root() != head.checkpoint.root) {
    return absl::DataLossError(
        "the tree does not have the root that the signed head speaks of");
  }
  RETURN_IF_ERROR(write_("checkpoint", head.note));
  return summary_;
}

}  // namespace

absl::StatusOr<TilesSummary> ExportTiles(const EventLog& log, const View& now,
                                         Restricted restricted,
                                         WriteTileFile write) {
  return Exporter(log, Outgoing(log, now, restricted), write).Run();
}

}  // namespace attest
