// Where a verb writes what is not an answer: a file that takes its name when
// it is whole, or standard output.

#ifndef ATTEST_TOOLS_OUTPUT_FILE_H_
#define ATTEST_TOOLS_OUTPUT_FILE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace attest {

// Errors: ResourceExhausted, with the path, for whatever the system refuses. A
// closed pipe is none.
class OutputFile {
 public:
  // Standard output when `path` is empty.
  explicit OutputFile(std::string path) : path_(std::move(path)) {}
  // Removes what was not finished.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Made readable by its owner alone.
  [[nodiscard]] absl::Status Open();

  [[nodiscard]] absl::Status Write(absl::string_view bytes);

  // Makes a file durable, without its name yet: what can be refused for want of
  // room is refused here. Nothing may be written after it.
  [[nodiscard]] absl::Status Settle();

  // The same, unless it is settled, and gives it its name; an older one is
  // replaced.
  [[nodiscard]] absl::Status Finish();

 private:
  absl::Status Flush();

  const std::string path_;
  std::string temporary_;  // its name until it is whole
  int fd_ = -1;
  bool closed_ = false;
  bool is_settled_ = false;
  std::string buffer_;
};

// Writes all of `bytes` to `path`, or to standard output when it is empty.
[[nodiscard]] absl::Status WriteOutput(const std::string& path,
                                       absl::string_view bytes);

}  // namespace attest

#endif  // ATTEST_TOOLS_OUTPUT_FILE_H_
