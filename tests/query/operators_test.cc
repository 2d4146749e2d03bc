#include "engine/query/operators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include "engine/query/query_error.h"
#include "engine/query/value_order.h"
#include "engine/query/value_text.h"
#include "tests/query/random_values.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

using ::testing::HasSubstr;
using Type = Value::Type;

constexpr uint64_t kMaxBytes = 1 << 20;

Value Int(int64_t value) { return Value::Integer(value); }
Value Float(double value) { return Value::Float(value); }
Value Text(absl::string_view text) { return Value::String(std::string(text)); }
Value List(Value::List values) { return Value::MakeList(std::move(values)); }
Value Bool(bool value) { return Value::Boolean(value); }

// The value as text, or the type and detail of the error.
std::string Shown(const absl::StatusOr<Value>& value) {
  if (value.ok()) {
    const MemoryGraph graph;
    return ValueText(graph, *value).value();
  }
  const std::optional<QueryFault> fault = FaultOf(value.status());
  if (!fault.has_value()) return value.status().ToString();
  return absl::StrCat(NameOf(fault->type), " ", fault->detail);
}

std::string Result(const Value& left, Operator op, const Value& right) {
  return Shown(Apply(op, left, right, kMaxBytes));
}

TEST(OperatorsTest, IntegersOverflowIntoErrors) {
  constexpr uint32_t kSeed = 21;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  const auto draw = [&random]() -> int64_t {
    static constexpr std::array<int64_t, 6> kEdges = {
        0,
        1,
        -1,
        3037000500,
        std::numeric_limits<int64_t>::max(),
        std::numeric_limits<int64_t>::min()};
    if (random() % 2 == 0) return kEdges[random() % kEdges.size()];
    return static_cast<int64_t>(random()) >> (random() % 63);
  };
  for (int i = 0; i < 100'000; ++i) {
    const int64_t a = draw();
    const int64_t b = draw();
    for (const Operator op :
         {Operator::kAdd, Operator::kSubtract, Operator::kMultiply,
          Operator::kDivide, Operator::kModulo}) {
      const bool divides = op == Operator::kDivide || op == Operator::kModulo;
      const absl::StatusOr<Value> got = Apply(op, Int(a), Int(b), kMaxBytes);
      if (divides && b == 0) {
        ASSERT_EQ(Shown(got), "ArithmeticError DivisionByZero");
        continue;
      }
      const __int128 x = a;
      const __int128 y = b;
      const __int128 wanted = op == Operator::kAdd        ? x + y
                              : op == Operator::kSubtract ? x - y
                              : op == Operator::kMultiply ? x * y
                              : op == Operator::kDivide   ? x / y
                                                          : x % y;
      if (wanted != static_cast<int64_t>(wanted)) {
        ASSERT_EQ(Shown(got), "ArithmeticError NumberOutOfRange");
      } else {
        ASSERT_TRUE(got.ok());
        ASSERT_EQ(got->integer(), static_cast<int64_t>(wanted));
      }
    }
  }
}

TEST(OperatorsTest, FloatsFollowTheirOwnRules) {
  EXPECT_EQ(Result(Float(0), Operator::kDivide, Float(0)), "NaN");
  EXPECT_EQ(Result(Int(1), Operator::kDivide, Float(0)), "Inf");
  EXPECT_EQ(Result(Int(7), Operator::kDivide, Int(2)), "3");
  EXPECT_EQ(Result(Int(7), Operator::kDivide, Float(2)), "3.5");
  EXPECT_EQ(Result(Int(-7), Operator::kModulo, Int(4)), "-3");
  EXPECT_EQ(Result(Float(-7.5), Operator::kModulo, Int(4)), "-3.5");
  EXPECT_EQ(Result(Int(4), Operator::kPower, Int(3)), "64.0");
  EXPECT_EQ(Result(Int(2), Operator::kPower, Float(-1)), "0.5");
}

