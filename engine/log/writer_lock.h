// WriterLock is the right to write to a case. One process holds it, and within
// it one log; the lock file says who. It ends with its holder, however that
// ends. Private to this module.

#ifndef ATTEST_ENGINE_LOG_WRITER_LOCK_H_
#define ATTEST_ENGINE_LOG_WRITER_LOCK_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/log/durable_file.h"

namespace attest {

class WriterLock {
 public:
  // Takes the lock at `path`, waiting for it for up to `wait`; the holder is
  // recorded with `command` and `now`. Unavailable, naming the holder, when
  // another has it still; for that it waits up to a second more.
  static absl::StatusOr<WriterLock> Take(const std::string& path,
                                         absl::Duration wait, absl::Time now,
                                         const std::string& command);

  // Does anyone hold the lock at `path`? Asking takes nothing and keeps nobody
  // waiting.
  [[nodiscard]] static bool IsHeld(const std::string& path);

 private:
  explicit WriterLock(DurableFile file) : file_(std::move(file)) {}

  DurableFile file_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_WRITER_LOCK_H_
