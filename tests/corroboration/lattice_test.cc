#include "engine/corroboration/lattice.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/model/vocabulary.h"

namespace attest {
namespace {

const Predicate& Builtin(absl::string_view key) {
  return FindBuiltin(*BuiltinPredicateId(key))->predicate;
}

Statement Make(absl::string_view predicate, Object object,
               absl::string_view valid = "",
               std::optional<EntityId> place = std::nullopt,
               EntityId subject = EntityId(1)) {
  const Predicate& of = Builtin(predicate);
  const auto kind_of = [](EntityKinds kinds) {
    for (const EntityKind kind :
         {EntityKind::kIncident, EntityKind::kPerson, EntityKind::kUnit,
          EntityKind::kPlace, EntityKind::kOrganization}) {
      if (kinds.Has(kind)) return kind;
    }
    return EntityKind::kPerson;
  };
  return Statement(of, {.subject = subject,
                        .subject_kind = kind_of(of.domain),
                        .object = std::move(object),
                        .object_kind = kind_of(of.range),
                        .valid = valid,
                        .place = place});
}

Statement Dated(absl::string_view edtf) {
  return Make("happened_on", DateValue{std::string(edtf)});
}
Statement Counted(const Quantity& quantity, absl::string_view valid = "2012") {
  return Make("killed_count", quantity, valid);
}
Quantity Persons(int64_t number) { return Quantity::Exact(number, "persons"); }

Relation Between(const Statement& a, const Statement& b,
                 const Hierarchy& hierarchy = {}) {
  return Relate(a, b, hierarchy).relation;
}

TEST(LatticeTest, ADateIsRefinedByOneInsideIt) {
  EXPECT_EQ(Between(Dated("2011-06-10"), Dated("2011-06")), Relation::kRefines);
  EXPECT_EQ(Between(Dated("2011"), Dated("2011-06")), Relation::kRefinedBy);
  EXPECT_EQ(Between(Dated("2011-06-10"), Dated("2011-06-10/2011-06-10")),
            Relation::kEqual);
  EXPECT_EQ(Between(Dated("2011-06"), Dated("2011-07")), Relation::kConflicts);
  EXPECT_EQ(Between(Dated("2011-06-30~"), Dated("2011-07")),
            Relation::kUnrelated);
}

TEST(LatticeTest, AQuantityIsRefinedByOneInsideItsInterval) {
  EXPECT_EQ(
      Between(Counted(Persons(5)), Counted(Quantity::AtLeast(3, "persons"))),
      Relation::kRefines);
  EXPECT_EQ(
      Between(Counted(Persons(95)), Counted(Quantity::About(100, "persons"))),
      Relation::kRefines);
  EXPECT_EQ(
      Between(Counted(Persons(89)), Counted(Quantity::About(100, "persons"))),
      Relation::kConflicts);
  EXPECT_EQ(Between(Counted(Persons(5)), Counted(Quantity::Exact(5, "bodies"))),
            Relation::kUnrelated);
  EXPECT_EQ(Between(Counted(Persons(5)), Counted(Persons(6), "2012-05")),
            Relation::kUnrelated);
}

TEST(LatticeTest, AQuantityNeedsEqualTimeAndPlace) {
  const Statement somewhere =
      Make("killed_count", Persons(5), "2012", EntityId(9));
  EXPECT_EQ(Between(somewhere, Counted(Persons(5))), Relation::kRefines);
  EXPECT_EQ(Between(somewhere, Counted(Persons(6))), Relation::kUnrelated);
  EXPECT_EQ(Between(Counted(Persons(5)), Counted(Persons(5), "")),
            Relation::kRefines);
}

TEST(LatticeTest, TextsDifferButDoNotConflict) {
  const Statement colonel =
      Make("holds_rank", TextValue{"Colonel"}, "2011-06-01/2011-06-30");
  const Statement again =
      Make("holds_rank", TextValue{"colonel"}, "2011-06-01/2011-06-30");
  const Statement major =
      Make("holds_rank", TextValue{"Major"}, "2011-06-10/2011-07-30");
  EXPECT_EQ(Between(colonel, again), Relation::kEqual);
  EXPECT_EQ(Between(colonel, major), Relation::kDiffers);
  EXPECT_EQ(Between(Make("holds_role", TextValue{"guard"}, "2011"),
                    Make("holds_role", TextValue{"cook"}, "2011")),
            Relation::kUnrelated);
}

TEST(LatticeTest, AFallbackPointSupportsNothingAndConflictsWithNothing) {
  const Point near = {.lat = 36.2, .lon = 37.16};
  Point wide = near;
  wide.radius_m = 50'000;
  Point fallback = near;
  fallback.fallback = true;
  const Point far = {.lat = 33.5, .lon = 36.3};
  const auto at = [](const Point& point) { return Make("coordinates", point); };
  EXPECT_EQ(Between(at(near), at(wide)), Relation::kRefines);
  EXPECT_EQ(Between(at(near), at(far)), Relation::kConflicts);
  EXPECT_EQ(Between(at(fallback), at(fallback)), Relation::kUnrelated);
  EXPECT_EQ(Between(at(fallback), at(far)), Relation::kUnrelated);
  EXPECT_EQ(Between(at(near), at(fallback)), Relation::kUnrelated);
}

// -- Time ---------------------------------------------------------------------

Statement Commands(uint64_t who, absl::string_view when) {
  return Make("commands", EntityId(50), when, std::nullopt, EntityId(who));
}

TEST(LatticeTest, OverlappingCommandersConflict) {
  EXPECT_EQ(Between(Commands(1, "2011/2013"), Commands(2, "2012/2014")),
            Relation::kConflicts);
  EXPECT_EQ(
      Between(Commands(1, "2011-01-01/2013-12-31"), Commands(2, "2012-05")),
      Relation::kConflicts);
  EXPECT_EQ(Between(Commands(1, "2012-05-04"), Commands(2, "2012-05-04")),
            Relation::kConflicts);
}

TEST(LatticeTest, AHandoverIsNoConflict) {
  const char* const handovers[][2] = {
      {"2011-01-01/2012-05-04", "2012-05-04/2013-01-01"},  // on a day
      {"2011-01/2012-05", "2012-05/2013-01"},              // in a month
      {"2010/2012", "2012/2014"},                          // in a year
      {"2010-01-01/2012-05-04", "2012-05-04"},
      {"2012-05-04", "2012-05"},
      {"2012-05", "2012-05"},
  };
  for (const auto& [before, after] : handovers) {
    EXPECT_EQ(Between(Commands(1, before), Commands(2, after)),
              Relation::kUnrelated)
        << before << " and " << after;
  }
}

TEST(LatticeTest, ADateWithinAStateIsSupportedByAnIntervalThatTouchesIt) {
  const auto member = [](absl::string_view valid) {
    return Make("member_of", EntityId(50), valid);
  };
  EXPECT_TRUE(Supports(member("2011-01-01/2011-12-31"), member("2011-06"), {}));
  EXPECT_TRUE(Supports(member("2011-01-01/2011-12-31"), member("2011"), {}));
  EXPECT_FALSE(
      Supports(member("2011-01-01/2011-12-31"), member("2012-01"), {}));
  EXPECT_FALSE(Supports(member("2011-06"), member("2011-01/2011-12"), {}));
  EXPECT_TRUE(Supports(member("2011-01-01/2011-12-31"),
                       member("2011-02-01/2011-03-31"), {}));
  EXPECT_TRUE(Supports(member("2011/.."), member("2011/.."), {}));
  EXPECT_TRUE(Supports(member("2011"), member(""), {}));
  EXPECT_FALSE(Supports(member(""), member("2011"), {}));
}

TEST(LatticeTest, WhatHappensOnceConflictsOnTwoDays) {
  const auto killed = [](absl::string_view valid) {
    return Make("killed", FlagValue{}, valid);
  };
  EXPECT_EQ(Between(killed("2012-05-04"), killed("2012-05-06")),
            Relation::kConflicts);
  EXPECT_EQ(Between(killed("2012-05-04"), killed("2012-05")),
            Relation::kRefines);
  EXPECT_EQ(Between(killed("2012-05-04~"), killed("2012-05-05")),
            Relation::kRefinedBy);
  EXPECT_EQ(Between(killed("2012-05-04"), killed("")), Relation::kRefines);
}

TEST(LatticeTest, PlacesConflictOnlyWhenKnownToBeApart) {
  const EntityId country(20);
  const EntityId north(21);
  const EntityId south(22);
  const EntityId town(23);
  const EntityId elsewhere(24);
  Hierarchy hierarchy;
  EXPECT_TRUE(hierarchy.Add(north, country));
  EXPECT_TRUE(hierarchy.Add(south, country));
  EXPECT_TRUE(hierarchy.Add(town, north));
  EXPECT_FALSE(hierarchy.Add(country, town));
  const auto at = [](EntityId place) { return Make("happened_at", place); };
  EXPECT_EQ(Between(at(town), at(north), hierarchy), Relation::kRefines);
  EXPECT_EQ(Between(at(town), at(country), hierarchy), Relation::kRefines);
  EXPECT_EQ(Between(at(town), at(south), hierarchy), Relation::kConflicts);
  EXPECT_EQ(Between(at(town), at(elsewhere), hierarchy), Relation::kUnrelated);
}

TEST(LatticeTest, UnitsOfOneTreeDoNotConflict) {
  Hierarchy hierarchy;
  hierarchy.Add(EntityId(30), EntityId(31));
  const auto part = [](uint64_t whole) {
    return Make("part_of", EntityId(whole), "2012-05-04");
  };
  EXPECT_EQ(Between(part(30), part(31), hierarchy), Relation::kUnrelated);
  EXPECT_EQ(Between(part(30), part(32), hierarchy), Relation::kConflicts);
}

// -- Algebra ------------------------------------------------------------------

class RandomStatements {
 public:
  explicit RandomStatements(uint32_t seed) : random_(seed) {
    for (int i = 0; i < 8; ++i) {
      hierarchy_.Add(Place(), Place());
    }
  }

