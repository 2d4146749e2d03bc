#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "engine/corroboration/independence.h"

namespace attest {

std::vector<std::vector<ChainVertex>> Cycles(const Provenance& provenance,
                                             const Side& side, KeyLess less) {
  using Graph =
      boost::adjacency_list<boost::setS, boost::vecS, boost::directedS>;
  absl::btree_map<ChainVertex, size_t> numbers;
  std::vector<ChainVertex> vertices;
  absl::btree_set<ChainVertex> reports;
  Graph graph;
  for (const absl::Span<const Branch> claim : side.claims()) {
    for (const Branch& branch : claim) {
      size_t last = 0;
      for (const ChainVertex vertex : branch.chain) {
        const auto [at, is_new] = numbers.try_emplace(vertex, vertices.size());
        if (is_new) {
          vertices.push_back(vertex);
          boost::add_vertex(graph);
        }
        if (vertex != branch.chain.front()) {
          boost::add_edge(last, at->second, graph);
        }
        last = at->second;
      }
      for (const ChainVertex record : branch.records) {
        if (provenance.IsReport(record) &&
            provenance.DerivesFromLater(record)) {
          reports.insert(provenance.Merged(record));
        }
      }
    }
  }
  std::vector<size_t> component(vertices.size());
  std::vector<std::vector<ChainVertex>> cycles;
  if (!vertices.empty()) {
    const size_t count = boost::strong_components(
        graph, boost::make_iterator_property_map(
                   component.begin(), boost::get(boost::vertex_index, graph)));
    cycles.resize(count);
  }
  for (size_t i = 0; i < vertices.size(); ++i) {
    cycles[component[i]].push_back(vertices[i]);
  }
  cycles.erase(std::remove_if(cycles.begin(), cycles.end(),
                              [](const std::vector<ChainVertex>& members) {
                                return members.size() < 2;
                              }),
               cycles.end());
  for (const ChainVertex report : reports) cycles.push_back({report});
  for (std::vector<ChainVertex>& members : cycles) {
    std::sort(members.begin(), members.end(), less);
  }
  std::sort(cycles.begin(), cycles.end(), [&](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        less);
  });
  return cycles;
}

}  // namespace attest
