#include "engine/query/lexer_characters.h"

#include <unicode/uchar.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/text/utf8.h"

namespace attest::query {
namespace {

constexpr size_t kMaxShownBytes = 40;

bool IsNameStart(int32_t code_point) {
  if (code_point < 0x80) {
    return code_point == '_' ||
           (code_point >= 0 &&
            absl::ascii_isalpha(static_cast<unsigned char>(code_point)));
  }
  // Connector punctuation, as `_` is.
  return u_hasBinaryProperty(code_point, UCHAR_XID_START) != 0 ||
         u_charType(code_point) == U_CONNECTOR_PUNCTUATION;
}

bool IsNamePart(int32_t code_point) {
  if (code_point < 0x80) {
    return code_point == '_' ||
           (code_point >= 0 &&
            absl::ascii_isalnum(static_cast<unsigned char>(code_point)));
  }
  return u_hasBinaryProperty(code_point, UCHAR_XID_CONTINUE) != 0;
}

bool IsSpace(int32_t code_point) {
  if (code_point < 0x80) {
    return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0d) ||
           (code_point >= 0x1c && code_point <= 0x1f);
  }
  return u_hasBinaryProperty(code_point, UCHAR_WHITE_SPACE) != 0 ||
         code_point == 0x180e || code_point == 0xfeff;
}

}  // namespace

size_t SpaceLength(absl::string_view text) {
  size_t end = 0;
  if (text.empty() || !IsSpace(NextCodePoint(text, end))) return 0;
  return end;
}

size_t NameLength(absl::string_view text) {
  size_t length = 0;
  size_t next = 0;
  while (next < text.size()) {
    const int32_t code_point = NextCodePoint(text, next);
    if (!(length == 0 ? IsNameStart(code_point) : IsNamePart(code_point))) {
      break;
    }
    length = next;
  }
  return length;
}

ForeignSign FindForeignSign(absl::string_view text) {
  size_t length = 0;
  if (text.empty()) return {};
  switch (NextCodePoint(text, length)) {
    case 0x00ad:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xfe58:
    case 0xfe63:
    case 0xff0d:
      return {.kind = TokenKind::kMinus, .length = length};
    case 0x27e8:
    case 0x3008:
    case 0xfe64:
    case 0xff1c:
      return {.kind = TokenKind::kLess, .length = length};
    case 0x27e9:
    case 0x3009:
    case 0xfe65:
    case 0xff1e:
      return {.kind = TokenKind::kGreater, .length = length};
    default:
      return {};
  }
}

std::string StrayCharacterMessage(int32_t code_point) {
  switch (code_point) {
    case 0x2018:
    case 0x2019:
    case 0x201c:
    case 0x201d:
    case 0xab:
    case 0xbb:
      return "a string stands in straight quotes, ' or \"";
    default:
      break;
  }
  if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0)) {
    return absl::StrFormat("the control character U+%04X means nothing here",
                           code_point);
  }
  std::string shown;
  AppendCodePoint(code_point, shown);
  return absl::StrCat("the character `", shown, "` means nothing here");
}

unsigned DigitValue(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') {
    return static_cast<unsigned>(digit - 'a') + 10;
  }
  if (digit >= 'A' && digit <= 'F') {
    return static_cast<unsigned>(digit - 'A') + 10;
  }
  return 16;
}

std::string ShownText(absl::string_view text, Place place) {
  const absl::string_view written =
      text.substr(place.begin, place.end - place.begin);
  std::string shown;
  size_t position = 0;
  while (position < written.size()) {
    if (shown.size() >= kMaxShownBytes) return absl::StrCat(shown, "...");
    const int32_t code_point = NextCodePoint(written, position);
    const bool printable = code_point >= 0x20 && code_point != 0x7f &&
                           (code_point < 0x80 || u_isprint(code_point) != 0);
    AppendCodePoint(printable ? code_point : 0xfffd, shown);
  }
  return shown;
}

}  // namespace attest::query
