#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "engine/text/folding.h"
#include "engine/text/folding_rules.h"
#include "engine/text/normalizers.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kMaxSearchBytes = size_t{1} << 20;

// Reordering marks takes quadratic time, so no run of them gets longer.
constexpr int kMaxMarks = 30;

icu::UnicodeString Decode(absl::string_view text) {
  icu::UnicodeString result;
  int marks = 0;
  const size_t end = std::min(text.size(), kMaxSearchBytes);
  for (size_t position = 0; position < end;) {
    UChar32 code_point = NextCodePoint(text, position);
    if (code_point < 0) code_point = 0xFFFD;
    if (IsIgnorable(code_point)) continue;
    marks = u_getCombiningClass(code_point) == 0 ? 0 : marks + 1;
    if (marks > kMaxMarks) continue;
    result.append(BeforeNormalization(code_point));
  }
  return result;
}

// The letters that are written for each other, as one of them.
UChar32 UnifyLetter(UChar32 code_point) {
  switch (code_point) {
    case 0x0671:  // alef wasla
    case 0x0672:
    case 0x0673:
      return 0x0627;  // alef
    case 0x0649:      // alef maksura
    case 0x06CC:      // Persian yeh
      return 0x064A;  // yeh
    case 0x0629:      // teh marbuta
    case 0x06BE:      // heh doachashmee
    case 0x06C1:      // heh goal
    case 0x06C3:      // teh marbuta goal
    case 0x06D5:      // ae
      return 0x0647;  // heh
    case 0x06A9:      // keheh
    case 0x06AA:      // swash kaf
      return 0x0643;  // kaf
    case 0x0111:
      return 'd';
    case 0x0127:
      return 'h';
    case 0x0131:
      return 'i';
    case 0x0142:
      return 'l';
    case 0x00F8:
      return 'o';
    default:
      return code_point;
  }
}

// Returns what search folding makes of a code point of case-folded NFKD text.
UChar32 FoldForSearchCodePoint(UChar32 code_point) {
  switch (code_point) {
    case 0x02BE:  // modifier letter right half ring: hamza
    case 0x02BF:  // modifier letter left half ring: ayn
    case 0x0674:  // Arabic high hamza
      return kDropped;
    default:
      break;
  }
  if (IsQuotationMark(code_point)) return kDropped;
  if (u_charType(code_point) == U_NON_SPACING_MARK) return kDropped;
  const int32_t digit = u_charDigitValue(code_point);
  if (digit >= 0) return '0' + digit;
  const UChar32 folded = FoldCodePoint(code_point);
  return folded == '-' ? ' ' : UnifyLetter(folded);
}

// Collects code points, with one space between words and none at the ends.
class WordWriter {
 public:
  void Append(UChar32 code_point) {
    if (code_point == kDropped) return;
    if (code_point == ' ') {
      space_due_ = !words_.empty();
      return;
    }
    if (space_due_) words_ += ' ';
    space_due_ = false;
    AppendCodePoint(code_point, words_);
  }

  [[nodiscard]] const std::string& words() const { return words_; }

 private:
  std::string words_;
  bool space_due_ = false;
};

std::string FoldAscii(absl::string_view text) {
  static const std::array<UChar32, 0x80> ascii = [] {
    std::array<UChar32, 0x80> table = {};
    for (size_t i = 0; i < table.size(); ++i) {
      table[i] = FoldForSearchCodePoint(u_tolower(static_cast<UChar32>(i)));
    }
    return table;
  }();
  WordWriter writer;
  for (const char byte : text) {
    writer.Append(ascii[static_cast<unsigned char>(byte)]);
  }
  return writer.words();
}

std::string FoldUnicode(absl::string_view text) {
  const icu::UnicodeString decomposed =
      Normalized(Nfkd(), Normalized(NfkcCasefold(), Decode(text)));
  WordWriter writer;
  for (int32_t i = 0; i < decomposed.length();
       i = decomposed.moveIndex32(i, 1)) {
    writer.Append(FoldForSearchCodePoint(decomposed.char32At(i)));
  }
  std::string result;
  Normalized(Nfc(), icu::UnicodeString::fromUTF8(writer.words()))
      .toUTF8String(result);
  return result;
}

}  // namespace

std::string FoldForSearch(absl::string_view text) {
  const absl::string_view head = text.substr(0, kMaxSearchBytes);
  const bool ascii = std::all_of(head.begin(), head.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
  });
  return ascii ? FoldAscii(head) : FoldUnicode(text);
}

}  // namespace attest
