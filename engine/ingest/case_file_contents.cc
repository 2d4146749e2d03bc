// What reports bring with them, and the quotes from it.

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/case_file.h"
#include "engine/ingest/field_reader.h"
#include "engine/status_macros.h"
#include "engine/text/quote_anchor.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

absl::string_view Bytes(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Content ContentOf(absl::string_view text) {
  return {.sha256 = InputHasher().Hash(text), .size_bytes = text.size()};
}

absl::StatusOr<std::string> ReadWhole(const InputFile& file) {
  std::string bytes(file.size_bytes(), '\0');
  ASSIGN_OR_RETURN(const size_t got,
                   file.ReadAt(0, bytes.data(), bytes.size()));
  bytes.resize(got);
  return bytes;
}

// Can a file be plain text, as far as its size and media type say? See
// case_reader.h.
bool MayBePlainText(absl::string_view media_type, uint64_t size_bytes) {
  return size_bytes <= kMaxTextBytes &&
         (media_type.empty() ||
          absl::StartsWithIgnoreCase(media_type, "text/"));
}

// The quote that a record may have; null for types that have none.
std::optional<Quote>* QuoteIn(Record& record) {
  if (auto* claim = std::get_if<Claim>(&record)) return &claim->quote;
  if (auto* retraction = std::get_if<Retraction>(&record)) {
    return &retraction->quote;
  }
  return nullptr;
}

ReportText TextOrNone(absl::string_view media_type, std::string bytes) {
  const bool is_plain = !media_type.empty() ||
                        (!FindInvalidUtf8(bytes) &&
                         !absl::StrContains(bytes, absl::string_view("\0", 1)));
  ReportText text;
  if (!is_plain) return text;
  text.kind = TextKind::kText;
  text.original = std::move(bytes);
  return text;
}

LineErrors::Words About(absl::string_view field, const JsonValue& value,
                        const absl::Status& status) {
  return WordsOf(absl::StrCat("\"", field, "\" ", QuotedForMessage(value.text)),
                 status.message());
}

}  // namespace

// Hashes what the line brings, and checks it.
absl::Status CaseFile::ReadContents(const LineState& state,
                                    ParsedLine& parsed) {
  Report* const report = ReportIn(parsed.event.record);
  if (report == nullptr) return absl::OkStatus();
  ReadEvidence(parsed.files, *report);
  ReadWords(parsed.files, *report);
  if (parsed.files.file != nullptr || parsed.files.text_file != nullptr) {
    contents_[state.line.offset] = {.file = report->file, .text = report->text};
  }
  return absl::OkStatus();
}

void CaseFile::ReadEvidence(const ReportFiles& files, Report& report) {
  if (files.file == nullptr) return;
  const absl::StatusOr<InputFile> file = folder_.Open(files.file->text);
  absl::StatusOr<FileHash> hash =
      file.ok() ? HashFile(*file) : absl::StatusOr<FileHash>(file.status());
  if (!hash.ok()) {
    AddError(files.file->offset, "file",
             About("file", *files.file, hash.status()));
    return;
  }
  report.file = Content{.sha256 = hash->sha256, .size_bytes = hash->size_bytes};
  if (files.sha256 == nullptr) return;
  const std::string hex = absl::BytesToHexString(Bytes(hash->sha256));
  if (absl::AsciiStrToLower(files.sha256->text) != hex) {
    AddError(files.sha256->offset, "sha256",
             {"the file has another \"sha256\"",
              QuotedForMessage(files.sha256->text),
              absl::StrCat("\"", hex, "\""), ""});
  }
}

void CaseFile::ReadWords(const ReportFiles& files, Report& report) {
  if (files.text != nullptr) {
    report.text = ContentOf(files.text->text);
    return;
  }
  if (files.text_file == nullptr) return;
  const absl::StatusOr<std::string> text = ReadTextFile(files.text_file->text);
  if (text.ok()) {
    report.text = ContentOf(*text);
    return;
  }
  AddError(files.text_file->offset, "text_file",
           About("text_file", *files.text_file, text.status()));
}

absl::StatusOr<std::string> CaseFile::ReadTextFile(
    absl::string_view path) const {
  ASSIGN_OR_RETURN(const InputFile file, folder_.Open(path));
  if (file.size_bytes() > kMaxTextBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("too large for a text, got ", file.size_bytes(),
                     " bytes, want at most ", kMaxTextBytes));
  }
  ASSIGN_OR_RETURN(std::string text, ReadWhole(file));
  if (const auto bad = FindInvalidUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not UTF-8 at byte ", *bad, ", want a text in UTF-8"));
  }
  return text;
}

// Sets what was found when the line was validated, without reading files
// again.
void CaseFile::SetKnownContents(const ParsedLine& parsed, uint64_t offset,
                                Report& report) const {
  const auto known = contents_.find(offset);
  if (known != contents_.end()) {
    report.file = known->second.file;
    report.text = known->second.text;
  } else if (parsed.files.text != nullptr) {
    report.text = ContentOf(parsed.files.text->text);
  }
}

