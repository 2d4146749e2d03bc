#include "engine/interchange/import_spool.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>

#include "absl/hash/hash.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_hasher.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 20;

std::string HexOf(const std::array<uint8_t, 32>& hash) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The hash of each file, as far as there is room.
std::string NoteOfHashes(const std::vector<ImportedFile>& files) {
  constexpr size_t kMost = 100;
  std::string note = "SHA-256";
  for (size_t n = 0; n < std::min(files.size(), kMost); ++n) {
    absl::StrAppend(&note, n == 0 ? " " : ", ", HexOf(files[n].sha256), " ",
                    BaseName(files[n].file.name));
  }
  if (files.size() > kMost) {
    absl::StrAppend(&note, " and ", files.size() - kMost, " more");
  }
  return note;
}

// What is wrong, as a JSON object; lines of it stand beside rejected rows.
void AppendErrorJson(const InputError& error, std::string& json) {
  const auto append = [&json](absl::string_view name, const std::string& text) {
    absl::StrAppend(&json, ",\"", name, "\":");
    if (text.empty()) {
      json += "null";
    } else {
      AppendJsonString(text, json);
    }
  };
  json += "{\"file\":";
  AppendJsonString(error.file, json);
  absl::StrAppend(&json, ",\"line\":", error.line,
                  ",\"column\":", error.column);
  append("field", error.field);
  append("what", error.what);
  append("got", error.got);
  append("want", error.want);
  json += '}';
}

// Fields that lead to other records, which other lines may define; all others
// are wrong by themselves.
bool NamesRecords(absl::string_view field) {
  constexpr absl::string_view kOwn[] = {
      "valid", "value",      "stance",       "hedge",     "quote",
      "note",  "by",         "recorded",     "published", "url",
      "title", "language",   "extracted_by", "kind",      "name",
      "names", "as_stated",  "citation",     "original",  "real_ends",
      "label", "sensitivity"};
  const absl::string_view name = field.substr(0, field.find_first_of(".["));
  return std::find(std::begin(kOwn), std::end(kOwn), name) == std::end(kOwn);
}

uint64_t HashOfError(const InputError& error) {
  return absl::HashOf(error.line, error.field, error.what, error.got);
}

