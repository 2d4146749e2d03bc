// A seeded case file of very many statements about few subjects: numbers that
// contradict each other, days of one event, times of a state that overlap, and
// places.

#ifndef ATTEST_BENCHMARKS_SUBJECT_FILE_H_
#define ATTEST_BENCHMARKS_SUBJECT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace attest::workload {

// Writes the lines of `statements` claims, each of a statement of its own, to
// `path`; a third of them about an incident, a third about a person's
// defections and a third about who commanded a unit.
inline void WriteSubjectFile(const std::string& path, size_t statements,
                             uint64_t seed) {
  constexpr size_t kOutlets = 50;
  constexpr size_t kCommanders = 40;
  std::mt19937_64 random(seed);
  std::ofstream file(path, std::ios::binary);
  const auto write = [&file](const std::string& line) { file << line << "\n"; };
  write(R"({"type":"entity","id":"incident:i","kind":"incident","name":"I"})");
  write(R"({"type":"entity","id":"person:p","kind":"person","name":"P"})");
  write(R"({"type":"entity","id":"unit:u","kind":"unit","name":"U"})");
  write(
      R"({"type":"entity","id":"org:a","kind":"organization","name":"Army"})");
  for (size_t i = 0; i < kCommanders; ++i) {
    write(absl::StrCat(R"({"type":"entity","id":"person:)", i,
                       R"(","kind":"person","name":"Commander )", i, "\"}"));
  }
  for (size_t i = 0; i < kOutlets; ++i) {
    write(absl::StrCat(R"({"type":"source","id":"out:)", i,
                       R"(","name":"Outlet )", i, R"(","kind":"outlet"})"));
    write(absl::StrCat(R"({"type":"report","id":"rpt:)", i,
                       R"(","source":"out:)", i, R"(","title":"Report )", i,
                       R"(","published":"2020"})"));
  }
  const auto day = [](size_t number) {
    return absl::StrCat(1950 + number / 336, "-",
                        absl::Dec(1 + number / 28 % 12, absl::kZeroPad2), "-",
                        absl::Dec(1 + number % 28, absl::kZeroPad2));
  };
  for (size_t i = 0; i < statements; ++i) {
    const size_t number = i / 3;
    const std::string start =
        absl::StrCat(R"({"type":"claim","id":"c:)", i, R"(","report":"rpt:)",
                     random() % kOutlets, "\",");
    if (i % 3 == 0) {
      write(absl::StrCat(start, R"("subject":"incident:i","predicate":)",
                         R"("injured_count","value":{"exact":)", number, "}}"));
    } else if (i % 3 == 1) {
      write(absl::StrCat(start, R"("subject":"person:p","predicate":)",
                         R"("defected_from","object":"org:a","valid":")",
                         day(number), "\"}"));
    } else {
      write(absl::StrCat(start, R"("subject":"person:)", random() % kCommanders,
                         R"(","predicate":"commands","object":"unit:u",)",
                         R"("valid":")", day(number), "/",
                         day(number + 1 + random() % 20), "\"}"));
    }
  }
}

}  // namespace attest::workload

#endif  // ATTEST_BENCHMARKS_SUBJECT_FILE_H_
