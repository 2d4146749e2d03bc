#include "engine/interchange/table_reader.h"

#include <csv.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/table_dialect.h"
#include "engine/interchange/utf16_decoder.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kWindowBytes = size_t{256} << 10;
constexpr size_t kMaxCellBytes = size_t{16} << 20;
constexpr size_t kMaxRowBytes = size_t{64} << 20;
// What spreadsheets hold.
constexpr size_t kMaxColumns = 16'384;
// Cells grow by so much; libcsv's own 128 bytes make long ones slow.
constexpr size_t kGrowthBytes = size_t{64} << 10;

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kUtf16LittleEndian = "\xFF\xFE";
constexpr absl::string_view kUtf16BigEndian = "\xFE\xFF";
constexpr absl::string_view kUtf32LittleEndian("\xFF\xFE\0\0", 4);
constexpr absl::string_view kUtf32BigEndian("\0\0\xFE\xFF", 4);

// What a file is by its first bytes, where that is no text of ours.
absl::string_view OtherKind(absl::string_view bytes) {
  if (absl::StartsWith(bytes, kUtf32LittleEndian) ||
      absl::StartsWith(bytes, kUtf32BigEndian)) {
    return "UTF-32 text";
  }
  if (absl::StartsWith(bytes, "PK\x03\x04")) return "a workbook (or ZIP file)";
  if (absl::StartsWith(bytes, "\xD0\xCF\x11\xE0")) return "an .xls workbook";
  return {};
}

// Appends `cell` with every line end as LF, however the spreadsheet was saved.
void AppendWithLineFeeds(absl::string_view cell, std::string& row) {
  if (cell.find('\r') == absl::string_view::npos) {
    row.append(cell.data(), cell.size());
    return;
  }
  for (size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\r') {
      row.push_back(cell[i]);
    } else if (i + 1 == cell.size() || cell[i + 1] != '\n') {
      row.push_back('\n');
    }
  }
}

absl::Status About(absl::string_view file, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(file, ": ", status.message()));
}

class CsvTable : public TableReader {
 public:
  // Reads `borrowed` or, where that is null, `own`.
  CsvTable(std::string name, InputFile own, const InputFile* borrowed,
           BadText bad_text)
      : name_(std::move(name)),
        own_(std::move(own)),
        file_(borrowed == nullptr ? own_ : *borrowed),
        bad_text_(bad_text),
        window_(std::make_unique<char[]>(kWindowBytes)) {}
  ~CsvTable() override {
    if (is_begun_) csv_free(&parser_);
  }
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;

  absl::Status Begin();

  const std::vector<std::string>& headings() const override {
    return headings_;
  }
  absl::StatusOr<bool> Next() override;
  uint64_t row() const override { return row_; }
  absl::string_view cell(size_t column) const override {
    return column < cells_.size() ? cells_[column] : absl::string_view();
  }
  bool has_cells_beyond() const override { return has_cells_beyond_; }
  const std::vector<CellTextFault>& faults() const override { return faults_; }
  uint64_t bytes_read() const override {
    return bytes_read_ - std::min<uint64_t>(bytes_read_, rest_.size());
  }
  uint64_t size_bytes() const override { return file_.size_bytes(); }
  std::array<uint8_t, 32> sha256() const override { return sha256_; }

 private:
  absl::Status Fill();
  absl::Status FillDecoded();
  void FindOrder();
  absl::Status ReadHeadings();
  // Reads a row, which may be empty; false at the end.
  absl::StatusOr<bool> ReadRow();
  absl::Status Feed(absl::string_view piece);
  absl::Status CheckBounds();
  absl::Status FinishRow();
  void FindTextFaults();
  [[nodiscard]] absl::Status Fault(size_t column, absl::string_view what) const;

