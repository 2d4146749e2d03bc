// The temporal values of openCypher: dates, times and date-times, with and
// without a zone, and durations.
//
// Days and seconds are those of the proleptic Gregorian calendar without leap
// seconds; years run from -999,999,999 to 999,999,999.
//
// Functions on them are in temporal_functions.h, reading and writing their
// text (ISO 8601) in temporal_text.h.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_H_

#include <compare>
#include <cstdint>
#include <string>

namespace attest::query {

inline constexpr int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;

struct Date {
  int64_t days = 0;  // since 1970-01-01

  friend auto operator<=>(const Date&, const Date&) = default;
};

struct LocalTime {
  int64_t nanos = 0;  // since midnight, in [0, kNanosPerDay)

  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

// A time of day at an offset from UTC.
struct Time {
  LocalTime local;
  int32_t offset_seconds = 0;

  friend bool operator==(const Time&, const Time&) = default;
};

struct LocalDateTime {
  Date date;
  LocalTime time;

  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

// `local` is what a clock at the place shows.
struct DateTime {
  LocalDateTime local;
  int32_t offset_seconds = 0;
  std::string zone;  // "Europe/Stockholm"; empty: an offset alone

  friend bool operator==(const DateTime&, const DateTime&) = default;
};

// The parts do not convert into each other: a month is no number of days, and
// a day not always 24 hours.
struct Duration {
  int64_t months = 0;
  int64_t days = 0;
  int64_t seconds = 0;
  int64_t nanos = 0;  // in [0, kNanosPerSecond)

  friend bool operator==(const Duration&, const Duration&) = default;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_H_
