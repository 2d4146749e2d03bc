// Breadth-first search through Boost on the graph of the projection, against
// the same search as a loop over plain arrays, and as of half the log.
//
// Every benchmark times two searches turn by turn and reports as `ratio` how
// the one under test does by the other: 1 is as fast, above is faster.

#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "absl/types/span.h"
#include "benchmarks/workload.h"
#include "engine/projection/graph_boost.h"

namespace attest {
namespace {

constexpr uint64_t kSeed = 42;
constexpr uint32_t kUnreached = 0xffffffff;

using workload::EdgeLog;

// Compressed sparse rows and nothing else.
struct PlainArrays {
  std::vector<uint32_t> offsets;
  std::vector<uint32_t> targets;

  PlainArrays(uint32_t vertices, absl::Span<const uint32_t> from,
              absl::Span<const uint32_t> to)
      : offsets(vertices + 1, 0), targets(from.size()) {
    for (const uint32_t v : from) ++offsets[v + 1];
    for (uint32_t v = 0; v < vertices; ++v) offsets[v + 1] += offsets[v];
    std::vector<uint32_t> next(offsets.begin(), offsets.end() - 1);
    for (size_t i = 0; i < from.size(); ++i) targets[next[from[i]]++] = to[i];
  }
};

void SearchPlain(const PlainArrays& arrays, uint32_t start,
                 std::vector<uint32_t>& distance) {
  std::fill(distance.begin(), distance.end(), kUnreached);
  std::vector<uint32_t> queue;
  queue.reserve(distance.size());
  queue.push_back(start);
  distance[start] = 0;
  for (size_t front = 0; front < queue.size(); ++front) {
    const uint32_t v = queue[front];
    const uint32_t next = distance[v] + 1;
    for (uint32_t i = arrays.offsets[v]; i < arrays.offsets[v + 1]; ++i) {
      const uint32_t w = arrays.targets[i];
      if (distance[w] != kUnreached) continue;
      distance[w] = next;
      queue.push_back(w);
    }
  }
}

// A vertex is white until it has a distance. The search never asks for more.
struct ReachedColors {
  using key_type = Vertex;
  using value_type = boost::default_color_type;
  using reference = value_type;
  using category = boost::read_write_property_map_tag;
  const uint32_t* distance;

  friend value_type get(ReachedColors map, Vertex v) {
    return map.distance[v] == kUnreached ? boost::white_color
                                         : boost::black_color;
  }
  friend void put(ReachedColors, Vertex, value_type) {}
};

class DistanceVisitor : public boost::default_bfs_visitor {
 public:
  explicit DistanceVisitor(uint32_t* distance) : distance_(distance) {}
  template <class G>
  void tree_edge(const Edge& edge, const G&) const {
    distance_[edge.target] = distance_[edge.source] + 1;
  }