TEST(OperatorsTest, NullMakesNull) {
  for (const Operator op :
       {Operator::kAdd, Operator::kSubtract, Operator::kMultiply,
        Operator::kDivide, Operator::kModulo, Operator::kPower,
        Operator::kEqual, Operator::kNotEqual, Operator::kLess,
        Operator::kLessEqual, Operator::kGreater, Operator::kGreaterEqual,
        Operator::kStartsWith, Operator::kEndsWith, Operator::kContains,
        Operator::kMatches}) {
    for (const Value& other :
         {Value(), Int(0), Text("a"), List({}), Value::FromDate({}),
          Value::FromEdtf(*Edtf::Parse("2011"))}) {
      EXPECT_EQ(Result(Value(), op, other), "null");
      EXPECT_EQ(Result(other, op, Value()), "null");
    }
  }
}

TEST(OperatorsTest, PlusJoinsTextsAndLists) {
  const Operator plus = Operator::kAdd;
  EXPECT_EQ(Result(Text("a"), plus, Text("b")), "'ab'");
  EXPECT_EQ(Result(Text("a"), plus, Int(-1)), "'a-1'");
  EXPECT_EQ(Result(Float(1), plus, Text("a")), "'1.0a'");
  EXPECT_EQ(Result(Text("a"), plus, Bool(true)), "'atrue'");
  EXPECT_EQ(Result(Text("on "), plus, Value::FromDate({})), "'on 1970-01-01'");
  EXPECT_EQ(Result(List({Int(1)}), plus, List({Int(2)})), "[1, 2]");
  EXPECT_EQ(Result(List({Int(1)}), plus, Text("a")), "[1, 'a']");
  EXPECT_EQ(Result(Text("a"), plus, List({Int(1)})), "['a', 1]");
  EXPECT_EQ(Result(List({}), plus, Value::MakeMap({})), "[{}]");
  EXPECT_EQ(Result(Text("a"), plus, Value::MakeMap({})),
            "TypeError InvalidArgumentType");
  EXPECT_EQ(Result(Bool(true), plus, Int(1)), "TypeError InvalidArgumentType");
}

TEST(OperatorsTest, NoValueGrowsBeyondTheLimit) {
  const Value half = Text(std::string(kMaxBytes / 2 + 1, 'x'));
  EXPECT_EQ(Result(half, Operator::kAdd, half), "LimitExceeded ValueTooLarge");
  const Value list = List(Value::List(kMaxBytes / sizeof(Value) / 2));
  EXPECT_EQ(Result(list, Operator::kAdd, list), "LimitExceeded ValueTooLarge");
}

TEST(OperatorsTest, ComparisonsFollowValueOrder) {
  constexpr uint32_t kSeed = 22;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    const Value a = RandomValue(random);
    const Value b = RandomValue(random);
    const auto truth = [&](Operator op) {
      return *Truth(*Apply(op, a, b, kMaxBytes));
    };
    ASSERT_EQ(truth(Operator::kEqual), Equals(a, b));
    if (Equals(a, b).has_value()) {
      ASSERT_EQ(truth(Operator::kNotEqual), !*Equals(a, b));
    }
    if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) continue;
    const std::optional<std::partial_ordering> order = Compare(a, b);
    ASSERT_EQ(truth(Operator::kLess).has_value(), order.has_value());
    if (!order.has_value()) continue;
    ASSERT_EQ(truth(Operator::kLess), *order < 0);
    ASSERT_EQ(truth(Operator::kLessEqual), *order <= 0);
    ASSERT_EQ(truth(Operator::kGreater), *order > 0);
    ASSERT_EQ(truth(Operator::kGreaterEqual), *order >= 0);
  }
}

TEST(OperatorsTest, EdtfComparesWhereItIsSure) {
  const Value june = Value::FromEdtf(*Edtf::Parse("2011-06"));
  const Value july = Value::FromEdtf(*Edtf::Parse("2011-07"));
  EXPECT_EQ(Result(june, Operator::kLess, july), "true");
  EXPECT_EQ(Result(june, Operator::kGreater, july), "false");
  EXPECT_EQ(Result(june, Operator::kGreaterEqual, july), "false");
  EXPECT_EQ(Result(june, Operator::kLess,
                   Value::FromEdtf(*Edtf::Parse("2011-06-15"))),
            "null");
}

