#include "engine/query/value_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/query/edtf_order.h"
#include "engine/query/temporal_order.h"
#include "tests/query/random_values.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Ordering = std::partial_ordering;

Value Int(int64_t value) { return Value::Integer(value); }
Value Float(double value) { return Value::Float(value); }
Value Text(const char* text) { return Value::String(text); }
Value List(Value::List values) { return Value::MakeList(std::move(values)); }
Value Map(Value::Map entries) { return Value::MakeMap(std::move(entries)); }
Value Nan() { return Float(std::numeric_limits<double>::quiet_NaN()); }

// -- What equality is, told slowly --------------------------------------------

std::optional<bool> And(std::optional<bool> a, std::optional<bool> b) {
  if (a == false || b == false) return false;
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  return true;
}

std::optional<bool> SlowEquals(const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return std::nullopt;
  if (a.IsNumber() && b.IsNumber()) {
    // 64 bits of mantissa hold both exactly.
    static_assert(std::numeric_limits<long double>::digits >= 64);
    const auto exactly = [](const Value& value) {
      return value.Is(Type::kInteger)
                 ? static_cast<long double>(value.integer())
                 : static_cast<long double>(value.floating());
    };
    return exactly(a) == exactly(b);
  }
  if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) return EdtfEquals(a, b);
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::kBoolean:
      return a.boolean() == b.boolean();
    case Type::kString:
      return a.string() == b.string();
    case Type::kNode:
      return a.node() == b.node();
    case Type::kRelationship:
      return a.relationship() == b.relationship();
    case Type::kPath:
      return a.path().nodes == b.path().nodes &&
             a.path().relationships == b.path().relationships;
    case Type::kList: {
      if (a.list().size() != b.list().size()) return false;
      std::optional<bool> equal = true;
      for (size_t i = 0; i < a.list().size(); ++i) {
        equal = And(equal, SlowEquals(a.list()[i], b.list()[i]));
      }
      return equal;
    }
    case Type::kMap: {
      if (a.map().size() != b.map().size()) return false;
      std::optional<bool> equal = true;
      for (const auto& [key, value] : a.map()) {
        const Value* other = b.FindEntry(key);
        if (other == nullptr) return false;
        equal = And(equal, SlowEquals(value, *other));
      }
      return equal;
    }
    default:
      return TemporalEquals(a, b);
  }
}

// As equality, but null equals null and NaN equals NaN.
bool SlowEquivalent(const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return a.type() == b.type();
  if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) {
    return a.type() == b.type() && a.edtf() == b.edtf();
  }
  if (a.Is(Type::kFloat) && b.Is(Type::kFloat) && std::isnan(a.floating())) {
    return std::isnan(b.floating());
  }
  if (a.Is(Type::kList) && b.Is(Type::kList)) {
    return std::equal(a.list().begin(), a.list().end(), b.list().begin(),
                      b.list().end(), SlowEquivalent);
  }
  if (a.Is(Type::kMap) && b.Is(Type::kMap)) {
    return std::equal(a.map().begin(), a.map().end(), b.map().begin(),
                      b.map().end(), [](const auto& x, const auto& y) {
                        return x.first == y.first &&
                               SlowEquivalent(x.second, y.second);
                      });
  }
  return SlowEquals(a, b).value_or(false);
}

int Sign(int order) { return (order > 0 ? 1 : 0) - (order < 0 ? 1 : 0); }

std::vector<Value> RandomValues(uint32_t seed, size_t count) {
  std::mt19937 random(seed);
  std::vector<Value> values;
  for (size_t i = 0; i < count; ++i) values.push_back(RandomValue(random));
  return values;
}

TEST(ValueOrderTest, EqualityIsAsToldSlowly) {
  constexpr uint32_t kSeed = 11;
  SCOPED_TRACE(kSeed);
  const std::vector<Value> values = RandomValues(kSeed, 400);
  for (const Value& a : values) {
    for (const Value& b : values) ASSERT_EQ(Equals(a, b), SlowEquals(a, b));
  }
}

