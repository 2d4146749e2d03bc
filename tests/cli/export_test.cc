// What exports choose, and what other programs make of them.

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <boost/property_map/dynamic_property_map.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/table_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

class ExportTest : public ::testing::Test {
 protected:
  ExportTest() {
    terminal_.Must("attest init && attest init second.attest");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  Terminal terminal_;
};

std::set<std::string> KeysOf(const std::string& lines,
                             const std::string& type) {
  std::set<std::string> keys;
  for (absl::string_view line :
       absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const Json json = Json::parse(line);
    if (json["type"] == type) keys.insert(json["id"]);
  }
  return keys;
}

// What a choice exports has all that it needs, and says of what is chosen what
// the case says.
TEST_F(ExportTest, AChoiceCanBeAddedToAnEmptyCase) {
  const std::vector<std::string> choices = {
      "incident:crossing",
      "incident:crossing --hops 2",
      "incident:crossing unit:third-brigade --hops 0",
      "src:courier",
      "rpt:courier-field clm:001",
      "--verdict corroborated",
      "--verdict contested",
      "--valid-at 2019-03",
      "--query 'MATCH (c:Claim)-[:STATED_IN]->(r) RETURN c LIMIT 5'",
      "--query 'MATCH p = (:Person)-[:STATEMENT]->() RETURN p' --hops 1",
  };
  const Json log = terminal_.Document("log");
  std::set<std::string> all_claims;
  std::set<std::string> keys;
  for (const Json& event : log["events"]) {
    if (!event["key"].is_string()) continue;
    keys.insert(event["key"]);
    if (event["type"] == "claim") all_claims.insert(event["key"]);
  }
  int added = 0;
  for (const std::string& choice : choices) {
    bool is_known = true;
    for (absl::string_view word : absl::StrSplit(choice, ' ')) {
      const bool is_key =
          absl::StrContains(word, ':') && !absl::StrContains(choice, "--query");
      is_known = is_known && (!is_key || keys.contains(std::string(word)));
    }
    ASSERT_TRUE(is_known) << choice;
    SCOPED_TRACE(choice);
    terminal_.Must(
        "rm -rf second.attest out && attest init second.attest && "
        "mkdir out");
    terminal_.Must(
        absl::StrCat("attest export --to jsonl --include restricted "
                     "-o out/part.jsonl ",
                     choice));
    const std::set<std::string> claims =
        KeysOf(terminal_.Read("out/part.jsonl"), "claim");
    EXPECT_LT(claims.size(), all_claims.size());
    if (claims.empty()) continue;
    ++added;
    terminal_.Must("attest --case second.attest add out/part.jsonl");
    for (const std::string& claim : claims) {
      const Json first = terminal_.Document("show " + claim)["claims"][0];
      const Json second =
          terminal_.Document("--case second.attest show " + claim)["claims"][0];
      for (const char* field : {"statement", "report", "attribution", "valid",
                                "stance", "hedge", "quote"}) {
        EXPECT_EQ(first[field], second[field]) << claim << " " << field;
      }
    }
  }
  EXPECT_GT(added, 6);
}

// What a statement stands on, in the words of `corroborate`.
Json StandingIn(const Json& statement) {
  Json standing;
  for (const char* field :
       {"verdict", "lines", "supporting", "opposing", "doubting", "not_counted",
        "conflicts_with", "origins", "unknown_origins"}) {
    standing[field] = statement[field];
  }
  return standing;
}

std::map<std::string, Json> StandingsOf(const Json& document) {
  std::map<std::string, Json> standings;
  for (const Json& statement : document["statements"]) {
    standings[statement["statement"]] = StandingIn(statement);
  }
  return standings;
}

// Exports what each of `keys` chooses, adds it to an empty case, and compares
// how the chosen statements stand there. Returns how many were compared.
int CompareParts(const Terminal& terminal, const std::vector<std::string>& keys,
                 const std::map<std::string, Json>& whole) {
  int compared = 0;
  for (const std::string& key : keys) {
    SCOPED_TRACE(key);
    terminal.Must(
        "rm -rf part.attest out && attest init part.attest && "
        "mkdir out && attest export --to jsonl --keep-keys "
        "--include restricted -o out/part.jsonl " +
        key);
    terminal.Must("attest --case part.attest add out/part.jsonl");
    const std::map<std::string, Json> part =
        StandingsOf(terminal.Document("--case part.attest corroborate"));
    std::vector<std::string> chosen = {key};
    if (!absl::StartsWith(key, "stm:")) {
      chosen.clear();
      for (const Json& statement :
           terminal.Document("corroborate " + key)["statements"]) {
        chosen.push_back(statement["statement"]);
      }
    }
    for (const std::string& statement : chosen) {
      const auto found = part.find(statement);
      if (found == part.end()) {
        ADD_FAILURE() << statement << " is not in the part";
        continue;
      }
      EXPECT_EQ(found->second, whole.at(statement)) << statement;
      ++compared;
    }
  }
  return compared;
}

TEST_F(ExportTest, APartSaysOfItsStatementsWhatTheCaseSays) {
  const std::map<std::string, Json> whole =
      StandingsOf(terminal_.Document("corroborate"));
  std::vector<std::string> keys = {"incident:crossing", "unit:third-brigade"};
  size_t opposed = 0;
  for (const auto& [key, standing] : whole) {
    if (standing["verdict"] == "contested" || !standing["opposing"].empty() ||
        !standing["not_counted"].empty() || standing["supporting"].size() > 1) {
      keys.push_back(key);
    }
    if (standing["verdict"] == "contested") ++opposed;
  }
  EXPECT_GT(opposed, 0u);
  EXPECT_GT(CompareParts(terminal_, keys, whole), 15);
}

// Nested places and wider dates, so that statements support each other;
// denials, retractions, reprints, and counts that conflict.
std::string RandomLines(uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string lines =
      R"({"type":"predicate","id":"losses","label":"losses","domain":["person"],)"
      R"("range":"quantity","time":"event","functional":"subject"})"
      "\n";
  for (int i = 0; i < 4; ++i) {
    absl::StrAppend(&lines, R"({"type":"source","id":"src:)", i,
                    R"(","kind":"outlet","name":"S)", i, "\"}\n");
    absl::StrAppend(&lines, R"({"type":"report","id":"rpt:)", i,
                    R"(","source":"src:)", i, R"(","title":"R)", i, "\"");
    if (i > 0 && random() % 2 == 0) {
      absl::StrAppend(&lines, R"(,"derived_from":[{"report":"rpt:)",
                      random() % static_cast<uint64_t>(i),
                      R"(","how":"reprint"}])");
    }
    absl::StrAppend(&lines, "}\n", R"({"type":"entity","id":"place:)", i,
                    R"(","kind":"place","name":"P)", i, "\"}\n");
  }
  for (int i = 0; i < 2; ++i) {
    absl::StrAppend(&lines, R"({"type":"entity","id":"person:)", i,
                    R"(","kind":"person","name":"N)", i, "\"}\n");
  }
  for (int i = 0; i < 24; ++i) {
    absl::StrAppend(&lines, R"({"type":"claim","id":"clm:)", i,
                    R"(","report":"rpt:)", random() % 4, "\"");
    const uint64_t sort = random() % 6;
    if (sort == 0) {
      const uint64_t inner = random() % 3;
      absl::StrAppend(&lines, R"(,"subject":"place:)", inner + 1,
                      R"(","predicate":"contained_in","object":"place:)", inner,
                      "\"");
    } else if (sort < 4) {
      absl::StrAppend(&lines, R"(,"subject":"person:)", random() % 2,
                      R"(","predicate":"located_at","object":"place:)",
                      random() % 4, "\"");
    } else {
      absl::StrAppend(&lines, R"(,"subject":"person:)", random() % 2,
                      R"(","predicate":"losses","value":{"exact":)",
                      random() % 3, R"(,"unit":"men"},"valid":"2020-01-01")");
    }
    if (random() % 4 == 0) absl::StrAppend(&lines, R"(,"stance":"denies")");
    absl::StrAppend(&lines, "}\n");
    if (random() % 6 == 0) {
      absl::StrAppend(&lines, R"({"type":"retraction","id":"ret:)", i,
                      R"(","target":"clm:)", i,
                      R"(","how":"miscoded","reason":"read wrongly"})", "\n");
    }
  }
  return lines;
}

