#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>

#include "absl/strings/str_cat.h"
#include "engine/query/argument_types.h"
#include "engine/query/decimal_rounding.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

absl::StatusOr<Value> Abs(const FunctionContext& /*context*/, Args args) {
  if (args[0].Is(Type::kFloat)) {
    return Value::Float(std::fabs(args[0].floating()));
  }
  const int64_t value = args[0].integer();
  if (value == std::numeric_limits<int64_t>::min()) {
    return RunError(
        ErrorType::kArithmetic, "NumberOutOfRange",
        absl::StrCat("abs(", value, ") is beyond the 64 bits of an INTEGER"));
  }
  return Value::Integer(value < 0 ? -value : value);
}

absl::StatusOr<Value> Sign(const FunctionContext& /*context*/, Args args) {
  if (args[0].Is(Type::kInteger)) {
    const int64_t value = args[0].integer();
    return Value::Integer(static_cast<int>(value > 0) -
                          static_cast<int>(value < 0));
  }
  const double value = args[0].floating();
  return Value::Integer(static_cast<int>(value > 0) -
                        static_cast<int>(value < 0));
}

// With one argument to the nearest, of two the greater; with decimals of two
// the one away from 0.
absl::StatusOr<Value> Round(const FunctionContext& /*context*/, Args args) {
  const double value = args[0].number();
  if (args.size() == 1) {
    const double below = std::floor(value);
    return Value::Float(value - below >= 0.5 ? below + 1 : below);
  }
  const int64_t places = args[1].integer();
  if (places < 0) {
    return RunError(
        ErrorType::kArgument, "NumberOutOfRange",
        absl::StrCat("round() takes 0 or more decimals, got ", places));
  }
  RoundingMode mode = RoundingMode::kHalfUp;
  if (args.size() == 3) {
    const std::optional<RoundingMode> read = ReadRoundingMode(args[2].string());
    if (!read.has_value()) {
      return RunError(ErrorType::kArgument, "InvalidArgumentValue",
                      absl::StrCat("round() has no mode '", args[2].string(),
                                   "': UP, DOWN, CEILING, FLOOR, HALF_UP, "
                                   "HALF_DOWN or HALF_EVEN"));
    }
    mode = *read;
  }
  return Value::Float(Rounded(value, places, mode));
}

absl::StatusOr<Value> IsNan(const FunctionContext& /*context*/, Args args) {
  return Value::Boolean(args[0].Is(Type::kFloat) &&
                        std::isnan(args[0].floating()));
}

absl::StatusOr<Value> Atan2(const FunctionContext& /*context*/, Args args) {
  return Value::Float(std::atan2(args[0].number(), args[1].number()));
}

absl::StatusOr<Value> Rand(const FunctionContext& context, Args /*args*/) {
  return Value::Float(context.random());
}

double Ceil(double value) { return std::ceil(value); }
double Floor(double value) { return std::floor(value); }
double Sqrt(double value) { return std::sqrt(value); }
double Exp(double value) { return std::exp(value); }
double Log(double value) { return std::log(value); }
double Log10(double value) { return std::log10(value); }
double Sin(double value) { return std::sin(value); }
double Cos(double value) { return std::cos(value); }
double Tan(double value) { return std::tan(value); }
double Cot(double value) { return 1 / std::tan(value); }
double Asin(double value) { return std::asin(value); }
double Acos(double value) { return std::acos(value); }
double Atan(double value) { return std::atan(value); }
double Degrees(double value) { return value * (180 / std::numbers::pi); }
double Radians(double value) { return value * (std::numbers::pi / 180); }
double Haversin(double value) {
  const double half = std::sin(value / 2);
  return half * half;
}

// A function from a number to a float.
template <double (*kFunction)(double)>
Function Real(absl::string_view name, absl::string_view signature) {
  return {
      .name = name,
      .takes = {kNumbers},
      .least_args = 1,
      .gives = kFloats,
      .body = [](const FunctionContext&, Args args) -> absl::StatusOr<Value> {
        return Value::Float(kFunction(args[0].number()));
      },
      .signature = signature};
}

std::vector<Function> RealFunctions() {
  return {
      Real<Ceil>("ceil", "ceil(number) :: FLOAT"),
      Real<Floor>("floor", "floor(number) :: FLOAT"),
      Real<Sqrt>("sqrt", "sqrt(number) :: FLOAT"),
      Real<Exp>("exp", "exp(number) :: FLOAT"),
      Real<Log>("log", "log(number) :: FLOAT"),
      Real<Log10>("log10", "log10(number) :: FLOAT"),
      Real<Sin>("sin", "sin(radians) :: FLOAT"),
      Real<Cos>("cos", "cos(radians) :: FLOAT"),
      Real<Tan>("tan", "tan(radians) :: FLOAT"),
      Real<Cot>("cot", "cot(radians) :: FLOAT"),
      Real<Asin>("asin", "asin(number) :: FLOAT"),
      Real<Acos>("acos", "acos(number) :: FLOAT"),
      Real<Atan>("atan", "atan(number) :: FLOAT"),
      Real<Degrees>("degrees", "degrees(radians) :: FLOAT"),
      Real<Radians>("radians", "radians(degrees) :: FLOAT"),
      Real<Haversin>("haversin", "haversin(radians) :: FLOAT"),
  };
}

}  // namespace

std::vector<Function> NumberFunctions() {
  std::vector<Function> functions = RealFunctions();
  functions.push_back({.name = "abs",
                       .takes = {kNumbers},
                       .least_args = 1,
                       .gives = kNumbers,
                       .body = Abs,
                       .signature = "abs(number) :: INTEGER, FLOAT"});
  functions.push_back({.name = "sign",
                       .takes = {kNumbers},
                       .least_args = 1,
                       .gives = kIntegers,
                       .body = Sign,
                       .signature = "sign(number) :: INTEGER"});
  functions.push_back(
      {.name = "round",
       .takes = {kNumbers, kIntegers, kStrings},
       .least_args = 1,
       .gives = kFloats,
       .body = Round,
       .signature = "round(number, decimals = 0, mode = 'HALF_UP') :: FLOAT"});
  functions.push_back({.name = "isNaN",
                       .takes = {kNumbers},
                       .least_args = 1,
                       .gives = kBooleans,
                       .body = IsNan,
                       .signature = "isNaN(number) :: BOOLEAN"});
  functions.push_back({.name = "atan2",
                       .takes = {kNumbers, kNumbers},
                       .least_args = 2,
                       .gives = kFloats,
                       .body = Atan2,
                       .signature = "atan2(y, x) :: FLOAT"});
  functions.push_back({.name = "rand",
                       .gives = kFloats,
                       .body = Rand,
                       .signature = "rand() :: FLOAT",
                       .is_pure = false});
  functions.push_back(
      {.name = "e",
       .gives = kFloats,
       .body = [](const FunctionContext&, Args) -> absl::StatusOr<Value> {
         return Value::Float(std::numbers::e);
       },
       .signature = "e() :: FLOAT"});
  functions.push_back(
      {.name = "pi",
       .gives = kFloats,
       .body = [](const FunctionContext&, Args) -> absl::StatusOr<Value> {
         return Value::Float(std::numbers::pi);
       },
       .signature = "pi() :: FLOAT"});
  return functions;
}

}  // namespace attest::query
