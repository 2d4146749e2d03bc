// Shape is what a value looks like from outside: a node is its labels and
// properties, not its number. Expected values are written as shapes, and the
// values of an answer are compared as such.
//
//     null  true  -3  1.0  NaN  -Inf  'text'  [1, 'a']  {key: 1}
//     (:A:B {n: 1})  [:T {since: 1.5}]  <(:A)-[:T]->()<-[:U {n: 1}]-(:B)>
//
// Of escapes in strings there is one, \' : tables have resolved the others
// (gherkin.h), and any other backslash is one.
//
// Numbers are compared strictly: 1 is not 1.0, though -0.0 is 0.0. Times and
// durations are written as strings, and look like them: that is how the kit
// tells its expectations.

#ifndef ATTEST_TESTS_QUERY_TCK_SHAPE_H_
#define ATTEST_TESTS_QUERY_TCK_SHAPE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query::tck {

struct ShapeEntry;

struct Shape {
  enum class Kind : uint8_t {
    kNull,
    kBoolean,
    kInteger,
    kFloat,
    kString,
    kList,
    kMap,
    kNode,
    kRelationship,
    kPath,
  };
  Kind kind = Kind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  double floating = 0;
  std::string string;
  // Labels of a node, sorted; the type of a relationship.
  std::vector<std::string> names;
  // Of a map; the properties of a node or relationship. Sorted by key.
  std::vector<ShapeEntry> entries;
  // Of a list; of a path nodes and relationships by turns.
  std::vector<Shape> children;
  // Of a relationship in a path: does it run the way the path does?
  bool forward = true;
};

struct ShapeEntry {
  std::string key;
  Shape value;
};

// Errors: InvalidArgument, with what was got and wanted where.
[[nodiscard]] absl::StatusOr<Shape> ReadShape(absl::string_view text);

[[nodiscard]] absl::StatusOr<Shape> ShapeOf(const Value& value,
                                            const PropertyGraph& graph);

// InvalidArgument for what has nodes, relationships or paths in it.
[[nodiscard]] absl::StatusOr<Value> ValueOf(const Shape& shape);

// Whether [1, 2] and [2, 1] have the same text.
enum class ListOrder : uint8_t { kMatters, kIgnored };

// The same for two shapes exactly when they are equal.
[[nodiscard]] std::string TextOf(const Shape& shape, ListOrder order);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_SHAPE_H_
