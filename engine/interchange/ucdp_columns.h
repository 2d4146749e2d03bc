// The columns of the UCDP Georeferenced Event Dataset, found by their headings
// as its versions spell them. Case and punctuation make no difference.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_COLUMNS_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_COLUMNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

enum class UcdpColumn : uint8_t {
  kId,
  kRelid,
  kYear,
  kCodeStatus,
  kTypeOfViolence,
  kConflictId,
  kConflictName,
  kDyadId,
  kDyadName,
  kSideAId,
  kSideAOldId,
  kSideA,
  kSideBId,
  kSideBOldId,
  kSideB,
  kNumberOfSources,
  kSourceArticle,
  kSourceOffice,
  kSourceDate,
  kSourceHeadline,
  kSourceOriginal,
  kWherePrec,
  kWhereCoordinates,
  kWhereDescription,
  kAdm1,
  kAdm2,
  kLatitude,
  kLongitude,
  kCountry,
  kCountryId,
  kEventClarity,
  kDatePrec,
  kDateStart,
  kDateEnd,
  kDeathsA,
  kDeathsB,
  kDeathsCivilians,
  kDeathsUnknown,
  kBest,
  kHigh,
  kLow,
  kGwnoA,
  kGwnoB,
};
inline constexpr size_t kUcdpColumns =
    static_cast<size_t>(UcdpColumn::kGwnoB) + 1;

struct UcdpColumns {
  static constexpr size_t kNone = static_cast<size_t>(-1);

  std::array<size_t, kUcdpColumns> places;  // kNone: there is none
  // Columns that nothing is made of and that are no known ones.
  std::vector<size_t> unknown;
  // The names of needed columns that are not there.
  std::vector<std::string> missing;

  [[nodiscard]] size_t place(UcdpColumn column) const {
    return places[static_cast<size_t>(column)];
  }
};

// `map`: our headings for theirs; "" for a column to pass over.
[[nodiscard]] UcdpColumns FindUcdpColumns(
    const std::vector<std::string>& headings,
    const std::map<std::string, std::string>& map);

// The heading of the newest version.
[[nodiscard]] absl::string_view UcdpHeading(UcdpColumn column);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_COLUMNS_H_
