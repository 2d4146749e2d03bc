// LogWriter is the writing half of a log: it encodes events, hashes them into
// the tree, writes both durably in one batch, and then signs the head.
//
// After a write, a sync or the head has failed nobody knows what is on the
// disk: the writer stops for good, and opening the case again finds out.
//
// Thread-safety: none. Private to this module.

#ifndef ATTEST_ENGINE_LOG_LOG_WRITER_H_
#define ATTEST_ENGINE_LOG_LOG_WRITER_H_

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/log/case_files.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_log.h"
#include "engine/log/event_store.h"
#include "engine/log/head_file.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/tile_writer.h"

namespace attest {

// Fills `salts` with random bytes.
absl::Status DrawSalts(absl::Span<Salt> salts);

// Signs the head of a log.
absl::StatusOr<Head> SignHead(const std::string& origin,
                              const CompactRange& tree, const SigningKey& key);

class LogWriter {
 public:
  struct Parts {
    CaseFiles files;
    EventStore* store;  // outlives the writer
    HeadFile head;
    SigningKey key;
    std::string origin;
    CompactRange tree;
    absl::Time last_recorded_at;
    Clock clock;
    FileHook hook;
  };

  explicit LogWriter(Parts parts);

  // OK while the writer works; FailedPrecondition once it has stopped.
  [[nodiscard]] const absl::Status& stopped() const { return stopped_; }

  // The size of the log with all that is staged.
  [[nodiscard]] uint64_t next_index() const {
    return tree_.range().size() + staged_leaves_.size();
  }

  // Adds events to the batch, all or none, and returns the index of the first.
  absl::StatusOr<EventIndex> Stage(absl::Span<const Event> events,
                                   std::optional<uint64_t> expected_size);

  // As EventLog::Redact; `head` is set once there is a new one.
  absl::StatusOr<EventIndex> Redact(absl::Span<const RedactionPart> parts,
                                    absl::Span<const Content> contents,
                                    std::optional<Head>& head);

  // Writes what is staged and the head for it, durably. Stops on failure.
  // Requires that something is staged.
  absl::StatusOr<Head> Commit();

  // For a bulk append: the tree to go on from, and the time of its events.
  [[nodiscard]] const TileWriter& tree() const { return tree_; }
  [[nodiscard]] const CaseFiles& files() const { return parts_.files; }
  [[nodiscard]] absl::Time last_recorded_at() const {
    return last_recorded_at_;
  }
  [[nodiscard]] EventStore& store() const { return *parts_.store; }
  [[nodiscard]] absl::Time NextRecordedAt() const;

  // Takes over tables that continue the log to `tree`, and signs the head.
  // Stops on failure.
  absl::StatusOr<Head> Adopt(const std::vector<std::string>& event_tables,
                             const std::vector<std::string>& tile_tables,
                             const TileWriter& tree,
                             absl::Time last_recorded_at);

  // Signs and writes the head of the tree as it is. Stops on failure.
  absl::StatusOr<Head> WriteHead();

 private:
  absl::Status Stop(const absl::Status& cause);
  // Drops what is staged.
  void Unstage();
  absl::Status CheckPart(const RedactionPart& part) const;
  // Adds the event of a redaction and what it leaves to the batch.
  absl::Status StagePart(const RedactionPart& part);

  Parts parts_;
  TileWriter tree_;
  absl::Time last_recorded_at_;
  absl::Status stopped_;
  EventEncoder encoder_;

  // What the next Commit writes.
  rocksdb::WriteBatch batch_;
  std::vector<Hash> staged_leaves_;
  absl::Time staged_at_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_LOG_WRITER_H_
