// The text of a query: what is accepted makes a tree that can be walked by
// recursion, each part within the text; what is refused has a place.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/query/keyword.h"
#include "engine/query/parser.h"
#include "engine/query/query_error.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

using query::Clause;
using query::Expression;
using query::ExpressionKind;
using query::ExpressionPtr;
using query::PathPattern;
using query::Place;
using query::Query;

// Walks a tree, which ends the process where it is not as syntax.h says.
class TreeCheck {
 public:
  explicit TreeCheck(absl::string_view text) : text_(text) {}

  void Check(const Query& query) const {
    Require(!query.parts.empty(), "a query has a part");
    Require(query.union_all.size() + 1 == query.parts.size(),
            "UNION stands between parts");
    CheckIf(query.as_of);
    CheckIf(query.valid_at);
    for (const query::SingleQuery& part : query.parts) {
      CheckPlace(part.place);
      Require(!part.clauses.empty(), "a part has a clause");
      for (const Clause& clause : part.clauses) Check(clause);
    }
  }

  // Returns the height.
  int Check(const Expression& expression) const {
    CheckPlace(expression.place);
    CheckPlace(expression.name_place);
    int height = 0;
    for (const ExpressionPtr& child : expression.children) {
      if (child != nullptr) height = std::max(height, Check(*child));
    }
    Require(expression.height > height, "children are lower");
    Require(expression.height <= query::kMaxDepth, "trees are low");
    Require((expression.subquery != nullptr) ==
                (expression.kind == ExpressionKind::kExists ||
                 expression.kind == ExpressionKind::kCountSubquery ||
                 expression.kind == ExpressionKind::kCollectSubquery),
            "subqueries have a query");
    Require((expression.pattern != nullptr) ==
                (expression.kind == ExpressionKind::kPatternPredicate ||
                 expression.kind == ExpressionKind::kPatternComprehension ||
                 expression.kind == ExpressionKind::kShortestPath),
            "patterns have a pattern");
    if (expression.pattern != nullptr) Check(*expression.pattern);
    if (expression.subquery != nullptr) Check(*expression.subquery);
    return expression.height;
  }

 private:
  void CheckPlace(Place place) const {
    Require(place.begin <= place.end && place.end <= text_.size(),
            "a place lies within the text");
  }

  void CheckIf(const ExpressionPtr& expression) const {
    if (expression != nullptr) Check(*expression);
  }

  void Check(const PathPattern& path) const {
    CheckPlace(path.place);
    Require(path.nodes.size() == path.steps.size() + 1,
            "steps lie between nodes");
    for (const query::NodePattern& node : path.nodes) {
      CheckPlace(node.place);
      CheckIf(node.properties);
      CheckIf(node.where);
    }
    for (const query::PatternStep& step : path.steps) {
      Require((step.relationship == nullptr) != (step.quantified == nullptr),
              "a step is one of two");
      if (step.relationship != nullptr) {
        CheckPlace(step.relationship->place);
        CheckIf(step.relationship->properties);
        CheckIf(step.relationship->where);
      } else {
        Require(!step.quantified->inner.steps.empty(),
                "a group has a relationship");
        Check(step.quantified->inner);
        CheckIf(step.quantified->where);
      }
    }
  }

  void Check(const Clause& clause) const {
    CheckPlace(clause.place);
    for (const PathPattern& path : clause.patterns) Check(path);
    for (const query::ProjectionItem& item : clause.items) {
      Require(!item.name.empty(), "a column has a name");
      CheckPlace(item.place);
      CheckIf(item.expression);
    }
    for (const query::SortItem& item : clause.order_by) {
      CheckIf(item.expression);
    }
    CheckIf(clause.expression);
    CheckIf(clause.skip);
    CheckIf(clause.limit);
    CheckIf(clause.where);
  }

  absl::string_view text_;
};

