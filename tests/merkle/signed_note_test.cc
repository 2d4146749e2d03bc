#include "engine/merkle/signed_note.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

constexpr char kText[] = "Said once,\n\nand kept.\n";
// Signed with the openssl program by the key of seed 00 01 .. 1f.
constexpr char kNote[] =
    "Said once,\n\nand kept.\n\n"
    "\xE2\x80\x94 attest.example/case "
    "Wh3s+6UMOqSVUX0PNwldnC3Tgzz+u0PwaaYzttyM+xO/QY2Q+sVkw0+fHg4GfAin3lwCiRMk/"
    "UF3zxc2OvXYqZlpbQA=\n";

class SignedNoteTest : public testing::Test {
 protected:
  SignedNoteTest() {
    std::string seed;
    for (char c = 0; c < 32; ++c) seed += c;
    keys_.push_back(SigningKey::FromSeed("attest.example/case", seed).value());
    keys_.push_back(
        SigningKey::FromSeed("witness.example/w", std::string(32, 'w'))
            .value());
    for (const SigningKey& key : keys_) known_.push_back(key.verifier());
  }

  [[nodiscard]] absl::Span<const SigningKey> FirstKey() const {
    return absl::MakeConstSpan(keys_).first(1);
  }
  [[nodiscard]] absl::Span<const VerifierKey> FirstKnown() const {
    return absl::MakeConstSpan(known_).first(1);
  }
  [[nodiscard]] absl::StatusCode Code(absl::string_view note) const {
    return OpenNote(note, FirstKnown()).status().code();
  }

  std::vector<SigningKey> keys_;
  std::vector<VerifierKey> known_;
};

TEST_F(SignedNoteTest, KnownKeyGivesTheGoldenBytes) {
  EXPECT_EQ(SignNote(kText, FirstKey()).value(), kNote);
}

TEST_F(SignedNoteTest, OpensWithTextAndSignature) {
  const absl::StatusOr<OpenedNote> note = OpenNote(kNote, FirstKnown());
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, kText);
  ASSERT_EQ(note->verified.size(), 1U);
  EXPECT_EQ(note->verified[0].key_name, "attest.example/case");
  EXPECT_EQ(note->verified[0].key_id, 0x5a1decfbU);
  EXPECT_EQ(note->verified[0].signature.size(), kEd25519SignatureBytes);
  EXPECT_TRUE(note->unknown.empty());
}

TEST_F(SignedNoteTest, SeveralSignaturesOpenByAnyKnownKey) {
  const std::string note = SignNote(kText, keys_).value();
  const absl::StatusOr<OpenedNote> both = OpenNote(note, known_);
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->verified.size(), 2U);
  for (const VerifierKey& key : known_) {
    const absl::StatusOr<OpenedNote> one = OpenNote(note, {key});
    ASSERT_TRUE(one.ok()) << one.status();
    EXPECT_EQ(one->text, kText);
    ASSERT_EQ(one->verified.size(), 1U);
    EXPECT_EQ(one->verified[0].key_name, key.name());
    ASSERT_EQ(one->unknown.size(), 1U);
  }
}

