// What verbs print on a terminal: folded, coloured, and harmless.

#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/pseudo_terminal.h"
#include "tests/cli/terminal.h"
#include "tools/display_width.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kColour[] = "\x1b[";

std::string WithoutColours(const std::string& text) {
  static const auto& colours = *new std::regex("\x1b\\[[0-9;]*m");
  return std::regex_replace(text, colours, "");
}

class ScreenTest : public ::testing::Test {
 protected:
  ScreenTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  // What `command` shows on a terminal so wide.
  [[nodiscard]] std::string On(unsigned short columns,
                               const std::string& command,
                               int exit_code = 0) const {
    PseudoTerminal screen(terminal_, command, columns);
    EXPECT_EQ(screen.Finish(), exit_code) << command;
    return absl::StrReplaceAll(screen.shown(), {{"\r\n", "\n"}});
  }

  Terminal terminal_;
};

// In the order that a person asks.
const std::vector<std::string>& Verbs() {
  static const auto& verbs = *new std::vector<std::string>{
      "find haddan",
      "show person:haddan-colonel",
      "show rpt:sawt",
      "show src:wire",
      "show unit:third-brigade",
      "corroborate person:qamlan",
      "corroborate --verdict contested",
      "compare rpt:wire rpt:sawt",
      "path person:selwan org:army",
      "trace clm:004",
      "impact src:wire",
      "history person:haddan-colonel",
      "log --to 12",
      "query 'MATCH (p:Person) RETURN p.id, p.name, p.names'",
      "find nothing-of-the-kind"};
  return verbs;
}

TEST_F(ScreenTest, NoLineIsWiderThanTheTerminal) {
  constexpr unsigned short kWidths[] = {20, 40, 80, 120, 400};
  for (const unsigned short columns : kWidths) {
    for (const std::string& verb : Verbs()) {
      const std::string shown =
          WithoutColours(On(columns, absl::StrCat("attest ", verb)));
      for (absl::string_view line : absl::StrSplit(shown, '\n')) {
        EXPECT_LE(DisplayWidth(line), columns) << verb << "\n" << line;
      }
    }
  }
}

TEST_F(ScreenTest, NothingIsLostByFolding) {
  for (const std::string& verb : Verbs()) {
    // Tables are clipped.
    const bool is_table = absl::StartsWith(verb, "find") ||
                          absl::StartsWith(verb, "log") ||
                          absl::StartsWith(verb, "query");
    if (is_table) continue;
    const auto letters = [](const std::string& text) {
      return absl::StrReplaceAll(text, {{" ", ""},
                                        {"\n", ""},
                                        {"\u2066", ""},
                                        {"\u2067", ""},
                                        {"\u2068", ""},
                                        {"\u2069", ""}});
    };
    EXPECT_EQ(
        letters(WithoutColours(On(50, absl::StrCat("attest ", verb)))),
        letters(terminal_.Must(absl::StrCat("attest --mode table ", verb))))
        << verb;
  }
}