  void TakeCell(absl::string_view cell);
  static void OnCell(void* cell, size_t size, void* table) {
    static_cast<CsvTable*>(table)->TakeCell(
        {static_cast<const char*>(cell), size});
  }
  static void OnRow(int /*end*/, void* table) {
    static_cast<CsvTable*>(table)->is_row_complete_ = true;
  }
  // libcsv looks for separators first, and for row ends last.
  static int IsSpace(unsigned char c) { return c == ' ' || c == '\t' ? 1 : 0; }
  static int IsSpaceBeforeLineFeed(unsigned char c) {
    return c == '\r' ? 1 : IsSpace(c);
  }
  static int IsLineFeed(unsigned char c) { return c == '\n' ? 1 : 0; }
  static int IsCarriageReturn(unsigned char c) { return c == '\r' ? 1 : 0; }

  const std::string name_;
  const InputFile own_;
  const InputFile& file_;
  const BadText bad_text_;
  csv_parser parser_ = {};
  bool is_begun_ = false;
  char row_end_ = '\n';
  std::vector<std::string> headings_;
  bool has_headings_ = false;

  const std::unique_ptr<char[]> window_;
  std::optional<Utf16Decoder> decoder_;
  std::string decoded_;     // what the window comes to, if that is not UTF-8
  absl::string_view rest_;  // of one of them
  uint64_t bytes_read_ = 0;
  bool is_at_end_ = false;
  InputHasher hasher_;
  Sha256 sha256_ = {};

  uint64_t row_ = 0;
  bool is_row_complete_ = false;
  bool has_cells_beyond_ = false;
  bool has_text_beyond_ = false;
  size_t cells_seen_ = 0;
  std::string bytes_;         // of the row's cells, each with a line feed
  std::vector<size_t> ends_;  // of the cells, behind their line feeds
  std::vector<absl::string_view> cells_;
  std::vector<CellTextFault> faults_;
};

absl::Status CsvTable::Fault(size_t column, absl::string_view what) const {
  std::string place = absl::StrCat(name_, ":", row_, ": error: ");
  if (has_headings_ && column < headings_.size() &&
      !headings_[column].empty()) {
    absl::StrAppend(&place, "column ", QuotedForMessage(headings_[column]),
                    ": ");
  } else {
    absl::StrAppend(&place, "column ", column + 1, ": ");
  }
  return absl::InvalidArgumentError(absl::StrCat(place, what));
}

absl::Status CsvTable::Fill() {
  ASSIGN_OR_RETURN(const size_t got,
                   file_.ReadAt(bytes_read_, window_.get(), kWindowBytes));
  rest_ = absl::string_view(window_.get(), got);
  bytes_read_ += got;
  hasher_.Update(rest_);
  if (got == 0) {
    is_at_end_ = true;
    sha256_ = hasher_.Finish();
  }
  return absl::OkStatus();
}

absl::Status CsvTable::FillDecoded() {
  RETURN_IF_ERROR(About(name_, Fill()));
  if (!decoder_) return absl::OkStatus();
  decoded_.clear();
  if (!is_at_end_) {
    decoder_->Append(rest_, decoded_);
  } else if (!decoder_->Finish(decoded_)) {
    return Fault(cells_seen_, "half a unit of UTF-16 at the end");
  }
  rest_ = decoded_;
  return absl::OkStatus();
}

// Looks at the beginning of the file, which may be a byte order mark.
void CsvTable::FindOrder() {
  if (absl::StartsWith(rest_, kUtf16LittleEndian)) {
    decoder_.emplace(Utf16Decoder::Order::kLittleEndian);
  } else if (absl::StartsWith(rest_, kUtf16BigEndian)) {
    decoder_.emplace(Utf16Decoder::Order::kBigEndian);
  } else {
    return;
  }
  decoder_->Append(rest_, decoded_);
  rest_ = decoded_;
}

