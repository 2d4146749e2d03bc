// What may leave the case as it is stored. The bytes of an event cannot be cut
// without their hash becoming another one: they go out whole or not at all.

#ifndef ATTEST_ENGINE_AUDIT_OUTGOING_H_
#define ATTEST_ENGINE_AUDIT_OUTGOING_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

enum class Restricted : uint8_t { kStay, kGoOut };

// Why the stored bytes of an event stay here; kNo: they may go out. An event
// is as sensitive as anything it names, and as what that names: a decision on
// a claim speaks of the claim's speakers. A report is as sensitive as its
// publisher, and the event that closes a file, which has the file's hash, as
// all events of the file. What is sealed never goes out, and what was redacted
// or withheld where it came from stays as well, with what was decided on it.
//
// Thread-safety: const methods run concurrently. Lifetime: borrows both.
class Outgoing {
 public:
  // `now`: the view of all events.
  Outgoing(const EventLog& log, const View& now, Restricted restricted)
      : log_(log), now_(now), restricted_(restricted) {}

  // Errors: those of EventLog::Get.
  [[nodiscard]] absl::StatusOr<Withheld> WhyWithheld(EventIndex index) const;

 private:
  [[nodiscard]] absl::StatusOr<Withheld> WhyWithheldAlone(
      EventIndex index, const Event& event) const;

  const EventLog& log_;
  const View& now_;
  const Restricted restricted_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_OUTGOING_H_
