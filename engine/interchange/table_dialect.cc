#include "engine/interchange/table_dialect.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace attest {
namespace {

bool CanSeparate(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (absl::ascii_ispunct(byte) && c != '"');
}

// Of a first line `sep=;`, which may stand in quotes.
std::optional<TableDialect> StatedDialect(absl::string_view text) {
  constexpr size_t kShortest = 5;  // sep=;
  absl::string_view rest = text;
  const bool is_quoted = absl::ConsumePrefix(&rest, "\"");
  if (rest.size() < kShortest ||
      !absl::EqualsIgnoreCase(rest.substr(0, kShortest - 1), "sep=") ||
      !CanSeparate(rest[kShortest - 1])) {
    return std::nullopt;
  }
  TableDialect dialect = {.separator = rest[kShortest - 1]};
  rest.remove_prefix(kShortest);
  if (is_quoted && !absl::ConsumePrefix(&rest, "\"")) return std::nullopt;
  if (absl::ConsumePrefix(&rest, "\r")) {
    if (!absl::ConsumePrefix(&rest, "\n")) dialect.row_end = '\r';
  } else if (!absl::ConsumePrefix(&rest, "\n") && !rest.empty()) {
    return std::nullopt;
  }
  dialect.bytes_before = text.size() - rest.size();
  return dialect;
}

}  // namespace

TableDialect TableDialectOf(absl::string_view text) {
  if (const auto stated = StatedDialect(text)) return *stated;
  constexpr absl::string_view kSeparators = "\t,;";
  std::array<size_t, 3> counts = {};
  TableDialect dialect;
  bool is_quoted = false;
  bool is_empty = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' || c == '\r') {
      const bool is_lone =
          c == '\r' && i + 1 < text.size() && text[i + 1] != '\n';
      dialect.row_end = is_lone ? '\r' : '\n';
      if (is_empty) continue;
      break;
    }
    const size_t which = kSeparators.find(c);
    if (which != absl::string_view::npos) ++counts[which];
    is_empty = is_empty && c == ' ';
  }
  const size_t best = static_cast<size_t>(
      std::max_element(counts.begin(), counts.end()) - counts.begin());
  if (counts[best] > 0) dialect.separator = kSeparators[best];
  return dialect;
}

}  // namespace attest
