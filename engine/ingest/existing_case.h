// ExistingCase is what a reader of case-format files must know of the case
// that the files are meant for, and nothing more: the reader does not know
// where that case is kept.

#ifndef ATTEST_ENGINE_INGEST_EXISTING_CASE_H_
#define ATTEST_ENGINE_INGEST_EXISTING_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/entity.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/model/report.h"

namespace attest {

// What a key names in the case.
struct KnownRecord {
  RecordType type = RecordType::kSource;
  EventIndex index;                              // of the event that defines it
  EntityKind entity_kind = EntityKind::kPerson;  // where `type` is kEntity
};

// Thread-safety: used from one thread at a time.
// Errors: whatever the storage says; a reader passes them on and gives up.
class ExistingCase {
 public:
  virtual ~ExistingCase() = default;

  // The record called `key`; nullopt when the case has none.
  [[nodiscard]] virtual absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const = 0;

  // The events of the entities (`type` is kEntity), sources (kSource) or live
  // claims (kClaim) whose keys begin with `prefix`, in the order of the log.
  // Complexity: looks at each key of the type; those of claims are read.
  [[nodiscard]] virtual absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const = 0;

  // The event at `index` as it was defined.
  [[nodiscard]] virtual absl::StatusOr<Event> Get(EventIndex index) const = 0;

  // The same with every amendment of the case applied.
  [[nodiscard]] virtual absl::StatusOr<Event> Current(
      EventIndex index) const = 0;

  // The key of the event at `index`.
  [[nodiscard]] virtual absl::StatusOr<std::string> KeyOf(
      EventIndex index) const = 0;

  // Was `key` redacted? Such a key is not added again.
  [[nodiscard]] virtual bool IsRedactedKey(absl::string_view key) const = 0;

  // The stored bytes of `content`. Called only for texts.
  [[nodiscard]] virtual absl::StatusOr<std::string> ReadContent(
      const Content& content) const = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_EXISTING_CASE_H_