TEST_F(ScreenTest, VerdictsAreColouredOnATerminalAndSaidInWords) {
  const std::string verb = "attest show person:haddan-colonel";
  const std::string coloured = On(100, verb);
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mCONTESTED\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mdenied \x1b[0mby"));
  const std::string plain = On(100, verb + " --color never");
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  EXPECT_EQ(WithoutColours(coloured), plain);
  terminal_.Set("NO_COLOR", "1");
  EXPECT_EQ(On(100, verb), plain);
  EXPECT_EQ(On(100, verb + " --color always"), coloured);
  terminal_.Set("NO_COLOR", "");
  terminal_.Set("TERM", "dumb");
  EXPECT_EQ(On(100, verb), plain);
}

TEST_F(ScreenTest, NothingButATerminalGetsColoursIsolatesOrFolds) {
  const std::string verb = "attest show person:haddan-colonel --mode table";
  terminal_.Set("TERM", "xterm");
  terminal_.Set("COLUMNS", "40");
  const std::string out = terminal_.Must(verb);
  EXPECT_THAT(out, Not(HasSubstr(kColour)));
  EXPECT_THAT(out, Not(HasSubstr("\u2068")));
  EXPECT_THAT(out, HasSubstr("        in     صوت النهر (src:sawt), rpt:sawt, "
                             "\"عبور النهر عند تل روان\", 2019-03-15\n"));
  const std::string always = terminal_.Must(verb + " --color always");
  EXPECT_THAT(always, HasSubstr(kColour));
  EXPECT_EQ(WithoutColours(always), out);
  for (const char* mode : {"json", "jsonl", "csv", "tsv", "markdown"}) {
    EXPECT_THAT(terminal_.Must(absl::StrCat("attest find haddan --color always "
                                            "--mode ",
                                            mode)),
                Not(HasSubstr(kColour)));
  }
}

TEST_F(ScreenTest, NamesFromRightToLeftAreIsolated) {
  const std::string shown = On(120, "attest show rpt:sawt");
  EXPECT_THAT(shown, HasSubstr("\u2068صوت النهر\u2069 (src:sawt)"));
  for (absl::string_view line : absl::StrSplit(shown, '\n')) {
    size_t opened = 0;
    size_t closed = 0;
    for (size_t at = 0; at + 2 < line.size(); ++at) {
      const absl::string_view three = line.substr(at, 3);
      opened += three == "\u2066" || three == "\u2067" || three == "\u2068";
      closed += three == "\u2069";
    }
    EXPECT_EQ(opened, closed) << line;
  }
}

TEST_F(ScreenTest, ColumnsSaysHowWideTheTerminalIs) {
  terminal_.Set("COLUMNS", "50");
  const std::string shown =
      WithoutColours(On(200, "attest show person:haddan-colonel"));
  for (absl::string_view line : absl::StrSplit(shown, '\n')) {
    EXPECT_LE(DisplayWidth(line), 50u) << line;
  }
  // Of a terminal that does not know, the usual is taken.
  terminal_.Set("COLUMNS", "");
  const std::string usual =
      WithoutColours(On(0, "attest show person:haddan-colonel"));
  for (absl::string_view line : absl::StrSplit(usual, '\n')) {
    EXPECT_LE(DisplayWidth(line), 80u) << line;
  }
}

TEST_F(ScreenTest, AnUnknownWishForColourIsWrongUsage) {
  const Output output = terminal_.Run("attest stats --color blue");
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_THAT(output.err, HasSubstr("--color: got \"blue\", want auto, always "
                                    "or never"));
}

TEST_F(ScreenTest, NoVerbAndNoModePrintsControlCharactersOfOthers) {
  terminal_.Write(
      "hostile.jsonl",
      R"({"type":"source","id":"s:h","name":"A\u001b]0;owned\u0007\u202eB\u009b2J","kind":"outlet"})"
      "\n"
      R"({"type":"report","id":"r:h","source":"s:h","title":"T\u001b[2J\u2067","text":"He said \u001b[31mno\u001b[0m\u202e to it."})"
      "\n"
      R"({"type":"entity","id":"person:h","kind":"person","name":"P\u001b[8m\u202e"})"
      "\n"
      R"({"type":"claim","id":"c:h","report":"r:h","subject":"person:h","predicate":"holds_rank","value":"V\u001b[5m\u2066","as_stated":"x\u001b[6n"})"
      "\n");
  const Output added = terminal_.Run("attest add hostile.jsonl");
  ASSERT_EQ(added.exit_code, 0) << added.err;
  const auto expect_harmless = [](const std::string& text,
                                  const std::string& what) {
    EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << what;
    EXPECT_THAT(text, Not(HasSubstr("\x07"))) << what;
    EXPECT_THAT(text, Not(HasSubstr("\u009b"))) << what;
    EXPECT_THAT(text, Not(HasSubstr("\u202e"))) << what;
    EXPECT_THAT(text, Not(HasSubstr("\u2067"))) << what;
    EXPECT_THAT(text, Not(HasSubstr("\u2066"))) << what;
  };
  for (const std::string verb :
       {"show person:h", "show s:h", "show r:h", "show c:h", "trace c:h",
        "corroborate person:h", "impact s:h", "history person:h", "find T",
        "log --from 133", "compare r:h rpt:wire", "path person:h person:h",
        "query 'MATCH (n:Person) RETURN n.name, n'",
        "query 'RETURN \"\\u001b[31m\" AS a'"}) {
    for (const char* mode :
         {"table", "json", "jsonl", "csv", "tsv", "markdown"}) {
      const std::string command =
          absl::StrCat("attest --mode ", mode, " ", verb);
      expect_harmless(WithoutColours(On(90, command)), command);
    }
    const Output file =
        terminal_.Run(absl::StrCat("attest --mode table ", verb));
    expect_harmless(file.out + file.err, verb);
  }
  EXPECT_THAT(terminal_.Must("attest show person:h --mode table"),
              HasSubstr("P<U+001B>[8m<U+202E> (person:h)"));
  // As data, for other programs, it is whole.
  EXPECT_THAT(terminal_.Must("attest find P --mode csv"),
              HasSubstr("P\x1b[8m\u202e"));
  const Output unknown = terminal_.Run("attest show $(printf 'a\\033[31m')");
  EXPECT_THAT(unknown.err, HasSubstr("a<U+001B>[31m"));
}

}  // namespace
}  // namespace attest
