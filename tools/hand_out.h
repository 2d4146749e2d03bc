// What goes out is noted in the case, so that a redaction can say what to call
// back.

#ifndef ATTEST_TOOLS_HAND_OUT_H_
#define ATTEST_TOOLS_HAND_OUT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/case.h"
#include "engine/hand_outs.h"
#include "engine/model/id.h"
#include "tools/session.h"

namespace attest {

// Events, [begin, end) each.
using EventRanges = std::vector<std::pair<uint64_t, uint64_t>>;

// Of events that rise, as a vector or a set.
template <class Events>
[[nodiscard]] EventRanges RangesOf(const Events& events) {
  EventRanges ranges;
  for (const EventIndex event : events) {
    if (ranges.empty() || ranges.back().second != event.value()) {
      ranges.emplace_back(event.value(), event.value());
    }
    ++ranges.back().second;
  }
  return ranges;
}

// One hand-out through `what` ("bundle") to the file `to`; empty: standard
// output. Who may read the case and not write to it is told, once, that it is
// not noted.
class HandOut {
 public:
  // `opened` outlives this.
  HandOut(const Session& session, const Case& opened, absl::string_view what,
          const std::string& to);

  // Notes that `events`, as of log position `position`, go out in full: before
  // they do. Where it is not known yet which, all that may.
  [[nodiscard]] absl::Status Begin(uint64_t position, EventRanges events);

  // Notes which did.
  [[nodiscard]] absl::Status End(EventRanges events);

 private:
  absl::Status Note(EventRanges events);

  const Case& opened_;
  HandedOut handed_out_;
  bool is_noted_ = true;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_HAND_OUT_H_
