// The exported tiles, read by a client that knows only the specifications:
// C2SP tlog-tiles for where things are, RFC 6962 and RFC 9162 for what the
// hashes say. It shares no code with the engine but the type Hash.

#include "engine/interchange/tiles_export.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/case.h"
#include "tests/reference/merkle_tree.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using Files = std::map<std::string, std::string>;

// A client of a static log.
class Client {
 public:
  explicit Client(const Files& files) : files_(files) {
    const std::vector<std::string> lines =
        absl::StrSplit(Get("checkpoint"), '\n');
    size_ = std::stoull(lines.at(1));
    std::string root;
    EXPECT_TRUE(absl::Base64Unescape(lines.at(2), &root));
    root_ = Hash::FromBytes(root).value();
  }

  [[nodiscard]] uint64_t size() const { return size_; }
  [[nodiscard]] const Hash& root() const { return root_; }

  // "index encoded into zero-padded 3-digit path elements. All but the last
  // path element MUST begin with an x."
  static std::string Elements(uint64_t n) {
    std::string digits = absl::StrCat(n);
    while (digits.size() % 3 != 0) digits.insert(0, "0");
    std::string path;
    for (size_t i = 0; i < digits.size(); i += 3) {
      const bool last = i + 3 == digits.size();
      absl::StrAppend(&path, last ? "" : "x", digits.substr(i, 3),
                      last ? "" : "/");
    }
    return path;
  }

  // "The partial tile at level l for a tree of size s has
  // floor(s / 256**l) mod 256 entries."
  [[nodiscard]] std::string PathOf(const std::string& level, uint64_t n,
                                   uint64_t at_level) const {
    const uint64_t full = at_level / 256;
    const uint64_t partial = at_level % 256;
    return absl::StrCat("tile/", level, "/", Elements(n),
                        n == full ? absl::StrCat(".p/", partial) : "");
  }

  [[nodiscard]] std::vector<Hash> TileAt(uint32_t level, uint64_t n) const {
    uint64_t at_level = size_;
    for (uint32_t i = 0; i < level; ++i) at_level /= 256;
    const std::string bytes = Get(PathOf(absl::StrCat(level), n, at_level));
    EXPECT_EQ(bytes.size() % 32, 0u);
    EXPECT_EQ(bytes.size() / 32,
              n == at_level / 256 ? at_level % 256 : uint64_t{256});
    std::vector<Hash> hashes;
    for (size_t i = 0; i < bytes.size(); i += 32) {
      hashes.push_back(Hash::FromBytes(bytes.substr(i, 32)).value());
    }
    return hashes;
  }

  [[nodiscard]] std::vector<Hash> Leaves() const {
    std::vector<Hash> leaves;
    for (uint64_t n = 0; n * 256 < size_; ++n) {
      for (const Hash& hash : TileAt(0, n)) leaves.push_back(hash);
    }
    return leaves;
  }

  // The entries of bundle `n`; nothing when it is not there.
  [[nodiscard]] std::vector<std::string> Entries(uint64_t n) const {
    const auto found = files_.find(PathOf("entries", n, size_));
    std::vector<std::string> entries;
    if (found == files_.end()) return entries;
    const std::string& bytes = found->second;
    for (size_t at = 0; at < bytes.size();) {
      const size_t length = static_cast<uint8_t>(bytes.at(at)) * 256u +
                            static_cast<uint8_t>(bytes.at(at + 1));
      entries.push_back(bytes.substr(at + 2, length));
      EXPECT_EQ(entries.back().size(), length);
      at += 2 + length;
    }
    return entries;
  }

  [[nodiscard]] std::string Get(const std::string& path) const {
    const auto found = files_.find(path);
    EXPECT_NE(found, files_.end()) << path;
    return found == files_.end() ? "" : found->second;
  }

 private:
  const Files& files_;
  uint64_t size_ = 0;
  Hash root_;
};

class TilesExportTest : public testing::Test {
 protected:
  void MakeCase(const std::string& lines) {
    ASSERT_TRUE(Case::Create(Folder(), {.origin = "example.org/tiles"}).ok());
    Add(lines);
  }

