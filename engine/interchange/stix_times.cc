#include "engine/interchange/stix_times.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/match.h"
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

}  // namespace

std::string StixTime(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

StixSpan StixSpanOf(absl::string_view valid, TimeKind kind,
                    const RealEnds& real_ends) {
  StixSpan span;
  if (kind == TimeKind::kEvent) {
    const std::string day = DayOf(valid);
    if (!day.empty()) span = {FirstInstant(day), LastInstant(day)};
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
