#include "engine/model/point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

Point At(double lat, double lon, int64_t radius_m = 0) {
  return {.lat = lat, .lon = lon, .radius_m = radius_m};
}

// The haversine formula, which is accurate where positions are not opposite.
double Haversine(const Point& a, const Point& b) {
  const double to_radians = std::numbers::pi / 180;
  const double lat = std::sin((b.lat - a.lat) * to_radians / 2);
  const double lon = std::sin((b.lon - a.lon) * to_radians / 2);
  const double h = lat * lat + std::cos(a.lat * to_radians) *
                                   std::cos(b.lat * to_radians) * lon * lon;
  return 2 * 6371008.8 * std::asin(std::sqrt(std::min(1.0, h)));
}

Point RandomPoint(std::mt19937_64& random) {
  const auto degrees = [&](int limit) {
    const auto steps = static_cast<uint64_t>(limit) * 2'000'000 + 1;
    return static_cast<double>(random() % steps) / 1e6 - limit;
  };
  const double lat = degrees(90);
  return At(lat, degrees(180));
}

TEST(PointTest, KnownDistancesComeOut) {
  EXPECT_EQ(DistanceMetres(At(0, 0), At(0, 0)), 0);
  // A degree of a great circle.
  EXPECT_EQ(DistanceMetres(At(0, 0), At(0, 1)), 111195);
  EXPECT_EQ(DistanceMetres(At(0, 0), At(1, 0)), 111195);
  // A quarter and half of the way round.
  EXPECT_EQ(DistanceMetres(At(0, 0), At(90, 0)), 10007557);
  EXPECT_EQ(DistanceMetres(At(90, 0), At(-90, 0)), 20015114);
  EXPECT_EQ(DistanceMetres(At(0, 0), At(0, 180)), 20015114);
  // Aleppo to Damascus, and London to Paris.
  EXPECT_NEAR(static_cast<double>(
                  DistanceMetres(At(36.2021, 37.1343), At(33.5138, 36.2765))),
              309100, 500);
  EXPECT_NEAR(static_cast<double>(
                  DistanceMetres(At(51.5007, -0.1246), At(48.8584, 2.2945))),
              340600, 500);
}

TEST(PointTest, TheDateLineAndThePolesAreNoObstacle) {
  EXPECT_EQ(DistanceMetres(At(0, 180), At(0, -180)), 0);
  EXPECT_EQ(DistanceMetres(At(0, 179.5), At(0, -179.5)), 111195);
  EXPECT_EQ(DistanceMetres(At(90, 12), At(90, -150)), 0);
  EXPECT_EQ(DistanceMetres(At(89.5, 0), At(89.5, 180)), 111195);
}

TEST(PointTest, AMetreApartIsAMetreApart) {
  const double metre = 1 / 111195.08;
  EXPECT_EQ(DistanceMetres(At(36, 37), At(36 + metre, 37)), 1);
  EXPECT_EQ(DistanceMetres(At(0, 0), At(180 * 0.0, 180 - metre)), 20015113);
}

TEST(PointTest, DistancesAgreeWithTheHaversineAndHaveNoDirection) {
  constexpr uint64_t kSeed = 6371;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    const Point a = RandomPoint(random);
    const Point b = RandomPoint(random);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    const int64_t distance = DistanceMetres(a, b);
    EXPECT_NEAR(static_cast<double>(distance), Haversine(a, b), 0.6);
    EXPECT_EQ(distance, DistanceMetres(b, a));
    EXPECT_EQ(DistanceMetres(a, a), 0);
  }
}

TEST(PointTest, ACircleIsInsideAnotherUpToTheMetre) {
  // 111,195 m apart.
  EXPECT_TRUE(CircleInside(At(0, 0, 5), At(0, 1, 111200)));
  EXPECT_FALSE(CircleInside(At(0, 0, 6), At(0, 1, 111200)));
  EXPECT_TRUE(CircleInside(At(36, 37, 1000), At(36, 37, 1000)));
  EXPECT_FALSE(CircleInside(At(36, 37, 1001), At(36, 37, 1000)));
  EXPECT_TRUE(CircleInside(At(36, 37, 0), At(36, 37, 0)));
}

