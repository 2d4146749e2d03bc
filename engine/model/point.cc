#include "engine/model/point.h"

#include <cmath>
#include <numbers>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr double kEarthRadiusMetres = 6'371'008.8;
constexpr double kRadiansPerDegree = std::numbers::pi / 180;
// No two positions are farther apart than this.
constexpr int64_t kHalfCircumferenceMetres = 20'015'115;

struct Direction {
  double x = 0;
  double y = 0;
  double z = 0;
};

Direction DirectionOf(const Point& point) {
  const double lat = point.lat * kRadiansPerDegree;
  const double lon = point.lon * kRadiansPerDegree;
  return {.x = std::cos(lat) * std::cos(lon),
          .y = std::cos(lat) * std::sin(lon),
          .z = std::sin(lat)};
}

absl::Status CheckDegrees(absl::string_view name, double degrees,
                          double limit) {
  // Written so that not-a-number fails too.
  if (degrees >= -limit && degrees <= limit) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(name, " is out of range, got ",
                                                 degrees, ", want ", -limit,
                                                 " to ", limit));
}

}  // namespace

absl::Status Point::Validate() const {
  RETURN_IF_ERROR(CheckDegrees("lat", lat, 90));
  RETURN_IF_ERROR(CheckDegrees("lon", lon, 180));
  if (radius_m >= 0 && radius_m <= kMaxRadiusMetres) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("radius_m is out of range, got ", radius_m,
                   ", want whole metres from 0 to ", kMaxRadiusMetres));
}

std::string Point::CanonicalJson() const {
  std::string json = fallback ? "{\"fallback\":true,\"lat\":" : "{\"lat\":";
  AppendJsonNumber(lat, json);
  json += ",\"lon\":";
  AppendJsonNumber(lon, json);
  absl::StrAppend(&json, ",\"radius_m\":", radius_m, "}");
  return json;
}

int64_t DistanceMetres(const Point& a, const Point& b) {
  const Direction u = DirectionOf(a);
  const Direction v = DirectionOf(b);
  const double cross_x = u.y * v.z - u.z * v.y;
  const double cross_y = u.z * v.x - u.x * v.z;
  const double cross_z = u.x * v.y - u.y * v.x;
  const double sine = std::hypot(cross_x, cross_y, cross_z);
  const double cosine = u.x * v.x + u.y * v.y + u.z * v.z;
  return std::llround(kEarthRadiusMetres * std::atan2(sine, cosine));
}

bool CircleInside(const Point& inner, const Point& outer) {
  if (outer.radius_m >= kHalfCircumferenceMetres) return true;
  return DistanceMetres(inner, outer) + inner.radius_m <= outer.radius_m;
}

bool CirclesTouch(const Point& a, const Point& b) {
  return DistanceMetres(a, b) <= a.radius_m + b.radius_m;
}

}  // namespace attest
