// Tables from anywhere: whatever bytes a file holds, reading it as a table, and
// importing it, ends with rows or with errors. What an importer hands out is in
// the order of the rows and can be read as lines of the case format.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/json_line.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/csv_row.h"
#include "engine/interchange/import_formats.h"
#include "engine/interchange/import_passes.h"
#include "engine/interchange/table_reader.h"
#include "engine/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_case.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

std::string Explain(const absl::Status& status, absl::string_view what) {
  return absl::StrCat(what, ": ", status.ToString());
}

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

// The rows of a table, the headings first; none where it is no table. Those
// that came before an error are among them.
std::vector<std::vector<std::string>> RowsOf(const std::string& path,
                                             bool& is_good) {
  std::vector<std::vector<std::string>> rows;
  is_good = false;
  const auto opened = TableReader::Open(path, BadText::kIsKept);
  if (!opened.ok()) return rows;
  TableReader& table = **opened;
  const size_t columns = table.headings().size();
  for (const std::string& heading : table.headings()) {
    Require(!FindInvalidUtf8(heading), "a heading is text");
  }
  rows.push_back(table.headings());
  is_good = true;
  uint64_t last = table.row();
  while (true) {
    const absl::StatusOr<bool> is_there = table.Next();
    if (!is_there.ok() || !*is_there) {
      Require(is_there.ok() || absl::IsInvalidArgument(is_there.status()),
              "a bad table is the input's fault");
      is_good = is_good && is_there.ok();
      return rows;
    }
    Require(table.row() > last, "rows rise");
    last = table.row();
    is_good = is_good && table.faults().empty() && !table.has_cells_beyond();
    std::vector<std::string>& row = rows.emplace_back();
    for (size_t i = 0; i < columns; ++i) {
      row.emplace_back(table.cell(i));
      Require(!table.faults().empty() || FitsCell(row.back()),
              "a cell is text, or there is a fault");
    }
    for (const CellTextFault& fault : table.faults()) {
      Require(fault.column < columns, "a fault is in a column");
    }
    Require(table.cell(columns).empty(), "there is nothing beyond");
  }
}

// What was read is written and read again as it was.
void TryTable(const std::string& path) {
  bool is_good = false;
  const std::vector<std::vector<std::string>> rows = RowsOf(path, is_good);
  if (!is_good) return;
  std::string text;
  for (const std::vector<std::string>& row : rows) text += CsvRow(row);
  bool is_good_again = false;
  const std::vector<std::vector<std::string>> again =
      RowsOf(Folder().Write("again.csv", text), is_good_again);
  // Of one column, a row may be empty; headings may come to look like a
  // beginning of another kind.
  constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (rows[0].size() < 2 || absl::StartsWithIgnoreCase(text, "sep=") ||
      absl::StartsWithIgnoreCase(text, "\"sep=") ||
      absl::StartsWith(text, "PK") || absl::StartsWith(text, kByteOrderMark)) {
    return;
  }
  Require(is_good_again && again == rows,
          absl::StrCat("a table is read as it was written: ", text));
}

// Sees to it that lines come in order and are JSON.
class CheckedSink : public ImportSink {
 public:
  absl::Status BeginFile(const ImportFile& file) override {
    Require(!is_open_, "one file at a time");
    is_open_ = true;
    row_ = 0;
    headings_ = file.headings;
    return absl::OkStatus();
  }
  absl::Status EndFile(uint64_t rows, const std::array<uint8_t, 32>&) override {
    Require(is_open_ && row_ <= rows, "no row is behind the last");
    is_open_ = false;
    rows_ += rows;
    return absl::OkStatus();
  }
  absl::Status Line(uint64_t row, absl::string_view line) override {
    Require(is_open_ && row >= row_ && row > 0, "lines come by rows");
    row_ = row;
    bytes_ += line.size();
    Require(line.find('\n') == absl::string_view::npos, "a line is one");
    std::string padded(line);
    padded.append(JsonParser::kPadding, ' ');
    Require(!parser_.Parse(absl::string_view(padded).substr(0, line.size())) &&
                parser_.root().type == JsonType::kObject,
            absl::StrCat("a line is an object: ", line));
    return absl::OkStatus();
  }
  absl::Status Error(const RowError& error) override {
    Require(!FindInvalidUtf8(error.got) && !error.what.empty(),
            "an error can be told");
    Require(error.other_row == 0 || error.other_row < error.row,
            "an error rests on a row above");
    has_errors_ = true;
    return absl::OkStatus();
  }
  absl::Status Warning(const RowError& warning) override {
    Require(!FindInvalidUtf8(warning.got) && !warning.what.empty(),
            "a warning can be told");
    return absl::OkStatus();
  }
  void ReliesOn(uint64_t row, uint64_t maker) override {
    Require(maker > 0 && maker < row, "a row relies on one above");
  }

