#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/argument_types.h"
#include "engine/query/function_of_one.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"
#include "engine/query/string_edits.h"
#include "engine/text/utf8.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

// coalesce() takes as many.
constexpr size_t kMostArguments = 255;

absl::StatusOr<Value> Size(const FunctionContext& /*context*/, Args args) {
  const size_t size = args[0].Is(Type::kList)
                          ? args[0].list().size()
                          : CountCodePoints(args[0].string());
  return Value::Integer(static_cast<int64_t>(size));
}

absl::StatusOr<Value> IsEmpty(const FunctionContext& /*context*/, Args args) {
  switch (args[0].type()) {
    case Type::kList:
      return Value::Boolean(args[0].list().empty());
    case Type::kMap:
      return Value::Boolean(args[0].map().empty());
    default:
      return Value::Boolean(args[0].string().empty());
  }
}

absl::StatusOr<Value> Head(const FunctionContext& /*context*/, Args args) {
  const Value::List& list = args[0].list();
  return list.empty() ? Value::Null() : list.front();
}

absl::StatusOr<Value> Last(const FunctionContext& /*context*/, Args args) {
  const Value::List& list = args[0].list();
  return list.empty() ? Value::Null() : list.back();
}

absl::StatusOr<Value> Tail(const FunctionContext& /*context*/, Args args) {
  const Value::List& list = args[0].list();
  if (list.empty()) return args[0];
  return Value::MakeList(Value::List(list.begin() + 1, list.end()));
}

absl::StatusOr<Value> Reverse(const FunctionContext& /*context*/, Args args) {
  if (args[0].Is(Type::kString)) {
    return Value::String(ReversedText(args[0].string()));
  }
  const Value::List& list = args[0].list();
  return Value::MakeList(Value::List(list.rbegin(), list.rend()));
}

// How many numbers lie from `first` to `last`, both counted, `step` apart.
// Requires: a step that is not 0.
uint64_t RangeSize(int64_t first, int64_t last, int64_t step) {
  if (step > 0 ? first > last : first < last) return 0;
  // As unsigned numbers, which hold any distance.
  const auto a = static_cast<uint64_t>(first);
  const auto b = static_cast<uint64_t>(last);
  const uint64_t distance = step > 0 ? b - a : a - b;
  const auto width = static_cast<uint64_t>(step);
  const uint64_t steps = distance / (step > 0 ? width : 0 - width);
  return steps == ~uint64_t{0} ? steps : steps + 1;
}

// openCypher has types that are wrong for range() be an ArgumentError of the
// run, unlike those of other functions.
absl::StatusOr<Value> Range(const FunctionContext& context, Args args) {
  for (const Value& arg : args) {
    if (arg.Is(Type::kInteger)) continue;
    return RunError(
        ErrorType::kArgument, "InvalidArgumentType",
        absl::StrCat("range() takes INTEGERs, got ", NameOf(arg.type())));
  }
  const int64_t first = args[0].integer();
  const int64_t last = args[1].integer();
  const int64_t step = args.size() == 3 ? args[2].integer() : 1;
  if (step == 0) {
    return RunError(ErrorType::kArgument, "NumberOutOfRange",
                    "the step of range() is 0");
  }
  const uint64_t size = RangeSize(first, last, step);
  if (size > context.max_bytes / sizeof(Value)) {
    return RunError(
        ErrorType::kLimit, "ValueTooLarge",
        absl::StrCat("range(", first, ", ", last, ", ", step, ") has ", size,
                     " numbers, which take more than ", context.max_bytes,
                     " bytes"));
  }
  Value::List list;
  list.reserve(size);
  int64_t next = first;
  for (uint64_t i = 0; i < size; ++i) {
    list.push_back(Value::Integer(next));
    if (i + 1 < size) next += step;
  }
  return Value::MakeList(std::move(list));
}

absl::StatusOr<Value> Coalesce(const FunctionContext& /*context*/, Args args) {
  for (const Value& arg : args) {
    if (!arg.IsNull()) return arg;
  }
  return Value::Null();
}

}  // namespace

std::vector<Function> ListFunctions() {
  return {
      FunctionOfOne("size", kLists | kStrings, kIntegers, Size,
                    "size(list or text) :: INTEGER"),
      FunctionOfOne("isEmpty", kLists | kMaps | kStrings, kBooleans, IsEmpty,
                    "isEmpty(list, map or text) :: BOOLEAN"),
      FunctionOfOne("head", kLists, kAnyType, Head, "head(list) :: ANY"),
      FunctionOfOne("last", kLists, kAnyType, Last, "last(list) :: ANY"),
      FunctionOfOne("tail", kLists, kLists, Tail, "tail(list) :: LIST"),
      FunctionOfOne("reverse", kLists | kStrings, kLists | kStrings, Reverse,
                    "reverse(list or text) :: LIST, STRING"),
      {.name = "range",
       .takes = {kAnyType, kAnyType, kAnyType},
       .least_args = 2,
       .gives = kLists,
       .body = Range,
       .signature = "range(first, last, step = 1) :: LIST of INTEGER"},
      {.name = "coalesce",
       .takes = std::vector<TypeSet>(kMostArguments, kAnyType),
       .least_args = 1,
       .null_for_null = false,
       .body = Coalesce,
       .signature = "coalesce(value, ...) :: ANY"},
  };
}

}  // namespace attest::query