  [[nodiscard]] const Hierarchy& hierarchy() const { return hierarchy_; }

  Statement Next() {
    const std::string valid = Pick(
        {"", "2011", "2011-06", "2011-06-10", "2011-06-2X", "2011-06~",
         "2011/2012", "2011-03-01/2011-09-30", "2011/..", "../2012-05",
         "[..2011-06-10]", "[2011-06-10,2011-06-11]", "2011-06-10/2011-06-10"});
    std::optional<EntityId> place;
    if (random_() % 3 == 0) place = Place();
    switch (random_() % 7) {
      case 0:
        return Make("member_of", EntityId(40 + random_() % 2), valid, place);
      case 1:
        return Make("located_at", Place(), valid, place);
      case 2:
        return Make("killed_count", Number(), valid, place);
      case 3:
        return Make("happened_on", DateValue{valid.empty() ? "2011" : valid},
                    "", place);
      case 4:
        return Make("holds_rank",
                    TextValue{Pick({"Major", "major", "Colonel"})}, valid,
                    place);
      case 5:
        return Make("killed", FlagValue{}, valid, place);
      default:
        return Make("deployed_to", Place(), valid, place);
    }
  }

 private:
  EntityId Place() { return EntityId(20 + random_() % 6); }
  std::string Pick(std::vector<std::string> of) {
    return of[random_() % of.size()];
  }
  Quantity Number() {
    const auto n = static_cast<int64_t>(random_() % 12);
    switch (random_() % 5) {
      case 0:
        return Quantity::AtLeast(n, "persons");
      case 1:
        return Quantity::AtMost(n, "persons");
      case 2:
        return Quantity::About(n, "persons");
      case 3:
        return Quantity::Range(n, std::nullopt, n + 3, "persons");
      default:
        return Persons(n);
    }
  }

