// Creating and opening a log.

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/log/case_files.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_log.h"
#include "engine/log/event_store.h"
#include "engine/log/head_file.h"
#include "engine/log/log_check.h"
#include "engine/log/log_writer.h"
#include "engine/log/next_key.h"
#include "engine/log/random_bytes.h"
#include "engine/log/redaction_purge.h"
#include "engine/log/rotate_key.h"
#include "engine/log/waiter.h"
#include "engine/log/writer_lock.h"
#include "engine/merkle/key_handover.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// How long a reader tries again when a writer changes the files under it.
constexpr int kReadAttempts = 50;
constexpr absl::Duration kReadPause = absl::Milliseconds(20);

// A log as it is found on the disk.
struct Found {
  std::unique_ptr<EventStore> store;
  HeadSlots slots;
  std::optional<VerifierKey> key;  // that the head is signed with
  uint64_t events = 0;
};

absl::Status OpenFound(const CaseFiles& files, const std::string& origin,
                       const OpenOptions& options, Found& found) {
  // The head first: the database beside it can then only be further on.
  ASSIGN_OR_RETURN(KeyedHead head, ReadKeyedHead(files, origin));
  found.slots = std::move(head.slots);
  found.key = std::move(head.key);
  ASSIGN_OR_RETURN(found.store,
                   EventStore::OpenForReading(files.database(), options.env));
  ASSIGN_OR_RETURN(found.events,
                   CompareWithHead(*found.store, found.slots.head.checkpoint));
  return absl::OkStatus();
}

// Changes with every writer that opens the database.
std::string DatabaseGeneration(const CaseFiles& files) {
  constexpr size_t kMostBytes = 4096;
  return ReadWholeFile(files.database() + "/CURRENT", kMostBytes).value_or("");
}

// Reads what is there and compares it. Beside a writer a table may be gone
// between the reading of its name and of itself, or the write-ahead log
// between the reading of the tables and of itself.
absl::StatusOr<Found> FindLog(const CaseFiles& files, const std::string& origin,
                              const OpenOptions& options) {
  Found found;
  absl::Status status;
  int undisturbed = 0;
  for (int attempt = 1; attempt <= kReadAttempts; ++attempt) {
    const std::string generation = DatabaseGeneration(files);
    found = Found();
    status = OpenFound(files, origin, options, found);
    if (status.ok()) break;
    const bool beside_writer = options.access == Access::kRead &&
                               (WriterLock::IsHeld(files.lock()) ||
                                generation != DatabaseGeneration(files));
    // Once more in any case: the writer may just have ended.
    if (!beside_writer && ++undisturbed > 1) break;
    if (beside_writer) absl::SleepFor(kReadPause);
  }
  if (status.ok()) return found;
  if (found.store == nullptr) {
    // A file of the database that is not there is damage, not absence.
    if (!absl::IsNotFound(status)) return status;
    return absl::DataLossError(status.message());
  }
  return ExplainDamage(*found.store, found.slots.head.checkpoint, status);
}

OpenReport ReportOf(const Found& found, const CaseFiles& files) {
  const uint64_t size = found.slots.head.checkpoint.tree_size;
  const bool unfinished = IsRedactionUnfinished(files, found.events);
  return {.head_size = size,
          .unacknowledged = found.events - size,
          .torn_bytes = TornBytes(files.database()),
          .head_copy_damaged = found.slots.copy_damaged,
          .redaction_unfinished = unfinished,
          .redaction_dropped = !unfinished && HasRedactionNote(files)};
}

// Removes what an interrupted writer has left outside the database.
absl::Status Sweep(const CaseFiles& files, const FileHook& hook) {
  std::error_code error;
  // Of an `add`, and of a recovery that made this case.
  for (const std::string& left : {files.bulk(), files.salvage()}) {
    std::filesystem::remove_all(left, error);
    if (error) return FileError(error.value(), "remove", left);
  }
  return ContentStore(files.contents(), hook).Sweep();
}

// Goes on with a redaction that was interrupted; `size` events are there.
absl::Status FinishRedaction(const CaseFiles& files, uint64_t size,
                             EventStore& store, const FileHook& hook) {
  if (!HasRedactionNote(files)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<RedactionNote> note,
                   ReadRedactionNote(files));
  if (note.has_value() && note->redaction < size) {
    return PurgeRedacted(files, *note, store, hook);
  }
  return RemoveRedactionNote(files, hook);
}

