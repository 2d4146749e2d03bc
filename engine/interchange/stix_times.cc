#include "engine/interchange/stix_times.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/model/edtf.h"
#include "engine/model/rfc3339.h"

namespace attest {
namespace {

std::string FirstInstant(absl::string_view day) {
  return absl::StrCat(day, "T00:00:00.000Z");
}
std::string LastInstant(absl::string_view day) {
  return absl::StrCat(day, "T23:59:59.999Z");
}

// Readers do not agree on the year 0.
bool HasYear(absl::string_view day) { return !absl::StartsWith(day, "0000"); }

// The one day that `text` means beyond doubt; empty: it means more, or less.
std::string DayOf(absl::string_view text) {
  const absl::StatusOr<Edtf> date = Edtf::Parse(text);
  if (!date.ok() || date->kind() != EdtfKind::kDate || date->is_qualified() ||
      !date->is_single_day()) {
    return "";
  }
  std::string day = date->possible().FirstDayText().value_or("");
  if (!HasYear(day)) day.clear();
  return day;
}

// A time of day with its day, as EDTF has it: the day as written, and the zone,
// which may be none.
struct DateTime {
  absl::Time as_if_utc;
  std::optional<absl::Duration> offset;
};

std::optional<DateTime> DateTimeOf(absl::string_view text) {
  constexpr size_t kBytes = 19;  // without its zone
  const absl::StatusOr<Edtf> date = Edtf::Parse(text);
  if (!date.ok() || date->kind() != EdtfKind::kDate || text.size() < kBytes ||
      text[10] != 'T') {
    return std::nullopt;
  }
  const absl::StatusOr<absl::Time> time =
      ParseRfc3339(absl::StrCat(text.substr(0, kBytes), "Z"));
  if (!time.ok()) return std::nullopt;
  DateTime found = {*time, std::nullopt};
  const absl::string_view zone = text.substr(kBytes);
  if (zone.empty()) return found;
  found.offset = absl::ZeroDuration();
  if (zone == "Z") return found;
  int hours = 0;
  int minutes = 0;
  if (!absl::SimpleAtoi(zone.substr(1, 2), &hours)) return std::nullopt;
  if (zone.size() > 3 && !absl::SimpleAtoi(zone.substr(4), &minutes)) {
    return std::nullopt;
  }
  found.offset = absl::Hours(hours) + absl::Minutes(minutes);
  if (zone.front() == '-') found.offset = -*found.offset;
  return found;
}

bool IsWritable(absl::Time time) {
  const absl::civil_year_t year =
      absl::ToCivilSecond(time, absl::UTCTimeZone()).year();
  return year >= 1 && year <= 9999;
}

// The day of `valid`, from its first to its last instant.
StixSpan SpanOfEvent(absl::string_view valid) {
  const std::string day = DayOf(valid);
  if (day.empty()) return {};
  const std::optional<DateTime> time = DateTimeOf(valid);
  if (!time || !time->offset) return {FirstInstant(day), LastInstant(day)};
  const absl::Time midnight =
      absl::FromCivil(absl::ToCivilDay(time->as_if_utc, absl::UTCTimeZone()),
                      absl::UTCTimeZone());
  const absl::Time first = midnight - *time->offset;
  const absl::Time last = first + absl::Hours(24) - absl::Milliseconds(1);
  if (!IsWritable(first) || !IsWritable(last)) return {};
  return {StixTime(first), StixTime(last)};
}

}  // namespace

std::string StixTime(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

StixSpan StixSpanOf(absl::string_view valid, TimeKind kind,
                    const RealEnds& real_ends) {
  StixSpan span;
  if (kind == TimeKind::kEvent) {
    span = SpanOfEvent(valid);
  } else if (kind == TimeKind::kState) {
    const size_t slash = valid.find('/');
    if (slash == absl::string_view::npos) return span;
    const std::string first =
        real_ends.start ? DayOf(valid.substr(0, slash)) : "";
    const std::string last =
        real_ends.end ? DayOf(valid.substr(slash + 1)) : "";
    if (!first.empty()) span.start = FirstInstant(first);
    if (!last.empty()) span.stop = LastInstant(last);
  }
  return span;
}

StixPublished StixPublishedOf(absl::string_view published,
                              absl::string_view retrieved,
                              absl::Time recorded) {
  const absl::StatusOr<absl::Time> instant = ParseRfc3339(published);
  if (instant.ok() && HasYear(StixTime(*instant))) {
    return {StixTime(*instant), PublishedIs::kInstant};
  }
  const std::optional<DateTime> time = DateTimeOf(published);
  if (time) {
    const absl::Time known =
        time->as_if_utc - time->offset.value_or(absl::ZeroDuration());
    if (IsWritable(known)) {
      return {StixTime(known),
              time->offset ? PublishedIs::kInstant : PublishedIs::kNoZone};
    }
  }
  const std::string day = DayOf(published);
  if (!day.empty()) return {FirstInstant(day), PublishedIs::kDay};
  StixPublished latest = {StixTime(recorded), PublishedIs::kRecorded};
  const absl::StatusOr<absl::Time> fetched = ParseRfc3339(retrieved);
  if (fetched.ok() && HasYear(StixTime(*fetched)) && *fetched <= recorded) {
    latest = {StixTime(*fetched), PublishedIs::kRetrieved};
  }
  const absl::StatusOr<Edtf> date = Edtf::Parse(published);
  if (!date.ok()) return latest;
  const std::optional<std::string> last = date->possible().LastDayText();
  if (last && HasYear(*last)) {
    // Times of one form in one zone compare as texts.
    const std::string bound = LastInstant(*last);
    if (bound < latest.time) return {bound, PublishedIs::kLatest};
  }
  return latest;
}

}  // namespace attest
