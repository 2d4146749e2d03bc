// prove, verify-proof, checkpoint, export --to tiles and rotate-key, as a
// person uses them who keeps some files elsewhere.

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"
#include "tests/merkle/timestamp_authority.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class ProofsTest : public ::testing::Test {
 protected:
  ProofsTest() {
    terminal_.Must("attest init && attest add $CASES/one_report/case.jsonl");
    terminal_.Must("cp case.attest/verifier.pub key.pub");
  }

  void Expect(const std::string& arguments, int code,
              const std::string& message = "") {
    const Output output = terminal_.Run("attest " + arguments);
    EXPECT_EQ(output.exit_code, code) << arguments << "\n" << output.err;
    EXPECT_THAT(output.out + output.err, HasSubstr(message)) << arguments;
  }

  // An authority's answer to the request in `request`, in the file `reply`.
  void Answer(const TimestampAuthority& authority) {
    terminal_.Write("reply", authority.Answer(terminal_.Read("request")));
  }

  Terminal terminal_;
};

TEST_F(ProofsTest, ProofIsCheckedWithNothingElseThere) {
  terminal_.Must("attest prove clm:1 -o clm1.tlog-proof");
  terminal_.Must("mv case.attest gone");
  const Json proven =
      terminal_.Document("verify-proof clm1.tlog-proof --key key.pub");
  EXPECT_EQ(proven["event"], 4);
  EXPECT_EQ(proven["type"], "claim");
  EXPECT_EQ(proven["key"], "clm:1");
  EXPECT_EQ(proven["origin"], "attest/case");
  EXPECT_EQ(proven["tree_size"], 6);
  EXPECT_EQ(proven["record"]["quote"]["exact"],
            "seven wounded were brought in on Thursday night");
  EXPECT_EQ(proven["record"]["report"], "#2");
  // The key itself in place of a file.
  Expect("verify-proof clm1.tlog-proof --key $(cat key.pub) --mode table", 0,
         "the proof holds: event 4 of the 6 events of attest/case");
}

TEST_F(ProofsTest, ProofByNumberIsThatOfTheKey) {
  const std::string by_key = terminal_.Must("attest prove clm:1");
  EXPECT_EQ(terminal_.Must("attest prove 4"), by_key);
  EXPECT_EQ(by_key.substr(0, by_key.find('\n')), "c2sp.org/tlog-proof@v1");
  Expect("prove 6", 3, "there is no event 6");
  Expect("prove no-such-key", 3);
}

TEST_F(ProofsTest, ExitCodeTellsWhatIsWrong) {
  terminal_.Must("attest prove clm:1 -o proof");
  terminal_.Must("attest --case other.attest init");
  Expect("verify-proof proof --key other.attest/verifier.pub", 4,
         "signed by another key");
  Expect("verify-proof proof --key key.pub --origin attest/case", 0);
  Expect("verify-proof proof --key key.pub --origin attest/other", 4,
         "of another log");
  Expect("verify-proof no-such-file --key key.pub", 3);
  Expect("verify-proof proof --key no-such-key", 3, "verifier key");
  Expect("verify-proof key.pub --key key.pub", 3, "not a proof");
  Expect("verify-proof proof", 2);
  Expect("prove", 2);
  Expect("prove clm:1 --include sealed", 2);
  const std::string proof = terminal_.Read("proof");
  terminal_.Write("changed",
                  absl::StrReplaceAll(proof, {{"index 4", "index 3"}}));
  Expect("verify-proof changed --key key.pub", 4, "does not hold");
  terminal_.Write("changed", proof + "\n");
  Expect("verify-proof changed --key key.pub", 4);
}