// Keeps the errors that come first; they may come in any order.
void KeepFirst(InputError error, std::vector<InputError>& kept) {
  if (kept.size() < kMaxErrorsKept) kept.push_back(std::move(error));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ImportSpool>> ImportSpool::Make(
    bool keeps_all_errors) {
  ASSIGN_OR_RETURN(TempSpool lines, TempSpool::Make());
  ASSIGN_OR_RETURN(TempSpool faults, TempSpool::Make());
  return std::unique_ptr<ImportSpool>(
      new ImportSpool(std::move(lines), std::move(faults), keeps_all_errors));
}

absl::StatusOr<std::unique_ptr<ImportSpool>> ImportSpool::MakeWithout(
    std::unique_ptr<ImportSpool> before) {
  before->Settle();
  ASSIGN_OR_RETURN(std::unique_ptr<ImportSpool> again, Make(true));
  again->faults_ = std::move(before->faults_);
  again->errors_ = std::move(before->errors_);
  again->error_count_ = before->error_count_;
  again->bad_rows_ = std::move(before->bad_rows_);
  for (const BadRow& bad : again->bad_rows_) {
    again->set_aside_.insert({.file = bad.file, .row = bad.row});
  }
  return again;
}

void ImportSpool::ReliesOn(uint64_t row, uint64_t maker) {
  if (!keeps_all_errors_) return;
  reliances_.push_back({.row = static_cast<uint32_t>(row),
                        .maker = static_cast<uint32_t>(maker)});
}

// Drops the errors that may go with rows that are to go.
void ImportSpool::Settle() {
  // Rows that the reader finds bad have let others rely on them.
  absl::flat_hash_set<uint32_t> shaken;
  for (const BadRow& bad : bad_rows_) {
    if (bad.is_by_reader && !bad.is_settled) shaken.insert(bad.row);
  }
  absl::flat_hash_set<uint32_t> leaning;  // on such
  for (const Reliance& reliance : reliances_) {
    if (!shaken.contains(reliance.maker)) continue;
    leaning.insert(reliance.row);
    shaken.insert(reliance.row);
  }
  const auto rests_on_shaken = [&](const BadRow& bad) {
    return bad.may_rest_on_rows && !bad.is_settled &&
           (shaken.contains(bad.other_row) ||
            (bad.is_by_reader && leaning.contains(bad.row)));
  };
  uint32_t first = std::numeric_limits<uint32_t>::max();
  for (const BadRow& bad : bad_rows_) {
    if (rests_on_shaken(bad)) first = std::min(first, bad.row);
  }
  std::vector<BadRow> stay;
  absl::flat_hash_set<uint64_t> dropped;
  for (BadRow& bad : bad_rows_) {
    if (!bad.is_settled && bad.may_rest_on_rows &&
        (rests_on_shaken(bad) || bad.row > first)) {
      dropped.insert(bad.hash);
      continue;
    }
    bad.is_settled = true;
    stay.push_back(bad);
  }
  bad_rows_ = std::move(stay);
  error_count_ = bad_rows_.size();
  std::erase_if(errors_, [&](const InputError& error) {
    return error.line > 0 && dropped.contains(HashOfError(error));
  });
}

absl::Status ImportSpool::BeginFile(const ImportFile& file) {
  RETURN_IF_ERROR(FlushRow());
  first_lines_.push_back({.line = line_count_, .file = files_.size()});
  files_.push_back({.file = file});
  row_ = 0;
  is_row_bad_ = false;
  return absl::OkStatus();
}

absl::Status ImportSpool::EndFile(uint64_t rows,
                                  const std::array<uint8_t, 32>& sha256) {
  if (files_.empty()) return absl::FailedPreconditionError("no file has begun");
  files_.back().rows = rows;
  files_.back().sha256 = sha256;
  files_.back().is_read = true;
  return FlushRow();
}

absl::Status ImportSpool::Line(uint64_t row, absl::string_view line) {
  if (files_.empty()) return absl::FailedPreconditionError("no file has begun");
  if (row > std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError(absl::StrCat(
        files_.back().file.name, ": more rows than one file may have"));
  }
  if (row != row_) {
    RETURN_IF_ERROR(FlushRow());
    row_ = row;
    is_row_bad_ = false;
  }
  if (is_row_bad_) return absl::OkStatus();
  pending_.append(line.data(), line.size());
  pending_ += '\n';
  ++pending_lines_;
  return absl::OkStatus();
}

absl::Status ImportSpool::FlushRow() {
  if (pending_lines_ > 0) {
    if (line_count_ + pending_lines_ > std::numeric_limits<uint32_t>::max()) {
      return absl::ResourceExhaustedError(absl::StrCat(
          files_.back().file.name, ": more lines than one import may make"));
    }
    buffer_ += pending_;
    rows_.push_back({.line = static_cast<uint32_t>(line_count_),
                     .row = static_cast<uint32_t>(row_)});
    line_count_ += pending_lines_;
  }
  pending_.clear();
  pending_lines_ = 0;
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : FlushLines();
}

absl::Status ImportSpool::FlushLines() {
  RETURN_IF_ERROR(lines_.Append(std::move(buffer_)));
  buffer_ = {};
  buffer_.reserve(kBufferBytes + kBufferBytes / 8);
  return absl::OkStatus();
}

InputError ImportSpool::FromRow(const RowError& error) const {
  InputError found = {.file = error.file,
                      .line = error.row,
                      .field = error.column,
                      .what = error.what,
                      .got = error.got,
                      .want = error.want};
  if (!files_.empty() && files_.back().file.name == error.file) {
    const std::vector<std::string>& headings = files_.back().file.headings;
    const auto place =
        std::find(headings.begin(), headings.end(), error.column);
    if (!error.column.empty() && place != headings.end()) {
      found.column = static_cast<uint64_t>(place - headings.begin()) + 1;
    }
  }
  return found;
}

absl::Status ImportSpool::Error(const RowError& error) {
  if (error.row != row_) {
    RETURN_IF_ERROR(FlushRow());
    row_ = error.row;
  }
  pending_.clear();
  pending_lines_ = 0;
  is_row_bad_ = true;
  is_refused_ = is_refused_ || error.row == 0;
  ++error_count_;
  InputError found = FromRow(error);
  RETURN_IF_ERROR(
      KeepBadRow(files_.empty() ? 0 : files_.size() - 1, found,
                 {.other_row = static_cast<uint32_t>(error.other_row),
                  .may_rest_on_rows = error.may_rest_on_rows}));
  KeepFirst(std::move(found), errors_);
  return absl::OkStatus();
}

absl::Status ImportSpool::Warning(const RowError& warning) {
  ++warning_count_;
  KeepFirst(FromRow(warning), warnings_);
  return absl::OkStatus();
}

absl::Status ImportSpool::KeepBadRow(size_t file, const InputError& error,
                                     BadRow bad) {
  if (!keeps_all_errors_ || error.line == 0) return absl::OkStatus();
  std::string json;
  AppendErrorJson(error, json);
  ASSIGN_OR_RETURN(bad.offset, faults_.Append(json));
  bad.size = static_cast<uint32_t>(json.size());
  bad.file = static_cast<uint32_t>(file);
  bad.row = static_cast<uint32_t>(error.line);
  bad.hash = HashOfError(error);
  bad_rows_.push_back(bad);
  return absl::OkStatus();
}

absl::StatusOr<InputFile> ImportSpool::TakeLines() {
  RETURN_IF_ERROR(FlushRow());
  RETURN_IF_ERROR(FlushLines());
  buffer_ = {};
  rows_.shrink_to_fit();
  ASSIGN_OR_RETURN(TempSpool lines, lines_.Finish());
  return InputFile::FromSpool(std::move(lines));
}

OriginalFile ImportSpool::Original() const {
  OriginalFile original;
  std::string sums;
  for (const ImportedFile& file : files_) {
    const std::string name = BaseName(file.file.name);
    absl::StrAppend(&original.name, original.name.empty() ? "" : ", ", name);
    original.lines += file.rows;
    absl::StrAppend(&sums, HexOf(file.sha256), "  ", name, "\n");
  }
  if (files_.size() == 1) {
    original.name = files_[0].file.name;
    original.sha256 = files_[0].sha256;
  } else {
    original.sha256 = InputHasher().Hash(sums);
    original.note = NoteOfHashes(files_);
  }
  return original;
}

size_t ImportSpool::FileOfLine(uint64_t line) const {
  const auto after =
      std::upper_bound(first_lines_.begin(), first_lines_.end(), line,
                       [](uint64_t number, const FirstLine& first) {
                         return number <= first.line;  // lines count from 1
                       });
  return after == first_lines_.begin() ? 0 : std::prev(after)->file;
}

uint64_t ImportSpool::RowOfLine(uint64_t line) const {
  const auto after =
      std::upper_bound(rows_.begin(), rows_.end(), line,
                       [](uint64_t number, const LinesOfRow& lines) {
                         return number <= lines.line;  // lines count from 1
                       });
  return after == rows_.begin() ? 0 : std::prev(after)->row;
}

InputError ImportSpool::AtRow(InputError error) const {
  const std::string field = std::move(error.field);
  error.field.clear();
  error.column = 0;
  if (error.line == 0 || error.line > line_count_) return error;
  const ImportFile& file = files_[FileOfLine(error.line)].file;
  error.file = file.name;
  error.line = RowOfLine(error.line);
  const auto column =
      file.columns.find(field.substr(0, field.find_first_of(".[")));
  if (column == file.columns.end()) return error;
  error.field = column->second;
  const auto place =
      std::find(file.headings.begin(), file.headings.end(), column->second);
  if (place != file.headings.end()) {
    error.column = static_cast<uint64_t>(place - file.headings.begin()) + 1;
  }
  return error;
}

void ImportSpool::AddErrors(const FileReading& reading) {
  error_count_ += reading.error_count;
  for (const InputError& error : reading.errors) {
    KeepFirst(AtRow(error), errors_);
  }
}

absl::Status ImportSpool::AddRejected(const RejectedLine& rejected) {
  for (const InputError& error : rejected.errors) {
    InputError at_line = error;
    at_line.line = rejected.line;
    const bool may_rest_on_rows = NamesRecords(error.field);
    RETURN_IF_ERROR(KeepBadRow(
        FileOfLine(rejected.line), AtRow(std::move(at_line)),
        {.may_rest_on_rows = may_rest_on_rows, .is_by_reader = true}));
  }
  return absl::OkStatus();
}

void ImportSpool::SortBadRows() {
  std::sort(bad_rows_.begin(), bad_rows_.end(),
            [](const BadRow& a, const BadRow& b) {
              return std::tie(a.file, a.row, a.offset) <
                     std::tie(b.file, b.row, b.offset);
            });
}

uint64_t ImportSpool::CountBadRows() {
  SortBadRows();
  uint64_t count = 0;
  for (size_t i = 0; i < bad_rows_.size(); ++i) {
    const bool is_same = i > 0 && bad_rows_[i - 1].row == bad_rows_[i].row &&
                         bad_rows_[i - 1].file == bad_rows_[i].file;
    if (!is_same) ++count;
  }
  return count;
}

absl::Status ImportSpool::VisitBadRows(
    absl::FunctionRef<absl::Status(size_t file, uint64_t row,
                                   const std::string& errors)>
        visit) {
  SortBadRows();
  for (size_t i = 0; i < bad_rows_.size();) {
    const BadRow& first = bad_rows_[i];
    std::string errors = "[";
    for (; i < bad_rows_.size() && bad_rows_[i].row == first.row &&
           bad_rows_[i].file == first.file;
         ++i) {
      if (errors.size() > 1) errors += ',';
      ASSIGN_OR_RETURN(const std::string error,
                       faults_.Read(bad_rows_[i].offset, bad_rows_[i].size));
      errors += error;
    }
    errors += ']';
    RETURN_IF_ERROR(visit(first.file, first.row, errors));
  }
  return absl::OkStatus();
}

std::vector<InputError> FirstErrors(const ImportSpool& spool,
                                    std::vector<InputError> errors) {
  const auto file_of = [&spool](const InputError& error) {
    size_t file = 0;
    while (file < spool.files().size() &&
           spool.files()[file].file.name != error.file) {
      ++file;
    }
    return file;
  };
  std::stable_sort(errors.begin(), errors.end(),
                   [&](const InputError& a, const InputError& b) {
                     return std::make_tuple(file_of(a), a.line, a.column) <
                            std::make_tuple(file_of(b), b.line, b.column);
                   });
  if (errors.size() > kMaxErrorsKept) errors.resize(kMaxErrorsKept);
  return errors;
}

std::string FormatRowError(const InputError& error,
                           absl::string_view severity) {
  std::string text = error.file;
  if (error.line > 0) absl::StrAppend(&text, ":", error.line);
  absl::StrAppend(&text, ": ", severity, ": ");
  if (!error.field.empty()) {
    absl::StrAppend(&text, "column ", QuotedForMessage(error.field), ": ");
  }
  return absl::StrCat(text, InputErrorMessage(error));
}

}  // namespace attest
