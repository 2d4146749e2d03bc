#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/query/argument_types.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"
#include "engine/query/string_edits.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest::query {
namespace {

using Args = absl::Span<const Value>;

// About what a string of a list takes beside its text.
constexpr uint64_t kStringBytes = sizeof(Value) + sizeof(std::string) + 16;

absl::Status LimitError(absl::string_view function, uint64_t max_bytes) {
  return RunError(ErrorType::kLimit, "ValueTooLarge",
                  absl::StrCat(function, "() gives a value of more than ",
                               max_bytes, " bytes"));
}

// How many code points an argument says.
absl::StatusOr<size_t> CountOf(const Value& value, absl::string_view what) {
  if (value.integer() >= 0) return static_cast<size_t>(value.integer());
  return RunError(ErrorType::kArgument, "NumberOutOfRange",
                  absl::StrCat(what, " is 0 or more, got ", value.integer()));
}

Value StringFrom(absl::string_view text) {
  return Value::String(std::string(text));
}

absl::StatusOr<Value> Substring(const FunctionContext& /*context*/, Args args) {
  absl::string_view text = args[0].string();
  ASSIGN_OR_RETURN(const size_t begin,
                   CountOf(args[1], "the start in substring()"));
  text.remove_prefix(FirstCodePoints(text, begin).size());
  if (args.size() == 3) {
    ASSIGN_OR_RETURN(const size_t count,
                     CountOf(args[2], "the length in substring()"));
    text = FirstCodePoints(text, count);
  }
  return StringFrom(text);
}

absl::StatusOr<Value> Left(const FunctionContext& /*context*/, Args args) {
  ASSIGN_OR_RETURN(const size_t count,
                   CountOf(args[1], "the length in left()"));
  return StringFrom(FirstCodePoints(args[0].string(), count));
}

absl::StatusOr<Value> Right(const FunctionContext& /*context*/, Args args) {
  ASSIGN_OR_RETURN(const size_t count,
                   CountOf(args[1], "the length in right()"));
  return StringFrom(LastCodePoints(args[0].string(), count));
}

// Where the next delimiter begins in `text`: an empty one lies between any two
// code points.
size_t FindDelimiter(absl::string_view text, absl::string_view delimiter) {
  if (!delimiter.empty()) return text.find(delimiter);
  size_t position = 0;
  if (!text.empty()) NextCodePoint(text, position);
  return position < text.size() ? position : absl::string_view::npos;
}

absl::StatusOr<Value> Split(const FunctionContext& context, Args args) {
  absl::string_view text = args[0].string();
  const absl::string_view delimiter = args[1].string();
  uint64_t bytes = text.size();
  Value::List parts;
  while (true) {
    bytes += kStringBytes;
    if (bytes > context.max_bytes) {
      return LimitError("split", context.max_bytes);
    }
    const size_t end = FindDelimiter(text, delimiter);
    parts.push_back(StringFrom(text.substr(0, end)));
    if (end == absl::string_view::npos) break;
    text.remove_prefix(end + delimiter.size());
  }
  return Value::MakeList(std::move(parts));
}

absl::StatusOr<Value> Replace(const FunctionContext& context, Args args) {
  const absl::string_view text = args[0].string();
  const absl::string_view from = args[1].string();
  const absl::string_view to = args[2].string();
  if (from.empty()) return args[0];
  uint64_t count = 0;
  for (size_t at = text.find(from); at != absl::string_view::npos;
       at = text.find(from, at + from.size())) {
    ++count;
  }
  const uint64_t kept = text.size() - count * from.size();
  if (kept > context.max_bytes ||
      (!to.empty() && count > (context.max_bytes - kept) / to.size())) {
    return LimitError("replace", context.max_bytes);
  }
  return Value::String(absl::StrReplaceAll(text, {{from, to}}));
}

template <LetterCase kCase>
absl::StatusOr<Value> ToCase(const FunctionContext& context, Args args) {
  std::string text = InCase(args[0].string(), kCase);
  if (text.size() > context.max_bytes) {
    return LimitError(kCase == LetterCase::kUpper ? "toUpper" : "toLower",
                      context.max_bytes);
  }
  return Value::String(std::move(text));
}

template <bool kFirst, bool kLast>
absl::StatusOr<Value> Trim(const FunctionContext& /*context*/, Args args) {
  constexpr TrimmedEnds kEnds = {.first = kFirst, .last = kLast};
  const absl::string_view text = args[0].string();
  if (args.size() == 1) return StringFrom(TrimmedSpace(text, kEnds));
  return StringFrom(TrimmedCharacters(text, args[1].string(), kEnds));
}

absl::StatusOr<Value> CharLength(const FunctionContext& /*context*/,
                                 Args args) {
  return Value::Integer(
      static_cast<int64_t>(CountCodePoints(args[0].string())));
}

// A function from a string, and whatever `others` are, to a string.
Function OfString(absl::string_view name, std::vector<TypeSet> others,
                  int least_args, FunctionBody body,
                  absl::string_view signature) {
  std::vector<TypeSet> takes = {kStrings};
  takes.insert(takes.end(), others.begin(), others.end());
  return {.name = name,
          .takes = std::move(takes),
          .least_args = least_args,
          .gives = kStrings,
          .body = body,
          .signature = signature};
}

Function Length(absl::string_view name, absl::string_view signature) {
  Function length = OfString(name, {}, 1, CharLength, signature);
  length.gives = kIntegers;
  return length;
}

Function SplitFunction() {
  Function split = OfString("split", {kStrings}, 2, Split,
                            "split(text, delimiter) :: LIST of STRING");
  split.gives = kLists;
  return split;
}

}  // namespace

std::vector<Function> StringFunctions() {
  constexpr FunctionBody kUpper = ToCase<LetterCase::kUpper>;
  constexpr FunctionBody kLower = ToCase<LetterCase::kLower>;
  return {
      OfString("substring", {kIntegers, kIntegers}, 2, Substring,
               "substring(text, start, length = rest) :: STRING"),
      OfString("left", {kIntegers}, 2, Left, "left(text, length) :: STRING"),
      OfString("right", {kIntegers}, 2, Right, "right(text, length) :: STRING"),
      SplitFunction(),
      OfString("replace", {kStrings, kStrings}, 3, Replace,
               "replace(text, from, to) :: STRING"),
      OfString("toUpper", {}, 1, kUpper, "toUpper(text) :: STRING"),
      OfString("upper", {}, 1, kUpper, "upper(text) :: STRING"),
      OfString("toLower", {}, 1, kLower, "toLower(text) :: STRING"),
      OfString("lower", {}, 1, kLower, "lower(text) :: STRING"),
      OfString("trim", {}, 1, Trim<true, true>, "trim(text) :: STRING"),
      OfString("btrim", {kStrings}, 1, Trim<true, true>,
               "btrim(text, characters = white space) :: STRING"),
      OfString("ltrim", {kStrings}, 1, Trim<true, false>,
               "ltrim(text, characters = white space) :: STRING"),
      OfString("rtrim", {kStrings}, 1, Trim<false, true>,
               "rtrim(text, characters = white space) :: STRING"),
      Length("charLength", "charLength(text) :: INTEGER"),
      Length("char_length", "char_length(text) :: INTEGER"),
      Length("character_length", "character_length(text) :: INTEGER"),
  };
}

}  // namespace attest::query
