// Makes Graph and CutGraph graphs of the Boost Graph Library: its algorithms
// and concepts take them as they are. The only header here with Boost in it.
//
// Property maps: boost::vertex_index is the vertex itself, boost::edge_index
// the ordinal of the edge's claim. The latter is not dense when some claims
// are not edges: size arrays by it for the claims.

#ifndef ATTEST_ENGINE_PROJECTION_GRAPH_BOOST_H_
#define ATTEST_ENGINE_PROJECTION_GRAPH_BOOST_H_

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/projection/graph.h"

namespace attest {

struct BoostTraversal : boost::vertex_list_graph_tag,
                        boost::edge_list_graph_tag,
                        boost::bidirectional_graph_tag,
                        boost::adjacency_graph_tag {};

// The members of boost::graph_traits for a graph type of ours.
template <class G>
struct BoostTraits {
  using vertex_descriptor = Vertex;
  using edge_descriptor = Edge;
  using directed_category = boost::bidirectional_tag;
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  using traversal_category = BoostTraversal;
  using vertices_size_type = size_t;
  using edges_size_type = size_t;
  using degree_size_type = size_t;
  using vertex_iterator = VertexIterator;
  using out_edge_iterator = typename G::OutEdgeIterator;
  using in_edge_iterator = typename G::InEdgeIterator;
  using adjacency_iterator = typename G::AdjacencyIterator;
  using edge_iterator = typename G::AllEdgesIterator;

  static constexpr Vertex null_vertex() { return kNoVertex; }
};

// The claim ordinal of an edge, as a readable property map.
struct EdgeOrdinalMap {
  using key_type = Edge;
  using value_type = uint32_t;
  using reference = uint32_t;
  using category = boost::readable_property_map_tag;

  friend uint32_t get(EdgeOrdinalMap, const Edge& edge) { return edge.ordinal; }
};

template <class G, class Filter>
boost::typed_identity_property_map<Vertex> get(
    boost::vertex_index_t, const BoostGraphFunctions<G, Filter>&) {
  return {};
}
template <class G, class Filter>
Vertex get(boost::vertex_index_t, const BoostGraphFunctions<G, Filter>&,
           Vertex v) {
  return v;
}
template <class G, class Filter>
EdgeOrdinalMap get(boost::edge_index_t, const BoostGraphFunctions<G, Filter>&) {
  return {};
}
template <class G, class Filter>
uint32_t get(boost::edge_index_t, const BoostGraphFunctions<G, Filter>&,
             const Edge& edge) {
  return edge.ordinal;
}

// A queue for boost::breadth_first_visit that is one array and asks memory
// ahead for the edges of those next in line, which makes a search of a large
// graph a quarter faster. It keeps what was popped: after the search it holds
// the vertices in the order of their visit.
class VisitQueue {
 public:
  // For a search along the out edges of `graph`, a Graph or CutGraph.
  // Lifetime: `graph` must outlive it.
  template <class G>
  explicit VisitQueue(const G& graph)
      : offsets_(graph.out_lists().base_offsets()),
        values_(graph.out_lists().base_values()) {
    visited_.reserve(graph.vertex_count());
  }

  void push(Vertex v) {
    visited_.push_back(v);
    if (v < offsets_.size()) __builtin_prefetch(offsets_.data() + v);
  }
  void pop() {
    ++front_;
    if (front_ + kAhead >= visited_.size()) return;
    const Vertex v = visited_[front_ + kAhead];
    if (v >= offsets_.size()) return;
    __builtin_prefetch(values_.data() + offsets_.data()[v]);
  }
  [[nodiscard]] Vertex top() const { return visited_[front_]; }
  [[nodiscard]] bool empty() const { return front_ == visited_.size(); }
  [[nodiscard]] size_t size() const { return visited_.size() - front_; }

  [[nodiscard]] const std::vector<Vertex>& visited() const { return visited_; }

 private:
  static constexpr size_t kAhead = 3;

  // Copies, which the compiler can keep in registers.
  absl::Span<const uint32_t> offsets_;
  absl::Span<const HalfEdge> values_;
  std::vector<Vertex> visited_;
  size_t front_ = 0;
};

}  // namespace attest

template <>
struct boost::graph_traits<attest::Graph> : attest::BoostTraits<attest::Graph> {
};
template <class Live>
struct boost::graph_traits<attest::CutGraph<Live>>
    : attest::BoostTraits<attest::CutGraph<Live>> {};

template <>
struct boost::property_map<attest::Graph, boost::vertex_index_t> {
  using type = boost::typed_identity_property_map<attest::Vertex>;
  using const_type = type;
};
template <class Live>
struct boost::property_map<attest::CutGraph<Live>, boost::vertex_index_t> {
  using type = boost::typed_identity_property_map<attest::Vertex>;
  using const_type = type;
};
template <>
struct boost::property_map<attest::Graph, boost::edge_index_t> {
  using type = attest::EdgeOrdinalMap;
  using const_type = type;
};
template <class Live>
struct boost::property_map<attest::CutGraph<Live>, boost::edge_index_t> {
  using type = attest::EdgeOrdinalMap;
  using const_type = type;
};

#endif  // ATTEST_ENGINE_PROJECTION_GRAPH_BOOST_H_
