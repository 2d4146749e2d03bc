#include "engine/interchange/ftm_files.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/json_line.h"
#include "engine/ingest/line_reader.h"
#include "engine/interchange/ftm_json.h"
#include "engine/interchange/table_reader.h"
#include "engine/interchange/table_row_errors.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kWindowBytes = size_t{1} << 20;
constexpr size_t kMaxLineBytes = size_t{64} << 20;
constexpr uint64_t kRowsBetweenProgress = 1024;

absl::Status NoFtm(const std::string& path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      path, ": error: no file of FollowTheMoney, got ", what,
      ", want entities or judgements as JSON lines, or statements as CSV with "
      "the columns entity_id, prop, schema, value and dataset"));
}

// The file, opened: what standard input had, or `own`, in which it is put.
absl::StatusOr<const InputFile*> OpenFile(const FtmFile& file, InputFile& own) {
  if (file.spooled) return &*file.spooled;
  absl::StatusOr<InputFile> opened = InputFile::Open(file.path);
  if (!opened.ok()) {
    return absl::Status(
        opened.status().code(),
        absl::StrCat(file.path, ": ", opened.status().message()));
  }
  own = *std::move(opened);
  return &own;
}

// Finds the first line that is not empty; leaves `first` empty if none is.
absl::Status FindFirstLine(const InputFile& file, std::string& first) {
  LineReader lines(file, kWindowBytes, kMaxLineBytes);
  uint64_t offset = 0;
  while (true) {
    Line line;
    ASSIGN_OR_RETURN(const bool is_there, lines.ReadAt(offset, line));
    if (!is_there) return absl::OkStatus();
    first = std::string(absl::StripAsciiWhitespace(line.text));
    if (!first.empty()) return absl::OkStatus();
    offset = lines.next_offset();
  }
}

// Parses a line, also one that is an array. The tree is that of the parser.
class AnyJson {
 public:
  // What is wrong; else root() is the tree of `line`. Requires: kPadding
  // readable bytes behind `line`.
  std::optional<JsonFault> Parse(absl::string_view line) {
    if (!absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "[")) {
      std::optional<JsonFault> fault = parser_.Parse(line);
      if (!fault) root_ = &parser_.root();
      return fault;
    }
    // The parser reads objects alone.
    object_ = absl::StrCat("{\"\":", line, "}");
    const size_t size = object_.size();
    object_.append(JsonParser::kPadding, '\0');
    std::optional<JsonFault> fault =
        parser_.Parse(absl::string_view(object_).substr(0, size));
    if (fault) return fault;
    if (parser_.root().child_count != 1) {
      return JsonFault{.offset = 0,
                       .what = "text behind an array",
                       .got = {},
                       .want = "one array"};
    }
    root_ = parser_.root().first_child();
    return std::nullopt;
  }

  [[nodiscard]] const JsonValue& root() const { return *root_; }

 private:
  JsonParser parser_;
  std::string object_;
  const JsonValue* root_ = nullptr;
};

FtmFileKind KindOfLine(std::string line) {
  if (line[0] == '[') return FtmFileKind::kJudgements;
  const size_t size = line.size();
  line.append(JsonParser::kPadding, '\0');
  AnyJson json;
  if (json.Parse(absl::string_view(line).substr(0, size))) {
    return FtmFileKind::kEntities;
  }
  for (const JsonValue& field : JsonChildren(json.root())) {
    if (field.name == "entity_id") return FtmFileKind::kStatements;
    if (field.name == "judgement") return FtmFileKind::kJudgements;
  }
  return FtmFileKind::kEntities;
}

// A column of a table of statements: the field that its cells are.
struct StatementColumn {
  absl::string_view heading;
  std::string FtmStatement::*field = nullptr;
  bool is_needed = false;
};
constexpr StatementColumn kColumns[] = {
    {"id", &FtmStatement::id},
    {"entity_id", &FtmStatement::entity, true},
    {"canonical_id", &FtmStatement::canonical},
    {"schema", &FtmStatement::schema, true},
    {"prop", &FtmStatement::property, true},
    {"value", &FtmStatement::value, true},
    {"dataset", &FtmStatement::dataset, true},
    {"lang", &FtmStatement::lang},
    {"original_value", &FtmStatement::original},
    {"first_seen", &FtmStatement::first_seen},
    {"last_seen", &FtmStatement::last_seen},
    {"origin", &FtmStatement::origin},
};

