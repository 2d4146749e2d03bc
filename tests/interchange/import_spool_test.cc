#include "engine/interchange/import_spool.h"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

struct MadeLine {
  std::string file;
  uint64_t row = 0;
  std::string text;
};

// Hands `files` random tables of rows with some lines each, some without, some
// bad; returns the lines that are to come out, in their order.
std::vector<MadeLine> MakeLines(int files, std::mt19937& random,
                                ImportSink& sink) {
  std::vector<MadeLine> made;
  for (int file = 0; file < files; ++file) {
    const std::string name = absl::StrCat("file", file, ".csv");
    EXPECT_TRUE(sink.BeginFile({.name = name, .headings = {"a"}}).ok());
    const uint64_t rows = random() % 400;
    for (uint64_t row = 2; row < rows; ++row) {
      const uint64_t lines = random() % 4;
      const bool is_bad = random() % 20 == 0;
      for (uint64_t line = 0; line < lines; ++line) {
        // Long enough for many pieces on their way to the disk.
        MadeLine next{.file = name,
                      .row = row,
                      .text = std::string(1 + random() % 6000, 'x')};
        absl::StrAppend(&next.text, " ", row, " ", line);
        EXPECT_TRUE(sink.Line(row, next.text).ok());
        if (!is_bad) made.push_back(std::move(next));
      }
      if (is_bad) {
        EXPECT_TRUE(sink.Error({.file = name, .row = row, .what = "bad"}).ok());
      }
    }
    EXPECT_TRUE(sink.EndFile(rows, {}).ok());
  }
  return made;
}

TEST(ImportSpoolTest, LinesComeOutInOrderAndLeadBackToTheirRows) {
  const uint32_t seed = 20261122;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 6; ++round) {
    auto spool = ImportSpool::Make(false);
    ASSERT_TRUE(spool.ok());
    const int files = static_cast<int>(random() % 4);
    const std::vector<MadeLine> made = MakeLines(files, random, **spool);
    std::string expected;
    for (const MadeLine& line : made) {
      absl::StrAppend(&expected, line.text, "\n");
    }
    auto lines = (*spool)->TakeLines();
    ASSERT_TRUE(lines.ok());
    ASSERT_EQ(lines->size_bytes(), expected.size());
    std::string read(expected.size(), '\0');
    ASSERT_EQ(*lines->ReadAt(0, read.data(), read.size()), expected.size());
    EXPECT_TRUE(read == expected);
    for (size_t line = 1; line <= made.size(); ++line) {
      const InputError at =
          (*spool)->AtRow({.file = "lines", .line = line, .what = "wrong"});
      ASSERT_EQ(at.file, made[line - 1].file);
      ASSERT_EQ(at.line, made[line - 1].row);
    }
    const InputError beyond =
        (*spool)->AtRow({.file = "lines", .line = made.size() + 1});
    EXPECT_EQ(beyond.file, "lines");
    EXPECT_EQ(beyond.line, made.size() + 1);
  }
}

TEST(ImportSpoolTest, WhatIsNotTakenIsGivenUp) {
  std::mt19937 random(7);
  auto spool = ImportSpool::Make(false);
  ASSERT_TRUE(spool.ok());
  MakeLines(3, random, **spool);
  spool->reset();
}

}  // namespace
}  // namespace attest
