#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/parser.h"
#include "tests/query/syntax_text.h"

namespace attest::query {
namespace {

std::string Tree(absl::string_view text) {
  const absl::StatusOr<std::vector<PathPattern>> paths = ParsePatterns(text);
  if (!paths.ok()) return std::string(paths.status().message());
  return absl::StrJoin(*paths, ", ",
                       [](std::string* out, const PathPattern& path) {
                         absl::StrAppend(out, TextOf(path));
                       });
}

TEST(ParserPatternTest, ReadsNodes) {
  EXPECT_EQ(Tree("()"), "()");
  EXPECT_EQ(Tree("(a), (:B), ({c: 1})"), "(a), (:B), ( {c: 1})");
  EXPECT_EQ(Tree("(a:A:B {c: 1, d: $e} WHERE a.f > 2)"),
            "(a:(A&B) {c: 1, d: $e} WHERE (> (. a f) 2))");
  EXPECT_EQ(Tree("(:A|(B&!C)|%)"), "(:(A|(B&!C)|%))");
  EXPECT_EQ(Tree("(WHERE x)"), "( WHERE x)");
  EXPECT_EQ(Tree("(`where`:Match)"), "(where:Match)");
  EXPECT_EQ(Tree("(count:Count), (exists), (all)"),
            "(count:Count), (exists), (all)");
}

TEST(ParserPatternTest, ReadsRelationshipsInEveryDirection) {
  EXPECT_EQ(Tree("(a)-->(b)<--(c)--(d)<-->(e)"),
            "(a)-[]->(b)<-[]-(c)-[]-(d)-[]-(e)");
  EXPECT_EQ(Tree("(a)-[]->(b)<-[]-(c)-[]-(d)<-[]->(e)"),
            "(a)-[]->(b)<-[]-(c)-[]-(d)-[]-(e)");
  EXPECT_EQ(Tree("(a) - [r:A|B|:C {d: 1} WHERE r.e] - > (b)"),
            "(a)-[r:A|B|C {d: 1} WHERE (. r e)]->(b)");
  EXPECT_EQ(Tree("(a)-[:`t u`]-(b)"), "(a)-[:t u]-(b)");
  EXPECT_EQ(Tree("(a)-[match:match]-(b)").substr(0, 3), "got");
  EXPECT_EQ(Tree("(a)-[:match]-(b)"), "(a)-[:match]-(b)");
}

TEST(ParserPatternTest, DashesOfOtherScriptsAreDashes) {
  EXPECT_EQ(Tree("(a)—[:T]\u2192(b)").substr(0, 3), "the");
  EXPECT_EQ(Tree("(a)\u2014[:T]\u2014\u27e9(b)"), "(a)-[:T]->(b)");
  EXPECT_EQ(Tree("(a)\uff1c\u2010\u2010(b)"), "(a)<-[]-(b)");
}

TEST(ParserPatternTest, StarsRepeatARelationship) {
  EXPECT_EQ(Tree("(a)-[*]->()"), "(a)-[]{1..}->()");
  EXPECT_EQ(Tree("(a)-[r*2]->()"), "(a)-[r]{2..2}->()");
  EXPECT_EQ(Tree("(a)-[:T*0..]->()"), "(a)-[:T]{0..}->()");
  EXPECT_EQ(Tree("(a)-[:T*..3]->()"), "(a)-[:T]{1..3}->()");
  EXPECT_EQ(Tree("(a)-[*2..3 {b: 1}]-()"), "(a)-[ {b: 1}]{2..3}-()");
  EXPECT_EQ(Tree("(a)-[* 2 .. 3]-()"), "(a)-[]{2..3}-()");
  EXPECT_EQ(Tree("(a)-[*..]-()"), "(a)-[]{1..}-()");
  // Matches nothing, and is no error.
  EXPECT_EQ(Tree("(a)-[*3..1]-()"), "(a)-[]{3..1}-()");
}

TEST(ParserPatternTest, QuantifiersRepeatARelationship) {
  EXPECT_EQ(Tree("(a)-->+(b)"), "(a)-[]{1..}->(b)");
  EXPECT_EQ(Tree("(a)-->*(b)"), "(a)-[]{0..}->(b)");
  EXPECT_EQ(Tree("(a)<-[r:T WHERE r.x]-{2,5}(b)"),
            "(a)<-[r:T WHERE (. r x)]{2..5}-(b)");
  EXPECT_EQ(Tree("(a)--{2}(b)"), "(a)-[]{2..2}-(b)");
  EXPECT_EQ(Tree("(a)--{2,}(b)"), "(a)-[]{2..}-(b)");
  EXPECT_EQ(Tree("(a)--{,3}(b)"), "(a)-[]{0..3}-(b)");
  EXPECT_EQ(Tree("(a)--{,}(b)"), "(a)-[]{0..}-(b)");
}

TEST(ParserPatternTest, GroupsRepeat) {
  EXPECT_EQ(Tree("(a) ((b)-[r:T]->(c) WHERE b.x = c.x){1,3} (d)"),
            "(a) ((b)-[r:T]->(c) WHERE (= (. b x) (. c x))){1..3} (d)");
  EXPECT_EQ(Tree("((a)-->(b))+"), "() ((a)-[]->(b)){1..} ()");
  EXPECT_EQ(Tree("((a)-->(b))* ((c)-->(d)){2}"),
            "() ((a)-[]->(b)){0..} () ((c)-[]->(d)){2..2} ()");
  EXPECT_EQ(Tree("(a)-->(b) ((c)-->(d)){2}-->(e)"),
            "(a)-[]->(b) ((c)-[]->(d)){2..2} ()-[]->(e)");
  EXPECT_EQ(Tree("(((a)-->(b)){2}-->(c)){3}"),
            "() (() ((a)-[]->(b)){2..2} ()-[]->(c)){3..3} ()");
}

TEST(ParserPatternTest, ParenthesesAloneChangeNothing) {
  EXPECT_EQ(Tree("((a)-->(b))"), "(a)-[]->(b)");
  EXPECT_EQ(Tree("p = (((a)-->(b)))"), "p = (a)-[]->(b)");
  EXPECT_EQ(Tree("((a))"), "(a)");
  EXPECT_EQ(Tree("((a)-->(b))-->((c)--(d))"), "(a)-[]->(b)-[]->(c)-[]-(d)");
}

TEST(ParserPatternTest, ReadsSelectors) {
  EXPECT_EQ(Tree("ALL (a)"), "(a)");
  EXPECT_EQ(Tree("all paths (a)"), "(a)");
  EXPECT_EQ(Tree("ANY (a)"), "ANY 1 (a)");
  EXPECT_EQ(Tree("ANY 3 PATHS (a)"), "ANY 3 (a)");
  EXPECT_EQ(Tree("ANY PATH (a)"), "ANY 1 (a)");
  EXPECT_EQ(Tree("ANY SHORTEST (a)"), "SHORTEST 1 (a)");
  EXPECT_EQ(Tree("p = ALL SHORTEST PATHS (a)"), "p = ALL SHORTEST (a)");
  EXPECT_EQ(Tree("SHORTEST 2 (a)"), "SHORTEST 2 (a)");
  EXPECT_EQ(Tree("SHORTEST 2 PATH (a)"), "SHORTEST 2 (a)");
  EXPECT_EQ(Tree("SHORTEST 2 GROUPS (a)"), "GROUPS 2 (a)");
  EXPECT_EQ(Tree("SHORTEST 2 PATHS GROUPS (a)"), "GROUPS 2 (a)");
  EXPECT_EQ(Tree("SHORTEST GROUP (a)"), "GROUPS 1 (a)");
  EXPECT_EQ(Tree("any = (a), shortest = (b)"), "any = (a), shortest = (b)");
}

TEST(ParserPatternTest, ReadsTheOldShortestPaths) {
  EXPECT_EQ(Tree("p = shortestPath((a)-[*]->(b))"),
            "p = shortestPath (a)-[]{1..}->(b)");
  EXPECT_EQ(Tree("ALLSHORTESTPATHS((a)-->(b)), (c)"),
            "allShortestPaths (a)-[]->(b), (c)");
}

TEST(ParserPatternTest, PartsKnowTheirPlaces) {
  const absl::string_view text = "p = (a:B)-[r:T]->{2}(c), (d)";
  const absl::StatusOr<std::vector<PathPattern>> paths = ParsePatterns(text);
  ASSERT_TRUE(paths.ok()) << paths.status();
  const auto shown = [&](Place place) {
    return std::string(text.substr(place.begin, place.end - place.begin));
  };
  const PathPattern& path = (*paths)[0];
  EXPECT_EQ(shown(path.place), "p = (a:B)-[r:T]->{2}(c)");
  EXPECT_EQ(shown(path.name_place), "p");
  EXPECT_EQ(shown(path.nodes[0].place), "(a:B)");
  EXPECT_EQ(shown(path.nodes[0].name_place), "a");
  EXPECT_EQ(shown(path.nodes[0].labels->place), "B");
  const RelationshipPattern& relationship = *path.steps[0].relationship;
  EXPECT_EQ(shown(relationship.place), "-[r:T]->{2}");
  EXPECT_EQ(shown(relationship.name_place), "r");
  EXPECT_EQ(shown(relationship.types[0].second), "T");
  EXPECT_EQ(shown(relationship.repetition->place), "{2}");
  EXPECT_EQ(shown((*paths)[1].place), "(d)");
}

}  // namespace
}  // namespace attest::query
