// A seeded case file of statements that very many claims are about, one
// statement of each shape: 500 claims by 300 chains.

#ifndef ATTEST_BENCHMARKS_CROWDED_FILE_H_
#define ATTEST_BENCHMARKS_CROWDED_FILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace attest::workload {

// Shapes by number: the statement of shape i has the subject "person:i".
inline constexpr std::array<const char*, 6> kCrowdShapes = {
    "conduits", "outlets", "long", "unknown", "sides", "apart"};

namespace crowded_internal {

class Crowd {
 public:
  Crowd(std::ofstream& file, size_t shape, size_t claims, size_t chains,
        uint64_t seed)
      : file_(file),
        shape_(shape),
        name_(kCrowdShapes[shape]),
        claims_(claims),
        chains_(chains),
        random_(seed + shape) {}

  void Write() {
    file_ << R"({"type":"entity","id":"person:)" << shape_
          << R"(","kind":"person","name":"Person )" << shape_ << "\"}\n";
    const size_t outlets = Outlets();
    for (size_t i = 0; i < outlets; ++i) {
      WriteSource(
          "out", i, i % 6 == 0 ? "agency" : "outlet",
          name_ == "long" && i % 4 == 3
              ? absl::StrCat(R"(,"part_of":"out:)", shape_, ".", i - 1, "\"")
              : "");
    }
    const size_t witnesses = chains_ / 2;
    for (size_t i = 0; i < witnesses; ++i) {
      const bool hidden = name_ == "unknown" ? i % 8 != 0 : i % 9 == 0;
      WriteSource("wit", i, hidden ? "unknown" : "witness",
                  hidden && i % 2 == 0 ? R"(,"anonymous":true)" : "");
    }
    for (size_t i = 0; i < chains_; ++i) WriteReport(i, outlets);
    std::vector<std::string> voices;
    for (size_t i = 0; i < chains_; ++i) {
      voices.push_back(Voices(i, outlets, witnesses));
    }
    for (size_t i = 0; i < claims_; ++i) {
      const size_t chain = i < chains_ ? i : Below(chains_);
      file_ << R"({"type":"claim","id":"c:)" << shape_ << '.' << i
            << R"(","report":"rpt:)" << shape_ << '.' << chain
            << R"(","subject":"person:)" << shape_
            << R"(","predicate":"defected_from","object":"org:army")"
            << voices[chain];
      if (name_ == "sides" && chain % 5 == 1) {
        file_ << R"(,"stance":"denies")";
      }
      file_ << "}\n";
    }
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  [[nodiscard]] size_t Outlets() const {
    if (name_ == "outlets") return 6;
    if (name_ == "apart") return chains_;
    return name_ == "unknown" ? chains_ * 2 / 3 : 60;
  }

  void WriteSource(const char* kind_of_key, size_t i, const char* kind,
                   const std::string& rest) {
    file_ << R"({"type":"source","id":")" << kind_of_key << ':' << shape_ << '.'
          << i << R"(","name":")" << kind_of_key << ' ' << i << R"(","kind":")"
          << kind << '"' << rest << "}\n";
  }

  void WriteReport(size_t i, size_t outlets) {
    const size_t outlet = name_ == "apart" ? i : Below(outlets);
    file_ << R"({"type":"report","id":"rpt:)" << shape_ << '.' << i
          << R"(","source":"out:)" << shape_ << '.' << outlet
          << R"(","title":"Report )" << i << R"(","published":")"
          << 2011 + i * 10 / chains_ << '"';
    if (name_ == "long" && i > 3 && i % 4 != 0) {
      file_ << R"(,"derived_from":[{"report":"rpt:)" << shape_ << '.'
            << i - 1 - Below(3) << R"(","how":"reprint"})";
      if (i % 7 == 0) {
        file_ << R"(,{"report":"rpt:)" << shape_ << '.' << Below(i - 3)
              << R"(","how":"summary"})";
      }
      file_ << ']';
    }
    file_ << "}\n";
  }

  // The attribution of a chain, as a field.
  std::string Voices(size_t chain, size_t outlets, size_t witnesses) {
    const std::string witness = absl::StrCat(
        R"({"source":"wit:)", shape_, ".",
        name_ == "apart" ? chain % witnesses : Below(witnesses),
        R"(","basis":")",
        name_ == "unknown" && chain % 3 == 0 ? "hearsay" : "unstated", "\"}");
    if (name_ == "conduits") {
      return absl::StrCat(R"(,"attribution":[{"source":"out:)", shape_, ".",
                          Below(8), "\"},", witness, "]");
    }
    const size_t dice = Below(4);
    const bool silent = name_ == "unknown"   ? dice != 0
                        : name_ == "outlets" ? dice < 2
                        : name_ == "apart"   ? dice == 0
                                             : dice < 3;
    if (silent) return "";
    if (name_ == "sides" && dice == 0) {
      return absl::StrCat(R"(,"attribution":[{"source":"out:)", shape_, ".",
                          Below(outlets), "\"},", witness, "]");
    }
    return absl::StrCat(R"(,"attribution":[)", witness, "]");
  }

  std::ofstream& file_;
  const size_t shape_;
  const std::string name_;
  const size_t claims_;
  const size_t chains_;
  std::mt19937_64 random_;
};

}  // namespace crowded_internal

// Writes a statement of each shape with `claims` claims by `chains` chains.
// Requires: claims >= chains >= 10.
inline void WriteCrowdedFile(const std::string& path, size_t claims,
                             size_t chains, uint64_t seed) {
  std::ofstream file(path, std::ios::binary);
  file << R"({"type":"entity","id":"org:army","kind":"organization",)"
       << R"("name":"Army"})"
       << "\n";
  for (size_t shape = 0; shape < std::size(kCrowdShapes); ++shape) {
    crowded_internal::Crowd(file, shape, claims, chains, seed).Write();
  }
}

}  // namespace attest::workload

#endif  // ATTEST_BENCHMARKS_CROWDED_FILE_H_