  void Add(const std::string& lines) {
    const std::string file = folder_.File("case.jsonl");
    reference::WriteBytes(file, lines);
    opened_.reset();
    opened_ = Case::Open(Folder(), {.access = Access::kWrite}).value();
    const auto added = opened_->Add(
        file, {}, [](const RejectedLine&) { return absl::OkStatus(); });
    ASSERT_TRUE(added.ok()) << added.status();
    ASSERT_EQ(added->reading.error_count, 0u) << added->reading.errors[0].what;
  }

  Files Export(Restricted restricted) {
    Files files;
    const auto summary =
        ExportTiles(opened_->log(), opened_->Now(), restricted,
                    [&](const std::string& path, absl::string_view bytes) {
                      EXPECT_TRUE(files.emplace(path, bytes).second) << path;
                      return absl::OkStatus();
                    });
    EXPECT_TRUE(summary.ok()) << summary.status();
    if (summary.ok()) summary_ = *summary;
    return files;
  }

  [[nodiscard]] std::string Folder() const { return folder_.File("case"); }

  static std::string Entity(uint64_t i, const std::string& more = "") {
    return absl::StrCat(R"({"type":"entity","id":"e:)", i,
                        R"(","kind":"person","name":"N)", i, "\"", more, "}\n");
  }

  static std::string Entities(uint64_t begin, uint64_t end) {
    std::string lines;
    for (uint64_t i = begin; i < end; ++i) lines += Entity(i);
    return lines;
  }

  // Everything that the tiles hold agrees with the head, and with the events.
  void ExpectSound(const Files& files) {
    const Client client(files);
    EXPECT_EQ(client.size(), opened_->log().size());
    const std::vector<Hash> leaves = client.Leaves();
    ASSERT_EQ(leaves.size(), client.size());
    EXPECT_EQ(reference::Root(leaves), client.root());
    uint64_t expected = 1;
    for (uint64_t at_level = client.size(), level = 0; at_level > 0;
         at_level /= 256, ++level) {
      for (uint64_t n = 0; n * 256 < at_level; ++n) {
        ++expected;
        const std::vector<Hash> tile =
            client.TileAt(static_cast<uint32_t>(level), n);
        std::string bytes;
        for (const Hash& hash : tile) absl::StrAppend(&bytes, hash.AsBytes());
        EXPECT_EQ(bytes,
                  reference::TileBytes(leaves, static_cast<uint32_t>(level), n,
                                       static_cast<uint32_t>(tile.size())));
      }
    }
    EXPECT_EQ(expected - 1, summary_.tiles);
    for (uint64_t n = 0; n * 256 < client.size(); ++n) {
      const std::vector<std::string> entries = client.Entries(n);
      expected += entries.empty() ? 0 : 1;
      for (size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(reference::Leaf(entries[i]), leaves[n * 256 + i]);
      }
    }
    EXPECT_EQ(files.size(), expected) << "nothing else is written";
    // A client makes proofs of its own from them.
    for (uint64_t i = 0; i < client.size(); i += 1 + client.size() / 7) {
      EXPECT_TRUE(reference::Includes(i, client.size(), leaves[i],
                                      reference::Path(i, leaves),
                                      client.root()));
    }
  }

  reference::TemporaryFolder folder_;
  std::unique_ptr<Case> opened_;
  TilesSummary summary_;
};

TEST_F(TilesExportTest, PathsAreThoseOfTheSpecification) {
  EXPECT_EQ(Client::Elements(1234067), "x001/x234/067");
  EXPECT_EQ(Client::Elements(0), "000");
  EXPECT_EQ(Client::Elements(999), "999");
  EXPECT_EQ(Client::Elements(1000), "x001/000");
}

TEST_F(TilesExportTest, EmptyLogHasOnlyItsCheckpoint) {
  ASSERT_TRUE(Case::Create(Folder(), {.origin = "example.org/tiles"}).ok());
  opened_ = Case::Open(Folder(), {}).value();
  const Files files = Export(Restricted::kStay);
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files.begin()->first, "checkpoint");
}

