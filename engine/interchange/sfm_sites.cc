// Where units are based, from the most exact to the least: a position or a
// headquarters, a town, the first administrative level. Each is said by those
// who are cited for it.

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/interchange/sfm_units.h"
#include "engine/model/json_text.h"
#include "engine/model/point.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The point that two cells give; empty where they are no numbers.
std::string PointOf(absl::string_view latitude, absl::string_view longitude) {
  Point point;
  if (!absl::SimpleAtod(latitude, &point.lat) ||
      !absl::SimpleAtod(longitude, &point.lon) || !point.Validate().ok()) {
    return "";
  }
  std::string json = "{\"lat\":";
  AppendJsonNumber(point.lat, json);
  absl::StrAppend(&json, ",\"lon\":");
  AppendJsonNumber(point.lon, json);
  return json + "}";
}

// From the most exact to the least, as on a letter.
std::string NameOfSite(std::initializer_list<absl::string_view> parts) {
  std::string name;
  for (absl::string_view part : parts) {
    if (part.empty()) continue;
    absl::StrAppend(&name, name.empty() ? "" : ", ", part);
  }
  return name;
}

}  // namespace

absl::Status SfmUnits::AddSites(SfmRow& row, const std::string& unit) {
  const std::string country = row.Text(columns_.site_country);
  const std::string admin_name = row.Text(columns_.admin);
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.site_span));
  ASSIGN_OR_RETURN(const Place site,
                   AddPlace(row, columns_.site, columns_.site_id, "site",
                            country, OrDash(admin_name)));
  ASSIGN_OR_RETURN(
      const Place admin,
      AddPlace(row, columns_.admin, columns_.admin_id, "adm1", country, ""));
  SfmValue headquarters;
  SfmValue location;
  RETURN_IF_ERROR(AddHeadquarters(row, unit, span, headquarters, location));
  SfmClaim based{.subject = unit, .predicate = "based_at"};
  if (!site.key.empty()) {
    based.object = site.key;
    RETURN_IF_ERROR(row.AddClaims(based, site.value, &span, SfmEnds::kOfValue));
  }
  for (const SfmCitation& citation : admin.value.citations) {
    // Whoever is cited for both says that the one is in the other; whoever is
    // cited for the wider one alone, that the unit is there.
    if (site.value.IsCitedFrom(citation.report) && site.key != admin.key) {
      RETURN_IF_ERROR(row.AddClaim({.subject = site.key,
                                    .predicate = "contained_in",
                                    .object = admin.key},
                                   admin.value, citation, nullptr,
                                   SfmEnds::kSeen));
    } else if (!site.value.IsCitedFrom(citation.report)) {
      based.object = admin.key;
      RETURN_IF_ERROR(
          row.AddClaim(based, admin.value, citation, &span, SfmEnds::kOfValue));
    }
  }
  const std::string position =
      location.empty()
          ? std::string()
          : absl::StrCat(row.Text(columns_.latitude), ",", location.text);
  return row.AddDates(
      unit, "site",
      NameOfSite({headquarters.empty() ? position : headquarters.text,
                  site.value.text, admin.value.text}),
      span,
      {&site.value, &admin.value,
       // The claims of an exact location beside a name say nothing of when.
       headquarters.empty() ? &location : &headquarters});
}

absl::Status SfmUnits::AddHeadquarters(SfmRow& row, const std::string& unit,
                                       const SfmSpan& span,
                                       SfmValue& headquarters,
                                       SfmValue& location) {
  ASSIGN_OR_RETURN(headquarters, row.Read(columns_.headquarters));
  ASSIGN_OR_RETURN(location, row.Read(columns_.longitude));
  const std::string longitude = location.text;
  const std::string latitude = row.Text(columns_.latitude);
  if (location.empty() && !latitude.empty()) {
    row.lines().AddError(location.column, "half an exact location", latitude,
                         "longitude and latitude, or name and number of a "
                         "node of OpenStreetMap");
    return absl::OkStatus();
  }
  if (headquarters.empty() && location.empty()) return absl::OkStatus();
  const std::string point = PointOf(latitude, longitude);
  const std::string country = row.Text(columns_.site_country);
  const std::string admin = row.Text(columns_.admin);
  const std::string site = row.Text(columns_.site);
  const std::string position = absl::StrCat(latitude, ",", longitude);
  std::string place;
  std::string name = headquarters.text;
  if (!headquarters.empty()) {
    place = SfmKey("place", {"hq", OrDash(country), OrDash(admin), OrDash(site),
                             headquarters.text});
  } else {
    place = point.empty() ? SfmKey("place", {"osm", latitude, longitude})
                          : SfmKey("place", {"at", position});
    name = point.empty() ? longitude : position;
  }
  RETURN_IF_ERROR(row.lines().AddEntity(place, "place", name, country));
  const SfmClaim based{
      .subject = unit, .predicate = "based_at", .object = place};
  RETURN_IF_ERROR(row.AddClaims(based,
                                headquarters.empty() ? location : headquarters,
                                &span, SfmEnds::kOfValue));
  if (location.empty()) return absl::OkStatus();
  if (point.empty()) {
    return row.AddClaims(
        {.subject = place,
         .predicate = "sfm:osm_node",
         .value = JsonText(OneLine(absl::StrCat(latitude, " ", longitude)))},
        location, nullptr, SfmEnds::kSeen);
  }
  return row.AddClaims(
      {.subject = place, .predicate = "coordinates", .value = point}, location,
      nullptr, SfmEnds::kSeen);
}

}  // namespace attest
