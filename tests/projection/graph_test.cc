#include "engine/projection/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/graph_concepts.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <set>
#include <vector>

#include "engine/projection/graph_boost.h"
#include "tests/reference/graph_reference.h"

namespace attest {
namespace {

using reference::BreadthFirstDistances;
using reference::DijkstraDistances;
using reference::FoldGraph;
using reference::ListedEdge;
using reference::ListEdges;
using reference::MakeRandomLog;
using reference::RandomLog;
using reference::ReferenceGraph;

template <class G>
void CheckConcepts() {
  BOOST_CONCEPT_ASSERT((boost::concepts::VertexListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::concepts::EdgeListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::concepts::IncidenceGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::concepts::BidirectionalGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::concepts::AdjacencyGraphConcept<G>));
  BOOST_CONCEPT_ASSERT(
      (boost::concepts::ReadablePropertyGraphConcept<G, Vertex,
                                                     boost::vertex_index_t>));
  BOOST_CONCEPT_ASSERT(
      (boost::concepts::ReadablePropertyGraphConcept<G, Edge,
                                                     boost::edge_index_t>));
}

TEST(GraphTest, ModelsTheConceptsOfBoost) {
  CheckConcepts<Graph>();
  CheckConcepts<CutGraph<>>();
  CheckConcepts<CutGraph<NotDead>>();
  static_assert(std::forward_iterator<Graph::OutEdgeIterator>);
  static_assert(std::forward_iterator<VertexIterator>);
  static_assert(std::forward_iterator<Graph::AllEdgesIterator>);
}

// The edges of a log as Build takes them: by ordinal, with gaps.
struct Arrays {
  std::vector<Vertex> sources;
  std::vector<Vertex> targets;

