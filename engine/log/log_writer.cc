#include "engine/log/log_writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/random_bytes.h"
#include "engine/log/redaction_purge.h"
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

void LogWriter::Unstage() {
  batch_.Clear();
  staged_leaves_.clear();
}

absl::Status LogWriter::CheckPart(const RedactionPart& part) const {
  if (part.redaction.type() != RecordType::kRedaction || part.left.empty() ||
      part.left.size() > kMostReplaced) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a redaction: got ", part.left.size(),
                     " events to be replaced, want 1 to ", kMostReplaced));
  }
  for (const RedactionPart::Left& one : part.left) {
    if (one.event.value() < tree_.range().size() &&
        one.left.type() != RecordType::kRedaction) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("event ", one.event.value(),
                     " cannot be redacted: it is not there, "
                     "or is a redaction itself"));
  }
  return absl::OkStatus();
}

absl::Status LogWriter::StagePart(const RedactionPart& part) {
  const EventIndex index(next_index());
  std::vector<Salt> salts(part.left.size() + 1);
  RETURN_IF_ERROR(DrawSalts(absl::MakeSpan(salts)));
  std::vector<Replaced> replaced;
  for (size_t i = 0; i < part.left.size(); ++i) {
    const uint64_t event = part.left[i].event.value();
    ASSIGN_OR_RETURN(
        const absl::string_view bytes,
        encoder_.EncodeReplacement(part.left[i].left, salts[i], index));
    replaced.push_back({.event = event, .sha256 = Sha256(bytes).bytes});
    parts_.store->PutEvent(event, bytes, batch_);
  }
  ASSIGN_OR_RETURN(const absl::string_view bytes,
                   encoder_.EncodeRedaction(part.redaction, staged_at_,
                                            salts.back(), replaced));
  parts_.store->PutEvent(index.value(), bytes, batch_);
  staged_leaves_.push_back(HashLeaf(bytes));
  if (batch_.GetDataSize() <= kMaxBatchBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "too much to redact at once: redact some of the keys first");
}

absl::StatusOr<EventIndex> LogWriter::Redact(
    absl::Span<const RedactionPart> parts, absl::Span<const Content> contents,
    std::optional<Head>& head) {
  RETURN_IF_ERROR(stopped_);
  if (parts.empty()) return absl::InvalidArgumentError("nothing to redact");
  RedactionNote note = {.redaction = next_index(),
                        .begin = next_index(),
                        .end = 0,
                        .events = {},
                        .contents = {contents.begin(), contents.end()}};
  staged_at_ = NextRecordedAt();
  for (const RedactionPart& part : parts) {
    absl::Status status = CheckPart(part);
    if (status.ok()) status = StagePart(part);
    if (!status.ok()) {
      Unstage();
      return status;
    }
    for (const RedactionPart::Left& one : part.left) {
      note.begin = std::min(note.begin, one.event.value());
      note.end = std::max(note.end, one.event.value() + 1);
      note.events.push_back(one.event.value());
    }
  }
  absl::Status noted = WriteRedactionNote(parts_.files, note, parts_.hook);
  // Before as well: who reads meanwhile must not take answers from them.
  if (noted.ok()) noted = RemoveDerived(parts_.files, parts_.hook);
  if (!noted.ok()) {
    Unstage();
    return noted;
  }
  absl::StatusOr<Head> committed = Commit();
  if (!committed.ok()) return committed.status();
  head = *std::move(committed);
  const absl::Status purged =
      PurgeRedacted(parts_.files, note, *parts_.store, parts_.hook);
  if (!purged.ok()) return Stop(purged);
  return EventIndex(note.redaction);
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
