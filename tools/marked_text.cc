#include "tools/marked_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace attest {
namespace {

constexpr absl::string_view kFirstStrongIsolate = "\u2068";
constexpr absl::string_view kLeftToRightIsolate = "\u2066";
constexpr absl::string_view kRightToLeftIsolate = "\u2067";
constexpr absl::string_view kEndIsolate = "\u2069";
constexpr absl::string_view kColoursOff = "\x1b[0m";

// Of the 16 colours that every terminal has, none that is hard to read on white
// or on black, and bold.
constexpr absl::string_view kColours[] = {"\x1b[1;32m", "\x1b[32m", "\x1b[33m",
                                          "\x1b[1;31m", "\x1b[1m"};

enum class Kind : uint8_t { kPlain, kBlank, kControl, kBroken };

// Embeddings, overrides and isolates reach over what follows; so do the marks
// of interlinear annotation, and the deprecated format characters.
bool ReachesOver(UChar32 c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) ||
         (c >= 0xFFF9 && c <= 0xFFFB);
}

Kind KindOf(UChar32 c) {
  if (c < 0) return Kind::kBroken;
  if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029) {
    return Kind::kBlank;
  }
  const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  return is_control || ReachesOver(c) ? Kind::kControl : Kind::kPlain;
}

// Calls visit(code point, its bytes) on each; less than zero where a byte is
// broken.
template <class Visit>
void ForEachCodePoint(absl::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < length;) {
    const int64_t begin = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) i = begin + 1;
    visit(c, text.substr(static_cast<size_t>(begin),
                         static_cast<size_t>(i - begin)));
  }
}

bool IsPlainAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x20 && c < 0x7F; });
}

enum class Marks : uint8_t { kKeep, kAreBroken };
enum class Tabs : uint8_t { kKeep, kAreSpaces };

std::string Cleaned(absl::string_view text, Marks marks, Tabs tabs) {
  if (IsPlainAscii(text)) return std::string(text);
  std::string clean;
  clean.reserve(text.size());
  ForEachCodePoint(text, [&](UChar32 c, absl::string_view bytes) {
    switch (KindOf(c)) {
      case Kind::kPlain:
        absl::StrAppend(&clean, bytes);
        break;
      case Kind::kBlank:
        clean.push_back(c == '\t' && tabs == Tabs::kKeep ? '\t' : ' ');
        break;
      case Kind::kControl:
        absl::StrAppendFormat(&clean, "<U+%04X>", c);
        break;
      case Kind::kBroken:
        if (marks == Marks::kKeep && IsMark(bytes[0])) {
          clean.push_back(bytes[0]);
        } else {
          clean += "\uFFFD";
        }
        break;
    }
  });
  return clean;
}

enum class Direction : uint8_t { kNone, kLeftToRight, kRightToLeft };

Direction DirectionOf(UChar32 c) {
  if (c < 0) return Direction::kNone;
  switch (u_charDirection(c)) {
    case U_LEFT_TO_RIGHT:
      return Direction::kLeftToRight;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
      return Direction::kRightToLeft;
    default:
      return Direction::kNone;
  }
}

Direction FirstStrong(absl::string_view text) {
  Direction first = Direction::kNone;
  ForEachCodePoint(text, [&](UChar32 c, absl::string_view) {
    if (first == Direction::kNone) first = DirectionOf(c);
  });
  return first;
}

// Letters from right to left, or digits that behave as theirs do.
bool HasRightToLeft(absl::string_view text) {
  bool has = false;
  ForEachCodePoint(text, [&](UChar32 c, absl::string_view) {
    has = has || DirectionOf(c) == Direction::kRightToLeft ||
          (c >= 0 && u_charDirection(c) == U_ARABIC_NUMBER);
  });
  return has;
}

// Prints lines of marked text.
class Printer {
 public:
  explicit Printer(const MarkStyle& style) : style_(style) {}

  std::string Print(absl::string_view text) {
    for (size_t at = 0; at < text.size();) {
      if (IsMark(text[at])) {
        Mark(text, at++);
        continue;
      }
      if (text[at] == '\n') {
        EndLine();
        out_.push_back('\n');
        ++at;
        continue;
      }
      size_t end = at;
      while (end < text.size() && !IsMark(text[end]) && text[end] != '\n') {
        ++end;
      }
      out_ += Cleaned(text.substr(at, end - at), Marks::kKeep, Tabs::kKeep);
      at = end;
    }
    EndLine();
    return std::move(out_);
  }

