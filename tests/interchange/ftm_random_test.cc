// Random worlds of statements, imported in every form, against a second reading
// that goes through them one by one.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/ftm_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/ftm_fixture.h"

namespace attest::testing {
namespace {

using ::testing::IsEmpty;

std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump();
}

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int i = 0; i < 8; ++i) AddNode(absl::StrCat("n", i));
    for (int i = 0; i < 6; ++i) AddEdge(absl::StrCat("e", i));
    std::shuffle(statements_.begin(), statements_.end(), random_);
  }

  [[nodiscard]] const std::vector<FtmStatement>& statements() const {
    return statements_;
  }
  std::mt19937& random() { return random_; }

  // The second reading.
  [[nodiscard]] std::set<std::string> Claims() const {
    std::set<std::string> claims;
    std::map<std::pair<std::string, std::string>,
             std::map<std::string, std::string>>
        edges;
    std::set<std::pair<std::string, std::string>> external;
    for (const FtmStatement& s : statements_) {
      if (s.entity[0] == 'e') {
        edges[{s.entity, s.dataset}][s.property] = s.value;
        edges[{s.entity, s.dataset}]["schema"] = s.schema;
        if (s.is_external && s.property != "startDate" &&
            s.property != "role") {
          external.insert({s.entity, s.dataset});
        }
        continue;
      }
      std::string said;
      if (s.property == "id") {
        said = absl::StrCat("schema ", Quoted(s.schema));
      } else if (s.property == "name" || s.property == "alias") {
        said = absl::StrCat("known_as ", Quoted(s.value));
      } else if (s.property == "deathDate") {
        said = absl::StrCat("deceased true [", s.value, "]");
      } else if (s.property == "addressEntity") {
        said = absl::StrCat("addressEntity ", s.value);
      } else {
        said = absl::StrCat(s.property, " ", Quoted(s.value));
      }
      claims.insert(absl::StrCat(s.dataset, ": ", s.entity, " ", said,
                                 s.is_external ? " proposed" : ""));
    }
    for (const auto& [which, said] : edges) {
      AddRelation(which.second, said, external.contains(which), claims);
    }
    return claims;
  }

  [[nodiscard]] std::string KindOf(const std::string& id) const {
    return kinds_.at(id);
  }

 private:
  template <class List>
  const std::string& Any(const List& list) {
    return list[random_() % list.size()];
  }
  bool Chance(unsigned percent) { return random_() % 100 < percent; }

  static void AddRelation(const std::string& dataset,
                          const std::map<std::string, std::string>& said,
                          bool is_external, std::set<std::string>& claims) {
    const bool is_membership = said.at("schema") == "Membership";
    const std::string& from = said.at(is_membership ? "member" : "owner");
    const std::string& to = said.at(is_membership ? "organization" : "asset");
    std::string claim =
        absl::StrCat(dataset, ": ", from, " ",
                     !is_membership                 ? "ownership"
                     : from == "n0" || from == "n1" ? "member_of"
                                                    : "membership",
                     " ", to);
    if (said.contains("startDate")) {
      absl::StrAppend(&claim, " [", said.at("startDate"), "/..]");
    }
    claims.insert(absl::StrCat(claim, is_external ? " proposed" : ""));
  }

  void Add(FtmStatement s, const std::string& property,
           const std::string& value) {
    s.property = property;
    s.value = value;
    s.is_external = Chance(15);
    // One statement of one data set says a thing once.
    for (const FtmStatement& known : statements_) {
      if (known.entity == s.entity && known.property == property &&
          known.value == value && known.dataset == s.dataset) {
        return;
      }
    }
    statements_.push_back(s);
  }

  void AddNode(const std::string& id) {
    static const auto& names = *new std::vector<std::string>{
        "Ana", "Omar \"al\" X", "عمر", "Line\nend", "a,b;c", "<b>"};
    static const auto& dates =
        *new std::vector<std::string>{"1970", "1971-02", "2014-07-25"};
    FtmStatement s;
    s.entity = id;
    const bool is_person = id == "n0" || id == "n1";
    const bool is_address = id == "n6" || id == "n7";
    kinds_[id] = is_person ? "person" : is_address ? "place" : "organization";
    for (const char* dataset : {"d1", "d2", "d3"}) {
      if (dataset != std::string("d1") && !Chance(70)) continue;
      s.dataset = dataset;
      s.schema = is_person    ? "Person"
                 : is_address ? "Address"
                 : Chance(50) ? "Company"
                              : "Organization";
      // Of which one extends the other.
      if (!is_address && Chance(20)) s.schema = "LegalEntity";
      if (is_person) s.schema = "Person";
      Add(s, "id", id);
      Add(s, "name", Any(names));
      if (Chance(50)) Add(s, "alias", Any(names));
      if (Chance(50)) Add(s, "country", "sy");
      if (is_person && Chance(50)) Add(s, "birthDate", Any(dates));
      if (is_person && Chance(50)) Add(s, "deathDate", Any(dates));
      if (!is_address && Chance(50)) Add(s, "addressEntity", "n6");
    }
  }

  void AddEdge(const std::string& id) {
    static const auto& years = *new std::vector<std::string>{"2010", "2011-05"};
    static const auto& actors =
        *new std::vector<std::string>{"n0", "n1", "n2", "n3"};
    static const auto& bodies = *new std::vector<std::string>{"n4", "n5"};
    FtmStatement s;
    s.entity = id;
    s.schema = Chance(50) ? "Membership" : "Ownership";
    const bool is_membership = s.schema == "Membership";
    for (const char* dataset : {"d1", "d2"}) {
      if (!Chance(80)) continue;
      s.dataset = dataset;
      Add(s, is_membership ? "member" : "owner", Any(actors));
      Add(s, is_membership ? "organization" : "asset", Any(bodies));
      if (Chance(60)) Add(s, "startDate", Any(years));
      if (Chance(40)) Add(s, "role", "chair");
    }
  }

  std::mt19937 random_;
  std::vector<FtmStatement> statements_;
  std::map<std::string, std::string> kinds_;
};