TEST(ValueOrderTest, EquivalentValuesOrderAndHashAlike) {
  constexpr uint32_t kSeed = 12;
  SCOPED_TRACE(kSeed);
  const std::vector<Value> values = RandomValues(kSeed, 400);
  int pairs = 0;
  for (const Value& a : values) {
    for (const Value& b : values) {
      const bool equivalent = SlowEquivalent(a, b);
      pairs += equivalent ? 1 : 0;
      ASSERT_EQ(Equivalent(a, b), equivalent);
      ASSERT_EQ(Order(a, b) == 0, equivalent);
      if (equivalent) {
        ASSERT_EQ(HashOf(a), HashOf(b));
      }
    }
  }
  EXPECT_GT(pairs, 400) << "no two values were alike";
}

TEST(ValueOrderTest, OrderIsTotal) {
  constexpr uint32_t kSeed = 13;
  SCOPED_TRACE(kSeed);
  const std::vector<Value> values = RandomValues(kSeed, 120);
  for (const Value& a : values) {
    for (const Value& b : values) {
      ASSERT_EQ(Sign(Order(a, b)), -Sign(Order(b, a)));
      for (const Value& c : values) {
        if (Order(a, b) <= 0 && Order(b, c) <= 0) {
          ASSERT_LE(Order(a, c), 0);
        }
      }
    }
  }
}

TEST(ValueOrderTest, OrderAgreesWithComparisonWhereThatKnows) {
  constexpr uint32_t kSeed = 14;
  SCOPED_TRACE(kSeed);
  for (const Value& a : RandomValues(kSeed, 300)) {
    for (const Value& b : RandomValues(kSeed + 1, 300)) {
      if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) continue;
      const std::optional<Ordering> order = Compare(a, b);
      if (!order.has_value() || *order == Ordering::unordered ||
          a.Is(Type::kList)) {
        continue;
      }
      ASSERT_EQ(*order < 0, Order(a, b) < 0);
      ASSERT_EQ(*order > 0, Order(a, b) > 0);
    }
  }
}

TEST(ValueOrderTest, NumbersCompareExactly) {
  constexpr uint32_t kSeed = 15;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 100'000; ++i) {
    const auto integer = static_cast<int64_t>(random()) >> (random() % 63);
    double number = static_cast<double>(integer);
    if (random() % 2 == 0) number = std::nextafter(number, 0);
    if (random() % 4 == 0) number += 0.5;
    const Ordering expected =
        static_cast<long double>(integer) <=> static_cast<long double>(number);
    ASSERT_EQ(Compare(Int(integer), Float(number)), expected)
        << integer << " and " << number;
    ASSERT_EQ(Compare(Float(number), Int(integer)), 0 <=> expected);
    ASSERT_EQ(Equals(Int(integer), Float(number)), expected == 0);
    if (expected == 0) {
      ASSERT_EQ(HashOf(Int(integer)), HashOf(Float(number)));
    }
  }
}

TEST(ValueOrderTest, ListsAreEqualUnlessSomethingDiffers) {
  const Value null;
  EXPECT_EQ(Equals(List({Int(1), Int(2)}), List({Int(1)})), false);
  EXPECT_EQ(Equals(List({null}), List({Int(1)})), std::nullopt);
  EXPECT_EQ(
      Equals(List({List({Int(1)})}), List({List({Int(1)}), List({null})})),
      false);
  EXPECT_EQ(Equals(List({List({Int(1)}), List({Int(2)})}),
                   List({List({Int(1)}), List({null})})),
            std::nullopt);
  EXPECT_EQ(Equals(List({List({Int(1)}), List({Int(2), Int(3)})}),
                   List({List({Int(1)}), List({null})})),
            false);
  EXPECT_EQ(Equals(List({Int(1), Int(2)}), List({null, Text("foo")})), false);
}

