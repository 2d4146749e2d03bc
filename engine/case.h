// Case is one log with everything around it, in one directory: the only place
// where the modules meet.
//
//     ASSIGN_OR_RETURN(auto opened, Case::Open("case.attest", {}));
//     ASSIGN_OR_RETURN(View view, opened->At(120));
//
// A case opens from its saved projection, if that belongs to its log, and is
// topped up from the log's tail; a projection that does not verify is folded
// anew. One writer at a time; readers never wait for it and see the log as it
// was when they opened.
//
// Thread-safety: const methods run concurrently; Add and Decide need external
// synchronization and end the use of every View.

#ifndef ATTEST_ENGINE_CASE_H_
#define ATTEST_ENGINE_CASE_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/audit/record_keys.h"
#include "engine/file_append.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/early_events.h"
#include "engine/ingest/existing_case.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/model/edtf.h"
#include "engine/projection/projection.h"
#include "engine/projection/view.h"
#include "engine/redaction_plan.h"
#include "engine/report_links.h"
#include "engine/shown_by_texts.h"

namespace attest {

struct CaseOptions {
  Access access = Access::kRead;
  // How long to wait for another writer.
  absl::Duration wait = absl::ZeroDuration();
  std::function<absl::Time()> clock = absl::Now;
  // What a writer's lock says it is doing.
  std::string command = "attest";
};

struct AddOptions {
  ReaderOptions reader;
  std::string by;
  // Called with the number of events read so far, now and then.
  std::function<void(uint64_t done, uint64_t all)> progress;
};

// A statement whose verdict a redaction changed, by its key before it.
struct ChangedVerdict {
  std::string statement;
  Verdict from = Verdict::kUnsupported;
  std::optional<Verdict> to;  // none: nothing is left that says it
};

// A dependence that was decided since the texts that showed it are no more.
struct KeptDependence {
  EventIndex event;
  std::string from;
  std::string on;
};

struct Redacted {
  EventIndex first;               // of the redactions
  std::vector<std::string> keys;  // of the redactions
  std::vector<KeptDependence> kept;
  std::vector<ChangedVerdict> changed;

  // The first of all events that were appended.
  [[nodiscard]] EventIndex FirstEvent() const {
    return kept.empty() ? first : std::min(first, kept[0].event);
  }
};

// A redaction that is done, with the plan of it, but for the bytes of its parts
// and texts.
struct DoneRedaction {
  RedactionPlan plan;
  Redacted redacted;
};

// What adding a file did. Nothing was appended when `reading` has errors and
// rejects are not set aside, or has no new event.
struct AddedFile {
  FileReading reading;
  uint64_t events_appended = 0;
  EventIndex first;  // where events_appended is not 0
  // Of them, the redactions that the file asked for, behind its own events.
  uint64_t redactions = 0;
  std::vector<DoneRedaction> redacted;
};

struct Decided {
  EventIndex first;
  std::vector<std::string> keys;
  std::vector<InputError> warnings;
};

// The statements of a view, weighed, and what the texts of its reports tell.
// Lifetime: that of the case, until its next change.
struct WeighedView {
  std::unique_ptr<ReportLinks> links;
  std::unique_ptr<Findings> findings;
};

class Case {
 public:
  // Makes a case in `directory`: see EventLog::Create for the errors.
  static absl::Status Create(const std::string& directory,
                             const CreateOptions& options);

  // Errors: NotFound when there is no case; Unavailable when another process
  // writes to it; DataLoss when it is damaged (Recover gives the way on);
  // FailedPrecondition when a newer program wrote it.
  static absl::StatusOr<std::unique_ptr<Case>> Open(
      const std::string& directory, const CaseOptions& options);

  ~Case();

  [[nodiscard]] const EventLog& log() const { return *log_; }
  [[nodiscard]] const ContentStore& contents() const { return *contents_; }
  [[nodiscard]] const std::string& directory() const { return directory_; }

  // The secret of the case, under which the keys of withheld records are
  // replaced. PermissionDenied for whoever may not read it.
  [[nodiscard]] absl::StatusOr<std::string> Secret() const;

  // What opening found that its user should know.
  [[nodiscard]] const std::vector<std::string>& notices() const {
    return notices_;
  }

  // The answers as of now, of a log position, of a time by the log's clock.
  // OutOfRange past the end.
  [[nodiscard]] View Now() const;
  [[nodiscard]] absl::StatusOr<View> At(uint64_t position) const;
  [[nodiscard]] absl::StatusOr<View> AtTime(absl::Time time) const;

  // What the texts of reports tell of their dependence, as of `view`. Errors:
  // see ReportLinks::Open.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<ReportLinks>> LinksAsOf(
      const View& view) const;

  // Weighs the statements of `view`, as if the records `without` were rejected.
  // Once it was asked, links->status() says whether a text was damaged.
  [[nodiscard]] absl::StatusOr<WeighedView> Weigh(
      const View& view, absl::flat_hash_set<EventIndex> without) const;

