#include "engine/merkle/tile_writer.h"

#include "engine/merkle/tiles.h"

namespace attest {

void TileWriter::Append(absl::Span<const Hash> leaves,
                        std::vector<TileHash>& written) {
  for (const Hash& leaf : leaves) {
    range_.Append(leaf, [&written](uint32_t level, uint64_t index,
                                   const Hash& hash) {
      if (level % kTileHeight != 0) return;
      written.push_back({.level = level / kTileHeight,
                         .tile_index = index / kTileWidth,
                         .offset = static_cast<uint32_t>(index % kTileWidth),
                         .hash = hash});
    });
  }
}

}  // namespace attest
