// Date-times in zones: by the offset from UTC, or by a name of the packaged
// time zone database.
//
// Zones that have been alike since 1970 share one history before it, as in that
// database's own default (the packages keep more): Europe/Stockholm was at
// +00:53:28 in 1818, like Europe/Berlin. The tables zone.tab and zone1970.tab
// say which do.
//
// A zone's clock is set forward and back: a face that is skipped means the same
// instant as the clock that was not set would show, and of a face that comes
// twice the first is meant, unless an offset says which.

#ifndef ATTEST_ENGINE_QUERY_TIME_ZONE_H_
#define ATTEST_ENGINE_QUERY_TIME_ZONE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/query/temporal.h"

namespace attest::query {

inline constexpr int32_t kMaxOffsetSeconds = 18 * 3600;

// An instant, in seconds and nanoseconds since 1970-01-01T00:00Z.
struct Instant {
  int64_t seconds = 0;
  int64_t nanos = 0;  // in [0, kNanosPerSecond)
};

// Where clocks show the time: an offset, or a name.
class TimeZone {
 public:
  // UTC.
  TimeZone() = default;
  // Requires: not further from UTC than kMaxOffsetSeconds.
  [[nodiscard]] static TimeZone AtOffset(int32_t offset_seconds);
  // "Europe/Stockholm", "Z", "+01:00". ArgumentError when there is no such
  // zone.
  [[nodiscard]] static absl::StatusOr<TimeZone> Find(absl::string_view name);
  // The zone of `time`.
  [[nodiscard]] static absl::StatusOr<TimeZone> Of(const DateTime& time);

  // Empty: an offset.
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] int32_t OffsetAt(const Instant& instant) const;

  // The errors of these: ArithmeticError for what leaves the calendar.
  [[nodiscard]] absl::StatusOr<DateTime> At(const Instant& instant) const;
  // `preferred`: the offset to take where `face` comes twice.
  [[nodiscard]] absl::StatusOr<DateTime> At(
      const LocalDateTime& face,
      std::optional<int32_t> preferred = std::nullopt) const;

 private:
  std::string name_;
  int32_t offset_seconds_ = 0;  // without a name
  absl::TimeZone rules_;        // with one
};

[[nodiscard]] Instant InstantOf(const DateTime& time);
// As if its clock were at UTC.
[[nodiscard]] Instant InstantOf(const LocalDateTime& time);
// What a clock at UTC shows; none beyond the calendar.
[[nodiscard]] std::optional<LocalDateTime> FaceOf(const Instant& instant);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TIME_ZONE_H_
