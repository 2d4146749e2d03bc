#include "engine/log/bulk_append.h"

#include <rocksdb/env.h>

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/bulk_tables.h"
#include "engine/log/chunk_queue.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_log.h"
#include "engine/log/log_writer.h"
#include "engine/log/waiter.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kChunkBytes = size_t{512} << 10;
constexpr size_t kSaltsAtOnce = 4096;

}  // namespace

struct BulkAppend::State {
  State(EventLog& log_in, LogWriter& writer_in)
      : log(log_in), writer(writer_in) {}

  EventLog& log;
  LogWriter& writer;
  EventLog::Waiter turn;
  std::string directory;
  BulkOptions options;
  absl::Time recorded_at;

  EventEncoder encoder;
  std::vector<Salt> salts;
  size_t salts_used = 0;
  EventChunk chunk;
  uint64_t first = 0;
  uint64_t added = 0;
  std::unique_ptr<BulkTables> tables;
  // The first error; no event is taken after it.
  absl::Status status;

  absl::StatusOr<Salt> NextSalt();
  absl::Status TimeOf(const Event& event);
  absl::Status Take(const Event& event, std::optional<EventIndex> redacted_by);
  absl::StatusOr<Head> Publish();
  void RemoveTables() const;
};

absl::StatusOr<Salt> BulkAppend::State::NextSalt() {
  if (salts_used == salts.size()) {
    salts.resize(kSaltsAtOnce);
    RETURN_IF_ERROR(DrawSalts(absl::MakeSpan(salts)));
    salts_used = 0;
  }
  return salts[salts_used++];
}

// Sets `recorded_at` to the time that `event` is recorded at.
absl::Status BulkAppend::State::TimeOf(const Event& event) {
  if (options.recorded_at == RecordedAt::kByClock) return absl::OkStatus();
  if (event.recorded_at < recorded_at) {
    return absl::InvalidArgumentError(absl::StrCat(
        "event ", first + added, " was recorded before the event before it"));
  }
  recorded_at = event.recorded_at;
  return absl::OkStatus();
}

absl::Status BulkAppend::State::Take(const Event& event,
                                     std::optional<EventIndex> redacted_by) {
  RETURN_IF_ERROR(TimeOf(event));
  ASSIGN_OR_RETURN(const Salt salt, NextSalt());
  ASSIGN_OR_RETURN(const absl::string_view bytes,
                   redacted_by
                       ? encoder.EncodeReplacement(event, salt, *redacted_by)
                       : encoder.EncodeAt(event, recorded_at, salt));
  chunk.Add(bytes);
  ++added;
  if (chunk.byte_count() < kChunkBytes) return absl::OkStatus();
  return tables->Add(std::exchange(chunk, EventChunk()));
}

absl::StatusOr<Head> BulkAppend::State::Publish() {
  if (added == 0) return absl::InvalidArgumentError("no events to append");
  RETURN_IF_ERROR(tables->Add(std::exchange(chunk, EventChunk())));
  ASSIGN_OR_RETURN(const FinishedTables finished, tables->Finish());
  return writer.Adopt(finished.events, finished.tiles, finished.tree,
                      recorded_at);
}

void BulkAppend::State::RemoveTables() const {
  // What cannot be removed now is when the log is next opened for writing.
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
}

absl::StatusOr<std::unique_ptr<BulkAppend>> EventLog::BeginBulk(
    uint64_t /*expected_events*/, BulkOptions options) {
  if (writer_ == nullptr) {
    return absl::FailedPreconditionError("the case is open for reading only");
  }
  auto state = std::make_unique<BulkAppend::State>(*this, *writer_);
  AwaitTurn(&state->turn);
  // From here on its destructor ends the turn.
  std::unique_ptr<BulkAppend> bulk(new BulkAppend(std::move(state)));
  BulkAppend::State& begun = *bulk->state_;
  RETURN_IF_ERROR(writer_->stopped());
  begun.first = writer_->next_index();
  if (options.expected_size.has_value() &&
      *options.expected_size != begun.first) {
    return absl::AbortedError(absl::StrCat("the log has grown: got ",
                                           begun.first, " events, want ",
                                           *options.expected_size));
  }
  begun.options = options;
  begun.recorded_at = options.recorded_at == RecordedAt::kByClock
                          ? writer_->NextRecordedAt()
                          : writer_->last_recorded_at();
  begun.directory = writer_->files().bulk();
  begun.RemoveTables();
  RETURN_IF_ERROR(MakeDirectory(begun.directory));
  ASSIGN_OR_RETURN(begun.tables, BulkTables::Create(begun.directory, *store_,
                                                    writer_->tree()));
  return bulk;
}

BulkAppend::BulkAppend(std::unique_ptr<State> state)
    : state_(std::move(state)) {}

BulkAppend::~BulkAppend() {
  if (state_->turn.served) return;
  state_->tables.reset();
  state_->RemoveTables();
  state_->log.EndTurn(1, std::nullopt);
}

EventIndex BulkAppend::first() const { return EventIndex(state_->first); }

absl::Time BulkAppend::recorded_at() const { return state_->recorded_at; }

absl::Status BulkAppend::Add(const Event& event) {
  if (state_->status.ok()) state_->status = state_->Take(event, std::nullopt);
  return state_->status;
}

absl::Status BulkAppend::AddLeft(const Event& left, EventIndex redacted_by) {
  if (state_->status.ok()) state_->status = state_->Take(left, redacted_by);
  return state_->status;
}

absl::StatusOr<EventIndex> BulkAppend::Finish() {
  RETURN_IF_ERROR(state_->status);
  absl::StatusOr<Head> head = state_->Publish();
  state_->status = absl::FailedPreconditionError("the bulk append has ended");
  state_->tables.reset();
  state_->RemoveTables();
  if (!head.ok()) return head.status();
  state_->log.EndTurn(1, *std::move(head));
  return first();
}

}  // namespace attest
