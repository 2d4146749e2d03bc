// Finding a record by its key, and what to say when nothing has it.

#ifndef ATTEST_TOOLS_UNKNOWN_KEY_H_
#define ATTEST_TOOLS_UNKNOWN_KEY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/log/event_log.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// NotFound for `key`, with the record that may be meant: the entity, source or
// report with the nearest key, else the one with such a name. Suggests nothing
// that is not to be shown.
[[nodiscard]] absl::Status UnknownKey(const View& view,
                                      const Discretion& discretion,
                                      absl::string_view key);

// The same, saying as of when where that is not now.
[[nodiscard]] absl::Status UnknownKey(const EventLog& log, const View& view,
                                      const Discretion& discretion,
                                      absl::string_view key);

// The record or decision with the key `key`; UnknownKey also for what is not
// to be shown. Errors: those of the log.
[[nodiscard]] absl::StatusOr<Found> FindShown(const EventLog& log,
                                              const View& view,
                                              const Discretion& discretion,
                                              absl::string_view key);

}  // namespace attest

#endif  // ATTEST_TOOLS_UNKNOWN_KEY_H_
