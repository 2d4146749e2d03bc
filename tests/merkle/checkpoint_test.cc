#include "engine/merkle/checkpoint.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/merkle/signed_note.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

constexpr char kOrigin[] = "attest.example/case";
constexpr char kRoot[] = "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=";
// Signed with the openssl program by the key of seed 00 01 .. 1f.
constexpr char kSigned[] =
    "attest.example/case\n"
    "20852163\n"
    "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
    "\n"
    "\xE2\x80\x94 attest.example/case "
    "Wh3s++EQFKHoE68oPHCo+33JRkUVIDVYlosGRIfpBOKPftSmTL8kNxsvB55JvGxX16oCUqd8mP"
    "dfXMYhypGWeobeTgc=\n";

Checkpoint MakeCheckpoint() {
  Checkpoint checkpoint;
  checkpoint.origin = kOrigin;
  checkpoint.tree_size = 20852163;
  checkpoint.root = Sha256("root");
  return checkpoint;
}

std::string Text(absl::string_view origin, absl::string_view size,
                 absl::string_view root, absl::string_view rest = "") {
  return absl::StrCat(origin, "\n", size, "\n", root, "\n", rest);
}

std::vector<SigningKey> MakeKeys() {
  std::string seed;
  for (char c = 0; c < 32; ++c) seed += c;
  std::vector<SigningKey> keys;
  keys.push_back(SigningKey::FromSeed(kOrigin, seed).value());
  return keys;
}

TEST(CheckpointTest, KnownCheckpointHasItsGoldenBytes) {
  EXPECT_EQ(CheckpointText(MakeCheckpoint()).value(),
            Text(kOrigin, "20852163", kRoot));
  EXPECT_EQ(SignCheckpoint(MakeCheckpoint(), MakeKeys()).value(), kSigned);
}

TEST(CheckpointTest, SignedCheckpointOpens) {
  const VerifierKey known = MakeKeys()[0].verifier();
  const absl::StatusOr<Checkpoint> opened = OpenCheckpoint(kSigned, {known});
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, MakeCheckpoint());
}

TEST(CheckpointTest, EveryChangedByteOfASignedCheckpointIsRefused) {
  const VerifierKey known = MakeKeys()[0].verifier();
  const std::string good = kSigned;
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = good;
      wrong[i] = static_cast<char>(wrong[i] ^ (1 << bit));
      ASSERT_FALSE(OpenCheckpoint(wrong, {known}).ok()) << i << " " << bit;
    }
  }
}

