// FollowTheMoney out and in: what went out says the same when it comes in, and
// goes out as it did; and it keeps to the rules of that format.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/ftm_statement_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"
#include "tests/reference/dice.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using reference::Dice;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* kHeadings =
    "id,entity_id,canonical_id,prop,schema,value,dataset,lang,original_value,"
    "external,first_seen,last_seen,origin\n";

using Row = std::vector<std::string>;

// The cells of CSV in which every cell is quoted.
std::vector<Row> RowsOf(const std::string& text) {
  std::vector<Row> rows(1);
  bool is_quoted = false;
  std::string cell;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cell += '"';
      ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (c == ',' || c == '\n')) {
      rows.back().push_back(cell);
      cell.clear();
      if (c == '\n') rows.emplace_back();
    } else {
      cell += c;
    }
  }
  EXPECT_FALSE(is_quoted);
  EXPECT_TRUE(rows.back().empty());
  rows.pop_back();
  return rows;
}

std::string RowText(const Row& cells) {
  std::vector<std::string> quoted;
  for (const std::string& cell : cells) {
    quoted.push_back(
        absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\""));
  }
  return absl::StrCat(absl::StrJoin(quoted, ","), "\n");
}

// A file of statements that contradict each other nowhere.
std::string RandomStatements(Dice& dice) {
  std::string text = kHeadings;
  const auto add = [&](const std::string& entity, const std::string& canonical,
                       const std::string& schema, const std::string& property,
                       const std::string& value, const std::string& dataset) {
    absl::StrAppend(
        &text, RowText({"", entity, canonical, property, schema, value, dataset,
                        property == "name" ? dice.Word({"", "eng", "ara"}) : "",
                        dice.Word({"", "RAW, \"as\" it stood"}),
                        dice.Percent(10) ? "t" : "f",
                        dice.Word({"", "2022-01-02T03:04:05", "2021-05"}),
                        dice.Word({"", "2023-01-02T03:04:05"}),
                        dice.Word({"", "crawl"})}));
  };
  const auto node = [](uint64_t n) { return absl::StrCat("n", n); };
  for (uint64_t n = 0; n < 8; ++n) {
    const std::string id = node(n);
    const std::string canonical = n == 1 ? "n0" : n == 3 ? "NK-9" : id;
    for (const char* dataset : {"d1", "d2", "d3"}) {
      if (std::string(dataset) != "d1" && dice.Percent(40)) continue;
      const std::string schema = n < 3   ? "Person"
                                 : n < 6 ? "Company"
                                 : n < 7 ? "Address"
                                         : "Vessel";
      const auto say = [&](const std::string& property,
                           const std::string& value) {
        if (dice.Percent(60)) {
          add(id, canonical, schema, property, value, dataset);
        }
      };
      add(id, canonical, schema, "id", id, dataset);
      say("name", dice.Word({"Ana", "Omar \"al\" X", "عمر", "a,b;\nc", "<b>"}));
      say("alias", dice.Word({"A.", "=SUM(A1)", "+31 20"}));
      say("country", dice.Word({"sy", "nl"}));
      say("sourceUrl", dice.Word({"https://a.test/1", "https://b.test/2"}));
      say("publisher", dice.Word({"Registry", "Gazette"}));
      say("retrievedAt", "2022-01-02T03:04:05");
      if (n < 3) say("birthDate", dice.Word({"1970", "1971-02-03T04"}));
      if (n < 3) say("deathDate", "2014-07-25");
      if (n < 6) say("addressEntity", "n6");
      if (n == 6) {
        add(id, canonical, schema, "latitude", "51.760", dataset);
        add(id, canonical, schema, "longitude", "5.5", dataset);
      }
    }
  }
  for (int e = 0; e < 5; ++e) {
    const std::string id = absl::StrCat("e", e);
    const bool is_membership = dice.Chance(2);
    const std::string schema = is_membership ? "Membership" : "Ownership";
    for (const char* dataset : {"d1", "d2"}) {
      add(id, id, schema, is_membership ? "member" : "owner",
          node(dice.Below(3)), dataset);
      add(id, id, schema, is_membership ? "organization" : "asset",
          dice.Word({"n4", "n5", "NK-9"}), dataset);
      if (dice.Chance(2)) add(id, id, schema, "startDate", "2010", dataset);
      if (dice.Chance(2)) {
        add(id, id, schema, "endDate", dice.Word({"2012", "2012-03-04T05"}),
            dataset);
      }
      if (dice.Chance(3)) add(id, id, schema, "role", "chair", dataset);
      if (dice.Chance(3)) add(id, id, schema, "publisher", "Gazette", dataset);
    }
  }
  return text;
}

