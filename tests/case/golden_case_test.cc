// Every case that an earlier program wrote is opened, verified and answered
// from as it was then: see tests/golden/README.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/case.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/log/verify.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

fs::path GoldenFolder() {
  return fs::path(ATTEST_SOURCE_DIR) / "tests" / "golden";
}

// The cases that have their answers beside them.
std::vector<std::string> GoldenCases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(GoldenFolder())) {
    const fs::path answers = entry.path().string() + ".jsonl";
    if (entry.is_directory() && fs::exists(answers)) {
      names.push_back(entry.path().filename());
    }
  }
  return names;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

// The events as lines, with everything that they hold.
std::string LinesOf(const Case& opened) {
  std::string lines;
  ExportOptions options;
  options.keys.include_restricted = true;
  options.keys.keep_keys = true;
  const auto summary =
      ExportJsonl(opened.log(), opened.Now(), opened.Now(), options,
                  NameContentByHash, [&](absl::string_view line) {
                    lines.append(line.data(), line.size());
                    return absl::OkStatus();
                  });
  EXPECT_TRUE(summary.ok()) << summary.status();
  return lines;
}

class GoldenCaseTest : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] fs::path golden() const { return GoldenFolder() / GetParam(); }
};

TEST_P(GoldenCaseTest, AnswersAsItDidThen) {
  const auto opened = Case::Open(golden(), {});
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_THAT((*opened)->notices(), testing::IsEmpty());
  EXPECT_EQ((*opened)->log().root().ToHex() + "\n",
            ReadAll(golden().string() + ".root"));
  EXPECT_EQ(LinesOf(**opened), ReadAll(golden().string() + ".jsonl"));
}

TEST_P(GoldenCaseTest, VerifiesWhole) {
  const auto report = VerifyCase(golden(), {});
  ASSERT_TRUE(report.ok()) << report.status();
  for (const VerifyProblem& problem : report->problems) {
    ADD_FAILURE() << problem.what;
  }
  EXPECT_TRUE(report->tree_ok);
  EXPECT_TRUE(report->checkpoint_ok);
}

TEST_P(GoldenCaseTest, TakesNewEventsBehindTheOldRoot) {
  const fs::path copy =
      fs::path(testing::TempDir()) / absl::StrCat("grown-", GetParam());
  fs::remove_all(copy);
  fs::copy(golden(), copy, fs::copy_options::recursive);
  // The folder it comes from need not have kept the key's mode.
  fs::permissions(copy / "key", fs::perms::owner_read | fs::perms::owner_write);
  {
    CaseOptions options;
    options.access = Access::kWrite;
    const auto opened = Case::Open(copy, options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    const uint64_t size = (*opened)->log().size();
    const Hash root = (*opened)->log().root();
    const std::vector<std::string> lines = {
        R"({"type":"assessment","target":"clm:001","scheme":"status",)"
        R"("value":"conflict"})"};
    const auto decided = (*opened)->Decide(lines, "a newer program");
    ASSERT_TRUE(decided.ok()) << decided.status();
    EXPECT_EQ(decided->first.value(), size);
    const auto old_root = (*opened)->log().RootAt(size);
    ASSERT_TRUE(old_root.ok()) << old_root.status();
    EXPECT_EQ(*old_root, root);
  }
  const auto report = VerifyCase(copy, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok());
  fs::remove_all(copy);
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenCaseTest,
                         testing::ValuesIn(GoldenCases()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace attest