TEST_F(ExportTest, APartOfARandomCaseSaysWhatTheCaseSays) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    terminal_.Write("random.jsonl", RandomLines(seed));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add random.jsonl");
    const std::map<std::string, Json> whole =
        StandingsOf(terminal_.Document("corroborate"));
    std::vector<std::string> keys = {"person:0"};
    for (const auto& [key, standing] : whole) {
      if (keys.size() < 10) keys.push_back(key);
    }
    compared += CompareParts(terminal_, keys, whole);
  }
  EXPECT_GT(compared, 50);
}

// An attribute is the value that `query` gives, an edge counts the claims that
// `corroborate` cites: refinements count, and ties go to the least bytes.
TEST_F(ExportTest, GraphsAgreeWithQueryAndCorroborate) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"predicate","id":"rank-name","label":"rank","domain":["person"],)"
      R"("range":"text","time":"none"})"
      "\n"
      R"({"type":"source","id":"src:x","kind":"outlet","name":"X"})"
      "\n"
      R"({"type":"report","id":"rpt:x","source":"src:x","title":"X"})"
      "\n"
      R"({"type":"entity","id":"person:x","kind":"person","name":"X"})"
      "\n"
      R"({"type":"entity","id":"place:in","kind":"place","name":"In"})"
      "\n"
      R"({"type":"entity","id":"place:out","kind":"place","name":"Out"})"
      "\n"
      R"({"type":"claim","id":"clm:x1","report":"rpt:x","subject":"person:x",)"
      R"("predicate":"rank-name","value":"z"})"
      "\n"
      R"({"type":"claim","id":"clm:x2","report":"rpt:x","subject":"person:x",)"
      R"("predicate":"rank-name","value":"aaa"})"
      "\n"
      R"({"type":"claim","id":"clm:x3","report":"rpt:x","subject":"place:in",)"
      R"("predicate":"contained_in","object":"place:out"})"
      "\n"
      R"({"type":"claim","id":"clm:x4","report":"rpt:x","subject":"person:x",)"
      R"("predicate":"located_at","object":"place:in"})"
      "\n"
      R"({"type":"claim","id":"clm:x5","report":"rpt:x","subject":"person:x",)"
      R"("predicate":"located_at","object":"place:out"})"
      "\n");
  terminal_.Must(
      "rm -rf case.attest && attest init && attest add more.jsonl && "
      "attest export --to nodes-edges-csv -o graph");
  EXPECT_THAT(terminal_.Read("graph/nodes.csv"), HasSubstr("aaa"));
  EXPECT_THAT(terminal_.Must("attest --mode json query \"MATCH (p:Person) "
                             "RETURN p.\\`rank-name\\` AS rank\""),
              HasSubstr("aaa"));
  // Of the wider place: two claims by one source.
  EXPECT_THAT(terminal_.Read("graph/edges.csv"), HasSubstr(",2,1,X"));
}

