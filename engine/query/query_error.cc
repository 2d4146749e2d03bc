#include "engine/query/query_error.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/text/utf8.h"
#include "unicode/uchar.h"

namespace attest::query {
namespace {

constexpr absl::string_view kPayload = "attest.query/fault";

// How many code points of a line are shown, and how many of them before the
// place when the line is longer.
constexpr size_t kShownCodePoints = 76;
constexpr size_t kShownBefore = 48;
constexpr absl::string_view kLeftOut = "...";
constexpr absl::string_view kIndent = "    ";

constexpr std::array<absl::string_view, 10> kTypeNames = {
    "SyntaxError",     "SemanticError",  "TypeError",        "ArgumentError",
    "ArithmeticError", "EntityNotFound", "ParameterMissing", "ProcedureError",
    "Refused",         "LimitExceeded"};

// "type phase begin end detail", begin and end "-" when there is no place.
absl::Cord PayloadOf(const QueryFault& fault) {
  const std::string place =
      fault.place.has_value()
          ? absl::StrCat(fault.place->begin, " ", fault.place->end)
          : "- -";
  return absl::Cord(absl::StrCat(static_cast<int>(fault.type), " ",
                                 static_cast<int>(fault.phase), " ", place, " ",
                                 fault.detail));
}

absl::Status WithFault(absl::StatusCode code, absl::string_view message,
                       const QueryFault& fault) {
  absl::Status status(code, message);
  status.SetPayload(kPayload, PayloadOf(fault));
  return status;
}

// The line of `text` around byte `at`: bytes [begin, end), without what ends
// it, and its number from 1.
struct Line {
  size_t begin = 0;
  size_t end = 0;
  size_t number = 1;
};

Line LineAt(absl::string_view text, size_t at) {
  Line line;
  const absl::string_view before = text.substr(0, at);
  line.number +=
      static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t last = before.rfind('\n');
  line.begin = last == absl::string_view::npos ? 0 : last + 1;
  line.end = std::min(text.find('\n', at), text.size());
  if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
  return line;
}

// A code point as it is shown, and what stands under it in the line of the
// caret.
struct Shown {
  std::string text;
  absl::string_view under;
};

Shown ShownAs(int32_t code_point) {
  Shown shown;
  shown.under = " ";
  if (code_point == '\t') {
    shown.under = "\t";
  } else if (code_point < 0 || u_iscntrl(code_point) != 0) {
    // Neither bytes that are no text nor commands to the terminal.
    code_point = 0xFFFD;
  } else if (u_getCombiningClass(code_point) != 0 ||
             u_charType(code_point) == U_NON_SPACING_MARK ||
             u_charType(code_point) == U_ENCLOSING_MARK) {
    shown.under = "";
  } else {
    const int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_FULLWIDTH || width == U_EA_WIDE) shown.under = "  ";
  }
  AppendCodePoint(code_point, shown.text);
  return shown;
}

// How many code points of `line` lie before its byte `at`.
size_t ColumnOf(absl::string_view line, size_t at) {
  size_t count = 0;
  for (size_t position = 0; position < line.size(); ++count) {
    NextCodePoint(line, position);
    if (position > at) break;
  }
  return count;
}

// The two lines that show `line`, with a caret under the code point `column`,
// or behind the last.
std::string Pointed(absl::string_view line, size_t column) {
  std::vector<int32_t> code_points;
  for (size_t position = 0; position < line.size();) {
    code_points.push_back(NextCodePoint(line, position));
  }
  size_t first = 0;
  size_t last = code_points.size();
  if (last > kShownCodePoints) {
    first = column > kShownBefore ? column - kShownBefore : 0;
    first = std::min(first, last - kShownCodePoints);
    last = first + kShownCodePoints;
  }
  std::string above(kIndent);
  std::string below(kIndent);
  if (first > 0) {
    absl::StrAppend(&above, kLeftOut);
    below.append(kLeftOut.size(), ' ');
  }
  for (size_t i = first; i < last; ++i) {
    const Shown shown = ShownAs(code_points[i]);
    absl::StrAppend(&above, shown.text);
    if (i < column) absl::StrAppend(&below, shown.under);
  }
  if (last < code_points.size()) absl::StrAppend(&above, kLeftOut);
  return absl::StrCat("\n", above, "\n", below, "^");
}

}  // namespace

absl::string_view NameOf(ErrorType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

absl::Status QueryError(ErrorType type, absl::string_view detail, Place place,
                        absl::string_view message) {
  const absl::StatusCode code =
      type == ErrorType::kRefused ? absl::StatusCode::kUnimplemented
      : type == ErrorType::kLimit ? absl::StatusCode::kResourceExhausted
                                  : absl::StatusCode::kInvalidArgument;
  return WithFault(code, message,
                   {.type = type,
                    .phase = Phase::kCompile,
                    .detail = std::string(detail),
                    .place = place});
}

absl::Status RunError(ErrorType type, absl::string_view detail,
                      absl::string_view message) {
  return WithFault(
      type == ErrorType::kLimit ? absl::StatusCode::kResourceExhausted
                                : absl::StatusCode::kInvalidArgument,
      message,
      {.type = type, .phase = Phase::kRun, .detail = std::string(detail)});
}

absl::Status AtPlace(absl::Status status, Place place) {
  std::optional<QueryFault> fault = FaultOf(status);
  if (!fault.has_value() || fault->place.has_value()) return status;
  fault->place = place;
  status.SetPayload(kPayload, PayloadOf(*fault));
  return status;
}

std::optional<QueryFault> FaultOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  const std::vector<std::string> parts =
      absl::StrSplit(std::string(*payload), absl::MaxSplits(' ', 4));
  int type = 0;
  int phase = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[0], &type) ||
      !absl::SimpleAtoi(parts[1], &phase) || type < 0 ||
      type >= static_cast<int>(kTypeNames.size()) || phase < 0 || phase > 1) {
    return std::nullopt;
  }
  QueryFault fault = {.type = static_cast<ErrorType>(type),
                      .phase = static_cast<Phase>(phase),
                      .detail = parts[4]};
  Place place;
  if (absl::SimpleAtoi(parts[2], &place.begin) &&
      absl::SimpleAtoi(parts[3], &place.end)) {
    fault.place = place;
  }
  return fault;
}

absl::Status Explained(const absl::Status& status, absl::string_view text) {
  const std::optional<QueryFault> fault = FaultOf(status);
  if (!fault.has_value()) return status;
  std::string message =
      fault->detail.empty()
          ? absl::StrCat(status.message(), " (", NameOf(fault->type), ")")
          : absl::StrCat(status.message(), " (", NameOf(fault->type), ": ",
                         fault->detail, ")");
  if (fault->place.has_value()) {
    const size_t at = std::min<size_t>(fault->place->begin, text.size());
    const Line line = LineAt(text, at);
    const absl::string_view shown =
        text.substr(line.begin, line.end - line.begin);
    // Between the two bytes that end a line is its end.
    const size_t column = ColumnOf(shown, std::min(at, line.end) - line.begin);
    message = absl::StrCat("line ", line.number, ", column ", column + 1, ": ",
                           message, Pointed(shown, column));
  }
  absl::Status explained(status.code(), message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    explained.SetPayload(url, payload);
  });
  return explained;
}

}  // namespace attest::query
