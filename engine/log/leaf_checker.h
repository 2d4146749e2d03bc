// LeafChecker hashes stored events and compares them with the leaf hashes of
// the tree, on a thread of its own beside the one that reads and decodes them.
// Private to this module.

#ifndef ATTEST_ENGINE_LOG_LEAF_CHECKER_H_
#define ATTEST_ENGINE_LOG_LEAF_CHECKER_H_

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/log/chunk_queue.h"
#include "engine/log/event_store.h"
#include "engine/log/leaf_comparison.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"

namespace attest {

class LeafChecker {
 public:
  struct Problem {
    uint64_t event = 0;
    std::string what;
  };

  struct Found {
    uint64_t leaf_hashes = 0;  // that are those of their events
    uint64_t redacted = 0;     // that are known to be of other bytes
    uint64_t problem_count = 0;
    std::vector<Problem> problems;  // the first of them, by event
    CompactRange range;             // of the events from the first, to a gap
    // What the full leaf tiles hash to, as they are stored; from the first one
    // up to one that is not that of its events.
    std::vector<Hash> full_tiles;
  };

  // Keeps at most `most_problems`. `store` outlives this.
  LeafChecker(const EventStore& store, uint64_t most_problems);
  ~LeafChecker();
  LeafChecker(const LeafChecker&) = delete;
  LeafChecker& operator=(const LeafChecker&) = delete;

  // Takes event `index`. Requires: indexes rise.
  void Add(uint64_t index, absl::string_view bytes);

  // Waits for all of them. Requires: once, and no Add after it.
  Found Finish();

 private:
  // Consecutive events.
  struct Run {
    uint64_t first = 0;
    EventChunk events;
  };

  void HandOver();
  void CheckAll();
  void Check(uint64_t index, absl::string_view bytes);
  void ReadTile(uint64_t tile_index);
  // Takes `leaf`, of the tree or else of the event, into the range.
  void Append(uint64_t index, const Hash& leaf);
  void AddProblem(uint64_t index, absl::string_view what);

  Run run_;  // of the caller's thread
  HandoverQueue<Run> queue_;

  // Of the thread, until it is joined.
  const EventStore& store_;
  const uint64_t most_problems_;
  LeafComparison leaves_;
  uint64_t tile_index_ = 0;
  std::string tile_;  // the leaf tile `tile_index_`; empty when it is lost
  bool has_tile_ = false;
  bool is_tile_right_ = false;  // full, and so far that of its events
  Found found_;

  std::thread thread_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_LEAF_CHECKER_H_
