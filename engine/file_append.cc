#include "engine/file_append.h"

#include "engine/status_macros.h"

namespace attest {
namespace {

// Events that one thread hands to the other at once: few, as one may take 60
// KiB.
constexpr size_t kBatchEvents = 64;

}  // namespace

FoldThread::FoldThread(Projection projection)
    : projection_(std::move(projection)), thread_([this] { Run(); }) {}

FoldThread::~FoldThread() {
  queue_.Abandon(absl::OkStatus());
  if (thread_.joinable()) thread_.join();
}

absl::Status FoldThread::Add(Event event) {
  if (batch_.capacity() == 0) batch_.reserve(kBatchEvents);
  batch_.push_back(std::move(event));
  if (batch_.size() < kBatchEvents) return absl::OkStatus();
  queue_.Push(std::exchange(batch_, Batch()));
  return queue_.status();
}

absl::StatusOr<Projection> FoldThread::Finish() {
  queue_.Push(std::exchange(batch_, Batch()));
  queue_.End(absl::OkStatus());
  thread_.join();
  RETURN_IF_ERROR(queue_.status());
  return std::move(projection_);
}

void FoldThread::Run() {
  Batch batch;
  while (queue_.Pop(batch)) {
    for (const Event& event : batch) {
      const absl::Status applied =
          projection_.Apply(EventIndex(projection_.applied_through()), event);
      if (applied.ok()) continue;
      queue_.Abandon(applied);
      return;
    }
  }
}

absl::StatusOr<std::optional<EventIndex>> FileAppend::Begin(uint64_t events) {
  Withdraw();
  if (events < options_.least_events) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<Projection> projection,
                   options_.projection(events));
  ASSIGN_OR_RETURN(bulk_,
                   log_.BeginBulk(events, {.expected_size = log_.size()}));
  if (projection) {
    fold_ = std::make_unique<FoldThread>(*std::move(projection));
  }
  done_ = 0;
  all_ = events;
  return std::optional<EventIndex>(bulk_->first());
}

absl::Status FileAppend::Take(Event event) {
  options_.visit(event, done_++, all_);
  RETURN_IF_ERROR(bulk_->Add(event));
  if (fold_ == nullptr) return absl::OkStatus();
  event.recorded_at = bulk_->recorded_at();
  return fold_->Add(std::move(event));
}

void FileAppend::Withdraw() {
  fold_.reset();
  bulk_.reset();
}

absl::StatusOr<FileAppend::Appended> FileAppend::Finish() {
  Appended appended;
  if (fold_ != nullptr) {
    // What cannot be folded is not to become durable.
    ASSIGN_OR_RETURN(appended.projection, fold_->Finish());
  }
  ASSIGN_OR_RETURN(appended.first, bulk_->Finish());
  return appended;
}

}  // namespace attest
