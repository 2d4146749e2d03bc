#include "benchmarks/truth/normalisers/place_tree.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/numbers.h"

namespace attest {

std::vector<std::string> CsvFields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

bool PlaceTree::Read(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = CsvFields(line);
    uint64_t id = 0;
    uint64_t parent = 0;
    // The root is 0, and nothing lies in it that has no name of its own.
    if (fields.size() < 3 || !absl::SimpleAtoi(fields[0], &id) || id == 0 ||
        !absl::SimpleAtoi(fields[2], &parent)) {
      continue;
    }
    parents_[id] = parent;
    names_[id] = fields[1];
    by_name_[fields[1]].push_back(id);
  }
  return true;
}

bool PlaceTree::IsInside(uint64_t inner, uint64_t outer) const {
  auto parent = parents_.find(inner);
  while (parent != parents_.end() && parent->second != 0) {
    if (parent->second == outer) return true;
    parent = parents_.find(parent->second);
  }
  return false;
}

size_t PlaceTree::Related(uint64_t place,
                          const std::vector<std::string>& others) const {
  size_t related = 0;
  for (const std::string& name : others) {
    const auto places = by_name_.find(name);
    if (places == by_name_.end()) continue;
    for (const uint64_t other : places->second) {
      if (!IsInside(place, other) && !IsInside(other, place)) continue;
      ++related;
      break;
    }
  }
  return related;
}

uint64_t PlaceTree::Resolve(const std::string& name,
                            const std::vector<std::string>& others) const {
  const auto places = by_name_.find(name);
  if (places == by_name_.end()) return 0;
  uint64_t best = places->second.front();
  size_t most = 0;
  for (const uint64_t place : places->second) {
    const size_t related = Related(place, others);
    if (related <= most) continue;
    most = related;
    best = place;
  }
  return best;
}

}  // namespace attest
