#include "engine/query/temporal_order.h"

#include "absl/hash/hash.h"
#include "absl/numeric/int128.h"
#include "engine/query/duration_units.h"
#include "engine/query/time_zone.h"

namespace attest::query {
namespace {

using Type = Value::Type;

std::strong_ordering ByInstant(const Instant& a, const Instant& b) {
  if (a.seconds != b.seconds) return a.seconds <=> b.seconds;
  return a.nanos <=> b.nanos;
}

// In nanoseconds of a day in UTC: below 0 and beyond a day it goes on.
int64_t NanosAtUtc(const Time& time) {
  return time.local.nanos - time.offset_seconds * kNanosPerSecond;
}

size_t Hash(const Value& value) {
  switch (value.type()) {
    case Type::kDate:
      return absl::HashOf(value.date().days);
    case Type::kLocalTime:
      return absl::HashOf(value.local_time().nanos);
    case Type::kTime:
      return absl::HashOf(value.time().local.nanos,
                          value.time().offset_seconds);
    case Type::kLocalDateTime: {
      const LocalDateTime& time = value.local_date_time();
      return absl::HashOf(time.date.days, time.time.nanos);
    }
    case Type::kDateTime: {
      const DateTime& time = value.date_time();
      return absl::HashOf(time.local.date.days, time.local.time.nanos,
                          time.offset_seconds, time.zone);
    }
    default: {
      const Duration& duration = value.duration();
      return absl::HashOf(duration.months, duration.days, duration.seconds,
                          duration.nanos);
    }
  }
}

}  // namespace

std::strong_ordering Order(const Time& a, const Time& b) {
  const int64_t a_nanos = NanosAtUtc(a);
  const int64_t b_nanos = NanosAtUtc(b);
  if (a_nanos != b_nanos) return a_nanos <=> b_nanos;
  return a.local <=> b.local;
}

std::strong_ordering Order(const DateTime& a, const DateTime& b) {
  const std::strong_ordering by_instant = ByInstant(InstantOf(a), InstantOf(b));
  if (by_instant != 0) return by_instant;
  const std::strong_ordering by_face = a.local <=> b.local;
  return by_face != 0 ? by_face : a.zone <=> b.zone;
}

std::strong_ordering Order(const Duration& a, const Duration& b) {
  const absl::int128 a_seconds = AverageSeconds(a);
  const absl::int128 b_seconds = AverageSeconds(b);
  if (a_seconds < b_seconds) return std::strong_ordering::less;
  if (a_seconds > b_seconds) return std::strong_ordering::greater;
  if (a.nanos != b.nanos) return a.nanos <=> b.nanos;
  if (a.months != b.months) return a.months <=> b.months;
  return a.days <=> b.days;
}

bool TemporalEquals(const Value& a, const Value& b) {
  return a.type() == b.type() && TemporalOrder(a, b) == 0;
}

std::optional<std::strong_ordering> TemporalCompare(const Value& a,
                                                    const Value& b) {
  if (a.type() != b.type() || a.Is(Type::kDuration)) return std::nullopt;
  return TemporalOrder(a, b);
}

std::strong_ordering TemporalOrder(const Value& a, const Value& b) {
  switch (a.type()) {
    case Type::kDate:
      return a.date() <=> b.date();
    case Type::kLocalTime:
      return a.local_time() <=> b.local_time();
    case Type::kTime:
      return Order(a.time(), b.time());
    case Type::kLocalDateTime:
      return a.local_date_time() <=> b.local_date_time();
    case Type::kDateTime:
      return Order(a.date_time(), b.date_time());
    default:
      return Order(a.duration(), b.duration());
  }
}

size_t TemporalHash(const Value& value) {
  return absl::HashOf(static_cast<int>(value.type()), Hash(value));
}

}  // namespace attest::query
