// Reprints by definition: every pair of reports compared gram by gram, as
// words, with nothing stored and nothing hashed.

#ifndef ATTEST_TESTS_REFERENCE_REPRINT_PAIRS_H_
#define ATTEST_TESTS_REFERENCE_REPRINT_PAIRS_H_

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/shared_passages.h"
#include "engine/text/fingerprint.h"

namespace attest::reference {

// A report whose text is its words, parted by single spaces.
struct WordReport {
  Publication publication;
  std::vector<std::string> words;
  std::vector<Fingerprint> kept;  // only their places are used

  [[nodiscard]] std::string Text() const { return absl::StrJoin(words, " "); }
  [[nodiscard]] std::string Gram(const Fingerprint& place, uint32_t n) const {
    return absl::StrJoin(words.begin() + place.word,
                         words.begin() + place.word + n, " ");
  }
};
using WordReports = std::map<ReportId, WordReport>;

class ReprintPairs {
 public:
  ReprintPairs(const WordReports& reports, uint32_t gram_words,
               const ReprintRules& rules)
      : reports_(reports), gram_words_(gram_words), rules_(rules) {}

  [[nodiscard]] std::vector<ReprintMatch> Of(ReportId report) const {
    std::vector<ReprintMatch> matches;
    for (const auto& [other, unused] : reports_) {
      if (other == report) continue;
      ReprintMatch match = Match(report, other);
      if (match.other == other) matches.push_back(std::move(match));
    }
    return matches;
  }

 private:
  using Group = std::vector<std::pair<Fingerprint, Fingerprint>>;

  // What recurs is looked for once, the reports being what they are.
  [[nodiscard]] bool IsBoilerplate(const std::string& gram) const {
    const auto found = boilerplate_.find(gram);
    if (found != boilerplate_.end()) return found->second;
    return boilerplate_[gram] = Recurs(gram);
  }

  [[nodiscard]] bool Recurs(const std::string& gram) const {
    std::vector<Publication> with;
    for (const auto& [unused, report] : reports_) {
      for (const Fingerprint& place : report.kept) {
        if (report.Gram(place, gram_words_) != gram) continue;
        with.push_back(report.publication);
        break;
      }
    }
    if (with.size() > 1000) return true;
    if (with.size() <= rules_.common_reports) return false;
    std::set<std::optional<SourceId>> publishers;
    size_t most = 0;
    for (const Publication& from : with) {
      publishers.insert(from.publisher);
      if (!from.days.has_begin()) continue;
      const DayRange wire = {from.days.begin,
                             from.days.begin + rules_.wire_days};
      most = std::max<size_t>(
          most, static_cast<size_t>(std::count_if(
                    with.begin(), with.end(), [&](const Publication& other) {
                      return wire.Contains(other.days);
                    })));
    }
    return publishers.size() * 2 < with.size() || most * 2 < with.size();
  }

  [[nodiscard]] std::vector<Fingerprint> Telling(
      const WordReport& report) const {
    std::vector<Fingerprint> telling;
    for (const Fingerprint& place : report.kept) {
      if (!IsBoilerplate(report.Gram(place, gram_words_))) {
        telling.push_back(place);
      }
    }
    return telling;
  }

  [[nodiscard]] std::set<std::string> Grams(
      const WordReport& report, const std::vector<Fingerprint>& kept) const {
    std::set<std::string> grams;
    for (const Fingerprint& place : kept) {
      grams.insert(report.Gram(place, gram_words_));
    }
    return grams;
  }

  // Those places whose gram has not been met `kMaxPlacesOfGram` times before.
  [[nodiscard]] std::vector<Fingerprint> FirstPlaces(
      const WordReport& report, const std::vector<Fingerprint>& kept) const {
    std::map<std::string, uint32_t> met;
    std::vector<Fingerprint> places;
    for (const Fingerprint& place : kept) {
      if (met[report.Gram(place, gram_words_)]++ < kMaxPlacesOfGram) {
        places.push_back(place);
      }
    }
    return places;
  }

  [[nodiscard]] bool BelongTogether(const Group::value_type& a,
                                    const Group::value_type& b) const {
    const int64_t first = int64_t{b.first.word} - int64_t{a.first.word};
    const int64_t second = int64_t{b.second.word} - int64_t{a.second.word};
    return std::abs(first) <= rules_.passages.max_step_words &&
           std::abs(second) <= rules_.passages.max_step_words &&
           std::abs(first - second) <= rules_.passages.max_shift_words;
  }

