// Random tables of events against a second, slow reading: each row is made
// together with what must be claimed of it. Importing again adds nothing, an
// edited table adds what it says and the earlier one did not, and whatever
// cells hold, the lines are good.

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/ucdp_fixture.h"
#include "tests/reference/dice.h"

namespace attest::testing {
namespace {

using reference::Dice;
using ::testing::IsEmpty;

// A row, and the claims that its articles must make, without the article.
struct Made {
  UcdpCellsOf cells;
  std::vector<std::string> articles;  // OFFICE, DATE, TITLE [< SPEAKER]
  std::string event;
  std::string time;
  std::string place;
  std::string side_a;
  std::string side_b;
  bool is_one_sided = false;
  std::vector<std::string> counts;

  // Every claim of every article, each once.
  [[nodiscard]] std::set<std::string> Claims() const {
    std::set<std::string> claims;
    for (const std::string& article : articles) {
      const auto add = [&](const std::string& said) {
        claims.insert(absl::StrCat(article, ": ", said));
      };
      add(absl::StrCat(event, " happened_on \"", time, "\""));
      add(absl::StrCat(event, " happened_at ", place));
      add(absl::StrCat(side_a,
                       is_one_sided ? " perpetrated " : " participated_in ",
                       event, " @ ", time, " as side A"));
      if (!side_b.empty()) {
        add(absl::StrCat(side_b, " participated_in ", event, " @ ", time,
                         " as side B"));
      }
      for (const std::string& count : counts) {
        const size_t as = count.find(" as ");
        add(absl::StrCat(event, " ", count.substr(0, as), " @ ", time,
                         as == std::string::npos ? "" : count.substr(as)));
      }
    }
    return claims;
  }
};

void MakeTime(Dice& dice, Made& made) {
  struct Time {
    const char* start;
    const char* end;
    const char* precision;
    const char* clarity;
    const char* edtf;
  };
  static const std::vector<Time> kTimes = {
      {"2014-05-03", "2014-05-03", "1", "1", "2014-05-03"},
      {"2014-05-03 00:00:00.000", "2014-05-04 00:00:00.000", "1", "2",
       "2014-05-03/2014-05-04"},
      {"2014-05-03", "2014-05-06", "2", "1", "[2014-05-03..2014-05-06]"},
      {"2014-05-03", "2014-05-09", "3", "2", "2014-05-03/2014-05-09"},
      {"2012-02-01", "2012-02-29", "4", "1", "2012-02"},
      {"2012-02-01", "2012-02-28", "4", "1", "[2012-02-01..2012-02-28]"},
      {"2013-01-01", "2013-12-31", "5", "1", "2013"},
      {"2013-01-01", "2013-12-31", "5", "2", "2013-01-01/2013-12-31"},
      {"2013-12-31", "2013-12-31", "3", "1", "[2013-12-25..2014-01-06]"},
  };
  const Time& time = dice.AnyOf(kTimes);
  made.cells["date_start"] = time.start;
  made.cells["date_end"] = time.end;
  made.cells["date_prec"] = time.precision;
  made.cells["event_clarity"] = time.clarity;
  made.time = time.edtf;
}

void MakePlace(Dice& dice, Made& made) {
  struct Place {
    const char* precision;
    const char* named;
    const char* name;
  };
  static const std::vector<Place> kPlaces = {
      {"1", "Ford", "Ford"},
      {"2", "Ford", "within 25 km of Ford"},
      {"3", "Reed district", "Reed district"},
      {"4", "Marsh province", "Marsh province"},
      {"5", "The causeway", "The causeway"},
      {"6", "Elbonia", "Elbonia"},
      {"7", "Gulf of Mud", "Gulf of Mud"},
  };
  const Place& place = dice.AnyOf(kPlaces);
  made.cells["where_prec"] = place.precision;
  made.cells["where_coordinates"] = place.named;
  made.cells["adm_1"] = "Marsh province";
  made.cells["adm_2"] = "Reed district";
  made.cells["latitude"] = "12.5";
  made.cells["longitude"] = "-3";
  made.cells["country"] = "Elbonia";
  made.cells["country_id"] = "999";
  made.place = place.name;
  if (dice.Chance(3)) {
    made.cells["where_description"] = "behind, or by, the mill";
    made.place += " as behind, or by, the mill";
  }
}

void MakeSides(Dice& dice, Made& made) {
  made.is_one_sided = dice.Chance(3);
  made.cells["type_of_violence"] =
      made.is_one_sided ? "3" : dice.Word({"1", "2"});
  const bool is_state = dice.Chance(2);
  made.side_a = is_state ? "Government of Elbonia" : "Mud League";
  made.cells["side_a"] = made.side_a;
  made.cells["side_a_new_id"] = is_state ? "10" : "30";
  made.cells["side_b"] = made.is_one_sided ? "Civilians" : "Marsh Front";
  made.cells["side_b_new_id"] = made.is_one_sided ? "9999" : "20";
  made.side_b = made.is_one_sided ? "" : "Marsh Front";
  made.event =
      absl::StrCat(made.side_a, made.side_b.empty() ? "" : " - Marsh Front",
                   ", UCDP GED ", made.cells["id"]);
}

void MakeDead(Dice& dice, Made& made) {
  const char* kNames[] = {"deaths_a", "deaths_b", "deaths_civilians",
                          "deaths_unknown"};
  uint64_t sum = 0;
  for (const char* name : kNames) {
    const uint64_t dead = dice.Chance(2) ? 0 : dice.Below(4);
    sum += dead;
    made.cells[name] = absl::StrCat(dead);
    if (dead == 0) continue;
    made.counts.push_back(
        absl::StrCat("ucdp:", name, " {\"exact\":", dead, "}"));
  }
  const uint64_t low = sum - dice.Below(sum + 1);
  const uint64_t high = sum + dice.Below(3);
  made.cells["low"] = absl::StrCat(low);
  made.cells["best"] = absl::StrCat(sum);
  made.cells["high"] = absl::StrCat(high);
  made.counts.push_back(absl::StrCat(
      "killed_count ", low == high
                           ? absl::StrCat("{\"exact\":", low, "}")
                           : absl::StrCat("{\"best\":", sum, ",\"high\":", high,
                                          ",\"low\":", low, "}")));
}

struct Article {
  std::string office;
  std::string date;
  std::string headline;
};

// Who said first what the articles say, and what each is attributed to.
std::vector<std::string> MakeOrigins(Dice& dice, size_t count,
                                     std::string& cell) {
  std::vector<std::string> speakers(count);
  switch (dice.Below(4)) {
    case 0:
      cell = dice.Word({"", "unknown", "NA", "-"});
      break;
    case 1:
      cell = dice.Word({"police", "Miller Anna", "SOHR"});
      speakers.assign(count, cell);
      break;
    case 2: {  // each its own, of names that have nothing in common
      std::vector<std::string> names = {"police", "Miller Anna", "SOHR",
                                        "hospital staff"};
      dice.Shuffle(names);
      names.resize(count);
      cell = absl::StrJoin(names, dice.Word({";", " ; "}));
      speakers = names;
      break;
    }
    default: {  // as many as there are not: who told whom is not known
      const size_t size = count + 1;
      std::vector<std::string> names = {"police", "SOHR", "hospital staff",
                                        "Miller Anna", "monks"};
      names.resize(size);
      cell = absl::StrJoin(names, ";");
      if (count == 1) return names;  // one article, each a claim of its own
      speakers.assign(count, absl::StrJoin(names, "; "));
    }
  }
  return speakers;
}

void MakeArticles(Dice& dice, Made& made) {
  const size_t count = 1 + dice.Below(3);
  std::vector<Article> articles;
  for (size_t n = 0; n < count; ++n) {
    articles.push_back({dice.Word({"Courier", "River Radio", "Post, The"}),
                        dice.Word({"2014-05-04", "2014-06-01"}),
                        // Of one row no two are alike.
                        absl::StrCat(dice.Word({"Three die", "Shots \"heard\"",
                                                "Ford: closed"}),
                                     " ", n)});
  }
  std::string original;
  const std::vector<std::string> speakers = MakeOrigins(dice, count, original);
  made.cells["source_original"] = original;
  // How the row names them: as entries, as lists, or both; a list that is too
  // short says nothing that could be told apart.
  const bool has_entries = dice.Chance(2);
  const bool has_semicolon = has_entries && dice.Chance(2);
  if (has_semicolon) articles[0].headline += "; more feared";
  const bool is_short = !has_entries && count > 1 && dice.Chance(3);
  std::vector<std::string> entries;
  std::vector<std::string> offices;
  std::vector<std::string> dates;
  std::vector<std::string> headlines;
  for (Article& article : articles) {
    entries.push_back(absl::StrCat("\"", article.office, ",", article.date, ",",
                                   article.headline, "\""));
    offices.push_back(article.office);
    dates.push_back(article.date);
    headlines.push_back(article.headline);
  }
  if (is_short) {
    dates.pop_back();
    for (Article& article : articles) article.date.clear();
  }
  if (has_entries) {
    made.cells["source_article"] = absl::StrJoin(entries, ";");
  }
  if (!has_entries || dice.Chance(2)) {
    made.cells["source_office"] = absl::StrJoin(offices, ";");
    made.cells["source_date"] = absl::StrJoin(dates, ";");
    made.cells["source_headline"] = absl::StrJoin(headlines, ";");
  }
  // One article with several speakers says it once for each.
  for (size_t n = 0; n < std::max(count, speakers.size()); ++n) {
    const Article& article = articles[std::min(n, count - 1)];
    made.articles.push_back(
        absl::StrCat(article.office, ", ", article.date, ", ", article.headline,
                     speakers[n].empty() ? "" : " < ", speakers[n]));
  }
}

Made RandomRow(Dice& dice, const std::string& id) {
  Made made;
  made.cells["id"] = id;
  MakeSides(dice, made);
  MakeTime(dice, made);
  MakePlace(dice, made);
  MakeDead(dice, made);
  MakeArticles(dice, made);
  return made;
}

std::string TableOf(const std::vector<Made>& rows) {
  std::vector<UcdpCellsOf> cells;
  for (const Made& row : rows) cells.push_back(row.cells);
  return UcdpTable(cells);
}

std::set<std::string> WantedOf(const std::vector<Made>& rows) {
  std::set<std::string> wanted;
  for (const Made& row : rows) wanted.merge(row.Claims());
  return wanted;
}

// The claims of articles.
std::set<std::string> ReportedBy(const ImportList& import) {
  std::set<std::string> claims;
  for (std::string& claim : UcdpClaims(import)) {
    if (!absl::StartsWith(claim, "UCDP Georeferenced") &&
        !absl::StartsWith(claim, "rpt:ucdp:ged")) {
      EXPECT_TRUE(claims.insert(claim).second) << claim;
    }
  }
  return claims;
}

TEST(UcdpRandomTest, WhatIsClaimedIsWhatTheRowsSay) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    std::vector<Made> rows;
    for (uint64_t n = 1 + dice.Below(8); n > 0; --n) {
      rows.push_back(RandomRow(dice, absl::StrCat(n)));
    }
    UcdpFixture fixture;
    const std::string table = TableOf(rows);
    EXPECT_EQ(ReportedBy(fixture.Add(table)), WantedOf(rows)) << table;
    EXPECT_THAT(fixture.Import(table).lines(), IsEmpty());
    if (HasFailure()) break;
  }
}