TEST_F(TilesExportTest, ClientReadsTreesOfManySizes) {
  MakeCase(Entities(0, 1));
  uint64_t entities = 1;
  // Sizes with the closing events: 2, 9, 255, 256, 257, 700 and 2,000.
  for (const uint64_t size : {2u, 9u, 255u, 256u, 257u, 700u, 2000u}) {
    if (opened_->log().size() < size) {
      if (opened_->log().size() + 1 == size) {
        const std::string decision =
            R"({"type":"identity","judgement":"unsure","entities":["e:0","e:1"]})";
        ASSERT_TRUE(opened_->Decide({decision}, "ann").ok());
      } else {
        const uint64_t more = size - opened_->log().size() - 1;
        Add(Entities(entities, entities + more));
        entities += more;
      }
    }
    ASSERT_EQ(opened_->log().size(), size);
    SCOPED_TRACE(absl::StrCat(size, " events"));
    const Files files = Export(Restricted::kStay);
    ExpectSound(files);
    EXPECT_EQ(summary_.bundles, (size + 255) / 256);
    EXPECT_EQ(summary_.bundles_left_out, 0u);
    if (size > 256) {
      EXPECT_TRUE(files.contains("tile/0/000"));
      EXPECT_TRUE(files.contains("tile/1/000.p/1") || size >= 512);
    }
  }
}

// A bundle is whole or not there; the other bundles, and every hash, are.
TEST_F(TilesExportTest, WhatMayNotGoOutLeavesItsBundleOut) {
  MakeCase(Entities(0, 255));
  Add(Entities(255, 300) + Entity(300, R"(,"sensitivity":"restricted")") +
      Entities(301, 510));
  Add(Entities(510, 600) + Entity(600, R"(,"sensitivity":"sealed")") +
      Entities(601, 765));
  const Files by_default = Export(Restricted::kStay);
  ExpectSound(by_default);
  EXPECT_EQ(summary_.bundles_left_out, 2u);
  // The two entities, and the two events with their files' hashes.
  EXPECT_EQ(summary_.events_withheld, 4u);
  EXPECT_TRUE(by_default.contains("tile/entries/000"));
  EXPECT_FALSE(by_default.contains("tile/entries/001"));
  EXPECT_FALSE(by_default.contains("tile/entries/002"));
  const Files with_restricted = Export(Restricted::kGoOut);
  ExpectSound(with_restricted);
  EXPECT_EQ(summary_.bundles_left_out, 1u);
  EXPECT_TRUE(with_restricted.contains("tile/entries/001"));
  EXPECT_FALSE(with_restricted.contains("tile/entries/002"));
  for (const auto& [path, bytes] : by_default) {
    EXPECT_EQ(bytes.find("N300"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("N600"), std::string::npos) << path;
  }
  for (const auto& [path, bytes] : with_restricted) {
    EXPECT_EQ(bytes.find("N600"), std::string::npos) << path;
  }
}

TEST_F(TilesExportTest, WhatNamesARestrictedRecordStaysAsWell) {
  MakeCase(absl::StrCat(
      R"({"type":"source","id":"s","name":"S","kind":"witness","sensitivity":"restricted"})",
      "\n", R"({"type":"source","id":"o","name":"O","kind":"outlet"})", "\n",
      R"({"type":"report","id":"r","source":"s","title":"T"})", "\n",
      R"({"type":"report","id":"open","source":"o","title":"T"})", "\n",
      Entities(0, 1),
      R"({"type":"claim","id":"c","report":"r","subject":"e:0","predicate":"killed","value":true,"attribution":[{"source":"o"}]})",
      "\n",
      R"({"type":"claim","id":"d","report":"open","subject":"e:0","predicate":"killed","value":true,"attribution":[{"source":"s"}]})",
      "\n",
      R"({"type":"claim","id":"f","report":"open","subject":"e:0","predicate":"killed","value":true})",
      "\n"));
  const View now = opened_->Now();
  const Outgoing outgoing(opened_->log(), now, Restricted::kStay);
  std::string out;
  for (uint64_t i = 0; i < opened_->log().size(); ++i) {
    const Event event = opened_->log().Get(EventIndex(i)).value();
    const Withheld why = outgoing.WhyWithheld(EventIndex(i)).value();
    EXPECT_TRUE(why == Withheld::kNo || why == Withheld::kRestricted);
    absl::StrAppend(&out, event.key.empty() ? "file" : event.key, "=",
                    why == Withheld::kNo ? "out" : "stays", " ");
  }
  for (const char* want : {"s=stays", "o=out", "r=stays", "open=out", "e:0=out",
                           "c=stays", "d=stays", "f=out", "file=stays"}) {
    EXPECT_NE(out.find(absl::StrCat(want, " ")), std::string::npos)
        << want << " in " << out;
  }
}

}  // namespace
}  // namespace attest
