// Recovering saves what a damaged case still holds into a new one. The damaged
// case is only read.
//
// The new log begins with one Recovery event (several, when what was lost does
// not fit in one) that says where it comes from and what is missing. Then come
// the events that are left, in their order, each at the time it was recorded:
// - An event is left when its stored bytes hash to its leaf hash in the tree.
//   Where the tree's own hash is lost, an event is left when its bytes are a
//   sound event; RecoverReport says how many could not be checked so.
// - An event that names a lost one is dropped, and so is what names a dropped
//   one: an answer without it is incomplete, but says nothing else than its
//   sources. Recovery lists them.
// - The event that closes a file speaks for every event of the file. When one
//   of them is lost or dropped, so is the closing event, and the others of the
//   file count one by one from then on, as single decisions do. Adding the
//   file again adds what is missing.
// - References are rewritten to the new indexes. Salts are new, so are the
//   key and the origin: the old ones have signed another tree.
// - Of an event that a redaction replaced only what the last of its redactions
//   put there is left, marked with it, wherever else its old bytes may still
//   lie; where a redaction was interrupted and its own event is lost, nothing.
// - Contents are copied if they match their hashes and an event that is left
//   names them.

#ifndef ATTEST_ENGINE_LOG_RECOVER_H_
#define ATTEST_ENGINE_LOG_RECOVER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/report.h"

namespace attest {

struct RecoverOptions {
  // Of the new case. An empty origin becomes the old one with a random suffix.
  CreateOptions create;
  std::string by;  // who recovers, for the Recovery event
  std::function<void(uint64_t done, uint64_t all)> progress;
};

struct RecoverReport {
  std::string origin;     // of the damaged log; empty when that is lost too
  uint64_t expected = 0;  // events its head or its database speaks of
  uint64_t recovered = 0;
  uint64_t unchecked = 0;  // among them, those whose leaf hash is lost
  std::vector<std::pair<uint64_t, uint64_t>> lost;  // [begin, end) there
  std::vector<uint64_t> dropped;                    // by their index there
  uint64_t contents = 0;                            // copied
  // Contents that recovered events name and that are missing or damaged.
  std::vector<Content> missing_contents;
  std::string new_origin;
};

// Recovers the case in `damaged` into `fresh`, which must be empty or not
// exist. NotFound when `damaged` holds no case; FailedPrecondition when a newer
// program wrote it. A sound case is recovered whole.
absl::StatusOr<RecoverReport> Recover(const std::string& damaged,
                                      const std::string& fresh,
                                      const RecoverOptions& options);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_RECOVER_H_
