#include "engine/query/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace attest::query {
namespace {

using ::testing::Gt;
using Type = Value::Type;

Value Text(const char* text) { return Value::String(text); }

// [[[... null ...]]], `depth` deep.
Value Nested(int depth) {
  Value value;
  for (int i = 0; i < depth; ++i) value = Value::MakeList({std::move(value)});
  return value;
}

TEST(ValueTest, HoldsWhatItWasMadeOf) {
  EXPECT_TRUE(Value().IsNull());
  EXPECT_TRUE(Value::Boolean(true).IsTrue());
  EXPECT_FALSE(Value::Integer(1).IsTrue());
  EXPECT_EQ(Value::Integer(-7).integer(), -7);
  EXPECT_EQ(Value::Integer(-7).number(), -7.0);
  EXPECT_EQ(Value::Float(2.5).floating(), 2.5);
  EXPECT_EQ(Text("x").string(), "x");
  EXPECT_EQ(Value::Node(NodeId(3, 5)).node(), NodeId(3, 5));
  EXPECT_EQ(Value::Relationship(RelationshipId(9)).relationship().value(), 9);
  EXPECT_EQ(Value::FromDate({.days = -4}).date().days, -4);
  EXPECT_EQ(Value::FromLocalTime({.nanos = 4}).local_time().nanos, 4);
  EXPECT_EQ(Value::FromTime({.offset_seconds = 60}).time().offset_seconds, 60);
  EXPECT_EQ(Value::FromDateTime({.zone = "UTC"}).date_time().zone, "UTC");
  EXPECT_EQ(Value::FromDuration({.months = 2}).duration().months, 2);
  EXPECT_EQ(Value::FromEdtf(*Edtf::Parse("2011-06")).edtf().text(), "2011-06");
  EXPECT_EQ(Value::MakePath({.nodes = {NodeId(0, 1)}}).path().nodes.size(), 1);
}

TEST(ValueTest, NodeIdsKeepKindAndIndex) {
  const NodeId id(255, (uint64_t{1} << 56) - 1);
  EXPECT_EQ(id.kind(), 255);
  EXPECT_EQ(id.index(), (uint64_t{1} << 56) - 1);
  EXPECT_EQ(NodeId::FromBits(id.bits()), id);
}

TEST(ValueTest, CopiesOutliveTheirOriginal) {
  Value copy;
  {
    const Value original = Value::MakeList({Text("a"), Value::Integer(1)});
    copy = original;
  }
  Value moved = std::move(copy);
  EXPECT_EQ(moved.list()[0].string(), "a");
  moved = moved.list()[0];
  EXPECT_EQ(moved.string(), "a");
}

TEST(ValueTest, MapsAreSortedAndTheLastOfOneKeyStands) {
  const Value map = Value::MakeMap({{"b", Value::Integer(1)},
                                    {"a", Value::Integer(2)},
                                    {"b", Value::Integer(3)},
                                    {"a", Value::Integer(4)},
                                    {"b", Value::Integer(5)}});
  ASSERT_EQ(map.map().size(), 2);
  EXPECT_EQ(map.map()[0].first, "a");
  EXPECT_EQ(map.map()[0].second.integer(), 4);
  EXPECT_EQ(map.FindEntry("b")->integer(), 5);
  EXPECT_EQ(map.FindEntry("c"), nullptr);
  EXPECT_EQ(map.FindEntry(""), nullptr);
  EXPECT_EQ(Value::MakeMap({}).FindEntry("a"), nullptr);
}

TEST(ValueTest, DeeplyNestedValuesAreFreedWithoutTheStack) {
  Value deep = Nested(1'000'000);
  const Value kept = deep.list()[0];
  deep = Value::Null();
  EXPECT_EQ(kept.type(), Type::kList);
}

TEST(ValueTest, DeeplyNestedMapsAreFreedWithoutTheStack) {
  Value deep;
  for (int i = 0; i < 300'000; ++i) {
    deep = Value::MakeMap({{"a", Value::MakeList({deep, deep})}});
  }
  EXPECT_EQ(deep.type(), Type::kMap);
}

TEST(ValueTest, SizeCountsWhatIsSharedEachTime) {
  const uint64_t long_text =
      Value::String(std::string(1000, 'x')).memory_bytes();
  EXPECT_THAT(long_text, Gt(uint64_t{1000}));
  EXPECT_THAT(Value::MakeMap({{std::string(1000, 'k'), {}}}).memory_bytes(),
              Gt(uint64_t{1000}));
  Value value = Value::MakeList({Text("x")});
  for (int i = 0; i < 100; ++i) {
    const uint64_t before = value.memory_bytes();
    value = Value::MakeList({value, value});
    EXPECT_GE(value.memory_bytes() / 2, before / 2);
  }
  EXPECT_EQ(value.memory_bytes(), std::numeric_limits<uint64_t>::max());
}

}  // namespace
}  // namespace attest::query
