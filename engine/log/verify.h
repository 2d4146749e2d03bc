// Verifying reads and hashes every byte that a case stores: every event, every
// tile of the tree, the head, every content, and what the log's own events are
// signed with. It goes on past damage and lists
// all of it, and takes a case that EventLog::Open refuses as well.

#ifndef ATTEST_ENGINE_LOG_VERIFY_H_
#define ATTEST_ENGINE_LOG_VERIFY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/log/signed_events.h"
#include "engine/merkle/hash.h"

namespace attest {

struct VerifyOptions {
  // Called now and then with the number of events verified so far.
  std::function<void(uint64_t done, uint64_t all)> progress;
  // Certificates in DER whose word on a time is taken.
  std::vector<std::string> authorities;
};

struct VerifyProblem {
  // The event it is about, where it is about one.
  std::optional<uint64_t> event;
  std::string what;
};

struct VerifyReport {
  // Events [0, events) were looked for: those in the database or, if it speaks
  // of more, in the head.
  uint64_t events = 0;
  // The root of the tree over the stored bytes of all of them, when none is
  // missing.
  std::optional<Hash> root;
  // The size that the head speaks of, when there is a valid one.
  std::optional<uint64_t> checkpoint_size;
  // Payloads that a redaction took out, and of which only what it left is
  // there, unchanged.
  uint64_t redacted = 0;
  // A redaction was interrupted: opening the case for writing finishes it.
  bool redaction_unfinished = false;

  // How many were checked and found right.
  uint64_t payloads = 0;     // are sound events
  uint64_t leaf_hashes = 0;  // match their payloads
  uint64_t tiles = 0;        // match what they are hashed from
  uint64_t contents = 0;     // match their names

  // What the log's own events carry, checked and found right.
  std::vector<VerifiedRotation> rotations;
  std::vector<VerifiedTimestamp> timestamps;

  bool tree_ok = false;        // every tile of the tree is there and right
  bool checkpoint_ok = false;  // the head is signed and speaks of this tree

  // At most kMaxVerifyProblems of them.
  std::vector<VerifyProblem> problems;
  uint64_t problem_count = 0;

  [[nodiscard]] bool ok() const { return problem_count == 0; }
};

inline constexpr uint64_t kMaxVerifyProblems = 1000;

// Verifies the case in `directory` as it is now; writes nothing. Where a writer
// has changed the case meanwhile and something is wrong, once more, from the
// front, and only what is wrong then is told. What is wrong
// with the case is in the report; an error says only that there is none
// (NotFound) or that a newer program wrote it (FailedPrecondition).
absl::StatusOr<VerifyReport> VerifyCase(const std::string& directory,
                                        const VerifyOptions& options);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_VERIFY_H_
