// The syntax tree of a query, as parser.h reads it: names as written, nothing
// resolved. Every part knows its place in the text.

#ifndef ATTEST_ENGINE_QUERY_SYNTAX_H_
#define ATTEST_ENGINE_QUERY_SYNTAX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/query/property_graph.h"
#include "engine/query/query_error.h"
#include "engine/query/value.h"

namespace attest::query {

struct Expression;
struct PathPattern;
struct Query;
using ExpressionPtr = std::unique_ptr<Expression>;

enum class ExpressionKind : uint8_t {
  kLiteral,    // `literal`: null, boolean, integer, float, string
  kParameter,  // `name`, without the dollar
  kVariable,   // `name`
  kProperty,   // children[0].name
  kIndex,      // children[0][children[1]]
  kSlice,      // children[0][children[1]..children[2]]; an end may be null
  kList,       // [children...]
  kMap,        // {keys[i]: children[i]}
  // children[0]{.a, .*, b: c, d}: keys as of a map, a child `.a` is a kProperty
  // of children[0]'s variable, `.*` has the key "*" and a null child, `d` is a
  // kVariable. children[i + 1] belongs to keys[i].
  kMapProjection,
  kUnary,   // `op`, children[0]
  kBinary,  // `op`, children[0], children[1]
  // children[0] ops[0] children[1] ops[1] children[2] ...: of `<`, `=` and
  // their like; at least two operators, one alone is a kBinary.
  kComparisons,
  kIsNull,     // children[0] IS NULL; IS NOT NULL is NOT of it
  kHasLabels,  // children[0]:labels
  kCall,       // name(children...), with `distinct`; names keep their case
  kCountStar,  // count(*)
  // CASE: children[0] is what is compared, or null; then WHEN, THEN, ...; an
  // odd one left at the end is ELSE.
  kCase,
  // [name IN children[0] WHERE children[1] | children[2]]: the last two may be
  // null.
  kListComprehension,
  // reduce(name = children[0], second_name IN children[1] | children[2]).
  kReduce,
  // all, any, none, single of (name IN children[0] WHERE children[1]):
  // `quantifier`; WHERE may be null.
  kQuantifier,
  // [pattern WHERE children[0] | children[1]]: WHERE may be null.
  kPatternComprehension,
  kPatternPredicate,  // `pattern`, as a condition
  // shortestPath(...) and allShortestPaths(...) as expressions: `pattern`,
  // which has its selector.
  kShortestPath,
  kExists,           // EXISTS { subquery }; see also `subquery`
  kCountSubquery,    // COUNT { subquery }
  kCollectSubquery,  // COLLECT { subquery }
};

enum class Operator : uint8_t {
  kNone,
  kOr,
  kXor,
  kAnd,
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kPower,
  kMinus,  // unary
  kPlus,   // unary
  kIn,
  kStartsWith,
  kEndsWith,
  kContains,
  kMatches,  // =~
};

enum class Quantifier : uint8_t { kAll, kAny, kNone, kSingle };

// Labels as a condition: `:A:B`, `:A&(B|!C)`, `:%`.
struct LabelExpression {
  enum class Kind : uint8_t { kName, kAnd, kOr, kNot, kAnything };
  Kind kind = Kind::kName;
  std::string name;
  Place place;
  std::vector<LabelExpression> children;
};

struct Expression {
  ExpressionKind kind = ExpressionKind::kLiteral;
  Place place;
  Value literal;
  std::string name;
  Place name_place;  // of a property's name, a call's, a variable's
  std::string second_name;
  Operator op = Operator::kNone;
  std::vector<Operator> ops;
  Quantifier quantifier = Quantifier::kAll;
  bool distinct = false;
  std::vector<std::string> keys;
  std::optional<LabelExpression> labels;
  std::vector<ExpressionPtr> children;
  std::unique_ptr<PathPattern> pattern;
  // EXISTS { (a)-->(b) WHERE ... } reads as EXISTS { MATCH (a)-->(b) WHERE ...
  // }: a subquery may end without RETURN.
  std::unique_ptr<Query> subquery;
  // Levels of expressions from here down, those of the pattern and of the
  // subquery too: at most kMaxDepth (parser.h), so trees may be walked by
  // recursion.
  int height = 1;
};

// -- Patterns -----------------------------------------------------------------

struct NodePattern {
  Place place;
  std::string name;  // empty: none
  Place name_place;
  std::optional<LabelExpression> labels;
  ExpressionPtr properties;  // a kMap or kParameter, or null
  ExpressionPtr where;       // null: none
};

// How often a part may repeat: `*`, `*2..3`, `{1,3}`, `+`.
struct Repetition {
  Place place;
  uint64_t least = 1;
  std::optional<uint64_t> most;  // none: without end
};

struct RelationshipPattern {
  Place place;
  std::string name;
  Place name_place;
  Direction direction = Direction::kBoth;
  // Alternatives; none: any type.
  std::vector<std::pair<std::string, Place>> types;
  ExpressionPtr properties;
  ExpressionPtr where;
  // `-[r*1..3]->` and `-[r]->{1,3}`: then r is a list of relationships.
  std::optional<Repetition> repetition;
};

struct QuantifiedPattern;

// One part between two node patterns: a relationship, or ((a)-->(b)){1,3}.
struct PatternStep {
  std::unique_ptr<RelationshipPattern> relationship;
  std::unique_ptr<QuantifiedPattern> quantified;  // exactly one is set
};

// Which of the paths that match count.
struct PathSelector {
  enum class Kind : uint8_t {
    kAll,          // every one
    kAny,          // any, at most `count` between each pair of ends
    kShortest,     // SHORTEST k, ANY SHORTEST: the shortest `count`
    kAllShortest,  // ALL SHORTEST: all of the least length
    kGroups,       // SHORTEST k GROUPS: all of the `count` least lengths
    kLegacyOne,    // shortestPath(...)
    kLegacyAll,    // allShortestPaths(...)
  };
  Kind kind = Kind::kAll;
  uint64_t count = 1;
  Place place;
};

// steps[i] lies between nodes[i] and nodes[i + 1]. Where a quantified part
// stands at an end or beside another one, the parser puts an empty node
// pattern there.
struct PathPattern {
  Place place;
  std::string name;  // p = ...
  Place name_place;
  PathSelector selector;
  std::vector<NodePattern> nodes;
  std::vector<PatternStep> steps;
};

struct QuantifiedPattern {
  Place place;
  PathPattern inner;
  ExpressionPtr where;
  Repetition repetition;
};

// -- Clauses ------------------------------------------------------------------

struct ProjectionItem {
  Place place;
  ExpressionPtr expression;
  // The alias, or else the text of the expression as it was written.
  std::string name;
  bool has_alias = false;
};

struct SortItem {
  ExpressionPtr expression;
  bool descending = false;
};

enum class ClauseKind : uint8_t { kMatch, kUnwind, kWith, kReturn };

struct Clause {
  ClauseKind kind = ClauseKind::kMatch;
  Place place;
  // MATCH.
  bool optional = false;
  std::vector<PathPattern> patterns;
  // UNWIND expression AS name.
  ExpressionPtr expression;
  std::string name;
  // WITH, RETURN.
  bool distinct = false;
  bool star = false;
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  ExpressionPtr skip;
  ExpressionPtr limit;
  // MATCH, WITH.
  ExpressionPtr where;
};

struct SingleQuery {
  Place place;
  std::vector<Clause> clauses;
};

enum class QueryMode : uint8_t { kRun, kExplain, kProfile };

struct Query {
  QueryMode mode = QueryMode::kRun;
  ExpressionPtr as_of;     // AS OF; null: now
  ExpressionPtr valid_at;  // VALID AT; null: any time
  // Joined by UNION, or UNION ALL: `union_all[i]` stands between parts[i] and
  // parts[i + 1].
  std::vector<SingleQuery> parts;
  std::vector<bool> union_all;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_SYNTAX_H_
