#include "engine/interchange/ucdp_columns.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

namespace attest {
namespace {

struct Spelling {
  UcdpColumn column;
  absl::string_view heading;  // the newest first
};

constexpr Spelling kSpellings[] = {
    {UcdpColumn::kId, "id"},
    {UcdpColumn::kId, "event_id"},
    {UcdpColumn::kRelid, "relid"},
    {UcdpColumn::kYear, "year"},
    {UcdpColumn::kCodeStatus, "code_status"},
    {UcdpColumn::kTypeOfViolence, "type_of_violence"},
    {UcdpColumn::kConflictId, "conflict_new_id"},
    {UcdpColumn::kConflictId, "conflict_id"},
    {UcdpColumn::kConflictName, "conflict_name"},
    {UcdpColumn::kDyadId, "dyad_new_id"},
    {UcdpColumn::kDyadId, "dyad_id"},
    {UcdpColumn::kDyadName, "dyad_name"},
    {UcdpColumn::kSideAId, "side_a_new_id"},
    {UcdpColumn::kSideAId, "side_a_id"},
    {UcdpColumn::kSideAOldId, "side_a_dset_id"},
    {UcdpColumn::kSideA, "side_a"},
    {UcdpColumn::kSideA, "side_a_name"},
    {UcdpColumn::kSideBId, "side_b_new_id"},
    {UcdpColumn::kSideBId, "side_b_id"},
    {UcdpColumn::kSideBOldId, "side_b_dset_id"},
    {UcdpColumn::kSideB, "side_b"},
    {UcdpColumn::kSideB, "side_b_name"},
    {UcdpColumn::kNumberOfSources, "number_of_sources"},
    {UcdpColumn::kSourceArticle, "source_article"},
    {UcdpColumn::kSourceOffice, "source_office"},
    {UcdpColumn::kSourceDate, "source_date"},
    {UcdpColumn::kSourceHeadline, "source_headline"},
    {UcdpColumn::kSourceOriginal, "source_original"},
    {UcdpColumn::kWherePrec, "where_prec"},
    {UcdpColumn::kWherePrec, "where_precision"},
    {UcdpColumn::kWhereCoordinates, "where_coordinates"},
    {UcdpColumn::kWhereDescription, "where_description"},
    {UcdpColumn::kAdm1, "adm_1"},
    {UcdpColumn::kAdm2, "adm_2"},
    {UcdpColumn::kLatitude, "latitude"},
    {UcdpColumn::kLongitude, "longitude"},
    {UcdpColumn::kCountry, "country"},
    {UcdpColumn::kCountryId, "country_id"},
    {UcdpColumn::kEventClarity, "event_clarity"},
    {UcdpColumn::kDatePrec, "date_prec"},
    {UcdpColumn::kDatePrec, "date_precision"},
    {UcdpColumn::kDateStart, "date_start"},
    {UcdpColumn::kDateEnd, "date_end"},
    {UcdpColumn::kDeathsA, "deaths_a"},
    {UcdpColumn::kDeathsB, "deaths_b"},
    {UcdpColumn::kDeathsCivilians, "deaths_civilians"},
    {UcdpColumn::kDeathsUnknown, "deaths_unknown"},
    {UcdpColumn::kBest, "best"},
    {UcdpColumn::kBest, "best_est"},
    {UcdpColumn::kBest, "best_estimate"},
    {UcdpColumn::kHigh, "high"},
    {UcdpColumn::kHigh, "high_est"},
    {UcdpColumn::kHigh, "high_estimate"},
    {UcdpColumn::kLow, "low"},
    {UcdpColumn::kLow, "low_est"},
    {UcdpColumn::kLow, "low_estimate"},
    {UcdpColumn::kGwnoA, "gwnoa"},
    {UcdpColumn::kGwnoB, "gwnob"},
};

// Nothing is made of these.
constexpr absl::string_view kLeftOut[] = {
    "active_year",  "conflict_dset_id", "dyad_dset_id", "geom_wkt",
    "priogrid_gid", "region",           "isocc",        "gwno",
};

constexpr UcdpColumn kNeeded[] = {
    UcdpColumn::kId,    UcdpColumn::kTypeOfViolence, UcdpColumn::kSideA,
    UcdpColumn::kSideB, UcdpColumn::kDateStart,      UcdpColumn::kDateEnd,
    UcdpColumn::kBest,
};

std::string Bare(absl::string_view heading) {
  std::string bare;
  for (char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) bare.push_back(absl::ascii_tolower(byte));
  }
  return bare;
}

}  // namespace

absl::string_view UcdpHeading(UcdpColumn column) {
  for (const Spelling& spelling : kSpellings) {
    if (spelling.column == column) return spelling.heading;
  }
  return "";
}

UcdpColumns FindUcdpColumns(const std::vector<std::string>& headings,
                            const std::map<std::string, std::string>& map) {
  UcdpColumns columns;
  columns.places.fill(UcdpColumns::kNone);
  absl::flat_hash_map<std::string, size_t> by_name;
  std::vector<bool> is_known(headings.size(), false);
  for (size_t place = 0; place < headings.size(); ++place) {
    const auto mapped = map.find(headings[place]);
    const std::string name =
        Bare(mapped == map.end() ? headings[place] : mapped->second);
    // Passed over as the map says, or without a name.
    if (name.empty()) {
      is_known[place] = mapped != map.end();
      continue;
    }
    // A heading that is spelled so stands before one that is mapped to it.
    if (mapped == map.end() || !by_name.contains(name)) by_name[name] = place;
  }
  for (const Spelling& spelling : kSpellings) {
    const auto found = by_name.find(Bare(spelling.heading));
    size_t& place = columns.places[static_cast<size_t>(spelling.column)];
    if (found == by_name.end() || place != UcdpColumns::kNone) continue;
    place = found->second;
    is_known[place] = true;
  }
  for (absl::string_view heading : kLeftOut) {
    const auto found = by_name.find(Bare(heading));
    if (found != by_name.end()) is_known[found->second] = true;
  }
  for (size_t place = 0; place < headings.size(); ++place) {
    if (!is_known[place]) columns.unknown.push_back(place);
  }
  for (UcdpColumn column : kNeeded) {
    if (columns.place(column) == UcdpColumns::kNone) {
      columns.missing.emplace_back(UcdpHeading(column));
    }
  }
  return columns;
}

}  // namespace attest
