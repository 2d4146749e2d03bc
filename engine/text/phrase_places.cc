#include "engine/text/phrase_places.h"

#include <algorithm>
#include <cstring>

#include "absl/types/span.h"
#include "engine/text/suffix_order.h"

namespace attest {
namespace {

// Putting the suffixes in order takes as long as reading a text so often.
constexpr uint64_t kReadingsBeforeOrder = 128;
constexpr size_t kMaxFrequent = 4096;

}  // namespace

std::vector<size_t> FindPhrase(absl::string_view text,
                               absl::string_view phrase) {
  std::vector<size_t> places;
  size_t from = 0;
  while (places.size() < kMaxPhrasePlaces && from < text.size()) {
    const void* found = memmem(text.data() + from, text.size() - from,
                               phrase.data(), phrase.size());
    if (found == nullptr) break;
    from = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    places.push_back(from++);
  }
  return places;
}

std::vector<size_t> PhrasePlaces::Find(absl::string_view text,
                                       absl::string_view phrase) {
  if (order_.empty() && text.size() <= kMaxOrderedBytes &&
      bytes_read_ > kReadingsBeforeOrder * text.size()) {
    order_ = SortSuffixes(text);
  }
  if (!order_.empty()) return FindInOrder(text, phrase);
  std::vector<size_t> places = FindPhrase(text, phrase);
  bytes_read_ +=
      places.size() < kMaxPhrasePlaces ? text.size() : places.back() + 1;
  return places;
}

std::vector<size_t> PhrasePlaces::FindInOrder(absl::string_view text,
                                              absl::string_view phrase) {
  const absl::Span<const uint32_t> all = PlacesIn(text, order_, phrase);
  if (all.size() <= kMaxPhrasePlaces) {
    std::vector<size_t> places(all.begin(), all.end());
    std::sort(places.begin(), places.end());
    return places;
  }
  const std::pair<size_t, size_t> key(
      static_cast<size_t>(all.data() - order_.data()), phrase.size());
  const auto known = frequent_.find(key);
  if (known != frequent_.end()) return known->second;
  std::vector<size_t> places(kMaxPhrasePlaces);
  std::partial_sort_copy(all.begin(), all.end(), places.begin(), places.end());
  if (frequent_.size() >= kMaxFrequent) frequent_.clear();
  frequent_.emplace(key, places);
  return places;
}

}  // namespace attest
