#include "engine/merkle/compact_range.h"

#include <bit>
#include <cassert>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace attest {

absl::StatusOr<CompactRange> CompactRange::Create(
    uint64_t size, absl::Span<const Hash> hashes) {
  const auto want = static_cast<size_t>(std::popcount(size));
  if (hashes.size() != want) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compact range of size ", size, " has the wrong number of hashes: got ",
        hashes.size(), ", want ", want));
  }
  CompactRange range;
  range.size_ = size;
  range.hashes_.assign(hashes.begin(), hashes.end());
  return range;
}

void CompactRange::Append(const Hash& leaf) {
  Append(leaf, [](uint32_t, uint64_t, const Hash&) {});
}

void CompactRange::Append(const Hash& leaf, NodeVisitor visit) {
  assert(size_ < std::numeric_limits<uint64_t>::max());
  Hash hash = leaf;
  visit(0, size_, hash);
  // Like adding one to a binary number: each trailing bit set in the old size
  // is a subtree that the new one completes to the next level.
  uint32_t level = 0;
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = HashNode(hashes_.back(), hash);
    hashes_.pop_back();
    ++level;
    visit(level, size_ >> level, hash);
  }
  hashes_.push_back(hash);
  ++size_;
}

Hash CompactRange::Root() const {
  if (hashes_.empty()) return EmptyRoot();
  Hash root = hashes_.back();
  for (size_t i = hashes_.size() - 1; i > 0; --i) {
    root = HashNode(hashes_[i - 1], root);
  }
  return root;
}

}  // namespace attest
