#include "engine/log/log_writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/random_bytes.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// What one call appends is held in memory as a whole.
constexpr size_t kMaxBatchBytes = size_t{256} << 20;

absl::Time WholeMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

}  // namespace

absl::Status DrawSalts(absl::Span<Salt> salts) {
  ASSIGN_OR_RETURN(const std::string random,
                   RandomBytes(salts.size() * sizeof(Salt)));
  std::memcpy(salts.data(), random.data(), random.size());
  return absl::OkStatus();
}

absl::StatusOr<Head> SignHead(const std::string& origin,
                              const CompactRange& tree, const SigningKey& key) {
  Head head = {.checkpoint = {.origin = origin,
                              .tree_size = tree.size(),
                              .root = tree.Root(),
                              .extensions = {}},
               .note = ""};
  ASSIGN_OR_RETURN(head.note, SignCheckpoint(head.checkpoint, {key}));
  return head;
}

LogWriter::LogWriter(Parts parts)
    : parts_(std::move(parts)),
      tree_(parts_.tree),
      last_recorded_at_(parts_.last_recorded_at) {}

absl::Time LogWriter::NextRecordedAt() const {
  return std::max(WholeMicroseconds(parts_.clock()), last_recorded_at_);
}

absl::StatusOr<EventIndex> LogWriter::Stage(
    absl::Span<const Event> events, std::optional<uint64_t> expected_size) {
  const uint64_t first = next_index();
  if (expected_size.has_value() && *expected_size != first) {
    return absl::AbortedError(absl::StrCat("the log has grown: got ", first,
                                           " events, want ", *expected_size));
  }
  if (events.empty()) return absl::InvalidArgumentError("no events to append");
  if (staged_leaves_.empty()) staged_at_ = NextRecordedAt();
  std::vector<Salt> salts(events.size());
  RETURN_IF_ERROR(DrawSalts(absl::MakeSpan(salts)));

  const size_t leaves_before = staged_leaves_.size();
  batch_.SetSavePoint();
  auto refuse = [&](const absl::Status& status) {
    batch_.RollbackToSavePoint().PermitUncheckedError();
    staged_leaves_.resize(leaves_before);
    return status;
  };
  for (size_t i = 0; i < events.size(); ++i) {
    const auto bytes = encoder_.EncodeAt(events[i], staged_at_, salts[i]);
    if (!bytes.ok()) return refuse(bytes.status());
    if (batch_.GetDataSize() > kMaxBatchBytes) {
      return refuse(absl::InvalidArgumentError(
          "too many events for one batch: append them in bulk"));
    }
    parts_.store->PutEvent(first + i, *bytes, batch_);
    staged_leaves_.push_back(HashLeaf(*bytes));
  }
  batch_.PopSavePoint().PermitUncheckedError();
  return EventIndex(first);
}

absl::StatusOr<Head> LogWriter::Commit() {
  std::vector<TileHash> hashes;
  tree_.Append(staged_leaves_, hashes);
  parts_.store->PutTileHashes(hashes, batch_);
  const absl::Status written = parts_.store->WriteDurably(batch_);
  batch_.Clear();
  staged_leaves_.clear();
  last_recorded_at_ = staged_at_;
  if (!written.ok()) return Stop(written);
  return WriteHead();
}

absl::StatusOr<Head> LogWriter::Adopt(
    const std::vector<std::string>& event_tables,
    const std::vector<std::string>& tile_tables, const TileWriter& tree,
    absl::Time last_recorded_at) {
  const absl::Status ingested = parts_.store->Ingest(event_tables, tile_tables);
  if (!ingested.ok()) return Stop(ingested);
  tree_ = tree;
  last_recorded_at_ = last_recorded_at;
  return WriteHead();
}

absl::StatusOr<Head> LogWriter::WriteHead() {
  absl::StatusOr<Head> head =
      SignHead(parts_.origin, tree_.range(), parts_.key);
  if (!head.ok()) return Stop(head.status());
  const absl::Status written = parts_.head.Write(*head);
  if (!written.ok()) return Stop(written);
  return head;
}

absl::Status LogWriter::Stop(const absl::Status& cause) {
  stopped_ = absl::FailedPreconditionError(absl::StrCat(
      "the log has stopped, open the case again: ", cause.message()));
  return cause;
}

}  // namespace attest
