// How far a pattern that is not in a text agrees with it.

#ifndef ATTEST_ENGINE_TEXT_PARTIAL_MATCH_H_
#define ATTEST_ENGINE_TEXT_PARTIAL_MATCH_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace attest {

struct PartialMatch {
  size_t text_begin = 0;
  size_t size = 0;  // bytes
};

// Finds the longest prefix (suffix) of `pattern` that stands anywhere in
// `text`, at its first (last) place; size 0 when not even one byte does.
// O(|text| + |pattern|) time, O(|pattern|) memory.
// Algorithm: the largest state that the Knuth-Morris-Pratt automaton reaches
// (Knuth, Morris and Pratt 1977).
PartialMatch LongestPrefixIn(absl::string_view text, absl::string_view pattern);
PartialMatch LongestSuffixIn(absl::string_view text, absl::string_view pattern);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_PARTIAL_MATCH_H_
