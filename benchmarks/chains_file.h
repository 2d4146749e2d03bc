// A seeded case file of claims that come a long way, as in real material:
// witnesses quoted by papers, some of them unnamed, agencies reprinted, reports
// that summarise and compile others or cite each other, desks that are part of
// papers, and readers' decisions on who depends on whom.

#ifndef ATTEST_BENCHMARKS_CHAINS_FILE_H_
#define ATTEST_BENCHMARKS_CHAINS_FILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace attest::workload {

// Writes the lines of `claims` claims about `claims` / 5 persons to `path`.
inline void WriteChainsFile(const std::string& path, size_t claims,
                            uint64_t seed) {
  constexpr size_t kOutlets = 200;
  constexpr std::array<const char*, 6> kHow = {
      "reprint", "translation", "summary", "quotation", "citation", "reprint"};
  constexpr std::array<const char*, 4> kBasis = {"eyewitness", "unstated",
                                                 "hearsay", "document"};
  std::mt19937_64 random(seed);
  const auto below = [&random](size_t limit) { return random() % limit; };
  const size_t persons = claims / 5 + 1;
  const size_t witnesses = claims / 20 + 1;
  const size_t reports = claims / 10 + 1;
  std::ofstream file(path, std::ios::binary);
  file << R"({"type":"entity","id":"org:army","kind":"organization",)"
       << R"("name":"Army"})"
       << "\n";
  for (size_t i = 0; i < persons; ++i) {
    file << R"({"type":"entity","id":"person:)" << i
         << R"(","kind":"person","name":"Person )" << i << "\"}\n";
  }
  for (size_t i = 0; i < kOutlets; ++i) {
    file << R"({"type":"source","id":"out:)" << i << R"(","name":"Outlet )" << i
         << R"(","kind":")" << (i % 10 == 0 ? "agency" : "outlet") << '"';
    // Every fifth is a desk of the one before.
    if (i % 5 == 4) file << R"(,"part_of":"out:)" << i - 1 << '"';
    file << "}\n";
  }
  for (size_t i = 0; i < witnesses; ++i) {
    file << R"({"type":"source","id":"wit:)" << i << R"(","name":"Witness )"
         << i << R"(","kind":")" << (i % 7 == 0 ? "unknown" : "witness") << '"'
         << (i % 4 == 0 ? R"(,"anonymous":true)" : "") << "}\n";
  }
  for (size_t i = 0; i < reports; ++i) {
    file << R"({"type":"report","id":"rpt:)" << i << R"(","source":"out:)"
         << below(kOutlets) << R"(","title":"Report )" << i
         << R"(","published":")" << 2011 + i % 10 << '"';
    const size_t upstream = i < 10 ? 0 : below(10) < 4 ? 1 + below(3) : 0;
    std::string derived;
    for (size_t k = 0; k < upstream; ++k) {
      // One in fifty cites a report that is still to come.
      const size_t other = below(50) == 0 ? below(reports) : below(i);
      if (other == i) continue;
      absl::StrAppend(&derived, derived.empty() ? "" : ",",
                      R"({"report":"rpt:)", other, R"(","how":")",
                      below(20) == 0 ? "compilation" : kHow[below(kHow.size())],
                      "\"}");
    }
    if (!derived.empty()) file << R"(,"derived_from":[)" << derived << "]";
    file << "}\n";
  }
  for (size_t i = 0; i < claims; ++i) {
    file << R"({"type":"claim","id":"c:)" << i << R"(","report":"rpt:)"
         << below(reports) << R"(","subject":"person:)" << below(persons)
         << R"(","predicate":"defected_from","object":"org:army","valid":")"
         << 2011 + below(3) << '"';
    if (below(3) != 0) {
      file << R"(,"attribution":[)";
      if (below(3) == 0) {
        file << R"({"source":"out:)" << below(kOutlets) << R"("},)";
      }
      file << R"({"source":"wit:)" << below(witnesses) << R"(","basis":")"
           << kBasis[below(kBasis.size())] << "\"}]";
    }
    if (below(25) == 0) file << R"(,"stance":"denies")";
    file << "}\n";
  }
}

}  // namespace attest::workload

#endif  // ATTEST_BENCHMARKS_CHAINS_FILE_H_
