#include "tests/query/tck/gherkin.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::query::tck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Feature Read(const std::string& text) {
  absl::StatusOr<Feature> feature = ReadFeature(text);
  EXPECT_TRUE(feature.ok()) << feature.status();
  return feature.ok() ? *feature : Feature();
}

std::string ErrorOf(const std::string& text) {
  return std::string(ReadFeature(text).status().message());
}

TEST(GherkinTest, StepsHaveTextsAndTables) {
  const Feature feature = Read(R"(# a licence
@all
Feature: Match1 - nodes
  What is said about it, in
  two lines.

  @one @two # why
  Scenario: [1] a name
    Given an empty graph
    When executing query:
      """
      MATCH (n)
        // | no table
      RETURN n
      """
    # a comment
    Then the result should be, in any order:
      | n | m.name |
      | 1 |   'a' |
      |   | |
    And no side effects
)");
  EXPECT_EQ(feature.name, "Match1 - nodes");
  ASSERT_EQ(feature.scenarios.size(), 1u);
  const Scenario& scenario = feature.scenarios[0];
  EXPECT_EQ(scenario.name, "[1] a name");
  EXPECT_EQ(scenario.example, 0);
  EXPECT_EQ(scenario.line, 8);
  EXPECT_THAT(scenario.tags, ElementsAre("@all", "@one", "@two"));
  ASSERT_EQ(scenario.steps.size(), 4u);
  EXPECT_EQ(scenario.steps[0].text, "an empty graph");
  EXPECT_FALSE(scenario.steps[0].text_block.has_value());
  EXPECT_EQ(scenario.steps[1].text_block,
            "MATCH (n)\n  // | no table\nRETURN n");
  EXPECT_THAT(scenario.steps[2].table.value(),
              ElementsAre(ElementsAre("n", "m.name"), ElementsAre("1", "'a'"),
                          ElementsAre("", "")));
  EXPECT_FALSE(scenario.steps[3].table.has_value());
}

TEST(GherkinTest, CellsResolveTheirEscapes) {
  const Feature feature = Read(R"(Feature: f
  Scenario: s
    Then parameters are:
      | a \| b | 'x\ny' | \\ | '\'' |
)");
  EXPECT_THAT(feature.scenarios.at(0).steps.at(0).table.value(),
              ElementsAre(ElementsAre("a | b", "'x\ny'", "\\", "'\\''")));
}

TEST(GherkinTest, TextsStandBetweenAnyOfTheQuotes) {
  const Feature feature = Read(R"(Feature: f
  Scenario: s
    Given one:
      '''
      a """
      '''
    Given two:
      ```
    less indented
      ```
    Given three:
      """
      \"\"\"
      """
)");
  const std::vector<Step>& steps = feature.scenarios.at(0).steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].text_block, "a \"\"\"");
  EXPECT_EQ(steps[1].text_block, "less indented");
  EXPECT_EQ(steps[2].text_block, "\"\"\"");
}

TEST(GherkinTest, TheBackgroundComesFirstInEveryScenario) {
  const Feature feature = Read(R"(Feature: f
  Background:
    Given a
    And b
  Scenario: one
    Then c
  Scenario: two
    Then d
)");
  ASSERT_EQ(feature.scenarios.size(), 2u);
  for (const Scenario& scenario : feature.scenarios) {
    ASSERT_EQ(scenario.steps.size(), 3u);
    EXPECT_EQ(scenario.steps[0].text, "a");
    EXPECT_EQ(scenario.steps[1].text, "b");
  }
  EXPECT_EQ(feature.scenarios[1].steps[2].text, "d");
}

TEST(GherkinTest, AnOutlineGivesAScenarioForEachExample) {
  const Feature feature = Read(R"(Feature: f
  Scenario Outline: [1] sum #Example: <name>
    When executing query:
      """
      RETURN <a> + <b> <> <c>
      """
    Then <a> should be:
      | <a> | <name> |

    Examples:
      | a   | b | name |
      | 1   | 2 | one  |
      | <b> | 3 | two  |

    @more
    Examples:
      | a | b | name |
      | 5 | 6 | six  |
)");
  ASSERT_EQ(feature.scenarios.size(), 3u);
  const Scenario& first = feature.scenarios[0];
  EXPECT_EQ(first.name, "[1] sum #Example: one");
  EXPECT_EQ(first.example, 1);
  EXPECT_EQ(first.steps.at(0).text_block, "RETURN 1 + 2 <> <c>");
  EXPECT_EQ(first.steps.at(1).text, "1 should be:");
  EXPECT_THAT(first.steps.at(1).table.value(),
              ElementsAre(ElementsAre("1", "one")));
  // What an example puts in is not looked at again.
  EXPECT_EQ(feature.scenarios[1].steps.at(0).text_block,
            "RETURN <b> + 3 <> <c>");
  EXPECT_THAT(feature.scenarios[1].tags, IsEmpty());
  EXPECT_EQ(feature.scenarios[2].example, 3);
  EXPECT_THAT(feature.scenarios[2].tags, ElementsAre("@more"));
}

TEST(GherkinTest, WhatDoesNotReadNamesItsLine) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("no `Feature:`"));
  EXPECT_THAT(ErrorOf("Scenario: s\n"), HasSubstr("line 1: "));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nGiven a\nwhat is this\n"),
              HasSubstr("line 4: got `what is this`"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nGiven a\n| a | b |\n| c |\n"),
              HasSubstr("line 5: got 1 cells, want 2"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nGiven a\n| a | b\n"),
              HasSubstr("want `|`"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\n| a |\n"),
              HasSubstr("without a step"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nGiven a\n\"\"\"\nx\n"),
              HasSubstr("line 4: got a text without its end"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nExamples:\n"),
              HasSubstr("outside of a scenario outline"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario Outline: s\nGiven a\n"),
              HasSubstr("line 2: got an outline without examples"));
  EXPECT_THAT(ErrorOf("Feature: f\nFeature: g\n"), HasSubstr("second"));
  EXPECT_THAT(ErrorOf("Feature: f\nScenario: s\nBackground:\n"),
              HasSubstr("before the scenarios"));
}

}  // namespace
}  // namespace attest::query::tck
