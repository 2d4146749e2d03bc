#include "engine/query/time_zone.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "engine/query/calendar.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr size_t kMaxNameBytes = 64;

// Names are looked up as files: only what looks like a zone's name is. All of
// them begin with a capital; what does not holds other things, or zones with
// leap seconds.
bool LooksLikeZone(absl::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes ||
      !absl::ascii_isupper(static_cast<unsigned char>(name[0]))) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

// The rows of a table of the database, each split at its tabs; empty when it is
// not there. Where the time zones themselves are found, so are its tables.
std::vector<std::vector<std::string>> TableRows(absl::string_view file) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets a variable
  const char* folder = std::getenv("TZDIR");
  std::ifstream in(absl::StrCat(
      folder != nullptr ? folder : "/usr/share/zoneinfo", "/", file));
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    rows.push_back(absl::StrSplit(line, '\t'));
    if (rows.back().size() < 3) rows.pop_back();
  }
  return rows;
}

using Names = absl::flat_hash_map<std::string, std::string>;

// From each zone that shares the history of another to that one. A country's
// zone that zone1970.tab does not name has been like the one it gives to the
// country.
Names ReadSharedHistories() {
  Names of_country;  // empty: has several
  Names named;
  for (const std::vector<std::string>& row : TableRows("zone1970.tab")) {
    named[row[2]] = row[2];
    for (absl::string_view country : absl::StrSplit(row[0], ',')) {
      const auto [at, is_new] = of_country.try_emplace(country, row[2]);
      if (!is_new) at->second.clear();
    }
  }
  Names shared;
  for (const std::vector<std::string>& row : TableRows("zone.tab")) {
    const auto at = of_country.find(row[0]);
    if (named.contains(row[2]) || at == of_country.end()) continue;
    if (!at->second.empty()) shared[row[2]] = at->second;
  }
  return shared;
}

const std::string& HistoryOf(const std::string& name) {
  static const Names& shared = *new Names(ReadSharedHistories());
  const auto at = shared.find(name);
  return at == shared.end() ? name : at->second;
}

absl::Status BeyondCalendar() {
  return TemporalOverflow(absl::StrCat("the time lies beyond the years ",
                                       kFirstYear, " to ", kLastYear));
}

}  // namespace

TimeZone TimeZone::AtOffset(int32_t offset_seconds) {
  TimeZone zone;
  zone.offset_seconds_ = offset_seconds;
  return zone;
}

absl::StatusOr<TimeZone> TimeZone::Find(absl::string_view name) {
  if (name == "Z" || (!name.empty() && (name[0] == '+' || name[0] == '-'))) {
    ASSIGN_OR_RETURN(const int32_t offset, ParseOffset(name));
    return AtOffset(offset);
  }
  TimeZone zone;
  zone.name_ = std::string(name);
  if (!LooksLikeZone(name) ||
      !absl::LoadTimeZone(HistoryOf(zone.name_), &zone.rules_)) {
    return TemporalFault(absl::StrCat(
        "there is no time zone ", ShownText(name),
        "; want an offset such as +01:00 or a name such as Europe/Stockholm"));
  }
  return zone;
}

absl::StatusOr<TimeZone> TimeZone::Of(const DateTime& time) {
  return time.zone.empty() ? AtOffset(time.offset_seconds) : Find(time.zone);
}

int32_t TimeZone::OffsetAt(const Instant& instant) const {
  if (name_.empty()) return offset_seconds_;
  return rules_.At(absl::FromUnixSeconds(instant.seconds)).offset;
}

absl::StatusOr<DateTime> TimeZone::At(const Instant& instant) const {
  // The clock may show a day of the calendar when it is another one in UTC.
  const int64_t days = FloorDivide(instant.seconds, kSecondsPerDay);
  if (!IsDay(days + 1) && !IsDay(days - 1)) return BeyondCalendar();
  const int32_t offset = OffsetAt(instant);
  const std::optional<LocalDateTime> face =
      FaceOf({.seconds = instant.seconds + offset, .nanos = instant.nanos});
  if (!face.has_value()) return BeyondCalendar();
  return DateTime{.local = *face, .offset_seconds = offset, .zone = name_};
}

absl::StatusOr<DateTime> TimeZone::At(const LocalDateTime& face,
                                      std::optional<int32_t> preferred) const {
  if (name_.empty()) {
    return DateTime{
        .local = face, .offset_seconds = offset_seconds_, .zone = ""};
  }
  const Instant at_utc = InstantOf(face);
  const absl::TimeZone::TimeInfo info =
      rules_.At(absl::CivilSecond(1970, 1, 1) + at_utc.seconds);
  Instant instant = {.seconds = absl::ToUnixSeconds(info.pre),
                     .nanos = at_utc.nanos};
  if (info.kind == absl::TimeZone::TimeInfo::REPEATED &&
      preferred.has_value()) {
    const Instant second = {.seconds = absl::ToUnixSeconds(info.post),
                            .nanos = at_utc.nanos};
    if (OffsetAt(second) == *preferred) instant = second;
  }
  return At(instant);
}

Instant InstantOf(const LocalDateTime& time) {
  return {.seconds = time.date.days * kSecondsPerDay +
                     time.time.nanos / kNanosPerSecond,
          .nanos = time.time.nanos % kNanosPerSecond};
}

Instant InstantOf(const DateTime& time) {
  Instant instant = InstantOf(time.local);
  instant.seconds -= time.offset_seconds;
  return instant;
}

std::optional<LocalDateTime> FaceOf(const Instant& instant) {
  const int64_t days = FloorDivide(instant.seconds, kSecondsPerDay);
  if (!IsDay(days)) return std::nullopt;
  const int64_t second = instant.seconds - days * kSecondsPerDay;
  return LocalDateTime{
      .date = {.days = days},
      .time = {.nanos = second * kNanosPerSecond + instant.nanos}};
}

}  // namespace attest::query
