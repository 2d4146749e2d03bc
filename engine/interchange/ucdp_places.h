// Where an event of the UCDP Georeferenced Event Dataset was, no more precise
// than where_prec says.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_PLACES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_PLACES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/ucdp_row.h"

namespace attest {

struct UcdpPosition {
  double latitude = 0;
  double longitude = 0;
};

struct UcdpPlaceCells {
  int precision = 0;  // where_prec; 0: not known
  absl::string_view coordinates;
  absl::string_view description;
  absl::string_view adm_1;
  absl::string_view adm_2;
  absl::string_view country;
  absl::string_view country_id;
  std::optional<UcdpPosition> position;
};

// The place of the event first, each of the others around the one before it.
// Empty where none is named.
//
//     where_prec  the place                     its position
//     1           the one named                 the point
//     2           25 km around the one named    a circle of 25 km
//     3           the second-order division     a fallback point
//     4           the first-order division      a fallback point
//     5, or none  the one named, an area        a fallback point
//     6           the country                   a fallback point
//     7           the one named, in no country  a fallback point
[[nodiscard]] std::vector<UcdpPlace> UcdpPlacesOf(const UcdpPlaceCells& cells);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_PLACES_H_
