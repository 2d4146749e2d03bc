// Draws the text of a query, clause by clause, from the names that it has made
// so far.

#ifndef ATTEST_TESTS_QUERY_QUERY_DRAWER_H_
#define ATTEST_TESTS_QUERY_QUERY_DRAWER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/random_query.h"
#include "tests/reference/dice.h"

namespace attest::query {

class QueryDrawer {
 public:
  explicit QueryDrawer(reference::Dice& dice) : dice_(dice) {}

  RandomQuery Draw();

 private:
  enum class Kind : uint8_t {
    kNode,
    kRelationship,
    kRelationships,
    kNodes,
    kPath,
    kOpenPath,  // only its length is known
    kValue,     // an integer, a string or null
    kBag,       // a list of values in no order
  };

  struct Name {
    std::string text;
    Kind kind = Kind::kValue;
  };

  std::string New(const char* prefix) { return absl::StrCat(prefix, ++made_); }

  std::vector<std::string> Of(Kind kind) const;
  bool Has(Kind kind) const { return !Of(kind).empty(); }
  std::string Any(Kind kind) { return dice_.AnyOf(Of(kind)); }
  std::string Number() { return absl::StrCat(dice_.Below(4)); }
  std::string Comparison();

  // Values and conditions (drawn_expressions.cc).

  // An integer, a string or null.
  std::string Scalar(int depth);

  std::string Start() { return Has(Kind::kNode) ? Any(Kind::kNode) : ""; }

  // What a column may be: also nodes, relationships, paths.
  std::string Item(int depth);

  std::string Labels();

  std::string Condition(int depth);

  std::string Subquery(int depth);

  // Patterns (drawn_patterns.cc).

  // A name for a node: one that is known, a new one, or none.
  std::string NodeName();

  std::string Node(const std::string& name);

  std::string Types();

  std::string Arrow(const std::string& inside);

  // `name`: as of a relationship, or a list; empty for none.
  std::string Relationship(bool repeats, bool named);

  // ((n)-[r]->(m) WHERE ...){1,2}: its names become lists.
  std::string Quantified(bool named);

  std::string Path(size_t steps, bool named);

  // A path that a selector chooses.
  std::string Selected();

  std::string Match(bool small, int depth);

  // Clauses (drawn_clauses.cc).

  std::string Unwind();

  // The columns of WITH and RETURN.
  std::string Columns(bool grouped, std::vector<Name>& columns);

  // Sorted by all columns, so that SKIP and LIMIT have one answer.
  std::string Cut(const std::vector<Name>& columns, std::vector<size_t>& order);

  static bool HasBag(const std::vector<Name>& columns);

  std::string With();

  std::string Reading();

  // Where the ends of a chain alone are wanted.
  std::string Chain(RandomQuery& query);

  std::string Single(RandomQuery& query);

  reference::Dice& dice_;
  int made_ = 0;
  std::vector<Name> names_;
  // Those that were known before the MATCH, and its relationships.
  std::vector<Name> before_;
  std::vector<std::string> own_;
  bool in_value_ = false;
};

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_QUERY_DRAWER_H_
