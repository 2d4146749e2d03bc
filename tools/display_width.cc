#include "tools/display_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "tools/marked_text.h"

namespace attest {
namespace {

constexpr absl::string_view kEllipsis = "…";
constexpr UChar32 kEmojiVariant = 0xFE0F;
constexpr UChar32 kSoftHyphen = 0xAD;
// No character below joins the one before it.
constexpr UChar32 kFirstJoining = 0x300;

// Decodes the code point at `*at` and moves past it; a bad byte is one
// character of its own, and less than zero.
UChar32 NextCodePoint(absl::string_view text, size_t* at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int64_t>(text.size());
  auto i = static_cast<int64_t>(*at);
  UChar32 c = 0;
  U8_NEXT(bytes, i, length, c);
  *at = c < 0 ? *at + 1 : static_cast<size_t>(i);
  return c;
}

bool IsPictographic(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

// Decides where a cluster ends, one code point after the other (UAX #29, rules
// GB3 to GB13).
class Cluster {
 public:
  explicit Cluster(UChar32 first) { Take(first, BreakOf(first)); }

  // Adds `next`, or says that it begins another cluster.
  bool Add(UChar32 next) {
    if (next < 0) return false;
    const int now = BreakOf(next);
    if (!Joins(next, now)) return false;
    Take(next, now);
    return true;
  }

 private:
  static int BreakOf(UChar32 c) {
    return c < 0 ? U_GCB_CONTROL
                 : u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
  }

  [[nodiscard]] bool Joins(UChar32 next, int now) const {
    switch (last_) {
      case U_GCB_CR:
        return now == U_GCB_LF;
      case U_GCB_LF:
      case U_GCB_CONTROL:
        return false;
      default:
        break;
    }
    switch (now) {
      case U_GCB_CR:
      case U_GCB_LF:
      case U_GCB_CONTROL:
        return false;
      case U_GCB_EXTEND:
      case U_GCB_ZWJ:
      case U_GCB_SPACING_MARK:
        return true;
      default:
        break;
    }
    if (last_ == U_GCB_PREPEND) return true;
    const bool after_vowel = last_ == U_GCB_LV || last_ == U_GCB_V;
    switch (now) {
      case U_GCB_V:
        return last_ == U_GCB_L || after_vowel;
      case U_GCB_T:
        return after_vowel || last_ == U_GCB_LVT || last_ == U_GCB_T;
      case U_GCB_L:
      case U_GCB_LV:
      case U_GCB_LVT:
        return last_ == U_GCB_L;
      case U_GCB_REGIONAL_INDICATOR:
        return indicators_ % 2 == 1;
      default:
        return last_ == U_GCB_ZWJ && is_joining_ && IsPictographic(next);
    }
  }

  void Take(UChar32 c, int now) {
    indicators_ = now == U_GCB_REGIONAL_INDICATOR ? indicators_ + 1 : 0;
    if (now == U_GCB_EXTEND || now == U_GCB_ZWJ) {
      // A picture stays one under what extends it.
    } else {
      is_joining_ = c >= 0 && IsPictographic(c);
    }
    last_ = now;
  }

  int last_ = U_GCB_OTHER;
  int indicators_ = 0;
  bool is_joining_ = false;
};

// Of a code point that stands alone.
size_t WidthOf(UChar32 c) {
  if (c < 0) return 1;
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return 0;
    case U_FORMAT_CHAR:
      // A few are seen: the signs that Arabic puts before numbers.
      return c == kSoftHyphen ||
                     u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK) ==
                         U_GCB_PREPEND
                 ? 1
                 : 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool IsMedialJamo(UChar32 c) {
  const int now = u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
  return now == U_GCB_V || now == U_GCB_T;
}

}  // namespace

absl::string_view GraphemeAt(absl::string_view text, size_t at) {
  size_t end = at;
  const UChar32 first = NextCodePoint(text, &end);
  if (first < 0) return text.substr(at, end - at);
  // Nearly everything ends here.
  size_t peeked = end;
  if (end >= text.size()) return text.substr(at);
  UChar32 next = NextCodePoint(text, &peeked);
  if (next < kFirstJoining && next != kSoftHyphen && first < kFirstJoining &&
      first != '\r') {
    return text.substr(at, end - at);
  }
  Cluster cluster(first);
  while (cluster.Add(next)) {
    end = peeked;
    if (end >= text.size()) break;
    next = NextCodePoint(text, &peeked);
  }
  return text.substr(at, end - at);
}

size_t GraphemeWidth(absl::string_view grapheme) {
  if (grapheme.size() == 1) {
    const auto byte = static_cast<unsigned char>(grapheme[0]);
    if (IsMark(grapheme[0])) return grapheme[0] == kNoBreak ? 1 : 0;
    return byte >= 0x20 && byte != 0x7F ? 1 : 0;
  }
  size_t at = 0;
  const UChar32 first = NextCodePoint(grapheme, &at);
  size_t widest = WidthOf(first);
  size_t sum = widest;
  size_t count = 1;
  bool is_emoji = false;
  while (at < grapheme.size()) {
    const UChar32 c = NextCodePoint(grapheme, &at);
    ++count;
    is_emoji = is_emoji || c == kEmojiVariant;
    const size_t width = IsMedialJamo(c) ? 0 : WidthOf(c);
    widest = width > widest ? width : widest;
    sum += width;
  }
  if (count == 1) return sum;
  if (u_hasBinaryProperty(first, UCHAR_REGIONAL_INDICATOR) != 0) return 2;
  if (IsPictographic(first)) return is_emoji ? 2 : widest;
  const bool has_emoji_form = u_hasBinaryProperty(first, UCHAR_EMOJI) != 0;
  return is_emoji && has_emoji_form ? 2 : sum;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view grapheme = GraphemeAt(text, at);
    width += GraphemeWidth(grapheme);
    at += grapheme.size();
  }
  return width;
}

std::string ClipToWidth(absl::string_view text, size_t columns) {
  if (text.size() <= columns || DisplayWidth(text) <= columns) {
    return std::string(text);
  }
  if (columns == 0) return "";
  size_t width = 0;
  size_t end = 0;
  while (end < text.size()) {
    const absl::string_view grapheme = GraphemeAt(text, end);
    width += GraphemeWidth(grapheme);
    if (width > columns - 1) break;
    end += grapheme.size();
  }
  std::string clipped(text.substr(0, end));
  clipped.append(kEllipsis.data(), kEllipsis.size());
  for (const char c : text.substr(end)) {
    if (IsMark(c) && c != kNoBreak) clipped.push_back(c);
  }
  return clipped;
}

}  // namespace attest
