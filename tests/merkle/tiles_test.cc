#include "engine/merkle/tiles.h"

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/merkle/proof.h"
#include "engine/merkle/tile_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/merkle/leaves.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<Tile> AllTiles(uint64_t tree_size) {
  std::vector<Tile> tiles;
  const absl::Status status = ForEachTile(tree_size, [&](const Tile& tile) {
    tiles.push_back(tile);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return tiles;
}

// Tiles in memory, grown by a TileWriter as a log grows them.
class TileStore {
 public:
  void Append(absl::Span<const Hash> leaves) {
    std::vector<TileHash> written;
    writer_.Append(leaves, written);
    for (const TileHash& hash : written) {
      std::string& bytes = tiles_[{hash.level, hash.tile_index}];
      ASSERT_EQ(bytes.size(), hash.offset * Hash::kSize);
      bytes.append(hash.hash.AsBytes().data(), Hash::kSize);
    }
  }

  // The tile as it was when it had its width, as a stored partial tile is.
  absl::StatusOr<std::string> Read(const Tile& tile) const {
    const auto found = tiles_.find({tile.level, tile.index});
    if (found == tiles_.end() ||
        found->second.size() < tile.width * Hash::kSize) {
      return absl::NotFoundError(TilePath(tile));
    }
    return found->second.substr(0, tile.width * Hash::kSize);
  }

  [[nodiscard]] const TileWriter& writer() const { return writer_; }
  [[nodiscard]] size_t tile_count() const { return tiles_.size(); }

 private:
  TileWriter writer_;
  std::map<std::pair<uint32_t, uint64_t>, std::string> tiles_;
};

TEST(TilePathTest, KnownPaths) {
  EXPECT_EQ(TilePath({.level = 0, .index = 0}), "tile/0/000");
  EXPECT_EQ(TilePath({.level = 0, .index = 1234067}), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({.level = 1, .index = 999, .width = 17}),
            "tile/1/999.p/17");
  EXPECT_EQ(TilePath({.level = 3, .index = 1000, .width = 255}),
            "tile/3/x001/000.p/255");
  EXPECT_EQ(TilePath({.level = 63, .index = ~uint64_t{0}}),
            "tile/63/x018/x446/x744/x073/x709/x551/615");
}

TEST(TilePathTest, PathsComeBackTheSame) {
  const uint32_t seed = 8;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 5000; ++round) {
    const Tile tile = {.level = static_cast<uint32_t>(random() % 64),
                       .index = random() >> (random() % 64),
                       .width = static_cast<uint32_t>(1 + random() % 256)};
    const absl::StatusOr<Tile> parsed = ParseTilePath(TilePath(tile));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    ASSERT_EQ(*parsed, tile);
  }
}

