#include "engine/log/recoverable_events.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "engine/log/event_codec.h"
#include "engine/log/redaction_purge.h"
#include "engine/merkle/tiles.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kProgressEvents = 1 << 16;

}  // namespace

absl::StatusOr<std::unique_ptr<RecoverableEvents>> RecoverableEvents::Open(
    const CaseFiles& files, const std::string& scratch, uint64_t head_size,
    const std::function<void(uint64_t, uint64_t)>& progress) {
  ASSIGN_OR_RETURN(std::unique_ptr<DamagedStore> store,
                   DamagedStore::Open(files.database(), scratch));
  const uint64_t size = std::max(store->event_count(), head_size);
  std::unique_ptr<RecoverableEvents> events(
      new RecoverableEvents(std::move(store), size));
  events->FindRedacted(files, progress);
  events->Rewind();
  return events;
}

// A redaction comes behind what it replaces, so that all are looked for first.
void RecoverableEvents::FindRedacted(
    const CaseFiles& files,
    const std::function<void(uint64_t, uint64_t)>& progress) {
  // Of one that was interrupted the log may have lost the event.
  const absl::StatusOr<std::optional<RedactionNote>> note =
      ReadRedactionNote(files);
  if (note.ok() && note->has_value() && (*note)->redaction < size_) {
    for (const uint64_t event : (*note)->events) {
      redacted_[event].by = (*note)->redaction;
    }
  }
  for (uint64_t index = 0; index < size_; ++index) {
    if (progress && index % kProgressEvents == 0) progress(index, size_);
    const absl::StatusOr<absl::string_view> newest =
        store_->ReadFromDatabase(index);
    if (newest.ok()) {
      Note(index, *newest);
      continue;
    }
    for (const absl::string_view bytes : store_->ReadFromTables(index)) {
      Note(index, bytes);
    }
  }
}

void RecoverableEvents::Note(uint64_t index, absl::string_view bytes) {
  const std::vector<Replaced> replaced = ReplacedBy(bytes);
  if (replaced.empty()) return;
  const std::optional<Hash> leaf_hash = LeafHashOf(index);
  if (leaf_hash && *leaf_hash != HashLeaf(bytes)) return;
  for (const Replaced& one : replaced) {
    if (one.event < index) redacted_[one.event] = {index, one.sha256};
  }
}

void RecoverableEvents::Rewind() { store_->Rewind(); }

std::optional<Hash> RecoverableEvents::LeafHashOf(uint64_t index) {
  if (index / kTileWidth != tile_index_) {
    tile_index_ = index / kTileWidth;
    tile_ = store_->ReadTile({.index = tile_index_}).value_or("");
  }
  const size_t offset = index % kTileWidth * Hash::kSize;
  if (tile_.size() < offset + Hash::kSize) return std::nullopt;
  const absl::StatusOr<Hash> hash =
      Hash::FromBytes(absl::string_view(tile_).substr(offset, Hash::kSize));
  if (!hash.ok()) return std::nullopt;
  return *hash;
}

std::optional<RecoverableEvent> RecoverableEvents::Judge(
    uint64_t index, absl::string_view bytes,
    const std::optional<Hash>& leaf_hash) {
  const auto redacted = redacted_.find(index);
  if (redacted != redacted_.end()) {
    const Redacted& last = redacted->second;
    if (!last.sha256 || Sha256(bytes).bytes != *last.sha256) {
      return std::nullopt;
    }
    return RecoverableEvent{bytes, true, last.by};
  }
  if (leaf_hash && *leaf_hash != HashLeaf(bytes)) return std::nullopt;
  // In a log that was recovered before, the tree has what is left.
  return RecoverableEvent{bytes, leaf_hash.has_value(), RedactedBy(bytes)};
}

// Does a redaction stand in this place that is itself lost?
bool RecoverableEvents::IsUnknownMark(absl::string_view bytes,
                                      const std::optional<Hash>& leaf_hash) {
  return RedactedBy(bytes).has_value() &&
         (!leaf_hash || *leaf_hash != HashLeaf(bytes));
}

absl::StatusOr<RecoverableEvent> RecoverableEvents::Read(uint64_t index) {
  const std::optional<Hash> leaf_hash = LeafHashOf(index);
  const absl::Status lost = absl::DataLossError("it is lost");
  const absl::StatusOr<absl::string_view> newest =
      store_->ReadFromDatabase(index);
  if (newest.ok()) {
    const std::optional<RecoverableEvent> event =
        Judge(index, *newest, leaf_hash);
    if (event) return *event;
    if (!redacted_.contains(index)) return lost;
  }
  bool marked = false;
  std::optional<RecoverableEvent> found;
  for (const absl::string_view bytes : store_->ReadFromTables(index)) {
    const std::optional<RecoverableEvent> event =
        Judge(index, bytes, leaf_hash);
    if (!event) marked = marked || IsUnknownMark(bytes, leaf_hash);
    if (event && !found) found = event;
  }
  // What a table still has may be what a redaction took out that is lost.
  if (!found || (marked && !redacted_.contains(index))) return lost;
  return *found;
}

}  // namespace attest
