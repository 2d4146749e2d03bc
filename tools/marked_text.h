// Text for people, with marks in it: where the words of others begin and end,
// how an answer weighs, what is not to be torn apart. What becomes of a mark is
// decided where the text is printed: on a terminal the words of others in
// Arabic or Hebrew are isolated (UAX #9), so that they do not reorder what
// stands beside them, and colours shown; a file or a pipe gets neither.
//
//     page.Line(0, absl::StrCat(OfOthers(name), ", ",
//                               Toned(Tone::kAgainst, "CONTESTED")));
//     out = Shown(page.Take(), {.isolates = true, .colours = false});
//
// A mark is a byte that UTF-8 never has, so no text of others holds one. Other
// control characters of theirs are shown by number, as <U+001B>: none is ever
// printed.

#ifndef ATTEST_TOOLS_MARKED_TEXT_H_
#define ATTEST_TOOLS_MARKED_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tools/answer.h"

namespace attest {

inline constexpr char kOpenLeftToRight = '\xF5';
inline constexpr char kOpenRightToLeft = '\xF6';
inline constexpr char kClose = '\xF7';
inline constexpr char kNoBreak = '\xF8';  // a space that no line ends at
inline constexpr char kToneEnd = '\xF9';
inline constexpr char kFirstTone = '\xFA';

// How something is shown besides its words, which say the same.
enum class Tone : uint8_t {
  kFor,      // stands well
  kFair,     // stands
  kWeak,     // hangs on one line, is hedged
  kAgainst,  // is denied, contested, has fallen
  kHeading,
};

[[nodiscard]] constexpr bool IsMark(char c) {
  return static_cast<unsigned char>(c) >= 0xF5;
}
[[nodiscard]] constexpr bool IsTone(char c) {
  return static_cast<unsigned char>(c) >=
         static_cast<unsigned char>(kFirstTone);
}

// `text` without what would move the cursor, change colours or reorder what
// follows: such characters are shown by number, line breaks and tabs are
// spaces, broken UTF-8 is U+FFFD. Marks stay.
[[nodiscard]] std::string Harmless(absl::string_view text);

// The words of somebody else: harmless, and isolated if there are letters in
// them that are written from right to left.
[[nodiscard]] std::string OfOthers(absl::string_view text);

// `document` with every text in it, and every name of a field, as OfOthers.
[[nodiscard]] Json MarkedDocument(const Json& document);

[[nodiscard]] std::string Toned(Tone tone, absl::string_view text);

// `text` with spaces that no line ends at.
[[nodiscard]] std::string Unbroken(absl::string_view text);

struct MarkStyle {
  bool isolates = false;
  bool colours = false;
};

// Lines of marked text as they are printed. What is open at the end of a line
// ends there.
[[nodiscard]] std::string Shown(absl::string_view text, const MarkStyle& style);

// JSON, the same to whoever parses it, with no control character in it that a
// terminal would obey.
[[nodiscard]] std::string JsonForTerminal(absl::string_view json);

}  // namespace attest

#endif  // ATTEST_TOOLS_MARKED_TEXT_H_