TEST(OperatorsTest, InIsAnyOfEquals) {
  constexpr uint32_t kSeed = 23;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    const Value value = RandomValue(random);
    Value::List list(Draw(random, 4));
    std::optional<bool> wanted = false;
    for (Value& element : list) {
      element = RandomValue(random);
      const std::optional<bool> equal = Equals(value, element);
      if (equal == true || wanted == true) {
        wanted = true;
      } else if (!equal.has_value()) {
        wanted = std::nullopt;
      }
    }
    ASSERT_EQ(Shown(Apply(Operator::kIn, value, List(list), kMaxBytes)),
              Shown(FromTruth(wanted)));
  }
  EXPECT_EQ(Result(Value(), Operator::kIn, List({})), "false");
  EXPECT_EQ(Result(Value(), Operator::kIn, Value()), "null");
  EXPECT_EQ(Result(Int(1), Operator::kIn, Text("1")),
            "TypeError InvalidArgumentType");
}

TEST(OperatorsTest, TextsAreSearchedAndOthersAreNull) {
  EXPECT_EQ(Result(Text("abc"), Operator::kStartsWith, Text("ab")), "true");
  EXPECT_EQ(Result(Text("abc"), Operator::kEndsWith, Text("ab")), "false");
  EXPECT_EQ(Result(Text("abc"), Operator::kContains, Text("")), "true");
  EXPECT_EQ(Result(Int(1), Operator::kContains, Text("")), "null");
  EXPECT_EQ(Result(Text("a"), Operator::kStartsWith, List({})), "null");
}

TEST(OperatorsTest, PatternsMatchTheWholeText) {
  const Operator matches = Operator::kMatches;
  EXPECT_EQ(Result(Text("abc"), matches, Text("a.c")), "true");
  EXPECT_EQ(Result(Text("abcd"), matches, Text("a.c")), "false");
  EXPECT_EQ(Result(Text("ÄB"), matches, Text("(?i)ä.")), "true");
  EXPECT_EQ(Result(Text("😀"), matches, Text(".")), "true");
  EXPECT_EQ(Result(Text("a"), matches, Text("(")),
            "ArgumentError InvalidArgumentValue");
  // A pattern that is none leaves nothing behind.
  EXPECT_EQ(Result(Text("a"), matches, Text("a")), "true");
  EXPECT_EQ(Result(Text("a"), matches, Text(std::string(1 << 20, 'a'))),
            "LimitExceeded PatternTooCostly");
}

TEST(OperatorsTest, PatternsThatGoBackForeverAreStopped) {
  const std::string text = std::string(64, 'a') + "!";
  EXPECT_EQ(Result(Text(text), Operator::kMatches, Text("(a+)+(a+)+(a|aa)+")),
            "LimitExceeded PatternTooCostly");
}

TEST(OperatorsTest, SignsAndNot) {
  EXPECT_EQ(Shown(Apply(Operator::kMinus, Int(3))), "-3");
  EXPECT_EQ(Shown(Apply(Operator::kMinus, Float(0.5))), "-0.5");
  EXPECT_EQ(Shown(Apply(Operator::kPlus, Int(3))), "3");
  EXPECT_EQ(
      Shown(Apply(Operator::kMinus, Int(std::numeric_limits<int64_t>::min()))),
      "ArithmeticError NumberOutOfRange");
  EXPECT_EQ(Shown(Apply(Operator::kMinus, Text("a"))),
            "TypeError InvalidArgumentType");
  EXPECT_EQ(Shown(Apply(Operator::kMinus, Value())), "null");
  EXPECT_EQ(Shown(Apply(Operator::kNot, Bool(true))), "false");
  EXPECT_EQ(Shown(Apply(Operator::kNot, Value())), "null");
  EXPECT_EQ(Shown(Apply(Operator::kNot, Int(1))),
            "TypeError InvalidArgumentType");
}

