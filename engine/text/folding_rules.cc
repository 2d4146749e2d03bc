#include "engine/text/folding_rules.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "engine/text/normalizers.h"

namespace attest {
namespace {

bool InRange(UChar32 code_point, UChar32 first, UChar32 last) {
  return code_point >= first && code_point <= last;
}

bool IsDroppedArabic(UChar32 c) {
  if (!InRange(c, 0x0610, 0x08FF)) return false;
  if (c == 0x0640) return true;
  const bool in_block =
      InRange(c, 0x0610, 0x061A) || InRange(c, 0x064B, 0x065F) || c == 0x0670 ||
      InRange(c, 0x06D6, 0x06ED) || InRange(c, 0x0898, 0x089F) ||
      InRange(c, 0x08CA, 0x08FF);
  return in_block && u_charType(c) == U_NON_SPACING_MARK;
}

bool IsSingleQuotationMark(UChar32 c) {
  switch (c) {
    case '\'':
    case '`':
    case 0x02B9:  // modifier letter prime
    case 0x02BB:  // modifier letter turned comma
    case 0x02BC:  // modifier letter apostrophe
    case 0x02BD:  // modifier letter reversed comma
    case 0x05F3:  // Hebrew geresh
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:  // prime
    case 0x2035:  // reversed prime
    case 0x2039:
    case 0x203A:
      return true;
    default:
      return false;
  }
}

bool IsDoubleQuotationMark(UChar32 c) {
  return c == '"' || c == 0x02BA || c == 0x05F4 ||
         u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) != 0;
}

}  // namespace

bool IsIgnorable(UChar32 code_point) {
  return u_hasBinaryProperty(code_point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) !=
         0;
}

bool IsQuotationMark(UChar32 code_point) {
  return IsSingleQuotationMark(code_point) || IsDoubleQuotationMark(code_point);
}

UChar32 FoldCodePoint(UChar32 code_point) {
  if (IsSingleQuotationMark(code_point)) return '\'';
  if (IsDoubleQuotationMark(code_point)) return '"';
  if (u_isUWhiteSpace(code_point) != 0) return ' ';
  if (u_charType(code_point) == U_DASH_PUNCTUATION || code_point == 0x2212) {
    return '-';
  }
  if (IsDroppedArabic(code_point) || IsIgnorable(code_point)) return kDropped;
  return code_point;
}

UChar32 BeforeNormalization(UChar32 code_point) {
  switch (code_point) {
    case 0x00B4:  // acute accent, in NFKC a space and a mark
    case 0x1FFD:  // the same by another name
      return '\'';
    case 0x2033:  // double prime, in NFKC two primes
    case 0x2036:
      return '"';
    default:
      return code_point;
  }
}

uint8_t ComputeClass(UChar32 code_point) {
  if (IsIgnorable(code_point)) return kIgnorableClass;
  const bool unchanged =
      u_getIntPropertyValue(code_point, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES;
  if (!Nfkc().hasBoundaryBefore(code_point)) {
    const bool dropped = FoldCodePoint(code_point) == kDropped;
    return unchanged && dropped ? kDroppedMarkClass : 0;
  }
  if (!unchanged) return kBoundaryClass;
  const UChar32 folded = FoldCodePoint(code_point);
  if (folded != code_point || folded == ' ') {
    return kBoundaryClass | kSimpleClass;
  }
  return kBoundaryClass | kSimpleClass | kPlainClass;
}

const ClassTable& SmallCodePointClasses() {
  static const ClassTable classes = [] {
    ClassTable table = {};
    for (size_t i = 0; i < table.size(); ++i) {
      table[i] = ComputeClass(static_cast<UChar32>(i));
    }
    return table;
  }();
  return classes;
}

}  // namespace attest
