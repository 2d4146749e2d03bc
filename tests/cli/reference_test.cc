// What is installed beside the program: completion and the manual page.

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/interchange/import_formats.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

class ReferenceTest : public ::testing::Test {
 protected:
  // Copies the files into the working folder.
  ReferenceTest() {
    terminal_.Must("cp \"$(dirname \"$(command -v attest)\")\"/reference/* .");
  }

  // The words that bash offers for the last of `words`.
  std::vector<std::string> Offered(const std::vector<std::string>& words) {
    std::vector<std::string> quoted;
    for (const std::string& word : words) {
      quoted.push_back(absl::StrCat("'", word, "'"));
    }
    terminal_.Write(
        "offer", absl::StrCat("source ./attest.bash\nCOMP_WORDS=(",
                              absl::StrJoin(quoted, " "),
                              ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                              "_attest\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"));
    std::vector<std::string> offered =
        absl::StrSplit(terminal_.Must("bash offer"), '\n', absl::SkipEmpty());
    std::sort(offered.begin(), offered.end());
    return offered;
  }

  // The verbs, as the program's help lists them.
  std::vector<std::string> Verbs() {
    std::vector<std::string> verbs;
    bool is_list = false;
    const std::string help = terminal_.Must("attest --help");
    for (absl::string_view line : absl::StrSplit(help, '\n')) {
      if (is_list && absl::ConsumePrefix(&line, "  ") && !line.empty() &&
          line.front() != ' ') {
        verbs.emplace_back(line.substr(0, line.find(' ')));
      }
      is_list = is_list || line == "Subcommands:";
    }
    return verbs;
  }

  Terminal terminal_;
};

TEST_F(ReferenceTest, BashOffersVerbsOptionsAndTheirWords) {
  const std::vector<std::string> verbs = Verbs();
  ASSERT_GT(verbs.size(), 30u);
  EXPECT_THAT(Offered({"attest", ""}), UnorderedElementsAreArray(verbs));
  EXPECT_THAT(Offered({"attest", "verify-"}),
              ElementsAre("verify-bundle", "verify-proof"));
  EXPECT_THAT(Offered({"attest", "--case", "add", "verify-p"}),
              ElementsAre("verify-proof"));
  EXPECT_THAT(Offered({"attest", "--mode", "json"}),
              ElementsAre("json", "jsonl"));
  EXPECT_THAT(Offered({"attest", "stats", "--mode", "ma"}),
              ElementsAre("markdown"));
  EXPECT_THAT(Offered({"attest", "export", "--to", ""}),
              IsSupersetOf({"jsonl", "tiles"}));
  std::vector<std::string> importers;
  for (const ImportFormat& format : ImportFormats()) {
    importers.emplace_back(format.name);
  }
  EXPECT_THAT(Offered({"attest", "import", "--from", ""}),
              UnorderedElementsAreArray(importers));
  // A position, where another verb calls its option so.
  EXPECT_THAT(Offered({"attest", "log", "--to", ""}), Not(Contains("jsonl")));
  EXPECT_THAT(Offered({"attest", "corroborate", "--verdict", "corr"}),
              ElementsAre("corroborated"));
  EXPECT_THAT(Offered({"attest", "add", "--rej"}), ElementsAre("--rejects"));
  EXPECT_THAT(Offered({"attest", "stats", "--rej"}), IsEmpty());
  terminal_.Write("a file.jsonl", "");
  EXPECT_THAT(Offered({"attest", "add", "a f"}), ElementsAre("a file.jsonl"));
}

TEST_F(ReferenceTest, EveryVerbIsInEveryFile) {
  const std::string zsh = terminal_.Read("_attest");
  const std::string fish = terminal_.Read("attest.fish");
  const std::string manual = terminal_.Read("attest.1");
  for (const std::string& verb : Verbs()) {
    EXPECT_THAT(zsh, HasSubstr(absl::StrCat("    '", verb, ":"))) << verb;
    EXPECT_THAT(fish, HasSubstr(absl::StrCat(" -a ", verb, " -d '"))) << verb;
    std::string heading = absl::StrCat(".SS attest ", verb);
    heading = absl::StrJoin(absl::StrSplit(heading, '-'), "\\-");
    EXPECT_THAT(manual, HasSubstr(heading)) << verb;
  }
}

TEST_F(ReferenceTest, ShellsAndManTakeThem) {
  const auto takes = [this](const std::string& program,
                            const std::string& command) {
    if (terminal_.Run(absl::StrCat("command -v ", program)).exit_code != 0) {
      std::printf("not checked: %s is not installed\n", program.c_str());
      return;
    }
    const Output output = terminal_.Run(command);
    EXPECT_EQ(output.exit_code, 0) << command;
    EXPECT_EQ(output.err, "") << command;
  };
  takes("bash", "bash -n attest.bash");
  takes("zsh", "zsh -n _attest");
  takes("fish", "fish --no-execute attest.fish");
  takes("groff", "groff -K utf8 -man -Tutf8 -ww -z attest.1");
}

// Each format has a paragraph of its own, after two examples.
TEST_F(ReferenceTest, HelpOfImportDescribesEveryFormat) {
  const std::string help = terminal_.Must("attest import --help");
  const std::vector<std::string> lines = absl::StrSplit(help, '\n');
  for (const ImportFormat& format : ImportFormats()) {
    const std::string begin = absl::StrCat(format.name, ": ");
    const auto paragraph = std::find_if(
        lines.begin(), lines.end(),
        [&](const std::string& line) { return absl::StartsWith(line, begin); });
    ASSERT_NE(paragraph, lines.end()) << format.name;
    const auto end = std::find(paragraph, lines.end(), "");
    EXPECT_GE(end - paragraph, 4) << format.name;
    for (auto line = paragraph; line != end; ++line) {
      EXPECT_LE(line->size(), 82u) << *line;
    }
  }
  const size_t first = help.find("attest import --from ");
  const size_t second = help.find("attest import --from ", first + 1);
  EXPECT_LT(second, help.find("--dry-run\n"));
  EXPECT_LT(second, help.find("claims-csv: "));
}

}  // namespace
}  // namespace attest