absl::Status CsvTable::Begin() {
  RETURN_IF_ERROR(About(name_, Fill()));
  const absl::string_view other = OtherKind(rest_);
  if (!other.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no table, got ", other,
                     ", want CSV or TSV; save the sheet as CSV UTF-8"));
  }
  FindOrder();
  if (absl::StartsWith(rest_, kByteOrderMark)) {
    rest_.remove_prefix(kByteOrderMark.size());
  }
  const TableDialect dialect = TableDialectOf(rest_);
  rest_.remove_prefix(dialect.bytes_before);
  row_end_ = dialect.row_end;
  if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
    return absl::ResourceExhaustedError("no memory to read a table");
  }
  is_begun_ = true;
  csv_set_delim(&parser_, static_cast<unsigned char>(dialect.separator));
  const bool has_line_feeds = row_end_ == '\n';
  csv_set_space_func(&parser_,
                     has_line_feeds ? &IsSpaceBeforeLineFeed : &IsSpace);
  csv_set_term_func(&parser_, has_line_feeds ? &IsLineFeed : &IsCarriageReturn);
  csv_set_blk_size(&parser_, kGrowthBytes);
  return ReadHeadings();
}

absl::Status CsvTable::ReadHeadings() {
  headings_.resize(kMaxColumns);  // as many cells as these are kept
  ASSIGN_OR_RETURN(const bool is_there, Next());
  headings_.clear();
  if (!is_there) {
    return absl::InvalidArgumentError(absl::StrCat(
        name_, ": no table, got an empty file, want a row of headings"));
  }
  if (has_cells_beyond_) {
    return Fault(kMaxColumns,
                 absl::StrCat("too many columns, want at most ", kMaxColumns));
  }
  absl::flat_hash_set<absl::string_view> seen;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (!cells_[i].empty() && !seen.insert(cells_[i]).second) {
      return Fault(i, absl::StrCat("two columns have the heading ",
                                   QuotedForMessage(cells_[i])));
    }
  }
  for (const absl::string_view cell : cells_) headings_.emplace_back(cell);
  has_headings_ = true;
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvTable::Next() {
  while (true) {
    ASSIGN_OR_RETURN(const bool is_there, ReadRow());
    if (!is_there) return false;
    const bool is_empty =
        std::all_of(cells_.begin(), cells_.end(),
                    [](absl::string_view cell) { return cell.empty(); });
    if (!is_empty || has_text_beyond_) return true;
  }
}

absl::StatusOr<bool> CsvTable::ReadRow() {
  bytes_.clear();
  ends_.clear();
  cells_.clear();
  cells_seen_ = 0;
  faults_.clear();
  has_cells_beyond_ = false;
  has_text_beyond_ = false;
  is_row_complete_ = false;
  if (is_at_end_) return false;
  ++row_;
  while (!is_row_complete_) {
    if (rest_.empty() && !is_at_end_) RETURN_IF_ERROR(FillDecoded());
    if (rest_.empty() && is_at_end_) {
      if (csv_fini(&parser_, &OnCell, &OnRow, this) != 0) {
        return Fault(cells_seen_, "a quotation mark that is not closed");
      }
      if (is_row_complete_) break;
      --row_;
      return false;
    }
    const void* const end = std::memchr(rest_.data(), row_end_, rest_.size());
    const size_t size =
        end == nullptr ? rest_.size()
                       : static_cast<size_t>(static_cast<const char*>(end) -
                                             rest_.data()) +
                             1;
    RETURN_IF_ERROR(Feed(rest_.substr(0, size)));
    rest_.remove_prefix(size);
    RETURN_IF_ERROR(CheckBounds());
  }
  RETURN_IF_ERROR(FinishRow());
  return true;
}

