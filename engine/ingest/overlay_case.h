// OverlayCase shows a case as it would be with files added that were only
// read: so that a file can be checked against those before it.

#ifndef ATTEST_ENGINE_INGEST_OVERLAY_CASE_H_
#define ATTEST_ENGINE_INGEST_OVERLAY_CASE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/content_sink.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_file.h"

namespace attest {

// The events of the files are kept in memory, their contents in a temporary
// file. `base` must outlive the overlay.
class OverlayCase : public ExistingCase {
 public:
  // `size` is the number of events of `base`.
  OverlayCase(const ExistingCase& base, uint64_t size)
      : base_(base), size_(size) {}

  // Adds the file that `reader` read last, which must have no errors.
  absl::Status AddFile(CaseReader& reader);

  [[nodiscard]] absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const override;
  [[nodiscard]] absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const override;
  [[nodiscard]] absl::StatusOr<Event> Get(EventIndex index) const override;
  [[nodiscard]] absl::StatusOr<Event> Current(EventIndex index) const override;
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(
      EventIndex index) const override;
  [[nodiscard]] bool IsRedactedKey(absl::string_view key) const override;
  [[nodiscard]] absl::StatusOr<std::string> ReadContent(
      const Content& content) const override;

 private:
  class Contents;

  const ExistingCase& base_;
  const uint64_t size_;
  std::vector<Event> events_;  // from index size_ on
  absl::flat_hash_map<std::string, EventIndex> keys_;
  // Records as amended by these files.
  absl::flat_hash_map<EventIndex, Event> amended_;
  std::optional<TempSpool> spool_;
  std::map<std::array<uint8_t, 32>, uint64_t> contents_;  // and where
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_OVERLAY_CASE_H_
