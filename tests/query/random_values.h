// Values drawn at random, of every type and often alike, so that comparisons
// meet what is equal, nearly equal and nested.

#ifndef ATTEST_TESTS_QUERY_RANDOM_VALUES_H_
#define ATTEST_TESTS_QUERY_RANDOM_VALUES_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include "engine/model/edtf.h"
#include "engine/query/value.h"

namespace attest::query {

inline size_t Draw(std::mt19937& random, size_t count) {
  return std::uniform_int_distribution<size_t>(0, count - 1)(random);
}

inline Value RandomNumber(std::mt19937& random) {
  static constexpr std::array<int64_t, 9> kIntegers = {
      0,
      1,
      -1,
      2,
      (int64_t{1} << 53) + 1,
      int64_t{1} << 53,
      std::numeric_limits<int64_t>::max(),
      std::numeric_limits<int64_t>::max() - 1,
      std::numeric_limits<int64_t>::min()};
  static const std::array<double, 12> kFloats = {
      0.0,
      -0.0,
      1.0,
      -1.0,
      0.5,
      9007199254740992.0,
      9223372036854775808.0,
      -9223372036854775808.0,
      std::numeric_limits<double>::infinity(),
      -std::numeric_limits<double>::infinity(),
      std::numeric_limits<double>::quiet_NaN(),
      5e-324};
  return Draw(random, 2) == 0
             ? Value::Integer(kIntegers[Draw(random, kIntegers.size())])
             : Value::Float(kFloats[Draw(random, kFloats.size())]);
}

inline Value RandomTime(std::mt19937& random) {
  const auto few = [&random] { return static_cast<int64_t>(Draw(random, 3)); };
  switch (Draw(random, 7)) {
    case 0:
      return Value::FromDate({.days = few()});
    case 1:
      return Value::FromLocalTime({.nanos = few()});
    case 2:
      return Value::FromTime({.local = {.nanos = few() * kNanosPerSecond},
                              .offset_seconds = static_cast<int32_t>(few())});
    case 3:
      return Value::FromLocalDateTime(
          {.date = {.days = few()}, .time = {.nanos = few()}});
    case 4:
      return Value::FromDateTime(
          {.local = {.date = {.days = few()}, .time = {.nanos = few()}}});
    case 5:
      return Value::FromDuration({.months = few(), .days = few() * 30});
    default: {
      static constexpr std::array<const char*, 4> kTexts = {
          "1970-01-02", "1970-01", "1970-01-01/1970-01-03", "1970-01-02~"};
      return Value::FromEdtf(
          *attest::Edtf::Parse(kTexts[Draw(random, kTexts.size())]));
    }
  }
}

inline Value RandomValue(std::mt19937& random, int depth = 3) {
  switch (Draw(random, depth > 0 ? 10 : 8)) {
    case 0:
      return Value::Null();
    case 1:
      return Value::Boolean(Draw(random, 2) == 0);
    case 2:
    case 3:
      return RandomNumber(random);
    case 4:
      return Value::String(std::string(Draw(random, 3), 'a'));
    case 5:
      return RandomTime(random);
    case 6:
      return Draw(random, 2) == 0
                 ? Value::Node(NodeId(0, Draw(random, 2)))
                 : Value::Relationship(RelationshipId(Draw(random, 2)));
    case 7: {
      Path path = {.nodes = {NodeId(0, Draw(random, 2))}};
      if (Draw(random, 2) == 0) {
        path.relationships.emplace_back(Draw(random, 2));
        path.nodes.emplace_back(uint8_t{0}, Draw(random, 2));
      }
      return Value::MakePath(std::move(path));
    }
    case 8: {
      Value::List list(Draw(random, 4));
      for (Value& value : list) value = RandomValue(random, depth - 1);
      return Value::MakeList(std::move(list));
    }
    default: {
      static constexpr std::array<const char*, 3> kKeys = {"a", "b", "c"};
      Value::Map map(Draw(random, 3));
      for (auto& [key, value] : map) {
        key = kKeys[Draw(random, kKeys.size())];
        value = RandomValue(random, depth - 1);
      }
      return Value::MakeMap(std::move(map));
    }
  }
}

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_RANDOM_VALUES_H_
