#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/argument_types.h"
#include "engine/query/function_of_one.h"
#include "engine/query/functions.h"
#include "engine/query/number_text.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_order.h"
#include "engine/query/temporal_text.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

// What each conversion takes; the variants that end in OrNull take anything and
// give null for the rest.
constexpr TypeSet kToBoolean = kBooleans | kIntegers | kStrings;
constexpr TypeSet kToNumber = kBooleans | kNumbers | kStrings;
constexpr TypeSet kToFloat = kNumbers | kStrings;
constexpr TypeSet kToString =
    kBooleans | kNumbers | kStrings | kDates | kDurations;

Value BooleanOf(const Value& value) {
  if (value.Is(Type::kBoolean)) return value;
  if (value.Is(Type::kInteger)) return Value::Boolean(value.integer() != 0);
  const absl::string_view text = absl::StripAsciiWhitespace(value.string());
  if (absl::EqualsIgnoreCase(text, "true")) return Value::Boolean(true);
  if (absl::EqualsIgnoreCase(text, "false")) return Value::Boolean(false);
  return Value::Null();
}

// None: a float beyond the integers.
std::optional<Value> IntegerOf(const Value& value) {
  switch (value.type()) {
    case Type::kInteger:
      return value;
    case Type::kBoolean:
      return Value::Integer(value.boolean() ? 1 : 0);
    case Type::kFloat: {
      const std::optional<int64_t> whole = Truncated(value.floating());
      if (!whole.has_value()) return std::nullopt;
      return Value::Integer(*whole);
    }
    default: {
      const std::optional<int64_t> read = ReadInteger(value.string());
      return read.has_value() ? Value::Integer(*read) : Value::Null();
    }
  }
}

Value FloatOf(const Value& value) {
  if (value.IsNumber()) return Value::Float(value.number());
  const std::optional<double> read = ReadFloat(value.string());
  return read.has_value() ? Value::Float(*read) : Value::Null();
}

Value StringOf(const Value& value) {
  switch (value.type()) {
    case Type::kString:
      return value;
    case Type::kBoolean:
      return Value::String(value.boolean() ? "true" : "false");
    case Type::kInteger:
      return Value::String(absl::StrCat(value.integer()));
    case Type::kFloat:
      return Value::String(FloatText(value.floating()));
    case Type::kEdtf:
      return Value::String(value.edtf().text());
    default:
      return Value::String(TemporalText(value));
  }
}

absl::StatusOr<Value> ToBoolean(const FunctionContext& /*context*/, Args args) {
  return BooleanOf(args[0]);
}

absl::StatusOr<Value> ToInteger(const FunctionContext& /*context*/, Args args) {
  const std::optional<Value> integer = IntegerOf(args[0]);
  if (integer.has_value()) return *integer;
  return RunError(ErrorType::kArithmetic, "NumberOutOfRange",
                  absl::StrCat("toInteger(", FloatText(args[0].floating()),
                               ") is beyond the 64 bits of an INTEGER"));
}

absl::StatusOr<Value> ToFloat(const FunctionContext& /*context*/, Args args) {
  return FloatOf(args[0]);
}

absl::StatusOr<Value> ToString(const FunctionContext& /*context*/, Args args) {
  return StringOf(args[0]);
}

bool IsOneOf(const Value& value, TypeSet types) {
  return (SetOf(value.type()) & types) != 0;
}

absl::StatusOr<Value> ToBooleanOrNull(const FunctionContext& /*context*/,
                                      Args args) {
  return IsOneOf(args[0], kToBoolean) ? BooleanOf(args[0]) : Value::Null();
}

absl::StatusOr<Value> ToIntegerOrNull(const FunctionContext& /*context*/,
                                      Args args) {
  if (!IsOneOf(args[0], kToNumber)) return Value::Null();
  return IntegerOf(args[0]).value_or(Value::Null());
}

absl::StatusOr<Value> ToFloatOrNull(const FunctionContext& /*context*/,
                                    Args args) {
  return IsOneOf(args[0], kToFloat) ? FloatOf(args[0]) : Value::Null();
}

absl::StatusOr<Value> ToStringOrNull(const FunctionContext& /*context*/,
                                     Args args) {
  return IsOneOf(args[0], kToString) ? StringOf(args[0]) : Value::Null();
}

}  // namespace

std::vector<Function> ConversionFunctions() {
  return {
      FunctionOfOne("toBoolean", kToBoolean, kBooleans, ToBoolean,
                    "toBoolean(value) :: BOOLEAN"),
      FunctionOfOne("toBooleanOrNull", kAnyType, kBooleans, ToBooleanOrNull,
                    "toBooleanOrNull(value) :: BOOLEAN"),
      FunctionOfOne("toInteger", kToNumber, kIntegers, ToInteger,
                    "toInteger(value) :: INTEGER"),
      FunctionOfOne("toIntegerOrNull", kAnyType, kIntegers, ToIntegerOrNull,
                    "toIntegerOrNull(value) :: INTEGER"),
      FunctionOfOne("toFloat", kToFloat, kFloats, ToFloat,
                    "toFloat(value) :: FLOAT"),
      FunctionOfOne("toFloatOrNull", kAnyType, kFloats, ToFloatOrNull,
                    "toFloatOrNull(value) :: FLOAT"),
      FunctionOfOne("toString", kToString, kStrings, ToString,
                    "toString(value) :: STRING"),
      FunctionOfOne("toStringOrNull", kAnyType, kStrings, ToStringOrNull,
                    "toStringOrNull(value) :: STRING"),
  };
}

}  // namespace attest::query