// What lines say without the names of records that are in the case already.
std::set<std::string> KeysOfClaims(const ImportList& import) {
  std::set<std::string> keys;
  for (const nlohmann::json& claim : import.Of("claim")) {
    EXPECT_TRUE(keys.insert(claim.at("id").get<std::string>()).second);
  }
  return keys;
}

TEST(UcdpRandomTest, AnEditedTableAddsTheDifference) {
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    std::vector<Made> rows;
    for (uint64_t n = 2 + dice.Below(6); n > 0; --n) {
      rows.push_back(RandomRow(dice, absl::StrCat(n)));
    }
    UcdpFixture fixture;
    const std::set<std::string> old = KeysOfClaims(fixture.Add(TableOf(rows)));
    dice.Shuffle(rows);
    if (dice.Chance(2)) rows.pop_back();
    for (Made& row : rows) {
      if (dice.Chance(3)) row = RandomRow(dice, row.cells["id"]);
    }
    rows.push_back(RandomRow(dice, "100"));
    const std::string table = TableOf(rows);
    const std::set<std::string> fresh =
        KeysOfClaims(UcdpFixture().Import(table));
    std::set<std::string> difference;
    std::set_difference(fresh.begin(), fresh.end(), old.begin(), old.end(),
                        std::inserter(difference, difference.end()));
    EXPECT_EQ(KeysOfClaims(fixture.Add(table)), difference);
    EXPECT_THAT(fixture.Import(table).lines(), IsEmpty());
    if (HasFailure()) break;
  }
}