// A quotation mark inside a cell that does not begin with one is itself, as
// spreadsheets have it; but what follows a closed one may be half of a cell
// whose marks were not doubled.
absl::Status CsvTable::Feed(absl::string_view piece) {
  while (!piece.empty()) {
    piece.remove_prefix(
        csv_parse(&parser_, piece.data(), piece.size(), &OnCell, &OnRow, this));
    if (piece.empty()) break;
    if (csv_error(&parser_) != CSV_EPARSE) {
      return absl::ResourceExhaustedError(
          absl::StrCat(name_, ": no memory to read a cell"));
    }
    if (parser_.quoted != 0) {
      return Fault(cells_seen_,
                   absl::StrCat("a cell goes on behind its closing quotation "
                                "mark, got ",
                                QuotedForMessage(FindInvalidUtf8(piece)
                                                     ? absl::string_view()
                                                     : TrimmedCell(piece)),
                                ", want inner ones doubled, as \"\""));
    }
    csv_set_opts(&parser_, CSV_REPALL_NL);
    piece.remove_prefix(
        csv_parse(&parser_, piece.data(), 1, &OnCell, &OnRow, this));
    csv_set_opts(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  }
  return absl::OkStatus();
}

absl::Status CsvTable::CheckBounds() {
  // The parser's buffer is that of the longest cell so far.
  if (csv_get_buffer_size(&parser_) > kMaxCellBytes + kGrowthBytes) {
    return Fault(cells_seen_,
                 "a cell of more than 16 MiB; is a quotation mark not closed?");
  }
  if (bytes_.size() > kMaxRowBytes) {
    return Fault(cells_seen_, "a row of more than 64 MiB");
  }
  return absl::OkStatus();
}

void CsvTable::TakeCell(absl::string_view cell) {
  ++cells_seen_;
  if (ends_.size() == headings_.size()) {
    has_cells_beyond_ = true;
    has_text_beyond_ = has_text_beyond_ || !TrimmedCell(cell).empty();
    return;
  }
  AppendWithLineFeeds(cell, bytes_);
  bytes_.push_back('\n');  // no character goes from one cell to the next
  ends_.push_back(bytes_.size());
}

absl::Status CsvTable::FinishRow() {
  if (FindInvalidUtf8(bytes_) ||
      FindForbiddenControl(bytes_) != absl::string_view::npos) {
    FindTextFaults();
    if (faults_.empty()) return absl::InternalError("a row is good after all");
    if (bad_text_ == BadText::kEndsReading || !has_headings_) {
      const CellTextFault& first = faults_.front();
      return Fault(first.column, absl::StrCat(first.what, ", got ", first.got,
                                              ", want ", first.want));
    }
  }
  size_t begin = 0;
  for (const size_t end : ends_) {
    cells_.push_back(
        TrimmedCell(absl::string_view(bytes_).substr(begin, end - begin)));
    begin = end;
  }
  return absl::OkStatus();
}

void CsvTable::FindTextFaults() {
  size_t begin = 0;
  for (size_t i = 0; i < ends_.size(); ++i) {
    const absl::string_view cell =
        absl::string_view(bytes_).substr(begin, ends_[i] - begin);
    begin = ends_[i];
    if (const std::optional<size_t> at = FindInvalidUtf8(cell)) {
      if (decoder_) {
        faults_.push_back({i, "text that is no UTF-16", "half of a pair",
                           "a table saved as CSV UTF-8"});
        continue;
      }
      faults_.push_back({i, "text that is no UTF-8",
                         absl::StrFormat("byte 0x%02X",
                                         static_cast<unsigned char>(cell[*at])),
                         "a table saved as CSV UTF-8"});
      continue;
    }
    size_t at = FindForbiddenControl(cell);
    if (at != absl::string_view::npos) {
      faults_.push_back({i, "a control character",
                         absl::StrFormat("U+%04X", NextCodePoint(cell, at)),
                         "text"});
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<TableReader>> TableReader::Open(
    const std::string& path, BadText bad_text) {
  absl::StatusOr<InputFile> file =
      path == "-" ? InputFile::SpoolStandardInput() : InputFile::Open(path);
  if (!file.ok()) return About(path, file.status());
  auto table =
      std::make_unique<CsvTable>(path, *std::move(file), nullptr, bad_text);
  RETURN_IF_ERROR(table->Begin());
  return table;
}

absl::StatusOr<std::unique_ptr<TableReader>> TableReader::Open(
    const std::string& path, const InputFile& file, BadText bad_text) {
  auto table = std::make_unique<CsvTable>(path, InputFile(), &file, bad_text);
  RETURN_IF_ERROR(table->Begin());
  return table;
}

}  // namespace attest
