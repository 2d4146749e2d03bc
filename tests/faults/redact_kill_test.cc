// `attest redact` killed at random moments: whoever next writes to the case
// finishes it, and what it took out is in no file.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/faults/harness/child.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

constexpr char kWord[] = "Zenobia-of-the-mill";

std::vector<std::string> Words(const std::string& directory,
                               const std::vector<std::string>& rest) {
  std::vector<std::string> words = {ATTEST_PROGRAM, "--case", directory, "--by",
                                    "tester"};
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

struct Ended {
  int exit_code = -1;
  std::string out;
};

Ended RunAttest(const std::string& directory,
                const std::vector<std::string>& rest) {
  Ended ended;
  Child child(Words(directory, rest));
  while (const auto line = child.ReadLine()) {
    absl::StrAppend(&ended.out, *line, "\n");
  }
  ended.exit_code = child.Wait();
  return ended;
}

void Must(const std::string& directory, const std::vector<std::string>& rest) {
  const Ended ended = RunAttest(directory, rest);
  EXPECT_EQ(ended.exit_code, 0) << rest[0] << ": " << ended.out;
}

// Enough for sorted tables, so that there is something to rewrite.
void WriteCase(const std::string& path) {
  std::string lines = absl::StrCat(
      R"({"type":"source","id":"src:it","name":")", kWord,
      R"(","kind":"person"})", "\n",
      R"({"type":"report","id":"rpt:it","source":"src:it","title":")", kWord,
      R"(","text":"The words of )", kWord, R"(."})", "\n");
  for (int i = 0; i < 6000; ++i) {
    absl::StrAppend(&lines, R"({"type":"source","id":"src:)", i,
                    R"(","name":"Source )", i, R"(","kind":"person"})", "\n");
  }
  WriteBytes(path, lines);
}

bool HoldsTheWord(const std::string& directory) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() &&
        absl::StrContains(ReadBytes(entry.path().string()), kWord)) {
      return true;
    }
  }
  return false;
}

TEST(RedactKillTest, IsFinishedByWhoeverWritesNext) {
  const Scratch scratch;
  const std::string lines = scratch / "lines.jsonl";
  WriteCase(lines);
  const std::vector<std::string> redact = {"redact", "src:it",   "rpt:it",
                                           "--key",  "--reason", "asked for"};
  const std::string undisturbed = scratch / "undisturbed";
  Must(undisturbed, {"init"});
  Must(undisturbed, {"add", lines});
  EXPECT_TRUE(HoldsTheWord(undisturbed));
  const absl::Time before = absl::Now();
  Must(undisturbed, redact);
  const int64_t usual = absl::ToInt64Microseconds(absl::Now() - before) + 1;
  EXPECT_FALSE(HoldsTheWord(undisturbed));

  constexpr uint64_t kSeed = 11;
  std::mt19937_64 random(kSeed);
  for (uint64_t round = 0; round < Scaled(12, 300); ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " round ", round));
    const std::string directory = scratch / absl::StrCat("killed", round);
    Must(directory, {"init"});
    Must(directory, {"add", lines});
    Child killed(Words(directory, redact));
    absl::SleepFor(absl::Microseconds(random() % static_cast<uint64_t>(usual)));
    killed.Kill();
    const int code = killed.Wait();
    EXPECT_TRUE(code == kKilled || code == 0) << code;
    EXPECT_EQ(RunAttest(directory, {"verify"}).exit_code, 0);
    Must(directory, {"assess", "src:7", "--value", "accepted"});
    const bool redacted = !absl::StrContains(
        RunAttest(directory, {"--mode", "json", "stats"}).out,
        "\"redactions\": 0");
    EXPECT_EQ(HoldsTheWord(directory), !redacted);
    EXPECT_FALSE(std::filesystem::exists(directory + "/redaction"));
    EXPECT_EQ(RunAttest(directory, {"verify"}).exit_code, 0);
    RemoveFolder(directory);
  }
}

