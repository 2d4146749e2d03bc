#include "engine/interchange/table_reader.h"

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/text/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What a reading of a table says: each row as its number and its cells.
struct Row {
  uint64_t number = 0;
  std::vector<std::string> cells;
  bool has_more = false;

  friend bool operator==(const Row&, const Row&) = default;
  friend void PrintTo(const Row& row, std::ostream* out) {
    *out << row.number << (row.has_more ? "+" : "") << ":"
         << ::testing::PrintToString(row.cells);
  }
};
struct Table {
  std::vector<std::string> headings;
  std::vector<Row> rows;
  std::array<uint8_t, 32> sha256 = {};
};

class TableReaderTest : public ::testing::Test {
 protected:
  absl::StatusOr<Table> Read(const std::string& text) {
    const std::string path = folder_.File("table.csv");
    reference::WriteBytes(path, text);
    absl::StatusOr<std::unique_ptr<TableReader>> opened =
        TableReader::Open(path);
    if (!opened.ok()) return opened.status();
    TableReader& reader = **opened;
    Table table = {.headings = reader.headings()};
    while (true) {
      const absl::StatusOr<bool> is_there = reader.Next();
      if (!is_there.ok()) return is_there.status();
      if (!*is_there) break;
      Row& row = table.rows.emplace_back();
      row.number = reader.row();
      row.has_more = reader.has_cells_beyond();
      for (size_t i = 0; i < table.headings.size(); ++i) {
        row.cells.emplace_back(reader.cell(i));
      }
    }
    last_row_ = reader.row();
    EXPECT_EQ(reader.bytes_read(), text.size());
    EXPECT_EQ(reader.size_bytes(), text.size());
    table.sha256 = reader.sha256();
    return table;
  }

  std::string Error(const std::string& text) {
    const absl::StatusOr<Table> table = Read(text);
    return table.ok() ? "no error" : std::string(table.status().message());
  }

  reference::TemporaryFolder folder_;
  uint64_t last_row_ = 0;  // of the table read last
};

// The rows of a table of three columns, found by walking through its text;
// none where it is an error.
std::optional<std::vector<Row>> SplitSlowly(std::string text, char separator) {
  std::vector<Row> rows;
  const auto is_space = [&](char c) {
    return c != separator && (c == ' ' || c == '\t' || c == '\r');
  };
  size_t at = 0;
  for (uint64_t number = 2; at < text.size(); ++number) {
    std::vector<std::string> cells;
    for (bool is_row_over = false; !is_row_over;) {
      std::string cell;
      while (at < text.size() && is_space(text[at])) ++at;
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          if (at == text.size()) return std::nullopt;
          if (text[at] == '"' && text.substr(at + 1, 1) != "\"") break;
          if (text[at] == '"') ++at;
          cell += text[at];
        }
        ++at;
        while (at < text.size() && is_space(text[at])) ++at;
        if (at < text.size() && text[at] != separator && text[at] != '\n') {
          return std::nullopt;
        }
      } else {
        while (at < text.size() && text[at] != separator && text[at] != '\n') {
          cell += text[at++];
        }
      }
      is_row_over = at == text.size() || text[at] == '\n';
      ++at;
      cell = absl::StrReplaceAll(cell, {{"\r\n", "\n"}, {"\r", "\n"}});
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
    }
    Row row = {.number = number};
    bool is_empty = true;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i < 3) row.cells.push_back(cells[i]);
      is_empty = is_empty && cells[i].empty();
    }
    row.has_more = cells.size() > 3;
    row.cells.resize(3);
    if (!is_empty) rows.push_back(std::move(row));
  }
  return rows;
}

