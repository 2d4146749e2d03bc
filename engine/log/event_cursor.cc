#include "engine/log/event_cursor.h"

#include <utility>

#include "engine/log/event_codec.h"
#include "engine/log/event_reader.h"
#include "engine/log/event_store.h"
#include "engine/log/leaf_comparison.h"
#include "engine/log/log_check.h"
#include "engine/status_macros.h"

namespace attest {

struct EventCursor::State {
  const EventStore& store;
  const uint64_t end;
  const CursorOptions options;
  uint64_t next;
  EventReader reader;
  std::string tile;  // of the leaf hash of the last event
  LeafComparison leaves;
  absl::string_view bytes;
  Event event;
  absl::Status failed;

  absl::Status Step();
  absl::Status CompareLeafHash();
};

absl::Status EventCursor::State::CompareLeafHash() {
  if (tile.empty() || next % kTileWidth == 0) {
    ASSIGN_OR_RETURN(tile, store.ReadTile({.index = next / kTileWidth}));
  }
  const size_t offset = next % kTileWidth * Hash::kSize;
  if (tile.size() < offset + Hash::kSize) {
    return absl::DataLossError("its leaf hash is missing");
  }
  ASSIGN_OR_RETURN(
      const Hash leaf_hash,
      Hash::FromBytes(absl::string_view(tile).substr(offset, Hash::kSize)));
  if (leaves.Compare(next, bytes, leaf_hash).ok()) return absl::OkStatus();
  return absl::DataLossError("it does not match its leaf hash");
}

absl::Status EventCursor::State::Step() {
  ASSIGN_OR_RETURN(bytes, reader.Next());
  if (options.leaf_hashes == LeafHashes::kCompared) {
    RETURN_IF_ERROR(CompareLeafHash());
  }
  return DecodeEvent(bytes, &event);
}

EventCursor::EventCursor(const EventStore& store, uint64_t begin, uint64_t end,
                         CursorOptions options)
    : state_(new State{.store = store,
                       .end = end,
                       .options = options,
                       .next = begin,
                       .reader = EventReader(store, begin, end),
                       .tile = {},
                       .leaves = LeafComparison(store),
                       .bytes = {},
                       .event = {},
                       .failed = {}}) {}

EventCursor::~EventCursor() = default;
EventCursor::EventCursor(EventCursor&&) noexcept = default;
EventCursor& EventCursor::operator=(EventCursor&&) noexcept = default;

absl::StatusOr<bool> EventCursor::Next() {
  RETURN_IF_ERROR(state_->failed);
  if (state_->next == state_->end) return false;
  state_->failed = AboutEvent(state_->next, state_->Step());
  RETURN_IF_ERROR(state_->failed);
  ++state_->next;
  return true;
}

EventIndex EventCursor::index() const { return EventIndex(state_->next - 1); }

absl::string_view EventCursor::bytes() const { return state_->bytes; }

const Event& EventCursor::event() const { return state_->event; }

}  // namespace attest