  Arrays(const RandomLog& log, uint32_t cut)
      : sources(cut, 0), targets(cut, kNoVertex) {
    for (const ListedEdge& edge : log.edges) {
      if (edge.ordinal >= cut) break;
      sources[edge.ordinal] = edge.source;
      targets[edge.ordinal] = edge.target;
    }
  }
};

// The graph of `log` with the edges from `split` on in its tail.
Graph MakeGraph(const RandomLog& log, uint32_t split) {
  const Arrays arrays(log, split);
  Graph graph =
      Graph::Build(log.VerticesAt(split), arrays.sources, arrays.targets);
  for (size_t i = 0; i < log.edges.size(); ++i) {
    const ListedEdge& edge = log.edges[i];
    if (edge.ordinal < split) continue;
    graph.GrowTo(log.vertices_before[i]);
    graph.AddEdge({edge.source, edge.target, edge.ordinal});
  }
  graph.GrowTo(log.vertices_before.back());
  return graph;
}

template <class G>
void ExpectSameNeighbours(const G& graph, const ReferenceGraph& expected,
                          uint32_t v) {
  EXPECT_EQ(ListEdges(out_edges(v, graph), graph),
            ListEdges(out_edges(v, expected), expected));
  EXPECT_EQ(ListEdges(in_edges(v, graph), graph),
            ListEdges(in_edges(v, expected), expected));
  EXPECT_EQ(out_degree(v, graph), out_degree(v, expected));
  EXPECT_EQ(in_degree(v, graph), in_degree(v, expected));
  EXPECT_EQ(degree(v, graph), degree(v, expected));
  const auto [begin, end] = adjacent_vertices(v, graph);
  const auto [expected_begin, expected_end] = adjacent_vertices(v, expected);
  EXPECT_TRUE(std::equal(begin, end, expected_begin, expected_end));
}

template <class G>
void ExpectSameGraph(const G& graph, const ReferenceGraph& expected) {
  ASSERT_EQ(num_vertices(graph), num_vertices(expected));
  ASSERT_EQ(num_edges(graph), num_edges(expected));
  const auto [begin, end] = vertices(graph);
  EXPECT_EQ(static_cast<size_t>(std::distance(begin, end)),
            num_vertices(expected));
  for (auto v = begin; v != end; ++v) {
    ExpectSameNeighbours(graph, expected, *v);
  }
  std::vector<ListedEdge> all = ListEdges(edges(graph), graph);
  std::vector<ListedEdge> expected_all = ListEdges(edges(expected), expected);
  std::sort(all.begin(), all.end());
  std::sort(expected_all.begin(), expected_all.end());
  EXPECT_EQ(all, expected_all);
}

template <class G>
void ExpectSameSearches(const G& graph, const ReferenceGraph& expected) {
  for (uint32_t v = 0; v < num_vertices(expected); v += 3) {
    EXPECT_EQ(BreadthFirstDistances(graph, v),
              BreadthFirstDistances(expected, v));
    EXPECT_EQ(DijkstraDistances(graph, v), DijkstraDistances(expected, v));
  }
}

TEST(GraphTest, AnEmptyGraphHasNothing) {
  const Graph graph;
  EXPECT_EQ(num_vertices(graph), 0u);
  EXPECT_EQ(num_edges(graph), 0u);
  EXPECT_TRUE(vertices(graph).first == vertices(graph).second);
  EXPECT_TRUE(edges(graph).first == edges(graph).second);
  EXPECT_EQ(graph.memory_bytes(), 0u);
  const CutGraph<> cut(graph, 5, 5);
  EXPECT_EQ(num_vertices(cut), 0u);
  EXPECT_TRUE(edges(cut).first == edges(cut).second);
}

TEST(GraphTest, ParallelEdgesAndLoopsAreKept) {
  Graph graph;
  graph.GrowTo(2);
  graph.AddEdge({0, 1, 0});
  graph.AddEdge({0, 1, 1});
  graph.AddEdge({0, 0, 2});
  EXPECT_THAT(ListEdges(out_edges(0, graph), graph),
              testing::ElementsAre(ListedEdge{0, 1, 0}, ListedEdge{0, 1, 1},
                                   ListedEdge{0, 0, 2}));
  EXPECT_THAT(ListEdges(in_edges(0, graph), graph),
              testing::ElementsAre(ListedEdge{0, 0, 2}));
  EXPECT_EQ(in_degree(1, graph), 2u);
}

TEST(GraphTest, BaseTailAndCompactedGraphsAreTheSame) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const RandomLog log = MakeRandomLog(random() % 120, seed);
    const ReferenceGraph expected = FoldGraph(log, log.ordinal_limit, {});
    const auto split =
        static_cast<uint32_t>(random() % (log.ordinal_limit + 1));
    Graph graph = MakeGraph(log, split);
    ExpectSameGraph(graph, expected);
    ExpectSameSearches(graph, expected);
    graph.Compact();
    EXPECT_EQ(graph.tail_edge_count(), 0u);
    ExpectSameGraph(graph, expected);
    ExpectSameSearches(graph, expected);
  }
}

TEST(GraphTest, CompactingAsItGrowsChangesNothing) {
  const RandomLog log = MakeRandomLog(2000, 7);
  Graph graph;
  int compactions = 0;
  for (size_t i = 0; i < log.edges.size(); ++i) {
    const ListedEdge& edge = log.edges[i];
    graph.GrowTo(log.vertices_before[i]);
    graph.AddEdge({edge.source, edge.target, edge.ordinal});
    if (!graph.should_compact()) continue;
    graph.Compact();
    EXPECT_FALSE(graph.should_compact());
    ++compactions;
  }
  graph.GrowTo(log.vertices_before.back());
  ExpectSameGraph(graph, FoldGraph(log, log.ordinal_limit, {}));
  // Each raises the base by a tenth: few, however many edges there are.
  EXPECT_LT(compactions, 100);
  EXPECT_GT(compactions, 5);
}

