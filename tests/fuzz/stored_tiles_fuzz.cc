// Stored tiles: whatever a database gives for them, whole ones give the nodes
// of the tree, others none that they do not hold, and pieces of a tile are put
// together in one way only.
//
// Input: the size of a tree (2 bytes), then changes to its tiles, 5 bytes each:
// tile, what to do, place (2 bytes), number.

#include <rocksdb/merge_operator.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/tile_merge_operator.h"
#include "engine/merkle/tile_writer.h"
#include "engine/merkle/tiles.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

constexpr uint64_t kMaxSize = 600;
constexpr size_t kChangeBytes = 5;
constexpr size_t kMaxChanges = 16;

using Tiles = std::map<std::pair<uint32_t, uint64_t>, std::string>;

const std::vector<Hash>& Leaves() {
  static const auto& leaves = *[] {
    auto& hashes = *new std::vector<Hash>;
    for (uint64_t i = 0; i < kMaxSize; ++i) {
      hashes.push_back(HashLeaf(std::to_string(i)));
    }
    return &hashes;
  }();
  return leaves;
}

std::vector<Hash> Leaves(uint64_t begin, uint64_t end) {
  return {Leaves().begin() + static_cast<ptrdiff_t>(begin),
          Leaves().begin() + static_cast<ptrdiff_t>(end)};
}

// The tiles of a tree, as they are written.
Tiles TilesOf(uint64_t size) {
  std::vector<TileHash> hashes;
  TileWriter writer;
  writer.Append(Leaves(0, size), hashes);
  Tiles tiles;
  for (const TileHash& one : hashes) {
    tiles[{one.level, one.tile_index}].append(one.hash.AsBytes().data(),
                                              Hash::kSize);
  }
  return tiles;
}

void Change(absl::string_view change, Tiles& tiles) {
  if (tiles.empty()) return;
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(change[i]); };
  auto tile = tiles.begin();
  std::advance(tile, byte(0) % tiles.size());
  std::string& bytes = tile->second;
  const size_t place = (byte(2) | size_t{byte(3)} << 8) % (bytes.size() + 1);
  switch (byte(1) % 4) {
    case 0:
      if (place < bytes.size()) bytes[place] ^= static_cast<char>(byte(4));
      return;
    case 1:
      bytes.resize(place);
      return;
    case 2:
      bytes.append(byte(4), 'x');
      return;
    default:
      tiles.erase(tile);
  }
}

class TreeWalk {
 public:
  TreeWalk(uint64_t size, const Tiles& tiles)
      : size_(size), tiles_(tiles), whole_(TilesOf(size)) {}

  void Run() {
    TryRoot();
    for (uint32_t level = 0; size_ >> level > 0; ++level) {
      for (uint64_t index = 0; index < size_ >> level; ++index) {
        // The nodes near an edge, and some between.
        if (index % 37 == 0 || index + 1 >= size_ >> level) {
          TryNode(level, index);
        }
      }
    }
  }

 private:
  absl::StatusOr<std::string> Read(const Tile& tile) {
    Require(tile.width == TileWidthAt(tile.level, tile.index, size_),
            "a tile is asked for as it is in the tree");
    const auto found = tiles_.find({tile.level, tile.index});
    const bool is_there = found != tiles_.end();
    const std::string& want = whole_.at({tile.level, tile.index});
    only_whole_ = only_whole_ && is_there && found->second == want;
    if (!is_there) return absl::NotFoundError("no such tile");
    return found->second;
  }

  void TryRoot() {
    only_whole_ = true;
    const absl::StatusOr<CompactRange> range =
        RangeFromTiles(size_, [this](const Tile& tile) { return Read(tile); });
    CheckStatus(range.status());
    if (!range.ok()) return;
    Require(range->size() == size_, "the edge is that of the tree");
    const bool is_root = range->Root() == reference::Root(Leaves(0, size_));
    Require(is_root || !only_whole_, "whole tiles give the root");
  }

  void TryNode(uint32_t level, uint64_t index) {
    only_whole_ = true;
    const absl::StatusOr<Hash> node = NodeFromTiles(
        level, index, size_, [this](const Tile& tile) { return Read(tile); });
    CheckStatus(node.status());
    if (!node.ok()) return;
    const NodePlace place = PlaceOfNode(level, index, size_).value();
    const bool is_node =
        *node == reference::Root(Leaves(index << level, (index + 1) << level));
    Require(is_node == (HashesAt(tiles_, place) == HashesAt(whole_, place)),
            "a node is hashed from what lies under it");
  }

  static absl::string_view HashesAt(const Tiles& tiles,
                                    const NodePlace& place) {
    return absl::string_view(tiles.at({place.tile.level, place.tile.index}))
        .substr(place.offset * Hash::kSize, place.count * Hash::kSize);
  }