// What a case says of every statement.
std::set<std::string> Statements(const Terminal& terminal,
                                 const std::string& name) {
  std::set<std::string> statements;
  const Json document =
      terminal.Document(absl::StrCat("--case ", name, " corroborate"));
  for (const Json& s : document["statements"]) {
    const std::string said =
        Json{s["subject"], s["predicate"],      s["object"], s["value"],
             s["valid"],   s["verdict"],        s["lines"],  s["publishers"],
             s["origins"], s["unknown_origins"]}
            .dump();
    // A statement goes by the entity that it was first claimed of; an edge goes
    // out between those that its ends were joined to.
    statements.insert(absl::StrReplaceAll(
        said, {{"\"ftm:n1\"", "\"ftm:n0\""}, {"\"ftm:n3\"", "\"ftm:NK-9\""}}));
  }
  return statements;
}

TEST(ExportFtmTest, WhatWentOutSaysTheSameWhenItComesIn) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    Terminal terminal;
    terminal.Write("in.csv", RandomStatements(dice));
    terminal.Must("attest init a && attest init b");
    terminal.Must("attest --case a import --from ftm in.csv");
    const Output out =
        terminal.Run("attest --case a export --to ftm-statements -o a.csv");
    EXPECT_EQ(out.exit_code, 0);
    EXPECT_THAT(out.err, Not(HasSubstr("left out")));
    terminal.Must("attest --case b import --from ftm a.csv");
    const std::set<std::string> before = Statements(terminal, "a");
    const std::set<std::string> after = Statements(terminal, "b");
    for (const std::string& statement : before) {
      EXPECT_TRUE(after.contains(statement)) << statement;
    }
    EXPECT_EQ(before.size(), after.size());
    terminal.Must("attest --case b export --to ftm-statements -o b.csv");
    EXPECT_EQ(terminal.Read("a.csv"), terminal.Read("b.csv"));
    // What comes in again is not added.
    EXPECT_THAT(terminal.Must("attest --case b import --from ftm a.csv"),
                HasSubstr("\"events_appended\":0"));
  }
}

TEST(ExportFtmTest, StatementsKeepToTheFormat) {
  for (uint64_t seed = 101; seed <= 103; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    Terminal terminal;
    terminal.Write("in.csv", RandomStatements(dice));
    terminal.Must("attest init case.attest");
    terminal.Must("attest import --from ftm in.csv");
    std::vector<Row> rows =
        RowsOf(terminal.Must("attest export --to ftm-statements"));
    EXPECT_EQ(absl::StrCat(absl::StrJoin(rows.front(), ","), "\n"), kHeadings);
    std::set<std::string> ids;
    for (size_t i = 1; i < rows.size(); ++i) {
      const Row& row = rows[i];
      ASSERT_EQ(row.size(), 13u);
      FtmStatement statement;
      statement.entity = row[1];
      statement.property = row[3];
      statement.value = row[5];
      statement.dataset = row[6];
      statement.lang = row[7];
      statement.is_external = row[9] == "t";
      EXPECT_EQ(row[0], FtmStatementId(statement));
      EXPECT_FALSE(row[5].empty());
      const FtmSchema* const schema = FindFtmSchema(row[4]);
      ASSERT_NE(schema, nullptr) << row[4];
      EXPECT_TRUE(row[3] == "id" || FindFtmProperty(*schema, row[3]) != nullptr)
          << row[4] << ":" << row[3];
      EXPECT_TRUE(ids.insert(absl::StrCat(row[0], row[4])).second) << row[0];
    }
  }
}

TEST(ExportFtmTest, EntitiesKeepToTheFormat) {
  Dice dice(7);
  Terminal terminal;
  terminal.Write("in.csv", RandomStatements(dice));
  terminal.Must("attest init case.attest");
  terminal.Must("attest import --from ftm in.csv");
  std::set<std::string> ids;
  const std::string out = terminal.Must("attest export --to ftm");
  for (absl::string_view line : absl::StrSplit(out, '\n', absl::SkipEmpty())) {
    const Json entity = Json::parse(line);
    const FtmSchema* const schema =
        FindFtmSchema(entity.at("schema").get<std::string>());
    ASSERT_NE(schema, nullptr);
    for (const auto& [name, values] : entity.at("properties").items()) {
      EXPECT_NE(FindFtmProperty(*schema, name), nullptr) << name;
      ASSERT_TRUE(values.is_array() && !values.empty());
      std::set<std::string> once;
      for (const Json& value : values) {
        ASSERT_TRUE(value.is_string());
        EXPECT_TRUE(once.insert(value.get<std::string>()).second);
      }
    }
    EXPECT_TRUE(ids.insert(entity.at("id").get<std::string>()).second);
    EXPECT_FALSE(entity.at("datasets").empty());
    if (entity.at("id") == "n0") {
      EXPECT_THAT(entity.at("referents"), ElementsAre("n1"));
    }
  }
  EXPECT_FALSE(ids.contains("n1"));
  EXPECT_TRUE(ids.contains("NK-9"));
  terminal.Write("out.json", out);
  terminal.Must(
      "attest init again && attest --case again import --from ftm "
      "out.json");
}