// A log opened for writing, in its parts.
struct OpenedForWriting {
  std::unique_ptr<EventStore> store;
  std::unique_ptr<LogWriter> writer;
  Head head;
  OpenReport report;
};

// The key to sign with: `given`, else that of the case, which must be `want`.
absl::StatusOr<SigningKey> KeyToSignWith(const CaseFiles& files,
                                         const VerifierKey& want,
                                         std::optional<SigningKey> given) {
  if (given) return *std::move(given);
  ASSIGN_OR_RETURN(SigningKey key, ReadSigningKey(files));
  if (key.verifier() == want) return key;
  return absl::FailedPreconditionError(
      absl::StrCat("the signing key is not that of this case: got ",
                   key.verifier().Encode(), ", want ", want.Encode()));
}

// A rotation of keys that a crash has cut off: the key that the log's last
// event hands it over to, which is then to sign; nothing when there is none.
absl::StatusOr<std::optional<SigningKey>> KeyHandedOver(const CaseFiles& files,
                                                        const Found& found) {
  ASSIGN_OR_RETURN(const std::optional<VerifierKey> next,
                   ReadNextVerifierKey(files));
  if (!next || found.events == 0) return std::optional<SigningKey>();
  ASSIGN_OR_RETURN(const std::string bytes,
                   found.store->ReadEvent(found.events - 1));
  ASSIGN_OR_RETURN(const Event last, DecodeEvent(bytes));
  const auto* rotation = std::get_if<KeyRotation>(&last.record);
  if (rotation == nullptr || rotation->verifier_key != next->Encode()) {
    return std::optional<SigningKey>();
  }
  ASSIGN_OR_RETURN(SigningKey key, ReadNextSigningKey(files, *next));
  return std::optional<SigningKey>(std::move(key));
}

// Makes both copies of the head the new key's, and then the key that of the
// case. A crash between leaves a head that ReadKeyedHead finds.
absl::StatusOr<Head> HandOver(const CaseFiles& files, LogWriter& writer,
                              const FileHook& hook) {
  RETURN_IF_ERROR(writer.WriteHead().status());
  ASSIGN_OR_RETURN(Head head, writer.WriteHead());
  RETURN_IF_ERROR(AdoptNextKey(files, hook));
  return head;
}

absl::StatusOr<LogWriter::Parts> PartsOf(const CaseFiles& files,
                                         const std::string& origin,
                                         const OpenOptions& options,
                                         Found& found, SigningKey key) {
  ASSIGN_OR_RETURN(const absl::Time last_recorded_at,
                   LastRecordedAt(*found.store, found.events));
  ASSIGN_OR_RETURN(CompactRange tree, found.store->RangeAt(found.events));
  ASSIGN_OR_RETURN(
      HeadFile head_file,
      HeadFile::Open(files.head(), found.slots.newest, options.file_hook));
  return LogWriter::Parts{.files = files,
                          .store = nullptr,
                          .head = std::move(head_file),
                          .key = std::move(key),
                          .origin = origin,
                          .tree = std::move(tree),
                          .last_recorded_at = last_recorded_at,
                          .clock = options.clock,
                          .hook = options.file_hook};
}

absl::StatusOr<std::unique_ptr<WriterLock>> TakeLock(
    const CaseFiles& files, const OpenOptions& options) {
  ASSIGN_OR_RETURN(WriterLock lock,
                   WriterLock::Take(files.lock(), options.wait, options.clock(),
                                    options.command));
  return std::make_unique<WriterLock>(std::move(lock));
}

