// The exit codes, and what is said on standard error.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kCase[] = "$CASES/river_crossing/case.jsonl";

class ExitCodesTest : public ::testing::Test {
 protected:
  void MakeCase() {
    terminal_.Must("attest init");
    terminal_.Must(absl::StrCat("attest add ", kCase));
  }

  // Runs `attest ARGUMENTS`; expects `code` and, but for 0 and 1, a message.
  void Expect(const std::string& arguments, int code) {
    const Output output = terminal_.Run("attest " + arguments);
    EXPECT_EQ(output.exit_code, code) << arguments << "\n" << output.err;
    if (code > 1) {
      EXPECT_THAT(output.err, Not(IsEmpty())) << arguments;
    }
  }

  Terminal terminal_;
};

TEST_F(ExitCodesTest, ZeroWhenDone) {
  MakeCase();
  for (const char* arguments :
       {"check $CASES/one_report/../two_colleagues/a.jsonl", "stats", "verify",
        "log", "show person:selwan", "trace clm:001", "find haddan",
        "find nothing-of-that-name", "path person:selwan org:army",
        "export --to jsonl", "checkpoint", "--version", "--help"}) {
    Expect(arguments, 0);
  }
}

TEST_F(ExitCodesTest, OneWhenThereIsNoRowAndRowsWereWanted) {
  MakeCase();
  Expect("find -e nothing-of-that-name", 1);
  Expect("find -e haddan", 0);
  Expect("path -e person:selwan person:terzan --max-hops 0", 1);
  Expect("path -e person:selwan org:army", 0);
  Expect("query -e 'MATCH (n {id: 1}) RETURN n'", 1);
  Expect("query -e 'MATCH (n) RETURN n.id'", 0);
}

TEST_F(ExitCodesTest, OneWhenTheLogDoesNotContinueThatHead) {
  MakeCase();
  terminal_.Must("attest checkpoint > head.txt");
  Expect("verify --against head.txt", 0);
  terminal_.Must("attest same person:selwan person:terzan");
  Expect("verify --against head.txt", 0);
  terminal_.Must("attest --case other.attest init");
  Expect("--case other.attest verify --against head.txt", 1);
}

TEST_F(ExitCodesTest, OneWhenTheLogWasRolledBackBehindThatHead) {
  MakeCase();
  terminal_.Must("cp -r case.attest old.attest");
  terminal_.Must("attest same person:selwan person:terzan");
  terminal_.Must("attest checkpoint > head.txt");
  Expect("--case old.attest verify --against head.txt", 1);
}

TEST_F(ExitCodesTest, TwoForWrongUsage) {
  MakeCase();
  for (const char* arguments :
       {"", "no-such-verb", "show", "stats --no-such-option", "add",
        "stats --mode yaml", "export", "export --to turtle",
        "export --to jsonl --include sealed", "same person:selwan",
        "amend person:selwan", "assess clm:001", "path person:selwan",
        "log --from x", "query", "query 'RETURN 1' --max-memory none"}) {
    Expect(arguments, 2);
  }
}

TEST_F(ExitCodesTest, ThreeForBadInput) {
  MakeCase();
  terminal_.Must("mkfifo fifo");
  for (const char* arguments : {"check $CASES/bad/unknown_field.jsonl",
                                "check no-such-file.jsonl",
                                "add $CASES/bad/unknown_field.jsonl",
                                "add .",
                                "add fifo",
                                "show no-such-key",
                                "trace src:wire",
                                "trace no-such-key",
                                "path person:selwan no-such-key",
                                "path person:selwan src:wire",
                                "stats --as-of soon",
                                "stats --as-of 100000",
                                "show person:selwan --valid-at 2019-02-30",
                                "retract no-such-key",
                                "retract src:wire",
                                "assess clm:001 --value splendid",
                                "depend rpt:wire rpt:sawt --how guesswork",
                                "amend person:selwan --set colour=red",
                                "verify --against no-such-file",
                                "query 'RETURN'",
                                "query 'CREATE (n)'",
                                "query 'RETURN 1 / 0'",
                                "query -f no-such-file",
                                "query 'RETURN 1' --as-of 100000"}) {
    Expect(arguments, 3);
  }
}

