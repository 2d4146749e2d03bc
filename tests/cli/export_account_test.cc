// What an export tells of itself: every count that it says in words stands in
// the document that --mode json asks for, and what a format cannot carry is
// counted.

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCase[] =
    R"({"type":"source","id":"src:a","kind":"outlet","name":"A"}
{"type":"source","id":"src:b","kind":"outlet","name":"B"}
{"type":"report","id":"rpt:a","source":"src:a","title":"One","text":"Omar was at the ford."}
{"type":"report","id":"rpt:b","source":"src:b","title":"Two","derived_from":[{"report":"rpt:old","how":"summary"}]}
{"type":"report","id":"rpt:old","source":"src:b","title":"Old"}
{"type":"report","id":"rpt:new","source":"src:a","title":"New"}
{"type":"report","id":"rpt:none","source":"src:a","title":"Without claims"}
{"type":"entity","id":"person:omar","kind":"person","name":"Omar"}
{"type":"entity","id":"person:alone","kind":"person","name":"Alone"}
{"type":"entity","id":"place:ford","kind":"place","name":"Ford"}
{"type":"entity","id":"place:town","kind":"place","name":"Town"}
{"type":"entity","id":"unit:u","kind":"unit","name":"U"}
{"type":"claim","id":"clm:1","report":"rpt:a","subject":"person:omar","predicate":"located_at","object":"place:ford","quote":"Omar was at the ford","valid":"2012"}
{"type":"claim","id":"clm:2","report":"rpt:new","subject":"person:omar","predicate":"located_at","object":"place:town","valid":"2013"}
{"type":"claim","id":"clm:3","report":"rpt:new","subject":"person:omar","predicate":"member_of","object":"unit:u"}
{"type":"claim","id":"clm:4","report":"rpt:new","subject":"person:omar","predicate":"holds_rank","value":"colonel"}
{"type":"claim","id":"clm:9","report":"rpt:b","subject":"person:omar","predicate":"holds_role","value":"fallen"}
{"type":"claim","id":"clm:5","report":"rpt:a","subject":"place:ford","predicate":"coordinates","value":{"lat":1,"lon":2}}
{"type":"claim","id":"clm:6","report":"rpt:new","subject":"unit:u","predicate":"based_at","object":"place:ford","place":"place:town"}
{"type":"claim","id":"clm:7","report":"rpt:a","subject":"person:omar","predicate":"holds_role","value":"gone"}
{"type":"retraction","id":"dec:1","target":"clm:7","superseded_by":"clm:4"}
{"type":"retraction","id":"dec:2","target":"clm:3","superseded_by":"clm:7","reason":"no"}
{"type":"retraction","id":"dec:3","target":"clm:3","judgement":"rejected","superseded_by":"clm:7","report":"rpt:a","quote":"Omar was"}
{"type":"retraction","id":"dec:4","target":"rpt:old","superseded_by":"rpt:new"}
{"type":"retraction","id":"dec:5","target":"rpt:old","superseded_by":"rpt:none"}
{"type":"identity","id":"dec:6","judgement":"different","entities":["person:omar","person:alone"]}
)";

// The numbers of a document, at whatever depth.
std::vector<uint64_t> NumbersIn(const Json& json) {
  if (json.is_number_unsigned()) return {json.get<uint64_t>()};
  std::vector<uint64_t> numbers;
  if (!json.is_structured()) return numbers;
  for (const Json& part : json) {
    const std::vector<uint64_t> inner = NumbersIn(part);
    numbers.insert(numbers.end(), inner.begin(), inner.end());
  }
  return numbers;
}

class ExportAccountTest : public ::testing::Test {
 protected:
  ExportAccountTest() {
    terminal_.Write("case.jsonl", kCase);
    terminal_.Must("attest init && attest add case.jsonl");
  }

  // What is told of an export: its document; words_ has it in words.
  Json Told(const std::string& arguments) {
    terminal_.Must("rm -rf out out.files");
    const Output output = terminal_.Run(
        absl::StrCat("attest --mode json export -o out ", arguments));
    EXPECT_EQ(output.exit_code, 0) << arguments << output.err;
    words_ = output.err;
    return Json::parse(output.out, nullptr, false);
  }

