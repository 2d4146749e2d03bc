#include "engine/text/suffix_order.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace attest {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

std::vector<uint32_t> SortNumbers(absl::Span<const uint32_t> numbers,
                                  uint32_t largest);

// A suffix is small when it comes before the next one, and a leftmost small one
// ("LMS") when the one before it is not small. From the order of those that of
// all follows, and theirs from the order of what stands from each to the next.
template <class Symbol>
class SuffixSorter {
 public:
  // No symbol is above `largest`.
  SuffixSorter(absl::Span<const Symbol> symbols, uint32_t largest)
      : symbols_(symbols),
        size_(static_cast<uint32_t>(symbols.size())),
        is_small_(symbols.size()),
        large_begin_(size_t{largest} + 2),
        small_begin_(size_t{largest} + 2) {}

  std::vector<uint32_t> Sort() {
    order_.resize(size_);
    if (size_ == 0) return std::move(order_);
    Classify();
    Induce();
    if (leftmost_.size() > 1) {
      const std::vector<uint32_t> in_text = leftmost_;
      uint32_t largest = 0;
      const std::vector<uint32_t> names = NameLeftmost(largest);
      const std::vector<uint32_t> sorted = SortNumbers(names, largest);
      for (size_t i = 0; i < sorted.size(); ++i) {
        leftmost_[i] = in_text[sorted[i]];
      }
      Induce();
    }
    return std::move(order_);
  }

 private:
  [[nodiscard]] bool IsLeftmost(uint32_t i) const {
    return i > 0 && is_small_[i] && !is_small_[i - 1];
  }

  // Tells small suffixes, and where in the order those of each first symbol
  // begin: the large ones, and then the small ones.
  void Classify() {
    for (uint32_t i = size_ - 1; i-- > 0;) {
      is_small_[i] = symbols_[i] == symbols_[i + 1]
                         ? bool{is_small_[i + 1]}
                         : symbols_[i] < symbols_[i + 1];
    }
    std::vector<uint32_t> large(large_begin_.size());
    std::vector<uint32_t> small(large_begin_.size());
    for (uint32_t i = 0; i < size_; ++i) {
      ++(is_small_[i] ? small : large)[symbols_[i]];
      if (IsLeftmost(i)) leftmost_.push_back(i);
    }
    uint32_t begin = 0;
    for (size_t symbol = 0; symbol < large_begin_.size(); ++symbol) {
      large_begin_[symbol] = begin;
      small_begin_[symbol] = begin + large[symbol];
      begin += large[symbol] + small[symbol];
    }
  }

  // Orders all suffixes by the order of the leftmost small ones.
  void Induce() {
    std::fill(order_.begin(), order_.end(), kNone);
    std::vector<uint32_t> next = small_begin_;
    for (const uint32_t i : leftmost_) order_[next[symbols_[i]]++] = i;
    next = large_begin_;
    order_[next[symbols_[size_ - 1]]++] = size_ - 1;
    for (uint32_t at = 0; at < size_; ++at) {
      const uint32_t i = order_[at];
      if (i == kNone || i == 0 || is_small_[i - 1]) continue;
      order_[next[symbols_[i - 1]]++] = i - 1;
    }
    // Where the suffixes of the next symbol begin, those of this one end.
    std::copy(large_begin_.begin() + 1, large_begin_.end(), next.begin());
    for (uint32_t at = size_; at-- > 0;) {
      const uint32_t i = order_[at];
      if (i == kNone || i == 0 || !is_small_[i - 1]) continue;
      order_[--next[symbols_[i - 1]]] = i - 1;
    }
  }

  // A number for what stands from each leftmost small suffix to the next, in
  // their order in the text; greater where it is greater.
  std::vector<uint32_t> NameLeftmost(uint32_t& largest) {
    // No two of them stand side by side.
    std::vector<uint32_t> index(size_t{size_} / 2 + 1);
    for (size_t i = 0; i < leftmost_.size(); ++i) {
      index[leftmost_[i] / 2] = static_cast<uint32_t>(i);
    }
    std::vector<uint32_t> names(leftmost_.size());
    uint32_t before = kNone;
    for (const uint32_t i : order_) {
      if (!IsLeftmost(i)) continue;
      if (before != kNone && !IsSamePiece(before, i, index)) ++largest;
      names[index[i / 2]] = largest;
      before = i;
    }
    return names;
  }

  bool IsSamePiece(uint32_t a, uint32_t b,
                   const std::vector<uint32_t>& index) const {
    const auto end_of = [&](uint32_t begin) {
      const size_t next = size_t{index[begin / 2]} + 1;
      return next < leftmost_.size() ? leftmost_[next] : size_;
    };
    const uint32_t a_end = end_of(a);
    const uint32_t b_end = end_of(b);
    // The end of the text is unlike any symbol.
    if (a_end == size_ || b_end == size_ || a_end - a != b_end - b) {
      return false;
    }
    return std::equal(symbols_.begin() + a, symbols_.begin() + a_end + 1,
                      symbols_.begin() + b);
  }

  absl::Span<const Symbol> symbols_;
  const uint32_t size_;
  std::vector<bool> is_small_;
  std::vector<uint32_t> large_begin_;  // by symbol
  std::vector<uint32_t> small_begin_;
  std::vector<uint32_t> leftmost_;
  std::vector<uint32_t> order_;
};

std::vector<uint32_t> SortNumbers(absl::Span<const uint32_t> numbers,
                                  uint32_t largest) {
  return SuffixSorter<uint32_t>(numbers, largest).Sort();
}

}  // namespace

std::vector<uint32_t> SortSuffixes(absl::string_view text) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  return SuffixSorter<uint8_t>({bytes, text.size()}, UINT8_MAX).Sort();
}

absl::Span<const uint32_t> PlacesIn(absl::string_view text,
                                    absl::Span<const uint32_t> order,
                                    absl::string_view phrase) {
  const auto begin =
      std::lower_bound(order.begin(), order.end(), phrase,
                       [text](uint32_t place, absl::string_view wanted) {
                         return text.substr(place, wanted.size()) < wanted;
                       });
  const auto* const end =
      std::upper_bound(begin, order.end(), phrase,
                       [text](absl::string_view wanted, uint32_t place) {
                         return wanted < text.substr(place, wanted.size());
                       });
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace attest