class FileReading {
 public:
  FileReading(const FtmFile& file,
              const std::function<void(uint64_t)>& progress, FtmRows& rows)
      : file_(file), progress_(progress), rows_(rows) {}

  absl::StatusOr<FtmFileEnd> ReadTable();
  absl::StatusOr<FtmFileEnd> ReadLines();

 private:
  absl::Status Fault(uint64_t row, RowError fault) {
    fault.file = file_.path;
    fault.row = row;
    return rows_.Fault(fault);
  }
  absl::Status Warn(uint64_t row, RowError warning) {
    warning.file = file_.path;
    warning.row = row;
    return rows_.Warning(warning);
  }
  absl::Status ReadStatement(const TableReader& table);
  absl::Status ReadLine(absl::string_view text, uint64_t row);
  absl::Status HandOn(FtmLine& line, uint64_t row);
  void Progress(uint64_t row, uint64_t bytes) {
    if (progress_ && row % kRowsBetweenProgress == 0) progress_(bytes);
  }

  const FtmFile& file_;
  const std::function<void(uint64_t)>& progress_;
  FtmRows& rows_;
  AnyJson json_;
  // By column of the table.
  std::vector<std::string FtmStatement::*> fields_;
  std::optional<size_t> external_;
  std::vector<size_t> unknown_;
};

absl::StatusOr<FtmFileEnd> FileReading::ReadTable() {
  InputFile own;
  ASSIGN_OR_RETURN(const InputFile* const file, OpenFile(file_, own));
  ASSIGN_OR_RETURN(const std::unique_ptr<TableReader> table,
                   TableReader::Open(file_.path, *file, BadText::kIsKept));
  const std::vector<std::string>& headings = table->headings();
  for (size_t i = 0; i < headings.size(); ++i) {
    const auto* const known = std::find_if(
        std::begin(kColumns), std::end(kColumns),
        [&](const StatementColumn& c) { return c.heading == headings[i]; });
    fields_.push_back(known == std::end(kColumns) ? nullptr : known->field);
    if (headings[i] == "external") {
      external_ = i;
    } else if (fields_.back() == nullptr && headings[i] != "prop_type") {
      unknown_.push_back(i);
    }
  }
  FtmFileEnd end = {.rows = 1};
  while (true) {
    ASSIGN_OR_RETURN(const bool is_there, table->Next());
    if (!is_there) break;
    end.rows = table->row();
    RETURN_IF_ERROR(ReadStatement(*table));
    Progress(end.rows, table->bytes_read());
  }
  end.sha256 = table->sha256();
  return end;
}

absl::Status FileReading::ReadStatement(const TableReader& table) {
  if (!table.faults().empty()) {
    for (const RowError& error : TextErrors(file_.path, table)) {
      RETURN_IF_ERROR(Fault(table.row(), error));
    }
    return absl::OkStatus();
  }
  FtmStatement statement;
  statement.row = table.row();
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i] != nullptr) {
      statement.*fields_[i] = std::string(table.cell(i));
    }
  }
  for (auto column = unknown_.begin(); column != unknown_.end();) {
    const absl::string_view cell = table.cell(*column);
    if (cell.empty()) {
      ++column;
      continue;
    }
    RETURN_IF_ERROR(
        Warn(statement.row, {.column = table.headings()[*column],
                             .what = "an unknown column; left out",
                             .got = std::string(FirstCodePoints(cell, 60)),
                             .want = "a column of statements"}));
    column = unknown_.erase(column);
  }
  if (table.has_cells_beyond()) {
    return Fault(statement.row, {.what = "cells beyond the last heading",
                                 .want = "a heading for each cell"});
  }
  if (external_) {
    const std::string cell = absl::AsciiStrToLower(table.cell(*external_));
    statement.is_external = cell == "t" || cell == "true" || cell == "1";
    if (!statement.is_external && !cell.empty() && cell != "f" &&
        cell != "false" && cell != "0") {
      return Fault(statement.row, {.column = "external",
                                   .what = "no truth value",
                                   .got = cell,
                                   .want = "t or f"});
    }
  }
  std::optional<RowError> fault = FaultOf(statement);
  if (fault) return Fault(statement.row, *std::move(fault));
  return rows_.Statement(statement);
}

