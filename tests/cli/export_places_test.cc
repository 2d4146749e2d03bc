// What maps are given: GeoJSON by the rules of RFC 7946, saying of every place
// what the case says.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

// Reads JSON in which no object has a name twice.
Json ReadJson(const std::string& text) {
  std::vector<std::set<std::string>> names;
  return Json::parse(text, [&](int, Json::parse_event_t event, Json& part) {
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key) {
      EXPECT_TRUE(names.back().insert(part.get<std::string>()).second) << part;
    }
    return true;
  });
}

void ExpectPoint(const Json& geometry) {
  ASSERT_TRUE(geometry.is_object()) << geometry;
  EXPECT_EQ(geometry.at("type"), "Point");
  const Json& position = geometry.at("coordinates");
  ASSERT_TRUE(position.is_array());
  ASSERT_EQ(position.size(), 2u);
  ASSERT_TRUE(position[0].is_number() && position[1].is_number());
  EXPECT_LE(std::abs(position[0].get<double>()), 180);
  EXPECT_LE(std::abs(position[1].get<double>()), 90);
  for (const char* not_here : {"geometry", "properties", "features", "crs"}) {
    EXPECT_FALSE(geometry.contains(not_here)) << geometry;
  }
}

// RFC 7946, sections 3 to 7.
std::vector<Json> FeaturesOf(const std::string& text) {
  const Json collection = ReadJson(text);
  EXPECT_TRUE(collection.is_object());
  EXPECT_EQ(collection.at("type"), "FeatureCollection");
  for (const char* not_here :
       {"coordinates", "geometries", "geometry", "properties", "crs"}) {
    EXPECT_FALSE(collection.contains(not_here)) << not_here;
  }
  EXPECT_TRUE(collection.at("root").is_string());
  EXPECT_TRUE(collection.at("log_position").is_number_unsigned());
  EXPECT_TRUE(collection.at("features").is_array());
  std::set<std::string> ids;
  std::vector<Json> features;
  for (const Json& feature : collection.at("features")) {
    EXPECT_EQ(feature.at("type"), "Feature");
    EXPECT_TRUE(feature.at("properties").is_object());
    EXPECT_TRUE(ids.insert(feature.at("id").get<std::string>()).second)
        << feature;
    ExpectPoint(feature.at("geometry"));
    for (const char* not_here :
         {"coordinates", "geometries", "features", "crs"}) {
      EXPECT_FALSE(feature.contains(not_here)) << feature;
    }
    features.push_back(feature);
  }
  return features;
}

std::string Report(const std::string& name, const std::string& more = "") {
  return absl::StrCat(
      R"({"type":"source","id":"src:)", name, R"(","kind":"outlet","name":")",
      name, R"("})", "\n", R"({"type":"report","id":"rpt:)", name,
      R"(","source":"src:)", name, R"(","title":")", name, "\"", more, "}\n");
}

std::string Place(const std::string& name, const std::string& more = "") {
  return absl::StrCat(R"({"type":"entity","id":"place:)", name,
                      R"(","kind":"place","name":")", name, "\"", more, "}\n");
}

std::string Claim(const std::string& id, const std::string& report,
                  const std::string& rest) {
  return absl::StrCat(R"({"type":"claim","id":"clm:)", id,
                      R"(","report":"rpt:)", report, "\",", rest, "}\n");
}

std::string At(const std::string& place, double lat, double lon,
               const std::string& more = "") {
  return absl::StrCat(R"("subject":"place:)", place,
                      R"(","predicate":"coordinates","value":{"lat":)", lat,
                      R"(,"lon":)", lon, R"(,"radius_m":100)", more, "}");
}

std::string Omar(const std::string& place) {
  return absl::StrCat(R"("subject":"person:z-omar","predicate":"located_at",)",
                      R"("object":"place:)", place, R"(","valid":"2020-05")");
}

std::string CaseLines() {
  return absl::StrCat(
      Report("z-one"), Report("z-two"), Report("z-three"),
      R"({"type":"entity","id":"person:z-omar","kind":"person",)",
      R"("name":"Omar \"the\\fox\" عمر"})", "\n", Place("z-torn"),
      Place("z-plain"), Place("z-gone"), Place("z-nowhere"),
      Place("z-hidden", R"(,"sensitivity":"restricted")"),
      Claim("z1", "z-one", At("z-torn", 10.5, -20.25)),
      Claim("z2", "z-two", At("z-torn", -40, 170)),
      Claim("z3", "z-one", At("z-plain", 1, 2)),
      Claim("z4", "z-two", At("z-plain", 1, 2)),
      Claim("z5", "z-three", At("z-plain", 1.5, 2, R"(,"fallback":true)")),
      Claim("z6", "z-one", At("z-gone", 7, 8)),
      Claim("z7", "z-one", At("z-hidden", 77.125, 88.375)),
      Claim("z8", "z-one", Omar("z-torn")),
      Claim("z9", "z-two", Omar("z-plain")),
      Claim("z10", "z-two", Omar("z-gone")),
      Claim("z11", "z-three", Omar("z-nowhere")),
      Claim("z12", "z-three", Omar("z-hidden")));
}

class ExportPlacesTest : public ::testing::Test {
 protected:
  ExportPlacesTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
    terminal_.Write("places.jsonl", CaseLines());
    terminal_.Must("attest add places.jsonl");
    terminal_.Must("attest retract clm:z6 --reason 'made up'");
  }

  // The features of a place itself, or of what is said to be at it.
  std::vector<Json> Of(const std::vector<Json>& features,
                       const std::string& place, bool itself) const {
    std::vector<Json> found;
    for (const Json& feature : features) {
      const Json& said = feature["properties"];
      if (said["place"] == place && (said["key"] == place) == itself) {
        found.push_back(feature);
      }
    }
    return found;
  }

  Terminal terminal_;
};

