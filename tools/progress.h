// Progress on standard error: only on a terminal, only after one second.

#ifndef ATTEST_TOOLS_PROGRESS_H_
#define ATTEST_TOOLS_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace attest {

// Rate, share done and time left of one piece of work. Not thread-safe.
class Progress {
 public:
  // `what` is counted: "events".
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `all` 0: not known.
  void Show(uint64_t done, uint64_t all);

 private:
  const std::string what_;
  const bool is_terminal_;
  const absl::Time start_;
  absl::Time shown_;
  bool has_line_ = false;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_PROGRESS_H_
