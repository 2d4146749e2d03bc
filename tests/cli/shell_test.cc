// The shell at a terminal: editing, completion, history, and what stops what.

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/pseudo_terminal.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// It looks at the clock and at signals; nobody would wait for its end.
constexpr const char* kEndless =
    "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y "
    "WITH x, y WHERE x + y < 0 RETURN x;\n";

class ShellTest : public ::testing::Test {
 protected:
  ShellTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  Terminal terminal_;
};

TEST_F(ShellTest, AnInterruptStopsTheQueryAndNotTheShell) {
  PseudoTerminal screen(terminal_, "attest shell");
  ASSERT_TRUE(screen.Shows("attest> "));
  screen.Type("RETURN 'be' + 'gun' AS text;\n");
  ASSERT_TRUE(screen.Shows("begun"));
  ASSERT_TRUE(screen.Shows("attest> "));
  // Rows enough to be printed before its end tell that it runs.
  screen.Type(".mode jsonl\n");
  ASSERT_TRUE(screen.Shows("attest> "));
  screen.Type(
      "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y "
      "WITH x, y WHERE x = 1 AND y < 6000 RETURN 'run' + 'ning' AS row;\n");
  ASSERT_TRUE(screen.Shows("running")) << screen.shown();
  screen.Type("\x03");
  ASSERT_TRUE(screen.Shows("interrupted")) << screen.shown();
  ASSERT_TRUE(screen.Shows("attest> "));
  // What was begun to be typed is dropped, over several lines too.
  screen.Type("MATCH (n)\n");
  ASSERT_TRUE(screen.Shows("...> "));
  screen.Type("RETURN\x03");
  ASSERT_TRUE(screen.Shows("attest> ")) << screen.shown();
  screen.Type("RETURN 'on' + 'ward' AS text\n\n");
  ASSERT_TRUE(screen.Shows("onward")) << screen.shown();
  ASSERT_TRUE(screen.Shows("attest> "));
  screen.Type("\x04");
  EXPECT_EQ(screen.Finish(), 0);
}

TEST_F(ShellTest, TheTabulatorCompletesNamesAndKeys) {
  terminal_.Write("more.jsonl",
                  R"({"type":"entity","id":"person:zacharias","kind":"person",)"
                  R"("name":"Zacharias"})"
                  "\n");
  terminal_.Must("attest add more.jsonl");
  PseudoTerminal screen(terminal_, "attest shell");
  ASSERT_TRUE(screen.Shows("attest> "));
  screen.Type("matc\t (p:Pers\t {id: 'person:zach\t'}) retu\t p.nam\t;\n");
  EXPECT_TRUE(screen.Shows("1 row")) << screen.shown();
  EXPECT_THAT(screen.shown(), HasSubstr("Zacharias"));
  ASSERT_TRUE(screen.Shows("attest> "));
  screen.Type(".he\t\n");
  EXPECT_TRUE(screen.Shows(".refresh")) << screen.shown();
  screen.Type(".exit\n");
  EXPECT_EQ(screen.Finish(), 0);
}

TEST_F(ShellTest, TheHistoryIsPrivateAndOutsideTheCase) {
  const fs::path history =
      fs::path(terminal_.folder()) / ".local/state/attest/shell_history";
  {
    PseudoTerminal screen(terminal_, "attest shell");
    ASSERT_TRUE(screen.Shows("attest> "));
    screen.Type("RETURN 12345 AS remembered;\n");
    ASSERT_TRUE(screen.Shows("1 row"));
    screen.Type(".exit\n");
    EXPECT_EQ(screen.Finish(), 0);
  }
  struct stat status = {};
  ASSERT_EQ(stat(history.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(terminal_.Run("grep -rl remembered case.attest").exit_code, 1);
  PseudoTerminal screen(terminal_, "attest shell");
  ASSERT_TRUE(screen.Shows("attest> "));
  // Twice the last line but one: `.exit` was the last.
  screen.Type("\x10\x10\n");
  EXPECT_TRUE(screen.Shows("12345")) << screen.shown();
  EXPECT_TRUE(screen.Shows("1 row")) << screen.shown();
}

TEST_F(ShellTest, ReadsBesideAWriterAndSeesItsEventsAfterARefresh) {
  PseudoTerminal screen(terminal_, "attest shell");
  ASSERT_TRUE(screen.Shows("attest> "));
  terminal_.Write("late.jsonl",
                  R"({"type":"source","id":"src:late","kind":"person",)"
                  R"("name":"Late"})"
                  "\n");
  terminal_.Must("attest add late.jsonl");
  screen.Type("MATCH (s:Source {id: 'src:late'}) RETURN s.name;\n");
  EXPECT_TRUE(screen.Shows("0 rows")) << screen.shown();
  screen.Type(".refresh\n");
  EXPECT_TRUE(screen.Shows("2 events more")) << screen.shown();
  screen.Type("MATCH (s:Source {id: 'src:late'}) RETURN s.name;\n");
  EXPECT_TRUE(screen.Shows("1 row")) << screen.shown();
}

TEST_F(ShellTest, LimitsEndAQueryAndNotTheShell) {
  terminal_.Write("script.cypher", absl::StrCat(kEndless, "RETURN 'on';\n"));
  const Output output =
      terminal_.Run("attest shell --timeout 50ms < script.cypher");
  EXPECT_EQ(output.exit_code, 6);
  EXPECT_THAT(output.err, HasSubstr("--timeout"));
  EXPECT_THAT(output.out, HasSubstr("on"));
}

}  // namespace
}  // namespace attest
