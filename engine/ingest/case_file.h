// CaseFile is one case-format file that is being read: its lines are
// validated one by one, and then emitted as events. See case_reader.h.
//
// A line that names a key which is defined nowhere so far is put off until the
// whole file has been seen; it is then read again. Ids in events are handles
// of the key table until they are emitted.

#ifndef ATTEST_ENGINE_INGEST_CASE_FILE_H_
#define ATTEST_ENGINE_INGEST_CASE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/early_events.h"
#include "engine/ingest/emission_order.h"
#include "engine/ingest/error_log.h"
#include "engine/ingest/folder_files.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/json_line.h"
#include "engine/ingest/key_table.h"
#include "engine/ingest/line_errors.h"
#include "engine/ingest/line_reader.h"
#include "engine/ingest/record_line.h"
#include "engine/ingest/report_texts.h"

namespace attest {

class CaseFile : private KeyResolver {
 public:
  CaseFile(const ExistingCase& existing, const ReaderOptions& options,
           std::string name, InputFile file, FolderFiles folder);

  // The event that closes the file names `original`, from which its lines were
  // made.
  void CloseAs(const OriginalFile& original) { original_ = original; }

  absl::StatusOr<FileReading> Read(EarlyEvents* early);
  absl::Status Emit(EventIndex first, FileEnd end, ContentSink& sink,
                    absl::FunctionRef<absl::Status(Event)> emit);
  absl::Status VisitRejects(
      absl::FunctionRef<absl::Status(const RejectedLine&)> visit);

 private:
  enum class Pass : uint8_t { kFirst, kPutOff };
  // What ids in events are.
  enum class IdMode : uint8_t { kHandles, kExistingIndexes, kFinalIndexes };

  // A line while it is validated.
  struct LineState {
    Line line;
    uint32_t number = 0;
    Pass pass = Pass::kFirst;
    std::optional<KeyHandle> key;
  };
  struct LinePlace {
    uint64_t offset;
    uint32_t number;
  };
  // A line that says again what the line of `key` says.
  struct Repetition {
    KeyHandle key;
    LinePlace line;
  };
  // The content of a report's line, by the line's offset.
  struct Contents {
    std::optional<Content> file;
    std::optional<Content> text;
  };

  // What a source is part of: by a line of the file, or in the case.
  struct Parent {
    std::optional<KeyHandle> key;
    std::optional<KeyHandle> line;  // the key of the line that says so
  };

  // case_file.cc: the file.
  absl::Status ReadAllLines();
  absl::Status ReadPutOffLines();
  absl::Status RejectRings();
  absl::Status RejectRing(std::vector<uint32_t> ring, absl::string_view field);
  absl::Status AddExistingParents();
  absl::Status RejectDependents();
  absl::Status RejectRepetitions();
  absl::Status CommitErrors(const LineState& state);
  absl::Status RejectLine(KeyHandle key, InputError error);

  // case_file_lines.cc: a line.
  absl::Status ReadLine(LineState& state);
  void PrefetchKeys(const JsonValue& root) const;
  absl::Status ReadParsed(LineState& state, ParsedLine& parsed);
  void RegisterKey(LineState& state, ParsedLine& parsed);
  void DeriveKey(const ParsedLine& parsed, Event& event);
  absl::Status Validate(LineState& state, ParsedLine& parsed);
  void CheckReferences(const ParsedLine& parsed);
  void CheckReference(const Reference& reference);
  void CheckSize(const LineState& state, const ParsedLine& parsed);
  absl::Status CheckTargetContent(const LineState& state,
                                  const ParsedLine& parsed);
  [[nodiscard]] absl::StatusOr<bool> IsRedacted(KeyHandle key) const;
  void Warn(const LineState& state, absl::string_view what,
            absl::string_view key);
  absl::Status TakeRedaction(LineState& state, const ParsedLine& parsed);
  absl::Status Conclude(LineState& state, ParsedLine& parsed);
  void PutOff(const LineState& state);
  void Accept(LineState& state, const ParsedLine& parsed);
  void NoteEdges(const LineState& state, const ParsedLine& parsed);
  [[nodiscard]] std::string NearestKey(absl::string_view key, TypeMask types);
  void AddError(size_t offset, absl::string_view field,
                LineErrors::Words words);

