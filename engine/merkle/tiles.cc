#include "engine/merkle/tiles.h"

#include <array>
#include <cassert>
#include <cstring>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kPathForm =
    "tile/LEVEL/INDEX or tile/LEVEL/INDEX.p/W";
constexpr uint32_t kMaxPathLevel = 63;
// No path is longer: seven groups of an index below 2^64, level and width.
constexpr size_t kMaxPathBytes = 64;

absl::Status BadPath(absl::string_view path, absl::string_view want) {
  return absl::InvalidArgumentError(absl::StrCat(
      "not a tile path: got \"",
      absl::CHexEscape(path.substr(0, kMaxPathBytes)), "\", want ", want));
}

// The index in groups of three digits, all but the last behind an x.
std::string IndexPath(uint64_t index) {
  std::string path = absl::StrFormat("%03d", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) {
    path = absl::StrFormat("x%03d/%s", index % 1000, path);
  }
  return path;
}

// Reads the digits of an index path; ParseTilePath checks its form.
absl::StatusOr<uint64_t> ParseIndexDigits(absl::string_view path) {
  std::string digits;
  for (const char c : path) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  absl::string_view number = digits;
  while (number.size() > 1 && number[0] == '0') number.remove_prefix(1);
  return ParseStrictDecimal(number);
}

// The number of hashes at a tile level: perfect subtrees of 256^level leaves.
uint64_t HashesAtLevel(uint32_t level, uint64_t tree_size) {
  return level < kTileLevels ? tree_size >> (kTileHeight * level) : 0;
}

Hash HashAt(absl::string_view tile_bytes, size_t offset) {
  Hash hash;
  std::memcpy(hash.bytes.data(), tile_bytes.data() + offset * Hash::kSize,
              Hash::kSize);
  return hash;
}

// Requires: a power of two of hashes, at most 256.
Hash HashPerfectSubtree(absl::string_view hashes) {
  std::array<Hash, kTileWidth> row;
  size_t width = hashes.size() / Hash::kSize;
  assert(width > 0 && width <= row.size() && (width & (width - 1)) == 0);
  for (size_t i = 0; i < width; ++i) row[i] = HashAt(hashes, i);
  for (; width > 1; width /= 2) {
    for (size_t i = 0; i < width / 2; ++i) {
      row[i] = HashNode(row[2 * i], row[2 * i + 1]);
    }
  }
  return row[0];
}

absl::Status CheckTileBytes(const Tile& tile, absl::string_view bytes) {
  const size_t hashes = bytes.size() / Hash::kSize;
  if (bytes.size() % Hash::kSize == 0 && hashes >= tile.width &&
      hashes <= kTileWidth) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(TilePath(tile), " has the wrong length: got ", bytes.size(),
                   " bytes, want ", tile.width * Hash::kSize));
}

}  // namespace

std::string TilePath(const Tile& tile) {
  const std::string path =
      absl::StrCat("tile/", tile.level, "/", IndexPath(tile.index));
  return tile.width == kTileWidth ? path
                                  : absl::StrCat(path, ".p/", tile.width);
}

absl::StatusOr<Tile> ParseTilePath(absl::string_view path) {
  absl::string_view rest = path;
  if (path.size() > kMaxPathBytes || !absl::ConsumePrefix(&rest, "tile/")) {
    return BadPath(path, kPathForm);
  }
  const size_t slash = rest.find('/');
  if (slash == absl::string_view::npos) return BadPath(path, kPathForm);
  ASSIGN_OR_RETURN(const uint64_t level,
                   ParseStrictDecimal(rest.substr(0, slash)));
  if (level > kMaxPathLevel) return BadPath(path, "a level up to 63");
  rest.remove_prefix(slash + 1);

  Tile tile = {.level = static_cast<uint32_t>(level)};
  const size_t suffix = rest.find(".p/");
  if (suffix != absl::string_view::npos) {
    ASSIGN_OR_RETURN(const uint64_t width,
                     ParseStrictDecimal(rest.substr(suffix + 3)));
    if (width == 0 || width >= kTileWidth) {
      return BadPath(path, "a partial width in [1, 255]");
    }
    tile.width = static_cast<uint32_t>(width);
  }
  ASSIGN_OR_RETURN(tile.index, ParseIndexDigits(rest.substr(0, suffix)));
  // One tile has one path: whatever else was between the digits shows here.
  const std::string canonical = TilePath(tile);
  return canonical == path ? absl::StatusOr<Tile>(tile)
                           : BadPath(path, canonical);
}

