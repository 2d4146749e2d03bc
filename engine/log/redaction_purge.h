// RedactionPurge takes what a redaction has replaced out of every file of the
// case, and goes on with it after a crash.
//
// The event of the redaction and what it puts in the place of others are
// written in one durable batch; from then on no reader sees what was there.
// But the old bytes are still in the database's files, among the contents and
// in what was made from the log. A note of what has to go is on the disk
// before the batch, and is removed once all of it is gone: whoever next opens
// the case for writing and finds the note finishes the work. Where the batch
// never came, there is nothing to do but to remove the note.
//
// Private to this module.

#ifndef ATTEST_ENGINE_LOG_REDACTION_PURGE_H_
#define ATTEST_ENGINE_LOG_REDACTION_PURGE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/log/case_files.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_store.h"
#include "engine/model/report.h"

namespace attest {

struct RedactionNote {
  uint64_t redaction = 0;  // the index of its first event
  // The events that it replaces lie in [begin, end).
  uint64_t begin = 0;
  uint64_t end = 0;
  // Each of them; empty in a note of an older program.
  std::vector<uint64_t> events;
  std::vector<Content> contents;  // to be taken out
};

// Writes the note of a redaction, durably.
absl::Status WriteRedactionNote(const CaseFiles& files,
                                const RedactionNote& note,
                                const FileHook& hook);

// Is there such a note, whole or half written?
bool HasRedactionNote(const CaseFiles& files);

// The note of a redaction that was not finished; none when there is none.
// DataLoss when it cannot be understood.
absl::StatusOr<std::optional<RedactionNote>> ReadRedactionNote(
    const CaseFiles& files);

// Has a redaction of a log of `events` events been written, and not finished? A
// note that cannot be read may be of one; one whose events never came is not.
bool IsRedactionUnfinished(const CaseFiles& files, uint64_t events);

// May event `index` be a redaction that is not signed for yet? It was written
// behind its note, which is there until the head has been written as well.
bool IsRedactionUnderWay(const CaseFiles& files, uint64_t index);

// DataLoss, naming it, when one of the events [begin, end), which the signed
// head does not speak of, is a redaction that none is under way for: whoever
// cannot sign has put it there.
absl::Status CheckUnsignedRedactions(const CaseFiles& files,
                                     const EventStore& store, uint64_t begin,
                                     uint64_t end);

// Removes the files that were made from the log.
absl::Status RemoveDerived(const CaseFiles& files, const FileHook& hook);

// Takes out what `note` speaks of, which the database at `store` has replaced,
// all contents that no event names, and then the note. After an error it can be
// done again. DataLoss when an event cannot be read. Requires that nobody else
// stores contents.
absl::Status PurgeRedacted(const CaseFiles& files, const RedactionNote& note,
                           EventStore& store, const FileHook& hook);

// Removes the note alone.
absl::Status RemoveRedactionNote(const CaseFiles& files, const FileHook& hook);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_REDACTION_PURGE_H_
