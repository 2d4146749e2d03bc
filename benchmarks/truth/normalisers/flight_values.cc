#include "benchmarks/truth/normalisers/flight_values.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace attest {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec"};

// A run of digits, a run of letters, or one other character; spaces are
// dropped.
struct Token {
  absl::string_view text;
  int64_t number = -1;  // of digits
};

std::vector<Token> Tokens(absl::string_view text) {
  std::vector<Token> tokens;
  size_t i = 0;
  while (i < text.size()) {
    size_t end = i + 1;
    const auto run = [&](bool (*is)(unsigned char)) {
      if (!is(static_cast<unsigned char>(text[i]))) return false;
      while (end < text.size() && is(static_cast<unsigned char>(text[end]))) {
        ++end;
      }
      return true;
    };
    Token token;
    const bool digits = run(absl::ascii_isdigit);
    if (!digits) run(absl::ascii_isalpha);
    token.text = text.substr(i, end - i);
    if (digits && !absl::SimpleAtoi(token.text, &token.number)) {
      token.number = -1;
    }
    if (!absl::ascii_isspace(static_cast<unsigned char>(text[i]))) {
      tokens.push_back(token);
    }
    i = end;
  }
  return tokens;
}

struct Clock {
  size_t begin;
  size_t end;  // of its tokens
  int64_t minutes;
};

std::optional<Clock> FindClock(const std::vector<Token>& tokens) {
  for (size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (tokens[i].number < 0 || tokens[i + 1].text != ":" ||
        tokens[i + 2].number < 0) {
      continue;
    }
    int64_t hour = tokens[i].number;
    size_t end = i + 3;
    if (end < tokens.size() &&
        (tokens[end].text[0] == 'a' || tokens[end].text[0] == 'p') &&
        tokens[end].text.substr(0, 3) != "apr" &&
        tokens[end].text.substr(0, 3) != "aug") {
      hour = hour % 12 + (tokens[end].text[0] == 'p' ? 12 : 0);
      ++end;
    }
    return Clock{i, end, hour * 60 + tokens[i + 2].number};
  }
  return std::nullopt;
}

using Date = std::pair<int64_t, int64_t>;  // month, day

// "Dec 01", "Dec.01", "01-Dec", also where am or pm runs into the month.
std::optional<Date> NamedDate(const std::vector<Token>& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    absl::string_view word = tokens[i].text;
    if (word.size() > 4 &&
        (word.substr(0, 2) == "am" || word.substr(0, 2) == "pm")) {
      word.remove_prefix(2);
    } else if (word.size() == 4 && (word[0] == 'a' || word[0] == 'p')) {
      word.remove_prefix(1);
    }
    for (size_t month = 0; month < kMonths.size(); ++month) {
      if (word.substr(0, 3) != kMonths[month]) continue;
      const auto number = static_cast<int64_t>(month) + 1;
      if (i >= 2 && tokens[i - 1].text == "-" && tokens[i - 2].number > 0) {
        return Date(number, tokens[i - 2].number);
      }
      size_t day = i + 1;
      if (day < tokens.size() && tokens[day].text == ".") ++day;
      if (day < tokens.size() && tokens[day].number > 0) {
        return Date(number, tokens[day].number);
      }
    }
  }
  return std::nullopt;
}

// "2011-12-01", "12/01/2011", "12-01-11"; a bare "11/30" after a full date
// says which day the time is of.
std::optional<Date> NumericDate(const std::vector<Token>& tokens,
                                const Clock& clock) {
  std::optional<Date> date;
  for (size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (i + 2 >= clock.begin && i < clock.end) continue;
    const absl::string_view mark = tokens[i + 1].text;
    if (tokens[i].number < 0 || tokens[i + 2].number < 0) continue;
    if (mark != "-" && mark != "/") continue;
    const bool three = i + 4 < tokens.size() && tokens[i + 3].text == mark &&
                       tokens[i + 4].number > 0;
    if (tokens[i].number > 31) {
      if (three) date = Date(tokens[i + 2].number, tokens[i + 4].number);
    } else if (three || mark == "/") {
      date = Date(tokens[i].number, tokens[i + 2].number);
    }
    if (three) i += 4;
  }
  return date;
}

}  // namespace

std::optional<int64_t> FlightMinute(absl::string_view text) {
  const std::string lower =
      absl::AsciiStrToLower(absl::StrReplaceAll(text, {{"&nbsp", " "}}));
  if (absl::StrContains(lower, "runway")) return std::nullopt;
  const std::vector<Token> tokens = Tokens(lower);
  const std::optional<Clock> clock = FindClock(tokens);
  if (!clock.has_value()) return std::nullopt;
  std::optional<Date> date = NamedDate(tokens);
  if (!date.has_value()) date = NumericDate(tokens, *clock);
  if (!date.has_value()) return std::nullopt;
  return (date->first * 31 + date->second) * 1440 + clock->minutes;
}

std::optional<std::string> FlightGate(absl::string_view text) {
  std::string upper = absl::AsciiStrToUpper(text);
  if (absl::StrContains(upper, "NOT") || absl::StrContains(upper, "CONTACT")) {
    return std::nullopt;
  }
  const std::vector<std::string> parts = absl::StrSplit(upper, '/');
  std::string lower = absl::AsciiStrToLower(parts[0]);
  // "Terminal 3 - E2" is gate E2; "Terminal 3" is none, and not gate 3.
  if (absl::StrContains(lower, "term")) {
    const size_t dash = lower.find(" - ");
    if (dash == std::string::npos) return std::nullopt;
    lower.erase(0, dash);
  }
  std::string gate;
  for (const Token& token : Tokens(lower)) {
    if (token.text == "gate" || token.text == "concourse") continue;
    if (absl::ascii_isalnum(static_cast<unsigned char>(token.text[0]))) {
      absl::StrAppend(&gate, absl::AsciiStrToUpper(token.text));
    }
  }
  if (gate.empty()) return std::nullopt;
  return gate;
}

}  // namespace attest
