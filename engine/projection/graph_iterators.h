// The vertices and edges of a graph as iterators, and the free functions by
// which the Boost Graph Library reads a graph. No Boost header is needed here.
//
// Iterators are values without a place in memory behind them: they yield
// vertices and edges by value. They are valid until the graph changes.

#ifndef ATTEST_ENGINE_PROJECTION_GRAPH_ITERATORS_H_
#define ATTEST_ENGINE_PROJECTION_GRAPH_ITERATORS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>
#include <utility>

#include "engine/projection/grouped_lists.h"

namespace attest {

using Vertex = uint32_t;
inline constexpr Vertex kNoVertex = kNoGroup;

struct Edge {
  Vertex source = kNoVertex;
  Vertex target = kNoVertex;
  uint32_t ordinal = 0;

  friend bool operator==(const Edge&, const Edge&) = default;
  friend auto operator<=>(const Edge&, const Edge&) = default;
  template <class H>
  friend H AbslHashValue(H state, const Edge& edge) {
    return H::combine(std::move(state), edge.ordinal);
  }
};

// An edge as its vertex has it: where it leads to or comes from.
struct HalfEdge {
  Vertex other;
  uint32_t ordinal;
};

// Filters: Past(edge) holds from some edge of a list on, and neither it nor any
// behind it is shown; Skip(edge) holds for single ones.
struct EveryEdge {
  static constexpr bool Past(const HalfEdge&) { return false; }
  static constexpr bool Skip(const HalfEdge&) { return false; }
};

struct AllLive {
  bool operator()(uint32_t) const { return true; }
};

// Every edge lives but those whose bit is set in `dead`, which has one for
// each ordinal below the cut: bit (ordinal % 64) of word ordinal / 64.
struct NotDead {
  const uint64_t* dead = nullptr;
  bool operator()(uint32_t ordinal) const {
    return ((dead[ordinal / 64] >> (ordinal % 64)) & 1) == 0;
  }
};

template <class Live>
struct EdgesBefore {
  uint32_t edge_cut = 0;
  [[no_unique_address]] Live live;

  [[nodiscard]] bool Past(const HalfEdge& edge) const {
    return edge.ordinal >= edge_cut;
  }
  [[nodiscard]] bool Skip(const HalfEdge& edge) const {
    return !live(edge.ordinal);
  }
};

// Walks a list through a filter.
template <class Filter>
class FilteredCursor {
 public:
  FilteredCursor() = default;
  FilteredCursor(GroupedLists<HalfEdge>::Cursor cursor, const Filter& filter)
      : cursor_(cursor), filter_(filter) {
    if (cursor_.get() == nullptr) return;
    if (filter_.Past(*cursor_.get())) {
      cursor_ = {};
      return;
    }
    if (filter_.Skip(*cursor_.get())) Next();
  }

  // Null at the end.
  [[nodiscard]] const HalfEdge* get() const { return cursor_.get(); }
  void Next() {
    do {
      cursor_.Next();
      if (cursor_.get() == nullptr) return;
      if (filter_.Past(*cursor_.get())) {
        cursor_ = {};
        return;
      }
    } while (filter_.Skip(*cursor_.get()));
  }

 private:
  GroupedLists<HalfEdge>::Cursor cursor_;
  [[no_unique_address]] Filter filter_;
};

// What an iterator yields for an edge in the list of `vertex`.
struct AsOutEdge {
  using value_type = Edge;
  static Edge Make(Vertex vertex, const HalfEdge& edge) {
    return {vertex, edge.other, edge.ordinal};
  }
};
struct AsInEdge {
  using value_type = Edge;
  static Edge Make(Vertex vertex, const HalfEdge& edge) {
    return {edge.other, vertex, edge.ordinal};
  }
};
struct AsNeighbour {
  using value_type = Vertex;
  static Vertex Make(Vertex, const HalfEdge& edge) { return edge.other; }
};

// The part that all iterators here share: they yield values.
template <class Derived, class Value>
class ValueIterator {
 public:
  // In the terms of C++20 a forward iterator; in the old ones an input
  // iterator, since it yields values.
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::forward_iterator_tag;
  using value_type = Value;
  using difference_type = std::ptrdiff_t;
  using pointer = const Value*;
  using reference = Value;

  Derived& operator++() {
    Derived& self = static_cast<Derived&>(*this);
    self.Next();
    return self;
  }
  Derived operator++(int) {
    Derived old = static_cast<Derived&>(*this);
    ++*this;
    return old;
  }
};

// The edges of one vertex, or its neighbours.
template <class Filter, class As>
class IncidenceIterator : public ValueIterator<IncidenceIterator<Filter, As>,
                                               typename As::value_type> {
 public:
  IncidenceIterator() = default;
  IncidenceIterator(Vertex vertex, FilteredCursor<Filter> cursor)
      : cursor_(cursor), vertex_(vertex) {}

  typename As::value_type operator*() const {
    return As::Make(vertex_, *cursor_.get());
  }
  void Next() { cursor_.Next(); }
  friend bool operator==(const IncidenceIterator& a,
                         const IncidenceIterator& b) {
    return a.cursor_.get() == b.cursor_.get();
  }

 private:
  FilteredCursor<Filter> cursor_;
  Vertex vertex_ = kNoVertex;
};

class VertexIterator : public ValueIterator<VertexIterator, Vertex> {
 public:
  VertexIterator() = default;
  explicit VertexIterator(Vertex vertex) : vertex_(vertex) {}