TEST(ValueOrderTest, MapsAreEqualUnlessSomethingDiffers) {
  const Value null;
  EXPECT_EQ(Equals(Map({}), Map({{"k", null}})), false);
  EXPECT_EQ(Equals(Map({{"k", null}}), Map({{"k", null}})), std::nullopt);
  EXPECT_EQ(Equals(Map({{"k", Int(1)}, {"l", null}}),
                   Map({{"k", null}, {"l", Int(1)}})),
            std::nullopt);
  EXPECT_EQ(Equals(Map({{"k", Int(1)}}), Map({{"l", Int(1)}})), false);
}

TEST(ValueOrderTest, ListsCompareByTheFirstThatDiffers) {
  const Value null;
  EXPECT_EQ(Compare(List({Int(1), Int(0)}), List({Int(1)})), Ordering::greater);
  EXPECT_EQ(Compare(List({Int(1), null}), List({Int(1)})), Ordering::greater);
  EXPECT_EQ(Compare(List({Int(1), Int(2)}), List({Int(1), null})),
            std::nullopt);
  EXPECT_EQ(Compare(List({Int(1), Text("a")}), List({Int(1), null})),
            std::nullopt);
  EXPECT_EQ(Compare(List({Int(1), Int(2)}), List({Int(3), null})),
            Ordering::less);
  EXPECT_EQ(Compare(List({List({Int(1)}), Int(5)}), List({List({Int(1)})})),
            Ordering::greater);
}

TEST(ValueOrderTest, WhatHasNoOrderDoesNotCompare) {
  EXPECT_EQ(Compare(Nan(), Int(1)), Ordering::unordered);
  EXPECT_EQ(Compare(Nan(), Nan()), Ordering::unordered);
  EXPECT_EQ(Compare(Nan(), Text("a")), std::nullopt);
  EXPECT_EQ(Compare(Text("1"), Int(1)), std::nullopt);
  EXPECT_EQ(Compare(Map({}), Map({})), std::nullopt);
  EXPECT_EQ(Compare(Value(), Value()), std::nullopt);
  const Value node = Value::Node(NodeId(0, 1));
  EXPECT_EQ(Compare(node, node), std::nullopt);
  EXPECT_EQ(Equals(Nan(), Nan()), false);
}

TEST(ValueOrderTest, TypesOrderAsInOpenCypher) {
  const std::vector<Value> ordered = {
      Map({{"a", Text("map")}}),
      Value::Node(NodeId(0, 1)),
      Value::Relationship(RelationshipId(1)),
      List({Text("list")}),
      Value::MakePath({.nodes = {NodeId(0, 1)}}),
      Value::FromDateTime({}),
      Value::FromDate({}),
      Value::FromDuration({}),
      Text("text"),
      Value::Boolean(false),
      Value::Boolean(true),
      Float(-std::numeric_limits<double>::infinity()),
      Int(1),
      Float(1.5),
      Float(std::numeric_limits<double>::infinity()),
      Nan(),
      Value()};
  for (size_t i = 0; i + 1 < ordered.size(); ++i) {
    EXPECT_LT(Order(ordered[i], ordered[i + 1]), 0) << i;
  }
}

TEST(ValueOrderTest, StringsOrderByCodePoints) {
  // By UTF-16 the first would come last.
  EXPECT_LT(Order(Text("\uFF21"), Text("\U0001F600")), 0);
  EXPECT_EQ(Compare(Text("a"), Text("ab")), Ordering::less);
}

TEST(ValueOrderTest, DeepValuesNeedNoStack) {
  Value a = Int(1);
  Value b = Float(1);
  for (int i = 0; i < 500'000; ++i) {
    a = i % 2 == 0 ? List({a}) : Map({{"k", a}});
    b = i % 2 == 0 ? List({b}) : Map({{"k", b}});
  }
  EXPECT_EQ(Equals(a, b), true);
  EXPECT_EQ(Order(a, b), 0);
  EXPECT_EQ(HashOf(a), HashOf(b));
  Value c = Int(1);
  Value d = Int(2);
  for (int i = 0; i < 500'000; ++i) {
    c = List({c});
    d = List({d});
  }
  EXPECT_EQ(Compare(c, d), Ordering::less);
}

}  // namespace
}  // namespace attest::query