// One error a file, and it has a place.
TEST_F(ExitCodesTest, EveryBadCaseIsThreeAndChangesNothing) {
  terminal_.Must("attest init");
  const std::string before = terminal_.Must("attest stats");
  size_t files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(
           fs::path(ATTEST_SOURCE_DIR) / "tests" / "cases" / "bad")) {
    const std::string file = entry.path().string();
    SCOPED_TRACE(file);
    ++files;
    for (const char* verb : {"check ", "add "}) {
      const Output output = terminal_.Run(absl::StrCat("attest ", verb, file));
      EXPECT_EQ(output.exit_code, 3) << verb;
      const std::vector<std::string> said =
          absl::StrSplit(output.err, '\n', absl::SkipEmpty());
      ASSERT_FALSE(said.empty()) << verb;
      ASSERT_THAT(said[0], StartsWith(file + ":")) << verb;
      EXPECT_THAT(said[0].substr(file.size()),
                  MatchesRegex(":[1-9][0-9]*:[1-9][0-9]*: error: ..*"))
          << verb;
    }
    const nlohmann::json found =
        terminal_.Document(absl::StrCat("check ", file), 3);
    ASSERT_EQ(found["error_count"], 1);
    const nlohmann::json& error = found["errors"].at(0);
    EXPECT_EQ(error["file"], file);
    EXPECT_GE(error["line"].get<uint64_t>(), 1u);
    EXPECT_GE(error["column"].get<uint64_t>(), 1u);
    EXPECT_NE(error["what"], "");
  }
  EXPECT_GE(files, 70u);
  EXPECT_EQ(terminal_.Must("attest stats"), before);
}

TEST_F(ExitCodesTest, ADamagedCopyOfTheHeadIsReportedAndLosesNothing) {
  MakeCase();
  const std::string answer = terminal_.Must("attest stats");
  const std::string head = terminal_.Read("case.attest/head");
  constexpr size_t kProbes = 16;
  for (size_t i = 0; i < kProbes; ++i) {
    const size_t offset = head.size() * i / kProbes + 7 * i;
    terminal_.Write("case.attest/head", head);
    terminal_.FlipByte("case.attest/head", offset);
    const Output output = terminal_.Run("attest stats");
    EXPECT_EQ(output.exit_code, 0) << offset << output.err;
    EXPECT_EQ(output.out, answer) << offset;
    EXPECT_THAT(output.err, HasSubstr("head")) << offset;
    EXPECT_THAT(output.err, HasSubstr("damaged")) << offset;
    const nlohmann::json verified = terminal_.Document("verify", 4);
    EXPECT_EQ(verified["ok"], false) << offset;
    ASSERT_EQ(verified["problems"].size(), 1u) << offset;
    EXPECT_THAT(verified["problems"][0]["what"].get<std::string>(),
                HasSubstr("copies of the signed head is damaged"));
  }
  // Whoever writes next sets it right.
  const Output again = terminal_.Run(absl::StrCat("attest add ", kCase));
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(terminal_.Must("attest stats"), answer);
}

TEST_F(ExitCodesTest, FourWhenBothCopiesOfTheHeadAreDamaged) {
  MakeCase();
  const std::string head = terminal_.Read("case.attest/head");
  std::string damaged = head;
  damaged[20] = static_cast<char>(damaged[20] ^ 1);
  damaged[head.size() / 2 + 20] ^= 1;
  for (const std::string& bytes :
       {damaged, std::string(head.size(), '\0'), std::string()}) {
    terminal_.Write("case.attest/head", bytes);
    Expect("stats", 4);
    Expect("show person:selwan", 4);
    Expect("verify", 4);
    Expect("retract clm:001", 4);
  }
}

TEST_F(ExitCodesTest, FourWhenAnEventIsDamaged) {
  MakeCase();
  std::string largest;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(terminal_.folder() + "/case.attest/db")) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".log" && ending != ".sst") continue;
    if (largest.empty() ||
        entry.file_size() > fs::file_size(fs::path(largest))) {
      largest = entry.path().string();
    }
  }
  const std::string file =
      fs::path(largest).lexically_relative(terminal_.folder()).string();
  terminal_.FlipByte(file, fs::file_size(largest) / 2);
  Expect("verify", 4);
  Expect("stats", 4);
  Expect("show person:selwan", 4);
  const Output recovered =
      terminal_.Run("attest recover case.attest new.attest");
  EXPECT_THAT(recovered.exit_code, AnyOf(Eq(0), Eq(4))) << recovered.err;
}