TEST_F(TableReaderTest, ACellMovedBeyondTheLastHeadingIsTold) {
  const auto has_more = [this](const std::string& text) {
    const absl::StatusOr<Table> table = Read(text);
    EXPECT_TRUE(table.ok()) << table.status();
    return table.ok() && table->rows.at(0).has_more;
  };
  // The note was empty, and the comma of the rank moved it.
  EXPECT_TRUE(has_more("rank,source,note\nMajor, General,BBC,\n"));
  EXPECT_FALSE(has_more("rank,source,note\n\"Major, General\",BBC,\n"));
  // Padded as spreadsheets do it.
  EXPECT_FALSE(has_more("rank,source,note,,\nMajor,BBC,,,\n"));
  EXPECT_TRUE(has_more("rank,source,note,,\nMajor, General,BBC,,,\n"));
}

TEST_F(TableReaderTest, SplitsRandomTextsAsTheSlowSplitterDoes) {
  int errors = 0;
  int good = 0;
  for (uint32_t seed = 0; seed < 20'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const char separator = ",;\t"[random() % 3];
    const std::vector<std::string> parts = {
        "a", "b",    "\"", "\"\"",     "\n",
        " ", "\r\n", "\r", "\xC3\xA9", std::string(1, separator),
        "\t"};
    // Cells written as they should be, among which anything may stand.
    std::string text;
    for (auto i = random() % 30; i > 0; --i) {
      if (random() % 3 == 0) {
        text += parts[random() % parts.size()];
        continue;
      }
      std::string cell;
      for (auto k = random() % 4; k > 0; --k) {
        cell += parts[random() % parts.size()];
      }
      absl::StrAppend(&text, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}),
                      "\"",
                      random() % 3 == 0 ? "\n" : std::string(1, separator));
    }
    const std::string headings =
        absl::StrReplaceAll("x,y,z\n", {{",", std::string(1, separator)}});
    const std::optional<std::vector<Row>> expected =
        SplitSlowly(text, separator);
    const absl::StatusOr<Table> table = Read(headings + text);
    ASSERT_EQ(table.ok(), expected.has_value()) << table.status() << "\n"
                                                << headings << text;
    if (expected) {
      ASSERT_EQ(table->rows, *expected) << headings << text;
      good += 1;
    } else {
      errors += 1;
    }
  }
  EXPECT_GT(errors, 1'000);
  EXPECT_GT(good, 1'000);
}

TEST_F(TableReaderTest, TellsTheSeparatorByTheHeadings) {
  for (const std::string text :
       {"a,b\n1;x,2\n", "a;b\n1;2,x\n", "a\tb\n1\t2;x\n", "\"a,;\";b\n1;2\n"}) {
    SCOPED_TRACE(text);
    const absl::StatusOr<Table> table = Read(text);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->headings.size(), 2);
    ASSERT_EQ(table->rows.size(), 1);
    EXPECT_NE(table->rows[0].cells[1], "");
  }
  const absl::StatusOr<Table> one = Read("a\n1\n");
  ASSERT_TRUE(one.ok());
  EXPECT_THAT(one->headings, ElementsAre("a"));
}

TEST_F(TableReaderTest, TakesEveryLineEndAndAByteOrderMark) {
  const std::string lf = "a, b \n1,\"x\ny\"\n\n2,\n";
  for (const std::string& text :
       {lf, absl::StrReplaceAll(lf, {{"\n", "\r\n"}}),
        absl::StrReplaceAll(lf, {{"\n", "\r"}}), "\xEF\xBB\xBF" + lf,
        lf.substr(0, lf.size() - 1)}) {
    const absl::StatusOr<Table> table = Read(text);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_THAT(table->headings, ElementsAre("a", "b"));
    EXPECT_THAT(table->rows, ElementsAre(Row{2, {"1", "x\ny"}, false},
                                         Row{4, {"2", ""}, false}));
    EXPECT_EQ(last_row_, 4);
  }
}

TEST_F(TableReaderTest, KeepsMarksInsideOfCells) {
  const absl::StatusOr<Table> table = Read("a\tb\n5\" gun\tx \"y\" z\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->rows,
              ElementsAre(Row{2, {"5\" gun", "x \"y\" z"}, false}));
}

