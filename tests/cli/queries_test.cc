// Every tests/queries/*.test, run in a fresh folder.
//
// With ATTEST_UPDATE_EXPECTATIONS=1 in the environment what the program prints
// is written into the files instead, for a person to review as a diff.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/placeholders.h"
#include "tests/cli/terminal.h"
#include "tests/cli/test_script.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kErrorLinesRecorded = 5;

fs::path QueriesFolder() {
  return fs::path(ATTEST_SOURCE_DIR) / "tests" / "queries";
}

// The names of the files, without their ending, sorted.
std::vector<std::string> ScriptNames() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(QueriesFolder())) {
    if (entry.path().extension() == ".test") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsUpdating() {
  const char* value = std::getenv(
      "ATTEST_UPDATE_EXPECTATIONS");  // NOLINT(concurrency-mt-unsafe):
                                      // no other thread
  return value != nullptr && std::string(value) == "1";
}

// Is each of `errors` part of a line of `err`?
bool HasErrors(const std::vector<std::string>& errors, const std::string& err) {
  const std::vector<std::string> lines = absl::StrSplit(err, '\n');
  return std::all_of(errors.begin(), errors.end(), [&](const auto& error) {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) {
      return absl::StrContains(line, error);
    });
  });
}

// What `command` is expected to do, by what it did.
void Record(const Output& output, ScriptCommand& command) {
  command.exit_code = output.exit_code;
  command.output = WithoutLastLineEnds(output.out);
  const bool says_why = output.exit_code != 0 && !output.err.empty();
  if (HasErrors(command.errors, output.err) &&
      (!command.errors.empty() || !says_why)) {
    return;
  }
  command.errors = absl::StrSplit(output.err, '\n', absl::SkipEmpty());
  if (command.errors.size() > kErrorLinesRecorded) {
    command.errors.resize(kErrorLinesRecorded);
  }
}

void Compare(const Output& output, const ScriptCommand& command) {
  EXPECT_EQ(WithoutLastLineEnds(output.out), command.output);
  EXPECT_EQ(output.exit_code, command.exit_code);
  EXPECT_TRUE(HasErrors(command.errors, output.err))
      << "wanted in standard error: "
      << ::testing::PrintToString(command.errors);
  if (::testing::Test::HasFailure()) {
    ADD_FAILURE() << "$ " << command.line << "\nstandard error:\n"
                  << output.err;
  }
}

// Runs the steps, up to the first that differs.
void RunScript(TestScript& script) {
  const Terminal terminal;
  Placeholders placeholders(terminal.folder(), absl::Now() - absl::Minutes(1));
  for (ScriptStep& step : script.steps) {
    if (const auto* file = std::get_if<ScriptFile>(&step.action)) {
      terminal.Write(file->name, file->text);
      continue;
    }
    auto& command = std::get<ScriptCommand>(step.action);
    Output output = terminal.Run(command.line);
    output.out = placeholders.Replace(output.out);
    output.err = placeholders.Replace(output.err);
    if (IsUpdating()) {
      Record(output, command);
      continue;
    }
    Compare(output, command);
    if (::testing::Test::HasFailure()) return;
  }
}

class QueriesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(QueriesTest, PrintsWhatTheFileSays) {
  const fs::path path = QueriesFolder() / (GetParam() + ".test");
  std::ifstream stream(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (absl::StrContains(text, "$SHARED") && !fs::exists(ATTEST_SHARED_DIR)) {
    GTEST_SKIP() << "no shared data in " << ATTEST_SHARED_DIR;
  }
  absl::StatusOr<TestScript> script = ParseScript(text);
  ASSERT_TRUE(script.ok()) << path << ": " << script.status();
  RunScript(*script);
  if (IsUpdating()) {
    std::ofstream(path, std::ios::binary) << FormatScript(*script);
  } else {
    EXPECT_EQ(FormatScript(*script), text) << "not in the canonical form";
  }
}

INSTANTIATE_TEST_SUITE_P(All, QueriesTest, ::testing::ValuesIn(ScriptNames()),
                         [](const auto& param_info) {
                           return param_info.param;
                         });

TEST(QueriesFolderTest, FilesAreFound) { EXPECT_FALSE(ScriptNames().empty()); }

}  // namespace
}  // namespace attest
