#include "engine/log/event_cursor.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/key_format.h"
#include "engine/log/log_check.h"
#include "engine/log/rocksdb_status.h"
#include "engine/status_macros.h"

namespace attest {

struct EventCursor::State {
  const EventStore& store;
  const uint64_t end;
  const CursorOptions options;
  uint64_t next;
  std::unique_ptr<rocksdb::Iterator> events;
  std::string tile;  // of the leaf hash of the last event
  Event event;

  absl::Status Step();
  absl::Status CompareLeafHash(absl::string_view bytes);
};

absl::Status EventCursor::State::CompareLeafHash(absl::string_view bytes) {
  if (tile.empty() || next % kTileWidth == 0) {
    ASSIGN_OR_RETURN(tile, store.ReadTile({.index = next / kTileWidth}));
  }
  const size_t offset = next % kTileWidth * Hash::kSize;
  if (tile.size() >= offset + Hash::kSize &&
      absl::string_view(tile).substr(offset, Hash::kSize) ==
          HashLeaf(bytes).AsBytes()) {
    return absl::OkStatus();
  }
  return absl::DataLossError("it does not match its leaf hash");
}

absl::Status EventCursor::State::Step() {
  if (events == nullptr) {
    events = store.NewEventIterator();
    const EventKey first(next);
    events->Seek(ToSlice(first.bytes()));
  } else {
    events->Next();
  }
  RETURN_IF_ERROR(FromRocksDb(events->status(), "read it"));
  if (!events->Valid() || ToView(events->key()) != EventKey(next).bytes()) {
    return absl::DataLossError("it is missing");
  }
  const absl::string_view bytes = ToView(events->value());
  if (options.leaf_hashes == LeafHashes::kCompared) {
    RETURN_IF_ERROR(CompareLeafHash(bytes));
  }
  return DecodeEvent(bytes, &event);
}

EventCursor::EventCursor(const EventStore& store, uint64_t begin, uint64_t end,
                         CursorOptions options)
    : state_(new State{.store = store,
                       .end = end,
                       .options = options,
                       .next = begin,
                       .events = nullptr,
                       .tile = {},
                       .event = {}}) {}

EventCursor::~EventCursor() = default;
EventCursor::EventCursor(EventCursor&&) noexcept = default;
EventCursor& EventCursor::operator=(EventCursor&&) noexcept = default;

absl::StatusOr<bool> EventCursor::Next() {
  if (state_->next == state_->end) return false;
  const absl::Status status = state_->Step();
  if (!status.ok()) {
    state_->events.reset();
    return AboutEvent(state_->next, status);
  }
  ++state_->next;
  return true;
}

EventIndex EventCursor::index() const { return EventIndex(state_->next - 1); }

absl::string_view EventCursor::bytes() const {
  return ToView(state_->events->value());
}

const Event& EventCursor::event() const { return state_->event; }

}  // namespace attest