  [[nodiscard]] bool has_errors() const { return has_errors_; }
  [[nodiscard]] uint64_t bytes() const { return bytes_; }
  [[nodiscard]] uint64_t rows() const { return rows_; }

 private:
  JsonParser parser_;
  bool is_open_ = false;
  bool has_errors_ = false;
  uint64_t row_ = 0;
  uint64_t rows_ = 0;
  uint64_t bytes_ = 0;
  std::vector<std::string> headings_;
};

// Imports without the bad rows; what is left is good, and known again.
void TryRejects(const ImportFormat& format, const std::string& path) {
  const MemoryCase empty;
  const ImportRequest request = {.files = {path}};
  auto spool = ImportSpool::Make(true);
  Require(spool.ok() && format.import(request, empty, **spool).ok(),
          "a file is imported again");
  spool = WithoutBadRows(empty, *std::move(spool), [&](ImportSink& sink) {
    return format.import(request, empty, sink);
  });
  Require(spool.ok(), Explain(spool.status(), "bad rows are left out"));
  if ((*spool)->is_refused()) return;
  auto lines = (*spool)->TakeLines();
  Require(lines.ok(), "there are lines");
  CaseReader reader(empty, {});
  const auto reading = reader.ReadMade(*std::move(lines), (*spool)->Original());
  Require(reading.ok(), Explain(reading.status(), "lines are read"));
  if (reading->error_count > 0) {
    Require(false, absl::StrCat("good rows are good: ",
                                FormatInputError(reading->errors[0])));
  }
}

void TryImport(const ImportFormat& format, const std::string& path,
               size_t input_bytes) {
  const MemoryCase empty;
  const ImportRequest request = {.files = {path}};
  CheckedSink checked;
  const absl::Status checking = format.import(request, empty, checked);
  // Each line repeats few cells of its row, each byte of which may be escaped.
  constexpr uint64_t kTimes = 200;
  constexpr uint64_t kRowBytes = 16'384;
  Require(checked.bytes() <=
              kTimes * input_bytes + kRowBytes * (checked.rows() + 2),
          "lines are not much more than their table");
  if (!checking.ok()) {
    Require(absl::IsInvalidArgument(checking),
            Explain(checking, "a bad file is the input's fault"));
    return;
  }
  auto spool = ImportSpool::Make(false);
  Require(spool.ok() && format.import(request, empty, **spool).ok(),
          "a file is imported twice");
  auto lines = (*spool)->TakeLines();
  Require(lines.ok(), "there are lines");
  CaseReader reader(empty, {});
  const auto reading = reader.ReadMade(*std::move(lines), (*spool)->Original());
  Require(reading.ok(), Explain(reading.status(), "lines are read"));
  for (const InputError& error : reading->errors) {
    Require(!FormatRowError((*spool)->AtRow(error), "error").empty(),
            "an error is told of its row");
    Require(!absl::StrContains(error.what, "JSON"),
            absl::StrCat("lines are JSON: ", FormatInputError(error)));
  }
  if (format.files == ImportFiles::kEach) TryRejects(format, path);
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const std::string path = Folder().Write("table.csv", input);
  TryTable(path);
  for (const ImportFormat& format : ImportFormats()) {
    if (format.name != "claims-csv" && format.name != "sfm") continue;
    TryImport(format, path, input.size());
  }
}

