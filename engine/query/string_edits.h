// What the functions of strings do with text, counted in code points.

#ifndef ATTEST_ENGINE_QUERY_STRING_EDITS_H_
#define ATTEST_ENGINE_QUERY_STRING_EDITS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace attest::query {

// The code points of `text` from the last to the first.
[[nodiscard]] std::string ReversedText(absl::string_view text);

enum class LetterCase : uint8_t { kUpper, kLower };

// `text` in one case, by the rules of no particular language. Linear.
[[nodiscard]] std::string InCase(absl::string_view text,
                                 LetterCase letter_case);

// From which ends something is trimmed.
struct TrimmedEnds {
  bool first = true;
  bool last = true;
};

// `text` without the white space at its ends.
[[nodiscard]] absl::string_view TrimmedSpace(absl::string_view text,
                                             TrimmedEnds ends);

// `text` without those code points at its ends that `characters` has.
[[nodiscard]] absl::string_view TrimmedCharacters(absl::string_view text,
                                                  absl::string_view characters,
                                                  TrimmedEnds ends);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_STRING_EDITS_H_
