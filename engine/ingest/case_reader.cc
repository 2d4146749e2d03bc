#include "engine/ingest/case_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/ingest/case_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status About(const std::string& name, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(name, ": ", status.message()));
}

}  // namespace

CaseReader::CaseReader(const ExistingCase& existing,
                       const ReaderOptions& options)
    : existing_(existing), options_(options) {}

CaseReader::~CaseReader() = default;

absl::StatusOr<FileReading> CaseReader::Read(const std::string& path,
                                             EarlyEvents* early) {
  absl::StatusOr<InputFile> input =
      path == "-" ? InputFile::SpoolStandardInput() : InputFile::Open(path);
  if (!input.ok()) return About(path, input.status());
  absl::StatusOr<FolderFiles> folder = FolderFiles::FolderOf(path);
  if (!folder.ok()) return About(path, folder.status());
  return ReadFile(
      std::make_unique<CaseFile>(existing_, options_, path, *std::move(input),
                                 *std::move(folder)),
      early);
}

absl::StatusOr<FileReading> CaseReader::ReadText(const std::string& name,
                                                 absl::string_view lines,
                                                 EarlyEvents* early) {
  ASSIGN_OR_RETURN(InputFile input, InputFile::FromText(lines));
  ASSIGN_OR_RETURN(FolderFiles folder, FolderFiles::FolderOf("-"));
  return ReadFile(
      std::make_unique<CaseFile>(existing_, options_, name, std::move(input),
                                 std::move(folder)),
      early);
}

absl::StatusOr<FileReading> CaseReader::ReadMade(InputFile lines,
                                                 const OriginalFile& original,
                                                 EarlyEvents* early) {
  ASSIGN_OR_RETURN(FolderFiles folder, FolderFiles::FolderOf("-"));
  auto file = std::make_unique<CaseFile>(existing_, options_, original.name,
                                         std::move(lines), std::move(folder));
  file->CloseAs(original);
  return ReadFile(std::move(file), early);
}

absl::StatusOr<FileReading> CaseReader::ReadFile(std::unique_ptr<CaseFile> file,
                                                 EarlyEvents* early) {
  can_emit_ = false;
  file_ = std::move(file);
  ASSIGN_OR_RETURN(FileReading reading, file_->Read(early));
  can_emit_ = reading.error_count == 0 || options_.set_rejects_aside;
  return reading;
}

absl::Status CaseReader::Emit(EventIndex first, ContentSink& sink,
                              absl::FunctionRef<absl::Status(Event)> emit,
                              FileEnd end) {
  if (!can_emit_) {
    return absl::FailedPreconditionError("there is no good file to emit");
  }
  return file_->Emit(first, end, sink, emit);
}

absl::Status CaseReader::VisitRejects(
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit) {
  if (!can_emit_ || !options_.set_rejects_aside) {
    return absl::FailedPreconditionError("no rejects were set aside");
  }
  return file_->VisitRejects(visit);
}

}  // namespace attest
