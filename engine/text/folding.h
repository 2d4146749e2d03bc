// Folding makes equal what a reader would call equal. Two strengths:
//
// FoldForQuote is for finding a quote in the report it was taken from
// (CASE_FORMAT.md, "Folding for quotes"):
//  - default-ignorable code points are dropped: soft hyphen, zero width space,
//    joiners, direction marks, variation selectors. They go first, so that a
//    letter and its mark compose although a joiner stands between them;
//  - NFKC (UAX #15);
//  - Arabic tatweel and the marks of vowels and recitation (nonspacing marks
//    in U+0610-061A, U+064B-065F, U+0670, U+06D6-06ED, U+0898-089F and
//    U+08CA-08FF) are dropped, after NFKC, so that a decomposed hamza is the
//    same as a composed one;
//  - a run of White_Space becomes one space;
//  - dashes (Pd and U+2212) become '-';
//  - quotation marks become ' or ": those with the property Quotation_Mark
//    (single: ' and the forms of U+2018-201B and U+2039-203A; double: all
//    others, CJK corner brackets too), and what is typed in their place:
//    grave and acute accents standing alone, primes and double primes, the
//    modifier letters U+02B9-02BD, Hebrew geresh and gershayim;
//  - case is kept.
//
// FoldForSearch is for finding a name as somebody may type it.

#ifndef ATTEST_ENGINE_TEXT_FOLDING_H_
#define ATTEST_ENGINE_TEXT_FOLDING_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/text/folded_text.h"

namespace attest {

// The longest text that is folded for quotes, in bytes.
inline constexpr size_t kMaxFoldedBytes = size_t{64} << 20;

// Folds `text` for quotes; the result borrows it.
//
// Errors: InvalidArgument when `text` is not UTF-8 (with the position of the
// first bad byte) or is longer than kMaxFoldedBytes.
// Complexity: linear. The folded text of ordinary prose is no longer than the
// prose and the map from one to the other much smaller; at worst the former
// takes 11 bytes and the latter 12 bytes for each byte of `text`.
// Algorithm: segments between normalisation boundaries are normalised one by
// one. A base with more than 31 code points that attach to it is cut there,
// as in the Stream-Safe Text Format (UAX #15, section 13): reordering marks
// takes quadratic time.
absl::StatusOr<FoldedText> FoldForQuote(absl::string_view text);

// Folds a text value to be compared with another: as for quotes, and full case
// folding. What cannot be folded is returned as it is.
std::string FoldForComparison(absl::string_view text);

// Folds a name or a title for search: as for quotes, and full case folding;
// letters without their accents (NFKD, no nonspacing marks; also U+0111,
// U+0127, U+0131, U+0142 and U+00F8 as d, h, i, l, o); one form for the
// Arabic letters that are written for each other (alef with and without hamza,
// madda or wasla; yeh and alef maksura; teh marbuta and heh; waw and yeh with
// hamza as waw and yeh; Persian kaf, yeh and heh); decimal digits of every
// script as ASCII; apostrophes, quotation marks, ayn and hamza signs dropped;
// a hyphen as a space; no space at the ends. Other punctuation is kept.
// Idempotent, linear. Bytes that are not UTF-8 become U+FFFD. Of more than 30
// marks in a row the rest are passed over, and so is all after the first MiB.
std::string FoldForSearch(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_FOLDING_H_
