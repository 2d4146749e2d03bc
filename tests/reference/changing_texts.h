// What the texts of the reports of a random log tell: some share text, and with
// every so many reports that come others do.

#ifndef ATTEST_TESTS_REFERENCE_CHANGING_TEXTS_H_
#define ATTEST_TESTS_REFERENCE_CHANGING_TEXTS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "engine/findings/claim_chains.h"
#include "engine/projection/view.h"

namespace attest::reference {

// Lifetime: the last TextFindings are good until the next, and as long as this.
class ChangingTexts {
 public:
  explicit ChangingTexts(uint64_t seed)
      : seed_(seed), steady_reports_(seed % 3 == 0 ? 2 : 9) {}

  TextFindings Of(const View& view) {
    reports_ = view.Reports();
    std::mt19937_64 random(seed_ + Epoch(reports_.size()));
    links_.clear();
    for (size_t i = 0; i < reports_.size(); ++i) {
      for (size_t k = 0; k < i; ++k) {
        const uint64_t die = random() % 12;
        if (die == 0) {
          Link(i, k, ReprintDirection::kFromOther);
          Link(k, i, ReprintDirection::kToOther);
        } else if (die == 1) {
          Link(i, k, ReprintDirection::kUndirected);
          Link(k, i, ReprintDirection::kUndirected);
        }
      }
    }
    const auto links_of =
        [this](ReportId report) -> const std::vector<ReprintMatch>& {
      return links_[report];
    };
    return {.links_of = links_of,
            .quote_of = [](ClaimId) { return std::nullopt; },
            .have_held_since =
                [this](uint64_t position) {
                  const auto then = static_cast<size_t>(std::count_if(
                      reports_.begin(), reports_.end(),
                      [&](ReportId one) { return one.value() < position; }));
                  return Epoch(then) == Epoch(reports_.size());
                }};
  }

 private:
  [[nodiscard]] size_t Epoch(size_t reports) const {
    return reports / steady_reports_;
  }
  void Link(size_t from, size_t to, ReprintDirection direction) {
    ReprintMatch match;
    match.other = reports_[to];
    match.direction = direction;
    links_[reports_[from]].push_back(match);
  }

  const uint64_t seed_;
  const size_t steady_reports_;
  std::vector<ReportId> reports_;
  std::map<ReportId, std::vector<ReprintMatch>> links_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CHANGING_TEXTS_H_