  Terminal terminal_;
  std::string words_;
};

TEST_F(ExportAccountTest, WhatIsSaidInWordsStandsInTheDocument) {
  for (const std::string format :
       {"jsonl", "claims-csv", "graphml", "gexf", "nodes-edges-csv", "dot",
        "geojson", "prov", "ftm", "ftm-statements", "stix", "html", "tiles"}) {
    for (const std::string choice : {"", "person:omar", "rpt:b"}) {
      if (format == "tiles" && !choice.empty()) continue;
      if (format == "html" && choice.empty()) continue;
      SCOPED_TRACE(absl::StrCat(format, " ", choice));
      const Json document = Told(absl::StrCat("--to ", format, " ", choice));
      ASSERT_TRUE(document.is_object());
      EXPECT_TRUE(document["applied_through"].is_number());
      std::vector<uint64_t> numbers = NumbersIn(document);
      for (absl::string_view line : absl::StrSplit(words_, '\n')) {
        const std::vector<std::string> parts = absl::StrSplit(line, ": ");
        uint64_t count = 0;
        if (parts.size() < 2 || !absl::SimpleAtoi(parts.back(), &count)) {
          continue;
        }
        const auto found = std::find(numbers.begin(), numbers.end(), count);
        ASSERT_NE(found, numbers.end()) << line << "\n" << document;
        numbers.erase(found);
      }
    }
  }
}

TEST_F(ExportAccountTest, StandardOutputIsTheExportAlone) {
  const Output output = terminal_.Run("attest --mode json export --to prov");
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_TRUE(Json::parse(output.out, nullptr, false).contains("bundle"));
}

// Of what superseded a record goes what goes anyway, and the rest is counted.
TEST_F(ExportAccountTest, ATableCountsTheSuccessorsThatItDrops) {
  const Json told = Told("--to claims-csv");
  // clm:7 is retracted and no row; rpt:none has no claims.
  EXPECT_EQ(told["successors"], 3);
  EXPECT_EQ(told["passages"], 1);
  EXPECT_EQ(told["not_counting"], 1);
  EXPECT_EQ(told["entities"], 1);
  EXPECT_EQ(told["decisions_on_unnamed"], 1);
  EXPECT_THAT(words_,
              HasSubstr("what superseded a claim or report left out: 3"));
  const std::string table = terminal_.Read("out");
  EXPECT_THAT(table, HasSubstr("\"\"superseded_by\"\":\"\"rpt:new\"\""));
  EXPECT_THAT(table, Not(HasSubstr("rpt:none")));
  EXPECT_THAT(table, Not(HasSubstr("clm:7")));
  terminal_.Must(
      "attest init b.attest && attest --case b.attest import --from claims-csv "
      "out");
}

// The decisions on a report go with it, whatever names it.
TEST_F(ExportAccountTest, ATableBringsDecisionsOnWhereSomethingWasWithdrawn) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"report","id":"rpt:where","source":"src:a","title":"W"}
{"type":"dependence","id":"dec:7","from":"rpt:where","on":"rpt:a","how":"reprint"}
{"type":"retraction","id":"dec:8","target":"rpt:old","report":"rpt:where"}
{"type":"claim","id":"clm:8","report":"rpt:where","subject":"person:omar","predicate":"located_at","object":"place:ford","valid":"2012"}
)");
  terminal_.Must("attest add more.jsonl");
  // In the order of the claims rpt:where is named by dec:8 before clm:8.
  Told("--to claims-csv");
  EXPECT_THAT(terminal_.Read("out"), HasSubstr("dec:7"));
  terminal_.Must(
      "attest init b.attest && attest --case b.attest import --from claims-csv "
      "out");
  const auto lines_of = [&](const std::string& name) {
    std::vector<Json> lines;
    const Json document =
        terminal_.Document(absl::StrCat("--case ", name, " corroborate"));
    for (const Json& one : document["statements"]) {
      if (one["predicate"] == "located_at") lines.push_back(one["lines"]);
    }
    return lines;
  };
  EXPECT_EQ(lines_of("case.attest"), lines_of("b.attest"));
}