  // The figures that are kept beside the log, of whatever position they were
  // saved at; of no events where there are none, or they are not of this log.
  // Little is read.
  [[nodiscard]] absl::StatusOr<KeptFigures> SavedFigures() const;

  // The figures of all statements as of now: those that are kept beside the
  // log, brought up to its end. Requires: `now` is Weigh(Now(), {}).
  // Complexity: little where few events came since they were saved; else that
  // of Findings::AllFigures.
  [[nodiscard]] absl::StatusOr<KeptFigures> FiguresOf(
      const WeighedView& now) const;

  // What a reader of files must know of this case, as of now. Lifetime: that
  // of the case, until its next change.
  [[nodiscard]] std::unique_ptr<ExistingCase> AsExisting() const;

  // Reads a statement, given as a JSON object with the fields of a claim that
  // say what is claimed: subject, predicate, object or value, valid, place.
  // InvalidArgument lists what is wrong with it; NotFound for an entity or
  // predicate that `view` does not have.
  [[nodiscard]] absl::StatusOr<StatementParts> ParseStatement(
      const View& view, const std::string& json) const;

  // Validates `files` in order, each as if the valid ones before it had been
  // added. Changes nothing.
  [[nodiscard]] absl::StatusOr<std::vector<FileReading>> Check(
      absl::Span<const std::string> files) const;

  // Adds one file, all of it or nothing; `visit_reject` gets the lines set
  // aside. Requires: write access. On an error nothing was acknowledged.
  absl::StatusOr<AddedFile> Add(
      const std::string& file, const AddOptions& options,
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject);

  // The same for lines that were made from another file, which the event that
  // closes them names: see CaseReader::ReadMade.
  absl::StatusOr<AddedFile> AddMade(
      InputFile lines, const OriginalFile& original, const AddOptions& options,
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject);

  // Appends decisions, given as lines of the case format, as one batch. Each
  // gets a new key. InvalidArgument lists what is wrong with the lines.
  absl::StatusOr<Decided> Decide(absl::Span<const std::string> lines,
                                 const std::string& by);

  // What a redaction would do. Errors: see redaction_plan.h.
  [[nodiscard]] absl::StatusOr<RedactionPlan> PlanRedaction(
      const RedactionRequest& request) const;

  // Does it: when this returns, nothing that it takes out is in any file of
  // the case. What only the texts of reports show of their dependence, and do
  // not show any more, becomes a decision: else claims of one origin would
  // count as independent. Requires: write access, and that nothing was added
  // since `plan` was made. After an error opening the case for writing finishes
  // what was begun.
  absl::StatusOr<Redacted> Redact(const RedactionPlan& plan);

 private:
  class Existing;

  Case(std::string directory, std::unique_ptr<EventLog> log,
       std::unique_ptr<ContentStore> contents);

  [[nodiscard]] std::string ProjectionPath() const;

  // The saved projection, where it belongs to the log; else of no events. Why
  // goes to `notices`.
  absl::StatusOr<Projection> SavedProjection(
      std::vector<std::string>& notices) const;
  // Folds the events of the log that `projection` does not have.
  absl::Status TopUp(Projection& projection) const;
  // A second projection of the whole log, for `events` more of them.
  absl::StatusOr<std::optional<Projection>> ProjectionBeside(
      uint64_t events) const;
  // Saves the projection when its tail has grown.
  absl::Status Renew();
  // Saves the projection.
  absl::Status SaveProjection();
  // What the redaction lines of a file ask for. Those that are done already are
  // counted as present; those that cannot be done are errors of the file.
  absl::StatusOr<std::vector<RedactionRequest>> RedactionsOf(
      const AddOptions& options,
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject,
      FileReading& reading) const;
  absl::Status KeepShown(const std::vector<ShownDependence>& shown,
                         const std::string& by, Redacted& redacted);
  // Takes what is in memory from the log anew.
  absl::Status FoldAnew();
  absl::Status RedactFor(const std::vector<RedactionRequest>& requests,
                         AddedFile& added);
  // Saves the fingerprints of new texts, and the figures unless `new_claims`
  // are many: then the next writer does.
  void RenewFindings(uint64_t new_claims);
  absl::Status RenewFigures(const WeighedView& now);
  [[nodiscard]] std::string LinksPath() const;
  [[nodiscard]] std::string FiguresPath() const;

  using ReadLines =
      absl::FunctionRef<absl::StatusOr<FileReading>(CaseReader&, EarlyEvents*)>;
  absl::StatusOr<AddedFile> AddRead(
      ReadLines read, const AddOptions& options,
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject);
  absl::StatusOr<EventIndex> AppendFew(CaseReader& reader, uint64_t events,
                                       const AddOptions& options);
  // Appends what `append` does not have yet.
  absl::StatusOr<FileAppend::Appended> AppendMany(CaseReader& reader,
                                                  uint64_t events,
                                                  FileAppend& append);

  const std::string directory_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<ContentStore> contents_;
  Projection projection_;
  std::vector<std::string> notices_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CASE_H_
