// bundle and verify-bundle, as one uses them who hands evidence on: the file
// alone is enough, whatever tools open it.

#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"
#include "tests/merkle/timestamp_authority.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class BundleCommandTest : public ::testing::Test {
 protected:
  BundleCommandTest() {
    terminal_.Must(
        "attest init && attest add $CASES/river_crossing/case.jsonl");
    terminal_.Must("cp case.attest/verifier.pub key.pub");
  }

  void Expect(const std::string& arguments, int code,
              const std::string& message) {
    const Output output = terminal_.Run("attest " + arguments);
    EXPECT_EQ(output.exit_code, code) << arguments << "\n" << output.err;
    EXPECT_THAT(output.out + output.err, HasSubstr(message)) << arguments;
  }

  Terminal terminal_;
};

TEST_F(BundleCommandTest, IsCheckedWithNothingElseThere) {
  terminal_.Must("attest bundle incident:crossing -o b.tar");
  terminal_.Must("mv case.attest gone");
  const Json checked = terminal_.Document("verify-bundle b.tar --key key.pub");
  EXPECT_EQ(checked["ok"], true);
  EXPECT_EQ(checked["origin"], "attest/case");
  EXPECT_GT(checked["events"], 5);
  EXPECT_GT(checked["contents"], 0);
  EXPECT_GT(checked["quotes"], 0);
  EXPECT_EQ(checked["applied_through"], checked["tree_size"]);
  Expect("verify-bundle b.tar --key key.pub --mode table", 0,
         "the bundle holds: ");
}

// Ordinary tools open it, and its manifest is what sha256sum finds.
TEST_F(BundleCommandTest, IsATarArchive) {
  terminal_.Must("attest bundle incident:crossing -o b.tar");
  terminal_.Must("mkdir out && tar -C out -xf b.tar");
  terminal_.Must(
      "cd out && awk '{print $1 \"  \" $3}' manifest.txt | sha256sum -c "
      "--quiet --strict");
  terminal_.Must(
      "cd out && tail -1 README.txt > /dev/null && test -s summary.html && "
      "for p in proofs/*; do attest verify-proof $p --key ../key.pub > "
      "/dev/null || exit 1; done");
}

TEST_F(BundleCommandTest, SummarySaysWhoReportsWhat) {
  terminal_.Must("attest bundle incident:crossing -o b.tar && tar xf b.tar");
  const std::string page = terminal_.Read("summary.html");
  EXPECT_THAT(page, HasSubstr("It is reported by:"));
  EXPECT_THAT(page, HasSubstr("<blockquote dir=\"auto\">"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
}

TEST_F(BundleCommandTest, WhatIsWrongIsNamed) {
  terminal_.Must("attest bundle incident:crossing -o b.tar");
  terminal_.Must(
      "mkdir other && cd other && attest init && cp case.attest/verifier.pub "
      "../other.pub");
  Expect("verify-bundle b.tar --key other.pub", 4, "signed by another key");
  Expect("verify-bundle b.tar --key nothing.pub", 3, "want a verifier key");
  Expect("verify-bundle nothing.tar --key key.pub", 3, "nothing.tar");
  Expect("verify-bundle key.pub --key key.pub", 3, "not a tar archive");
  terminal_.Must("head -c -1024 b.tar > cut.tar");
  Expect("verify-bundle cut.tar --key key.pub", 4, "cut off");
  terminal_.Must("sed 's/crossing/crossinG/' b.tar > changed.tar");
  Expect("verify-bundle changed.tar --key key.pub", 4, "want \"");
  Expect("bundle nobody -o c.tar", 3, "nothing has the key");
  Expect("bundle", 2, "keys is required");
  Expect("bundle incident:crossing --include sealed -o c.tar", 2,
         "what is sealed never goes out");
  Expect("bundle incident:crossing --as-of 3 -o c.tar", 2, "signed head");
  terminal_.Must("test ! -e c.tar");
}

TEST_F(BundleCommandTest, ATimestampComesAlong) {
  const TimestampAuthority authority;
  terminal_.Must("attest checkpoint --timestamp-request -o request");
  terminal_.Write("reply", authority.Answer(terminal_.Read("request")));
  terminal_.Must("attest checkpoint --timestamp-reply reply");
  terminal_.Must("attest retract clm:001 --how miscoded --reason wrong");
  terminal_.Must("attest bundle incident:crossing -o b.tar");
  const Json checked = terminal_.Document("verify-bundle b.tar --key key.pub");
  ASSERT_EQ(checked["timestamps"].size(), 1);
  EXPECT_EQ(checked["timestamps"][0]["trusted"], false);
  EXPECT_LT(checked["timestamps"][0]["tree_size"], checked["tree_size"]);
  // Who asks for an authority is told by the exit code.
  terminal_.Write("tsa.pem", authority.RootPem());
  EXPECT_EQ(terminal_
                .Run("attest verify-bundle b.tar --key key.pub --authority "
                     "tsa.pem")
                .exit_code,
            0);
  const TimestampAuthority another;
  terminal_.Write("other.pem", another.RootPem());
  EXPECT_EQ(terminal_
                .Run("attest verify-bundle b.tar --key key.pub --authority "
                     "other.pem")
                .exit_code,
            1);
}

// The log may begin with it; nothing can be proved of the empty tree.
TEST_F(BundleCommandTest, ATimestampOfTheEmptyLogIsNoHindrance) {
  const TimestampAuthority authority;
  terminal_.Must(
      "mkdir empty && cd empty && attest init && attest checkpoint "
      "--timestamp-request -o request");
  terminal_.Write("empty/reply",
                  authority.Answer(terminal_.Read("empty/request")));
  terminal_.Must(
      "cd empty && attest checkpoint --timestamp-reply reply && attest add "
      "$CASES/river_crossing/case.jsonl && attest bundle incident:crossing -o "
      "b.tar && attest verify-bundle b.tar --key case.attest/verifier.pub");
}

// A key may be a name: what is withheld is not named by what was asked for.
TEST_F(BundleCommandTest, TheSummaryNamesNoWithheldKey) {
  terminal_.Write("more.jsonl",
                  "{\"type\":\"entity\",\"id\":\"person:shy\",\"kind\":"
                  "\"person\",\"name\":\"Hush\",\"sensitivity\":"
                  "\"restricted\"}\n");
  terminal_.Must(
      "attest add more.jsonl && attest bundle person:shy incident:crossing -o "
      "b.tar && tar xf b.tar");
  EXPECT_THAT(terminal_.Read("summary.html"), HasSubstr("a withheld record"));
  EXPECT_THAT(terminal_.Read("b.tar"), Not(HasSubstr("person:shy")));
}

// Bytes that are no UTF-8 come in through the system.
TEST_F(BundleCommandTest, NamesOfAnyBytesCanBeBundled) {
  terminal_.Must(
      "attest rotate-key --by \"$(printf 'vol\\351')\" --reason \"$(printf "
      "'\\377')\" && attest bundle incident:crossing -o b.tar && attest "
      "verify-bundle b.tar --key case.attest/verifier.pub");
}

TEST_F(BundleCommandTest, APrivateKeyIsNotQuoted) {
  const Output output = terminal_.Run(
      "attest verify-bundle b.tar --key \"$(cat case.attest/key)\"");
  EXPECT_EQ(output.exit_code, 3);
  EXPECT_THAT(output.err, Not(HasSubstr("PRIVATE+KEY+")));
}

}  // namespace
}  // namespace attest
