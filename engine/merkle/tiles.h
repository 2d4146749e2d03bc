// Tiles: a Merkle tree cut into pieces of 256 hashes, C2SP tlog-tiles.
//
// Tile (level, index) holds the nodes at tree level 8 * level with indexes
// [index * 256, (index + 1) * 256), 32 bytes each, in order; the nodes between
// are hashed from them. Only a full tile is hashed into the level above, so a
// written hash never changes: a tile only grows until it is full. A tile that
// is not full yet is partial, and the last of its level.
//
// All functions are pure. Errors: InvalidArgument when coordinates or a path
// make no sense, DataLoss when tile bytes have the wrong length; a tile
// reader's errors are passed on.

#ifndef ATTEST_ENGINE_MERKLE_TILES_H_
#define ATTEST_ENGINE_MERKLE_TILES_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"

namespace attest {

// Hashes in a full tile, and tree levels from one tile level to the next.
inline constexpr uint32_t kTileWidth = 256;
inline constexpr uint32_t kTileHeight = 8;
// Trees of up to 2^64 - 1 leaves have tiles at levels [0, 8).
inline constexpr uint32_t kTileLevels = 8;

struct Tile {
  uint32_t level = 0;
  uint64_t index = 0;
  // Hashes held, in [1, 256].
  uint32_t width = kTileWidth;

  friend bool operator==(const Tile&, const Tile&) = default;
};

// The path of a tile: "tile/0/x001/x234/067", with ".p/W" behind it when it is
// partial. Requires: a width in [1, 256].
[[nodiscard]] std::string TilePath(const Tile& tile);

// The inverse of TilePath, for levels [0, 63] as the specification has them.
// InvalidArgument for every other spelling.
absl::StatusOr<Tile> ParseTilePath(absl::string_view path);

// How many hashes tile (level, index) has in the tree of `tree_size`: 256 when
// it is full, 0 when there is no such tile.
[[nodiscard]] uint32_t TileWidthAt(uint32_t level, uint64_t index,
                                   uint64_t tree_size);

// Visits every tile of the tree, level by level, by index: one for each 256
// leaves and a few more. Stops at the first error and returns it.
absl::Status ForEachTile(uint64_t tree_size,
                         absl::FunctionRef<absl::Status(const Tile&)> visit);

// Where a node of the tree is found: hash the `count` hashes (a power of two)
// from `offset` on in `tile`.
struct NodePlace {
  Tile tile;
  uint32_t offset = 0;
  uint32_t count = 1;

  friend bool operator==(const NodePlace&, const NodePlace&) = default;
};

// Finds the perfect subtree `index` at tree level `level`; the tile has its
// width in the tree of `tree_size`. InvalidArgument when the subtree does not
// lie wholly in the tree.
absl::StatusOr<NodePlace> PlaceOfNode(uint32_t level, uint64_t index,
                                      uint64_t tree_size);

// Computes a node from the bytes of its tile. DataLoss unless they are a whole
// number of hashes, at least place.tile.width and at most 256 of them: a wider
// tile, written later, starts with the same hashes.
absl::StatusOr<Hash> HashFromTile(const NodePlace& place,
                                  absl::string_view tile_bytes);

// Computes the hash that a full tile has in the level above. DataLoss unless
// `tile_bytes` are 256 hashes.
absl::StatusOr<Hash> HashFullTile(absl::string_view tile_bytes);

// Returns the bytes of a tile, of its width or, when it has grown, wider.
using TileReader =
    absl::FunctionRef<absl::StatusOr<std::string>(const Tile& tile)>;

// Computes a node by reading one tile; what a NodeReader for proofs needs.
absl::StatusOr<Hash> NodeFromTiles(uint32_t level, uint64_t index,
                                   uint64_t tree_size, TileReader read_tile);

// Computes the right edge of the tree of `tree_size`, and by its Root() the
// root, from the last tile of each level: at most 8 tiles are read. What they
// hold is believed; only hashing all tiles shows that they agree.
absl::StatusOr<CompactRange> RangeFromTiles(uint64_t tree_size,
                                            TileReader read_tile);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_TILES_H_
