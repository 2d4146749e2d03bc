// Texts of queries, prepared and run over a small graph in memory with little
// memory and time: whatever the text, the run ends, with rows or with an error
// of the query language.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/query/keyword.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "engine/query/query_error.h"
#include "engine/query/value_text.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/reference/dice.h"
#include "tests/reference/memory_graph.h"

namespace attest {
namespace {

using query::MemoryGraph;
using query::PreparedQuery;
using query::Query;
using query::Value;

constexpr uint64_t kMaxMemoryBytes = 1 << 20;
constexpr uint64_t kMaxTextBytes = 1 << 20;
constexpr int kMaxRows = 2000;
// How often the clock may be asked: a clock of ticks alone, so that the same
// input ends at the same place everywhere.
constexpr int64_t kMaxTicks = 12;

void Fill(MemoryGraph& graph) {
  std::vector<query::NodeId> nodes;
  for (int64_t i = 0; i < 6; ++i) {
    nodes.push_back(
        graph.AddNode(i % 2 == 0 ? std::vector<std::string>{"A"}
                                 : std::vector<std::string>{"A", "B"},
                      {{"id", Value::Integer(i)},
                       {"x", Value::Integer(i % 3)},
                       {"s", Value::String(absl::StrCat("n", i))}}));
  }
  graph.AddIndex("id");
  for (size_t i = 0; i < 9; ++i) {
    graph.AddRelationship(nodes[i % 6], i % 3 == 0 ? "S" : "R",
                          nodes[i * i % 5],
                          {{"w", Value::Integer(static_cast<int64_t>(i))}});
  }
}

const MemoryGraph& Graph() {
  static const MemoryGraph* const graph = [] {
    auto* made = new MemoryGraph;
    Fill(*made);
    return made;
  }();
  return *graph;
}

// An error is one of the language, and can be shown.
void CheckError(const absl::Status& status, absl::string_view text) {
  const std::optional<query::QueryFault> fault = query::FaultOf(status);
  Require(fault.has_value(),
          absl::StrCat("an error of the language, not ", status.ToString()));
  Require(
      !fault->place.has_value() || (fault->place->begin <= fault->place->end &&
                                    fault->place->end <= text.size()),
      "the place lies within the text");
  Require(!query::Explained(status, text).ok(), "an error stays one");
}

// The rows as text, as far as they go; then the error.
std::string RunOnce(PreparedQuery& prepared, absl::string_view text) {
  int64_t ticks = 0;
  query::RunOptions options;
  options.parameters = {{"p", Value::Integer(1)},
                        {"list", Value::MakeList({Value::Integer(1)})}};
  options.now = absl::FromUnixSeconds(1700000000);
  options.clock = [&ticks] { return absl::FromUnixSeconds(++ticks); };
  options.deadline = absl::FromUnixSeconds(kMaxTicks);
  options.max_memory_bytes = kMaxMemoryBytes;
  std::string shown;
  int rows = 0;
  const size_t columns = prepared.columns().size();
  const absl::Status status =
      prepared.Run(options, [&](absl::Span<const Value> row) {
        Require(row.size() == columns, "a row has a value for each column");
        for (const Value& value : row) {
          const absl::StatusOr<std::string> value_text =
              query::ValueText(Graph(), value, kMaxTextBytes);
          absl::StrAppend(&shown, value_text.ok() ? *value_text : "...", "|");
        }
        return ++rows < kMaxRows && shown.size() < kMaxTextBytes;
      });
  if (status.ok()) return shown;
  CheckError(status, text);
  return absl::StrCat(shown, status.ToString());
}

void Try(absl::string_view input) {
  const absl::StatusOr<Query> query = query::ParseQuery(input);
  if (!query.ok()) return;
  absl::StatusOr<PreparedQuery> prepared = query::Prepare(*query, Graph());
  if (!prepared.ok()) {
    CheckError(prepared.status(), input);
    return;
  }
  Require(!prepared->Plan().empty() || prepared->columns().empty(),
          "a query with columns has a plan");
  const std::string first = RunOnce(*prepared, input);
  Require(RunOnce(*prepared, input) == first,
          "a query gives the same when it is run again");
}

// -- Texts of whole words, of which more are queries than of changed bytes.

bool IsName(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         c == '$';
}

// Names and numbers, quoted texts, or one sign.
std::vector<std::string> WordsOf(absl::string_view text) {
  std::vector<std::string> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (IsName(text[i])) {
      while (end < text.size() && IsName(text[end])) ++end;
    } else if (text[i] == '\'') {
      end = text.find('\'', i + 1);
      end = end == absl::string_view::npos ? text.size() : end + 1;
    }
    words.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

// A seed in which a few words are changed, as the bytes of `input` say.
std::string Changed(absl::string_view input) {
  uint64_t seed = 14695981039346656037U;
  for (const char c : input) {
    seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  reference::Dice dice(seed);
  static const auto* const all = [] {
    auto* words = new std::vector<std::vector<std::string>>;
    for (const std::string& text : FuzzSeeds()) words->push_back(WordsOf(text));
    return words;
  }();
  std::vector<std::string> words = dice.AnyOf(*all);
  for (uint64_t i = 1 + dice.Below(2); i > 0 && !words.empty(); --i) {
    const auto at = static_cast<ptrdiff_t>(dice.Below(words.size()));
    const std::vector<std::string>& other = dice.AnyOf(*all);
    // A name for a name, a sign for a sign, mostly.
    size_t begin = dice.Below(other.size());
    for (int tries = 0; tries < 8; ++tries) {
      if (IsName(other[begin][0]) == IsName(words[static_cast<size_t>(at)][0]))
        break;
      begin = dice.Below(other.size());
    }
    const size_t most = std::min<size_t>(other.size() - begin, 12);
    const auto from = other.begin() + static_cast<ptrdiff_t>(begin);
    switch (dice.Below(6)) {
      case 0:
        words.erase(words.begin() + at);
        break;
      case 1:
      case 2:
      case 3:
        words[static_cast<size_t>(at)] = other[begin];
        break;
      case 4:
        words.insert(words.begin() + at, from,
                     from + static_cast<ptrdiff_t>(1 + dice.Below(most)));
        break;
      default:
        words[static_cast<size_t>(at)] =
            words[static_cast<size_t>(dice.Below(words.size()))];
        break;
    }
  }
  return absl::StrJoin(words, "");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  Try(input);
  Try(Changed(input));
}

std::vector<std::string> FuzzSeeds() {
  return {
      "MATCH (a:A {id: $p})-[r:R|S*1..3 {w: a.x}]-(b) WHERE r[0].w < b.x OR "
      "a.s STARTS WITH 'n' RETURN a, r, b.x + 1 ORDER BY b.x SKIP 1 LIMIT 5",
      "MATCH p = ALL SHORTEST (a {id: 0})-[:R]-+(b) OPTIONAL MATCH (b)-->(c:B) "
      "RETURN length(p), nodes(p), count(DISTINCT c) AS n, collect(c.s)",
      "MATCH (a) ((x)-[r]->(y) WHERE x.x <= y.x){0,3} (b:B|!A) RETURN x, r, y",
      "MATCH p = shortestPath((a)-[*..4]->(b)) WHERE length(p) > 1 WITH p, "
      "a{.*, d: p} AS m RETURN DISTINCT m, relationships(p)",
      "UNWIND range(0, 5) AS i WITH i WHERE i % 2 = 0 RETURN i, sum(i), "
      "min(i), max(i), avg(i), stDev(i) UNION ALL RETURN 1 AS i, 2 AS `sum(i)`,"
      " 3 AS `min(i)`, 4 AS `max(i)`, 5 AS `avg(i)`, 6 AS `stDev(i)`",
      "RETURN reduce(a = [1], x IN range(1, 100) | [a, a])",
      "RETURN [x IN range(1, 9) WHERE any(y IN $list WHERE y < x) | {k: [x]}] "
      "AS l, CASE WHEN true THEN 'a' + 1 ELSE null END",
      "MATCH (a) WHERE EXISTS { MATCH (a)-[r]->(b) WITH r, count(*) AS n WHERE "
      "n > 0 RETURN r } AND COUNT { (a)--() } > 1 AND (a)-->() RETURN a.id IN "
      "COLLECT { MATCH (z) RETURN z.x }",
      "MATCH p = SHORTEST 2 GROUPS (a)-->()-[*0..2]-(b) RETURN p, [(a)--(c) "
      "WHERE c.x = 1 | c.s] AS names",
      "MATCH (a), (b), (c), (d) RETURN count(*), collect([a, b, c, d])",
      "RETURN date('2011-06-30') + duration('P1M') AS d, "
      "datetime('2011-06-30T10:00Z').epochSeconds, toString(1.5), "
      "split('a,b', ','), substring('abc', 1), '\\u00e9' =~ '.*'",
      "RETURN 9223372036854775807 + 1, 1 / 0, -(-9223372036854775808)",
      "WITH [1, 'a', null, 2.5, [1], {b: 1}, true] AS l UNWIND l AS x RETURN x "
      "ORDER BY x DESC",
      "MATCH (n) RETURN n.x AS k, size([n IN [1] | n]) + count(*) AS c",
      "MATCH (a)-[r*]->(b) MATCH (c)-[r*]->(d) RETURN count(*)"};
}

std::vector<std::string> FuzzWords() {
  std::vector<std::string> words = {
      "-->",      "<--",      "]->",        "-[",
      "..",       "$p",       "$list",      "*1..2",
      "{1,3}",    "+",        "(a)",        "(b)",
      "-[r]->",   "[x IN ",   " | ",        "a.x",
      "r.w",      "count(*)", "size(",      "length(p)",
      "collect(", "range(",   "nodes(",     "shortestPath(",
      "rand()",   ":A|!B",    "toInteger(", "reduce(s = 0, "};
  for (const absl::string_view keyword : query::KeywordNames()) {
    words.push_back(absl::StrCat(keyword, " "));
  }
  return words;
}

}  // namespace attest