TEST_F(ExitCodesTest, FourWhenAContentIsDamaged) {
  MakeCase();
  std::string content;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(
           terminal_.folder() + "/case.attest/contents")) {
    if (entry.is_regular_file()) content = entry.path().string();
  }
  fs::permissions(content, fs::perms::owner_write, fs::perm_options::add);
  terminal_.FlipByte(
      fs::path(content).lexically_relative(terminal_.folder()).string(), 5);
  Expect("verify", 4);
  Expect("export --to jsonl", 4);
}

TEST_F(ExitCodesTest, FiveWhenThereIsNoCase) {
  for (const char* verb :
       {"stats", "show a", "find a", "path a b", "trace a", "log", "verify",
        "checkpoint", "export --to jsonl", "retract a",
        "check $CASES/one_report/case.jsonl",
        "add $CASES/one_report/case.jsonl", "recover none.attest new.attest"}) {
    Expect(verb, 5);
  }
}

TEST_F(ExitCodesTest, FiveWhileAnotherWriterHoldsTheLock) {
  MakeCase();
  Running writer(terminal_, "exec attest --wait 60 add -");
  // Until it has the lock and has said so, this changes nothing either.
  const std::string again = absl::StrCat("attest add ", kCase);
  const std::string holder = absl::StrCat("process ", writer.pid());
  Output output = terminal_.Run(again);
  for (int tries = 0; tries < 200; ++tries) {
    if (output.err.find(holder) != std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    output = terminal_.Run(again);
  }
  EXPECT_EQ(output.exit_code, 5) << output.err;
  EXPECT_THAT(output.err, HasSubstr(holder));
  Expect("--wait 0.2 retract clm:001", 5);
  // Readers do not wait.
  Expect("stats", 0);
  Expect("verify", 0);
  EXPECT_EQ(writer.Finish(), 0);
  Expect("retract clm:001", 0);
}

TEST_F(ExitCodesTest, AWriterQueuesForTheLock) {
  MakeCase();
  Running writer(terminal_, "exec attest --wait 60 add -");
  const std::string again = absl::StrCat("attest add ", kCase);
  for (int tries = 0; terminal_.Run(again).exit_code == 0 && tries < 200;
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  Running queued(terminal_, "exec attest --wait 60 retract clm:001");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(writer.Finish(), 0);
  EXPECT_EQ(queued.Finish(), 0);
}

TEST_F(ExitCodesTest, SixWhenTheSystemRefuses) {
  MakeCase();
  Expect("export --to jsonl -o no-such-folder/out.jsonl", 6);
  Expect("add $CASES/bad/unknown_field.jsonl --rejects no-such-folder/out", 6);
  Expect("stats > /dev/full", 6);
  Expect("export --to jsonl > /dev/full", 6);
  Expect("query 'MATCH (n) RETURN n' > /dev/full", 6);
  Expect("query 'UNWIND range(1, 9) AS x RETURN collect(x)' --max-memory 9", 6);
}

TEST_F(ExitCodesTest, InitRefusesAFolderThatIsNotEmpty) {
  terminal_.Write("full/file", "x");
  const Output output = terminal_.Run("attest init full");
  EXPECT_NE(output.exit_code, 0);
  EXPECT_THAT(output.err, HasSubstr("empty"));
  EXPECT_EQ(terminal_.Must("ls full"), "file\n");
  terminal_.Must("mkdir hollow");
  Expect("init hollow", 0);
  Expect("init hollow", output.exit_code);
}

TEST_F(ExitCodesTest, AClosedPipeIsNoError) {
  MakeCase();
  for (const char* verb : {"log", "log --mode csv", "export --to jsonl",
                           "show incident:crossing", "log --mode table"}) {
    const Output output = terminal_.Run(
        absl::StrCat("(attest ", verb, "; echo $? >&3) 3>code | head -1"));
    EXPECT_EQ(output.exit_code, 0) << verb;
    EXPECT_EQ(terminal_.Read("code"), "0\n") << verb << output.err;
    EXPECT_EQ(std::count(output.out.begin(), output.out.end(), '\n'), 1);
  }
  // A pipe whose reader is gone before the first byte.
  const Output gone =
      terminal_.Run("(sleep 0.2; attest log; echo $? >&3) 3>code | true");
  EXPECT_EQ(terminal_.Read("code"), "0\n") << gone.err;
}

}  // namespace
}  // namespace attest