// What people and programs leave in cells.
std::string HostileCell(Dice& dice) {
  std::string cell = dice.Word({"",
                                "",
                                "NA",
                                "-",
                                ";",
                                ";;;",
                                " ; x ; ",
                                "1",
                                "2",
                                "3",
                                "0",
                                "-1",
                                "1.0",
                                "1e9",
                                "nan",
                                "inf",
                                "2014-05-03",
                                "2014-05-03 00:00:00.000",
                                "2014-02-30",
                                "9999-12-31",
                                "0000-01-01",
                                "3/5/2014",
                                "\"",
                                "\"\";\"\"",
                                "\"A,2014-05-03,B\";\"C",
                                "\"A,2014-05-03,B\"",
                                "A,2014-05-03,B;C,2014-05-04,D",
                                ",2014-05-03,",
                                "police;Police",
                                "police;local police",
                                "a:b%3A",
                                "src:ucdp",
                                "\\",
                                "\xEF\xBF\xBD",
                                "\xD9\x85\xD8\xB5\xD8\xAF\xD8\xB1",
                                "\xE2\x80\xAE abc",
                                "line\nline",
                                "Civilians",
                                "office not stated",
                                "together"});
  if (dice.Chance(60)) cell += std::string(600, 'w');
  return cell;
}

