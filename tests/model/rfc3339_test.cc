#include "engine/model/rfc3339.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

std::string Reformatted(absl::string_view text) {
  const absl::StatusOr<absl::Time> time = ParseRfc3339(text);
  if (!time.ok()) return std::string(time.status().message());
  return FormatRfc3339(*time);
}

// The examples of RFC 3339, section 5.8, come first.
TEST(Rfc3339Test, InstantsAreReadAndWrittenInUtc) {
  EXPECT_EQ(Reformatted("1985-04-12T23:20:50.52Z"), "1985-04-12T23:20:50.52Z");
  EXPECT_EQ(Reformatted("1996-12-19T16:39:57-08:00"), "1996-12-20T00:39:57Z");
  EXPECT_EQ(Reformatted("1990-12-31T23:59:60Z"), "1991-01-01T00:00:00Z");
  EXPECT_EQ(Reformatted("1990-12-31T15:59:60-08:00"), "1991-01-01T00:00:00Z");
  EXPECT_EQ(Reformatted("1937-01-01T12:00:27.87+00:20"),
            "1937-01-01T11:40:27.87Z");
  EXPECT_EQ(Reformatted("2026-11-20t10:00:00z"), "2026-11-20T10:00:00Z");
  EXPECT_EQ(Reformatted("2026-11-20T10:00:00-00:00"), "2026-11-20T10:00:00Z");
  EXPECT_EQ(Reformatted("2024-02-29T00:00:00+23:59"), "2024-02-28T00:01:00Z");
  EXPECT_EQ(Reformatted("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z");
  EXPECT_EQ(Reformatted("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59Z");
}

TEST(Rfc3339Test, FractionsAreCutToMicrosecondsWithoutTrailingZeros) {
  EXPECT_EQ(Reformatted("2026-11-20T10:00:00.000Z"), "2026-11-20T10:00:00Z");
  EXPECT_EQ(Reformatted("2026-11-20T10:00:00.100Z"), "2026-11-20T10:00:00.1Z");
  EXPECT_EQ(Reformatted("2026-11-20T10:00:00.000001Z"),
            "2026-11-20T10:00:00.000001Z");
  EXPECT_EQ(Reformatted("2026-11-20T10:00:00.9999999Z"),
            "2026-11-20T10:00:00.999999Z");
  EXPECT_EQ(Reformatted("1969-12-31T23:59:59.9999999Z"),
            "1969-12-31T23:59:59.999999Z");
}

TEST(Rfc3339Test, FractionsAreKeptToTheNanosecond) {
  const absl::Time time =
      ParseRfc3339("1970-01-01T00:00:00.1234567899999Z").value();
  EXPECT_EQ(absl::ToUnixNanos(time), 123456789);
}

TEST(Rfc3339Test, TextThatIsNoInstantIsRefused) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-20",
                           "2026-11-20T",
                           "2026-11-20T10:00",
                           "2026-11-20T10:00Z",
                           "2026-11-20T10:00:00",
                           "2026-11-20 10:00:00Z",
                           "2026-11-20T10:00:00.Z",
                           "2026-11-20T10:00:00,5Z",
                           "2026-11-20T10:00:00+01",
                           "2026-11-20T10:00:00+0100",
                           "2026-11-20T10:00:00+24:00",
                           "2026-11-20T10:00:00+01:60",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T10:60:00Z",
                           "2026-11-20T10:00:61Z",
                           "2026-11-20T1:00:00Z",
                           "2026-02-30T10:00:00Z",
                           "2026-13-01T10:00:00Z",
                           "2026-11-20T10:00:00ZZ",
                           "2026-11-20T10:00:00Z ",
                           " 2026-11-20T10:00:00Z",
                           "2026-11-20T10:00:00UTC",
                           "20261120T100000Z",
                           "infinite-future",
                           "-001-01-01T00:00:00Z",
                           "12026-11-20T10:00:00Z"}) {
    const absl::StatusOr<absl::Time> time = ParseRfc3339(text);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_EQ(time.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(time.status().message()),
                HasSubstr(absl::StrCat("got \"", text, "\", want ")));
  }
}

TEST(Rfc3339Test, LeapSecondsStandAtTheEndOfAMonthOnly) {
  EXPECT_EQ(Reformatted("2016-12-31T23:59:60.5Z"), "2017-01-01T00:00:00.5Z");
  EXPECT_EQ(Reformatted("2017-01-01T05:29:60+05:30"), "2017-01-01T00:00:00Z");
  EXPECT_THAT(Reformatted("2016-12-30T23:59:60Z"), HasSubstr("leap second"));
  EXPECT_THAT(Reformatted("2016-12-31T22:59:60Z"), HasSubstr("leap second"));
}

TEST(Rfc3339Test, AnOffsetDoesNotLeadOutOfTheCalendar) {
  EXPECT_THAT(Reformatted("9999-12-31T23:59:59-01:00"), HasSubstr("years"));
  EXPECT_THAT(Reformatted("0000-01-01T00:00:00+01:00"), HasSubstr("years"));
  EXPECT_THAT(Reformatted("9999-12-31T23:59:60Z"), HasSubstr("years"));
}

TEST(Rfc3339Test, ADayEndsAtTheNextMidnight) {
  EXPECT_EQ(FormatRfc3339(ParseEndOfDay("2026-11-20").value()),
            "2026-11-21T00:00:00Z");
  EXPECT_EQ(FormatRfc3339(ParseEndOfDay("2024-02-28").value()),
            "2024-02-29T00:00:00Z");
  EXPECT_TRUE(ParseEndOfDay("9999-12-31").ok());
  EXPECT_FALSE(ParseEndOfDay("2026-11").ok());
  EXPECT_FALSE(ParseEndOfDay("2026-11-31").ok());
  EXPECT_FALSE(ParseEndOfDay("2026-11-20T10:00:00Z").ok());
}

TEST(Rfc3339Test, MicrosecondsSurviveWritingAndReading) {
  constexpr uint64_t kSeed = 3339;
  constexpr int64_t kSpan = 9'000'000'000'000'000;  // some 285 years
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    const int64_t micros = static_cast<int64_t>(random() % kSpan) - kSpan / 2;
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(ParseRfc3339(FormatRfc3339(time)).value(), time);
  }
}

TEST(Rfc3339Test, AnyBytesAreReadOrRefused) {
  constexpr uint64_t kSeed = 5;
  constexpr absl::string_view kBytes = "0123456789-:.TZ+ztx\xFF";
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 100000; ++i) {
    std::string text = "2026-11-20T10:00:00.25+01:00";
    for (uint64_t edits = random() % 4; edits > 0; --edits) {
      text[random() % text.size()] = kBytes[random() % kBytes.size()];
    }
    text.resize(random() % (text.size() + 1));
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    const absl::StatusOr<absl::Time> time = ParseRfc3339(text);
    EXPECT_TRUE(!time.ok() || FormatRfc3339(*time).back() == 'Z');
  }
}

}  // namespace
}  // namespace attest
