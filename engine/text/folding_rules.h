// What folding does to single code points; see folding.h for the rules.

#ifndef ATTEST_ENGINE_TEXT_FOLDING_RULES_H_
#define ATTEST_ENGINE_TEXT_FOLDING_RULES_H_

#include <unicode/umachine.h>

#include <array>
#include <cstdint>

namespace attest {

// Stands for a code point that folds to nothing.
inline constexpr UChar32 kDropped = -1;

// Returns what quote folding makes of a code point of NFKC text: itself,
// kDropped, a space, '-', '\'' or '"'.
UChar32 FoldCodePoint(UChar32 code_point);

// Returns what stands for `code_point` before NFKC: the accents and primes
// that NFKC would take apart become quotation marks, all others stay.
UChar32 BeforeNormalization(UChar32 code_point);

// Default_Ignorable_Code_Point.
bool IsIgnorable(UChar32 code_point);

// Any of the characters that FoldCodePoint makes a quotation mark.
bool IsQuotationMark(UChar32 code_point);

// How a code point takes part in folding; bits.
enum CodePointClass : uint8_t {
  // Begins a normalisation segment.
  kBoundaryClass = 1,
  // Begins a segment and, standing alone in it, is its own NFKC.
  kSimpleClass = 2,
  // Simple, and FoldCodePoint leaves it as it is; not white space.
  kPlainClass = 4,
  // Dropped before normalisation.
  kIgnorableClass = 8,
  // Belongs to the segment before, never composes with it, and is dropped.
  kDroppedMarkClass = 16,
};

uint8_t ComputeClass(UChar32 code_point);

// The classes of the code points of one and two byte sequences, which are the
// Latin, Greek, Cyrillic, Hebrew and Arabic letters.
using ClassTable = std::array<uint8_t, 0x800>;
const ClassTable& SmallCodePointClasses();

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_FOLDING_RULES_H_