TEST(PointTest, CirclesTouchUpToTheMetre) {
  EXPECT_TRUE(CirclesTouch(At(0, 0, 11195), At(0, 1, 100000)));
  EXPECT_FALSE(CirclesTouch(At(0, 0, 11194), At(0, 1, 100000)));
  EXPECT_TRUE(CirclesTouch(At(36, 37, 0), At(36, 37, 0)));
}

TEST(PointTest, EveryCircleLiesInOneThatHoldsTheGlobe) {
  const Point globe = At(0, 0, Point::kMaxRadiusMetres);
  EXPECT_TRUE(CircleInside(At(0, 180, 1000), globe));
  EXPECT_TRUE(CircleInside(globe, At(45, 90, 20'015'115)));
  EXPECT_FALSE(CircleInside(globe, At(45, 90, 20'015'114)));
}

TEST(PointTest, InsideImpliesTouchingAndIsTransitive) {
  constexpr uint64_t kSeed = 8;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 5000; ++i) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    Point circles[3];
    for (Point& circle : circles) {
      circle = At(static_cast<double>(random() % 100) / 1000,
                  static_cast<double>(random() % 100) / 1000,
                  static_cast<int64_t>(random() % 20000));
    }
    const auto& [a, b, c] = circles;
    if (CircleInside(a, b)) {
      EXPECT_TRUE(CirclesTouch(a, b));
      // Each of the three distances is rounded.
      const Point wider = At(c.lat, c.lon, c.radius_m + 2);
      EXPECT_TRUE(!CircleInside(b, c) || CircleInside(a, wider));
    }
    EXPECT_EQ(CirclesTouch(a, b), CirclesTouch(b, a));
  }
}

TEST(PointTest, PositionsAndRadiiOutOfRangeAreRefused) {
  EXPECT_TRUE(At(90, 180, 0).Validate().ok());
  EXPECT_TRUE(At(-90, -180, Point::kMaxRadiusMetres).Validate().ok());
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double bad : {90.1, -90.1, kNan, kInfinity, -kInfinity}) {
    EXPECT_THAT(std::string(At(bad, 0).Validate().message()),
                HasSubstr("lat is out of range"));
  }
  for (const double bad : {180.1, -180.1, kNan, kInfinity, -kInfinity}) {
    EXPECT_THAT(std::string(At(0, bad).Validate().message()),
                HasSubstr("lon is out of range"));
  }
  for (const int64_t bad : {int64_t{-1}, Point::kMaxRadiusMetres + 1}) {
    EXPECT_THAT(std::string(At(0, 0, bad).Validate().message()),
                HasSubstr("radius_m is out of range"));
  }
}

TEST(PointTest, JsonHasTheShortestNumbersThatReadBack) {
  EXPECT_EQ(At(36.2, 37.16, 1000).CanonicalJson(),
            R"({"lat":36.2,"lon":37.16,"radius_m":1000})");
  EXPECT_EQ(At(0.1 + 0.2, -180, 0).CanonicalJson(),
            R"({"lat":0.30000000000000004,"lon":-180,"radius_m":0})");
  EXPECT_EQ((Point{.lat = 36, .lon = 37, .fallback = true}.CanonicalJson()),
            R"({"fallback":true,"lat":36,"lon":37,"radius_m":1000})");
}

TEST(PointTest, ZeroHasOneTextWhateverItsSign) {
  EXPECT_EQ(At(-0.0, 0.0), At(0.0, -0.0));
  EXPECT_EQ(At(-0.0, 0.0).CanonicalJson(), At(0.0, -0.0).CanonicalJson());
}

}  // namespace
}  // namespace attest