// A folder with one of two tables would pass for the whole.
TEST_F(ExportAccountTest, TablesThatDoNotFitLeaveNothingBehind) {
  std::string claims;
  for (int i = 0; i < 400; ++i) {
    absl::StrAppend(&claims, R"({"type":"claim","id":"clm:more)", i,
                    R"(","report":"rpt:new","subject":"person:omar",)",
                    R"("predicate":"located_at","object":"place:ford",)",
                    R"("valid":"20)", 10 + i % 10, "-", 10 + i % 3, "-",
                    10 + i / 30, "\"}\n");
  }
  terminal_.Write("claims.jsonl", claims);
  terminal_.Must("attest add claims.jsonl");
  const std::string whole = terminal_.Must(
      "attest export --to nodes-edges-csv -o whole && wc -c < "
      "whole/edges.csv");
  int64_t bytes = 0;
  ASSERT_TRUE(absl::SimpleAtoi(whole, &bytes));
  ASSERT_GT(bytes, 40000);
  // In blocks of 512 bytes: nodes.csv fits, edges.csv does not.
  const Output output = terminal_.Run(
      "ulimit -f 40; attest export --to nodes-edges-csv -o tables");
  EXPECT_EQ(output.exit_code, 6) << output.err;
  EXPECT_THAT(output.err, HasSubstr("edges.csv"));
  EXPECT_EQ(terminal_.Must("ls -A tables"), "");
  // What is left does not stand in the way.
  terminal_.Must("attest export --to nodes-edges-csv -o tables");
  EXPECT_EQ(terminal_.Must("cmp whole/edges.csv tables/edges.csv; ls tables"),
            "edges.csv\nnodes.csv\n");
}

// What a map cannot hold is counted: every statement is at a point or under a
// reason.
TEST_F(ExportAccountTest, AMapCountsWhatItDoesNotShow) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"claim","id":"clm:p1","report":"rpt:new","subject":"place:ford","predicate":"coordinates","value":{"lat":1.5,"lon":2,"fallback":true}}
{"type":"claim","id":"clm:p2","report":"rpt:new","subject":"place:lone","predicate":"coordinates","value":{"lat":5,"lon":6,"fallback":true}}
{"type":"entity","id":"place:lone","kind":"place","name":"Lone"}
{"type":"entity","id":"place:hidden","kind":"place","name":"H","sensitivity":"restricted"}
{"type":"claim","id":"clm:p3","report":"rpt:new","subject":"place:hidden","predicate":"coordinates","value":{"lat":7,"lon":8}}
{"type":"claim","id":"clm:p4","report":"rpt:new","subject":"place:town","predicate":"contained_in","object":"place:lone"}
{"type":"claim","id":"clm:p5","report":"rpt:a","subject":"unit:u","predicate":"operates_in","object":"place:lone","place":"place:ford"}
{"type":"claim","id":"clm:p6","report":"rpt:a","subject":"person:omar","predicate":"killed","value":true,"stance":"denies"}
)");
  terminal_.Must("attest add more.jsonl");
  for (const std::string choice :
       {"", "place:ford", "person:omar", "--verdict single_line",
        "--verdict unsupported", "--include restricted"}) {
    SCOPED_TRACE(choice);
    const Json told = Told(absl::StrCat("--to geojson ", choice));
    const Json features = Json::parse(terminal_.Read("out"))["features"];
    std::set<std::string> drawn;
    std::set<std::string> at_points;
    for (const Json& feature : features) {
      drawn.insert(feature["properties"]["statement"].get<std::string>());
      at_points.insert(feature["properties"]["key"].get<std::string>());
    }
    const Json table =
        Told(absl::StrCat("--to graphml ", choice));  // what was chosen
    const uint64_t chosen_edges = table["edges"];
    const uint64_t nodes = table["nodes"];
    uint64_t placed = 0;
    for (const std::string& statement : drawn) {
      for (const Json& feature : features) {
        const Json& said = feature["properties"];
        if (said["statement"] == statement &&
            said["predicate"] != "coordinates") {
          ++placed;
          break;
        }
      }
    }
    EXPECT_EQ(placed + told["without_point"].get<uint64_t>() +
                  told["not_placing"].get<uint64_t>(),
              chosen_edges);
    EXPECT_EQ(at_points.size() + told["entities"].get<uint64_t>(), nodes);
  }
  const Json told = Told("--to geojson");
  EXPECT_EQ(told["not_placing"], 2);     // member_of, contained_in
  EXPECT_EQ(told["without_point"], 1);   // the town
  EXPECT_EQ(told["values"], 1);          // the rank
  EXPECT_EQ(told["other_points"], 1);    // of what is restricted
  EXPECT_EQ(told["further_places"], 2);  // clm:6, clm:p5
  EXPECT_THAT(words_, HasSubstr("put nobody and nothing at a place: 2"));
}

