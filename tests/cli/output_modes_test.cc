// Where answers go and in which form; which case, whose word, as of when.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> LinesOf(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

class OutputModesTest : public ::testing::Test {
 protected:
  OutputModesTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
    events_ = terminal_.Document("stats")["events"];
  }

  [[nodiscard]] std::string Position() const {
    return absl::StrCat("log position ", events_);
  }

  Terminal terminal_;
  uint64_t events_ = 0;
};

TEST_F(OutputModesTest, JsonlIsWhatAPipeGets) {
  const Output output = terminal_.Run("attest log");
  const std::vector<std::string> lines = LinesOf(output.out);
  ASSERT_EQ(lines.size(), events_);
  const Json rows = terminal_.Document("log")["events"];
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(Json::parse(lines[i]), rows[i]);
  }
  EXPECT_THAT(output.err, HasSubstr(Position()));
  EXPECT_EQ(terminal_.Must("attest log --mode jsonl"), output.out);
}

TEST_F(OutputModesTest, ADocumentWithoutRowsIsOneLineWithItsPosition) {
  const std::vector<std::string> lines =
      LinesOf(terminal_.Must("attest stats"));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(Json::parse(lines[0]), terminal_.Document("stats"));
}

TEST_F(OutputModesTest, CsvHasAHeadingAndQuotesWhatNeedsIt) {
  terminal_.Write("case.jsonl",
                  R"({"type":"source","id":"s:q","name":"A \"B\", C","kind":)"
                  R"("outlet"})"
                  "\n");
  terminal_.Must("attest add case.jsonl");
  const Output output = terminal_.Run("attest find 'A \"B\"' --mode csv");
  EXPECT_EQ(output.out,
            "key,type,kind,name,matched\r\n"
            "s:q,source,outlet,\"A \"\"B\"\", C\",\"A \"\"B\"\", C\"\r\n");
  EXPECT_THAT(output.err, HasSubstr("log position"));
}

TEST_F(OutputModesTest, TsvHasOneLineForEachRow) {
  const Output output = terminal_.Run("attest log --mode tsv");
  const std::vector<std::string> lines = LinesOf(output.out);
  ASSERT_EQ(lines.size(), events_ + 1);
  const std::vector<std::string> heading = absl::StrSplit(lines[0], '\t');
  for (const std::string& line : lines) {
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    EXPECT_EQ(cells.size(), heading.size());
  }
  EXPECT_THAT(output.err, HasSubstr(Position()));
}

TEST_F(OutputModesTest, MarkdownIsATable) {
  const Output output =
      terminal_.Run("attest find 'Tell Rawan' --mode markdown");
  const std::vector<std::string> lines = LinesOf(output.out);
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[0], "| key | type | kind | name | matched |");
  EXPECT_EQ(lines[1], "| --- | --- | --- | --- | --- |");
  EXPECT_THAT(output.err, HasSubstr(Position()));
}

TEST_F(OutputModesTest, ATablesLastLineNamesThePosition) {
  for (const char* verb :
       {"stats", "log --to 3", "find selwan", "show person:selwan",
        "trace clm:001", "verify", "path person:selwan org:army"}) {
    const std::string out =
        terminal_.Must(absl::StrCat("attest --mode table ", verb));
    ASSERT_FALSE(LinesOf(out).empty()) << verb;
    EXPECT_THAT(LinesOf(out).back(), HasSubstr(Position())) << verb;
  }
}

TEST_F(OutputModesTest, NothingIsCutInAFile) {
  const std::string out = terminal_.Must("attest log --mode table");
  EXPECT_THAT(out, Not(HasSubstr("…")));
  EXPECT_GE(LinesOf(out).size(), events_);
}

TEST_F(OutputModesTest, AnswersAreColourless) {
  for (const char* mode : {"table", "json", "jsonl", "csv"}) {
    const Output output =
        terminal_.Run(absl::StrCat("attest show person:selwan --mode ", mode));
    EXPECT_THAT(output.out + output.err, Not(HasSubstr("\x1b")));
  }
}

TEST_F(OutputModesTest, OptionsStandBeforeOrAfterTheVerb) {
  const std::string want =
      terminal_.Must("attest --as-of 30 --mode csv find haddan");
  EXPECT_EQ(terminal_.Must("attest find haddan --as-of 30 --mode csv"), want);
  EXPECT_EQ(terminal_.Must("attest find --as-of 30 haddan --mode csv"), want);
  EXPECT_EQ(terminal_.Must("attest --mode csv find haddan --as-of 30"), want);
  EXPECT_EQ(terminal_.Must("attest find haddan --as-of=30 --mode=csv "
                           "--case case.attest"),
            want);
}

TEST_F(OutputModesTest, TheCaseIsNamedByOptionThenVariableThenDefault) {
  terminal_.Must("attest init empty.attest");
  EXPECT_EQ(terminal_.Document("stats")["events"], events_);
  terminal_.Set("ATTEST_CASE", "empty.attest");
  EXPECT_EQ(terminal_.Document("stats")["events"], 0);
  EXPECT_EQ(terminal_.Document("--case case.attest stats")["events"], events_);
}

TEST_F(OutputModesTest, WhoDecidesIsTheOptionThenTheVariableThenTheLogin) {
  const auto last_by = [&] {
    const Json events = terminal_.Document("log")["events"];
    return events.back()["by"].get<std::string>();
  };
  terminal_.Must("attest same person:selwan person:terzan --by Ana");
  EXPECT_EQ(last_by(), "Ana");
  terminal_.Must("attest same person:selwan person:terzan");
  EXPECT_EQ(last_by(), "tester");
  terminal_.Set("ATTEST_USER", "");
  terminal_.Must("attest same person:selwan person:terzan");
  EXPECT_EQ(last_by(), absl::StripAsciiWhitespace(terminal_.Must("id -un")));
}