  [[nodiscard]] SharedPassage PassageOf(const Group& group) const {
    std::set<uint32_t> first;
    std::set<uint32_t> second;
    constexpr size_t kFar = std::numeric_limits<size_t>::max();
    SharedPassage passage = {{kFar, 0}, {kFar, 0}, 0};
    for (const auto& [a, b] : group) {
      for (uint32_t i = 0; i < gram_words_; ++i) {
        first.insert(a.word + i);
        second.insert(b.word + i);
      }
      passage.first = {std::min<size_t>(passage.first.begin, a.begin),
                       std::max<size_t>(passage.first.end, a.end)};
      passage.second = {std::min<size_t>(passage.second.begin, b.begin),
                        std::max<size_t>(passage.second.end, b.end)};
    }
    passage.words =
        static_cast<uint32_t>(std::min(first.size(), second.size()));
    return passage;
  }

  [[nodiscard]] std::vector<SharedPassage> Passages(
      const WordReport& a, const std::vector<Fingerprint>& of_a,
      const WordReport& b, const std::vector<Fingerprint>& of_b) const {
    Group left;
    for (const Fingerprint& place : FirstPlaces(a, of_a)) {
      for (const Fingerprint& other : FirstPlaces(b, of_b)) {
        if (a.Gram(place, gram_words_) == b.Gram(other, gram_words_)) {
          left.emplace_back(place, other);
        }
      }
    }
    std::vector<SharedPassage> passages;
    while (!left.empty()) {
      Group group = {left.back()};
      left.pop_back();
      for (size_t i = 0; i < group.size(); ++i) {
        for (size_t j = left.size(); j-- > 0;) {
          if (!BelongTogether(group[i], left[j])) continue;
          group.push_back(left[j]);
          left.erase(left.begin() + static_cast<ptrdiff_t>(j));
        }
      }
      passages.push_back(PassageOf(group));
    }
    std::sort(passages.begin(), passages.end(),
              [](const SharedPassage& x, const SharedPassage& y) {
                return std::pair(x.first.begin, x.second.begin) <
                       std::pair(y.first.begin, y.second.begin);
              });
    return passages;
  }

  // A match with another `other` is none.
  [[nodiscard]] ReprintMatch Match(ReportId report, ReportId other) const {
    const WordReport& a = reports_.at(report);
    const WordReport& b = reports_.at(other);
    const DayRange& a_days = a.publication.days;
    const DayRange& b_days = b.publication.days;
    const ReprintMatch none = {.other = report};
    if (rules_.window_days >= 0 &&
        (int64_t{a_days.begin} - b_days.end > rules_.window_days ||
         int64_t{b_days.begin} - a_days.end > rules_.window_days)) {
      return none;
    }
    const auto of_a = Telling(a);
    const auto of_b = Telling(b);
    const auto a_grams = Grams(a, of_a);
    const auto b_grams = Grams(b, of_b);
    ReprintMatch match = {.other = other};
    for (const std::string& gram : a_grams) {
      match.shared += static_cast<uint32_t>(b_grams.count(gram));
    }
    if (match.shared == 0) return none;
    match.of_report = static_cast<uint32_t>(a_grams.size());
    match.of_other = static_cast<uint32_t>(b_grams.size());
    bool is_long = false;
    uint32_t words = 0;
    for (const SharedPassage& passage : Passages(a, of_a, b, of_b)) {
      is_long |= passage.words >= rules_.min_passage_words;
      if (passage.words <= gram_words_) continue;
      words += passage.words;
      match.passages.push_back(passage);
    }
    const double containment =
        std::max(match.Containment(), match.OtherContainment());
    const bool is_part = containment >= rules_.min_containment &&
                         words >= rules_.min_shared_words;
    const bool is_whole = containment >= rules_.min_whole_containment;
    if (!is_long || (!is_part && !is_whole)) return none;
    if (b_days.end <= a_days.begin) {
      match.direction = ReprintDirection::kFromOther;
    } else if (a_days.end <= b_days.begin) {
      match.direction = ReprintDirection::kToOther;
    }
    return match;
  }

  const WordReports& reports_;
  uint32_t gram_words_;
  const ReprintRules& rules_;
  mutable std::map<std::string, bool> boilerplate_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_REPRINT_PAIRS_H_