void CheckFault(const absl::Status& status, absl::string_view text) {
  const std::optional<query::QueryFault> fault = query::FaultOf(status);
  Require(fault.has_value() && fault->place.has_value(),
          "what is refused has a place");
  Require(fault->place->begin <= fault->place->end &&
              fault->place->end <= text.size(),
          "the place lies within the text");
  Require(!query::Explained(status, text).ok(), "an error stays one");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const absl::StatusOr<Query> query = query::ParseQuery(input);
  if (!query.ok()) {
    CheckFault(query.status(), input);
  } else {
    TreeCheck(input).Check(*query);
    Require(query::ParseQuery(absl::StrCat("/* */ ", input, " // c")).ok(),
            "comments change nothing");
  }
  if (const auto patterns = query::ParsePatterns(input); !patterns.ok()) {
    CheckFault(patterns.status(), input);
  }
  const absl::StatusOr<ExpressionPtr> expression =
      query::ParseExpression(input);
  if (!expression.ok()) {
    CheckFault(expression.status(), input);
    return;
  }
  TreeCheck(input).Check(**expression);
  const std::string returned =
      absl::StrCat("WITH (", input, "\n) AS x RETURN x");
  Require(query::ParseQuery(returned).ok() ||
              (*expression)->kind == ExpressionKind::kPatternPredicate ||
              (*expression)->height + 2 > query::kMaxDepth,
          "an expression stands in a query");
}

std::vector<std::string> FuzzSeeds() {
  return {
      "MATCH (n:Person {name: $name})-[r:KNOWS*1..3]->(m) WHERE n.age > 30 "
      "AND NOT m.x IS NULL RETURN DISTINCT m.name AS name, count(*) ORDER BY "
      "name DESC SKIP 1 LIMIT 10;",
      "AS OF 120 VALID AT '2011-06' OPTIONAL MATCH p = ALL SHORTEST "
      "(a)-[:A|B]-{1,4}(b:C&!D|%) RETURN p, length(p)",
      "EXPLAIN MATCH (a) ((b)-[r]->(c) WHERE b.x < r.y <= c.z){2,}(d) RETURN "
      "[x IN r | x{.y, .*, z: 1}]",
      "UNWIND [1, -0x1F, .5e-3, 'a\\u00e9\\n', null] AS x WITH x, {a: [x]} AS "
      "m WHERE x:A:B OR m.a[0..-1] = [] RETURN *, x UNION ALL RETURN 1 AS x",
      "RETURN CASE x WHEN 1 THEN 'a' ELSE CASE WHEN (a)-->() THEN true END "
      "END AS c, reduce(s = 0, x IN [1, 2] | s + x) AS r",
      "RETURN all(x IN xs WHERE x STARTS WITH 'a') XOR any(y IN ys WHERE y =~ "
      "'b'), [(a)--(b) WHERE b.c | b], [p = (a)<--() | p]",
      "MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WITH m RETURN m } AND COUNT { "
      "(n)--() } > COLLECT { RETURN 1 }[0] RETURN exists((n)-->())",
      "MATCH p = shortestPath((a)-[*..5]-(b)), SHORTEST 2 GROUPS (c)-->+(d) "
      "RETURN `a b`.`c``d` // end",
      "MATCH (n) SET n.a = 1",
      "a.b[1] + f.g(DISTINCT $x) ^ -2 % 3",
      "(a:A)-[r {b: 1} WHERE r.c]->(:B), (c)"};
}

std::vector<std::string> FuzzWords() {
  std::vector<std::string> words = {"-->",
                                    "<--",
                                    "]->",
                                    "-[",
                                    "..",
                                    "$p",
                                    "=~",
                                    "<>",
                                    "\\u00e9",
                                    "//",
                                    "/*",
                                    "*/",
                                    "0x",
                                    "0o7",
                                    "1e9",
                                    "{1,}",
                                    "|:",
                                    "{.",
                                    ".*",
                                    "(a)",
                                    "[x",
                                    "(*)",
                                    "9223372036854775808",
                                    "`",
                                    "''",
                                    "\"",
                                    "ü",
                                    "(",
                                    ")",
                                    "[",
                                    "]",
                                    "{",
                                    "}"};
  for (const absl::string_view keyword : query::KeywordNames()) {
    words.push_back(absl::StrCat(keyword, " "));
  }
  return words;
}

}  // namespace attest