  // case_file_compare.cc: lines whose key is there already.
  absl::Status CompareWithExisting(LineState& state, ParsedLine& parsed);
  absl::Status CompareWithEarlier(const LineState& state,
                                  const ParsedLine& parsed);
  absl::Status Amend(LineState& state, ParsedLine& parsed, const Event& line,
                     const Event& current);
  void CheckAmendedFields(const ParsedLine& parsed, const Event& current,
                          const std::vector<std::string>& fields);
  absl::StatusOr<Event> WithExistingIndexes(const JsonValue& root,
                                            const Event& event);
  absl::StatusOr<ParsedLine> ReadElsewhere(uint64_t offset);
  absl::StatusOr<uint64_t> ColumnOf(KeyHandle key, absl::string_view field);

  // case_file_contents.cc: files and quotes.
  absl::Status ReadContents(const LineState& state, ParsedLine& parsed);
  void ReadEvidence(const ReportFiles& files, Report& report);
  void ReadWords(const ReportFiles& files, Report& report);
  [[nodiscard]] absl::StatusOr<std::string> ReadTextFile(
      absl::string_view path) const;
  void SetKnownContents(const ParsedLine& parsed, uint64_t offset,
                        Report& report) const;
  absl::Status AnchorQuoteOf(const ParsedLine& parsed, Event& event,
                             bool& has_no_text);
  absl::StatusOr<ReportText> LoadText(KeyHandle report);
  absl::StatusOr<ReportText> LoadTextOfLine(uint64_t offset);
  absl::StatusOr<ReportText> LoadExistingText(EventIndex index);
  absl::Status StoreContents(const ParsedLine& parsed, Report& report,
                             ContentSink& sink);
  absl::Status StoreFile(absl::string_view path,
                         const std::optional<Content>& expected,
                         ContentSink& sink);

  // case_file_early.cc: events while the file is read.
  absl::Status BeginEarly(EarlyEvents* early, uint64_t lines);
  absl::Status HandOut(const LineState& state, ParsedLine& parsed);
  void WithdrawEarly();
  absl::Status StoreHandedOut(ContentSink& sink);

  // case_file_emit.cc: events.
  absl::Status PlanEmission();
  absl::StatusOr<std::vector<Reference>> ReferencesOf(KeyHandle key);
  absl::StatusOr<Uses> UsesOf(KeyHandle key);
  absl::StatusOr<Event> MakeEvent(KeyHandle key, ContentSink& sink);
  absl::Status MakeAmendment(const ParsedLine& parsed, Event& event);
  [[nodiscard]] absl::Status Changed() const;

  // KeyResolver.
  KeyHandle Resolve(absl::string_view key) override;
  uint64_t IdOf(KeyHandle key) override;
  std::optional<RecordType> TypeOf(KeyHandle key) override;
  const Predicate* PredicateOf(KeyHandle key) override;

  const ExistingCase& existing_;
  const ReaderOptions options_;
  InputFile file_;
  FolderFiles folder_;
  std::optional<OriginalFile> original_;  // none: this one
  FileReading reading_;

  LineReader lines_;
  LineReader other_lines_;  // at another place of the file
  JsonParser json_;
  JsonParser other_json_;
  LineErrors errors_;
  ErrorLog error_log_;
  ReportTexts texts_;

  KeyTable keys_;
  absl::flat_hash_map<KeyHandle, Predicate> predicates_;
  std::vector<LinePlace> put_off_;
  std::vector<Repetition> repetitions_;  // where rejects are set aside
  // In the order of the file, when read; not while they are handed out early.
  std::vector<KeyHandle> new_lines_;
  std::vector<KeyHandle> emission_;  // in the order of events
  // Contents of the lines that name files, by offset.
  absl::flat_hash_map<uint64_t, Contents> contents_;
  // The line that amends the content of a report, by the report.
  absl::flat_hash_map<KeyHandle, KeyHandle> content_amendments_;
  absl::flat_hash_map<KeyHandle, Parent> parents_;         // of sources
  std::vector<std::pair<KeyHandle, KeyHandle>> premises_;  // of claims
  // Null unless all events so far have been handed out early.
  EarlyEvents* early_ = nullptr;
  uint64_t handed_out_ = 0;
  EventIndex early_close_;                 // the event that closes the file
  std::vector<KeyHandle> early_contents_;  // reports that bring contents
  size_t suggestion_budget_;
  IdMode id_mode_ = IdMode::kHandles;
  EventIndex first_;
  absl::Status status_;  // of the case, where no status can be returned
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_CASE_FILE_H_
