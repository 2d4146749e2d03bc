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

}  // namespace
}  // namespace attest
