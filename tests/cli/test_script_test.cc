#include "tests/cli/test_script.h"

#include <string>
#include <variant>

#include "gtest/gtest.h"

namespace attest {
namespace {

constexpr char kScript[] =
    "name\n"
    "What it shows,\n"
    "on two lines.\n"
    "\n"
    "# Why.\n"
    "# And why else.\n"
    "file folder/a.jsonl\n"
    "{}\n"
    "\n"
    "end\n"
    "\n"
    "$ attest stats | head -1\n"
    "? 3\n"
    "! one\n"
    "! two\n"
    "first\n"
    "\n"
    "\\$ third\n"
    "\\\\fourth\n"
    "\n"
    "$ true\n";

TEST(TestScriptTest, IsReadStepByStep) {
  const absl::StatusOr<TestScript> script = ParseScript(kScript);
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->name, "name");
  EXPECT_EQ(script->sentence, "What it shows,\non two lines.");
  ASSERT_EQ(script->steps.size(), 3u);
  EXPECT_EQ(script->steps[0].comments.size(), 2u);
  const auto& file = std::get<ScriptFile>(script->steps[0].action);
  EXPECT_EQ(file.name, "folder/a.jsonl");
  EXPECT_EQ(file.text, "{}\n\n");
  const auto& command = std::get<ScriptCommand>(script->steps[1].action);
  EXPECT_EQ(command.line, "attest stats | head -1");
  EXPECT_EQ(command.exit_code, 3);
  EXPECT_EQ(command.errors, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(command.output, "first\n\n$ third\n\\fourth");
}

TEST(TestScriptTest, FormatIsTheInverseOfParse) {
  const absl::StatusOr<TestScript> script = ParseScript(kScript);
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(FormatScript(*script), kScript);
}

TEST(TestScriptTest, OtherFormsAreRefusedByLine) {
  EXPECT_FALSE(ParseScript("").ok());
  EXPECT_FALSE(ParseScript("name\n\n$ true\n").ok());
  EXPECT_FALSE(ParseScript("name\nsentence\n\nfile a\n{}\n").ok());
  EXPECT_FALSE(ParseScript("name\nsentence\n\n$ true\n? many\n").ok());
  EXPECT_EQ(ParseScript("name\nsentence\n\nstray\n").status().message(),
            "line 4: want `file NAME`, `$ COMMAND` or `# COMMENT`");
}

}  // namespace
}  // namespace attest