TEST(ExportFtmTest, IdsAreThoseThatTheFormatMakes) {
  FtmStatement statement;
  statement.dataset = "d1";
  statement.entity = "p1";
  statement.property = "name";
  statement.value = "Ana";
  EXPECT_EQ(FtmStatementId(statement),
            "fa0efe23921d407e86cb278d674535ff35ae4ea3");
  statement.lang = "eng";
  statement.is_external = true;
  EXPECT_EQ(FtmStatementId(statement),
            "784704c80a87c76a3ef2de97290cf2ba589a5308");
}

constexpr const char* kNative = R"(
{"type":"source","id":"src:a","kind":"outlet","name":"Post"}
{"type":"source","id":"src:b","kind":"outlet","name":"Courier"}
{"type":"source","id":"src:w","kind":"witness","name":"Selim"}
{"type":"report","id":"rpt:a","source":"src:a","title":"A","url":"https://a.test/1"}
{"type":"report","id":"rpt:b","source":"src:b","title":"B"}
{"type":"report","id":"rpt:c","source":"src:b","title":"C","sensitivity":"restricted"}
{"type":"entity","id":"person:Omar X","kind":"person","name":"Omar, \"X\""}
{"type":"entity","id":"unit:4","kind":"unit","name":"الرابعة"}
{"type":"entity","id":"unit:5","kind":"unit","name":"Fifth"}
{"type":"entity","id":"place:ford","kind":"place","name":"Ford <1>"}
{"type":"entity","id":"person:hidden","kind":"person","name":"ZHIDE","sensitivity":"restricted"}
{"type":"claim","id":"c1","report":"rpt:a","subject":"person:Omar X","predicate":"member_of","object":"unit:4","valid":"2011/2014-07","attribution":[{"source":"src:w","basis":"eyewitness"}]}
{"type":"claim","id":"c2","report":"rpt:b","subject":"person:Omar X","predicate":"member_of","object":"unit:4","valid":"2011/2014-07","attribution":[{"source":"src:w","basis":"eyewitness"}]}
{"type":"claim","id":"c3","report":"rpt:a","subject":"person:Omar X","predicate":"member_of","object":"unit:5"}
{"type":"claim","id":"c4","report":"rpt:b","subject":"person:Omar X","predicate":"member_of","object":"unit:5","stance":"denies"}
{"type":"claim","id":"c5","report":"rpt:a","subject":"person:Omar X","predicate":"located_at","object":"place:ford"}
{"type":"claim","id":"c6","report":"rpt:a","subject":"person:hidden","predicate":"located_at","object":"place:ford"}
{"type":"claim","id":"c7","report":"rpt:a","subject":"unit:4","predicate":"killed_count","value":{"exact":3}}
{"type":"claim","id":"c8","report":"rpt:a","subject":"person:Omar X","predicate":"holds_role","value":"chief","hedge":"rumored"}
{"type":"claim","id":"c9","report":"rpt:c","subject":"person:Omar X","predicate":"known_as","value":"Umar","as_stated":"ZSTATED","note":"ZNOTE"}
)";

TEST(ExportFtmTest, OnlyWhatStandsGoesOutAndTheRestIsCounted) {
  Terminal terminal;
  terminal.Write("case.jsonl", absl::StrReplaceAll(kNative, {{"\n\n", "\n"}}));
  terminal.Must("attest init case.attest && attest add case.jsonl");
  const Output out = terminal.Run("attest export --to ftm-statements");
  ASSERT_EQ(out.exit_code, 0);
  EXPECT_THAT(out.err,
              AllOf(HasSubstr("claims of statements that are contested: 1"),
                    HasSubstr("denials, doubts and refusals to comment: 1"),
                    HasSubstr("only alleged, believed or rumored: 1"),
                    HasSubstr("claims that name what is restricted: 1"),
                    HasSubstr("no property for: killed_count: 1"),
                    HasSubstr("entities that are restricted: 1"),
                    HasSubstr("as UnknownLink, with the predicate as its "
                              "role: 1")));
  for (const char* mark : {"ZHIDE", "ZSTATED", "ZNOTE", "hidden", "Fifth 5"}) {
    EXPECT_THAT(out.out, Not(HasSubstr(mark)));
  }
  std::set<std::string> said;
  for (const Row& row : RowsOf(out.out)) {
    if (row[4] == "Membership" || row[3] == "alias") {
      said.insert(absl::StrCat(row[3], " ", row[5], " ", row[6]));
    }
  }
  said.erase(said.lower_bound("id "), said.lower_bound("ie"));
  EXPECT_THAT(
      said,
      UnorderedElementsAre(
          "alias Umar attest_src_3ab",
          "member attest-person.3aOmar.20X attest_src_3aa",
          "member attest-person.3aOmar.20X attest_src_3ab",
          "organization attest-unit.3a4 attest_src_3aa",
          "organization attest-unit.3a4 attest_src_3ab",
          "date 2011 attest_src_3aa", "date 2011 attest_src_3ab",
          "date 2014-07 attest_src_3aa", "date 2014-07 attest_src_3ab",
          "publisher Post attest_src_3aa", "publisher Selim attest_src_3aa",
          "publisher Courier attest_src_3ab", "publisher Selim attest_src_3ab",
          "sourceUrl https://a.test/1 attest_src_3aa"));
  // One witness is one witness when it comes back, under the same keys.
  terminal.Write("out.csv", out.out);
  terminal.Must("attest init b && attest --case b import --from ftm out.csv");
  const Json document =
      terminal.Document("--case b corroborate 'person:Omar X'");
  bool has_membership = false;
  for (const Json& statement : document["statements"]) {
    if (statement["predicate"] != "member_of") continue;
    has_membership = true;
    EXPECT_EQ(statement["object"], "unit:4");
    EXPECT_EQ(statement["lines"]["best"], 1);
  }
  EXPECT_TRUE(has_membership);
}

