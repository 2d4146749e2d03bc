// What FollowTheMoney says beside a value, and the case format has no field
// for, stands in the note of a claim or report as one JSON object,
// {"ftm": {...}}, so that it can be seen and goes out again.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_NOTES_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_NOTES_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/interchange/json_fields.h"

namespace attest {

// A time as RFC 3339 has it; empty where it is none. Times of FollowTheMoney
// have no zone and are UTC.
[[nodiscard]] std::string FtmInstant(absl::string_view time);

// Values by property as a JSON object of lists.
[[nodiscard]] std::string FtmValuesJson(
    const std::map<std::string, std::set<std::string>>& values);

// The note with `fields`; empty where there are none.
[[nodiscard]] std::string FtmNote(JsonFields fields);
[[nodiscard]] std::string FtmNoteOf(
    const std::map<std::string, std::set<std::string>>& values);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_NOTES_H_