TEST_F(ProofsTest, WithheldRecordIsProvedByItsLeafHashAlone) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"source","id":"src:r","name":"Rana","kind":"witness","sensitivity":"restricted"}
{"type":"source","id":"src:s","name":"Samir","kind":"witness","sensitivity":"sealed"}
)");
  terminal_.Must("attest add more.jsonl");
  terminal_.Must("attest prove src:r -o r.proof");
  const Json restricted =
      terminal_.Document("verify-proof r.proof --key key.pub");
  EXPECT_EQ(restricted["event"], 6);
  EXPECT_TRUE(restricted["record"].is_null());
  EXPECT_TRUE(restricted["key"].is_null());
  terminal_.Must("attest prove src:r --include restricted -o r.proof");
  EXPECT_EQ(terminal_.Document("verify-proof r.proof --key key.pub")["key"],
            "src:r");
  // A sealed key is as good as none, and its payload never goes out.
  Expect("prove src:s", 3);
  for (const char* arguments :
       {"prove 7", "prove 7 --include restricted", "prove src:s --unseal"}) {
    terminal_.Must(absl::StrCat("attest ", arguments, " -o s.proof"));
    const Json sealed =
        terminal_.Document("verify-proof s.proof --key key.pub");
    EXPECT_TRUE(sealed["record"].is_null()) << arguments;
    EXPECT_EQ(sealed["event"], 7);
  }
  // Nor does the hash of the file that it came in.
  terminal_.Must("attest prove 8 -o file.proof");
  EXPECT_TRUE(
      terminal_.Document("verify-proof file.proof --key key.pub")["record"]
          .is_null());
}

TEST_F(ProofsTest, CheckpointIsConsistentWithAnOlderOne) {
  terminal_.Must("attest checkpoint > old");
  terminal_.Must("attest retract clm:1");
  Json document = terminal_.Document("checkpoint --consistent-with old");
  EXPECT_TRUE(document["continues"].get<bool>());
  EXPECT_EQ(document["heads"][0]["size"], 6);
  EXPECT_FALSE(document["heads"][0]["proof"].empty());
  EXPECT_TRUE(document["first_difference"].is_null());
  // The newest one as well.
  terminal_.Must("attest checkpoint > new");
  Expect("checkpoint --consistent-with new --consistent-with old", 0);
}

TEST_F(ProofsTest, ForkedLogIsToldWithWhereItParts) {
  terminal_.Must("attest checkpoint > at6");
  terminal_.Must("cp -a case.attest fork.attest");
  terminal_.Must("attest retract clm:1 --reason one");
  terminal_.Must("attest checkpoint > at7");
  terminal_.Must("attest assess clm:1 --value accepted");
  terminal_.Must("attest checkpoint > at8");
  terminal_.Must("attest --case fork.attest retract clm:1 --reason two");
  terminal_.Must("attest --case fork.attest assess clm:1 --value accepted");
  terminal_.Must("attest --case fork.attest assess clm:1 --value rejected");
  const Json document = terminal_.Document(
      "--case fork.attest checkpoint --consistent-with at8 "
      "--consistent-with at6 --consistent-with at7",
      1);
  EXPECT_FALSE(document["continues"].get<bool>());
  EXPECT_EQ(document["first_difference"], Json({6, 7}));
  EXPECT_TRUE(document["heads"][0]["prefix"].is_null());
  Expect("--case fork.attest checkpoint --consistent-with at8 --mode table", 1,
         "its root is that of no beginning of this log");
}

TEST_F(ProofsTest, ForgedOrStrangeHeadsAreToldApart) {
  terminal_.Must("attest checkpoint > head");
  terminal_.Write("forged", absl::StrReplaceAll(terminal_.Read("head"),
                                                {{"\n6\n", "\n5\n"}}));
  Expect("checkpoint --consistent-with forged", 4);
  Expect("checkpoint --consistent-with no-such-file", 3);
  Expect("checkpoint --consistent-with key.pub", 3);
  terminal_.Must("attest --case other.attest init");
  Expect("--case other.attest checkpoint --consistent-with head", 1,
         "another key");
  Expect("checkpoint --consistent-with head --timestamp-request", 2);
  Expect("checkpoint -o somewhere", 2);
  Expect("checkpoint --authority key.pub", 2);
}

