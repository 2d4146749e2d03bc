#include "tools/hand_out.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/hand_outs.h"

namespace attest {

absl::Status NoteHandOut(const Session& session, const Case& opened,
                         absl::string_view what, const std::string& to,
                         uint64_t position, EventRanges events) {
  const absl::Status noted =
      RecordHandOut(opened.directory(), {.at = absl::Now(),
                                         .what = std::string(what),
                                         .to = to,
                                         .by = session.By(),
                                         .position = position,
                                         .events = std::move(events)});
  if (!absl::IsPermissionDenied(noted)) return noted;
  PrintMessage(absl::StrCat(
      "this is not noted in the case, and a later redaction will not list it: ",
      noted.message()));
  return absl::OkStatus();
}

}  // namespace attest
