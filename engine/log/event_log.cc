#include "engine/log/event_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/log_check.h"
#include "engine/log/log_writer.h"
#include "engine/log/waiter.h"
#include "engine/log/writer_lock.h"
#include "engine/merkle/proof.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status CheckSize(uint64_t size, uint64_t log_size) {
  if (size <= log_size) return absl::OkStatus();
  return absl::OutOfRangeError(
      absl::StrCat("the log is not that long: got size ", size,
                   ", want at most ", log_size));
}

}  // namespace

std::vector<std::string> OpenReport::Sentences(Access access) const {
  std::vector<std::string> sentences;
  if (unacknowledged > 0) {
    sentences.push_back(absl::StrCat(
        "the log holds ", unacknowledged, " events behind its signed head of ",
        head_size,
        head_copy_damaged
            ? ", and the copy that may have spoken of them is damaged; "
            : ", written but not acknowledged before a crash; ",
        access == Access::kWrite || head_copy_damaged
            ? "they are whole and were kept"
            : "they are passed over until the case is next written to"));
  }
  if (torn_bytes > 0) {
    sentences.push_back(absl::StrCat(
        "an unfinished write of ", torn_bytes,
        " bytes at the end of the log was dropped; nothing in it had been "
        "acknowledged"));
  }
  if (redaction_unfinished) {
    sentences.emplace_back(
        access == Access::kWrite
            ? "a redaction that was interrupted has been finished"
            : "a redaction was interrupted: what it takes out may still be in "
              "the files of the case until the case is next written to");
  }
  if (redaction_dropped) {
    sentences.emplace_back(
        "a redaction was interrupted before it was written: nothing was "
        "redacted");
  }
  if (head_copy_damaged) {
    sentences.emplace_back(
        "one of the two copies of the signed head is damaged; the other was "
        "used");
  }
  return sentences;
}

EventLog::EventLog(std::unique_ptr<WriterLock> lock,
                   std::unique_ptr<EventStore> store,
                   std::unique_ptr<LogWriter> writer, VerifierKey key,
                   Head head, OpenReport report)
    : access_(writer == nullptr ? Access::kRead : Access::kWrite),
      key_(std::move(key)),
      origin_(head.checkpoint.origin),
      report_(report),
      lock_(std::move(lock)),
      store_(std::move(store)),
      writer_(std::move(writer)),
      head_(std::move(head)) {}

EventLog::~EventLog() = default;

bool EventLog::AwaitTurn(Waiter* waiter) {
  const absl::MutexLock lock(&mutex_);
  waiters_.push_back(waiter);
  auto ready = [this, waiter]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return waiter->served || waiters_.front() == waiter;
  };
  mutex_.Await(absl::Condition(&ready));
  return !waiter->served;
}

std::vector<EventLog::Waiter*> EventLog::Group() {
  const absl::MutexLock lock(&mutex_);
  std::vector<Waiter*> group;
  for (Waiter* waiter : waiters_) {
    if (!group.empty() && waiter->bulk) break;
    group.push_back(waiter);
  }
  return group;
}

void EventLog::EndTurn(size_t group, std::optional<Head> head) {
  const absl::MutexLock lock(&mutex_);
  if (head.has_value()) head_ = *std::move(head);
  for (size_t i = 0; i < group; ++i) {
    waiters_.front()->served = true;
    waiters_.pop_front();
  }
}

absl::StatusOr<EventIndex> EventLog::Append(
    absl::Span<const Event> events, std::optional<uint64_t> expected_size) {
  if (writer_ == nullptr) {
    return absl::FailedPreconditionError("the case is open for reading only");
  }
  Waiter self(events, expected_size);
  if (AwaitTurn(&self)) ServeGroup();
  return self.result;
}

// The thread at the front of the queue serves those behind it as well: they
// share its batch, its sync and its head.
void EventLog::ServeGroup() {
  const std::vector<Waiter*> group = Group();
  bool staged = false;
  for (Waiter* waiter : group) {
    waiter->result = writer_->stopped().ok()
                         ? writer_->Stage(waiter->events, waiter->expected_size)
                         : writer_->stopped();
    staged = staged || waiter->result.ok();
  }
  std::optional<Head> head;
  if (staged) {
    absl::StatusOr<Head> committed = writer_->Commit();
    if (committed.ok()) {
      head = *std::move(committed);
    } else {
      for (Waiter* waiter : group) {
        if (waiter->result.ok()) waiter->result = committed.status();
      }
    }
  }
  EndTurn(group.size(), std::move(head));
}

