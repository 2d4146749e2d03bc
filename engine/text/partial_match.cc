#include "engine/text/partial_match.h"

#include <vector>

namespace attest {
namespace {

// Walks a text from its first byte to its last, or the other way.
struct Forward {
  absl::string_view text;
  char operator[](size_t i) const { return text[i]; }
};
struct Backward {
  absl::string_view text;
  char operator[](size_t i) const { return text[text.size() - 1 - i]; }
};

// For each prefix of the pattern, the length of its longest proper prefix that
// is its suffix too.
template <typename Walk>
std::vector<size_t> Borders(Walk pattern) {
  std::vector<size_t> borders(pattern.text.size(), 0);
  size_t border = 0;
  for (size_t i = 1; i < borders.size(); ++i) {
    while (border > 0 && pattern[i] != pattern[border]) {
      border = borders[border - 1];
    }
    if (pattern[i] == pattern[border]) ++border;
    borders[i] = border;
  }
  return borders;
}

// The result's text_begin counts along the walk.
template <typename Walk>
PartialMatch LongestIn(Walk text, Walk pattern) {
  PartialMatch longest;
  if (pattern.text.empty()) return longest;
  const std::vector<size_t> borders = Borders(pattern);
  size_t state = 0;
  for (size_t i = 0; i < text.text.size(); ++i) {
    if (state == borders.size()) state = borders[state - 1];
    while (state > 0 && text[i] != pattern[state]) state = borders[state - 1];
    if (text[i] == pattern[state]) ++state;
    if (state > longest.size) longest = {i + 1 - state, state};
  }
  return longest;
}

}  // namespace

PartialMatch LongestPrefixIn(absl::string_view text,
                             absl::string_view pattern) {
  return LongestIn(Forward{text}, Forward{pattern});
}

PartialMatch LongestSuffixIn(absl::string_view text,
                             absl::string_view pattern) {
  PartialMatch match = LongestIn(Backward{text}, Backward{pattern});
  match.text_begin = text.size() - match.text_begin - match.size;
  return match;
}

}  // namespace attest
