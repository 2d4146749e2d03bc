#include "tests/faults/harness/survivors.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "engine/log/verify.h"
#include "engine/status_macros.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

absl::Status Wrong(absl::string_view what) { return absl::InternalError(what); }

absl::Status During(absl::string_view doing, const absl::Status& status) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat(doing, ": ", status.message())};
}

absl::Status CheckContents(const EventLog& log, const Workload& workload,
                           const ContentStore& contents) {
  for (uint64_t index = 0; index < log.size(); ++index) {
    if (!Workload::HasContent(index)) continue;
    const Event event = workload.EventAt(index);
    RETURN_IF_ERROR(contents.Check(*std::get<Report>(event.record).text));
  }
  return absl::OkStatus();
}

absl::Status CheckLog(const std::string& directory, const EventLog& log,
                      const Workload& workload,
                      const Acknowledged& acknowledged) {
  if (log.size() < acknowledged.size) {
    return Wrong(absl::StrCat("acknowledged events are gone: got ", log.size(),
                              ", want ", acknowledged.size));
  }
  ASSIGN_OR_RETURN(const Hash root, log.RootAt(acknowledged.size));
  if (root != acknowledged.root) return Wrong("acknowledged events differ");
  ASSIGN_OR_RETURN(const uint64_t sure, workload.BatchAt(acknowledged.size));
  ASSIGN_OR_RETURN(const uint64_t batch, workload.BatchAt(log.size()));
  if (batch > sure + 1) return Wrong("more than one batch is unacknowledged");
  RETURN_IF_ERROR(CheckEventsOf(log, workload));
  return CheckContents(log, workload, ContentStore(directory + "/contents"));
}

absl::Status CheckVerified(const std::string& directory) {
  ASSIGN_OR_RETURN(const VerifyReport report, VerifyCase(directory, {}));
  if (report.ok()) return absl::OkStatus();
  return Wrong(
      absl::StrCat("it does not verify: ", report.problems.front().what));
}

}  // namespace

absl::Status CheckEventsOf(const EventLog& log, const Workload& workload) {
  uint64_t next = 0;
  RETURN_IF_ERROR(log.Scan(EventIndex(0), EventIndex(log.size()),
                           [&](EventIndex index, const Event& event) {
                             Event want = workload.EventAt(index.value());
                             want.recorded_at = event.recorded_at;
                             if (index.value() != next++)
                               return Wrong("a gap in the log");
                             if (event == want) return absl::OkStatus();
                             return Wrong(absl::StrCat("event ", index.value(),
                                                       " is another one"));
                           },
                           {.leaf_hashes = LeafHashes::kCompared}));
  return next == log.size() ? absl::OkStatus() : Wrong("the log is too short");
}

absl::Status CheckSurvivors(const std::string& directory,
                            const Workload& workload,
                            const Acknowledged& acknowledged) {
  uint64_t read_size = 0;
  {
    const std::string before = FolderHash(directory);
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(directory, {.access = Access::kRead});
    if (!log.ok()) return During("opening to read", log.status());
    read_size = (*log)->size();
    RETURN_IF_ERROR(
        During("reading", CheckLog(directory, **log, workload, acknowledged)));
    log->reset();
    if (FolderHash(directory) != before) return Wrong("a reader has written");
  }
  {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(directory, {.access = Access::kWrite});
    if (!log.ok()) return During("opening to write", log.status());
    RETURN_IF_ERROR(During("after opening to write",
                           CheckLog(directory, **log, workload, acknowledged)));
    if ((*log)->size() < read_size) return Wrong("the writer sees less");
    const ContentStore contents(directory + "/contents");
    RETURN_IF_ERROR(contents.Sweep());
    ASSIGN_OR_RETURN(const uint64_t batch, workload.BatchAt((*log)->size()));
    RETURN_IF_ERROR(
        During("going on", workload.Append(batch, **log, contents)));
    RETURN_IF_ERROR(During("having gone on", CheckEventsOf(**log, workload)));
  }
  return CheckVerified(directory);
}

}  // namespace attest
