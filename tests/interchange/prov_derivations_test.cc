#include "engine/interchange/prov_derivations.h"

#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using Pairs = std::multiset<std::pair<int, int>>;

Json Written(const ProvRecords& records) {
  std::string text = "{";
  EXPECT_TRUE(records
                  .Write([&](absl::string_view part) {
                    absl::StrAppend(&text, part);
                    return absl::OkStatus();
                  })
                  .ok());
  return Json::parse(text + "}");
}

Pairs PairsOf(const Json& document, const char* kind, const char* from,
              const char* on) {
  Pairs pairs;
  const Json relations = document.value(kind, Json::object());
  for (const auto& [id, one] : relations.items()) {
    pairs.emplace(std::stoi(one[from].get<std::string>()),
                  std::stoi(one[on].get<std::string>()));
  }
  return pairs;
}

// By trying all ways: on a ring lies what leads back to where it came from.
TEST(ProvDerivationsTest, WhatLiesOnARingIsNoDerivation) {
  std::mt19937_64 random(41);
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(absl::StrCat("seed 41, round ", round));
    const int nodes = 2 + static_cast<int>(random() % 6);
    std::vector<std::vector<char>> leads(8, std::vector<char>(8, 0));
    Pairs given;
    ProvDerivations derivations;
    for (uint64_t edges = random() % 9; edges > 0; --edges) {
      const int from =
          static_cast<int>(random() % static_cast<uint64_t>(nodes));
      const int on = static_cast<int>(random() % static_cast<uint64_t>(nodes));
      given.emplace(from, on);
      leads[static_cast<size_t>(from)][static_cast<size_t>(on)] = 1;
      derivations.Add({.from = absl::StrCat(from),
                       .on = absl::StrCat(on),
                       .how = How::kTranslation,
                       .basis = DependenceBasis::kStated,
                       .decided_by = ""});
    }
    for (size_t by = 0; by < 8; ++by) {
      for (size_t a = 0; a < 8; ++a) {
        for (size_t b = 0; b < 8; ++b) {
          leads[a][b] |= static_cast<char>(leads[a][by] & leads[by][b]);
        }
      }
    }
    Pairs rings;
    Pairs others;
    for (const auto& [from, on] : given) {
      const bool is_ring =
          from == on ||
          leads[static_cast<size_t>(on)][static_cast<size_t>(from)] != 0;
      (is_ring ? rings : others).emplace(from, on);
    }
    ProvRecords records;
    const ProvDependenceCounts counts = derivations.Relate(records);
    const Json document = Written(records);
    EXPECT_EQ(PairsOf(document, "wasInfluencedBy", "prov:influencee",
                      "prov:influencer"),
              rings);
    EXPECT_EQ(PairsOf(document, "wasDerivedFrom", "prov:generatedEntity",
                      "prov:usedEntity"),
              others);
    EXPECT_EQ(counts.circular, rings.size());
    EXPECT_EQ(counts.stated, given.size());
  }
}

TEST(ProvDerivationsTest, EachHowHasItsRelation) {
  ProvDerivations derivations;
  for (size_t i = 0; i < kEnumSize<How>; ++i) {
    derivations.Add({.from = absl::StrCat("from", i),
                     .on = absl::StrCat("on", i),
                     .how = static_cast<How>(i),
                     .basis = DependenceBasis::kDecided,
                     .decided_by = "case:d"});
  }
  ProvRecords records;
  EXPECT_EQ(derivations.Relate(records).decided, kEnumSize<How>);
  const Json document = Written(records);
  std::multiset<std::string> found;
  for (const auto& [kind, all] : document.items()) {
    for (const auto& [id, one] : all.items()) {
      EXPECT_EQ(one["attest:basis"], "decided");
      found.insert(absl::StrCat(kind, " ", one["attest:how"].get<std::string>(),
                                one.contains("prov:type")
                                    ? one["prov:type"]["$"].get<std::string>()
                                    : ""));
    }
  }
  EXPECT_EQ(found,
            (std::multiset<std::string>{
                "alternateOf same_capture", "wasDerivedFrom citation",
                "wasDerivedFrom compilation",
                "wasDerivedFrom quotationprov:Quotation",
                "wasDerivedFrom reprintprov:Quotation",
                "wasDerivedFrom revisionprov:Revision",
                "wasDerivedFrom summary", "wasDerivedFrom translation",
                "wasInfluencedBy same_document", "wasInfluencedBy same_footage",
                "wasInfluencedBy same_owner", "wasInfluencedBy same_witness"}));
}

}  // namespace
}  // namespace attest