  std::mt19937 random_;
  Hierarchy hierarchy_;
};

TEST(LatticeTest, SupportIsReflexiveAndTransitive) {
  int chains = 0;
  for (uint32_t seed = 0; seed < 400; ++seed) {
    RandomStatements random(seed);
    std::vector<Statement> all;
    for (int i = 0; i < 40; ++i) all.push_back(random.Next());
    const auto supports = [&](const Statement& a, const Statement& b) {
      return &a.predicate() == &b.predicate() &&
             Supports(a, b, random.hierarchy());
    };
    for (const Statement& a : all) {
      EXPECT_TRUE(supports(a, a)) << "seed " << seed;
      for (const Statement& b : all) {
        if (!supports(a, b)) continue;
        for (const Statement& c : all) {
          if (!supports(b, c)) continue;
          ++chains;
          EXPECT_TRUE(supports(a, c)) << "seed " << seed;
        }
      }
    }
  }
  EXPECT_GT(chains, 10'000);
}

TEST(LatticeTest, RelationsMirrorEachOther) {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    RandomStatements random(seed);
    const Statement a = random.Next();
    const Statement b = random.Next();
    if (&a.predicate() != &b.predicate()) continue;
    const Related forward = Relate(a, b, random.hierarchy());
    const Related backward = Relate(b, a, random.hierarchy());
    const Relation mirrored =
        forward.relation == Relation::kRefines     ? Relation::kRefinedBy
        : forward.relation == Relation::kRefinedBy ? Relation::kRefines
                                                   : forward.relation;
    EXPECT_EQ(backward.relation, mirrored) << "seed " << seed;
    EXPECT_FALSE(forward.reason.empty());
    EXPECT_EQ(Conflict(a, b, random.hierarchy()),
              Conflict(b, a, random.hierarchy()));
  }
}

}  // namespace
}  // namespace attest
