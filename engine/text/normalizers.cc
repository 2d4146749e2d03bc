#include "engine/text/normalizers.h"

#include <cstdio>
#include <cstdlib>

namespace attest {
namespace {

void StopOnFailure(UErrorCode code) {
  if (U_SUCCESS(code)) return;
  (void)std::fprintf(stderr, "fatal: Unicode normalisation: %s\n",
                     u_errorName(code));
  std::abort();
}

using Getter = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& Get(Getter getter) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = getter(code);
  StopOnFailure(code);
  return *normalizer;
}

}  // namespace

const icu::Normalizer2& Nfc() {
  static const icu::Normalizer2& normalizer =
      Get(&icu::Normalizer2::getNFCInstance);
  return normalizer;
}

const icu::Normalizer2& Nfkc() {
  static const icu::Normalizer2& normalizer =
      Get(&icu::Normalizer2::getNFKCInstance);
  return normalizer;
}

const icu::Normalizer2& Nfkd() {
  static const icu::Normalizer2& normalizer =
      Get(&icu::Normalizer2::getNFKDInstance);
  return normalizer;
}

const icu::Normalizer2& NfkcCasefold() {
  static const icu::Normalizer2& normalizer =
      Get(&icu::Normalizer2::getNFKCCasefoldInstance);
  return normalizer;
}

icu::UnicodeString Normalized(const icu::Normalizer2& normalizer,
                              const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  icu::UnicodeString result = normalizer.normalize(text, code);
  StopOnFailure(code);
  return result;
}

}  // namespace attest
