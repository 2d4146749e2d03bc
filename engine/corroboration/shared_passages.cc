#include "engine/corroboration/shared_passages.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace attest {
namespace {

// A gram of both reports, as indexes into their fingerprints.
struct Anchor {
  uint32_t first;
  uint32_t second;
};

// The first places of every gram of a report.
using Places = absl::flat_hash_map<uint64_t, std::vector<uint32_t>>;

Places PlacesOf(absl::Span<const Fingerprint> fingerprints) {
  Places places;
  for (uint32_t i = 0; i < fingerprints.size(); ++i) {
    std::vector<uint32_t>& of_gram = places[fingerprints[i].hash];
    if (of_gram.size() < kMaxPlacesOfGram) of_gram.push_back(i);
  }
  return places;
}

// In the order of `first`, then of `second`.
std::vector<Anchor> FindAnchors(absl::Span<const Fingerprint> first,
                                absl::Span<const Fingerprint> second) {
  const Places places = PlacesOf(second);
  absl::flat_hash_map<uint64_t, uint32_t> repeats;
  std::vector<Anchor> anchors;
  for (uint32_t i = 0; i < first.size(); ++i) {
    const auto found = places.find(first[i].hash);
    if (found == places.end()) continue;
    if (repeats[first[i].hash]++ >= kMaxPlacesOfGram) continue;
    for (const uint32_t place : found->second) anchors.push_back({i, place});
  }
  return anchors;
}

// Joins what belongs together.
class Groups {
 public:
  explicit Groups(size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), size_t{0});
  }
  size_t Find(size_t member) {
    while (parent_[member] != member) {
      parent_[member] = parent_[parent_[member]];
      member = parent_[member];
    }
    return member;
  }
  // The least member stands for its group.
  void Join(size_t a, size_t b) {
    a = Find(a);
    b = Find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> parent_;
};

int64_t Distance(const Fingerprint& from, const Fingerprint& to) {
  return int64_t{to.word} - int64_t{from.word};
}

int64_t Magnitude(int64_t number) { return number < 0 ? -number : number; }

// How many words lie under the grams at `places`, which are indexes into
// `fingerprints`; sorts them.
uint32_t WordsUnder(absl::Span<const Fingerprint> fingerprints,
                    uint32_t gram_words, std::vector<uint32_t>& places) {
  std::sort(places.begin(), places.end());
  uint32_t words = 0;
  uint64_t end = 0;
  for (const uint32_t place : places) {
    const uint64_t begin = fingerprints[place].word;
    words += static_cast<uint32_t>(
        begin + gram_words -
        std::min(std::max(begin, end), begin + gram_words));
    end = std::max(end, begin + gram_words);
  }
  return words;
}

ByteRange RangeOf(absl::Span<const Fingerprint> fingerprints,
                  const std::vector<uint32_t>& sorted_places) {
  return {fingerprints[sorted_places.front()].begin,
          fingerprints[sorted_places.back()].end};
}

// Finds the groups of `anchors`, whose order is that of FindAnchors.
Groups Grouped(absl::Span<const Fingerprint> first,
               absl::Span<const Fingerprint> second,
               const std::vector<Anchor>& anchors, const PassageRules& rules) {
  Groups groups(anchors.size());
  size_t oldest = 0;
  for (size_t i = 0; i < anchors.size(); ++i) {
    const Fingerprint& at_first = first[anchors[i].first];
    const Fingerprint& at_second = second[anchors[i].second];
    while (Distance(first[anchors[oldest].first], at_first) >
           rules.max_step_words) {
      ++oldest;
    }
    for (size_t j = oldest; j < i; ++j) {
      const int64_t in_first = Distance(first[anchors[j].first], at_first);
      const int64_t in_second = Distance(second[anchors[j].second], at_second);
      if (Magnitude(in_second) <= rules.max_step_words &&
          Magnitude(in_first - in_second) <= rules.max_shift_words) {
        groups.Join(i, j);
      }
    }
  }
  return groups;
}

}  // namespace

std::vector<SharedPassage> FindSharedPassages(
    absl::Span<const Fingerprint> first, absl::Span<const Fingerprint> second,
    uint32_t gram_words, const PassageRules& rules) {
  const std::vector<Anchor> anchors = FindAnchors(first, second);
  Groups groups = Grouped(first, second, anchors, rules);
  // The places of each group in both reports, under its least member.
  std::vector<std::pair<std::vector<uint32_t>, std::vector<uint32_t>>> places(
      anchors.size());
  for (size_t i = 0; i < anchors.size(); ++i) {
    auto& [in_first, in_second] = places[groups.Find(i)];
    in_first.push_back(anchors[i].first);
    in_second.push_back(anchors[i].second);
  }
  std::vector<SharedPassage> passages;
  for (auto& [in_first, in_second] : places) {
    if (in_first.empty()) continue;
    const uint32_t words = std::min(WordsUnder(first, gram_words, in_first),
                                    WordsUnder(second, gram_words, in_second));
    passages.push_back(
        {RangeOf(first, in_first), RangeOf(second, in_second), words});
  }
  std::sort(passages.begin(), passages.end(),
            [](const SharedPassage& a, const SharedPassage& b) {
              return std::make_pair(a.first.begin, a.second.begin) <
                     std::make_pair(b.first.begin, b.second.begin);
            });
  return passages;
}

}  // namespace attest