TEST_F(ExportTest, VerdictsShareOutTheStatements) {
  size_t claims = 0;
  for (const char* verdict :
       {"retracted", "unsupported", "circular", "contested", "corroborated",
        "likely", "single_line"}) {
    const std::string lines = terminal_.Must(
        absl::StrCat("attest export --to graphml --verdict ", verdict));
    const Json found =
        terminal_.Document(absl::StrCat("corroborate --verdict ", verdict));
    size_t edges = 0;
    for (const Json& statement : found["statements"]) {
      if (!statement["object"].is_null()) ++edges;
      claims += 1;
    }
    size_t exported = 0;
    for (size_t at = lines.find("<edge "); at != std::string::npos;
         at = lines.find("<edge ", at + 1)) {
      ++exported;
    }
    EXPECT_EQ(exported, edges) << verdict;
  }
  EXPECT_EQ(claims, terminal_.Document("corroborate")["statements"].size());
}

struct ReadNode {
  std::string label;
  std::string kind;
};
struct ReadEdge {
  std::string predicate;
  std::string verdict;
  long low = -1;
  long best = -1;
  long high = -1;
};
using ReadGraph = boost::adjacency_list<boost::vecS, boost::vecS,
                                        boost::directedS, ReadNode, ReadEdge>;
using Said = std::tuple<std::string, std::string, long, long, long>;