absl::StatusOr<FtmFileEnd> FileReading::ReadLines() {
  InputFile own;
  ASSIGN_OR_RETURN(const InputFile* const file, OpenFile(file_, own));
  LineReader lines(*file, kWindowBytes, kMaxLineBytes);
  FtmFileEnd end;
  uint64_t offset = 0;
  while (true) {
    Line line;
    ASSIGN_OR_RETURN(const bool is_there, lines.ReadAt(offset, line));
    if (!is_there) break;
    offset = lines.next_offset();
    ++end.rows;
    if (line.is_too_long) {
      RETURN_IF_ERROR(Fault(
          end.rows, {.what = "a line is too long", .want = "at most 64 MiB"}));
    } else if (!absl::StripAsciiWhitespace(line.text).empty()) {
      RETURN_IF_ERROR(ReadLine(line.text, end.rows));
    }
    Progress(end.rows, offset);
  }
  ASSIGN_OR_RETURN(const FileHash hash, HashFile(*file));
  end.sha256 = hash.sha256;
  return end;
}

absl::Status FileReading::ReadLine(absl::string_view text, uint64_t row) {
  if (FindInvalidUtf8(text)) {
    return Fault(row, {.what = "text that is no UTF-8", .want = "UTF-8"});
  }
  const std::optional<JsonFault> fault = json_.Parse(text);
  if (fault) {
    return Fault(row,
                 {.what = fault->what, .got = fault->got, .want = fault->want});
  }
  FtmLine line = ReadFtmLine(json_.root());
  return HandOn(line, row);
}

absl::Status FileReading::HandOn(FtmLine& line, uint64_t row) {
  if (line.fault) return Fault(row, *std::move(line.fault));
  for (RowError& warning : line.warnings) {
    RETURN_IF_ERROR(Warn(row, std::move(warning)));
  }
  if (line.entity && file_.kind == FtmFileKind::kEntities) {
    line.entity->row = row;
    for (FtmStatement& statement : line.entity->statements) {
      statement.row = row;
    }
    return rows_.Entity(*line.entity);
  }
  if (line.statement && file_.kind == FtmFileKind::kStatements) {
    line.statement->row = row;
    return rows_.Statement(*line.statement);
  }
  if (line.judgement && file_.kind == FtmFileKind::kJudgements) {
    line.judgement->row = row;
    return rows_.Judgement(*line.judgement);
  }
  return Fault(row, {.what = "a line of another kind than the first",
                     .want = "a file of entities, of statements or of "
                             "judgements"});
}

}  // namespace

absl::StatusOr<FtmFile> LookAtFtmFile(const std::string& path) {
  FtmFile file;
  file.path = path;
  if (path == "-") {
    ASSIGN_OR_RETURN(file.spooled, InputFile::SpoolStandardInput());
  }
  InputFile own;
  ASSIGN_OR_RETURN(const InputFile* const opened, OpenFile(file, own));
  file.size_bytes = opened->size_bytes();
  std::string first;
  RETURN_IF_ERROR(FindFirstLine(*opened, first));
  if (first.empty()) return NoFtm(path, "an empty file");
  if (first[0] == '{' || first[0] == '[') {
    file.kind = KindOfLine(first);
    return file;
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<TableReader> table,
                   TableReader::Open(path, *opened, BadText::kIsKept));
  file.kind = FtmFileKind::kStatements;
  file.is_table = true;
  file.headings = table->headings();
  for (const StatementColumn& column : kColumns) {
    if (!column.is_needed ||
        std::find(file.headings.begin(), file.headings.end(), column.heading) !=
            file.headings.end()) {
      continue;
    }
    return NoFtm(path, absl::StrCat("a table without ", column.heading));
  }
  return file;
}

absl::StatusOr<FtmFileEnd> ReadFtmFile(
    const FtmFile& file, const std::function<void(uint64_t)>& progress,
    FtmRows& rows) {
  FileReading reading(file, progress, rows);
  return file.is_table ? reading.ReadTable() : reading.ReadLines();
}

}  // namespace attest
