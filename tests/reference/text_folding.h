// Quote folding as CASE_FORMAT.md words it: the whole text normalised at once,
// then each code point looked up in sets written down here anew. No mapping,
// and quadratic on long runs of marks.

#ifndef ATTEST_TESTS_REFERENCE_TEXT_FOLDING_H_
#define ATTEST_TESTS_REFERENCE_TEXT_FOLDING_H_

#include <unicode/normalizer2.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace attest::reference {

inline const icu::UnicodeSet& Set(const char* pattern) {
  UErrorCode code = U_ZERO_ERROR;
  auto* set = new icu::UnicodeSet(
      icu::UnicodeString(pattern, -1, US_INV).unescape(), code);
  if (U_FAILURE(code)) std::abort();
  set->freeze();
  return *set;
}

inline icu::UnicodeString DropIgnorables(const icu::UnicodeString& text) {
  static const icu::UnicodeSet& ignorable =
      Set("[:Default_Ignorable_Code_Point:]");
  icu::UnicodeString result;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!ignorable.contains(c)) result.append(c);
  }
  return result;
}

inline void AppendFolded(UChar32 c, icu::UnicodeString& out) {
  static const icu::UnicodeSet& dropped =
      Set("[[:Default_Ignorable_Code_Point:]\\u0640"
          "[[:Mn:]&[\\u0610-\\u061A\\u064B-\\u065F\\u0670\\u06D6-\\u06ED"
          "\\u0898-\\u089F\\u08CA-\\u08FF]]]");
  static const icu::UnicodeSet& space = Set("[:White_Space:]");
  static const icu::UnicodeSet& dash = Set("[[:Pd:]\\u2212]");
  static const icu::UnicodeSet& single =
      Set("[\\u0027\\u0060\\u2018-\\u201B\\u2039\\u203A\\u2032\\u2035\\u02B9"
          "\\u02BB-\\u02BD\\u05F3]");
  static const icu::UnicodeSet& quotation =
      Set("[[:Quotation_Mark:]\\u02BA\\u05F4]");
  if (dropped.contains(c)) return;
  if (space.contains(c)) {
    if (!out.endsWith(u" ", 1)) out.append(u' ');
  } else if (dash.contains(c)) {
    out.append(u'-');
  } else if (single.contains(c)) {
    out.append(u'\'');
  } else {
    out.append(quotation.contains(c) ? UChar32{'"'} : c);
  }
}

inline std::string FoldForQuote(const std::string& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(code);
  icu::UnicodeString content = DropIgnorables(
      icu::UnicodeString::fromUTF8({text.data(), int32_t(text.size())}));
  content.findAndReplace(u"\u00B4", u"'");
  content.findAndReplace(u"\u1FFD", u"'");
  content.findAndReplace(u"\u2033", u"\"");
  content.findAndReplace(u"\u2036", u"\"");
  content = nfkc->normalize(content, code);
  if (U_FAILURE(code)) std::abort();
  icu::UnicodeString folded;
  for (int32_t i = 0; i < content.length(); i = content.moveIndex32(i, 1)) {
    AppendFolded(content.char32At(i), folded);
  }
  std::string result;
  folded.toUTF8String(result);
  return result;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_TEXT_FOLDING_H_