TEST_F(OutputModesTest, WhoAddedAFileIsKeptBesideWhoRecordedALine) {
  terminal_.Write(
      "two.jsonl",
      R"({"type":"source","id":"s:1","name":"A","kind":"outlet","by":"Bo"})"
      "\n"
      R"({"type":"source","id":"s:2","name":"B","kind":"outlet"})"
      "\n");
  terminal_.Must("attest add two.jsonl --by Cy");
  const Json events =
      terminal_.Document(absl::StrCat("log --from ", events_))["events"];
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0]["by"], "Bo");
  EXPECT_EQ(events[1]["by"], "Cy");
  EXPECT_EQ(events[2]["by"], "Cy");
}

TEST_F(OutputModesTest, AsOfTakesAPositionATimeOrADate) {
  const Json log = terminal_.Document("log")["events"];
  const std::string time = log.back()["recorded_at"];
  const auto events = [&](const std::string& as_of) {
    const Json stats = terminal_.Document("stats --as-of " + as_of);
    EXPECT_EQ(stats["applied_through"], stats["events"]);
    return stats["events"].get<uint64_t>();
  };
  EXPECT_EQ(events("0"), 0u);
  EXPECT_EQ(events("7"), 7u);
  EXPECT_EQ(events(absl::StrCat(events_)), events_);
  EXPECT_EQ(events(time), events_);
  EXPECT_EQ(events("1999-12-31T23:59:59Z"), 0u);
  EXPECT_EQ(events("1999-12-31"), 0u);
  EXPECT_EQ(events(time.substr(0, 10)), events_);
  EXPECT_EQ(events("9000-01-01"), events_);
}

TEST_F(OutputModesTest, InsideAFileNothingOfItCounts) {
  const Json early =
      terminal_.Document(absl::StrCat("stats --as-of ", events_ - 1));
  EXPECT_EQ(early["events"], events_ - 1);
  EXPECT_EQ(early["claims"], 0);
  EXPECT_EQ(terminal_.Document("stats")["claims"], 55);
}

TEST_F(OutputModesTest, AddingTwiceChangesNothingAndSaysSo) {
  const std::string before = terminal_.Must("attest stats");
  const std::string head = terminal_.Must("attest checkpoint");
  const std::string out = terminal_.Must(
      "attest add $CASES/river_crossing/case.jsonl --mode table");
  EXPECT_THAT(out, HasSubstr("nothing changed"));
  EXPECT_EQ(terminal_.Must("attest stats"), before);
  EXPECT_EQ(terminal_.Must("attest checkpoint"), head);
}

TEST_F(OutputModesTest, CheckpointIsTheNoteItselfInAFile) {
  terminal_.Must("attest checkpoint > head.txt");
  const std::string note = terminal_.Read("head.txt");
  EXPECT_THAT(note, StartsWith("attest/case\n"));
  EXPECT_THAT(note, HasSubstr("\n\n\u2014 attest/case "));
  EXPECT_THAT(note, EndsWith("\n"));
  terminal_.Must("attest verify --against head.txt");
}

TEST(HelpTest, OfEveryVerbLeadsWithTwoExamples) {
  const Terminal terminal;
  for (const std::string verb :
       {"init",       "recover", "check",  "add",  "export",    "show",
        "find",       "path",    "trace",  "log",  "stats",     "verify",
        "checkpoint", "retract", "assess", "same", "different", "unsure",
        "depend",     "amend",   "query",  "shell"}) {
    const Output output = terminal.Run("attest " + verb + " --help");
    EXPECT_EQ(output.exit_code, 0) << verb;
    const std::vector<std::string> lines = LinesOf(output.out);
    ASSERT_GE(lines.size(), 4u) << verb;
    EXPECT_EQ(lines[0], "Examples:") << verb;
    EXPECT_THAT(lines[1], StartsWith("  attest " + verb)) << verb;
    EXPECT_THAT(lines[2], StartsWith("  attest " + verb)) << verb;
    EXPECT_FALSE(absl::StrContains(lines[3], "attest " + verb)) << verb;
  }
}

TEST(HelpTest, ListsTheVerbsAndWhatTheyDo) {
  const Terminal terminal;
  const std::string help = terminal.Must("attest --help");
  for (const char* verb :
       {"init", "add", "show", "query", "shell", "verify", "retract"}) {
    EXPECT_THAT(help, HasSubstr(absl::StrCat("\n  ", verb, " "))) << verb;
  }
  EXPECT_THAT(help, Not(HasSubstr("Examples:")));
}

TEST(HelpTest, VersionNamesWhatItIsBuiltOn) {
  const Terminal terminal;
  const std::string version = terminal.Must("attest --version");
  EXPECT_THAT(version, StartsWith("attest 0.1.0"));
  for (const char* part : {"RocksDB", "FlatBuffers", "Abseil", "Boost", "ICU",
                           "simdjson", "OpenSSL"}) {
    EXPECT_THAT(version, HasSubstr(part));
  }
}

TEST(HelpTest, AMisspelledVerbOrOptionSaysWhereHelpIs) {
  const Terminal terminal;
  const Output output = terminal.Run("attest shwo person:a");
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_THAT(output.out, IsEmpty());
  EXPECT_THAT(output.err, HasSubstr("--help"));
}

}  // namespace
}  // namespace attest