// Two reports of one text are one line, and stay one where the text is not.
TEST_F(ExportAccountTest, FollowTheMoneyIsToldWhatTextsShow) {
  std::string text;
  for (int i = 0; i < 120; ++i) absl::StrAppend(&text, "word", i, " ");
  Json lines = Json::array();
  for (const char* one : {"1", "2"}) {
    lines.push_back({{"type", "source"},
                     {"id", absl::StrCat("src:wire", one)},
                     {"kind", "outlet"},
                     {"name", absl::StrCat("Wire ", one)}});
    lines.push_back({{"type", "source"},
                     {"id", absl::StrCat("src:seen", one)},
                     {"kind", "witness"},
                     {"name", absl::StrCat("Witness ", one)}});
    lines.push_back({{"type", "report"},
                     {"id", absl::StrCat("rpt:wire", one)},
                     {"source", absl::StrCat("src:wire", one)},
                     {"title", "T"},
                     {"published", absl::StrCat("2012-01-0", one)},
                     {"note", "kept in the safe"},
                     {"text", text}});
    lines.push_back({{"type", "claim"},
                     {"id", absl::StrCat("clm:wire", one)},
                     {"report", absl::StrCat("rpt:wire", one)},
                     {"subject", "person:omar"},
                     {"predicate", "holds_role"},
                     {"value", "guard"},
                     {"valid", "2012"},
                     {"note", "seen"},
                     {"citation", {{"page", 3}}}});
  }
  lines.push_back({{"type", "assessment"},
                   {"id", "dec:20"},
                   {"target", "src:wire1"},
                   {"scheme", "admiralty_reliability"},
                   {"value", "B"}});
  std::string file;
  for (const Json& line : lines) absl::StrAppend(&file, line.dump(), "\n");
  terminal_.Write("wire.jsonl", file);
  terminal_.Must("attest add wire.jsonl");
  const auto lines_of = [&](const std::string& name,
                            const std::string& predicate) {
    const Json document =
        terminal_.Document(absl::StrCat("--case ", name, " corroborate"));
    for (const Json& one : document["statements"]) {
      if (one["value"] == "guard" && one["predicate"] == predicate) {
        return one["lines"]["best"].get<int>();
      }
    }
    return -1;
  };
  ASSERT_EQ(lines_of("case.attest", "holds_role"), 1);
  const Json told = Told("--to ftm-statements person:omar");
  terminal_.Must(
      "attest init b.attest && attest --case b.attest import --from ftm out");
  EXPECT_EQ(lines_of("b.attest", "holds_role"), 1);
  const Json& reworded = told["reworded"];
  EXPECT_EQ(reworded["reports that depend on others by their texts, for all "
                     "that their data set says of an entity"],
            1);
  EXPECT_EQ(reworded["reports without their title, date, author and text"], 4);
  EXPECT_EQ(reworded["reports without their note"], 2);
  EXPECT_EQ(reworded["claims without their note"], 2);
  EXPECT_EQ(reworded["claims without the page or line they are from"], 2);
  EXPECT_EQ(reworded["values without the time at which they held"], 2);
  EXPECT_FALSE(reworded.contains("values without their time"));
  EXPECT_EQ(told["left_out"]["ratings of claims, reports and sources"], 1);
  const std::string in_part = "as found over all reports of the case";
  EXPECT_THAT(words_, HasSubstr(in_part));
  Told("--to prov person:omar");
  EXPECT_THAT(words_, HasSubstr(in_part));
  Told("--to prov");
  EXPECT_THAT(words_, Not(HasSubstr(in_part)));
}

}  // namespace
}  // namespace attest
