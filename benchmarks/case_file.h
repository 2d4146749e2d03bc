// A seeded case file of the size that a large investigation has: entities,
// then claims about them by 500 outlets, a report for each outlet and year. A
// third of the claims repeat an earlier statement.

#ifndef ATTEST_BENCHMARKS_CASE_FILE_H_
#define ATTEST_BENCHMARKS_CASE_FILE_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace attest::workload {

// Writes the lines of `claims` claims about `entities` entities to `path`.
// Requires: entities >= 2.
inline void WriteCaseFile(const std::string& path, size_t claims,
                          size_t entities, uint64_t seed) {
  constexpr std::array<const char*, 4> kKinds = {"person", "unit", "place",
                                                 "organization"};
  constexpr size_t kOutlets = 500;
  constexpr size_t kPredicates = 12;
  struct Fact {
    size_t subject;
    size_t predicate;
    size_t object;
  };
  std::mt19937_64 random(seed);
  const auto uniform = [&random] {
    return static_cast<double>(random() >> 11) * 0x1p-53;
  };
  const auto below = [&](size_t limit, double skew) {
    return static_cast<size_t>(static_cast<double>(limit) *
                               std::pow(uniform(), skew));
  };
  const auto key_of = [&](size_t entity) {
    // Seven in ten are persons, as in most cases.
    const size_t kind = entity * 2654435761u % 10;
    return absl::StrCat(kKinds[kind < 7 ? 0 : kind - 6], ":", entity);
  };
  std::ofstream file(path, std::ios::binary);
  for (size_t i = 0; i < entities; ++i) {
    const std::string key = key_of(i);
    file << R"({"type":"entity","id":")" << key << R"(","kind":")"
         << key.substr(0, key.find(':')) << R"(","name":"Entity )" << i
         << "\"}\n";
  }
  const char* const kAnyKind =
      R"(["person","unit","place","organization","incident"])";
  for (size_t i = 0; i < kPredicates; ++i) {
    file << R"({"type":"predicate","id":"relation_)" << i
         << R"(","label":"relation )" << i << R"(","domain":)" << kAnyKind
         << R"(,"range":)" << kAnyKind << R"(,"time":"event"})"
         << "\n";
  }
  std::set<size_t> outlets;
  std::set<std::string> reports;
  std::vector<Fact> facts;
  for (size_t i = 0; i < claims; ++i) {
    Fact fact = {};
    if (facts.empty() || uniform() < 0.65) {
      fact = {below(entities, 2.5), below(kPredicates, 1.5),
              below(entities, 2.5)};
      if (fact.object == fact.subject) {
        fact.object = (fact.subject + 1) % entities;
      }
      facts.push_back(fact);
    } else {
      fact = facts[below(facts.size(), 2)];
    }
    const size_t outlet = below(kOutlets, 1.5);
    if (outlets.insert(outlet).second) {
      file << R"({"type":"source","id":"src:)" << outlet
           << R"(","name":"Outlet )" << outlet << R"(","kind":"outlet"})"
           << "\n";
    }
    const std::string year = absl::StrCat(2015 + random() % 10);
    const std::string report = absl::StrCat("rpt:", outlet, ":", year);
    if (reports.insert(report).second) {
      file << R"({"type":"report","id":")" << report << R"(","source":"src:)"
           << outlet << R"(","title":"Outlet )" << outlet << " in " << year
           << R"(","published":")" << year << "\"}\n";
    }
    file << R"({"type":"claim","id":"c:)" << i << R"(","report":")" << report
         << R"(","subject":")" << key_of(fact.subject)
         << R"(","predicate":"relation_)" << fact.predicate << R"(","object":")"
         << key_of(fact.object) << "\"}\n";
  }
}

}  // namespace attest::workload

#endif  // ATTEST_BENCHMARKS_CASE_FILE_H_