TEST_F(SignedNoteTest, WithoutAKnownKeyNothingIsHandedOut) {
  EXPECT_EQ(OpenNote(kNote, {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(OpenNote(kNote, {known_[1]}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(SignedNoteTest, KeysOfTheSameNameOrIdAloneAreUnknown) {
  const VerifierKey same_name =
      SigningKey::FromSeed("attest.example/case", std::string(32, 'x'))
          .value()
          .verifier();
  EXPECT_EQ(OpenNote(kNote, {same_name}).status().code(),
            absl::StatusCode::kNotFound);
  const std::string renamed =
      absl::StrReplaceAll(kNote, {{"attest.example/case", "other"}});
  EXPECT_EQ(Code(renamed), absl::StatusCode::kNotFound);
}

TEST_F(SignedNoteTest, OneWrongKnownSignatureRefusesTheNote) {
  const std::string good = SignNote(kText, keys_).value();
  const std::string other = SignNote("Another text.\n", keys_).value();
  const std::string witness_line =
      other.substr(other.rfind("\xE2\x80\x94 witness"));
  const std::string mixed = absl::StrCat(kNote, witness_line);
  EXPECT_TRUE(OpenNote(mixed, {known_[0]}).ok());
  EXPECT_EQ(OpenNote(mixed, known_).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(SignedNoteTest, RepeatedLinesCountOnce) {
  const std::string line =
      std::string(kNote).substr(std::string(kText).size() + 1);
  const absl::StatusOr<OpenedNote> note =
      OpenNote(absl::StrCat(kNote, line, line), FirstKnown());
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->verified.size(), 1U);
}

TEST_F(SignedNoteTest, TheSameKnownKeyTwiceIsNoConflict) {
  EXPECT_TRUE(OpenNote(kNote, {known_[0], known_[1], known_[0]}).ok());
}

// One signature, so that nothing in the note can be ignored.
TEST_F(SignedNoteTest, EveryChangedByteIsRefused) {
  const std::string good = kNote;
  for (size_t i = 0; i < good.size(); ++i) {
    for (int delta = 1; delta < 256; ++delta) {
      std::string wrong = good;
      wrong[i] = static_cast<char>(wrong[i] + delta);
      ASSERT_FALSE(OpenNote(wrong, FirstKnown()).ok())
          << i << " " << absl::CHexEscape(wrong);
    }
  }
}

TEST_F(SignedNoteTest, EveryTruncationAndExtensionIsRefused) {
  const std::string good = kNote;
  for (size_t length = 0; length < good.size(); ++length) {
    ASSERT_FALSE(OpenNote(good.substr(0, length), FirstKnown()).ok());
    ASSERT_FALSE(
        OpenNote(good.substr(good.size() - length), FirstKnown()).ok());
  }
  for (const absl::string_view more :
       {"\n", " ", "x", "x\n", "\n\n", "\xE2\x80\x94 \n", "\xE2\x80\x94 a\n",
        "\xE2\x80\x94 a \n", "\xE2\x80\x94 a AAAA\n",
        "\xE2\x80\x94 a AAAAAA==\n", "\xE2\x80\x94 a  AAAAAAA=\n",
        "\xE2\x80\x94 a AAAAAAA= \n", "\xE2\x80\x94 a+b AAAAAAA=\n",
        "-- a AAAAAAA=\n", "\xE2\x80\x93 a AAAAAAA=\n",
        "\xE2\x80\x94  AAAAAAA=\n", "\xE2\x80\x94 a AAAAAAB=\n",
        "\xE2\x80\x94 a AAAAAAA\n", "\xE2\x80\x94 a AAAAAAA="}) {
    EXPECT_EQ(Code(absl::StrCat(good, more)),
              absl::StatusCode::kInvalidArgument)
        << absl::CHexEscape(more);
  }
  // What all of these miss: a well formed line by a key that nobody knows.
  EXPECT_TRUE(
      OpenNote(absl::StrCat(good, "\xE2\x80\x94 a AAAAAAA=\n"), FirstKnown())
          .ok());
}

TEST_F(SignedNoteTest, ChangesInOneOfTwoSignaturesNeverChangeTheText) {
  const std::string good = SignNote(kText, keys_).value();
  const size_t second = good.rfind("\xE2\x80\x94 witness");
  int opened = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = good;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const absl::StatusOr<OpenedNote> note = OpenNote(changed, FirstKnown());
      if (!note.ok()) continue;
      ++opened;
      ASSERT_GE(i, second) << i;
      ASSERT_EQ(note->text, kText);
      ASSERT_EQ(note->verified.size(), 1U);
      ASSERT_EQ(note->verified[0].key_name, "attest.example/case");
    }
  }
  EXPECT_GT(opened, 0);
}

TEST_F(SignedNoteTest, RandomMutationsAreRefusedOrLeaveTheTextAlone) {
  const uint32_t seed = 2014;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good = SignNote(kText, keys_).value();
  const std::vector<std::string> pieces = {"\n",
                                           "\n\n",
                                           "\xE2\x80\x94 ",
                                           " ",
                                           "=",
                                           "+",
                                           "A",
                                           "\xFF",
                                           "\xC2",
                                           std::string(1, '\0'),
                                           good.substr(good.find('\xE2')),
                                           "attest"};
  for (int round = 0; round < 20000; ++round) {
    std::string changed = good;
    for (uint64_t edits = 1 + random() % 3; edits > 0; --edits) {
      const size_t at = random() % (changed.size() + 1);
      if (random() % 2 == 0) {
        changed.insert(at, pieces[random() % pieces.size()]);
      } else {
        changed.erase(at, random() % 20);
      }
      if (changed.empty()) break;
    }
    const absl::StatusOr<OpenedNote> note = OpenNote(changed, known_);
    if (note.ok()) {
      ASSERT_EQ(note->text, kText);
    }
  }
}

TEST_F(SignedNoteTest, TextsThatMakeNoNoteAreNotSigned) {
  for (const absl::string_view text :
       {absl::string_view(""), absl::string_view("no newline"),
        absl::string_view("tab\t\n"), absl::string_view("return\r\n"),
        absl::string_view("nul\0\n", 5), absl::string_view("\xFF\n")}) {
    EXPECT_EQ(SignNote(text, FirstKey()).status().code(),
              absl::StatusCode::kInvalidArgument)
        << absl::CHexEscape(text);
  }
  EXPECT_FALSE(SignNote(kText, {}).ok());
  EXPECT_FALSE(
      SignNote(std::string(kMaxNoteBytes, 'x') + "\n", FirstKey()).ok());
}

TEST_F(SignedNoteTest, AnyTextThatIsSignedOpensAgain) {
  for (const absl::string_view text :
       {absl::string_view("\n"), absl::string_view("\n\n\n"),
        absl::string_view("a\n\n"), absl::string_view("\xE2\x80\x94 a b\n"),
        absl::string_view("\n\xE2\x80\x94 a AAAAAAA=\n"),
        absl::string_view("\xD8\xAD\xD9\x84\xD8\xA8\n")}) {
    const absl::StatusOr<std::string> note = SignNote(text, keys_);
    ASSERT_TRUE(note.ok()) << note.status();
    EXPECT_EQ(OpenNote(*note, known_).value().text, text);
  }
}

TEST_F(SignedNoteTest, SizeAndNumberOfSignaturesAreBounded) {
  std::string many = kNote;
  for (size_t i = 1; i < kMaxNoteSignatures; ++i) {
    absl::StrAppend(&many, "\xE2\x80\x94 k", i, " AAAAAAA=\n");
  }
  EXPECT_TRUE(OpenNote(many, FirstKnown()).ok());
  EXPECT_THAT(OpenNote(many + "\xE2\x80\x94 k AAAAAAA=\n", FirstKnown())
                  .status()
                  .message(),
              HasSubstr("more than 100 signatures"));
  const std::string large = std::string(kMaxNoteBytes, 'x') + kNote;
  EXPECT_THAT(OpenNote(large, FirstKnown()).status().message(),
              HasSubstr("want at most 1048576"));
}

}  // namespace
}  // namespace attest
