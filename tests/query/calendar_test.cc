#include "engine/query/calendar.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace attest::query {
namespace {

constexpr uint64_t kSeed = 20190101;

// The calendar by counting, day after day.
class SlowCalendar {
 public:
  // Begins at a first of January.
  SlowCalendar(int64_t year, int weekday)
      : first_weekday_(weekday), weekday_(weekday) {
    day_.year = year;
  }

  [[nodiscard]] const CivilDay& day() const { return day_; }
  [[nodiscard]] int weekday() const { return weekday_; }
  [[nodiscard]] int ordinal() const { return ordinal_; }
  [[nodiscard]] int day_of_quarter() const { return day_of_quarter_; }

  // Week 1 is the first that has four days of the year.
  [[nodiscard]] int WeekOfYear() const {
    const int days_of_first = 8 - first_weekday_;
    const int shift = days_of_first >= 4 ? 1 : 0;
    return (ordinal_ - 1 + first_weekday_ - 1) / 7 + shift;
  }

  void Step() {
    weekday_ = weekday_ % 7 + 1;
    ++ordinal_;
    ++day_of_quarter_;
    if (++day_.day <= Length()) return;
    day_.day = 1;
    if (day_.month % 3 == 0) day_of_quarter_ = 1;
    if (++day_.month <= 12) return;
    day_.month = 1;
    ++day_.year;
    ordinal_ = 1;
    first_weekday_ = weekday_;
  }

 private:
  [[nodiscard]] int Length() const {
    static const std::vector<int> lengths = {31, 28, 31, 30, 31, 30,
                                             31, 31, 30, 31, 30, 31};
    const bool is_leap =
        day_.year % 400 == 0 || (day_.year % 4 == 0 && day_.year % 100 != 0);
    return lengths[static_cast<size_t>(day_.month - 1)] +
           (is_leap && day_.month == 2 ? 1 : 0);
  }

  CivilDay day_;
  int first_weekday_;
  int weekday_;
  int ordinal_ = 1;
  int day_of_quarter_ = 1;
};

void ExpectAgrees(int64_t number, const SlowCalendar& slow) {
  SCOPED_TRACE(absl::StrCat("day ", number));
  ASSERT_EQ(CivilDayOf(number), slow.day());
  ASSERT_EQ(DayNumberOf(slow.day()), number);
  ASSERT_EQ(OrdinalDayOf(number), slow.ordinal());
  ASSERT_EQ(DayOfQuarter(number), slow.day_of_quarter());
  const WeekDay week = WeekDayOf(number);
  ASSERT_EQ(week.weekday, slow.weekday());
  ASSERT_EQ(DayNumberOf(week), number);
  // The last days of a year may lie in the next one's first week, and the
  // first in the last week of the one before.
  if (week.year == slow.day().year) {
    ASSERT_EQ(week.week, slow.WeekOfYear());
  } else if (week.year > slow.day().year) {
    ASSERT_EQ(slow.day().month, 12);
    ASSERT_EQ(week.week, 1);
    ASSERT_LE(31 - slow.day().day + slow.weekday(), 3 + slow.weekday() - 1);
  } else {
    ASSERT_EQ(slow.day().month, 1);
    ASSERT_EQ(slow.WeekOfYear(), 0);
    ASSERT_EQ(week.week, WeeksInYear(week.year));
  }
}

TEST(CalendarTest, DaysAgreeWithCountingThroughACycle) {
  // 1900-01-01 was a Monday, 25,567 days before 1970.
  SlowCalendar slow(1900, 1);
  for (int64_t number = -25'567; number < -25'567 + 150'000; ++number) {
    ExpectAgrees(number, slow);
    if (HasFatalFailure()) return;
    slow.Step();
  }
}

TEST(CalendarTest, DaysAgreeWithCountingFromYearsAtRandom) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 60; ++i) {
    // The calendar repeats after 400 years, its days of the week too.
    const int64_t cycles =
        std::uniform_int_distribution<int64_t>(-2'499'990, 2'499'990)(random);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    SlowCalendar slow(1900 + cycles * 400, 1);
    const int64_t first = -25'567 + cycles * 146'097;
    for (int64_t number = first; number < first + 3000; ++number) {
      ExpectAgrees(number, slow);
      if (HasFatalFailure()) return;
      slow.Step();
    }
  }
}

TEST(CalendarTest, EndsWithTheFirstAndTheLastYear) {
  EXPECT_EQ(DayNumberOf(CivilDay{.year = kFirstYear}), kFirstDayNumber);
  EXPECT_EQ(DayNumberOf(CivilDay{.year = kLastYear, .month = 12, .day = 31}),
            kLastDayNumber);
  EXPECT_EQ(CivilDayOf(kFirstDayNumber), CivilDay{.year = kFirstYear});
  EXPECT_EQ(CivilDayOf(kLastDayNumber + 1), CivilDay{.year = kLastYear + 1});
  EXPECT_TRUE(IsDay(kFirstDayNumber));
  EXPECT_FALSE(IsDay(kFirstDayNumber - 1));
  EXPECT_TRUE(IsDay(kLastDayNumber));
  EXPECT_FALSE(IsDay(kLastDayNumber + 1));
}

TEST(CalendarTest, YearsHave52Or53Weeks) {
  EXPECT_EQ(WeeksInYear(2015), 53);
  EXPECT_EQ(WeeksInYear(2016), 52);
  EXPECT_EQ(WeeksInYear(2020), 53);
  EXPECT_EQ(WeeksInYear(1976), 53);
  EXPECT_EQ(WeeksInYear(-1), 52);
}

}  // namespace
}  // namespace attest::query
