// RecordKeys leads between keys and events: the projection keeps the keys of
// sources, reports, entities and predicates, the log those of all others.

#ifndef ATTEST_ENGINE_AUDIT_RECORD_KEYS_H_
#define ATTEST_ENGINE_AUDIT_RECORD_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// Lifetime: borrows both the log and the view.
class RecordKeys {
 public:
  RecordKeys(const EventLog& log, const View& view) : log_(log), view_(view) {}

  // The key of the record that `event` defines; empty for the log's own
  // events. Errors: those of EventLog::Get.
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(EventIndex event) const;

  // The record whose key is `key`, as of the view.
  [[nodiscard]] absl::StatusOr<std::optional<Found>> Find(
      absl::string_view key) const;

  // Who recorded `event`: its own `by`, else that of whoever added its file.
  [[nodiscard]] absl::StatusOr<std::string> RecordedBy(
      const Event& event) const;

 private:
  const EventLog& log_;
  const View& view_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_RECORD_KEYS_H_
