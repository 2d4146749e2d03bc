// Shortest paths and quantified patterns over every graph of three nodes and up
// to four relationships, loops and parallel ones among them: the engine and the
// reference must agree, and paths must be paths.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "gtest/gtest.h"
#include "tests/query/answer_comparison.h"
#include "tests/reference/memory_graph.h"
#include "tests/reference/query_reference.h"

namespace attest::query {
namespace {

constexpr size_t kNodes = 3;
constexpr uint64_t kMaxTries = 1000000;

// Calls `visit` with each graph. Relationships are of types R and S by turns.
void ForEachGraph(size_t most, absl::FunctionRef<void(MemoryGraph&)> visit) {
  std::vector<size_t> chosen;
  const auto build = [&] {
    MemoryGraph graph;
    std::vector<NodeId> nodes;
    for (size_t i = 0; i < kNodes; ++i) {
      nodes.push_back(
          graph.AddNode({}, {{"id", Value::Integer(static_cast<int64_t>(i))}}));
    }
    graph.AddIndex("id");
    for (size_t i = 0; i < chosen.size(); ++i) {
      graph.AddRelationship(nodes[chosen[i] / kNodes], i % 2 == 0 ? "R" : "S",
                            nodes[chosen[i] % kNodes],
                            {{"w", Value::Integer(static_cast<int64_t>(i))}});
    }
    visit(graph);
  };
  // Each multiset of ordered pairs once: the numbers of a choice do not fall.
  const auto choose = [&](const auto& self, size_t least) -> void {
    build();
    if (chosen.size() == most) return;
    for (size_t pair = least; pair < kNodes * kNodes; ++pair) {
      chosen.push_back(pair);
      self(self, pair);
      chosen.pop_back();
    }
  };
  choose(choose, 0);
}

struct Asked {
  std::string text;
  Query query;
  // Columns before this one are compared, the rest is of open choice.
  size_t compared = 0;
};

Asked Ask(const std::string& text, size_t compared) {
  absl::StatusOr<Query> query = ParseQuery(text);
  EXPECT_TRUE(query.ok()) << text << "\n" << query.status();
  return {text, query.ok() ? *std::move(query) : Query(), compared};
}

std::string PathFault(const MemoryGraph& graph, const Value& value) {
  if (!value.Is(Value::Type::kPath)) return "no path";
  const Path& path = value.path();
  if (path.nodes.size() != path.relationships.size() + 1) return "not a walk";
  absl::btree_set<RelationshipId> seen;
  for (size_t i = 0; i < path.relationships.size(); ++i) {
    const RelationshipId id = path.relationships[i];
    if (!seen.insert(id).second) return "a relationship twice";
    const NodeId from = graph.StartOf(id);
    const NodeId to = graph.EndOf(id);
    const bool joins = (from == path.nodes[i] && to == path.nodes[i + 1]) ||
                       (to == path.nodes[i] && from == path.nodes[i + 1]);
    if (!joins) return "a relationship between other nodes";
  }
  return "";
}

void Compare(const Asked& asked, const MemoryGraph& graph) {
  const Parameters none;
  QueryReference reference(graph, none, asked.text, kMaxTries);
  const absl::StatusOr<ReferenceAnswer> want = reference.Run(asked.query);
  const absl::StatusOr<Rows> got = RowsOf(asked.query, graph, none);
  ASSERT_TRUE(want.ok() && got.ok()) << asked.text << "\n"
                                     << want.status() << "\n"
                                     << got.status() << "\n"
                                     << TextOf(graph);
  std::vector<size_t> columns;
  for (size_t i = 0; i < asked.compared; ++i) columns.push_back(i);
  const Rows got_rows = Settled(ColumnsOf(*got, columns), {});
  const Rows want_rows = Settled(ColumnsOf(want->rows, columns), {});
  EXPECT_TRUE(AreEquivalent(got_rows, want_rows))
      << asked.text << "\nengine: " << TextOf(graph, got_rows)
      << "reference: " << TextOf(graph, want_rows)
      << "graph: " << TextOf(graph);
  absl::btree_set<std::string> paths;
  for (const std::vector<Value>& row : *got) {
    if (row.size() == asked.compared) continue;
    const Value& path = row[asked.compared];
    const std::string fault = PathFault(graph, path);
    EXPECT_EQ(fault, "") << asked.text << "\n" << TextOf(graph);
    if (!fault.empty()) continue;
    std::string key;
    for (const NodeId node : path.path().nodes) {
      absl::StrAppend(&key, node.index(), " ");
    }
    for (const RelationshipId id : path.path().relationships) {
      absl::StrAppend(&key, "-", id.value());
    }
    EXPECT_TRUE(paths.insert(key).second) << asked.text << "\na path twice\n"
                                          << TextOf(graph);
  }
}

void CompareAll(const std::vector<Asked>& all, size_t most) {
  ForEachGraph(most, [&](MemoryGraph& graph) {
    if (testing::Test::HasFailure()) return;
    for (const Asked& asked : all) Compare(asked, graph);
  });
}

constexpr const char* kEnds[] = {"", "MATCH (a {id: 0}) ", "MATCH (b {id: 1}) ",
                                 "MATCH (a {id: 0}), (b {id: 2}) "};

TEST(ExhaustivePathsTest, SelectorsChooseAsTheReferenceDoes) {
  std::vector<Asked> all;
  for (const char* ends : kEnds) {
    for (const char* pattern :
         {"(a)-[*]->(b)", "(a)-[*0..]-(b)", "(a)-[*2..3]->(b)",
          "(a)<-[:R]-+(b)", "(a)((x)-[r]->(y) WHERE x.id <= y.id){1,2}(b)",
          "(a)-->()-[*0..1]-(b)", "(a)-[r WHERE r.w > 0]-*(b)"}) {
      for (const char* selector : {"ALL SHORTEST ", "SHORTEST 2 GROUPS "}) {
        all.push_back(Ask(absl::StrCat(ends, "MATCH p = ", selector, pattern,
                                       " RETURN a, b, p"),
                          3));
      }
      for (const char* selector : {"ANY SHORTEST ", "SHORTEST 2 "}) {
        all.push_back(Ask(absl::StrCat(ends, "MATCH p = ", selector, pattern,
                                       " RETURN a, b, length(p), p"),
                          3));
      }
      all.push_back(Ask(
          absl::StrCat(ends, "MATCH p = ANY 2 ", pattern, " RETURN a, b, p"),
          2));
    }
  }
  CompareAll(all, 3);
}

TEST(ExhaustivePathsTest, ShortestPathFunctionsChooseAsTheReferenceDoes) {
  std::vector<Asked> all;
  for (const char* ends : kEnds) {
    for (const char* inside :
         {"(a)-[*]->(b)", "(a)-[r*0..]-(b)", "(a)-[*2..]-(b)", "(a)-[:R*]-(b)",
          "(a)-[*..2]->(a)"}) {
      const bool to_itself = absl::string_view(inside).substr(12) == "(a)";
      if (to_itself && absl::StrContains(ends, "(b")) continue;
      for (const char* where : {"", " WHERE length(p) > 1"}) {
        const char* last = to_itself ? "a" : "b";
        all.push_back(
            Ask(absl::StrCat(ends, "MATCH p = allShortestPaths(", inside, ")",
                             where, " RETURN a, ", last, " AS last, p"),
                3));
        all.push_back(Ask(
            absl::StrCat(ends, "MATCH p = shortestPath(", inside, ")", where,
                         " RETURN a, ", last, " AS last, length(p), p"),
            3));
      }
    }
  }
  CompareAll(all, 4);
}

TEST(ExhaustivePathsTest, RepeatedPatternsMatchAsTheReferenceDoes) {
  std::vector<Asked> all;
  for (const char* ends : kEnds) {
    for (const char* pattern :
         {"(a)((x)-[r]->(y)){1,3}(b) RETURN a, b, x, r, y",
          "(a)((x)-->(y)<--(z))+(b) RETURN a, b, x, y, z",
          "(a)((x)-[r]-(y) WHERE x.id <= y.id)*(b) RETURN a, b, r",
          "(a)((x)-[r]->(y)){0,2}((u)-[s:S]-(v)){1,2}(b) RETURN a, b, r, s, u",
          "p = (a)-[r*0..2]-(c)((x)-[s]->(y))+(b) RETURN a, b, c, p, r",
          "p = (a)-[r*]-(b) RETURN p, r",
          "(a)-[r*2]->(b)-[s*0..1]-(a) RETURN "
          "a, b, r, s",
          "(a)-[r*]->(b), (b)-[s]->(c) RETURN a, b, c, r, s",
          "(a)-[r*1..2 {w: b.id}]-(b) RETURN a, b, r"}) {
      all.push_back(Ask(absl::StrCat(ends, "MATCH ", pattern), 0));
      Asked& asked = all.back();
      asked.compared = asked.query.parts[0].clauses.back().items.size();
    }
  }
  CompareAll(all, 4);
}

}  // namespace
}  // namespace attest::query
