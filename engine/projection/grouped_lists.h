// GroupedLists<T> holds a list of T for each of the groups 0, 1, 2 ..., in the
// order of append: the edges of a vertex, the claims of a report.
//
// A base in compressed sparse rows, mapped from a snapshot or owned, holds the
// lists of one time; what came later hangs behind them as chains of single
// elements. Compact() makes one base of both.
//
// Memory: 4 bytes a group and sizeof(T) an element in the base; in the tail
// sizeof(T) + 4 an element and 2 KiB for each 256 neighbouring groups in use.
// Thread-safety: const methods run concurrently with each other.
// Lifetime: ranges are valid until the next change.

#ifndef ATTEST_ENGINE_PROJECTION_GROUPED_LISTS_H_
#define ATTEST_ENGINE_PROJECTION_GROUPED_LISTS_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace attest {

// A group that is none: an element so marked is left out by Build().
inline constexpr uint32_t kNoGroup = 0xffffffff;

template <class T>
class GroupedLists {
  static_assert(std::is_trivially_copyable_v<T>);
  static constexpr uint32_t kEnd = 0xffffffff;

  struct Link {
    T value;
    uint32_t next;
  };

 public:
  // Walks one list: first its elements in the base, then those in the tail,
  // each of which is a run of one. A cursor at the end holds null.
  class Cursor {
   public:
    Cursor() = default;

    [[nodiscard]] const T* get() const { return at_; }
    void Next() {
      if (++at_ == stop_) NextRun();
    }

   private:
    friend class GroupedLists;
    Cursor(absl::Span<const T> run, uint32_t link, const Link* links)
        : at_(run.data()),
          stop_(run.data() + run.size()),
          links_(links),
          link_(link) {
      if (run.empty()) NextRun();
    }
    void NextRun() {
      if (link_ == kEnd) {
        at_ = nullptr;
        return;
      }
      at_ = &links_[link_].value;
      stop_ = at_ + 1;
      link_ = links_[link_].next;
    }
    const T* at_ = nullptr;
    const T* stop_ = nullptr;
    const Link* links_ = nullptr;
    uint32_t link_ = kEnd;
  };

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    explicit Iterator(Cursor cursor) : cursor_(cursor) {}

    reference operator*() const { return *cursor_.get(); }
    pointer operator->() const { return cursor_.get(); }
    Iterator& operator++() {
      cursor_.Next();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) {
      return a.cursor_.get() == b.cursor_.get();
    }

