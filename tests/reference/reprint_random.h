// Random reports that take passages from each other, of few words, so that
// grams recur by chance too.

#ifndef ATTEST_TESTS_REFERENCE_REPRINT_RANDOM_H_
#define ATTEST_TESTS_REFERENCE_REPRINT_RANDOM_H_

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/model/day_range.h"
#include "tests/reference/reprint_pairs.h"

namespace attest::reference {

class RandomReports {
 public:
  RandomReports(uint32_t seed, const Winnowing& winnowing)
      : random_(seed), winnowing_(winnowing), footer_(Words(12)) {}

  size_t Below(size_t end) {
    return std::uniform_int_distribution<size_t>(0, end - 1)(random_);
  }

  // A report of own words, passages of `reports`, and often the footer.
  WordReport Make(const WordReports& reports) {
    WordReport report = {.publication = RandomPublication()};
    for (size_t parts = Below(5); parts > 0; --parts) {
      Append(Words(Below(25)), report.words);
      if (!reports.empty()) Append(PassageOf(reports), report.words);
    }
    if (Below(3) == 0) Append(footer_, report.words);
    report.kept = *FingerprintText(report.Text(), winnowing_);
    return report;
  }

 private:
  static void Append(const std::vector<std::string>& more,
                     std::vector<std::string>& words) {
    words.insert(words.end(), more.begin(), more.end());
  }

  std::vector<std::string> Words(size_t count) {
    std::vector<std::string> words;
    const size_t vocabulary = Below(4) == 0 ? 2 : 300;
    for (size_t i = 0; i < count; ++i) {
      words.push_back(absl::StrCat("w", Below(vocabulary)));
    }
    return words;
  }

  std::vector<std::string> PassageOf(const WordReports& reports) {
    auto from = reports.begin();
    std::advance(from, Below(reports.size()));
    const std::vector<std::string>& all = from->second.words;
    if (all.empty()) return {};
    const size_t begin = Below(all.size());
    const size_t end = std::min(all.size(), begin + Below(40));
    std::vector<std::string> words(all.begin() + static_cast<ptrdiff_t>(begin),
                                   all.begin() + static_cast<ptrdiff_t>(end));
    for (std::string& word : words) {
      if (Below(25) == 0) word = "edited";
    }
    return words;
  }

  Publication RandomPublication() {
    Publication publication;
    if (Below(4) > 0) publication.publisher = SourceId(Below(12));
    if (Below(5) > 0) {
      publication.days.begin = static_cast<DayNumber>(Below(20));
      publication.days.end =
          publication.days.begin + 1 + static_cast<DayNumber>(Below(3));
    }
    if (Below(10) == 0) publication.days.begin = DayRange::kOpenBegin;
    return publication;
  }

  std::mt19937 random_;
  Winnowing winnowing_;
  std::vector<std::string> footer_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_REPRINT_RANDOM_H_
