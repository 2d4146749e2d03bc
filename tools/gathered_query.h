// QueryGatherer gathers lines into queries, each up to its `;`.
//
//     gatherer.Add(line);
//     while (auto query = gatherer.Take()) Run(query->text);
//     if (line.empty()) { if (auto query = gatherer.TakeRest()) ... }
//
// A `;` within quotes, backticks or a comment ends nothing. Time is linear in
// the lines, however a query is spread over them.

#ifndef ATTEST_TOOLS_GATHERED_QUERY_H_
#define ATTEST_TOOLS_GATHERED_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

struct GatheredQuery {
  std::string text;   // from the first line that has something of it
  uint64_t line = 1;  // the number of that line
};

class QueryGatherer {
 public:
  // Takes the next line, without its end.
  void Add(absl::string_view line);

  // The next query whose `;` came.
  [[nodiscard]] std::optional<GatheredQuery> Take();

  // What was begun, as if a `;` came now.
  [[nodiscard]] std::optional<GatheredQuery> TakeRest();

  // Is no query begun?
  [[nodiscard]] bool is_idle() const { return text_.empty(); }

  // The number of the last line.
  [[nodiscard]] uint64_t line() const { return line_; }

  // Forgets what was begun and what was not taken.
  void Clear();

 private:
  enum class Within : uint8_t {
    kNothing,
    kSingleQuotes,
    kDoubleQuotes,
    kBackticks,
    kLineComment,
    kBlockComment,
  };
  // Looks at one character, with the one before it: does it end a query?
  [[nodiscard]] bool Step(char c);

  std::deque<GatheredQuery> done_;
  std::string text_;
  uint64_t first_line_ = 1;
  uint64_t line_ = 0;
  Within within_ = Within::kNothing;
  bool is_escaped_ = false;
  char before_ = '\0';
};

}  // namespace attest

#endif  // ATTEST_TOOLS_GATHERED_QUERY_H_
