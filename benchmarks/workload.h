// Seeded random graphs shaped like a case: claims arrive one by one about
// entities that are already known, few of which are in most claims.

#ifndef ATTEST_BENCHMARKS_WORKLOAD_H_
#define ATTEST_BENCHMARKS_WORKLOAD_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace attest::workload {

struct EdgeLog {
  uint32_t vertices = 0;
  std::vector<uint32_t> sources;  // of edge 0, 1, 2 ...
  std::vector<uint32_t> targets;

  // How many vertices there were before edge `cut`.
  [[nodiscard]] uint32_t VerticesAt(size_t cut) const {
    const size_t seen =
        size_t{vertices} * cut / std::max<size_t>(1, sources.size());
    return std::min(vertices, static_cast<uint32_t>(seen) + 2);
  }
};

// A log of `edges` edges between `vertices` vertices, which come into being at
// a steady rate. The share of the r most named of V is (r / V) ^ 0.4.
// Requires: vertices >= 2.
inline EdgeLog MakeEdgeLog(uint32_t vertices, size_t edges, uint64_t seed) {
  constexpr double kSkew = 2.5;
  std::mt19937_64 random(seed);
  const auto uniform = [&random] {
    return static_cast<double>(random() >> 11) * 0x1p-53;
  };
  std::vector<uint32_t> by_rank(vertices);
  std::iota(by_rank.begin(), by_rank.end(), 0);
  for (uint32_t i = vertices; i > 1; --i) {
    std::swap(by_rank[i - 1], by_rank[random() % i]);
  }
  EdgeLog log;
  log.vertices = vertices;
  log.sources.reserve(edges);
  log.targets.reserve(edges);
  const auto pick = [&](uint32_t known) {
    for (int tries = 0; tries < 1000; ++tries) {
      const double rank = std::pow(uniform(), kSkew) * vertices;
      const uint32_t vertex = by_rank[static_cast<size_t>(rank)];
      if (vertex < known) return vertex;
    }
    return static_cast<uint32_t>(random() % known);
  };
  for (size_t i = 0; i < edges; ++i) {
    const size_t known = 2 + size_t{vertices - 2} * i / edges;
    log.sources.push_back(pick(static_cast<uint32_t>(known)));
    log.targets.push_back(pick(static_cast<uint32_t>(known)));
  }
  return log;
}

}  // namespace attest::workload

#endif  // ATTEST_BENCHMARKS_WORKLOAD_H_