namespace {

std::vector<std::string> ClaimTables() {
  return {
      "subject,predicate,object,value,valid,source,report,title,attribution,"
      "quote,page,stance\n"
      "person:Ana,member_of,org:Army,,2012-05/..,Sawt,,,src:ali (eyewitness); "
      "Relief,\"She \"\"joined\"\"\",12,\n"
      "org:Army,killed_count,,10-15-20,2012,Sawt,rpt:2,The raid,,,,denies\n"
      "place:Homs,coordinates,,\"34.73,36.72\",,Relief,rpt:3,,,,,\n",
      "id,subject,subject_kind,subject_name,predicate,value,unit,source,"
      "source_name,source_kind,rests_on,real_ends,extracted_by\n"
      "c1,x,person,Ana,known_as,The Fox,,src:s,S,outlet,,start; end,\n"
      "c2,x,person,Ana,holds_rank,captain,,src:s,S,outlet,c1,,\"{\"\"agent\"\":"
      "\"\"a\"\",\"\"method\"\":\"\"manual\"\"}\"\n"
      "c2,x,unit,Bo,killed_count,\"{\"\"exact\"\": 5}\",persons,src:s,,,,,\n",
      "subject,predicate,value,source,definitions\n"
      "#0123456789abcdef0123,known_as,x,src:s,\"[{\"\"type\"\":\"\"entity\"\","
      "\"\"id\"\":\"\"#0123456789abcdef0123\"\",\"\"kind\"\":\"\"person\"\","
      "\"\"withheld\"\":\"\"restricted\"\"},{\"\"type\"\":\"\"predicate\"\","
      "\"\"id\"\":\"\"saw\"\",\"\"label\"\":\"\"saw\"\",\"\"domain\"\":"
      "[\"\"person\"\"],\"\"range\"\":\"\"text\"\",\"\"time\"\":"
      "\"\"event\"\"}]\"\n"
      "person:A,saw,y,src:s,\n",
  };
}

std::vector<std::string> ResearchSheets() {
  return {
      "Name,Source: Name,Confidence: Name,division_id,Organization,Source: "
      "Organization,Role,Source: Role,Rank,Source: Rank,First citation,"
      "first_month,first_day,first_year,Source: First citation,Start date? "
      "(Y/N)\n"
      "Ana Brix,s1;s2,Low,el,First Guard,s1;s3,Commander,s1 ; s3,Colonel,s3,"
      "2/3/2010,2,3,2010,s1,Y\n",
      "o_id,Organization:Name,Source: Name,Organization division_id,"
      "OrganizationOrganization:parent_id,Source: "
      "OrganizationOrganization:parent_id,Site:geonames_name,"
      "Site:geonames_id,Source: Site:geonames_name\n"
      "u1,First Guard,s3,el,Guards,s3,Oss,77,s1\n",
      "source_id,title,published_on,source_url,archive_url,archive_timestamp,"
      "alias_source_id,country,publication_title\n"
      "s1,New colonel at Oss,2010-02-03,http://courier.test/1,"
      "https://web.archive.org/web/20161003234200/x,2016-10-03T23:42:00,,"
      "Elbonia,The Oss Courier\n"
      "s2,New colonel,2010-02-03,,No archive available,,s1,Elbonia,Courier\n",
  };
}

std::vector<std::string> OddTables() {
  const std::string wide(
      "\xFF\xFE"
      "a\0,\0b\0\n\0"
      "1\0,\0\xD8\x3D\n\0",
      18);
  return {"sep=;\na;b\n1;2\n",
          "\xEF\xBB\xBF"
          "a\tb\r\n\"x\r\ny\"\t2\r\n",
          wide,
          "a,b\n1,caf\xE9\n2,x\x01\n\"",
          "a,b\n1,2,3\n,,\n\"x\"y,1\n",
          "\"sep=|\"\na|b\n1|\"|\"\n"};
}

}  // namespace

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = ClaimTables();
  for (const auto& more : {ResearchSheets(), OddTables()}) {
    seeds.insert(seeds.end(), more.begin(), more.end());
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {",",
          ";",
          "\t",
          "\n",
          "\r\n",
          "\"",
          "\"\"",
          "sep=;\n",
          "subject",
          "predicate",
          "object",
          "value",
          "source",
          "report",
          "definitions",
          "person:A",
          "org:B",
          "member_of",
          "known_as",
          "killed_count",
          ">=5",
          "1-2-3",
          "{\"\"exact\"\":1}",
          "yes",
          "36.2,37.2",
          "2012-05/..",
          "denies",
          "(hearsay)",
          "{\"\"",
          "\xFF\xFE",
          "\xE9",
          "\x01",
          "\xC2\xA0",
          "#ab",
          "src:x",
          "Source: ",
          "Confidence: ",
          "person:name",
          "unit:name",
          "High"};
}

}  // namespace attest
