// What is wrong with a line, and where: one bad line after good ones.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/ingest/case_reader.h"
#include "tests/ingest/bad_lines.h"
#include "tests/ingest/memory_case.h"

namespace attest::testing {
namespace {

constexpr char kGoodLines[] =
    R"({"type":"source","id":"s1","name":"S","kind":"agency"}
{"type":"source","id":"s2","name":"W","kind":"witness"}
{"type":"report","id":"r1","source":"s1","title":"R","text":"He was shot. She was shot."}
{"type":"report","id":"r2","source":"s1","title":"R"}
{"type":"report","id":"r3","source":"s1","title":"R","file":"bytes.bin"}
{"type":"entity","id":"p1","kind":"person","name":"P"}
{"type":"entity","id":"o1","kind":"organization","name":"O"}
{"type":"entity","id":"pl1","kind":"place","name":"L"}
{"type":"entity","id":"i1","kind":"incident","name":"I"}
{"type":"predicate","id":"likes","label":"likes","domain":["person"],"range":["person"],"time":"none"}
{"type":"claim","id":"c1","report":"r1","subject":"p1","predicate":"killed","value":true}
)";

class LineErrorsTest : public ::testing::TestWithParam<BadLine> {
 protected:
  void SetUp() override {
    folder_.Write("secret.txt", "secret");
    folder_.Write("in/words.txt", "words");
    folder_.Write("in/bytes.bin", "He was shot\xFF");
    folder_.Write("in/folder/x", "");
    std::filesystem::create_directory_symlink(folder_.Path(""),
                                              folder_.Path("in/link"));
    ASSERT_EQ(mkfifo(folder_.Path("in/pipe").c_str(), 0600), 0);
  }

  TempFolder folder_;
  MemoryCase case_;
};

TEST_P(LineErrorsTest, SayWhereAndWhatAndWhatIsWanted) {
  const std::string path = folder_.Write(
      "in/f.jsonl", absl::StrCat(kGoodLines, GetParam().line, "\n"));
  CaseReader reader(case_, {});
  const auto reading = reader.Read(path);
  ASSERT_TRUE(reading.ok()) << reading.status();
  std::string errors;
  for (const InputError& error : reading->errors) {
    EXPECT_EQ(error.line, 12u);
    absl::StrAppend(&errors, error.column, ": ", InputErrorMessage(error),
                    "\n");
  }
  EXPECT_EQ(errors, GetParam().errors);
  EXPECT_EQ(reading->error_count, reading->errors.size());
  // Nothing of a file with an error is emitted.
  EXPECT_FALSE(case_.Add(reader).ok());
  EXPECT_TRUE(case_.events().empty());
}

INSTANTIATE_TEST_SUITE_P(Lines, LineErrorsTest, ::testing::ValuesIn(kBadLines),
                         [](const ::testing::TestParamInfo<BadLine>& bad) {
                           return std::string(bad.param.name);
                         });

}  // namespace
}  // namespace attest::testing
