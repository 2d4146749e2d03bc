#include "engine/interchange/claims_csv_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/ingest/input_error.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/model/claim.h"
#include "engine/model/enum_names.h"
#include "engine/model/json_text.h"

namespace attest {
namespace {

constexpr absl::string_view kEnDash = "\xE2\x80\x93";
constexpr absl::string_view kAtLeast = "\xE2\x89\xA5";
constexpr absl::string_view kAtMost = "\xE2\x89\xA4";

CellFault NoQuantity() {
  return {"not a quantity",
          "a whole number such as 150, >=5000, <=10, ~20, 10-20 (low and "
          "high), 10-15-20 (low, best, high), or JSON"};
}

// A whole number, also as spreadsheets show it: 1,500 or 150.0.
std::optional<uint64_t> WholeOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const size_t point = text.find('.');
  if (point != absl::string_view::npos) {
    const absl::string_view fraction = text.substr(point + 1);
    // 1.000 may be a thousand: where it is, a comma separates the fraction.
    if (fraction.empty() || fraction.size() == 3 ||
        fraction.find_first_not_of('0') != absl::string_view::npos) {
      return std::nullopt;
    }
    text = text.substr(0, point);
  }
  std::string digits;
  const std::vector<absl::string_view> groups = absl::StrSplit(text, ',');
  for (size_t i = 0; i < groups.size(); ++i) {
    const bool is_group =
        i == 0 ? groups[i].size() <= 3 : groups[i].size() == 3;
    if (groups.size() > 1 && !is_group) return std::nullopt;
    absl::StrAppend(&digits, groups[i]);
  }
  uint64_t number = 0;
  const bool is_number =
      !digits.empty() && !groups[0].empty() &&
      std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
      absl::SimpleAtoi(digits, &number);
  if (!is_number) return std::nullopt;
  return number;
}

// 05-06-2014 and 10-20-2012 are dates that strayed into the column, and not
// two deaths or five.
bool LooksLikeDate(const std::vector<absl::string_view>& parts) {
  constexpr uint64_t kLastDay = 31;
  constexpr uint64_t kFirstYear = 1800;
  constexpr uint64_t kLastYear = 2199;
  std::vector<uint64_t> numbers;
  for (absl::string_view part : parts) {
    part = absl::StripAsciiWhitespace(part);
    if (parts.size() > 1 && part.size() > 1 && part[0] == '0') return true;
    numbers.push_back(WholeOf(part).value_or(0));
  }
  if (numbers.size() != 3) return false;
  const auto is_year = [](uint64_t number) {
    return number >= kFirstYear && number <= kLastYear;
  };
  return numbers[1] <= kLastDay &&
         ((is_year(numbers[2]) && numbers[0] <= kLastDay) ||
          (is_year(numbers[0]) && numbers[2] <= kLastDay));
}

std::optional<CellFault> AppendQuantity(absl::string_view cell,
                                        absl::string_view unit,
                                        std::string& json) {
  struct Sign {
    absl::string_view sign;
    absl::string_view name;
  };
  static constexpr Sign kSigns[] = {{">=", "at_least"}, {kAtLeast, "at_least"},
                                    {"<=", "at_most"},  {kAtMost, "at_most"},
                                    {"~", "about"},     {"", "exact"}};
  std::vector<absl::string_view> parts;
  for (const absl::string_view part : absl::StrSplit(cell, kEnDash)) {
    for (const absl::string_view inner : absl::StrSplit(part, '-')) {
      parts.push_back(inner);
    }
  }
  if (LooksLikeDate(parts)) {
    return CellFault{"this looks like a date",
                     "a whole number such as 150, 10-20 or 10-15-20 without "
                     "zeros in front, or JSON"};
  }
  std::vector<uint64_t> numbers;
  absl::string_view name = "low";
  if (parts.size() == 1) {
    const Sign* sign = kSigns;
    while (!absl::ConsumePrefix(&parts[0], sign->sign)) ++sign;
    name = sign->name;
  }
  for (const absl::string_view part : parts) {
    const std::optional<uint64_t> number = WholeOf(part);
    if (!number) return NoQuantity();
    numbers.push_back(*number);
  }
  if (numbers.size() > 3) return NoQuantity();
  absl::StrAppend(&json, "{\"", name, "\":", numbers[0]);
  if (numbers.size() == 3) absl::StrAppend(&json, ",\"best\":", numbers[1]);
  if (numbers.size() > 1) absl::StrAppend(&json, ",\"high\":", numbers.back());
  if (!unit.empty()) AppendTextField("unit", unit, json);
  json += '}';
  return std::nullopt;
}

std::optional<CellFault> AppendPoint(absl::string_view cell,
                                     std::string& json) {
  const std::vector<absl::string_view> parts = absl::StrSplit(cell, ',');
  double lat = 0;
  double lon = 0;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &lat) ||
      !absl::SimpleAtod(parts[1], &lon) || !std::isfinite(lat) ||
      !std::isfinite(lon)) {
    return CellFault{"not a point",
                     "latitude and longitude such as 36.2,37.2, or JSON"};
  }
  json += "{\"lat\":";
  AppendJsonNumber(lat, json);
  json += ",\"lon\":";
  AppendJsonNumber(lon, json);
  json += '}';
  return std::nullopt;
}

