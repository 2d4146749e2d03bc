#include "engine/merkle/strict_text.h"

#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

TEST(StrictTextTest, Base64OfRfc4648) {
  EXPECT_EQ(DecodeStrictBase64("").value(), "");
  EXPECT_EQ(DecodeStrictBase64("Zg==").value(), "f");
  EXPECT_EQ(DecodeStrictBase64("Zm8=").value(), "fo");
  EXPECT_EQ(DecodeStrictBase64("Zm9v").value(), "foo");
  EXPECT_EQ(DecodeStrictBase64("Zm9vYg==").value(), "foob");
  EXPECT_EQ(DecodeStrictBase64("Zm9vYmE=").value(), "fooba");
  EXPECT_EQ(DecodeStrictBase64("Zm9vYmFy").value(), "foobar");
}

TEST(StrictTextTest, EveryOtherSpellingOfBase64IsRefused) {
  for (const absl::string_view text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Zm 8=", "Zm8=\n",
        "\nZm8=", "Zm8.", "Zg..", "Z", "=", "====", "Zm9v=", "Zm-v", "Zm_v",
        "Zm9vZg==Zg==", "Zm\xC3\xA9"}) {
    EXPECT_EQ(DecodeStrictBase64(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(StrictTextTest, RandomBase64IsRefusedOrCanonical) {
  const uint32_t seed = 4648;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string letters = "ABCabc019+/= \n.-_";
  int taken = 0;
  for (int round = 0; round < 100000; ++round) {
    std::string text;
    for (uint64_t i = random() % 9; i > 0; --i) {
      text += letters[random() % letters.size()];
    }
    const absl::StatusOr<std::string> bytes = DecodeStrictBase64(text);
    if (bytes.ok()) {
      ++taken;
      ASSERT_EQ(absl::Base64Escape(*bytes), text);
    }
  }
  EXPECT_GT(taken, 0);
}

TEST(StrictTextTest, DecimalsUpTo64Bits) {
  EXPECT_EQ(ParseStrictDecimal("0").value(), 0U);
  EXPECT_EQ(ParseStrictDecimal("7").value(), 7U);
  EXPECT_EQ(ParseStrictDecimal("18446744073709551615").value(), ~uint64_t{0});
}

TEST(StrictTextTest, EveryOtherSpellingOfADecimalIsRefused) {
  for (const absl::string_view text :
       {"", "00", "01", "+1", "-1", "-0", " 1", "1 ", "1\n", "1.0", "1e3",
        "0x1", "18446744073709551616", "18446744073709551620",
        "99999999999999999999", "184467440737095516150", "1_000", "\xD9\xA1"}) {
    EXPECT_EQ(ParseStrictDecimal(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_FALSE(ParseStrictDecimal(absl::string_view("1\0", 2)).ok());
}

TEST(StrictTextTest, MessagesStayShort) {
  const std::string long_text(1 << 20, '9');
  EXPECT_LT(ParseStrictDecimal(long_text).status().message().size(), 300U);
  EXPECT_LT(DecodeStrictBase64(long_text + "!").status().message().size(),
            300U);
}

TEST(StrictTextTest, NotesMayHoldAnyUtf8ButControlCharacters) {
  EXPECT_TRUE(CheckNoteCharacters("").ok());
  EXPECT_TRUE(CheckNoteCharacters("a line\nand another\n").ok());
  EXPECT_TRUE(CheckNoteCharacters("\xD8\xAD\xD9\x84\xD8\xA8 \xE2\x80\x94 "
                                  "\xF0\x9F\x95\x8A")
                  .ok());
  for (char c = 0; c < 0x20; ++c) {
    EXPECT_EQ(CheckNoteCharacters(absl::string_view(&c, 1)).ok(), c == '\n')
        << static_cast<int>(c);
  }
}

TEST(StrictTextTest, IllFormedUtf8IsRefusedWithItsPlace) {
  for (const absl::string_view bad :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xE2\x80"}) {
    const absl::Status status = CheckNoteCharacters(absl::StrCat("ab", bad));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(status.message(), HasSubstr("at byte 2"));
  }
}

TEST(StrictTextTest, KeyNames) {
  EXPECT_TRUE(CheckKeyName("example.com/log").ok());
  EXPECT_TRUE(CheckKeyName("\xD8\xAD\xD9\x84\xD8\xA8").ok());
  for (const absl::string_view bad :
       {"", "two words", "a+b", "a\nb", "a\tb", "\xC2\xA0name", "a\xE2\x80\xA8",
        "\xE3\x80\x80", "a\xC2\x85", "a\xFF"}) {
    EXPECT_EQ(CheckKeyName(bad).code(), absl::StatusCode::kInvalidArgument)
        << absl::CHexEscape(bad);
  }
}

}  // namespace
}  // namespace attest
