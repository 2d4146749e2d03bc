#include "engine/interchange/ucdp_places.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/interchange/import_keys.h"
#include "engine/model/json_text.h"

namespace attest {
namespace {

constexpr absl::string_view kPlace = "place";
constexpr absl::string_view kFormat = "ucdp";
constexpr int kAround = 2;  // the precisions that differ from the rest
constexpr int kSecondOrder = 3;
constexpr int kFirstOrder = 4;
constexpr int kCountry = 6;
constexpr int kWater = 7;

std::string NumberText(double number) {
  std::string text;
  AppendJsonNumber(number, text);
  return text;
}

std::string PointJson(const UcdpPlaceCells& cells) {
  if (!cells.position) return "";
  std::string json =
      absl::StrCat("{\"lat\":", NumberText(cells.position->latitude),
                   ",\"lon\":", NumberText(cells.position->longitude));
  if (cells.precision == kAround) {
    json += ",\"radius_m\":25000";
  } else if (cells.precision != 1) {
    json += ",\"fallback\":true";
  }
  return json + "}";
}

// The divisions that contain the place, smallest first.
class Divisions {
 public:
  explicit Divisions(const UcdpPlaceCells& cells)
      : adm_1_(OneLine(cells.adm_1)),
        adm_2_(OneLine(cells.adm_2)),
        country_(OneLine(cells.country)),
        country_key_(OneLine(cells.country_id)) {
    if (country_key_.empty()) country_key_ = country_;
  }

  // From order `order` on: 2, 1, or 0 for the country.
  [[nodiscard]] std::vector<UcdpPlace> From(int order) const {
    std::vector<UcdpPlace> places;
    if (order >= 2 && !adm_2_.empty()) {
      places.push_back({.key = ImportKey(kPlace, kFormat,
                                         {"adm2", OrDash(country_key_),
                                          OrDash(adm_1_), adm_2_}),
                        .name = adm_2_});
    }
    if (order >= 1 && !adm_1_.empty()) {
      places.push_back(
          {.key = ImportKey(kPlace, kFormat,
                            {"adm1", OrDash(country_key_), adm_1_}),
           .name = adm_1_});
    }
    if (has_country()) {
      places.push_back(
          {.key = ImportKey(kPlace, kFormat, {"country", country_key_}),
           .name = country_.empty() ? absl::StrCat("country ", country_key_)
                                    : country_});
    }
    return places;
  }

  [[nodiscard]] std::string SpotKey(const UcdpPlaceCells& cells,
                                    absl::string_view name) const {
    const std::string position =
        cells.position ? absl::StrCat(NumberText(cells.position->latitude), ",",
                                      NumberText(cells.position->longitude))
                       : "-";
    return ImportKey(
        kPlace, kFormat,
        {absl::StrCat("prec", cells.precision), OrDash(country_key_),
         OrDash(adm_1_), OrDash(adm_2_), name, position});
  }

  [[nodiscard]] bool has_adm_1() const { return !adm_1_.empty(); }
  [[nodiscard]] bool has_adm_2() const { return !adm_2_.empty(); }
  [[nodiscard]] bool has_country() const { return !country_key_.empty(); }

 private:
  static absl::string_view OrDash(absl::string_view text) {
    return text.empty() ? "-" : text;
  }

  const std::string adm_1_;
  const std::string adm_2_;
  const std::string country_;
  std::string country_key_;
};

// Of what order the divisions are that certainly contain the place.
int OrderAround(int precision) {
  switch (precision) {
    case 1:
    case kAround:
      return 2;
    case kSecondOrder:
      return 1;
    default:
      return 0;  // areas may be greater than a division, or in two of them
  }
}

}  // namespace

std::vector<UcdpPlace> UcdpPlacesOf(const UcdpPlaceCells& cells) {
  const Divisions divisions(cells);
  const int precision = cells.precision;
  std::vector<UcdpPlace> places;
  if (precision == kSecondOrder && divisions.has_adm_2()) {
    places = divisions.From(2);
  } else if (precision == kFirstOrder && divisions.has_adm_1()) {
    places = divisions.From(1);
  } else if (precision == kCountry && divisions.has_country()) {
    places = divisions.From(0);
  }
  if (!places.empty()) {
    places[0].point = PointJson(cells);
    return places;
  }
  std::string name = OneLine(cells.coordinates);
  if (name.empty()) name = OneLine(cells.description);
  if (name.empty() && cells.position) {
    name = absl::StrCat(NumberText(cells.position->latitude), ", ",
                        NumberText(cells.position->longitude));
  }
  if (precision != kWater) places = divisions.From(OrderAround(precision));
  if (name.empty()) return places;
  UcdpPlace spot = {.key = divisions.SpotKey(cells, name),
                    .name = name,
                    .point = PointJson(cells)};
  if (precision == kAround) spot.name = absl::StrCat("within 25 km of ", name);
  places.insert(places.begin(), std::move(spot));
  return places;
}

}  // namespace attest
