// Tables of text: what is cut when they are too wide.

#include "tools/text_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ResultOf;

const std::vector<TableColumn> kColumns = {
    {"key", Clip::kLast}, {"kind"}, {"name"}, {"statement", Clip::kLast}};
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

TEST(TextTableTest, KeysAreCutWhenNothingElseCanBe) {
  constexpr size_t kNarrowest = 4 * 6 + 3 * 2;
  for (size_t width = kNarrowest; width < 70; ++width) {
    EXPECT_THAT(LinesAt(width),
                Each(ResultOf(DisplayWidth, ::testing::Le(width))))
        << width;
  }
}

}  // namespace
}  // namespace attest
