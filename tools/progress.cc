#include "tools/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace attest {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(1);
constexpr absl::Duration kBetween = absl::Milliseconds(200);

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)),
      is_terminal_(isatty(STDERR_FILENO) == 1),
      start_(absl::Now()),
      shown_(start_ + kQuiet - kBetween) {}

Progress::~Progress() {
  if (has_line_) std::fputs("\r\033[K", stderr);
}

void Progress::Show(uint64_t done, uint64_t all) {
  if (!is_terminal_) return;
  const absl::Time now = absl::Now();
  if (now - shown_ < kBetween) return;
  shown_ = now;
  has_line_ = true;
  const double seconds = absl::ToDoubleSeconds(now - start_);
  const double rate = static_cast<double>(done) / seconds;
  std::string line = absl::StrFormat("%d %s, %.0f a second", done, what_, rate);
  if (all > 0 && rate > 0) {
    const double left = static_cast<double>(all - done) / rate;
    absl::StrAppend(&line, absl::StrFormat(", %.0f %%, %.0f s left",
                                           100.0 * static_cast<double>(done) /
                                               static_cast<double>(all),
                                           left));
  }
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
  std::fflush(stderr);
}

}  // namespace attest