TEST(UcdpRandomTest, WhateverCellsHoldTheLinesAreGoodAndComeOnce) {
  uint64_t good = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    std::vector<UcdpCellsOf> rows;
    for (uint64_t n = 1 + dice.Below(6); n > 0; --n) {
      UcdpCellsOf row = UcdpEventRow(absl::StrCat(n));
      for (const char* more :
           {"relid", "code_status", "dyad_name", "dyad_new_id",
            "source_article", "source_original", "number_of_sources",
            "where_description", "adm_2", "year", "gwnoa", "side_a_dset_id"}) {
        row[more] = "";
      }
      for (auto& [heading, cell] : row) {
        // Cells that are checked are left alone more often.
        if (dice.Percent(absl::StrContains(heading, "source") ? 60 : 8)) {
          cell = HostileCell(dice);
        }
      }
      rows.push_back(std::move(row));
    }
    UcdpFixture fixture;
    const std::string table = UcdpTable(rows);
    // Bad rows are left out as if the user had set them aside.
    std::set<uint64_t> bad;
    const UcdpImportList first = fixture.Import(table);
    for (const std::string& error : first.errors()) {
      bad.insert(std::stoull(error.substr(0, error.find(':'))));
    }
    const UcdpImportList import = fixture.Import(table, {}, bad);
    EXPECT_THAT(import.errors(), IsEmpty());
    std::set<std::string> keys;
    for (const std::string& line : import.lines()) {
      EXPECT_TRUE(keys.insert(nlohmann::json::parse(line).at("id")).second)
          << line;
    }
    good += import.lines().size();
    fixture.AddLines(import);
    EXPECT_THAT(fixture.Import(table, {}, bad).lines(), IsEmpty());
    if (HasFailure()) {
      ADD_FAILURE() << table;
      break;
    }
  }
  EXPECT_GT(good, 5000u);
}

}  // namespace
}  // namespace attest::testing
