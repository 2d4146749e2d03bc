#include "engine/query/temporal_between.h"

#include <optional>

#include "engine/query/calendar.h"
#include "engine/query/temporal_arithmetic.h"
#include "engine/query/temporal_sides.h"
#include "engine/query/time_zone.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

// Both ends on the clock of one zone.
struct Span {
  DateTime from;
  DateTime to;
  TimeZone zone;
  bool both_have_dates = false;
};

absl::StatusOr<Span> SpanOf(const Value& from_value, const Value& to_value) {
  TemporalSides from = SidesOf(from_value);
  TemporalSides to = SidesOf(to_value);
  Span span;
  span.both_have_dates = from.date.has_value() && to.date.has_value();
  if (!from.date.has_value()) from.date = to.date.value_or(Date());
  if (!to.date.has_value()) to.date = from.date;
  ASSIGN_OR_RETURN(const std::optional<TimeZone> from_zone, from.FindZone());
  ASSIGN_OR_RETURN(const std::optional<TimeZone> to_zone, to.FindZone());
  span.zone = from_zone.value_or(to_zone.value_or(TimeZone()));
  ASSIGN_OR_RETURN(span.from, span.zone.At(from.face(), from.offset));
  ASSIGN_OR_RETURN(const DateTime to_time,
                   to_zone.value_or(span.zone).At(to.face(), to.offset));
  ASSIGN_OR_RETURN(span.to, span.zone.At(InstantOf(to_time)));
  return span;
}

// `to` moved by a day towards `from` where the time of day lies on the other
// side: the whole days between are those between the dates then.
Date LastWholeDay(const LocalDateTime& from, const LocalDateTime& to) {
  Date day = to.date;
  if (from.date < to.date && to.time < from.time) --day.days;
  if (to.date < from.date && from.time < to.time) ++day.days;
  return day;
}

int64_t WholeMonths(const LocalDateTime& from, const LocalDateTime& to) {
  const CivilDay first = CivilDayOf(from.date.days);
  const CivilDay last = CivilDayOf(LastWholeDay(from, to).days);
  // No month has 32 days.
  const int64_t between =
      ((last.year - first.year) * 12 + last.month - first.month) * 32 +
      last.day - first.day;
  return between / 32;
}

int64_t WholeDays(const LocalDateTime& from, const LocalDateTime& to) {
  return LastWholeDay(from, to).days - from.date.days;
}

Duration TimeBetween(const DateTime& from, const DateTime& to) {
  const Instant first = InstantOf(from);
  const Instant last = InstantOf(to);
  Duration duration;
  duration.seconds = last.seconds - first.seconds;
  duration.nanos = last.nanos - first.nanos;
  if (duration.nanos < 0) {
    duration.nanos += kNanosPerSecond;
    --duration.seconds;
  }
  return duration;
}

}  // namespace

absl::StatusOr<Duration> DurationBetween(const Value& from, const Value& to) {
  ASSIGN_OR_RETURN(const Span span, SpanOf(from, to));
  if (!span.both_have_dates) return TimeBetween(span.from, span.to);
  Duration whole;
  whole.months = WholeMonths(span.from.local, span.to.local);
  ASSIGN_OR_RETURN(const DateTime after_months, Add(span.from, whole));
  whole.days = WholeDays(after_months.local, span.to.local);
  ASSIGN_OR_RETURN(const DateTime after_days, Add(span.from, whole));
  Duration duration = TimeBetween(after_days, span.to);
  duration.months = whole.months;
  duration.days = whole.days;
  return duration;
}

absl::StatusOr<Duration> MonthsBetween(const Value& from, const Value& to) {
  ASSIGN_OR_RETURN(const Span span, SpanOf(from, to));
  Duration duration;
  if (span.both_have_dates) {
    duration.months = WholeMonths(span.from.local, span.to.local);
  }
  return duration;
}

absl::StatusOr<Duration> DaysBetween(const Value& from, const Value& to) {
  ASSIGN_OR_RETURN(const Span span, SpanOf(from, to));
  Duration duration;
  if (span.both_have_dates) {
    duration.days = WholeDays(span.from.local, span.to.local);
  }
  return duration;
}

absl::StatusOr<Duration> SecondsBetween(const Value& from, const Value& to) {
  ASSIGN_OR_RETURN(const Span span, SpanOf(from, to));
  return TimeBetween(span.from, span.to);
}

}  // namespace attest::query