// By a reader that somebody else wrote.
ReadGraph ReadByBoost(const std::string& xml) {
  ReadGraph graph;
  boost::dynamic_properties properties(boost::ignore_other_properties);
  properties.property("label", get(&ReadNode::label, graph));
  properties.property("kind", get(&ReadNode::kind, graph));
  properties.property("predicate", get(&ReadEdge::predicate, graph));
  properties.property("verdict", get(&ReadEdge::verdict, graph));
  properties.property("lines_low", get(&ReadEdge::low, graph));
  properties.property("lines_best", get(&ReadEdge::best, graph));
  properties.property("lines_high", get(&ReadEdge::high, graph));
  std::istringstream stream(xml);
  boost::read_graphml(stream, graph, properties);
  return graph;
}

TEST_F(ExportTest, GraphmlSaysWhatCorroborateSays) {
  terminal_.Write("odd.jsonl", R"({"type":"entity","id":"person:<&\">","kind":)"
                               R"("person","name":"<b> & \"c\" = 'd' هرموش"})"
                               "\n");
  terminal_.Must("attest add odd.jsonl");
  const std::string xml =
      terminal_.Must("attest export --to graphml --include restricted");
  const ReadGraph graph = ReadByBoost(xml);
  std::multiset<Said> read;
  std::set<std::string> labels;
  for (const auto node : boost::make_iterator_range(vertices(graph))) {
    labels.insert(graph[node].label);
  }
  EXPECT_TRUE(labels.contains("<b> & \"c\" = 'd' هرموش"));
  for (const auto edge : boost::make_iterator_range(edges(graph))) {
    const ReadEdge& said = graph[edge];
    read.emplace(said.predicate, said.verdict, said.low, said.best, said.high);
  }
  std::multiset<Said> told;
  const Json document = terminal_.Document("corroborate");
  for (const Json& statement : document["statements"]) {
    const std::string verdict = statement["verdict"];
    if (statement["object"].is_null() || verdict == "retracted" ||
        verdict == "unsupported") {
      continue;
    }
    const Json& lines = statement["lines"];
    told.emplace(statement["predicate"], verdict, lines["low"], lines["best"],
                 lines["high"]);
    EXPECT_THAT(xml, HasSubstr(absl::StrCat(
                         "<edge id=\"",
                         statement["statement"].get<std::string>(), "\"")));
  }
  EXPECT_GT(told.size(), 3u);
  EXPECT_EQ(read, told);
}

TEST_F(ExportTest, TablesHaveTheSameGraph) {
  terminal_.Must("attest export --to nodes-edges-csv -o tables");
  const ReadGraph graph =
      ReadByBoost(terminal_.Must("attest export --to graphml"));
  std::vector<std::set<std::string>> ids(2);
  std::vector<size_t> rows(2);
  const char* const files[] = {"nodes.csv", "edges.csv"};
  for (size_t i = 0; i < 2; ++i) {
    auto table = TableReader::Open(
        absl::StrCat(terminal_.folder(), "/tables/", files[i]));
    ASSERT_TRUE(table.ok()) << table.status();
    while (*(*table)->Next()) {
      ++rows[i];
      ids[0].insert(std::string((*table)->cell(0)));
      if (i == 1) ids[0].insert(std::string((*table)->cell(1)));
    }
    if (i == 0) {
      EXPECT_EQ(ids[0].size(), rows[0]);
    }
  }
  // Every end of an edge is a node.
  EXPECT_EQ(ids[0].size(), rows[0]);
  EXPECT_EQ(rows[0], num_vertices(graph));
  EXPECT_EQ(rows[1], num_edges(graph));
}

