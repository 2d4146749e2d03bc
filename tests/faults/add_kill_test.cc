// `attest add` and `attest import` killed at random moments and run again: the
// case ends as one that was never disturbed.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/faults/harness/child.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

// Enough for sorted tables, and for a few milliseconds of everything.
constexpr int kSources = 6000;

struct Answered {
  int exit_code = -1;
  std::string out;
};

class Program {
 public:
  explicit Program(std::string directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::vector<std::string> Words(
      const std::vector<std::string>& rest) const {
    std::vector<std::string> words = {ATTEST_PROGRAM, "--case", directory_,
                                      "--by", "tester"};
    words.insert(words.end(), rest.begin(), rest.end());
    return words;
  }

  [[nodiscard]] Answered Run(const std::vector<std::string>& rest) const {
    Answered answered;
    Child child(Words(rest));
    while (const auto line = child.ReadLine()) {
      absl::StrAppend(&answered.out, *line, "\n");
    }
    answered.exit_code = child.Wait();
    return answered;
  }

  void Must(const std::vector<std::string>& rest) const {
    const Answered answered = Run(rest);
    EXPECT_EQ(answered.exit_code, 0) << rest[0] << ": " << answered.out;
  }

  // What the case answers, line by line, without the times and hashes that
  // are its own.
  [[nodiscard]] std::vector<std::string> Answers() const {
    nlohmann::json stats = nlohmann::json::parse(
        Run({"--mode", "json", "stats"}).out, nullptr, false);
    stats.erase("root");
    std::string all = stats.dump() + "\n";
    // The export names files after itself: everywhere the same.
    std::filesystem::create_directory(directory_ + ".export");
    const std::string exported = directory_ + ".export/all.jsonl";
    Must({"export", "--to", "jsonl", "--include", "restricted", "--keep-keys",
          "-o", exported});
    all += ReadBytes(exported);
    for (const char* key : {"src:killed-17", "src:sawt"}) {
      const Answered answered = Run({"--mode", "json", "show", key});
      EXPECT_EQ(answered.exit_code, 0) << key;
      all += answered.out;
    }
    static const std::regex own(
        "\"(recorded|(report_)?recorded_at|(report_)?leaf_hash)\": "
        "?\"[^\"]*\"");
    return absl::StrSplit(std::regex_replace(all, own, "\"own\""), '\n');
  }

 private:
  const std::string directory_;
};

void WriteManySources(const std::string& path) {
  std::string lines;
  for (int i = 0; i < kSources; ++i) {
    absl::StrAppend(&lines, R"({"type":"source","id":"src:killed-)", i,
                    R"(","name":"Source )", i, R"(","kind":"person"})", "\n");
  }
  WriteBytes(path, lines);
}

// The same sources, named by the rows of a table of claims.
void WriteManyRows(const std::string& path) {
  std::string rows = "subject,predicate,value,source\n";
  for (int i = 0; i < kSources; ++i) {
    absl::StrAppend(&rows, "person:p", i, ",known_as,Name ", i, ",src:killed-",
                    i, "\n");
  }
  WriteBytes(path, rows);
}

void ExpectSameLines(const std::vector<std::string>& got,
                     const std::vector<std::string>& want) {
  EXPECT_EQ(got.size(), want.size());
  for (size_t i = 0; i < std::min(got.size(), want.size()); ++i) {
    ASSERT_EQ(got[i], want[i]) << "line " << i;
  }
}

// Runs `first`, which takes a while, and adds a small case behind it: once in
// peace, and killed at random.
void ExpectSameAfterKills(const Scratch& scratch,
                          const std::vector<std::string>& first) {
  const std::string river =
      absl::StrCat(ATTEST_SOURCE_DIR, "/tests/cases/river_crossing/case.jsonl");
  const Program undisturbed(scratch / "undisturbed");
  undisturbed.Must({"init"});
  const absl::Time before = absl::Now();
  undisturbed.Must(first);
  const int64_t usual = absl::ToInt64Microseconds(absl::Now() - before) + 1;
  undisturbed.Must({"add", river});
  const std::vector<std::string> want = undisturbed.Answers();

  constexpr uint64_t kSeed = 5;
  std::mt19937_64 random(kSeed);
  for (uint64_t round = 0; round < Scaled(5, 100); ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " round ", round));
    const std::string directory = scratch / absl::StrCat("killed", round);
    const Program killed(directory);
    killed.Must({"init"});
    for (const std::vector<std::string>& words :
         {first, std::vector<std::string>{"add", river}}) {
      for (int life = 0; life < 3; ++life) {
        Child child(killed.Words(words));
        absl::SleepFor(
            absl::Microseconds(random() % static_cast<uint64_t>(usual)));
        child.Kill();
        const int code = child.Wait();
        EXPECT_TRUE(code == kKilled || code == 0) << code;
      }
      killed.Must(words);
      EXPECT_EQ(killed.Run({"verify"}).exit_code, 0);
    }
    ExpectSameLines(killed.Answers(), want);
    RemoveFolder(directory);
  }
}

TEST(AddKillTest, EndsAsOneUndisturbedAdd) {
  const Scratch scratch;
  WriteManySources(scratch / "many.jsonl");
  ExpectSameAfterKills(scratch, {"add", scratch / "many.jsonl"});
}

TEST(AddKillTest, EndsAsOneUndisturbedImport) {
  const Scratch scratch;
  WriteManyRows(scratch / "many.csv");
  ExpectSameAfterKills(
      scratch, {"import", "--from", "claims-csv", scratch / "many.csv"});
}

}  // namespace
}  // namespace attest