// `text` as UTF-16 with a byte order mark.
std::string InUtf16(const std::string& text, bool is_big_endian) {
  std::string bytes;
  const auto append = [&](int32_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes.push_back(is_big_endian ? high : low);
    bytes.push_back(is_big_endian ? low : high);
  };
  append(0xFEFF);
  for (size_t at = 0; at < text.size();) {
    const int32_t point = NextCodePoint(text, at);
    if (point < 0x10000) {
      append(point);
    } else {
      append(0xD800 + ((point - 0x10000) >> 10));
      append(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return bytes;
}

TEST_F(TableReaderTest, ReadsUtf16AsItReadsUtf8) {
  const std::vector<std::string> parts = {
      "a",        "\"\"",         "\t",
      "\n",       "\r\n",         "\xC3\xA9",
      "\xD8\xB9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
      " ",        "\"x\ny\""};
  for (uint32_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string text = "x\ty\tz\n";
    // Now and then longer than what is read at once.
    const size_t length = seed % 100 == 0 ? 400'000 : random() % 40;
    for (size_t i = 0; i < length; ++i) text += parts[random() % parts.size()];
    const absl::StatusOr<Table> expected = Read(text);
    for (const bool is_big_endian : {false, true}) {
      const absl::StatusOr<Table> table = Read(InUtf16(text, is_big_endian));
      ASSERT_EQ(table.ok(), expected.ok()) << table.status();
      if (!table.ok()) continue;
      EXPECT_EQ(table->headings, expected->headings);
      EXPECT_EQ(table->rows, expected->rows);
    }
  }
}

TEST_F(TableReaderTest, TellsHalfCharactersOfUtf16) {
  std::string text = InUtf16("a\tb\nx\ty\n", false);
  EXPECT_THAT(Error(text + "x"), HasSubstr("half a unit of UTF-16"));
  text.replace(text.size() - 8, 2, "\x3D\xD8");
  EXPECT_THAT(Error(text), HasSubstr(":2: error: column \"a\": text that is no "
                                     "UTF-16"));
}

TEST_F(TableReaderTest, TakesTheSeparatorThatTheFirstLineStates) {
  for (const std::string& line :
       {std::string("sep=;\n"), std::string("sep=;\r\n"),
        std::string("SEP=;\r"), std::string("\xEF\xBB\xBF\"sep=;\"\n")}) {
    SCOPED_TRACE(line);
    const std::string end = line.back() == '\r' ? "\r" : "\n";
    const absl::StatusOr<Table> table =
        Read(absl::StrCat(line, "a,b;c", end, "1,2;3,4", end));
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_THAT(table->headings, ElementsAre("a,b", "c"));
    EXPECT_THAT(table->rows, ElementsAre(Row{2, {"1,2", "3,4"}, false}));
  }
  const absl::StatusOr<Table> bars = Read("sep=|\na|b\n1,;|2\n");
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_THAT(bars->rows, ElementsAre(Row{2, {"1,;", "2"}, false}));
  // Headings that only look like it.
  for (const std::string text : {"sep=x\n", "sep=;b\n1;2\n", "sep=\"\n"}) {
    const absl::StatusOr<Table> table = Read(text);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->headings[0].substr(0, 4), "sep=") << text;
  }
  EXPECT_THAT(Error("sep=;\n"), HasSubstr("an empty file"));
}

TEST_F(TableReaderTest, KeepsRowsOfBadTextWhereAsked) {
  const std::string path = folder_.File("bad.csv");
  reference::WriteBytes(path,
                        "a,b\n1,2\n caf\xE9 ,x\x01\n3,\xD8\xB9\n\xC3,\xA9\n");
  auto opened = TableReader::Open(path, BadText::kIsKept);
  ASSERT_TRUE(opened.ok()) << opened.status();
  TableReader& table = **opened;
  std::vector<std::string> told;
  while (true) {
    const absl::StatusOr<bool> is_there = table.Next();
    ASSERT_TRUE(is_there.ok()) << is_there.status();
    if (!*is_there) break;
    for (const CellTextFault& fault : table.faults()) {
      told.push_back(absl::StrCat(table.row(), " ", fault.column, " ",
                                  fault.got, " ", table.cell(fault.column)));
    }
  }
  EXPECT_THAT(told, ElementsAre("3 0 byte 0xE9 caf\xE9", "3 1 U+0001 x\x01",
                                "5 0 byte 0xC3 \xC3", "5 1 byte 0xA9 \xA9"));
  EXPECT_EQ(table.row(), 5);
  reference::WriteBytes(path, "a,caf\xE9\n1,2\n");
  EXPECT_THAT(
      std::string(TableReader::Open(path, BadText::kIsKept).status().message()),
      HasSubstr("no UTF-8"));
}

TEST_F(TableReaderTest, HashesTheFileAsItIs) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n\r\n";
  const absl::StatusOr<Table> table = Read(text);
  ASSERT_TRUE(table.ok());
  std::array<uint8_t, 32> expected = {};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         expected.data());
  EXPECT_EQ(table->sha256, expected);
}