TEST(CheckpointTest, AWellSignedNoteThatIsNoCheckpointIsRefused) {
  const std::vector<SigningKey> keys = MakeKeys();
  const std::string note = SignNote("only a note\n", keys).value();
  EXPECT_EQ(OpenCheckpoint(note, {keys[0].verifier()}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CheckpointTest, ExtensionLinesComeBackInOrder) {
  Checkpoint checkpoint = MakeCheckpoint();
  checkpoint.extensions = {"first", "\xE2\x80\x94 second AAAA", "20"};
  const std::string text = CheckpointText(checkpoint).value();
  EXPECT_EQ(ParseCheckpoint(text).value(), checkpoint);
  const std::vector<SigningKey> keys = MakeKeys();
  EXPECT_EQ(OpenCheckpoint(SignCheckpoint(checkpoint, keys).value(),
                           {keys[0].verifier()})
                .value(),
            checkpoint);
}

TEST(CheckpointTest, SizesFromNothingToTheLargest) {
  Checkpoint checkpoint = MakeCheckpoint();
  for (const uint64_t size : {uint64_t{1}, uint64_t{10}, ~uint64_t{0}}) {
    checkpoint.tree_size = size;
    EXPECT_EQ(ParseCheckpoint(CheckpointText(checkpoint).value()).value(),
              checkpoint);
  }
  checkpoint.tree_size = 0;
  checkpoint.root = EmptyRoot();
  EXPECT_EQ(ParseCheckpoint(CheckpointText(checkpoint).value()).value(),
            checkpoint);
}

TEST(CheckpointTest, EveryOtherSpellingIsRefused) {
  const std::string good = Text(kOrigin, "7", kRoot);
  ASSERT_TRUE(ParseCheckpoint(good).ok());
  for (const std::string& bad :
       {std::string(),
        std::string("\n"),
        std::string("a\n1\n"),
        good.substr(0, good.size() - 1),
        good + "\n",
        good + "x",
        "\n" + good,
        good + "a\n\nb\n",
        Text("", "7", kRoot),
        Text("a\tb", "7", kRoot),
        Text("a\r", "7", kRoot),
        Text("\xFF", "7", kRoot),
        Text(kOrigin, "", kRoot),
        Text(kOrigin, "07", kRoot),
        Text(kOrigin, "+7", kRoot),
        Text(kOrigin, "-7", kRoot),
        Text(kOrigin, " 7", kRoot),
        Text(kOrigin, "7 ", kRoot),
        Text(kOrigin, "7\r", kRoot),
        Text(kOrigin, "0x7", kRoot),
        Text(kOrigin, "18446744073709551616", kRoot),
        Text(kOrigin, "0", kRoot),
        Text(kOrigin, "7", ""),
        Text(kOrigin, "7", "AAAA"),
        Text(kOrigin, "7", "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7J="),
        Text(kOrigin, "7", "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I"),
        Text(kOrigin, "7", absl::StrCat(kRoot, " ")),
        Text(kOrigin, "7", kRoot, "tab\t\n"),
        Text(kOrigin, "7", kRoot, "\xC3\n"),
        Text(std::string(kMaxNoteBytes, 'o'), "7", kRoot)}) {
    EXPECT_EQ(ParseCheckpoint(bad).status().code(),
              absl::StatusCode::kInvalidArgument)
        << absl::CHexEscape(bad.substr(0, 200));
  }
}

TEST(CheckpointTest, MessagesNameTheLine) {
  EXPECT_THAT(ParseCheckpoint(Text(kOrigin, "07", kRoot)).status().message(),
              HasSubstr("tree size: not a decimal number without leading "
                        "zeros: got \"07\""));
  EXPECT_THAT(ParseCheckpoint(Text(kOrigin, "7", "AAAA")).status().message(),
              HasSubstr("root hash: a hash in bytes has the wrong length: got "
                        "3, want 32"));
}

TEST(CheckpointTest, CheckpointsWithoutATextOfTheirOwnAreNotWritten) {
  std::vector<Checkpoint> bad(6, MakeCheckpoint());
  bad[0].origin = "";
  bad[1].origin = "two\nlines";
  bad[2].origin = "\x01";
  bad[3].extensions = {""};
  bad[4].extensions = {"fine", "two\nlines"};
  bad[5].tree_size = 0;
  for (const Checkpoint& checkpoint : bad) {
    EXPECT_EQ(CheckpointText(checkpoint).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_FALSE(SignCheckpoint(checkpoint, MakeKeys()).ok());
  }
}

TEST(CheckpointTest, MutatedTextsAreRefusedOrCanonical) {
  const uint32_t seed = 6;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string letters = "\n0123456789=AZaz+/ \t.\xFF";
  Checkpoint checkpoint = MakeCheckpoint();
  checkpoint.extensions = {"one", "two"};
  const std::string good = CheckpointText(checkpoint).value();
  int taken = 0;
  for (int round = 0; round < 50000; ++round) {
    std::string text = good;
    for (uint64_t edits = 1 + random() % 3; edits > 0; --edits) {
      const size_t at = random() % text.size();
      const char letter = letters[random() % letters.size()];
      switch (random() % 3) {
        case 0:
          text[at] = letter;
          break;
        case 1:
          text.insert(at, 1, letter);
          break;
        default:
          text.erase(at, 1 + random() % 4);
      }
      if (text.empty()) break;
    }
    const absl::StatusOr<Checkpoint> parsed = ParseCheckpoint(text);
    if (parsed.ok()) {
      ++taken;
      ASSERT_EQ(CheckpointText(*parsed).value(), text);
    }
  }
  EXPECT_GT(taken, 0);
}

}  // namespace
}  // namespace attest