   private:
    Cursor cursor_;
  };

  class Range {
   public:
    explicit Range(Cursor first) : begin_(first) {}
    [[nodiscard]] Iterator begin() const { return begin_; }
    [[nodiscard]] Iterator end() const { return Iterator(); }
    [[nodiscard]] bool empty() const { return begin_ == Iterator(); }

   private:
    Iterator begin_;
  };

  GroupedLists() = default;
  GroupedLists(GroupedLists&&) noexcept = default;
  GroupedLists& operator=(GroupedLists&&) noexcept = default;

  // The lists of `groups` groups from elements 0, 1, ... `size` - 1, of which
  // element i goes to group_of(i), or nowhere for kNoGroup, as value_of(i).
  // A counting sort: O(groups + size), no memory but the result's.
  // Requires: group_of(i) < groups; fewer than 2^32 - 1 elements.
  template <class GroupOf, class ValueOf>
  [[nodiscard]] static GroupedLists Build(uint32_t groups, size_t size,
                                          GroupOf&& group_of,
                                          ValueOf&& value_of) {
    std::vector<uint32_t> offsets(size_t{groups} + 1, 0);
    for (size_t i = 0; i < size; ++i) {
      const uint32_t group = group_of(i);
      if (group != kNoGroup) ++offsets[group];
    }
    std::vector<T> values(ExclusiveSum(offsets));
    for (size_t i = 0; i < size; ++i) {
      const uint32_t group = group_of(i);
      if (group != kNoGroup) values[offsets[group]++] = value_of(i);
    }
    // Each offset has moved to the end of its list: the begin of the next.
    for (size_t group = groups; group > 0; --group) {
      offsets[group] = offsets[group - 1];
    }
    offsets[0] = 0;
    GroupedLists lists;
    lists.Own(std::move(offsets), std::move(values));
    return lists;
  }

  // Lists over arrays borrowed from a snapshot, as base_offsets() and
  // base_values() gave them. DataLoss unless the offsets rise from 0 to the
  // number of values: O(groups). Values are not looked at.
  [[nodiscard]] static absl::StatusOr<GroupedLists> Over(
      absl::Span<const uint32_t> offsets, absl::Span<const T> values) {
    if (offsets.empty() || offsets.front() != 0 ||
        offsets.back() != values.size()) {
      return absl::DataLossError("lists: offsets do not span the values");
    }
    bool sound = offsets.size() <= kNoGroup;
    for (size_t i = 1; i < offsets.size(); ++i) {
      sound &= offsets[i - 1] <= offsets[i];
    }
    if (!sound) return absl::DataLossError("lists: offsets out of order");
    GroupedLists lists;
    lists.offsets_ = offsets;
    lists.values_ = values;
    lists.groups_ = static_cast<uint32_t>(offsets.size() - 1);
    return lists;
  }

  [[nodiscard]] uint32_t groups() const { return groups_; }
  [[nodiscard]] size_t size() const { return values_.size() + links_.size(); }
  [[nodiscard]] size_t base_size() const { return values_.size(); }
  [[nodiscard]] size_t tail_size() const { return links_.size(); }

  // Adds empty groups until there are `groups`; never takes one away.
  void Grow(uint32_t groups) {
    if (groups > groups_) groups_ = groups;
  }

  // Appends to the list of `group`. Requires: group < groups().
  void Append(uint32_t group, const T& value) {
    assert(group < groups_);
    const size_t page = group / kPageGroups;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (pages_[page] == nullptr) pages_[page] = std::make_unique<Page>();
    Chain& chain = (*pages_[page])[group % kPageGroups];
    const auto link = static_cast<uint32_t>(links_.size());
    links_.push_back({value, kEnd});
    (chain.first == kEnd ? chain.first : links_[chain.last].next) = link;
    chain.last = link;
  }

  // The list of `group`. Requires: group < groups().
  [[nodiscard]] Range operator[](uint32_t group) const {
    return Range(First(group));
  }
  [[nodiscard]] Cursor First(uint32_t group) const {
    assert(group < groups_);
    return Cursor(BaseList(group), FirstLink(group), links_.data());
  }

  // The length of a list: O(1) but for its part in the tail.
  [[nodiscard]] size_t Length(uint32_t group) const {
    size_t length = BaseList(group).size();
    for (uint32_t link = FirstLink(group); link != kEnd;
         link = links_[link].next) {
      ++length;
    }
    return length;
  }

  // Moves the tail into a new base. O(groups + size), and the memory of both
  // bases for a moment.
  void Compact() {
    if (!IsCompact()) *this = Compacted();
  }
  [[nodiscard]] GroupedLists Compacted() const;

  // True when there is nothing but the base.
  [[nodiscard]] bool IsCompact() const {
    return links_.empty() && offsets_.size() == size_t{groups_} + 1;
  }

  // The base as two arrays, to be saved after Compact().
  [[nodiscard]] absl::Span<const uint32_t> base_offsets() const {
    return offsets_;
  }
  [[nodiscard]] absl::Span<const T> base_values() const { return values_; }

  // Held on the heap; a mapped base is not counted.
  [[nodiscard]] size_t memory_bytes() const {
    size_t bytes = owned_offsets_.capacity() * sizeof(uint32_t) +
                   owned_values_.capacity() * sizeof(T) +
                   links_.capacity() * sizeof(Link) +
                   pages_.capacity() * sizeof(std::unique_ptr<Page>);
    for (const std::unique_ptr<Page>& page : pages_) {
      if (page != nullptr) bytes += sizeof(Page);
    }
    return bytes;
  }

 private:
  static constexpr uint32_t kPageGroups = 256;

  struct Chain {
    uint32_t first = kEnd;
    uint32_t last = kEnd;
  };
  using Page = std::array<Chain, kPageGroups>;

  // Makes of counts their running sum, without the last; returns the total.
  static size_t ExclusiveSum(std::vector<uint32_t>& counts) {
    uint32_t sum = 0;
    for (uint32_t& count : counts) {
      const uint32_t begin = sum;
      sum += count;
      count = begin;
    }
    return sum;
  }

  [[nodiscard]] absl::Span<const T> BaseList(uint32_t group) const {
    if (size_t{group} + 1 >= offsets_.size()) return {};
    const uint32_t begin = offsets_.data()[group];
    const uint32_t end = offsets_.data()[group + 1];
    return absl::Span<const T>(values_.data() + begin, end - begin);
  }

  [[nodiscard]] uint32_t FirstLink(uint32_t group) const {
    const size_t page = group / kPageGroups;
    if (page >= pages_.size() || pages_[page] == nullptr) return kEnd;
    return (*pages_[page])[group % kPageGroups].first;
  }

  void Own(std::vector<uint32_t> offsets, std::vector<T> values) {
    owned_offsets_ = std::move(offsets);
    owned_values_ = std::move(values);
    offsets_ = owned_offsets_;
    values_ = owned_values_;
    groups_ = static_cast<uint32_t>(offsets_.size() - 1);
  }

  // The base. A default-made list has no offsets: every list in it is empty.
  absl::Span<const uint32_t> offsets_;
  absl::Span<const T> values_;
  std::vector<uint32_t> owned_offsets_;
  std::vector<T> owned_values_;
  // The tail: chains through links_, found by page and place in it.
  std::vector<Link> links_;
  std::vector<std::unique_ptr<Page>> pages_;
  uint32_t groups_ = 0;
};

template <class T>
GroupedLists<T> GroupedLists<T>::Compacted() const {
  std::vector<uint32_t> offsets;
  std::vector<T> values;
  offsets.reserve(size_t{groups_} + 1);
  values.reserve(size());
  for (uint32_t group = 0; group < groups_; ++group) {
    offsets.push_back(static_cast<uint32_t>(values.size()));
    const absl::Span<const T> base = BaseList(group);
    values.insert(values.end(), base.begin(), base.end());
    for (uint32_t link = FirstLink(group); link != kEnd;
         link = links_[link].next) {
      values.push_back(links_[link].value);
    }
  }
  offsets.push_back(static_cast<uint32_t>(values.size()));
  GroupedLists lists;
  lists.Own(std::move(offsets), std::move(values));
  return lists;
}

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_GROUPED_LISTS_H_