// The statements that are not external as one entity a data set and line.
std::string Entities(const std::vector<FtmStatement>& statements) {
  std::map<std::pair<std::string, std::string>, nlohmann::json> lines;
  for (const FtmStatement& s : statements) {
    nlohmann::json& line = lines[{s.dataset, s.entity}];
    line["id"] = s.entity;
    line["schema"] = s.schema;
    line["datasets"] = {s.dataset};
    if (!line.contains("properties")) {
      line["properties"] = nlohmann::json::object();
    }
    if (s.property != "id") line["properties"][s.property].push_back(s.value);
  }
  std::string text;
  for (const auto& [which, line] : lines)
    absl::StrAppend(&text, line.dump(), "\n");
  return text;
}

TEST(FtmRandomTest, StatementsMeanWhatASecondReadingSays) {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    World world(seed);
    std::vector<std::string> columns = {
        "canonical_id", "entity_id", "prop",     "prop_type",     "schema",
        "value",        "dataset",   "external", "lang",          "first_seen",
        "last_seen",    "id",        "origin",   "original_value"};
    std::shuffle(columns.begin(), columns.end(), world.random());
    FtmFixture fixture;
    const std::string text = FtmCsv(world.statements(), columns);
    const ImportList import = fixture.Add({{"s.csv", text}});
    EXPECT_EQ(FtmClaimsOf(import), world.Claims());
    for (const nlohmann::json& entity : import.Of("entity")) {
      const std::string id = entity.at("id").get<std::string>().substr(4);
      EXPECT_EQ(entity.at("kind"), world.KindOf(id)) << id;
    }
    // Again, and in another order.
    EXPECT_THAT(fixture.Import({{"s.csv", text}}).lines(), IsEmpty());
    std::vector<FtmStatement> shuffled = world.statements();
    std::shuffle(shuffled.begin(), shuffled.end(), world.random());
    EXPECT_THAT(fixture.Import({{"t.csv", FtmCsv(shuffled)}}).lines(),
                IsEmpty());
  }
}

TEST(FtmRandomTest, AnEditAddsWhatItSaysAndNothingElse) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    World world(seed);
    const std::vector<FtmStatement>& all = world.statements();
    const auto cut =
        static_cast<std::ptrdiff_t>(world.random()() % (all.size() + 1));
    // Edges are one claim, and none is cut in two; an entity is of a schema as
    // soon as anything is said of it.
    std::vector<FtmStatement> before;
    for (auto s = all.begin(); s != all.end(); ++s) {
      if (s < all.begin() + cut || s->entity[0] == 'e' || s->property == "id") {
        before.push_back(*s);
      }
    }
    FtmFixture fixture;
    std::set<std::string> claims =
        FtmClaimsOf(fixture.Add({{"s.csv", FtmCsv(before)}}));
    for (const std::string& claim :
         FtmClaimsOf(fixture.Add({{"s.csv", FtmCsv(all)}}))) {
      claims.insert(claim);
    }
    EXPECT_EQ(claims, world.Claims());
  }
}

TEST(FtmRandomTest, EntitiesMeanWhatTheirStatementsMean) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const World world(seed);
    std::vector<FtmStatement> plain;
    for (const FtmStatement& s : world.statements()) {
      if (!s.is_external || s.entity[0] == 'e') {
        plain.push_back(s);
        plain.back().is_external = false;
      }
    }
    // An entity stands in a file of them with what makes it one.
    FtmFixture statements;
    FtmFixture entities;
    const ImportList a = statements.Add({{"s.csv", FtmCsv(plain)}});
    const ImportList b = entities.Add({{"e.json", Entities(plain)}});
    EXPECT_EQ(FtmClaimsOf(a), FtmClaimsOf(b));
    // One after the other adds nothing.
    EXPECT_THAT(statements.Import({{"e.json", Entities(plain)}}).Of("claim"),
                IsEmpty());
  }
}

}  // namespace
}  // namespace attest::testing
