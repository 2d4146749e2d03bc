// ICU's normalisers, which are part of every ICU: a program that finds none is
// wrongly installed and stops.

#ifndef ATTEST_ENGINE_TEXT_NORMALIZERS_H_
#define ATTEST_ENGINE_TEXT_NORMALIZERS_H_

#include <unicode/normalizer2.h>

namespace attest {

const icu::Normalizer2& Nfc();
const icu::Normalizer2& Nfkc();
const icu::Normalizer2& Nfkd();
// NFKC with full case folding and without default-ignorable code points.
const icu::Normalizer2& NfkcCasefold();

// Returns `text` normalised.
icu::UnicodeString Normalized(const icu::Normalizer2& normalizer,
                              const icu::UnicodeString& text);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_NORMALIZERS_H_