absl::Status CaseFile::AnchorQuoteOf(const ParsedLine& parsed, Event& event,
                                     bool& has_no_text) {
  const absl::StatusOr<ReportText*> text = texts_.Get(
      *parsed.quoted, [this](KeyHandle report) { return LoadText(report); });
  if (absl::IsInvalidArgument(text.status())) {
    AddError(
        parsed.quote->offset, "quote",
        {absl::StrCat("the report cannot be quoted: ", text.status().message()),
         "", "", ""});
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(text.status());
  has_no_text = (*text)->kind == TextKind::kNone;
  if ((*text)->kind != TextKind::kText) return absl::OkStatus();
  std::optional<Quote>* const quoted = QuoteIn(event.record);
  if (quoted == nullptr || !*quoted) return absl::OkStatus();
  Quote& quote = **quoted;
  const absl::StatusOr<Passage> passage = (*text)->quotes->Anchor(
      {.exact = quote.exact, .prefix = quote.prefix, .suffix = quote.suffix});
  if (passage.ok()) {
    quote.passage = *passage;
  } else {
    AddError(parsed.quote->offset, "quote",
             {std::string(passage.status().message()), "", "", ""});
  }
  return absl::OkStatus();
}

absl::StatusOr<ReportText> CaseFile::LoadText(KeyHandle report) {
  const auto amendment = content_amendments_.find(report);
  if (amendment != content_amendments_.end()) {
    ASSIGN_OR_RETURN(ReportText text,
                     LoadTextOfLine(keys_.entry(amendment->second).location));
    if (text.kind == TextKind::kText) return text;
  }
  const KeyEntry& entry = keys_.entry(report);
  switch (entry.state) {
    case KeyState::kExisting:
      return LoadExistingText(EventIndex(entry.location));
    case KeyState::kDefined:
      return LoadTextOfLine(entry.location);
    case KeyState::kUnknown:
    case KeyState::kBad:
      break;
  }
  // What is wrong with the report is said of its own line.
  ReportText text;
  text.kind = TextKind::kWithheld;
  return text;
}

absl::StatusOr<ReportText> CaseFile::LoadTextOfLine(uint64_t offset) {
  ASSIGN_OR_RETURN(ParsedLine line, ReadElsewhere(offset));
  const Report* const report = ReportIn(line.event.record);
  ReportText text;
  if (line.files.text != nullptr) {
    text.kind = TextKind::kText;
    text.original = std::string(line.files.text->text);
    return text;
  }
  if (line.files.text_file != nullptr) {
    absl::StatusOr<std::string> bytes =
        ReadTextFile(line.files.text_file->text);
    text.kind = bytes.ok() ? TextKind::kText : TextKind::kWithheld;
    if (bytes.ok()) text.original = *std::move(bytes);
    return text;
  }
  if (line.files.file != nullptr && report != nullptr) {
    const absl::StatusOr<InputFile> file = folder_.Open(line.files.file->text);
    text.kind = TextKind::kWithheld;
    if (!file.ok()) return text;
    text.kind = TextKind::kNone;
    if (!MayBePlainText(report->media_type, file->size_bytes())) return text;
    ASSIGN_OR_RETURN(std::string bytes, ReadWhole(*file));
    return TextOrNone(report->media_type, std::move(bytes));
  }
  if (line.event.withheld != Withheld::kNo) text.kind = TextKind::kWithheld;
  return text;
}

absl::StatusOr<ReportText> CaseFile::LoadExistingText(EventIndex index) {
  ASSIGN_OR_RETURN(const Event event, existing_.Current(index));
  const auto* report = std::get_if<Report>(&event.record);
  ReportText text;
  if (report != nullptr && report->text) {
    text.kind = TextKind::kText;
    ASSIGN_OR_RETURN(text.original, existing_.ReadContent(*report->text));
    return text;
  }
  if (report != nullptr && report->file &&
      MayBePlainText(report->media_type, report->file->size_bytes)) {
    ASSIGN_OR_RETURN(std::string bytes, existing_.ReadContent(*report->file));
    return TextOrNone(report->media_type, std::move(bytes));
  }
  if (event.withheld != Withheld::kNo) text.kind = TextKind::kWithheld;
  return text;
}

// Hands the contents of a line over; they must be what they were.
absl::Status CaseFile::StoreContents(const ParsedLine& parsed, Report& report,
                                     ContentSink& sink) {
  if (parsed.files.file != nullptr) {
    RETURN_IF_ERROR(StoreFile(parsed.files.file->text, report.file, sink));
  }
  if (parsed.files.text_file != nullptr) {
    return StoreFile(parsed.files.text_file->text, report.text, sink);
  }
  if (parsed.files.text == nullptr) return absl::OkStatus();
  absl::string_view rest = parsed.files.text->text;
  return sink
      .Store([&rest]() -> absl::StatusOr<absl::string_view> {
        return std::exchange(rest, absl::string_view());
      })
      .status();
}

absl::Status CaseFile::StoreFile(absl::string_view path,
                                 const std::optional<Content>& expected,
                                 ContentSink& sink) {
  static constexpr size_t kPieceBytes = size_t{1} << 20;
  const absl::StatusOr<InputFile> file = folder_.Open(path);
  if (!file.ok()) {
    return absl::AbortedError(absl::StrCat(
        path, ": changed while it was read: ", file.status().message()));
  }
  std::string piece(kPieceBytes, '\0');
  uint64_t offset = 0;
  ASSIGN_OR_RETURN(const Content stored,
                   sink.Store([&]() -> absl::StatusOr<absl::string_view> {
                     ASSIGN_OR_RETURN(
                         const size_t got,
                         file->ReadAt(offset, piece.data(), piece.size()));
                     offset += got;
                     return absl::string_view(piece.data(), got);
                   }));
  if (expected && stored == *expected) return absl::OkStatus();
  return absl::AbortedError(
      absl::StrCat(path, ": the file changed while it was read"));
}

}  // namespace attest
