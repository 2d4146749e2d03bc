#include "engine/log/leaf_checker.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/tiles.h"

namespace attest {
namespace {

// Enough that handing over costs nothing, few enough to stay in the cache.
constexpr size_t kRunBytes = size_t{256} << 10;

}  // namespace

LeafChecker::LeafChecker(const EventStore& store, uint64_t most_problems)
    : store_(store),
      most_problems_(most_problems),
      leaves_(store),
      thread_([this] { CheckAll(); }) {}

LeafChecker::~LeafChecker() {
  if (!thread_.joinable()) return;
  queue_.Abandon(absl::OkStatus());
  thread_.join();
}

void LeafChecker::Add(uint64_t index, absl::string_view bytes) {
  if (run_.events.event_count() > 0 &&
      (index != run_.first + run_.events.event_count() ||
       run_.events.byte_count() >= kRunBytes)) {
    HandOver();
  }
  if (run_.events.event_count() == 0) run_.first = index;
  run_.events.Add(bytes);
}

LeafChecker::Found LeafChecker::Finish() {
  if (run_.events.event_count() > 0) HandOver();
  queue_.End(absl::OkStatus());
  thread_.join();
  return std::move(found_);
}

void LeafChecker::HandOver() { queue_.Push(std::exchange(run_, Run())); }

void LeafChecker::CheckAll() {
  Run run;
  while (queue_.Pop(run)) {
    for (size_t i = 0; i < run.events.event_count(); ++i) {
      Check(run.first + i, run.events.event(i));
    }
  }
}

void LeafChecker::ReadTile(uint64_t tile_index) {
  tile_index_ = tile_index;
  tile_ = store_.ReadTile({.index = tile_index}).value_or("");
  has_tile_ = true;
  is_tile_right_ = tile_.size() == kTileWidth * Hash::kSize;
}

void LeafChecker::Append(uint64_t index, const Hash& leaf) {
  if (found_.range.size() != index) return;
  found_.range.Append(leaf,
                      [this](uint32_t level, uint64_t node, const Hash& hash) {
                        if (level == kTileHeight && is_tile_right_ &&
                            node == found_.full_tiles.size()) {
                          found_.full_tiles.push_back(hash);
                        }
                      });
}

void LeafChecker::Check(uint64_t index, absl::string_view bytes) {
  if (!has_tile_ || index / kTileWidth != tile_index_) {
    ReadTile(index / kTileWidth);
  }
  const size_t offset = index % kTileWidth * Hash::kSize;
  // A lost tile is a problem of the tree's and named there.
  if (tile_.size() < offset + Hash::kSize) {
    return Append(index, HashLeaf(bytes));
  }
  const Hash leaf_hash =
      *Hash::FromBytes(absl::string_view(tile_).substr(offset, Hash::kSize));
  const absl::StatusOr<Stands> stands =
      leaves_.Compare(index, bytes, leaf_hash);
  if (!stands.ok()) {
    is_tile_right_ = false;
    AddProblem(index, stands.status().message());
    return Append(index, HashLeaf(bytes));
  }
  ++(*stands == Stands::kReplaced ? found_.redacted : found_.leaf_hashes);
  Append(index, leaf_hash);
}

void LeafChecker::AddProblem(uint64_t index, absl::string_view what) {
  ++found_.problem_count;
  if (found_.problems.size() < most_problems_) {
    found_.problems.push_back({.event = index, .what = std::string(what)});
  }
}

}  // namespace attest