// A reprint falls with what it was taken from, though nobody took it back.
TEST(ExportFtmTest, WhatCameThroughWhatFellIsNotSaid) {
  Terminal terminal;
  terminal.Write("case.jsonl",
                 R"({"type":"source","id":"src:a","name":"Post","kind":"outlet"}
{"type":"source","id":"src:b","name":"Courier","kind":"outlet"}
{"type":"source","id":"src:c","name":"Herald","kind":"outlet"}
{"type":"report","id":"rpt:a","source":"src:a","title":"A"}
{"type":"report","id":"rpt:b","source":"src:b","title":"B","derived_from":[{"report":"rpt:a","how":"reprint"}]}
{"type":"report","id":"rpt:c","source":"src:c","title":"C"}
{"type":"entity","id":"person:omar","kind":"person","name":"Omar"}
{"type":"claim","id":"c1","report":"rpt:a","subject":"person:omar","predicate":"known_as","value":"Abu X"}
{"type":"claim","id":"c2","report":"rpt:b","subject":"person:omar","predicate":"known_as","value":"Abu X"}
{"type":"claim","id":"c3","report":"rpt:c","subject":"person:omar","predicate":"known_as","value":"Abu X"}
)");
  terminal.Must(
      "attest init case.attest && attest add case.jsonl && "
      "attest retract rpt:a --reason fabricated");
  const Output out = terminal.Run("attest export --to ftm-statements");
  ASSERT_EQ(out.exit_code, 0) << out.err;
  EXPECT_THAT(out.err, HasSubstr("claims that do not count: 2"));
  std::set<std::string> datasets;
  for (const Row& row : RowsOf(out.out)) {
    if (row[3] == "alias") datasets.insert(row[6]);
  }
  EXPECT_THAT(datasets, ElementsAre("attest_src_3ac"));
  const Json prov = Json::parse(terminal.Must("attest export --to prov"));
  std::set<std::string> states;
  for (const auto& [name, bundle] : prov["bundle"].items()) {
    for (const auto& [entity, record] : bundle["entity"].items()) {
      if (!record.contains("attest:counts")) continue;
      states.insert(record["attest:counts"]);
    }
  }
  EXPECT_THAT(states,
              ElementsAre("everything it came through upstream has fallen",
                          "live", "report retracted"));
}

TEST(ExportFtmTest, APartIsWhatWasChosen) {
  Terminal terminal;
  terminal.Write("case.jsonl", absl::StrReplaceAll(kNative, {{"\n\n", "\n"}}));
  terminal.Must("attest init case.attest && attest add case.jsonl");
  EXPECT_THAT(terminal.Must("attest export --to ftm unit:5"),
              AllOf(HasSubstr("Fifth"), Not(HasSubstr("الرابعة"))));
  EXPECT_THAT(terminal.Must("attest export --to ftm --verdict contested"),
              AllOf(HasSubstr("Membership"), HasSubstr("unit.3a5")));
  EXPECT_THAT(terminal.Must("attest export --to ftm --query \"MATCH (n {id: "
                            "'place:ford'}) RETURN n\""),
              AllOf(HasSubstr("Ford <1>"), Not(HasSubstr("Omar"))));
  EXPECT_THAT(terminal.Must("attest export --to ftm --as-of 0"), IsEmpty());
  EXPECT_THAT(terminal.Must("attest export --to ftm --include restricted"),
              HasSubstr("ZHIDE"));
}

}  // namespace
}  // namespace attest
