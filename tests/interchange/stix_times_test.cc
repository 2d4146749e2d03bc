#include "engine/interchange/stix_times.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/model/edtf.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

constexpr RealEnds kBoth = {.start = true, .end = true};

std::string SpanText(absl::string_view valid, TimeKind kind,
                     const RealEnds& ends) {
  const StixSpan span = StixSpanOf(valid, kind, ends);
  return absl::StrCat(span.start, " ", span.stop);
}

TEST(StixTimesTest, TimesAreCutToMilliseconds) {
  EXPECT_EQ(StixTime(absl::FromUnixMicros(999'999)),
            "1970-01-01T00:00:00.999Z");
  EXPECT_EQ(
      StixTime(absl::FromCivil(absl::CivilDay(812, 3, 4), absl::UTCTimeZone())),
      "0812-03-04T00:00:00.000Z");
}

TEST(StixTimesTest, AnEventOnOneDayLiesInIt) {
  EXPECT_EQ(SpanText("2011-06-10", TimeKind::kEvent, {}),
            "2011-06-10T00:00:00.000Z 2011-06-10T23:59:59.999Z");
  EXPECT_EQ(SpanText("2011-06-10T10:00:00Z", TimeKind::kEvent, {}),
            "2011-06-10T00:00:00.000Z 2011-06-10T23:59:59.999Z");
}

// 23:00 in New York is the next day in UTC.
TEST(StixTimesTest, AnEventLiesInTheDayOfItsZone) {
  EXPECT_EQ(SpanText("2019-06-01T23:00:00-05:00", TimeKind::kEvent, {}),
            "2019-06-01T05:00:00.000Z 2019-06-02T04:59:59.999Z");
  EXPECT_EQ(SpanText("2019-06-01T01:00:00+05", TimeKind::kEvent, {}),
            "2019-05-31T19:00:00.000Z 2019-06-01T18:59:59.999Z");
  EXPECT_EQ(SpanText("2019-06-01T23:00:00", TimeKind::kEvent, {}),
            "2019-06-01T00:00:00.000Z 2019-06-01T23:59:59.999Z");
  EXPECT_EQ(SpanText("9999-12-31T23:00:00-05:00", TimeKind::kEvent, {}), " ");
  EXPECT_EQ(SpanText("0001-01-01T00:00:00+05:00", TimeKind::kEvent, {}), " ");
  const unsigned seed = 819;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 500; ++i) {
    const auto second = static_cast<int64_t>(random() % 100'000'000);
    const int zone = static_cast<int>(random() % 2879) - 1439;  // minutes
    const absl::Time time = absl::FromUnixSeconds(1'500'000'000 + second);
    const std::string valid = absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time,
                                               absl::FixedTimeZone(zone * 60));
    const StixSpan span = StixSpanOf(valid, TimeKind::kEvent, {});
    EXPECT_LE(span.start, StixTime(time)) << valid;
    EXPECT_GE(span.stop, StixTime(time)) << valid;
    EXPECT_EQ(StixPublishedOf(valid, "", absl::UnixEpoch()).time,
              StixTime(time));
  }
}

TEST(StixTimesTest, OnlyRealEndsBeginAndEndAState) {
  EXPECT_EQ(SpanText("2011-06-10/2011-07-01", TimeKind::kState, kBoth),
            "2011-06-10T00:00:00.000Z 2011-07-01T23:59:59.999Z");
  EXPECT_EQ(SpanText("2011-06-10/2011-07-01", TimeKind::kState, {.end = true}),
            " 2011-07-01T23:59:59.999Z");
  EXPECT_EQ(SpanText("2011-06-10/..", TimeKind::kState, kBoth),
            "2011-06-10T00:00:00.000Z ");
  EXPECT_EQ(SpanText("2011-06-10/2011-07", TimeKind::kState, kBoth),
            "2011-06-10T00:00:00.000Z ");
  EXPECT_EQ(SpanText("2011-06-10/2011-07-01", TimeKind::kState, {}), " ");
}

TEST(StixTimesTest, LessThanADayIsNoInstant) {
  for (const char* valid :
       {"", "2011", "2011-06", "2011-06-10~", "2011-06-10?", "2011-06-1X",
        "[2011-06-10,2011-06-11]", "2011-22", "../2011-06", "2011/2012",
        "0000-01-01", "no date"}) {
    for (const TimeKind kind : {TimeKind::kEvent, TimeKind::kState,
                                TimeKind::kPeriod, TimeKind::kNone}) {
      EXPECT_EQ(SpanText(valid, kind, kBoth), " ") << valid;
    }
  }
  EXPECT_EQ(SpanText("2011-06-10", TimeKind::kState, kBoth), " ");
  EXPECT_EQ(SpanText("2011-06-10", TimeKind::kNone, kBoth), " ");
  EXPECT_EQ(SpanText("2011-06-10/2011-06-12", TimeKind::kEvent, kBoth), " ");
}

// Never narrower than what is said, and never backwards.
TEST(StixTimesTest, SpansHoldWhatIsSaid) {
  const unsigned seed = 20261122;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const std::vector<std::string> dates = {
      "2011",      "2011-06",    "2011-06-10",  "2011-06-10~",
      "2011-0X",   "2011-06-3X", "2012-02-29",  "..",
      "",          "2012-21",    "2012-12-31?", "2011-06-10%",
      "2013-01-01"};
  int spans = 0;
  for (int i = 0; i < 4000; ++i) {
    const size_t first = random() % dates.size();
    const size_t last = random() % dates.size();
    const bool is_interval = random() % 4 != 0;
    const bool has_start = random() % 2 == 0;
    const bool has_end = random() % 2 == 0;
    const bool is_state = random() % 2 == 0;
    const std::string valid = is_interval
                                  ? absl::StrCat(dates[first], "/", dates[last])
                                  : dates[first];
    const absl::StatusOr<Edtf> edtf = Edtf::Parse(valid);
    if (!edtf.ok()) continue;
    const StixSpan span =
        StixSpanOf(valid, is_state ? TimeKind::kState : TimeKind::kEvent,
                   {.start = has_start, .end = has_end});
    const std::string from = edtf->possible().FirstDayText().value_or("");
    const std::string to = edtf->possible().LastDayText().value_or("");
    if (!span.start.empty()) {
      ++spans;
      EXPECT_EQ(span.start.substr(0, 10), from) << valid;
      EXPECT_TRUE(has_start || !is_state) << valid;
    }
    if (!span.stop.empty()) {
      ++spans;
      EXPECT_EQ(span.stop.substr(0, 10), to) << valid;
      EXPECT_TRUE(has_end || !is_state) << valid;
    }
    if (!span.start.empty() && !span.stop.empty()) {
      EXPECT_LT(span.start, span.stop) << valid;
    }
  }
  EXPECT_GT(spans, 100);
}

TEST(StixTimesTest, APublicationThatIsNotKnownIsBoundedFromAbove) {
  const absl::Time recorded =
      absl::FromCivil(absl::CivilDay(2020, 5, 6), absl::UTCTimeZone());
  const auto text = [&](absl::string_view published,
                        absl::string_view retrieved) {
    const StixPublished found = StixPublishedOf(published, retrieved, recorded);
    return absl::StrCat(found.time, " ", NameOf(found.is));
  };
  EXPECT_EQ(text("2019-01-02", "2020-01-01T00:00:00Z"),
            "2019-01-02T00:00:00.000Z day");
  EXPECT_EQ(text("2019-01-02T10:00:00+02:00", ""),
            "2019-01-02T08:00:00.000Z instant");
  EXPECT_EQ(text("2019-01-02T22:30:00+05", ""),
            "2019-01-02T17:30:00.000Z instant");
  EXPECT_EQ(text("2019-01-02T22:30:00", "2020-01-01T00:00:00Z"),
            "2019-01-02T22:30:00.000Z instant without zone");
  EXPECT_EQ(text("2019-01", "2020-01-01T00:00:00Z"),
            "2019-01-31T23:59:59.999Z latest possible");
  EXPECT_EQ(text("2019-01-02~", ""),
            "2019-01-03T23:59:59.999Z latest possible");
  EXPECT_EQ(text("2020", "2020-01-01T00:00:00Z"),
            "2020-01-01T00:00:00.000Z retrieved");
  EXPECT_EQ(text("2020", ""), "2020-05-06T00:00:00.000Z recorded");
  EXPECT_EQ(text("2019/..", "2020-01-01T00:00:00+01:00"),
            "2019-12-31T23:00:00.000Z retrieved");
  EXPECT_EQ(text("", ""), "2020-05-06T00:00:00.000Z recorded");
  // A clock that was wrong.
  EXPECT_EQ(text("", "2031-01-01T00:00:00Z"),
            "2020-05-06T00:00:00.000Z recorded");
}

}  // namespace
}  // namespace attest
