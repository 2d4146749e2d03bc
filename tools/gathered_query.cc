#include "tools/gathered_query.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace attest {

bool QueryGatherer::Step(char c) {
  const char before = std::exchange(before_, c);
  const auto end_at = [&](char quote) {
    if (is_escaped_) {
      is_escaped_ = false;
    } else if (c == '\\' && quote != '`') {
      is_escaped_ = true;
    } else if (c == quote) {
      within_ = Within::kNothing;
    }
  };
  switch (within_) {
    case Within::kSingleQuotes:
      end_at('\'');
      return false;
    case Within::kDoubleQuotes:
      end_at('"');
      return false;
    case Within::kBackticks:
      end_at('`');
      return false;
    case Within::kLineComment:
      if (c == '\n') within_ = Within::kNothing;
      return false;
    case Within::kBlockComment:
      if (before == '*' && c == '/') {
        within_ = Within::kNothing;
        before_ = '\0';
      }
      return false;
    case Within::kNothing:
      break;
  }
  if (c == '\'') within_ = Within::kSingleQuotes;
  if (c == '"') within_ = Within::kDoubleQuotes;
  if (c == '`') within_ = Within::kBackticks;
  if (before == '/' && c == '/') within_ = Within::kLineComment;
  if (before == '/' && c == '*') {
    within_ = Within::kBlockComment;
    before_ = '\0';
  }
  return c == ';';
}

void QueryGatherer::Add(absl::string_view line) {
  ++line_;
  const auto take = [&](char c) {
    const bool ends = Step(c);
    // What stands before a query is no part of it.
    if (text_.empty()) {
      if (ends || absl::ascii_isspace(static_cast<unsigned char>(c))) return;
      first_line_ = line_;
    }
    if (ends) {
      done_.push_back({std::exchange(text_, ""), first_line_});
    } else {
      text_ += c;
    }
  };
  for (const char c : line) take(c);
  take('\n');
}

std::optional<GatheredQuery> QueryGatherer::Take() {
  if (done_.empty()) return std::nullopt;
  GatheredQuery query = std::move(done_.front());
  done_.pop_front();
  return query;
}

std::optional<GatheredQuery> QueryGatherer::TakeRest() {
  within_ = Within::kNothing;
  is_escaped_ = false;
  before_ = '\0';
  if (text_.empty()) return std::nullopt;
  return GatheredQuery{std::exchange(text_, ""), first_line_};
}

void QueryGatherer::Clear() {
  done_.clear();
  static_cast<void>(TakeRest());
}

}  // namespace attest