// Two reports of which the second repeats the first, and a claim from each: of
// one origin, as their texts show and nothing else.
constexpr char kReprinted[] =
    R"lines({"type":"source","id":"src:one","name":"One","kind":"outlet"}
{"type":"source","id":"src:two","name":"Two","kind":"outlet"}
{"type":"report","id":"rpt:1","source":"src:one","title":"A","published":"2012-05-04","text":"Early in the morning of Friday the men of the ninth brigade came down from the hills above the town and took the bridge, people who live near the river told us. They stayed until noon and then left towards the north with four trucks and one tank. Nobody was hurt that day, said the mayor."}
{"type":"report","id":"rpt:2","source":"src:two","title":"B","published":"2012-05-05","text":"Early in the morning of Friday the men of the ninth brigade came down from the hills above the town and took the bridge, people who live near the river told us. They stayed until noon and then left towards the north with four trucks and one tank. Nobody was hurt that day, said the mayor. (Two)"}
{"type":"entity","id":"unit:ninth","kind":"unit","name":"Ninth"}
{"type":"entity","id":"place:river","kind":"place","name":"River"}
{"type":"claim","id":"clm:1","report":"rpt:1","subject":"unit:ninth","predicate":"deployed_to","object":"place:river","valid":"2012-05-04","quote":"took the bridge"}
{"type":"claim","id":"clm:2","report":"rpt:2","subject":"unit:ninth","predicate":"deployed_to","object":"place:river","valid":"2012-05-04","quote":"took the bridge"}
)lines";

// What masks hide of the dependence of reports is decided before they do:
// wherever the program is killed, two reports of one origin stay one line.
TEST(RedactKillTest, MasksMakeNoTwoLinesOfOne) {
  const Scratch scratch;
  const std::string lines = scratch / "lines.jsonl";
  WriteBytes(lines, kReprinted);
  const std::string base = scratch / "base";
  Must(base, {"init"});
  Must(base, {"add", lines});
  const auto verdict = [](const std::string& directory) {
    return RunAttest(directory, {"--mode", "json", "corroborate", "unit:ninth"})
        .out;
  };
  EXPECT_TRUE(absl::StrContains(verdict(base), "single_line"));
  // Most of the text, and few bytes all over it.
  // A reason in letters would repeat one that is masked.
  std::vector<std::string> few = {"redact", "rpt:1", "--reason", "7"};
  std::vector<std::string> most = few;
  most.insert(most.end(), {"--bytes", "0:103", "--bytes", "125:281"});
  for (int at = 10; at < 280; at += 25) {
    few.insert(few.end(), {"--bytes", absl::StrCat(at, ":", at + 1)});
  }
  constexpr uint64_t kSeed = 4;
  std::mt19937_64 random(kSeed);
  for (const std::vector<std::string>& redact : {most, few}) {
    const std::string undisturbed = scratch / "undisturbed";
    std::filesystem::copy(base, undisturbed,
                          std::filesystem::copy_options::recursive);
    const absl::Time before = absl::Now();
    Must(undisturbed, redact);
    const int64_t usual = absl::ToInt64Microseconds(absl::Now() - before) + 1;
    EXPECT_TRUE(absl::StrContains(verdict(undisturbed), "single_line"));
    RemoveFolder(undisturbed);
    for (uint64_t round = 0; round < Scaled(15, 400); ++round) {
      SCOPED_TRACE(absl::StrCat("seed ", kSeed, " round ", round));
      const std::string directory = scratch / "killed";
      std::filesystem::copy(base, directory,
                            std::filesystem::copy_options::recursive);
      Child killed(Words(directory, redact));
      absl::SleepFor(
          absl::Microseconds(random() % static_cast<uint64_t>(usual)));
      killed.Kill();
      const int code = killed.Wait();
      EXPECT_TRUE(code == kKilled || code == 0) << code;
      Must(directory, {"assess", "src:one", "--value", "accepted"});
      EXPECT_TRUE(absl::StrContains(verdict(directory), "single_line"));
      EXPECT_EQ(RunAttest(directory, {"verify"}).exit_code, 0);
      RemoveFolder(directory);
    }
  }
}

}  // namespace
}  // namespace attest
