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

// Notes that `events`, as of log position `position`, go out in full through
// `what` ("bundle") to the file `to`; empty: standard output. Who may read the
// case and not write to it is told that it is not noted.
[[nodiscard]] absl::Status NoteHandOut(const Session& session,
                                       const Case& opened,
                                       absl::string_view what,
                                       const std::string& to, uint64_t position,
                                       EventRanges events);

}  // namespace attest

#endif  // ATTEST_TOOLS_HAND_OUT_H_