// Adds `unit` to the quantity that stands in `json` from `begin`.
std::optional<CellFault> AddUnit(absl::string_view unit, size_t begin,
                                 std::string& json) {
  if (unit.empty()) return std::nullopt;
  nlohmann::ordered_json quantity =
      nlohmann::ordered_json::parse(json.substr(begin), nullptr, false);
  if (!quantity.is_object()) return NoQuantity();
  const auto stated = quantity.find("unit");
  if (stated != quantity.end()) {
    if (*stated == std::string(unit)) return std::nullopt;
    return CellFault{"the value says another unit than column unit",
                     QuotedForMessage(unit)};
  }
  quantity["unit"] = std::string(unit);
  json.resize(begin);
  json += quantity.dump();
  return std::nullopt;
}

}  // namespace

bool IsJsonCell(absl::string_view cell) {
  return absl::StartsWith(cell, "{") || absl::StartsWith(cell, "[");
}

std::optional<CellFault> AppendJsonCell(absl::string_view cell,
                                        JsonParser& parser, std::string& json) {
  // One value: a cell that closes the object around it would bring fields of
  // its own into the line.
  std::string text = absl::StrCat("{\"cell\":", cell, "}");
  const size_t size = text.size();
  text.append(JsonParser::kPadding, ' ');
  const auto fault = parser.Parse(absl::string_view(text).substr(0, size));
  if (fault || parser.root().child_count != 1) {
    return CellFault{"the cell begins as JSON and is none", "JSON"};
  }
  // In JSON a line end can only stand between values.
  const size_t begin = json.size();
  json.append(cell.data(), cell.size());
  std::replace(json.begin() + static_cast<std::ptrdiff_t>(begin), json.end(),
               '\n', ' ');
  return std::nullopt;
}

std::optional<CellFault> ReadQuotedWords(absl::string_view cell,
                                         JsonParser& parser,
                                         std::string& words) {
  std::string json;
  if (auto fault = AppendJsonCell(cell, parser, json)) return fault;
  const auto quote = nlohmann::json::parse(json, nullptr, false);
  if (quote.is_object() && quote.contains("exact") &&
      quote["exact"].is_string()) {
    words = quote["exact"].get<std::string>();
    return std::nullopt;
  }
  return CellFault{"a quote without its words",
                   "{\"exact\": its words, \"prefix\": those before it, "
                   "\"suffix\": those behind it}"};
}

std::optional<CellFault> AppendValueCell(absl::string_view cell,
                                         Literal literal,
                                         absl::string_view unit,
                                         JsonParser& parser,
                                         std::string& json) {
  const bool is_text = literal == Literal::kText || literal == Literal::kDate;
  if (!is_text && IsJsonCell(cell)) {
    const size_t begin = json.size();
    auto fault = AppendJsonCell(cell, parser, json);
    if (fault || literal != Literal::kQuantity) return fault;
    return AddUnit(unit, begin, json);
  }
  switch (literal) {
    case Literal::kQuantity:
      return AppendQuantity(cell, unit, json);
    case Literal::kPoint:
      return AppendPoint(cell, json);
    case Literal::kFlag:
      if (!FlagOfCell(cell).value_or(false)) {
        return CellFault{"not a flag",
                         "yes (the contrary is \"denies\" in column stance)"};
      }
      json += "true";
      return std::nullopt;
    case Literal::kText:
    case Literal::kDate:
      break;
  }
  AppendJsonString(cell, json);
  return std::nullopt;
}

std::optional<bool> FlagOfCell(absl::string_view cell) {
  const std::string word = absl::AsciiStrToLower(cell);
  for (const char* yes : {"true", "yes", "y", "1", "x"}) {
    if (word == yes) return true;
  }
  for (const char* no : {"false", "no", "n", "0"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::vector<absl::string_view> PartsOfCell(absl::string_view cell) {
  std::vector<absl::string_view> parts;
  for (absl::string_view part : absl::StrSplit(cell, ';')) {
    part = absl::StripAsciiWhitespace(part);
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::pair<absl::string_view, std::string> SpeakerOfPart(
    absl::string_view part) {
  const size_t open = part.rfind('(');
  if (open == absl::string_view::npos || !absl::EndsWith(part, ")")) {
    return {part, ""};
  }
  const std::string inner = NormalName(absl::StripAsciiWhitespace(
      part.substr(open + 1, part.size() - open - 2)));
  for (const absl::string_view basis : EnumNames<Basis>::kNames) {
    if (inner == basis) {
      return {absl::StripAsciiWhitespace(part.substr(0, open)), inner};
    }
  }
  return {part, ""};
}

void AppendNumberOrText(absl::string_view cell, std::string& json) {
  constexpr size_t kDigits = 15;  // fewer than the format's 2^53
  const bool is_number =
      !cell.empty() && cell.size() <= kDigits &&
      (cell[0] != '0' || cell.size() == 1) &&
      std::all_of(cell.begin(), cell.end(), absl::ascii_isdigit);
  if (is_number) {
    json.append(cell.data(), cell.size());
  } else {
    AppendJsonString(cell, json);
  }
}

void AppendTextField(absl::string_view name, absl::string_view text,
                     std::string& json) {
  absl::StrAppend(&json, ",\"", name, "\":");
  AppendJsonString(text, json);
}

}  // namespace attest