  void CheckStatus(const absl::Status& status) const {
    Require(status.ok() || !only_whole_, "whole tiles are read");
    Require(status.ok() || absl::IsDataLoss(status) || absl::IsNotFound(status),
            "a tile that does not fit is damage");
  }

  const uint64_t size_;
  const Tiles& tiles_;
  const Tiles whole_;
  bool only_whole_ = true;  // of the tiles read
};

// What the database makes of a tile of these pieces.
bool Merged(const std::vector<rocksdb::Slice>& pieces, bool first_is_stored,
            std::string& tile) {
  const TileMergeOperator merge;
  std::vector<rocksdb::Slice> operands = pieces;
  rocksdb::Slice stored;
  if (first_is_stored) {
    stored = operands.front();
    operands.erase(operands.begin());
  }
  rocksdb::Slice unused;
  rocksdb::MergeOperator::MergeOperationOutput out(tile, unused);
  const rocksdb::Slice key;
  const rocksdb::MergeOperator::MergeOperationInput in(
      key, first_is_stored ? &stored : nullptr, operands, nullptr);
  return merge.FullMergeV2(in, &out);
}

// `input` cut in three.
void TryMerging(absl::string_view input) {
  if (input.size() < 2) return;
  const size_t size = input.size();
  const size_t first = static_cast<uint8_t>(input[0]) * Hash::kSize % size;
  const size_t second =
      first + static_cast<uint8_t>(input[1]) * Hash::kSize % (size - first);
  std::vector<rocksdb::Slice> pieces;
  bool fits = size <= kTileWidth * Hash::kSize;
  for (const auto& [begin, end] :
       {std::pair(size_t{0}, first), {first, second}, {second, size}}) {
    pieces.emplace_back(input.data() + begin, end - begin);
    fits = fits && end > begin && (end - begin) % Hash::kSize == 0;
  }
  for (const bool first_is_stored : {false, true}) {
    std::string tile;
    Require(Merged(pieces, first_is_stored, tile) == fits,
            "a tile is made of whole hashes, 256 at most");
    Require(!fits || tile == input, "a tile is its pieces");
  }
  std::string part;
  const bool partly = TileMergeOperator().PartialMergeMulti(
      rocksdb::Slice(), {pieces[1], pieces[2]}, &part, nullptr);
  Require(partly || !fits, "pieces can be put together before the whole");
  if (!partly) return;
  std::string tile;
  Require(
      Merged({pieces[0], part}, true, tile) == fits && (!fits || tile == input),
      "it is the same in two steps");
}

std::string Input(uint16_t size, absl::string_view changes) {
  std::string input(2, '\0');
  std::memcpy(input.data(), &size, sizeof(size));
  input.append(changes.data(), changes.size());
  return input;
}

std::string ChangeBytes(uint8_t tile, uint8_t what, uint16_t place,
                        uint8_t number) {
  return {static_cast<char>(tile), static_cast<char>(what),
          static_cast<char>(place & 0xFF), static_cast<char>(place >> 8),
          static_cast<char>(number)};
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryMerging(input);
  if (input.size() < 2) return;
  uint16_t number = 0;
  std::memcpy(&number, input.data(), sizeof(number));
  const uint64_t size = number % (kMaxSize + 1);
  Tiles tiles = TilesOf(size);
  input.remove_prefix(sizeof(number));
  for (size_t i = 0; i < kMaxChanges && input.size() >= kChangeBytes; ++i) {
    Change(input.substr(0, kChangeBytes), tiles);
    input.remove_prefix(kChangeBytes);
  }
  TreeWalk(size, tiles).Run();
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = {""};
  for (const uint16_t size :
       std::initializer_list<uint16_t>{0, 1, 2, 255, 256, 257, 511, 512, 600}) {
    seeds.push_back(Input(size, ""));
    for (uint8_t tile = 0; tile < 4; ++tile) {
      seeds.push_back(Input(size, ChangeBytes(tile, 0, 33, 1)));
      seeds.push_back(Input(size, ChangeBytes(tile, 1, 32, 0)));
      seeds.push_back(Input(size, ChangeBytes(tile, 1, 31, 0)));
      seeds.push_back(Input(size, ChangeBytes(tile, 2, 0, 32)));
      seeds.push_back(Input(size, ChangeBytes(tile, 3, 0, 0)));
    }
  }
  // Pieces of one, two and 253 hashes; and of more than there is room for.
  seeds.push_back("\x01\x02" + std::string(256 * Hash::kSize - 2, 'h'));
  seeds.push_back("\x01\x02" + std::string(257 * Hash::kSize - 2, 'h'));
  seeds.push_back("\x01\x01" + std::string(3 * Hash::kSize - 2, 'h'));
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {std::string(Hash::kSize, 'h'), ChangeBytes(0, 1, 64, 0),
          ChangeBytes(1, 2, 0, 32), ChangeBytes(2, 3, 0, 0),
          std::string("\x00\x01", 2)};
}

}  // namespace attest
