#include "tests/query/tck/shape.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/memory_graph.h"

namespace attest::query::tck {
namespace {

using ::testing::HasSubstr;

std::string Read(absl::string_view text,
                 ListOrder order = ListOrder::kMatters) {
  const absl::StatusOr<Shape> shape = ReadShape(text);
  return shape.ok() ? TextOf(*shape, order) : shape.status().ToString();
}

std::string TextOf(const Value& value, const PropertyGraph& graph) {
  const absl::StatusOr<Shape> shape = ShapeOf(value, graph);
  return shape.ok() ? TextOf(*shape, ListOrder::kMatters)
                    : shape.status().ToString();
}

TEST(ShapeTest, WhatIsInItsFormReadsAsItself) {
  for (const absl::string_view text :
       {"null",
        "true",
        "false",
        "0",
        "-9223372036854775808",
        "9223372036854775807",
        "1.5",
        "-0.25",
        "NaN",
        "Inf",
        "-Inf",
        "''",
        "'a b'",
        "'it\\'s so'",
        "[]",
        "[1, [null, 'a'], {}]",
        "{}",
        "{a: 1, b: {c: [true]}}",
        "()",
        "(:A)",
        "(:A:B {n: 1})",
        "({n: 'x'})",
        "[:T]",
        "[:T {since: 1.5, until: null}]",
        "[[:T], [:U]]",
        "<()>",
        "<(:A)-[:T {x: 1}]->(:B {n: 2})<-[:T]-(:C)-[:U]->()>"}) {
    EXPECT_EQ(Read(text), text);
  }
}

TEST(ShapeTest, SpellingsOfOneValueHaveOneText) {
  EXPECT_EQ(Read("  [1,2 ,\t3]"), "[1, 2, 3]");
  EXPECT_EQ(Read("{b:1,a:2}"), "{a: 2, b: 1}");
  EXPECT_EQ(Read("(:B:A{b:1, a:2})"), "(:A:B {a: 2, b: 1})");
  EXPECT_EQ(Read("\"a\""), "'a'");
  EXPECT_EQ(Read("1.50"), "1.5");
  EXPECT_EQ(Read("1e3"), "1000.0");
  EXPECT_EQ(Read("1.0E-5"), "1e-05");
  EXPECT_EQ(Read(".5"), "0.5");
  EXPECT_EQ(Read("-0.0"), "0.0");
  EXPECT_EQ(Read("{`a b`: 1}"), "{`a b`: 1}");
  EXPECT_EQ(Read("{`a`: 1}"), "{a: 1}");
}

TEST(ShapeTest, BackslashesStandForThemselvesButBeforeAQuote) {
  const auto string = [](absl::string_view text) {
    const absl::StatusOr<Shape> shape = ReadShape(text);
    return shape.ok() ? shape->string : shape.status().ToString();
  };
  EXPECT_EQ(string(R"('a\bn')"), R"(a\bn)");
  EXPECT_EQ(string(R"('it\'s')"), "it's");
  EXPECT_EQ(string(R"('\')"), R"(\)");
  EXPECT_EQ(string(R"('\\'')"), R"(\')");
}

TEST(ShapeTest, WhatDiffersHasAnotherText) {
  const std::vector<absl::string_view> all = {"1",
                                              "1.0",
                                              "'1'",
                                              "true",
                                              "'true'",
                                              "null",
                                              "'null'",
                                              "[1]",
                                              "[1.0]",
                                              "[]",
                                              "[[]]",
                                              "{}",
                                              "()",
                                              "[1, 2]",
                                              "[2, 1]",
                                              "{a: 1}",
                                              "{a: 1.0}",
                                              "{a: null}",
                                              "({a: 1})",
                                              "(:a)",
                                              "[:a]",
                                              "<(:a)>",
                                              "[(:a)]",
                                              "['a']",
                                              "NaN",
                                              "'NaN'",

                                              "0.0",
                                              "0",
                                              "'a, b'",
                                              "['a', 'b']",
                                              "['a, b']",
                                              "[[:a], [:b]]",
                                              "0.1",
                                              "0.10000000000000002",
                                              "<(:a)-[:t]->(:a)>",
                                              "<(:a)<-[:t]-(:a)>",
                                              "{`a: 1, b`: 2}",
                                              "{a: 1, b: 2}"};
  for (size_t i = 0; i < all.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      EXPECT_NE(Read(all[i]), Read(all[j])) << all[i] << " and " << all[j];
    }
  }
}

TEST(ShapeTest, TheOrderOfListsCanBeIgnored) {
  EXPECT_EQ(Read("[2, [4, 3], 1]", ListOrder::kIgnored),
            Read("[1, 2, [3, 4]]", ListOrder::kIgnored));
  EXPECT_EQ(Read("{a: [2, 1]}", ListOrder::kIgnored),
            Read("{a: [1, 2]}", ListOrder::kIgnored));
  EXPECT_NE(Read("[1, 1, 2]", ListOrder::kIgnored),
            Read("[1, 2, 2]", ListOrder::kIgnored));
}

TEST(ShapeTest, WhatDoesNotReadSaysWhere) {
  for (const absl::string_view text : {"",
                                       "nul",
                                       "1x",
                                       "1.2.3",
                                       "0x10",
                                       "'a",
                                       "[1",
                                       "[1 2]",
                                       "{a}",
                                       "{a: 1, a: 2}",
                                       "(:)",
                                       "(:A",
                                       "[:T",
                                       "<(:A)-[:T]-(:B)>",
                                       "<(:A)<-[:T]->(:B)>",
                                       "<>",
                                       "1 2",
                                       "+",
                                       "1e999",
                                       "(:A) (:B)"}) {
    const absl::StatusOr<Shape> shape = ReadShape(text);
    EXPECT_EQ(shape.status().code(), absl::StatusCode::kInvalidArgument)
        << text;
    EXPECT_THAT(std::string(shape.status().message()), HasSubstr("want"));
  }
  EXPECT_FALSE(ReadShape(std::string(1000, '[')).ok());
}

TEST(ShapeTest, ValuesOfAGraphShowWhatTheyAre) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({"B", "A"}, {{"n", Value::Integer(1)},
                                              {"gone", Value::Null()},
                                              {"f", Value::Float(1)}});
  const NodeId b = graph.AddNode({});
  const RelationshipId t =
      graph.AddRelationship(a, "T", b, {{"x", Value::Boolean(true)}});
  const RelationshipId u = graph.AddRelationship(a, "U", b);
  EXPECT_EQ(TextOf(Value::Node(a), graph), "(:A:B {f: 1.0, n: 1})");
  EXPECT_EQ(TextOf(Value::Relationship(t), graph), "[:T {x: true}]");
  EXPECT_EQ(TextOf(Value::MakePath({{a, b, a}, {t, u}}), graph),
            "<(:A:B {f: 1.0, n: 1})-[:T {x: true}]->()<-[:U]-(:A:B {f: 1.0, "
            "n: 1})>");
  EXPECT_THAT(TextOf(Value::MakePath({{b, b}, {t}}), graph),
              HasSubstr("does not join its nodes"));
  EXPECT_THAT(TextOf(Value::MakePath({{a, b}, {}}), graph),
              HasSubstr("2 nodes and 0 relationships"));
  EXPECT_EQ(TextOf(Value::MakeList({Value::Null(), Value::String("x")}), graph),
            "[null, 'x']");
}

TEST(ShapeTest, ParametersAreValues) {
  const MemoryGraph graph;
  for (const absl::string_view text :
       {"null", "true", "1", "1.0", "'a'", "[{a: 1}, []]"}) {
    const absl::StatusOr<Value> value = ValueOf(*ReadShape(text));
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(TextOf(*value, graph), text);
  }
  EXPECT_FALSE(ValueOf(*ReadShape("[(:A)]")).ok());
  EXPECT_FALSE(ValueOf(*ReadShape("<(:A)>")).ok());
}

}  // namespace
}  // namespace attest::query::tck