TEST_F(ExportPlacesTest, ContestedPointsStandSideBySide) {
  const std::vector<Json> features =
      FeaturesOf(terminal_.Must("attest export --to geojson"));
  const std::vector<Json> torn = Of(features, "place:z-torn", true);
  ASSERT_EQ(torn.size(), 2u);
  std::set<Json> positions;
  for (const Json& feature : torn) {
    EXPECT_EQ(feature["properties"]["verdict"], "contested");
    positions.insert(feature["geometry"]["coordinates"]);
  }
  EXPECT_EQ(positions, (std::set<Json>{Json::parse("[-20.25,10.5]"),
                                       Json::parse("[170.0,-40.0]")}));
  EXPECT_EQ(Of(features, "place:z-torn", false).size(), 2u);
  // The best supported, and how many others there are.
  const std::vector<Json> plain = Of(features, "place:z-plain", true);
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(plain[0]["geometry"]["coordinates"], Json::parse("[2.0,1.0]"));
  EXPECT_EQ(plain[0]["properties"]["fallback"], false);
  EXPECT_EQ(plain[0]["properties"]["radius_m"], 100);
  EXPECT_EQ(plain[0]["properties"]["other_points_left_out"], 1);
  const std::vector<Json> at_plain = Of(features, "place:z-plain", false);
  ASSERT_EQ(at_plain.size(), 1u);
  EXPECT_EQ(at_plain[0]["properties"]["name"], "Omar \"the\\fox\" عمر");
  EXPECT_EQ(at_plain[0]["properties"]["kind"], "person");
  EXPECT_EQ(at_plain[0]["properties"]["valid"], "2020-05");
  const std::vector<Json> province = Of(features, "place:wadi-nims", true);
  ASSERT_EQ(province.size(), 1u);
  EXPECT_EQ(province[0]["properties"]["fallback"], true);
}

TEST_F(ExportPlacesTest, WhatHasNoSupportIsNoPoint) {
  std::vector<Json> features =
      FeaturesOf(terminal_.Must("attest export --to geojson"));
  for (const char* place : {"place:z-gone", "place:z-nowhere"}) {
    EXPECT_TRUE(Of(features, place, true).empty()) << place;
    EXPECT_TRUE(Of(features, place, false).empty()) << place;
  }
  features = FeaturesOf(
      terminal_.Must("attest export --to geojson --verdict retracted"));
  const std::vector<Json> gone = Of(features, "place:z-gone", true);
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0]["properties"]["verdict"], "retracted");
  const Output told = terminal_.Run("attest export --to geojson -o f.geojson");
  EXPECT_THAT(told.err, HasSubstr("name a place without coordinates: "));
}

TEST_F(ExportPlacesTest, WithheldPlacesAreNowhere) {
  const std::string text = terminal_.Must("attest export --to geojson");
  EXPECT_THAT(text, Not(HasSubstr("z-hidden")));
  EXPECT_THAT(text, Not(HasSubstr("77.125")));
  const std::string shown =
      terminal_.Must("attest export --to geojson --include restricted");
  EXPECT_EQ(Of(FeaturesOf(shown), "place:z-hidden", true).size(), 1u);
  EXPECT_THAT(shown, HasSubstr("[88.375,77.125]"));
}

// Every statement that puts something at a place with a point, by what
// `corroborate` says of it, and nothing else.
TEST_F(ExportPlacesTest, FeaturesSayWhatCorroborateSays) {
  const std::vector<Json> features = FeaturesOf(
      terminal_.Must("attest export --to geojson --include restricted"));
  std::map<std::string, size_t> points;  // of a place
  std::map<std::string, size_t> placed;  // by statement
  std::map<std::string, Json> said;
  for (const Json& feature : features) {
    const Json& properties = feature["properties"];
    const std::string statement = properties["statement"];
    said[statement] = properties;
    if (properties["predicate"] == "coordinates") {
      ++points[properties["place"]];
    } else {
      ++placed[statement];
    }
  }
  const std::set<std::string> placing = {
      "happened_at", "based_at", "located_at", "operates_in", "deployed_to"};
  size_t expected = 0;
  const Json document = terminal_.Document("corroborate");
  for (const Json& statement : document["statements"]) {
    const std::string key = statement["statement"];
    const std::string verdict = statement["verdict"];
    if (said.contains(key)) {
      EXPECT_EQ(said[key]["verdict"], verdict) << statement;
      EXPECT_EQ(said[key]["lines_low"], statement["lines"]["low"]);
      EXPECT_EQ(said[key]["lines_best"], statement["lines"]["best"]);
      EXPECT_EQ(said[key]["lines_high"], statement["lines"]["high"]);
    }
    if (!placing.contains(statement["predicate"].get<std::string>()) ||
        verdict == "retracted" || verdict == "unsupported") {
      continue;
    }
    const std::string place = statement["object"].is_object()
                                  ? statement["object"].value("key", "")
                                  : statement["object"].get<std::string>();
    EXPECT_EQ(placed[key], points[place]) << statement;
    expected += points[place];
  }
  EXPECT_GT(expected, 4u);
  EXPECT_GT(points.size(), 4u);
}

TEST_F(ExportPlacesTest, AChoiceNarrowsWhatIsThere) {
  const std::vector<Json> features =
      FeaturesOf(terminal_.Must("attest export --to geojson place:z-plain"));
  EXPECT_EQ(features.size(), 2u);  // the place, and Omar at it
  EXPECT_EQ(Of(features, "place:z-plain", true).size(), 1u);
  EXPECT_EQ(Of(features, "place:z-plain", false).size(), 1u);
}

}  // namespace
}  // namespace attest
