#include "engine/ingest/line_reader.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"

namespace attest {
namespace {

struct ExpectedLine {
  uint64_t offset = 0;
  std::string text;
  bool is_too_long = false;
};

// Splits `bytes` as line_reader.h says, in memory.
std::vector<ExpectedLine> Split(const std::string& bytes,
                                size_t max_line_bytes) {
  std::vector<ExpectedLine> lines;
  size_t begin = absl::StartsWith(bytes, "\xEF\xBB\xBF") ? 3 : 0;
  while (begin < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size());
    ExpectedLine line = {.offset = begin,
                         .text = bytes.substr(begin, end - begin)};
    line.is_too_long = line.text.size() > max_line_bytes;
    if (line.is_too_long) {
      line.text.resize(max_line_bytes);
    } else if (absl::EndsWith(line.text, "\r")) {
      line.text.pop_back();
    }
    lines.push_back(line);
    begin = end + 1;
  }
  return lines;
}

TEST(LineReaderTest, RandomFilesAreSplitAlikeThroughEveryWindow) {
  for (uint32_t seed = 0; seed < 3'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string bytes = random() % 4 == 0 ? "\xEF\xBB\xBF" : "";
    for (size_t size = random() % 200; size > 0; --size) {
      bytes += "ab\r\n\n"[random() % 5];
    }
    // Now and then a line that is longer than any window.
    if (random() % 4 == 0) bytes.insert(bytes.size() / 2, 30'000, 'x');
    const size_t max_line_bytes =
        random() % 2 == 0 ? 1 + random() % 40 : 100'000;
    const auto file = InputFile::FromText(bytes);
    ASSERT_TRUE(file.ok());
    LineReader reader(*file, 4 + random() % 64, max_line_bytes);
    const std::vector<ExpectedLine> expected = Split(bytes, max_line_bytes);
    uint64_t offset = 0;
    Line line;
    for (const ExpectedLine& want : expected) {
      const auto got = reader.ReadAt(offset, line);
      ASSERT_TRUE(got.ok() && *got);
      EXPECT_EQ(line.offset, want.offset);
      EXPECT_EQ(line.text, want.text);
      EXPECT_EQ(line.is_too_long, want.is_too_long);
      offset = reader.next_offset();
    }
    EXPECT_FALSE(*reader.ReadAt(offset, line));
    for (int i = 0; i < 20 && !expected.empty(); ++i) {
      const ExpectedLine& want = expected[random() % expected.size()];
      ASSERT_TRUE(*reader.ReadAt(want.offset, line));
      EXPECT_EQ(line.text, want.text);
    }
    EXPECT_EQ(HashFile(*file)->size_bytes, bytes.size());
  }
}

}  // namespace
}  // namespace attest
