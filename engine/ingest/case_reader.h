// CaseReader turns case-format files into events: see CASE_FORMAT.
//
//     CaseReader reader(existing, {});
//     ASSIGN_OR_RETURN(FileReading reading, reader.Read("case.jsonl"));
//     if (reading.error_count == 0 && reading.new_events > 0)
//       RETURN_IF_ERROR(reader.Emit(first, sink, append));
//
// Read validates the whole file; nothing is handed out before every line of
// it is known to be good. Emit reads the file a second time and streams its
// events. Whoever can take events back may have them while the file is read
// (early_events.h): where each line turns out to be a new event, Emit need not
// read them again. Memory holds one entry of some 50 bytes and the key for each
// distinct key, never the lines.
//
// Decided here, where the format leaves it open:
// - A line that is there already (in the file or in the case, as defined or
//   as amended) is passed over. It is the same line when its record is the
//   same after defaults are filled in; `by`, `note` and `recorded`, the
//   spelling of paths and, where the id is derived, `extracted_by` make no
//   difference. A stub of a record of the same type is passed over too.
// - With `amend`, fields that the line does not state stay as they are.
// - Lines of white space alone are passed over in silence, and counted.
// - A report's `file` is plain text, in which quotes are looked for, when its
//   media type is text/*; or when it has none and its bytes are valid UTF-8
//   without NUL, up to kMaxTextBytes.
// - `valid` on a predicate whose time is none is allowed; it plays no part.
// - `same` may join entities of different kinds (a unit and an organization).
// - Required texts are not empty.
//
// Thread-safety: none; one thread at a time.

#ifndef ATTEST_ENGINE_INGEST_CASE_READER_H_
#define ATTEST_ENGINE_INGEST_CASE_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/content_sink.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

class CaseFile;
class EarlyEvents;

// The bounds of what is read.
inline constexpr uint64_t kMaxLineBytes = uint64_t{16} << 20;
inline constexpr uint64_t kMaxTextBytes = uint64_t{64} << 20;
inline constexpr size_t kMaxErrorsKept = 100;

struct ReaderOptions {
  // A line whose key is there with other fields becomes an amendment.
  bool amend = false;
  // Bad lines and the lines that refer to them are set aside for
  // VisitRejects, and the rest can be emitted.
  bool set_rejects_aside = false;
  bool allow_redactions = false;
};

// A redaction that a file asks for, of a record that is in the case. It is no
// event of the file: whoever adds the file carries it out behind it.
struct RedactionLine {
  uint64_t line = 0;
  std::string text;    // the line, without its line end
  std::string id;      // empty: none was given
  std::string target;  // a key
  std::vector<std::pair<uint64_t, uint64_t>> bytes;
  std::string by;
  std::string reason;
  std::string note;
  std::string recorded;
};

// What Read found out about a file.
struct FileReading {
  std::string name;  // as it was given
  uint64_t lines = 0;
  uint64_t size_bytes = 0;
  std::array<uint8_t, 32> sha256 = {};
  uint64_t new_events = 0;           // without the one that closes the file
  uint64_t already_present = 0;      // lines passed over
  uint64_t rejected = 0;             // lines set aside
  std::vector<InputError> errors;    // the first kMaxErrorsKept, by line
  uint64_t error_count = 0;          // all of them
  std::vector<InputError> warnings;  // the first kMaxErrorsKept
  std::vector<RedactionLine> redactions;  // in the order of the file
};

// The file that lines were made from, for the event that closes them.
struct OriginalFile {
  std::string name;
  uint64_t lines = 0;
  std::array<uint8_t, 32> sha256 = {};
  std::string note;  // of the event that closes it
};

// A line set aside, without its line end, and what is wrong with it.
struct RejectedLine {
  uint64_t line = 0;
  std::string text;
  std::vector<InputError> errors;
};

// Does an event close the file? Decisions that a person makes one by one come
// as lines too, but are no file.
enum class FileEnd : uint8_t { kClosed, kOpen };

class CaseReader {
 public:
  // `existing` must outlive the reader. What it answers may grow between one
  // Read and the next, not between Read and Emit.
  CaseReader(const ExistingCase& existing, const ReaderOptions& options);
  ~CaseReader();
  CaseReader(const CaseReader&) = delete;
  CaseReader& operator=(const CaseReader&) = delete;

  // Reads and validates the file at `path` (`-`: standard input, spooled to
  // an unlinked temporary file). What is wrong with its lines is in the
  // result. An error status is about the file or the case:
  // NotFound, PermissionDenied or InvalidArgument (a folder, a pipe, a
  // device) for a file that cannot be read; others from `existing`.
  //
  // `early`, if any, is given the events in between, all but the last, where
  // every line is a new event and stands behind those that it names; as soon
  // as one is not, they are withdrawn. What it refuses ends the reading. It
  // must outlive the next Emit, which then emits the last event alone.
  absl::StatusOr<FileReading> Read(const std::string& path,
                                   EarlyEvents* early = nullptr);

  // The same for lines that are in memory already and go by `name`; what they
  // name is relative to the working folder.
  absl::StatusOr<FileReading> ReadText(const std::string& name,
                                       absl::string_view lines,
                                       EarlyEvents* early = nullptr);

  // The same for lines that were made from another file: the reading and the
  // event that closes the file have its name; its number of lines and its hash
  // are in that event alone.
  absl::StatusOr<FileReading> ReadMade(InputFile lines,
                                       const OriginalFile& original,
                                       EarlyEvents* early = nullptr);

  // Streams the new events of the file read last to `emit`, in log order and
  // with final indexes, dense from `first`: a definition before its uses,
  // otherwise in the order of the file; then, with kClosed, the FileClosed
  // event that all of them name. Content goes to `sink` before the event that
  // names it; that of events handed out early, before FileClosed. Does nothing
  // when the file has no new event. Only `derived_from`
  // between reports and the reports of entity names may point forward, to an
  // event of the same file. Requires: Read succeeded, with no errors unless
  // rejects are set aside (FailedPrecondition). Aborted when the file, or one
  // it names, is not what it was in Read: the caller drops what it got;
  // FileClosed was not emitted.
  absl::Status Emit(EventIndex first, ContentSink& sink,
                    absl::FunctionRef<absl::Status(Event)> emit,
                    FileEnd end = FileEnd::kClosed);

  // Visits the lines set aside in the file read last, in its order.
  absl::Status VisitRejects(
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit);

 private:
  absl::StatusOr<FileReading> ReadFile(std::unique_ptr<CaseFile> file,
                                       EarlyEvents* early);

  const ExistingCase& existing_;
  const ReaderOptions options_;
  std::unique_ptr<CaseFile> file_;
  bool can_emit_ = false;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_CASE_READER_H_
