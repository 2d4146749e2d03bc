// Times as STIX 2.1 has them: instants in UTC, with milliseconds. What a source
// gives is a day at best, a year at times: nothing here makes an instant of
// what is less than a day, nor a beginning of when something was first seen.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_TIMES_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_TIMES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/model/claim.h"
#include "engine/model/enum_names.h"
#include "engine/model/predicate.h"

namespace attest {

// `2026-11-20T10:00:00.250Z`, cut to milliseconds. Requires: the years 0 to
// 9999.
[[nodiscard]] std::string StixTime(absl::Time time);

// Bounds between which a relation held or happened; empty: not said.
struct StixSpan {
  std::string start;
  std::string stop;
};

// Of `valid` (EDTF). An event on one day lies between its first and its last
// instant, in the zone that was given with its time, if one was. A state has a
// start or stop where that end of an interval is one day and a real one: then
// its first or last instant. All else says none: a state seen on a day had
// begun before. Days are as written, in no zone.
[[nodiscard]] StixSpan StixSpanOf(absl::string_view valid, TimeKind kind,
                                  const RealEnds& real_ends);

// How an instant of publication is to be read.
enum class PublishedIs : uint8_t {
  kInstant,    // it was given as one
  kNoZone,     // one without a zone was given: as if it were UTC
  kDay,        // the day that was given, from its first instant
  kLatest,     // less than a day was given: the last instant that it can mean
  kRetrieved,  // nothing was given: when the report was fetched
  kRecorded,   // nor that: when it was recorded
};
ATTEST_ENUM_NAMES(PublishedIs, "published is", "instant",
                  "instant without zone", "day", "latest possible", "retrieved",
                  "recorded");

struct StixPublished {
  std::string time;
  PublishedIs is = PublishedIs::kRecorded;
};

// STIX wants to know of each report when it was published. What is not known is
// bounded from above by what is. `published`: EDTF; `retrieved`: RFC 3339; each
// may be empty.
[[nodiscard]] StixPublished StixPublishedOf(absl::string_view published,
                                            absl::string_view retrieved,
                                            absl::Time recorded);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_TIMES_H_
