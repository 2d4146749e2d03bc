// Reads a feature in Gherkin, as the technology compatibility kit of openCypher
// is written: what is needed of that language, and nothing quietly left out.
//
//     @tag
//     Feature: a name
//       Background:
//         Given an empty graph
//       Scenario Outline: another #Example: <example>
//         When executing query:
//           """
//           RETURN <value>
//           """
//         Examples:
//           | value | example |
//           | 1     | one     |
//
// An outline gives one scenario for each row of its examples, with <column>
// replaced in its name, its steps, their texts and their tables.

#ifndef ATTEST_TESTS_QUERY_TCK_GHERKIN_H_
#define ATTEST_TESTS_QUERY_TCK_GHERKIN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest::query::tck {

// Rows of cells, without the space around them, all of one width. Of the
// escapes `\|`, `\\` and `\n` the two latter hold in any cell.
using Table = std::vector<std::vector<std::string>>;

struct Step {
  std::string text;  // without Given, When, Then, And, But or *
  std::optional<std::string> text_block;  // between """, ''' or ```
  std::optional<Table> table;
  int line = 0;
};

struct Scenario {
  std::string name;
  // Of an outline: which of its examples, from 1; else 0.
  int example = 0;
  // Of the feature, the scenario and its examples, with their `@`.
  std::vector<std::string> tags;
  // Those of the background first.
  std::vector<Step> steps;
  int line = 0;
};

struct Feature {
  std::string name;
  std::vector<Scenario> scenarios;
};

// Errors: InvalidArgument, with the line, for what does not read as a feature.
[[nodiscard]] absl::StatusOr<Feature> ReadFeature(absl::string_view text);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_GHERKIN_H_
