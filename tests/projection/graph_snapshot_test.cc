// Graphs in snapshot files, sound and forged.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/projection/graph.h"
#include "engine/projection/graph_boost.h"
#include "engine/projection/snapshot_file.h"
#include "engine/status_macros.h"
#include "tests/reference/graph_reference.h"
#include "tests/reference/graph_snapshot_bytes.h"

namespace attest {
namespace {

using reference::BreadthFirstDistances;
using reference::FoldGraph;
using reference::ListedEdge;
using reference::ListEdges;
using reference::MakeRandomLog;
using reference::Peek;
using reference::Poke;
using reference::RandomLog;
using reference::ReadBytes;
using reference::ReferenceGraph;
using reference::SealAll;
using reference::TemporaryFolder;
using reference::WriteBytes;

constexpr uint32_t kLayout = 1;
constexpr uint32_t kId = 3;

// The first `edges` edges of `log`.
Graph MakeGraph(const RandomLog& log, size_t edges) {
  Graph graph;
  for (size_t i = 0; i < edges; ++i) {
    const ListedEdge& edge = log.edges[i];
    graph.GrowTo(log.vertices_before[i]);
    graph.AddEdge({edge.source, edge.target, edge.ordinal});
  }
  graph.GrowTo(log.vertices_before[edges]);
  return graph;
}

absl::Status Save(const Graph& graph, const std::string& path) {
  ASSIGN_OR_RETURN(const auto writer,
                   SnapshotWriter::Create(path, {.layout = kLayout}));
  RETURN_IF_ERROR(graph.Save(kId, *writer));
  return writer->Finish();
}

template <class G>
void ExpectSameEdges(const G& graph, const ReferenceGraph& expected) {
  ASSERT_EQ(num_vertices(graph), num_vertices(expected));
  for (uint32_t v = 0; v < num_vertices(expected); ++v) {
    EXPECT_EQ(ListEdges(out_edges(v, graph), graph),
              ListEdges(out_edges(v, expected), expected));
    EXPECT_EQ(ListEdges(in_edges(v, graph), graph),
              ListEdges(in_edges(v, expected), expected));
  }
}

TEST(GraphSnapshotTest, AGraphComesBackAndGrowsOn) {
  const TemporaryFolder folder;
  const std::string path = folder.File("projection");
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const RandomLog log = MakeRandomLog(random() % 200, seed);
    const size_t saved = random() % (log.edges.size() + 1);
    ASSERT_TRUE(Save(MakeGraph(log, saved), path).ok());
    const auto file = SnapshotFile::Open(path, kLayout);
    ASSERT_TRUE(file.ok()) << file.status();
    auto graph = Graph::Open(**file, kId, log.ordinal_limit);
    ASSERT_TRUE(graph.ok()) << graph.status();
    EXPECT_EQ(graph->memory_bytes(), 0u);
    for (size_t i = saved; i < log.edges.size(); ++i) {
      const ListedEdge& edge = log.edges[i];
      graph->GrowTo(log.vertices_before[i]);
      graph->AddEdge({edge.source, edge.target, edge.ordinal});
    }
    graph->GrowTo(log.vertices_before.back());
    ExpectSameEdges(*graph, FoldGraph(log, log.ordinal_limit, {}));
    const uint32_t cut = log.ordinal_limit / 2;
    ExpectSameEdges(CutGraph<>(*graph, log.VerticesAt(cut), cut),
                    FoldGraph(log, cut, {}));
    graph->Compact();
    ExpectSameEdges(*graph, FoldGraph(log, log.ordinal_limit, {}));
  }
}

TEST(GraphSnapshotTest, OrdinalsPastTheLimitAreDataLoss) {
  const TemporaryFolder folder;
  const std::string path = folder.File("projection");
  const RandomLog log = MakeRandomLog(50, 1);
  ASSERT_TRUE(Save(MakeGraph(log, 50), path).ok());
  const auto file = SnapshotFile::Open(path, kLayout);
  ASSERT_TRUE(file.ok());
  const uint32_t last = log.edges.back().ordinal;
  EXPECT_TRUE(Graph::Open(**file, kId, last + 1).ok());
  EXPECT_EQ(Graph::Open(**file, kId, last).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(Graph::Open(**file, kId + 1, last + 1).status().code(),
            absl::StatusCode::kDataLoss);
}

// Searches the graph in `bytes`, whole and at every cut, if it opens. Memory
// past an array is touched only if a check is missing, which then shows under
// the address sanitizer or in an end that is no vertex.
bool SearchForged(const std::string& path, const std::string& bytes,
                  uint32_t ordinal_limit) {
  WriteBytes(path, bytes);
  const auto file = SnapshotFile::Open(path, kLayout);
  if (!file.ok()) return false;
  const auto graph = Graph::Open(**file, kId, ordinal_limit);
  if (!graph.ok()) {
    EXPECT_EQ(graph.status().code(), absl::StatusCode::kDataLoss);
    return false;
  }
  const std::vector<uint64_t> dead(ordinal_limit / 64 + 1, 0x1111111111111111);
  for (uint32_t cut = 0; cut <= ordinal_limit; ++cut) {
    const CutGraph<NotDead> as_of(*graph, 1, cut, NotDead{dead.data()});
    const auto [begin, end] = edges(as_of);
    for (auto edge = begin; edge != end; ++edge) {
      EXPECT_LT(source(*edge, as_of), num_vertices(as_of));
      EXPECT_LT(target(*edge, as_of), num_vertices(as_of));
      EXPECT_LT((*edge).ordinal, cut);
    }
    for (uint32_t v = 0; v < num_vertices(as_of); v += 5) {
      BreadthFirstDistances(as_of, v);
      for (const ListedEdge& edge : ListEdges(in_edges(v, as_of), as_of)) {
        EXPECT_LT(edge.source, num_vertices(as_of));
      }
    }
  }
  return true;
}

TEST(GraphSnapshotTest, AForgedGraphNeverLeadsOutOfItself) {
  const TemporaryFolder folder;
  const std::string path = folder.File("projection");
  const RandomLog log = MakeRandomLog(24, 2);
  ASSERT_TRUE(Save(MakeGraph(log, log.edges.size()), path).ok());
  const std::string good = ReadBytes(path);
  ASSERT_TRUE(SearchForged(path, good, log.ordinal_limit));
  const auto vertices = static_cast<uint32_t>(log.vertices_before.back());
  const std::vector<uint32_t> wild = {0,
                                      1,
                                      vertices - 1,
                                      vertices,
                                      vertices + 1,
                                      log.ordinal_limit - 1,
                                      log.ordinal_limit,
                                      1000,
                                      0x7fffffff,
                                      0xfffffffe,
                                      0xffffffff};
  size_t opened = 0;
  for (size_t at = snapshot_layout::kHeaderBytes; at + 4 <= good.size();
       at += 4) {
    for (const uint32_t value : wild) {
      SCOPED_TRACE(testing::Message() << "value " << value << " at " << at);
      std::string bad = good;
      Poke(bad, at, value);
      SealAll(bad);
      opened += SearchForged(path, bad, log.ordinal_limit);
    }
  }
  // Some changes only make another graph.
  EXPECT_GT(opened, 0u);
}

TEST(GraphSnapshotTest, ForgedCountsNeverLeadOutOfTheSections) {
  const TemporaryFolder folder;
  const std::string path = folder.File("projection");
  const RandomLog log = MakeRandomLog(24, 4);
  ASSERT_TRUE(Save(MakeGraph(log, log.edges.size()), path).ok());
  const std::string good = ReadBytes(path);
  for (size_t section = 0; section < Graph::kSections; ++section) {
    const size_t at = snapshot_layout::EntryOffset(section) + 8;
    const auto count = Peek<uint64_t>(good, at);
    for (uint64_t forged = 0; forged < count + 4; ++forged) {
      SCOPED_TRACE(testing::Message()
                   << "count " << forged << " of section " << section);
      std::string bad = good;
      Poke(bad, at, forged);
      SealAll(bad);
      SearchForged(path, bad, log.ordinal_limit);
    }
  }
}

}  // namespace
}  // namespace attest