// Every claim that counts is a row, which says what `show` says of it.
TEST_F(ExportTest, ARowIsAClaim) {
  terminal_.Must(
      "attest export --to claims-csv --include restricted -o claims.csv");
  auto table =
      TableReader::Open(absl::StrCat(terminal_.folder(), "/claims.csv"));
  ASSERT_TRUE(table.ok()) << table.status();
  const std::vector<std::string>& headings = (*table)->headings();
  std::set<std::string> rows;
  while (*(*table)->Next()) {
    std::map<std::string, std::string> cells;
    for (size_t i = 0; i < headings.size(); ++i) {
      cells[headings[i]] = std::string((*table)->cell(i));
    }
    EXPECT_FALSE((*table)->has_cells_beyond());
    rows.insert(cells["id"]);
    const Json document = terminal_.Document("show " + cells["id"]);
    const Json& claim = document["claims"][0];
    EXPECT_TRUE(claim["retracted_by"].is_null()) << claim;
    EXPECT_EQ(claim["report"], cells["report"]) << claim;
    EXPECT_EQ(claim["hedge"],
              cells["hedge"].empty() ? "stated" : cells["hedge"]);
    EXPECT_EQ(claim["stance"],
              cells["stance"].empty() ? "asserts" : cells["stance"]);
    const std::string valid =
        claim["valid"].is_null() ? "" : claim["valid"].get<std::string>();
    EXPECT_EQ(valid, cells["valid"]);
    if (claim["quote"].is_object() && !cells["quote"].empty() &&
        cells["quote"][0] != '{') {
      EXPECT_EQ(claim["quote"]["exact"], cells["quote"]);
    }
    EXPECT_EQ(claim["quote"].is_object(), !cells["quote"].empty());
    for (const Json& speaker : claim["attribution"]) {
      EXPECT_THAT(cells["attribution"],
                  HasSubstr(speaker["source"].get<std::string>()));
    }
  }
  EXPECT_EQ(rows.size(), 50u);
  EXPECT_FALSE(rows.contains("clm:050"));  // of a sealed report
}

TEST_F(ExportTest, TwoExportsAgree) {
  for (const char* format : {"claims-csv", "graphml", "gexf", "nodes-edges-csv",
                             "geojson", "dot", "prov", "stix"}) {
    terminal_.Must(absl::StrCat("attest export --to ", format, " -o one-",
                                format, " && attest export --to ", format,
                                " -o two-", format, " && diff -r one-", format,
                                " two-", format));
  }
}

TEST_F(ExportTest, WrongOptionsAreRefused) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"--to nothing", "dot, svg or tiles"},
      {"--to nodes-edges-csv", "want -o and a folder"},
      {"--to graphml --without-by", "--without-by does not apply"},
      {"--to tiles -o t incident:crossing", "does not apply"},
      {"--to tiles -o t --as-of 5", "--as-of does not apply"},
      {"--to jsonl --hops 2", "want KEY"},
      {"--to jsonl --verdict good", "--verdict: got \"good\""},
      {"--to jsonl --query 'EXPLAIN MATCH (n) RETURN n'", "EXPLAIN"},
      {"--to jsonl --query 'AS OF 5 MATCH (n) RETURN n'", "want --as-of"},
      {"--to graphml --include sealed", "never exported"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Output output = terminal_.Run("attest export " + arguments);
    EXPECT_EQ(output.exit_code, 2) << arguments;
    EXPECT_THAT(output.err, HasSubstr(message)) << arguments;
  }
  EXPECT_EQ(terminal_.Run("attest export --to jsonl no:key").exit_code, 3);
  EXPECT_EQ(terminal_.Run("attest export --to jsonl src:informant").exit_code,
            3);
}

}  // namespace
}  // namespace attest