uint32_t TileWidthAt(uint32_t level, uint64_t index, uint64_t tree_size) {
  const uint64_t hashes = HashesAtLevel(level, tree_size);
  const uint64_t full = hashes / kTileWidth;
  if (index < full) return kTileWidth;
  return index == full ? static_cast<uint32_t>(hashes % kTileWidth) : 0;
}

absl::Status ForEachTile(uint64_t tree_size,
                         absl::FunctionRef<absl::Status(const Tile&)> visit) {
  for (uint32_t level = 0; level < kTileLevels; ++level) {
    const uint64_t hashes = HashesAtLevel(level, tree_size);
    for (uint64_t index = 0; index * kTileWidth < hashes; ++index) {
      RETURN_IF_ERROR(visit({.level = level,
                             .index = index,
                             .width = TileWidthAt(level, index, tree_size)}));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NodePlace> PlaceOfNode(uint32_t level, uint64_t index,
                                      uint64_t tree_size) {
  if (level >= 64 || index >= tree_size >> level) {
    return absl::InvalidArgumentError(
        absl::StrCat("node is not in the tree: got index ", index, " at level ",
                     level, ", tree size ", tree_size));
  }
  NodePlace place;
  place.tile.level = level / kTileHeight;
  const uint32_t height = level % kTileHeight;
  place.count = 1U << height;
  const uint64_t first = index << height;
  place.tile.index = first / kTileWidth;
  place.offset = static_cast<uint32_t>(first % kTileWidth);
  place.tile.width = TileWidthAt(place.tile.level, place.tile.index, tree_size);
  return place;
}

absl::StatusOr<Hash> HashFromTile(const NodePlace& place,
                                  absl::string_view tile_bytes) {
  RETURN_IF_ERROR(CheckTileBytes(place.tile, tile_bytes));
  assert(place.offset + place.count <= place.tile.width);
  return HashPerfectSubtree(
      tile_bytes.substr(place.offset * Hash::kSize, place.count * Hash::kSize));
}

absl::StatusOr<Hash> HashFullTile(absl::string_view tile_bytes) {
  if (tile_bytes.size() != kTileWidth * Hash::kSize) {
    return absl::DataLossError(
        absl::StrCat("full tile has the wrong length: got ", tile_bytes.size(),
                     " bytes, want ", kTileWidth * Hash::kSize));
  }
  return HashPerfectSubtree(tile_bytes);
}

absl::StatusOr<Hash> NodeFromTiles(uint32_t level, uint64_t index,
                                   uint64_t tree_size, TileReader read_tile) {
  ASSIGN_OR_RETURN(const NodePlace place, PlaceOfNode(level, index, tree_size));
  ASSIGN_OR_RETURN(const std::string bytes, read_tile(place.tile));
  return HashFromTile(place, bytes);
}

absl::StatusOr<CompactRange> RangeFromTiles(uint64_t tree_size,
                                            TileReader read_tile) {
  std::vector<Hash> hashes;
  for (uint32_t level = kTileLevels; level-- > 0;) {
    // The bits of the size that belong to this level are the width of its
    // partial tile; there, the subtrees stand one behind the other.
    const uint64_t in_level = HashesAtLevel(level, tree_size);
    const auto width = static_cast<uint32_t>(in_level % kTileWidth);
    if (width == 0) continue;
    NodePlace place = {.tile = {.level = level,
                                .index = in_level / kTileWidth,
                                .width = width}};
    ASSIGN_OR_RETURN(const std::string bytes, read_tile(place.tile));
    for (place.count = kTileWidth / 2; place.count > 0; place.count /= 2) {
      if ((width & place.count) == 0) continue;
      ASSIGN_OR_RETURN(const Hash hash, HashFromTile(place, bytes));
      hashes.push_back(hash);
      place.offset += place.count;
    }
  }
  return CompactRange::Create(tree_size, hashes);
}

}  // namespace attest
