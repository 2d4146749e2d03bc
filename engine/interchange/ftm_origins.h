// What the values in the record of an entity of FollowTheMoney name as where it
// is from (publisher, sourceUrl, proof): sources of a case. A report that was
// imported keeps these values in its note, and some in its title and address,
// where they would tell of a source that is withheld since.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_ORIGINS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_ORIGINS_H_

#include <array>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

// What keys of reports that were imported from FollowTheMoney begin with.
inline constexpr absl::string_view kFtmReportPrefix = "rpt:ftm:";

// A property whose values are sources that a record was made from.
struct FtmOriginProperty {
  absl::string_view property;
  absl::string_view prefix;  // of their keys
  absl::string_view kind;
};
inline constexpr std::array<FtmOriginProperty, 3> kFtmOrigins = {{
    {"publisher", "src:ftm-publisher:", "organization"},
    {"sourceUrl", "src:ftm-url:", "document"},
    {"proof", "src:ftm-proof:", "document"},
}};

// The key of the source that a value of `origin` names.
[[nodiscard]] std::string FtmOriginKey(const FtmOriginProperty& origin,
                                       absl::string_view value);

// Of the source that has a key: is what names it to stay?
using FtmIsWithheld =
    absl::FunctionRef<absl::StatusOr<bool>(absl::string_view key)>;

// Takes the values that name a withheld source out of the note of `event`,
// which defines a report, and out of its title and address where the import put
// them there. Was there one? Other reports stay as they are. Errors: those of
// `is_withheld`.
absl::StatusOr<bool> LeaveOutFtmOrigins(FtmIsWithheld is_withheld,
                                        Event& event);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_ORIGINS_H_