// Signs with `new_key` when there is one, with that of the case otherwise.
// Requires: the lock.
absl::StatusOr<OpenedForWriting> OpenParts(const CaseFiles& files,
                                           const OpenOptions& options,
                                           std::optional<SigningKey> new_key) {
  ASSIGN_OR_RETURN(const std::string origin, ReadFormat(files));
  // RocksDB changes what it opens for writing: it is looked at first without,
  // and a damaged log is left as it was found.
  ASSIGN_OR_RETURN(Found found, FindLog(files, origin, options));
  const OpenReport report = ReportOf(found, files);
  RETURN_IF_ERROR(CheckEvents(*found.store, report.head_size, found.events));
  if (!report.head_copy_damaged) {
    // The damaged copy may have signed for it.
    RETURN_IF_ERROR(CheckUnsignedRedactions(files, *found.store,
                                            report.head_size, found.events));
  }
  ASSIGN_OR_RETURN(std::optional<SigningKey> handed_over,
                   KeyHandedOver(files, found));
  const bool is_handed_over = handed_over.has_value();
  // The first head that a new key signs has the event that names the key.
  const bool rotates = !is_handed_over && new_key.has_value();
  if (is_handed_over) {
    new_key = std::move(handed_over);
  } else if (!new_key) {
    RETURN_IF_ERROR(DropNextKey(files, options.file_hook));
  }
  ASSIGN_OR_RETURN(SigningKey key,
                   KeyToSignWith(files, *found.key, std::move(new_key)));
  ASSIGN_OR_RETURN(LogWriter::Parts parts,
                   PartsOf(files, origin, options, found, std::move(key)));
  found.store.reset();

  RETURN_IF_ERROR(Sweep(files, options.file_hook));
  ASSIGN_OR_RETURN(std::unique_ptr<EventStore> store,
                   EventStore::OpenForWriting(files.database(), options.env));
  ASSIGN_OR_RETURN(const uint64_t events, store->EventCount());
  if (events != found.events) {
    return absl::DataLossError(
        absl::StrCat("the database has changed while it was opened: got ",
                     events, " events, want ", found.events));
  }
  parts.store = store.get();
  OpenedForWriting opened = {
      .store = std::move(store),
      .writer = std::make_unique<LogWriter>(std::move(parts)),
      .head = std::move(found.slots.head),
      .report = report};
  if (is_handed_over) {
    ASSIGN_OR_RETURN(opened.head,
                     HandOver(files, *opened.writer, options.file_hook));
  } else if (report.unacknowledged > 0 && !rotates) {
    ASSIGN_OR_RETURN(opened.head, opened.writer->WriteHead());
  }
  RETURN_IF_ERROR(
      FinishRedaction(files, events, *opened.store, options.file_hook));
  return opened;
}

