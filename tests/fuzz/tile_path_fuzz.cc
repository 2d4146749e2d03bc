// Tile paths and places of nodes: a path has one spelling, a node one place,
// and no coordinates lead outside a tile.

#include <cstdint>
#include <cstring>

#include "absl/status/statusor.h"
#include "engine/merkle/tiles.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

uint64_t NumberAt(absl::string_view input, size_t at) {
  uint64_t number = 0;
  if (at < input.size()) {
    const absl::string_view bytes = input.substr(at, sizeof(number));
    std::memcpy(&number, bytes.data(), bytes.size());
  }
  return number;
}

void TryPlace(absl::string_view input) {
  const auto level = static_cast<uint32_t>(NumberAt(input, 0));
  const uint64_t index = NumberAt(input, 4);
  const uint64_t tree_size = NumberAt(input, 12);
  const uint32_t width = TileWidthAt(level, index, tree_size);
  Require(width <= kTileWidth, "a tile has at most 256 hashes");
  const absl::StatusOr<NodePlace> place = PlaceOfNode(level, index, tree_size);
  if (!place.ok()) return;
  Require(place->tile.width <= kTileWidth &&
              place->offset + place->count <= place->tile.width,
          "a node lies within its tile");
  Require(ParseTilePath(TilePath(place->tile)).value() == place->tile,
          "the path of a tile reads back");
  const absl::string_view tile_bytes =
      input.size() > 20 ? input.substr(20) : absl::string_view();
  const bool fits = tile_bytes.size() % Hash::kSize == 0 &&
                    tile_bytes.size() / Hash::kSize >= place->tile.width &&
                    tile_bytes.size() / Hash::kSize <= kTileWidth;
  Require(HashFromTile(*place, tile_bytes).ok() == fits,
          "a node is hashed from a tile of the right length only");
}

std::string PlaceInput(uint32_t level, uint64_t index, uint64_t tree_size,
                       size_t tile_bytes) {
  std::string input(20 + tile_bytes, 'h');
  std::memcpy(input.data(), &level, sizeof(level));
  std::memcpy(input.data() + 4, &index, sizeof(index));
  std::memcpy(input.data() + 12, &tree_size, sizeof(tree_size));
  return input;
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const absl::StatusOr<Tile> tile = ParseTilePath(input);
  if (tile.ok()) {
    Require(TilePath(*tile) == input, "a tile path has one spelling");
    Require(tile->width >= 1 && tile->width <= kTileWidth && tile->level < 64,
            "a tile's coordinates are in range");
  }
  TryPlace(input);
}

std::vector<std::string> FuzzSeeds() {
  return {"tile/0/000",
          "tile/0/x001/x234/067",
          "tile/63/x123/x456/789.p/255",
          "tile/1/x018/x446/x744/x073/x709/x551/615",
          "tile/0/255.p/1",
          PlaceInput(0, 0, 1, 32),
          PlaceInput(3, 2, 77, 77 * 32),
          PlaceInput(9, 1, 1u << 11, 4 * 32),
          PlaceInput(63, 0, uint64_t{1} << 63, 128 * 32),
          PlaceInput(0, 256, 257, 32)};
}

std::vector<std::string> FuzzWords() {
  return {"tile/", "/x", "000", "999",   ".p/",
          "256",   "0",  "/0/", "x001/", "18446744073709551615"};
}

}  // namespace attest
