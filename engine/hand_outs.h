// What left the case: a line in handed_out.jsonl, beside the log, for each
// export that went out. It says which events went out in full, by their index
// and not by key, so that a redaction can say which of them to call back, and
// takes nothing from this file. The line is there before anything goes out:
// what is whole only then is noted first with all that may go out, and again,
// under the same id, with what did.
//
// A line is appended and synced; no lock is taken, as whoever reads a case may
// hand it out.

#ifndef ATTEST_ENGINE_HAND_OUTS_H_
#define ATTEST_ENGINE_HAND_OUTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/model/id.h"

namespace attest {

struct HandedOut {
  absl::Time at;  // the epoch where the line tells no time
  // Of one that is noted before it begins and again when it is done; empty: of
  // one that is noted once.
  std::string id;
  std::string what;  // "export jsonl"
  std::string to;    // the file; empty: standard output
  std::string by;
  uint64_t position = 0;  // of the log
  // The events that went out in full, [begin, end) each, ascending.
  std::vector<std::pair<uint64_t, uint64_t>> events;

  [[nodiscard]] bool Has(EventIndex event) const;
};

// Adds a line, durably. PermissionDenied where the case cannot be written to.
absl::Status RecordHandOut(const std::string& case_directory,
                           const HandedOut& handed_out);

// All hand-outs, in order; a line that a crash cut off is passed over, and of
// two with one id the later counts. None when nothing was handed out.
absl::StatusOr<std::vector<HandedOut>> ReadHandOuts(
    const std::string& case_directory);

}  // namespace attest

#endif  // ATTEST_ENGINE_HAND_OUTS_H_
