// Another signing key for a log: a KeyRotation event, and the first head that
// the new key signs.
//
// With the old key at hand, the event carries its signature: who trusts the
// old key can trust the new one. A key that was lost signs nothing; then only
// what was kept elsewhere, a checkpoint that the log still continues, tells
// that it is the same log.
//
// A crash leaves the old key in force, or the rotation done, once the case has
// been opened for writing again.

#ifndef ATTEST_ENGINE_LOG_ROTATE_KEY_H_
#define ATTEST_ENGINE_LOG_ROTATE_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_log.h"
#include "engine/merkle/note_key.h"
#include "engine/model/id.h"

namespace attest {

enum class OldKey : uint8_t { kSigns, kLost };

struct RotateOptions {
  OldKey old_key = OldKey::kSigns;
  // As CreateOptions::key_file, for the new key.
  std::string key_file;
  std::string by;
  std::string reason;
  absl::Duration wait = absl::ZeroDuration();
  Clock clock = absl::Now;
  std::string command;
  FileHook file_hook;  // for tests
};

struct RotatedKey {
  EventIndex event;
  VerifierKey previous;
  VerifierKey current;
};

// Rotates the key of the case in `directory`. Errors: as EventLog::Open for
// writing; FailedPrecondition when the old key is to sign and is not there;
// InvalidArgument when the new key is the one in use.
absl::StatusOr<RotatedKey> RotateKey(const std::string& directory,
                                     const RotateOptions& options);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_ROTATE_KEY_H_