// Finishes a rotation that was cut off, if its event is there. Requires: the
// lock.
absl::Status FinishHandOver(const CaseFiles& files, const std::string& origin,
                            const OpenOptions& options) {
  ASSIGN_OR_RETURN(const Found found, FindLog(files, origin, options));
  ASSIGN_OR_RETURN(const std::optional<SigningKey> key,
                   KeyHandedOver(files, found));
  if (!key) return absl::OkStatus();
  return OpenParts(files, options, std::nullopt).status();
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Create(
    const std::string& directory, const CreateOptions& options) {
  const CaseFiles files(directory);
  std::string origin = options.origin;
  if (origin.empty()) {
    ASSIGN_OR_RETURN(origin, RandomHex(8));
    origin = absl::StrCat("attest-case/", origin);
  }
  RETURN_IF_ERROR(MakeEmptyDirectory(directory, options.file_hook));
  ASSIGN_OR_RETURN(const SigningKey key,
                   WriteKeys(files, origin, options.key_file, options.secret,
                             options.file_hook));
  ASSIGN_OR_RETURN(const Head head, SignHead(origin, CompactRange(), key));
  RETURN_IF_ERROR(EventStore::Create(files.database(), options.env));
  RETURN_IF_ERROR(HeadFile::Create(files.head(), head, options.file_hook));
  RETURN_IF_ERROR(MakeDirectory(files.contents(), options.file_hook));
  RETURN_IF_ERROR(WriteFormat(files, origin, options.file_hook));
  return Open(directory, {.access = Access::kWrite,
                          .clock = options.clock,
                          .env = options.env,
                          .file_hook = options.file_hook});
}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(
    const std::string& directory, const OpenOptions& options) {
  return options.access == Access::kRead ? OpenForReading(directory, options)
                                         : OpenForWriting(directory, options);
}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::OpenForReading(
    const std::string& directory, const OpenOptions& options) {
  const CaseFiles files(directory);
  ASSIGN_OR_RETURN(const std::string origin, ReadFormat(files));
  ASSIGN_OR_RETURN(Found found, FindLog(files, origin, options));
  OpenReport report = ReportOf(found, files);
  if (WriterLock::IsHeld(files.lock())) {
    // The writer is at work on them.
    report.unacknowledged = 0;
    report.torn_bytes = 0;
    report.redaction_unfinished = false;
    report.redaction_dropped = false;
  }
  Head head = std::move(found.slots.head);
  if (report.head_copy_damaged && report.unacknowledged > 0) {
    // The damaged copy may have spoken of the events behind the other one:
    // what may have been acknowledged is not passed over.
    RETURN_IF_ERROR(CheckEvents(*found.store, report.head_size, found.events));
    ASSIGN_OR_RETURN(const CompactRange tree,
                     found.store->RangeAt(found.events));
    head.checkpoint.tree_size = found.events;
    head.checkpoint.root = tree.Root();
    head.note.clear();
  }
  return std::unique_ptr<EventLog>(new EventLog(nullptr, std::move(found.store),
                                                nullptr, *std::move(found.key),
                                                std::move(head), report));
}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::OpenForWriting(
    const std::string& directory, const OpenOptions& options) {
  const CaseFiles files(directory);
  RETURN_IF_ERROR(ReadFormat(files).status());
  ASSIGN_OR_RETURN(std::unique_ptr<WriterLock> lock, TakeLock(files, options));
  ASSIGN_OR_RETURN(OpenedForWriting opened,
                   OpenParts(files, options, std::nullopt));
  ASSIGN_OR_RETURN(VerifierKey key, ReadVerifierKey(files));
  return std::unique_ptr<EventLog>(new EventLog(
      std::move(lock), std::move(opened.store), std::move(opened.writer),
      std::move(key), std::move(opened.head), opened.report));
}

absl::StatusOr<RotatedKey> RotateKey(const std::string& directory,
                                     const RotateOptions& options) {
  const CaseFiles files(directory);
  const OpenOptions open = {.access = Access::kWrite,
                            .wait = options.wait,
                            .clock = options.clock,
                            .command = options.command,
                            .file_hook = options.file_hook};
  ASSIGN_OR_RETURN(const std::string origin, ReadFormat(files));
  ASSIGN_OR_RETURN(const std::unique_ptr<WriterLock> lock,
                   TakeLock(files, open));
  RETURN_IF_ERROR(FinishHandOver(files, origin, open));
  ASSIGN_OR_RETURN(const VerifierKey previous, ReadVerifierKey(files));
  std::optional<SigningKey> old_key;
  if (options.old_key == OldKey::kSigns) {
    ASSIGN_OR_RETURN(old_key, KeyToSignWith(files, previous, std::nullopt));
  }
  RETURN_IF_ERROR(DropNextKey(files, options.file_hook));
  ASSIGN_OR_RETURN(
      const SigningKey next,
      WriteNextKey(files, origin, options.key_file, options.file_hook));
  if (next.verifier() == previous) {
    RETURN_IF_ERROR(DropNextKey(files, options.file_hook));
    return absl::InvalidArgumentError(
        absl::StrCat(options.key_file,
                     " holds the key in use: want another one, or the "
                     "name of a file that is not there yet"));
  }
  ASSIGN_OR_RETURN(OpenedForWriting opened, OpenParts(files, open, next));
  const CompactRange& tree = opened.writer->tree().range();
  KeyRotation rotation = {.verifier_key = next.verifier().Encode(),
                          .signature = "",
                          .previous_key = previous.Encode()};
  if (old_key) {
    const Checkpoint before = {.origin = origin,
                               .tree_size = tree.size(),
                               .root = tree.Root(),
                               .extensions = {}};
    ASSIGN_OR_RETURN(
        rotation.signature,
        old_key->Sign(KeyHandoverText(before, previous, next.verifier())));
  }
  const Event event = {
      .by = options.by, .reason = options.reason, .record = rotation};
  ASSIGN_OR_RETURN(const EventIndex index,
                   opened.writer->Stage({event}, std::nullopt));
  RETURN_IF_ERROR(opened.writer->Commit().status());
  RETURN_IF_ERROR(HandOver(files, *opened.writer, options.file_hook).status());
  return RotatedKey{index, previous, next.verifier()};
}

}  // namespace attest