  Vertex operator*() const { return vertex_; }
  void Next() { ++vertex_; }
  friend bool operator==(const VertexIterator& a, const VertexIterator& b) {
    return a.vertex_ == b.vertex_;
  }

 private:
  Vertex vertex_ = 0;
};

// All edges, vertex by vertex of their sources.
template <class Filter>
class EdgeIterator : public ValueIterator<EdgeIterator<Filter>, Edge> {
 public:
  EdgeIterator() = default;
  EdgeIterator(const GroupedLists<HalfEdge>& lists, Vertex count,
               const Filter& filter)
      : lists_(&lists), count_(count), filter_(filter) {
    if (count_ > 0) cursor_ = FilteredCursor<Filter>(lists.First(0), filter);
    FindList();
  }

  Edge operator*() const { return AsOutEdge::Make(vertex_, *cursor_.get()); }
  void Next() {
    cursor_.Next();
    FindList();
  }
  friend bool operator==(const EdgeIterator& a, const EdgeIterator& b) {
    return a.cursor_.get() == b.cursor_.get();
  }

 private:
  void FindList() {
    while (cursor_.get() == nullptr && vertex_ + 1 < count_) {
      ++vertex_;
      cursor_ = FilteredCursor<Filter>(lists_->First(vertex_), filter_);
    }
  }

  const GroupedLists<HalfEdge>* lists_ = nullptr;
  Vertex vertex_ = 0;
  Vertex count_ = 0;
  [[no_unique_address]] Filter filter_;
  FilteredCursor<Filter> cursor_;
};

// Base of a graph type `G`, which has vertex_count(), out_lists(), in_lists()
// and filter(). The functions are found through their graph argument, as Boost
// calls them; their meaning is Boost's.
template <class G, class Filter>
class BoostGraphFunctions {
 public:
  using OutEdgeIterator = IncidenceIterator<Filter, AsOutEdge>;
  using InEdgeIterator = IncidenceIterator<Filter, AsInEdge>;
  using AdjacencyIterator = IncidenceIterator<Filter, AsNeighbour>;
  using AllEdgesIterator = EdgeIterator<Filter>;
  template <class I>
  using Pair = std::pair<I, I>;

  friend Pair<VertexIterator> vertices(const G& g) {
    return {VertexIterator(0), VertexIterator(g.vertex_count())};
  }
  friend size_t num_vertices(const G& g) { return g.vertex_count(); }

  friend Vertex source(const Edge& edge, const G&) { return edge.source; }
  friend Vertex target(const Edge& edge, const G&) { return edge.target; }

  friend Pair<OutEdgeIterator> out_edges(Vertex v, const G& g) {
    return {{v, {g.out_lists().First(v), g.filter()}}, {}};
  }
  friend Pair<InEdgeIterator> in_edges(Vertex v, const G& g) {
    return {{v, {g.in_lists().First(v), g.filter()}}, {}};
  }
  friend Pair<AdjacencyIterator> adjacent_vertices(Vertex v, const G& g) {
    return {{v, {g.out_lists().First(v), g.filter()}}, {}};
  }
  friend Pair<AllEdgesIterator> edges(const G& g) {
    return {{g.out_lists(), g.vertex_count(), g.filter()}, {}};
  }

  friend size_t out_degree(Vertex v, const G& g) {
    return Length(g.out_lists(), v, g.filter());
  }
  friend size_t in_degree(Vertex v, const G& g) {
    return Length(g.in_lists(), v, g.filter());
  }
  friend size_t degree(Vertex v, const G& g) {
    return out_degree(v, g) + in_degree(v, g);
  }
  friend size_t num_edges(const G& g) {
    size_t count = 0;
    for (Vertex v = 0; v < g.vertex_count(); ++v) count += out_degree(v, g);
    return count;
  }

 private:
  static size_t Length(const GroupedLists<HalfEdge>& lists, Vertex v,
                       const Filter& filter) {
    if constexpr (std::is_same_v<Filter, EveryEdge>) {
      return lists.Length(v);
    } else {
      size_t length = 0;
      for (FilteredCursor<Filter> at(lists.First(v), filter);
           at.get() != nullptr; at.Next()) {
        ++length;
      }
      return length;
    }
  }
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_GRAPH_ITERATORS_H_