TEST(TilePathTest, EveryOtherSpellingIsRefused) {
  for (const absl::string_view path :
       {"",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile//000",
        "/tile/0/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/000/",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/x000/001",
        "tile/0/x000/x000/001",
        "tile/0/001/000",
        "tile/0/x1/000",
        "tile/0/x001/x000",
        "tile/0/x001",
        "tile/0/X001/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/1/",
        "tile/0/.p/1",
        "tile/0/000.p/1.p/1",
        "tile/0/ 000",
        "tile/0/000 ",
        "tile/0/000\n",
        "tile/data/000",
        "tile/entries/000",
        "tile/0/x",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/x100/x018/x446/x744/x073/x709/x551/615"}) {
    const absl::StatusOr<Tile> tile = ParseTilePath(path);
    EXPECT_EQ(tile.status().code(), absl::StatusCode::kInvalidArgument) << path;
  }
  EXPECT_FALSE(ParseTilePath(absl::string_view("tile/0/000\0", 11)).ok());
  EXPECT_FALSE(ParseTilePath("tile/0/" + std::string(100000, '0')).ok());
}

TEST(TilePathTest, MutatedPathsAreRefusedOrCanonical) {
  const uint32_t seed = 67;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string letters = "tile/x0123456789.p/ -+";
  for (int round = 0; round < 50000; ++round) {
    std::string path = "tile/1/x001/x234/067.p/17";
    for (uint64_t edits = 1 + random() % 4; edits > 0; --edits) {
      const size_t at = random() % path.size();
      const char letter = letters[random() % letters.size()];
      switch (random() % 3) {
        case 0:
          path[at] = letter;
          break;
        case 1:
          path.insert(at, 1, letter);
          break;
        default:
          path.erase(at, 1);
      }
    }
    const absl::StatusOr<Tile> tile = ParseTilePath(path);
    if (tile.ok()) {
      ASSERT_EQ(TilePath(*tile), path);
    }
  }
}

TEST(TilesTest, TilesOfTheSpecificationsExamples) {
  EXPECT_TRUE(AllTiles(0).empty());
  EXPECT_THAT(AllTiles(1),
              ElementsAre(Tile{.level = 0, .index = 0, .width = 1}));
  EXPECT_THAT(AllTiles(256),
              ElementsAre(Tile{.level = 0, .index = 0, .width = 256},
                          Tile{.level = 1, .index = 0, .width = 1}));
  // "273 full level 0 tiles, one partial level 0 tile of width 112, one full
  // level 1 tile, one partial level 1 tile of width 17, and one partial level
  // 2 tile of width 1"
  const std::vector<Tile> tiles = AllTiles(70000);
  ASSERT_EQ(tiles.size(), 277U);
  EXPECT_EQ(tiles[272], (Tile{.level = 0, .index = 272, .width = 256}));
  EXPECT_EQ(tiles[273], (Tile{.level = 0, .index = 273, .width = 112}));
  EXPECT_EQ(tiles[274], (Tile{.level = 1, .index = 0, .width = 256}));
  EXPECT_EQ(tiles[275], (Tile{.level = 1, .index = 1, .width = 17}));
  EXPECT_EQ(tiles[276], (Tile{.level = 2, .index = 0, .width = 1}));
}

TEST(TilesTest, VisitingTilesStopsAtTheFirstError) {
  int visits = 0;
  const absl::Status status = ForEachTile(~uint64_t{0}, [&](const Tile&) {
    return ++visits < 3 ? absl::OkStatus() : absl::UnavailableError("disk");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(visits, 3);
}

TEST(TilesTest, WidthsOfTheLargestTree) {
  const uint64_t max = ~uint64_t{0};
  EXPECT_EQ(TileWidthAt(0, max / 256, max), 255U);
  EXPECT_EQ(TileWidthAt(0, max / 256 - 1, max), 256U);
  EXPECT_EQ(TileWidthAt(7, 0, max), 255U);
  EXPECT_EQ(TileWidthAt(7, 1, max), 0U);
  EXPECT_EQ(TileWidthAt(8, 0, max), 0U);
  EXPECT_EQ(TileWidthAt(63, 0, max), 0U);
}

TEST(TilesTest, WrittenTilesEqualTheReferenceAroundEachBoundary) {
  const std::vector<Hash> leaves = MakeLeaves(65539);
  const absl::Span<const Hash> all = leaves;
  TileStore store;
  for (const uint64_t size :
       {1U, 2U, 254U, 255U, 256U, 257U, 258U, 511U, 512U, 513U, 3000U, 65279U,
        65280U, 65281U, 65534U, 65535U, 65536U, 65537U, 65539U}) {
    SCOPED_TRACE(size);
    const uint64_t before = store.writer().range().size();
    ASSERT_NO_FATAL_FAILURE(store.Append(all.subspan(before, size - before)));
    const std::vector<Tile> tiles = AllTiles(size);
    EXPECT_EQ(tiles.size(), store.tile_count());
    // Whole trees where they are small, the right edge where they are large.
    for (const Tile& tile : tiles) {
      if (size > 3000 && tile.level == 0 && tile.index + 3 < size / 256) {
        continue;
      }
      ASSERT_EQ(store.Read(tile).value(),
                reference::TileBytes(all.first(size), tile.level, tile.index,
                                     tile.width))
          << TilePath(tile);
    }
    const absl::StatusOr<CompactRange> range = RangeFromTiles(
        size, [&](const Tile& tile) { return store.Read(tile); });
    ASSERT_TRUE(range.ok()) << range.status();
    EXPECT_EQ(*range, store.writer().range());
    EXPECT_EQ(range->Root(), reference::Root(all.first(size)));
  }
}

TEST(TilesTest, WriterTakenUpAtAnySizeWritesTheSame) {
  const std::vector<Hash> leaves = MakeLeaves(600);
  const absl::Span<const Hash> all = leaves;
  std::vector<TileHash> want;
  TileWriter().Append(all, want);
  for (size_t size = 0; size <= leaves.size(); ++size) {
    TileWriter first;
    std::vector<TileHash> written;
    first.Append(all.first(size), written);
    TileWriter second(
        CompactRange::Create(size, first.range().hashes()).value());
    second.Append(all.subspan(size), written);
    ASSERT_EQ(written, want) << size;
  }
}

TEST(TilesTest, OnlyFullTilesGoUp) {
  const std::vector<Hash> leaves = MakeLeaves(513);
  TileWriter writer;
  for (size_t size = 1; size <= leaves.size(); ++size) {
    std::vector<TileHash> written;
    writer.Append({leaves[size - 1]}, written);
    ASSERT_EQ(written.size(), size % 256 == 0 ? 2U : 1U) << size;
    EXPECT_EQ(written[0].level, 0U);
    if (written.size() > 1) {
      EXPECT_EQ(written[1].level, 1U);
      EXPECT_EQ(written[1].offset, size / 256 - 1);
    }
  }
}

TEST(TilesTest, EveryNodeOfATreeComesFromItsTile) {
  const std::vector<Hash> leaves = MakeLeaves(700);
  const NodeTable nodes(leaves);
  for (const uint64_t size : {1U, 255U, 256U, 257U, 512U, 700U}) {
    TileStore store;
    store.Append(absl::MakeConstSpan(leaves).first(size));
    const auto read = [&](const Tile& tile) { return store.Read(tile); };
    for (uint32_t level = 0; level < 64; ++level) {
      for (uint64_t index = 0; index <= size >> level; ++index) {
        const absl::StatusOr<Hash> want = nodes.Read(level, index, size);
        const absl::StatusOr<Hash> got =
            NodeFromTiles(level, index, size, read);
        ASSERT_EQ(got.ok(), want.ok()) << level << "/" << index;
        if (want.ok()) {
          ASSERT_EQ(*got, *want) << level << "/" << index;
        }
      }
    }
  }
}

TEST(TilesTest, ProofsBuiltFromTilesVerify) {
  const std::vector<Hash> leaves = MakeLeaves(65800);
  const absl::Span<const Hash> all = leaves;
  TileStore store;
  store.Append(all);
  const uint32_t seed = 41;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    const uint64_t size2 = leaves.size() - random() % (round < 6 ? 300 : 60000);
    const uint64_t size1 = 1 + random() % size2;
    const auto node = [&](uint32_t level, uint64_t index) {
      return NodeFromTiles(level, index, size2,
                           [&](const Tile& tile) { return store.Read(tile); });
    };
    const Hash root1 = reference::Root(all.first(size1));
    const Hash root2 = reference::Root(all.first(size2));
    const auto inclusion = BuildInclusionProof(size1 - 1, size2, node);
    const auto consistency = BuildConsistencyProof(size1, size2, node);
    ASSERT_TRUE(inclusion.ok()) << inclusion.status();
    ASSERT_TRUE(consistency.ok()) << consistency.status();
    EXPECT_TRUE(reference::Includes(size1 - 1, size2, leaves[size1 - 1],
                                    *inclusion, root2));
    EXPECT_TRUE(reference::Continues(size1, size2, root1, root2, *consistency));
  }
}

TEST(TilesTest, FullTileHashesToItsRoot) {
  const std::vector<Hash> leaves = MakeLeaves(256);
  const std::string bytes = reference::TileBytes(leaves, 0, 0, 256);
  EXPECT_EQ(HashFullTile(bytes).value(), reference::Root(leaves));
  for (const std::string& wrong :
       {std::string(), bytes.substr(1), bytes.substr(32), bytes + "x",
        bytes + bytes}) {
    EXPECT_EQ(HashFullTile(wrong).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(TilesTest, AWiderTileServesForANarrowerOne) {
  const std::vector<Hash> leaves = MakeLeaves(256);
  const std::string full = reference::TileBytes(leaves, 0, 0, 256);
  const absl::StatusOr<CompactRange> range = RangeFromTiles(
      100, [&](const Tile&) { return absl::StatusOr<std::string>(full); });
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->Root(),
            reference::Root(absl::MakeConstSpan(leaves).first(100)));
}

TEST(TilesTest, TilesOfWrongLengthAreDataLoss) {
  const std::string full(256 * Hash::kSize, 'a');
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{99} * 32, size_t{100} * 32 - 1,
        size_t{100} * 32 + 1, size_t{257} * 32}) {
    const absl::StatusOr<CompactRange> range =
        RangeFromTiles(100, [&](const Tile&) {
          return absl::StatusOr<std::string>(std::string(size, 'a'));
        });
    EXPECT_EQ(range.status().code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_THAT(range.status().message(), HasSubstr("tile/0/000.p/100"));
  }
}

TEST(TilesTest, ErrorsOfTheTileReaderArePassedOn) {
  const auto fails = [](const Tile&) -> absl::StatusOr<std::string> {
    return absl::UnavailableError("disk");
  };
  EXPECT_EQ(RangeFromTiles(9, fails).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(NodeFromTiles(0, 3, 9, fails).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(TilesTest, RangeReadsOneTileALevelAtMost) {
  int reads = 0;
  const absl::StatusOr<CompactRange> range =
      RangeFromTiles(~uint64_t{0}, [&](const Tile& tile) {
        ++reads;
        return absl::StatusOr<std::string>(
            std::string(tile.width * Hash::kSize, 'a'));
      });
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(reads, 8);
  EXPECT_EQ(range->hashes().size(), 64U);
}

TEST(TilesTest, NodesOutsideTheTreeAreRefused) {
  for (const auto& [level, index, size] :
       std::vector<std::tuple<uint32_t, uint64_t, uint64_t>>{
           {0, 0, 0},
           {0, 5, 5},
           {1, 2, 5},
           {3, 0, 7},
           {64, 0, ~uint64_t{0}},
           {63, 1, ~uint64_t{0}},
           {200, 0, 5}}) {
    EXPECT_EQ(PlaceOfNode(level, index, size).status().code(),
              absl::StatusCode::kInvalidArgument)
        << level << "/" << index << " of " << size;
  }
}

}  // namespace
}  // namespace attest
