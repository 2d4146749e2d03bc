// The graph of a list of edges as boost::adjacency_list, with nothing left out
// for speed: the slow, obvious version that Graph and CutGraph must equal.

#ifndef ATTEST_TESTS_REFERENCE_GRAPH_REFERENCE_H_
#define ATTEST_TESTS_REFERENCE_GRAPH_REFERENCE_H_

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace attest::reference {

struct ListedEdge {
  uint32_t source = 0;
  uint32_t target = 0;
  uint32_t ordinal = 0;

  friend bool operator==(const ListedEdge&, const ListedEdge&) = default;
  friend bool operator<(const ListedEdge& a, const ListedEdge& b) {
    return std::tie(a.source, a.target, a.ordinal) <
           std::tie(b.source, b.target, b.ordinal);
  }
};

// Vertices come into being along with the edges: before edge i there are
// vertices_before[i] of them, and after the last vertices_before.back().
struct RandomLog {
  std::vector<ListedEdge> edges;  // ordinals rise, with gaps
  std::vector<uint32_t> vertices_before;
  uint32_t ordinal_limit = 0;

  // The vertices there are when edges up to `cut` are in.
  [[nodiscard]] uint32_t VerticesAt(uint32_t cut) const {
    size_t i = 0;
    while (i < edges.size() && edges[i].ordinal < cut) ++i;
    return vertices_before[i];
  }
};

inline RandomLog MakeRandomLog(size_t edges, uint64_t seed) {
  std::mt19937_64 random(seed);
  RandomLog log;
  uint32_t vertices = 1;
  for (size_t i = 0; i < edges; ++i) {
    if (random() % 2 == 0) ++vertices;
    if (random() % 5 == 0) ++log.ordinal_limit;  // a claim without an edge
    log.vertices_before.push_back(vertices);
    // A product favours the old vertices, so that a few have many edges.
    const auto pick = [&] {
      return static_cast<uint32_t>((random() % vertices) * (random() % 8) / 7);
    };
    const uint32_t source = pick();
    const uint32_t target = pick();
    log.edges.push_back({source, target, log.ordinal_limit++});
  }
  log.vertices_before.push_back(vertices + static_cast<uint32_t>(random() % 3));
  return log;
}

using ReferenceGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS,
                          boost::no_property,
                          boost::property<boost::edge_index_t, uint32_t>>;

// The vertices and edges of `log` below `cut`, without the dead ones.
inline ReferenceGraph FoldGraph(const RandomLog& log, uint32_t cut,
                                const std::set<uint32_t>& dead) {
  ReferenceGraph graph(log.VerticesAt(cut));
  for (const ListedEdge& edge : log.edges) {
    if (edge.ordinal >= cut || dead.count(edge.ordinal) > 0) continue;
    boost::add_edge(edge.source, edge.target, edge.ordinal, graph);
  }
  return graph;
}

template <class G, class E>
ListedEdge Listed(const E& edge, const G& graph) {
  return {static_cast<uint32_t>(source(edge, graph)),
          static_cast<uint32_t>(target(edge, graph)),
          get(boost::edge_index, graph, edge)};
}

template <class G, class Range>
std::vector<ListedEdge> ListEdges(const Range& range, const G& graph) {
  std::vector<ListedEdge> listed;
  for (auto at = range.first; at != range.second; ++at) {
    listed.push_back(Listed(*at, graph));
  }
  return listed;
}

template <class G>
std::vector<int> BreadthFirstDistances(const G& graph, uint32_t start) {
  std::vector<int> distance(num_vertices(graph), 0);
  std::vector<boost::default_color_type> color(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  boost::breadth_first_search(
      graph, start,
      boost::visitor(
          boost::make_bfs_visitor(boost::record_distances(
              boost::make_iterator_property_map(distance.begin(), index),
              boost::on_tree_edge())))
          .color_map(boost::make_iterator_property_map(color.begin(), index)));
  // Unreached and the start both have distance 0; colours tell them apart.
  for (size_t v = 0; v < distance.size(); ++v) {
    if (color[v] == boost::white_color) distance[v] = -1;
  }
  return distance;
}

// A weight map that is the same for every graph: by the ordinal of an edge.
template <class G>
struct OrdinalWeights {
  using key_type = typename boost::graph_traits<G>::edge_descriptor;
  using value_type = int;
  using reference = int;
  using category = boost::readable_property_map_tag;
  const G* graph;

  friend int get(const OrdinalWeights& weights, const key_type& edge) {
    using boost::get;
    const uint32_t ordinal = get(boost::edge_index, *weights.graph, edge);
    return 1 + static_cast<int>((uint64_t{ordinal} * 2654435761u) % 97);
  }
};

template <class G>
std::vector<int> DijkstraDistances(const G& graph, uint32_t start) {
  std::vector<int> distance(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  boost::dijkstra_shortest_paths(
      graph, start,
      boost::weight_map(OrdinalWeights<G>{&graph})
          .vertex_index_map(index)
          .distance_map(
              boost::make_iterator_property_map(distance.begin(), index)));
  return distance;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_GRAPH_REFERENCE_H_