TEST(OperatorsTest, SlicesAreTheElementsBetweenTheEnds) {
  for (int64_t size = 0; size < 4; ++size) {
    Value::List list;
    for (int64_t i = 0; i < size; ++i) list.push_back(Int(i));
    for (int64_t from = -5; from < 6; ++from) {
      for (int64_t to = -5; to < 6; ++to) {
        Value::List wanted;
        for (int64_t i = 0; i < size; ++i) {
          const bool after = i >= (from < 0 ? from + size : from);
          const bool before = i < (to < 0 ? to + size : to);
          if (after && before) wanted.push_back(Int(i));
        }
        const Value a = Int(from);
        const Value b = Int(to);
        EXPECT_EQ(Shown(Slice(List(list), &a, &b)), Shown(List(wanted)));
      }
    }
  }
  const Value list = List({Int(1), Int(2)});
  const Value one = Int(1);
  const Value least = Int(std::numeric_limits<int64_t>::min());
  const Value null;
  EXPECT_EQ(Shown(Slice(list, &one, nullptr)), "[2]");
  EXPECT_EQ(Shown(Slice(list, nullptr, &one)), "[1]");
  EXPECT_EQ(Shown(Slice(list, &least, nullptr)), "[1, 2]");
  EXPECT_EQ(Shown(Slice(list, &null, nullptr)), "null");
  EXPECT_EQ(Shown(Slice(null, &one, nullptr)), "null");
  EXPECT_EQ(Shown(Slice(one, &one, nullptr)), "TypeError InvalidArgumentType");
}

TEST(OperatorsTest, ElementsOfListsAndMaps) {
  const MemoryGraph graph;
  const Value list = List({Int(1), Int(2), Int(3)});
  for (int64_t i = -5; i < 6; ++i) {
    const std::string wanted = i >= 3 || i < -3 ? "null"
                               : i < 0          ? absl::StrCat(i + 4)
                                                : absl::StrCat(i + 1);
    EXPECT_EQ(Shown(Element(graph, list, Int(i))), wanted);
  }
  EXPECT_EQ(
      Shown(Element(graph, list, Int(std::numeric_limits<int64_t>::min()))),
      "null");
  EXPECT_EQ(Shown(Element(graph, list, Float(1))),
            "TypeError ListElementAccessByNonInteger");
  const Value map = Value::MakeMap({{"a", Int(1)}});
  EXPECT_EQ(Shown(Element(graph, map, Text("a"))), "1");
  EXPECT_EQ(Shown(Element(graph, map, Text("A"))), "null");
  EXPECT_EQ(Shown(Element(graph, map, Int(0))),
            "TypeError MapElementAccessByNonString");
  EXPECT_EQ(Shown(Element(graph, Text("abc"), Int(0))),
            "TypeError InvalidElementAccess");
  EXPECT_EQ(Shown(Element(graph, Value(), Text("a"))), "null");
  EXPECT_EQ(Shown(Element(graph, map, Value())), "null");
}

TEST(OperatorsTest, MembersOfMapsNodesAndTimes) {
  MemoryGraph graph;
  const NodeId from = graph.AddNode({}, {{"num", Int(42)}});
  const Value node = Value::Node(from);
  const Value relationship = Value::Relationship(
      graph.AddRelationship(from, "T", from, {{"at", Int(7)}}));
  EXPECT_EQ(Shown(Member(graph, node, "num")), "42");
  EXPECT_EQ(Shown(Member(graph, node, "at")), "null");
  EXPECT_EQ(Shown(Member(graph, node, "unknown")), "null");
  EXPECT_EQ(Shown(Member(graph, relationship, "at")), "7");
  EXPECT_EQ(Shown(Element(graph, node, Text("num"))), "42");
  EXPECT_EQ(Shown(Element(graph, relationship, Text("at"))), "7");
  EXPECT_EQ(Shown(Member(graph, Value::MakeMap({{"a", Int(1)}}), "a")), "1");
  EXPECT_EQ(Shown(Member(graph, Value(), "a")), "null");
  EXPECT_EQ(Shown(Member(graph, Value::FromDate({}), "year")), "1970");
  for (const Value& other :
       {Int(1), Float(1), Bool(true), Text("s"), List({})}) {
    EXPECT_EQ(Shown(Member(graph, other, "num")),
              "TypeError InvalidArgumentType");
  }
}

TEST(OperatorsTest, MessagesNameOperatorAndTypes) {
  const absl::StatusOr<Value> sum =
      Apply(Operator::kSubtract, Text("a"), Int(1), kMaxBytes);
  EXPECT_THAT(std::string(sum.status().message()),
              HasSubstr("`-` does not go with STRING and INTEGER"));
}

}  // namespace
}  // namespace attest::query
