// RecoverableEvents reads of a damaged log the bytes that may go into a new
// one: those of an event that hash to its leaf hash in the tree, or, where that
// is lost, those of a sound event; of an event that a redaction replaced only
// what the last of its redactions put there, wherever else what was there
// before may still lie. Private to this module.
//
// Thread-safety: none.

#ifndef ATTEST_ENGINE_LOG_RECOVERABLE_EVENTS_H_
#define ATTEST_ENGINE_LOG_RECOVERABLE_EVENTS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/case_files.h"
#include "engine/log/damaged_store.h"
#include "engine/merkle/hash.h"

namespace attest {

struct RecoverableEvent {
  absl::string_view bytes;  // valid until the next call
  bool is_checked = false;  // against its leaf hash, or its redaction
  // The redaction that left `bytes`, where one did.
  std::optional<uint64_t> redacted_by;
};

class RecoverableEvents {
 public:
  // Reads the case of `files` and finds the redactions in it; `head_size` is
  // what its head speaks of, `scratch` as for DamagedStore. `progress` is
  // called with the number of events looked at and of all, if set.
  static absl::StatusOr<std::unique_ptr<RecoverableEvents>> Open(
      const CaseFiles& files, const std::string& scratch, uint64_t head_size,
      const std::function<void(uint64_t, uint64_t)>& progress);

  // As many events as the head or the database speaks of.
  [[nodiscard]] uint64_t size() const { return size_; }

  // Begins to read again from the front.
  void Rewind();

  // Event `index`, which must not decrease. An error when it is lost.
  absl::StatusOr<RecoverableEvent> Read(uint64_t index);

 private:
  // The last redaction of an event; of one that is lost, nothing that it left.
  struct Redacted {
    uint64_t by = 0;
    std::optional<std::array<uint8_t, 32>> sha256;
  };

  RecoverableEvents(std::unique_ptr<DamagedStore> store, uint64_t size)
      : store_(std::move(store)), size_(size) {}

  void FindRedacted(const CaseFiles& files,
                    const std::function<void(uint64_t, uint64_t)>& progress);
  // Takes in what stands in event `index`, if it is a redaction.
  void Note(uint64_t index, absl::string_view bytes);
  std::optional<Hash> LeafHashOf(uint64_t index);
  // Nothing when `bytes` are not what may go into a new log.
  std::optional<RecoverableEvent> Judge(uint64_t index, absl::string_view bytes,
                                        const std::optional<Hash>& leaf_hash);
  static bool IsUnknownMark(absl::string_view bytes,
                            const std::optional<Hash>& leaf_hash);

  const std::unique_ptr<DamagedStore> store_;
  const uint64_t size_;
  absl::flat_hash_map<uint64_t, Redacted> redacted_;
  uint64_t tile_index_ = ~uint64_t{0};
  std::string tile_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_RECOVERABLE_EVENTS_H_