absl::StatusOr<EventIndex> EventLog::Redact(
    absl::Span<const RedactionPart> parts, absl::Span<const Content> contents) {
  if (writer_ == nullptr) {
    return absl::FailedPreconditionError("the case is open for reading only");
  }
  // Nobody appends beside it.
  Waiter turn;
  AwaitTurn(&turn);
  std::optional<Head> head;
  const absl::StatusOr<EventIndex> first =
      writer_->Redact(parts, contents, head);
  EndTurn(1, std::move(head));
  return first;
}

uint64_t EventLog::size() const {
  const absl::MutexLock lock(&mutex_);
  return head_.checkpoint.tree_size;
}

Head EventLog::head() const {
  const absl::MutexLock lock(&mutex_);
  return head_;
}

absl::Status EventLog::CheckIndex(EventIndex index) const {
  const uint64_t log_size = size();
  if (index.value() < log_size) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat("there is no event ", index.value(),
                                            ": the log has ", log_size));
}

absl::StatusOr<Event> EventLog::Get(EventIndex index) const {
  ASSIGN_OR_RETURN(const std::string bytes, GetBytes(index));
  Event event;
  RETURN_IF_ERROR(AboutEvent(index.value(), DecodeEvent(bytes, &event)));
  return event;
}

absl::StatusOr<std::string> EventLog::GetBytes(EventIndex index) const {
  RETURN_IF_ERROR(CheckIndex(index));
  return store_->ReadEvent(index.value());
}

absl::StatusOr<bool> EventLog::IsReplaced(EventIndex index) const {
  ASSIGN_OR_RETURN(const std::string bytes, GetBytes(index));
  return RedactedBy(bytes).has_value();
}

absl::StatusOr<EventCursor> EventLog::Read(EventIndex begin, EventIndex end,
                                           CursorOptions options) const {
  RETURN_IF_ERROR(CheckSize(end.value(), size()));
  if (begin > end) {
    return absl::OutOfRangeError(
        absl::StrCat("no range: got [", begin.value(), ", ", end.value(), ")"));
  }
  return EventCursor(*store_, begin.value(), end.value(), options);
}

absl::Status EventLog::Scan(
    EventIndex begin, EventIndex end,
    absl::FunctionRef<absl::Status(EventIndex, const Event&)> visit,
    CursorOptions options) const {
  ASSIGN_OR_RETURN(EventCursor cursor, Read(begin, end, options));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, cursor.Next());
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(visit(cursor.index(), cursor.event()));
  }
}

absl::StatusOr<uint64_t> EventLog::SizeAsOf(absl::Time time) const {
  // Events [0, low) are not after `time`, events [high, size) are.
  uint64_t low = 0;
  uint64_t high = size();
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(const Event event, Get(EventIndex(middle)));
    if (event.recorded_at <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<Hash> EventLog::LeafHash(EventIndex index) const {
  RETURN_IF_ERROR(CheckIndex(index));
  return store_->ReadLeafHash(index.value());
}

absl::StatusOr<Hash> EventLog::RootAt(uint64_t size) const {
  const Checkpoint newest = head().checkpoint;
  if (size == newest.tree_size) return newest.root;
  RETURN_IF_ERROR(CheckSize(size, newest.tree_size));
  ASSIGN_OR_RETURN(const CompactRange range, store_->RangeAt(size));
  return range.Root();
}

absl::StatusOr<std::vector<Hash>> EventLog::InclusionProof(
    EventIndex index, uint64_t size) const {
  RETURN_IF_ERROR(CheckSize(size, this->size()));
  return BuildInclusionProof(
      index.value(), size, [&](uint32_t level, uint64_t node) {
        return NodeFromTiles(level, node, size, [this](const Tile& tile) {
          return store_->ReadTile(tile);
        });
      });
}

absl::StatusOr<std::vector<Hash>> EventLog::ConsistencyProof(
    uint64_t size1, uint64_t size2) const {
  RETURN_IF_ERROR(CheckSize(size2, size()));
  return BuildConsistencyProof(
      size1, size2, [&](uint32_t level, uint64_t node) {
        return NodeFromTiles(level, node, size2, [this](const Tile& tile) {
          return store_->ReadTile(tile);
        });
      });
}

}  // namespace attest