 private:
  uint32_t* distance_;
};

template <class G>
void SearchBoost(const G& graph, Vertex start,
                 std::vector<uint32_t>& distance) {
  std::fill(distance.begin(), distance.end(), kUnreached);
  distance[start] = 0;
  VisitQueue queue(graph);
  boost::breadth_first_visit(graph, start, queue,
                             DistanceVisitor(distance.data()),
                             ReachedColors{distance.data()});
}

// How many edges a search looks at, from the distances it found.
template <class G>
size_t EdgesSeen(const G& graph, const std::vector<uint32_t>& distance) {
  size_t edges = 0;
  for (Vertex v = 0; v < num_vertices(graph); ++v) {
    if (distance[v] != kUnreached) edges += out_degree(v, graph);
  }
  return edges;
}

Vertex BusiestVertex(const Graph& graph, uint32_t below) {
  Vertex busiest = 0;
  for (Vertex v = 0; v < below; ++v) {
    if (out_degree(v, graph) > out_degree(busiest, graph)) busiest = v;
  }
  return busiest;
}

// By the thread's own clock, which stands still while others have the core.
double Seconds(const std::function<void()>& work) {
  const auto now = [] {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const double begin = now();
  work();
  return now() - begin;
}

// Times `tested` and `yardstick` in turn. The ratio is that of the work they
// do in a second, where one round is `tested_work` and `yardstick_work`.
void Compare(benchmark::State& state, const std::function<void()>& tested,
             double tested_work, const std::function<void()>& yardstick,
             double yardstick_work) {
  double tested_s = 0;
  double yardstick_s = 0;
  while (state.KeepRunning()) {
    yardstick_s += Seconds(yardstick);
    const double seconds = Seconds(tested);
    tested_s += seconds;
    state.SetIterationTime(seconds);
  }
  state.counters["edges"] = tested_work;
  state.counters["ratio"] =
      (tested_work / tested_s) / (yardstick_work / yardstick_s);
}

EdgeLog LogOf(const benchmark::State& state) {
  return workload::MakeEdgeLog(static_cast<uint32_t>(state.range(0)),
                               static_cast<size_t>(state.range(1)), kSeed);
}

// Goal: 0.8. The last argument: how many percent of the edges are in the tail.
void BreadthFirst(benchmark::State& state) {
  const EdgeLog log = LogOf(state);
  const PlainArrays plain(log.vertices, log.sources, log.targets);
  const size_t edges = log.sources.size();
  const size_t base = edges - edges * static_cast<size_t>(state.range(2)) / 100;
  Graph graph =
      Graph::Build(log.vertices, absl::MakeConstSpan(log.sources).first(base),
                   absl::MakeConstSpan(log.targets).first(base));
  for (size_t i = base; i < edges; ++i) {
    graph.AddEdge({log.sources[i], log.targets[i], static_cast<uint32_t>(i)});
  }
  const Vertex start = BusiestVertex(graph, log.vertices);
  std::vector<uint32_t> distance(log.vertices);
  std::vector<uint32_t> expected(log.vertices);
  SearchPlain(plain, start, expected);
  SearchBoost(graph, start, distance);
  if (distance != expected) state.SkipWithError("the searches disagree");
  const auto seen = static_cast<double>(EdgesSeen(graph, distance));
  Compare(
      state, [&] { SearchBoost(graph, start, distance); }, seen,
      [&] { SearchPlain(plain, start, expected); }, seen);
  state.counters["bytes_per_edge"] =
      static_cast<double>(graph.memory_bytes()) / static_cast<double>(edges);
}

// Goal: 0.9 of the whole graph's edges in a second.
void BreadthFirstAsOfHalf(benchmark::State& state) {
  const EdgeLog log = LogOf(state);
  const Graph graph = Graph::Build(log.vertices, log.sources, log.targets);
  const auto cut = static_cast<uint32_t>(log.sources.size() / 2);
  const CutGraph<> half(graph, log.VerticesAt(cut), cut);
  const Vertex start = BusiestVertex(graph, half.vertex_count());
  std::vector<uint32_t> distance(half.vertex_count());
  std::vector<uint32_t> whole(log.vertices);
  SearchBoost(half, start, distance);
  SearchBoost(graph, start, whole);
  Compare(
      state, [&] { SearchBoost(half, start, distance); },
      static_cast<double>(EdgesSeen(half, distance)),
      [&] { SearchBoost(graph, start, whole); },
      static_cast<double>(EdgesSeen(graph, whole)));
}

// Goal: 0.7 of the whole graph's edges in a second.
void BreadthFirstWithRetracted(benchmark::State& state) {
  const EdgeLog log = LogOf(state);
  const Graph graph = Graph::Build(log.vertices, log.sources, log.targets);
  const auto edges = static_cast<uint32_t>(log.sources.size());
  std::vector<uint64_t> dead(edges / 64 + 1, 0);
  std::mt19937_64 random(kSeed);
  for (uint32_t i = 0; i < edges; ++i) {
    if (random() % 20 == 0) dead[i / 64] |= uint64_t{1} << (i % 64);
  }
  const CutGraph<NotDead> live(graph, log.vertices, edges,
                               NotDead{dead.data()});
  const Vertex start = BusiestVertex(graph, log.vertices);
  std::vector<uint32_t> distance(log.vertices);
  std::vector<uint32_t> whole(log.vertices);
  SearchBoost(live, start, distance);
  SearchBoost(graph, start, whole);
  Compare(
      state, [&] { SearchBoost(live, start, distance); },
      static_cast<double>(EdgesSeen(live, distance)),
      [&] { SearchBoost(graph, start, whole); },
      static_cast<double>(EdgesSeen(graph, whole)));
}

BENCHMARK(BreadthFirst)
    ->ArgNames({"vertices", "edges", "tail_percent"})
    ->Args({20'000, 100'000, 0})
    ->Args({200'000, 1'000'000, 0})
    ->Args({200'000, 1'000'000, 5})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BreadthFirstAsOfHalf)
    ->ArgNames({"vertices", "edges"})
    ->Args({20'000, 100'000})
    ->Args({200'000, 1'000'000})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BreadthFirstWithRetracted)
    ->ArgNames({"vertices", "edges"})
    ->Args({20'000, 100'000})
    ->Args({200'000, 1'000'000})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
