// EventCursor reads a range of a log's events in order.
//
//     ASSIGN_OR_RETURN(EventCursor cursor, log.Read(begin, end));
//     while (true) {
//       ASSIGN_OR_RETURN(const bool more, cursor.Next());
//       if (!more) break;
//       Use(cursor.index(), cursor.event());
//     }
//
// Lifetime: must not outlive its log. Views are valid until the next call of
// Next.
// Errors: DataLoss when an event is missing or its bytes are no sound event,
// FailedPrecondition when a newer program wrote it; messages name the event.

#ifndef ATTEST_ENGINE_LOG_EVENT_CURSOR_H_
#define ATTEST_ENGINE_LOG_EVENT_CURSOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

class EventStore;

// kCompared: each event's bytes are hashed and compared with the tree.
enum class LeafHashes : uint8_t { kTrusted, kCompared };

struct CursorOptions {
  LeafHashes leaf_hashes = LeafHashes::kTrusted;
};

class EventCursor {
 public:
  ~EventCursor();
  EventCursor(EventCursor&&) noexcept;
  EventCursor& operator=(EventCursor&&) noexcept;

  // Goes to the next event. False at the end of the range. An error stays.
  absl::StatusOr<bool> Next();

  // Each requires that the last Next returned true.
  [[nodiscard]] EventIndex index() const;
  [[nodiscard]] absl::string_view bytes() const;
  [[nodiscard]] const Event& event() const;

 private:
  friend class EventLog;
  struct State;

  EventCursor(const EventStore& store, uint64_t begin, uint64_t end,
              CursorOptions options);

  std::unique_ptr<State> state_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_CURSOR_H_