TEST(GraphTest, EveryCutIsTheFoldOfTheLogUpToIt) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const RandomLog log = MakeRandomLog(random() % 70, seed);
    const auto split =
        static_cast<uint32_t>(random() % (log.ordinal_limit + 1));
    const Graph graph = MakeGraph(log, split);
    for (uint32_t cut = 0; cut <= log.ordinal_limit; ++cut) {
      SCOPED_TRACE(testing::Message() << "cut " << cut << " split " << split);
      const ReferenceGraph expected = FoldGraph(log, cut, {});
      const CutGraph<> as_of(graph, log.VerticesAt(cut), cut);
      ExpectSameGraph(as_of, expected);
      ExpectSameSearches(as_of, expected);
    }
  }
}

TEST(GraphTest, EveryCutWithDeadEdgesIsTheFoldWithoutThem) {
  for (uint64_t seed = 100; seed < 160; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const RandomLog log = MakeRandomLog(random() % 70, seed);
    const Graph graph = MakeGraph(
        log, static_cast<uint32_t>(random() % 100) * log.ordinal_limit / 100);
    // From few to nearly all.
    const uint64_t dead_of_8 = 1 + seed % 7;
    std::set<uint32_t> dead;
    std::vector<uint64_t> bits(log.ordinal_limit / 64 + 1, 0);
    for (uint32_t i = 0; i < log.ordinal_limit; ++i) {
      if (random() % 8 >= dead_of_8) continue;
      dead.insert(i);
      bits[i / 64] |= uint64_t{1} << (i % 64);
    }
    for (uint32_t cut = 0; cut <= log.ordinal_limit; ++cut) {
      SCOPED_TRACE(testing::Message() << "cut " << cut);
      const ReferenceGraph expected = FoldGraph(log, cut, dead);
      const CutGraph<NotDead> as_of(graph, log.VerticesAt(cut), cut,
                                    NotDead{bits.data()});
      ExpectSameGraph(as_of, expected);
      ExpectSameSearches(as_of, expected);
    }
  }
}

TEST(GraphTest, ACutShowsEveryEndOfItsEdges) {
  const RandomLog log = MakeRandomLog(100, 3);
  const Graph graph = MakeGraph(log, log.ordinal_limit / 2);
  for (uint32_t cut = 0; cut <= log.ordinal_limit; ++cut) {
    const CutGraph<> none_asked_for(graph, 0, cut);
    uint32_t needed = 0;
    for (const ListedEdge& edge : log.edges) {
      if (edge.ordinal >= cut) break;
      needed = std::max({needed, edge.source + 1, edge.target + 1});
    }
    EXPECT_EQ(num_vertices(none_asked_for), needed) << "cut " << cut;
    const CutGraph<> too_many_asked_for(graph, kNoVertex, cut);
    EXPECT_EQ(num_vertices(too_many_asked_for), graph.vertex_count());
  }
}

// A map of colours that only needs to know what was reached.
struct Reached {
  using key_type = Vertex;
  using value_type = boost::default_color_type;
  using reference = value_type;
  using category = boost::read_write_property_map_tag;
  std::vector<bool>* reached;

  friend value_type get(const Reached& map, Vertex v) {
    return (*map.reached)[v] ? boost::black_color : boost::white_color;
  }
  friend void put(const Reached& map, Vertex v, value_type) {
    (*map.reached)[v] = true;
  }
};

TEST(GraphTest, AVisitQueueHoldsWhatASearchReachesInOrder) {
  const RandomLog log = MakeRandomLog(300, 5);
  const Graph graph = MakeGraph(log, log.ordinal_limit / 2);
  const std::vector<int> distance = BreadthFirstDistances(graph, 0);
  VisitQueue queue(graph);
  std::vector<bool> reached(num_vertices(graph), false);
  boost::breadth_first_visit(graph, Vertex{0}, queue,
                             boost::default_bfs_visitor(), Reached{&reached});
  std::vector<int> visited;
  for (const Vertex v : queue.visited()) visited.push_back(distance[v]);
  EXPECT_TRUE(std::is_sorted(visited.begin(), visited.end()));
  EXPECT_EQ(visited.front(), 0);
  EXPECT_EQ(static_cast<size_t>(std::count_if(distance.begin(), distance.end(),
                                              [](int d) { return d >= 0; })),
            visited.size());
}

}  // namespace
}  // namespace attest
