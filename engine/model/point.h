// Point is a place on the globe as a source gave it: a circle around a
// position.
//
// Distances are great-circle distances on a sphere of radius 6,371,008.8 m,
// rounded to whole metres before they are compared. They come from the angle
// between the two directions, atan2(|a x b|, a . b), which is accurate for
// near and for opposite positions alike and does not depend on the order.

#ifndef ATTEST_ENGINE_MODEL_POINT_H_
#define ATTEST_ENGINE_MODEL_POINT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace attest {

struct Point {
  // Half the length of the equator, rounded up: a circle of this radius
  // holds the globe.
  static constexpr int64_t kMaxRadiusMetres = 20'037'508;

  double lat = 0;  // degrees north, -90 to 90
  double lon = 0;  // degrees east, -180 to 180
  int64_t radius_m = 1000;
  // It stands for a larger area that it lies in, as a province's capital for
  // the province, and neither supports nor contradicts anything.
  bool fallback = false;

  // InvalidArgument when a field is out of its range or not a finite number.
  [[nodiscard]] absl::Status Validate() const;

  // JSON with sorted names and no spaces, numbers as short as they read back
  // the same, `fallback` only when true:
  // {"lat":36.2,"lon":37.16,"radius_m":1000}. Requires: valid.
  [[nodiscard]] std::string CanonicalJson() const;

  friend bool operator==(const Point&, const Point&) = default;
};

// The distance between the centres of two valid points, in whole metres.
[[nodiscard]] int64_t DistanceMetres(const Point& a, const Point& b);

// Does the circle of `inner` lie wholly within that of `outer`? Every circle
// lies within one that holds the globe. Whether a point is a fallback is for
// the caller to see to. Requires: both valid.
[[nodiscard]] bool CircleInside(const Point& inner, const Point& outer);

// Do the circles have a position in common? Requires: both valid.
[[nodiscard]] bool CirclesTouch(const Point& a, const Point& b);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_POINT_H_