TEST_F(TableReaderTest, ReadsLongCellsUpToTheirBound) {
  const std::string text(size_t{15} << 20, 'x');
  const absl::StatusOr<Table> table = Read("a,b\n1,\"" + text + "\n\"\n2,3\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rows[0].cells[1], text);
  EXPECT_EQ(table->rows[1].number, 3);
  EXPECT_THAT(Error("a,b\n1,2\n3,\"" + text + "\n" + text),
              HasSubstr(":3: error: column \"b\": a cell of more than 16 MiB"));
}

TEST_F(TableReaderTest, SaysWhereItIsWrong) {
  EXPECT_THAT(Error("a,b\n1,2\n\"x\ny\",\"never closed\n"),
              HasSubstr(":3: error: column \"b\": a quotation mark that is "
                        "not closed"));
  EXPECT_THAT(Error("a,b\n1,\"x\" y\n"),
              HasSubstr(":2: error: column \"b\": a cell goes on"));
  EXPECT_THAT(Error("a,b\n1,caf\xE9\n"),
              HasSubstr(":2: error: column \"b\": text that is no UTF-8, got "
                        "byte 0xE9"));
  EXPECT_THAT(Error("a,b\n1,x\x01\n"),
              HasSubstr(":2: error: column \"b\": a control character, got "
                        "U+0001"));
  EXPECT_THAT(Error("a,b\nx\xC2\x9F,2\n"), HasSubstr("U+009F"));
  EXPECT_THAT(Error(std::string("a,b\nx\0,2\n", 9)), HasSubstr("U+0000"));
  // Half a character in one cell, the other half in the next.
  EXPECT_THAT(Error("a,b\n\xC3,\xA9\n"), HasSubstr("column \"a\""));
  EXPECT_THAT(Error("a,b,a\n"), HasSubstr("two columns have the heading"));
  EXPECT_THAT(Error(""), HasSubstr("an empty file"));
  EXPECT_THAT(Error("\n \n"), HasSubstr("an empty file"));
  EXPECT_THAT(Error(std::string("\xFF\xFE\0\0a\0\0\0", 8)),
              HasSubstr("UTF-32"));
  EXPECT_THAT(Error("PK\x03\x04zip"), HasSubstr("a workbook"));
  EXPECT_THAT(Error(std::string(20'000, ',') + "x\n"),
              HasSubstr("too many columns"));
}

TEST_F(TableReaderTest, SaysWhatCannotBeOpened) {
  const auto missing = TableReader::Open(folder_.File("nothing.csv"));
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()),
              HasSubstr("nothing.csv"));
  EXPECT_EQ(TableReader::Open(folder_.File("")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace attest