TEST_F(ProofsTest, TilesGoIntoAnEmptyFolder) {
  Expect("export --to tiles -o public/log", 0,
         "exported the tree of 6 events: 1 tiles, 1 bundles of entries");
  EXPECT_EQ(terminal_.Read("public/log/checkpoint"),
            terminal_.Must("attest checkpoint"));
  EXPECT_EQ(terminal_.Read("public/log/tile/0/000.p/6").size(), 6u * 32);
  EXPECT_THAT(terminal_.Read("public/log/tile/entries/000.p/6"),
              HasSubstr("clm:1"));
  Expect("export --to tiles -o public/log", 3, "is not empty");
  Expect("export --to tiles", 2);
  Expect("export --to tiles -o elsewhere --without-by", 2);
  Expect("export --to tiles -o elsewhere --keep-keys", 2);
  Expect("export --to tiles -o elsewhere --as-of 3", 2);
}

TEST_F(ProofsTest, TimestampIsKeptAndChecked) {
  const TimestampAuthority authority;
  terminal_.Write("root.pem", authority.RootPem());
  terminal_.Must("attest checkpoint --timestamp-request -o request");
  // What was asked for is asked for again in the same words.
  terminal_.Must("attest checkpoint --timestamp-request > again");
  EXPECT_EQ(terminal_.Read("request"), terminal_.Read("again"));
  // Meanwhile the log grows.
  terminal_.Must("attest retract clm:1");
  Answer(authority);
  const Json kept = terminal_.Document(
      "checkpoint --timestamp-reply reply --authority root.pem");
  EXPECT_EQ(kept["event"], 7);
  EXPECT_EQ(kept["tree_size"], 6);
  EXPECT_EQ(kept["time"], "2023-11-14T22:13:20Z");
  EXPECT_EQ(kept["authority"], "CN=Test Authority");
  EXPECT_TRUE(kept["trusted"].get<bool>());
  // Once.
  Expect("checkpoint --timestamp-reply reply", 3, "no request of this case");

  Json report = terminal_.Document("verify --authority root.pem");
  EXPECT_EQ(report["checked"]["timestamps"], 1);
  EXPECT_TRUE(report["timestamps"][0]["trusted"].get<bool>());
  report = terminal_.Document("verify");
  EXPECT_FALSE(report["timestamps"][0]["trusted"].get<bool>());
  Expect("verify --mode table", 0, "whom nothing here vouches for");
  const Json log = terminal_.Document("log --from 7");
  EXPECT_EQ(log["events"][0]["type"], "timestamp");
  // It neither stands in the way of the export nor of what comes after.
  terminal_.Must("attest export --to jsonl -o out.jsonl");
  EXPECT_THAT(terminal_.Read("out.jsonl"), Not(HasSubstr("timestamp")));
  terminal_.Must("attest stats && attest show clm:1");
}

// What openssl itself makes of the request, and of the kept token.
TEST_F(ProofsTest, RequestIsReadByOtherPrograms) {
  terminal_.Must("attest checkpoint --timestamp-request -o request");
  if (terminal_.Run("openssl version").exit_code != 0) GTEST_SKIP();
  const std::string text =
      terminal_.Must("openssl ts -query -in request -text");
  EXPECT_THAT(text, HasSubstr("Hash Algorithm: sha256"));
  EXPECT_THAT(text, HasSubstr("Certificate required: yes"));
  const TimestampAuthority authority;
  terminal_.Write("root.pem", authority.RootPem());
  Answer(authority);
  terminal_.Must("attest checkpoint > head");
  const Output verified =
      terminal_.Run("openssl ts -verify -data head -in reply -CAfile root.pem");
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
}