 private:
  void Mark(absl::string_view text, size_t at) {
    const char mark = text[at];
    if (mark == kNoBreak) {
      out_.push_back(' ');
    } else if (mark == kClose) {
      Close();
    } else if (mark == kToneEnd) {
      EndTone();
    } else if (IsTone(mark)) {
      EndTone();
      if (!style_.colours) return;
      const auto tone = static_cast<size_t>(mark - kFirstTone);
      absl::StrAppend(&out_, kColours[std::min(tone, std::size(kColours) - 1)]);
      has_tone_ = true;
    } else {
      Open(mark, text.substr(at + 1));
    }
  }

  // A line may begin in the midst of what is isolated, where the first letter
  // does not tell the direction of the whole.
  void Open(char mark, absl::string_view rest) {
    Close();
    if (!style_.isolates) return;
    const absl::string_view end("\xF7\n", 2);
    const Direction here = FirstStrong(rest.substr(0, rest.find_first_of(end)));
    const bool is_left = mark == kOpenLeftToRight;
    const Direction whole =
        is_left ? Direction::kLeftToRight : Direction::kRightToLeft;
    absl::StrAppend(&out_, here == whole ? kFirstStrongIsolate
                           : is_left     ? kLeftToRightIsolate
                                         : kRightToLeftIsolate);
    is_open_ = true;
  }

  void Close() {
    if (is_open_) absl::StrAppend(&out_, kEndIsolate);
    is_open_ = false;
  }
  void EndTone() {
    if (has_tone_) absl::StrAppend(&out_, kColoursOff);
    has_tone_ = false;
  }
  void EndLine() {
    Close();
    EndTone();
  }

  const MarkStyle style_;
  std::string out_;
  bool is_open_ = false;
  bool has_tone_ = false;
};

}  // namespace

std::string Harmless(absl::string_view text) {
  return Cleaned(text, Marks::kKeep, Tabs::kAreSpaces);
}

std::string OfOthers(absl::string_view text) {
  std::string clean = Cleaned(text, Marks::kAreBroken, Tabs::kAreSpaces);
  if (IsPlainAscii(clean) || !HasRightToLeft(clean)) return clean;
  const bool is_left = FirstStrong(clean) == Direction::kLeftToRight;
  return absl::StrCat(
      std::string(1, is_left ? kOpenLeftToRight : kOpenRightToLeft), clean,
      std::string(1, kClose));
}

Json MarkedDocument(const Json& document) {
  if (document.is_string()) {
    return OfOthers(document.get_ref<const std::string&>());
  }
  if (document.is_array()) {
    Json marked = Json::array();
    for (const Json& part : document) marked.push_back(MarkedDocument(part));
    return marked;
  }
  if (document.is_object()) {
    Json marked = Json::object();
    for (const auto& [name, part] : document.items()) {
      marked[OfOthers(name)] = MarkedDocument(part);
    }
    return marked;
  }
  return document;
}

std::string Toned(Tone tone, absl::string_view text) {
  const auto mark = static_cast<char>(static_cast<unsigned char>(kFirstTone) +
                                      static_cast<unsigned char>(tone));
  return absl::StrCat(std::string(1, mark), text, std::string(1, kToneEnd));
}

std::string Unbroken(absl::string_view text) {
  std::string unbroken(text);
  std::replace(unbroken.begin(), unbroken.end(), ' ', kNoBreak);
  return unbroken;
}

std::string Shown(absl::string_view text, const MarkStyle& style) {
  return Printer(style).Print(text);
}

std::string JsonForTerminal(absl::string_view json) {
  std::string shown;
  shown.reserve(json.size());
  ForEachCodePoint(json, [&](UChar32 c, absl::string_view bytes) {
    const bool is_layout = c == '\n' || c == '\r' || c == '\t';
    if (!is_layout && KindOf(c) == Kind::kControl) {
      absl::StrAppendFormat(&shown, "\\u%04x", c);
    } else {
      absl::StrAppend(&shown, bytes);
    }
  });
  return shown;
}

}  // namespace attest
