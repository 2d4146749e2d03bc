// TileWriter turns appended leaf hashes into the hashes that the tiles of the
// tree grow by, so that a log can write both in one batch. It stores nothing
// and reads nothing: the right edge of the tree is all it needs.
//
// Thread-safety: const methods run concurrently.
// Algorithm: C2SP tlog-tiles; only complete subtrees of 256 hashes are hashed
// into the next level, so each write appends and none replaces.

#ifndef ATTEST_ENGINE_MERKLE_TILE_WRITER_H_
#define ATTEST_ENGINE_MERKLE_TILE_WRITER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"

namespace attest {

// One hash, to stand at `offset` of tile (level, tile_index).
struct TileHash {
  uint32_t level = 0;
  uint64_t tile_index = 0;
  uint32_t offset = 0;
  Hash hash;

  friend bool operator==(const TileHash&, const TileHash&) = default;
};

class TileWriter {
 public:
  // For a tree without leaves.
  TileWriter() = default;

  // For the tree with this right edge, as RangeFromTiles gives it.
  explicit TileWriter(CompactRange range) : range_(std::move(range)) {}

  // Appends leaves and adds what the tiles grow by to the end of `written`:
  // for each tile its hashes without gaps, in order of offset; tiles of
  // several levels take turns. About 257 hashes for 256 leaves.
  void Append(absl::Span<const Hash> leaves, std::vector<TileHash>& written);

  // The tree with all leaves appended so far.
  [[nodiscard]] const CompactRange& range() const { return range_; }

 private:
  CompactRange range_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_TILE_WRITER_H_