TEST_F(ProofsTest, AnswersThatAreNotToTheQuestionAreRefused) {
  const TimestampAuthority authority;
  const TimestampAuthority other({.name = "Somebody"});
  terminal_.Write("root.pem", authority.RootPem());
  terminal_.Must("attest checkpoint --timestamp-request -o request");
  Expect("checkpoint --timestamp-reply no-such-file", 3);
  Expect("checkpoint --timestamp-reply request", 3);
  terminal_.Write("reply", authority.Answer("nonsense"));
  Expect("checkpoint --timestamp-reply reply", 3, "gave no timestamp");
  Answer(other);
  Expect("checkpoint --timestamp-reply reply --authority root.pem", 4,
         "not of that authority");
  Expect("checkpoint --timestamp-reply reply --authority key.pub", 3);
  // The same head, asked for by somebody else: another nonce.
  terminal_.Must("cp -a case.attest copy.attest");
  terminal_.Must("rm -r copy.attest/timestamp_requests");
  terminal_.Must(
      "attest --case copy.attest checkpoint --timestamp-request -o request");
  Answer(authority);
  Expect("checkpoint --timestamp-reply reply", 4, "its nonce");
  EXPECT_EQ(terminal_.Document("verify")["checked"]["timestamps"], 0);
}

TEST_F(ProofsTest, DamagedRequestIsNotAskedAgain) {
  for (const char* const damage :
       {"s/.$/g/", "s/ ./ 8/", "s/ ./ 0/", "s/$/0/"}) {
    terminal_.Must("rm -rf case.attest/timestamp_requests request");
    terminal_.Must("attest checkpoint --timestamp-request -o request");
    terminal_.Must(absl::StrCat("sed -i '1", damage,
                                "' case.attest/timestamp_requests/*"));
    terminal_.Must("rm request");
    Expect("checkpoint --timestamp-request -o request", 4, "holds no nonce");
  }
}

TEST_F(ProofsTest, KeyIsRotatedAndOldHeadsStillCount) {
  terminal_.Must("attest checkpoint > old");
  terminal_.Must("attest prove clm:1 -o old.proof");
  const Json rotated =
      terminal_.Document("rotate-key --reason \"sold the laptop\"");
  EXPECT_EQ(rotated["event"], 6);
  EXPECT_TRUE(rotated["handed_over"].get<bool>());
  EXPECT_EQ(rotated["previous_key"].get<std::string>() + "\n",
            terminal_.Read("key.pub"));
  Expect("checkpoint --consistent-with old", 0);
  Expect("verify --against old", 0);
  Expect("verify --mode table", 0, "signed by the key before");
  // Proofs are signed with the key of their time.
  Expect("verify-proof old.proof --key key.pub", 0);
  terminal_.Must("attest prove clm:1 -o new.proof");
  Expect("verify-proof new.proof --key key.pub", 4, "another key");
  Expect("verify-proof new.proof --key case.attest/verifier.pub", 0);
  EXPECT_EQ(terminal_.Document("log --from 6")["events"][0]["type"],
            "key_rotation");
  terminal_.Must("attest retract clm:1 && attest verify");
}

TEST_F(ProofsTest, LostKeyNeedsToBeSaid) {
  terminal_.Must("rm case.attest/key");
  Expect("retract clm:1", 6, "signing key is not there");
  Expect("rotate-key", 6, "--lost");
  const Json rotated =
      terminal_.Document("rotate-key --lost --key elsewhere.key");
  EXPECT_FALSE(rotated["handed_over"].get<bool>());
  terminal_.Must("attest retract clm:1");
  Expect("verify --mode table", 0, "the key before being lost");
  Expect("--case no-such-case rotate-key", 5);
}

TEST_F(ProofsTest, KeyThatOthersCanReadIsRefused) {
  terminal_.Must("chmod 644 case.attest/key");
  Expect("retract clm:1", 6, "can be used by others");
  Expect("stats", 0);
  terminal_.Must("chmod 600 case.attest/key");
  Expect("retract clm:1", 0);
}

}  // namespace
}  // namespace attest
