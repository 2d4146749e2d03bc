#include "tools/hand_out.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/log/random_bytes.h"
#include "engine/status_macros.h"

namespace attest {

HandOut::HandOut(const Session& session, const Case& opened,
                 absl::string_view what, const std::string& to)
    : opened_(opened) {
  handed_out_.at = absl::Now();
  handed_out_.what = std::string(what);
  handed_out_.to = to;
  handed_out_.by = session.By();
}

absl::Status HandOut::Begin(uint64_t position, EventRanges events) {
  ASSIGN_OR_RETURN(handed_out_.id, RandomHex(8));
  handed_out_.position = position;
  return Note(std::move(events));
}

absl::Status HandOut::End(EventRanges events) {
  return events == handed_out_.events ? absl::OkStatus()
                                      : Note(std::move(events));
}

absl::Status HandOut::Note(EventRanges events) {
  handed_out_.events = std::move(events);
  if (!is_noted_) return absl::OkStatus();
  const absl::Status noted = RecordHandOut(opened_.directory(), handed_out_);
  if (!absl::IsPermissionDenied(noted)) return noted;
  is_noted_ = false;
  PrintMessage(absl::StrCat(
      "this is not noted in the case, and a later redaction will not list it: ",
      noted.message()));
  return absl::OkStatus();
}

}  // namespace attest
