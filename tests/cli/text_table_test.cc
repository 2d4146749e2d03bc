// Tables of text: what is cut when they are too wide.

#include "tools/text_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/display_width.h"
#include "tools/marked_text.h"

namespace attest {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ResultOf;

const std::vector<TableColumn> kColumns = {
    {"key", Clip::kNever}, {"kind"}, {"name"}, {"statement", Clip::kNever}};
const std::vector<std::vector<std::string>> kRows = {
    {"person:haddan-colonel-of-the-third", "person",
     "Colonel Yusuf Haddan of the Third Brigade", "stm:0123456789abcdef0123"},
    {"unit:third", "unit", "Third Brigade", "stm:fcd00c1a07ccea5a80f7"}};

std::vector<std::string> LinesAt(size_t width) {
  return absl::StrSplit(FormatTable(kColumns, kRows, width), '\n',
                        absl::SkipEmpty());
}

TEST(TextTableTest, NothingIsCutWithoutAWidth) {
  for (const std::vector<std::string>& row : kRows) {
    for (const std::string& cell : row) {
      EXPECT_THAT(FormatTable(kColumns, kRows, 0), HasSubstr(cell));
    }
  }
  EXPECT_THAT(FormatTable(kColumns, kRows, 0), Not(HasSubstr("…")));
}

TEST(TextTableTest, KeysAreWholeWhileAnythingElseCanBeCut) {
  // 34 and 24 for the keys, 6 for each of the others, and three gaps of two.
  constexpr size_t kNarrowest = 34 + 24 + 6 + 6 + 3 * 2;
  for (size_t width = kNarrowest; width < 120; ++width) {
    const std::vector<std::string> lines = LinesAt(width);
    EXPECT_THAT(lines, Each(ResultOf(DisplayWidth, ::testing::Le(width))));
    for (size_t i = 0; i < kRows.size(); ++i) {
      EXPECT_THAT(lines[i + 2], HasSubstr(kRows[i].front())) << width;
      EXPECT_THAT(lines[i + 2], HasSubstr(kRows[i].back())) << width;
    }
  }
}

TEST(TextTableTest, WhereKeysDoNotFitEachRowIsARecordWithNothingCut) {
  for (size_t width = 20; width < 76; ++width) {
    const std::string table = FormatTable(kColumns, kRows, width);
    EXPECT_THAT(LinesAt(width),
                Each(ResultOf(DisplayWidth, ::testing::Le(width))))
        << width;
    EXPECT_THAT(table, Not(HasSubstr("…"))) << width;
    std::string letters;
    for (const std::string& row : LinesAt(width)) letters += row;
    absl::StrReplaceAll({{" ", ""}, {std::string(1, kNoBreak), ""}}, &letters);
    for (const std::vector<std::string>& row : kRows) {
      for (const std::string& cell : row) {
        EXPECT_THAT(letters, HasSubstr(absl::StrReplaceAll(cell, {{" ", ""}})))
            << width;
      }
    }
  }
}

TEST(TextTableTest, ARecordNamesEveryColumn) {
  const std::string record =
      Shown(TableRecord({{{"key", Clip::kNever}, {"name"}, {"note"}}},
                        {{"unit:third", "Third Brigade of the North", ""}}, 24),
            {});
  EXPECT_EQ(record,
            "key   unit:third\n"
            "name  Third Brigade of\n"
            "      the North\n"
            "note  -\n"
            "\n");
}

TEST(TextTableTest, ColumnsStandBelowEachOtherInAnyScript) {
  const std::vector<std::vector<std::string>> rows = {
      {"a", "كتيبة الفاروق", "1"},
      {"b", "北京市公安局", "2"},
      {"c", "Київ 👩‍👩‍👧", "3"},
      {"d", "e\u0301te\u0301", "4"}};
  const std::string table = Shown(
      FormatTable({{{"key"}, {"name"}, {"n"}}}, rows, 0), {.isolates = true});
  size_t at = 0;
  for (absl::string_view line :
       absl::StrSplit(table, '\n', absl::SkipEmpty())) {
    // Up to the last column all are as wide.
    EXPECT_EQ(DisplayWidth(line.substr(0, line.size() - 1)),
              at++ == 1 ? 4u + 14u + 2u : 5u + 15u)
        << line;
  }
}

}  // namespace
}  // namespace attest
