#include "engine/query/value_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

#include "engine/query/query_error.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

std::string TextIn(const PropertyGraph& graph, const Value& value) {
  const absl::StatusOr<std::string> text = ValueText(graph, value);
  return text.ok() ? *text : std::string(text.status().message());
}

std::string TextOf(const Value& value) {
  const MemoryGraph graph;
  return TextIn(graph, value);
}

Value Int(int64_t value) { return Value::Integer(value); }

TEST(ValueTextTest, WritesScalars) {
  EXPECT_EQ(TextOf(Value()), "null");
  EXPECT_EQ(TextOf(Value::Boolean(true)), "true");
  EXPECT_EQ(TextOf(Int(std::numeric_limits<int64_t>::min())),
            "-9223372036854775808");
  EXPECT_EQ(TextOf(Value::Float(1)), "1.0");
  EXPECT_EQ(TextOf(Value::Float(-0.0)), "0.0");
  EXPECT_EQ(TextOf(Value::Float(std::numeric_limits<double>::quiet_NaN())),
            "NaN");
  EXPECT_EQ(TextOf(Value::Float(-std::numeric_limits<double>::infinity())),
            "-Inf");
  EXPECT_EQ(TextOf(Value::FromDate({})), "'1970-01-01'");
  EXPECT_EQ(TextOf(Value::FromEdtf(*Edtf::Parse("2011-06-2X"))),
            "'2011-06-2X'");
}

TEST(ValueTextTest, EscapesStrings) {
  EXPECT_EQ(TextOf(Value::String("it's")), "'it\\'s'");
  EXPECT_EQ(TextOf(Value::String("a\\b\n\t\r\x01")),
            "'a\\\\b\\n\\t\\r\\u0001'");
  EXPECT_EQ(TextOf(Value::String("lé\"")), "'lé\"'");
}

TEST(ValueTextTest, WritesListsAndMaps) {
  EXPECT_EQ(TextOf(Value::MakeList({})), "[]");
  EXPECT_EQ(TextOf(Value::MakeMap({})), "{}");
  EXPECT_EQ(TextOf(Value::MakeList(
                {Int(1), Value(),
                 Value::MakeMap({{"b c", Value::MakeList({Int(2), Int(3)})},
                                 {"a", Value::MakeMap({{"`", Value()}})}})})),
            "[1, null, {a: {````: null}, `b c`: [2, 3]}]");
}

TEST(ValueTextTest, WritesNodesRelationshipsAndPaths) {
  MemoryGraph graph;
  const NodeId plain = graph.AddNode({});
  const NodeId named = graph.AddNode({"B", "A"}, {{"n", Int(1)}});
  const NodeId counted = graph.AddNode({}, {{"x", Int(1)}, {"y", Int(2)}});
  const RelationshipId knows = graph.AddRelationship(plain, "KNOWS", named);
  const RelationshipId sees =
      graph.AddRelationship(counted, "SEES IT", named, {{"at", Int(3)}});
  const RelationshipId self = graph.AddRelationship(plain, "SELF", plain);
  EXPECT_EQ(TextIn(graph, Value::Node(plain)), "()");
  EXPECT_EQ(TextIn(graph, Value::Node(named)), "(:A:B {n: 1})");
  EXPECT_EQ(TextIn(graph, Value::Node(counted)), "({x: 1, y: 2})");
  EXPECT_EQ(TextIn(graph, Value::Relationship(knows)), "[:KNOWS]");
  EXPECT_EQ(TextIn(graph, Value::Relationship(sees)), "[:`SEES IT` {at: 3}]");
  EXPECT_EQ(TextIn(graph, Value::MakePath({.nodes = {plain}})), "<()>");
  EXPECT_EQ(
      TextIn(graph, Value::MakePath({.nodes = {plain, plain, named, counted},
                                     .relationships = {self, knows, sees}})),
      "<()-[:SELF]->()-[:KNOWS]->(:A:B {n: 1})<-[:`SEES IT` {at: "
      "3}]-({x: 1, y: 2})>");
}

TEST(ValueTextTest, DeepValuesNeedNoStack) {
  Value deep;
  for (int i = 0; i < 300'000; ++i) deep = Value::MakeList({std::move(deep)});
  const std::string text = TextOf(deep);
  EXPECT_EQ(text.size(), 600'004);
}

TEST(ValueTextTest, EndlessTextsAreRefused) {
  Value wide = Value::String(std::string(100, 'x'));
  for (int i = 0; i < 60; ++i) wide = Value::MakeList({wide, wide});
  const MemoryGraph graph;
  const absl::StatusOr<std::string> text = ValueText(graph, wide, 1 << 20);
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(FaultOf(text.status())->type, ErrorType::kLimit);
}

TEST(ValueTextTest, NamesAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(NameText("Ab_1"), "Ab_1");
  EXPECT_EQ(NameText("Ü"), "Ü");
  EXPECT_EQ(NameText("1a"), "`1a`");
  EXPECT_EQ(NameText(""), "``");
  EXPECT_EQ(NameText("a`b"), "`a``b`");
}

}  // namespace
}  // namespace attest::query
