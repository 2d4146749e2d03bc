#include "tools/folded_lines.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "tools/display_width.h"
#include "tools/marked_text.h"

namespace attest {
namespace {

// What stands on one line if a line has room for it.
struct Atom {
  std::string text;
  size_t width = 0;
  size_t spaces = 0;  // before it, if it does not begin a line
};

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::string WithoutMarks(absl::string_view text) {
  std::string plain;
  std::remove_copy_if(text.begin(), text.end(), std::back_inserter(plain),
                      IsMark);
  return plain;
}

// "5,000", "2.5"; not "5,".
bool IsNumber(absl::string_view word) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !word.empty() && is_digit(word.front()) && is_digit(word.back()) &&
         std::all_of(word.begin(), word.end(), [&](char c) {
           return is_digit(c) || c == ',' || c == '.';
         });
}

bool SaysHowExact(absl::string_view word) {
  return word == "about" || word == "least" || word == "most" ||
         word == "within";
}

// May no line end between these words?
bool AreOne(absl::string_view before, absl::string_view after) {
  return IsNumber(before) || (SaysHowExact(before) && IsNumber(after)) ||
         (before == "at" && SaysHowExact(after));
}

int LineBreakClass(absl::string_view grapheme) {
  UChar32 c = 0;
  int32_t at = 0;
  U8_NEXT(reinterpret_cast<const uint8_t*>(grapheme.data()), at,
          static_cast<int32_t>(grapheme.size()), c);
  return c < 0 ? U_LB_UNKNOWN : u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
}

// May a line end between two characters without a space between them? Only in
// scripts that have none, and not where punctuation would stand alone.
bool MayPart(absl::string_view before, absl::string_view after) {
  if (IsMark(before[0]) || IsMark(after[0])) return false;
  if (GraphemeWidth(before) != 2 && GraphemeWidth(after) != 2) return false;
  switch (LineBreakClass(after)) {
    case U_LB_CLOSE_PUNCTUATION:
    case U_LB_CLOSE_PARENTHESIS:
    case U_LB_EXCLAMATION:
    case U_LB_INFIX_NUMERIC:
    case U_LB_NONSTARTER:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_QUOTATION:
    case U_LB_BREAK_AFTER:
      return false;
    default:
      break;
  }
  switch (LineBreakClass(before)) {
    case U_LB_OPEN_PUNCTUATION:
    case U_LB_QUOTATION:
      return false;
    default:
      return true;
  }
}

// Adds the atoms of a word, the first after `spaces`.
void AddWord(absl::string_view word, size_t spaces, std::vector<Atom>& atoms) {
  atoms.push_back({.spaces = spaces});
  absl::string_view before;
  for (size_t at = 0; at < word.size();) {
    const absl::string_view grapheme = GraphemeAt(word, at);
    at += grapheme.size();
    const bool is_mark = IsMark(grapheme[0]) && grapheme[0] != kNoBreak;
    // What opens belongs to what follows, what closes to what is before.
    const bool closes = grapheme[0] == kClose || grapheme[0] == kToneEnd;
    if (!before.empty() && !closes &&
        (is_mark ? false : MayPart(before, grapheme))) {
      atoms.emplace_back();
    }
    atoms.back().text.append(grapheme.data(), grapheme.size());
    atoms.back().width += GraphemeWidth(grapheme);
    if (!is_mark) before = grapheme;
  }
}

std::vector<Atom> AtomsOf(absl::string_view text) {
  std::vector<Atom> atoms;
  std::string last;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    while (begin < text.size() && IsSpace(text[begin])) ++begin;
    size_t end = begin;
    while (end < text.size() && !IsSpace(text[end])) ++end;
    if (end == begin) break;
    const absl::string_view word = text.substr(begin, end - begin);
    std::string plain = WithoutMarks(word);
    const size_t spaces = begin - at;
    if (!atoms.empty() && AreOne(last, plain)) {
      // One atom, whose break is none.
      std::string joined(spaces, kNoBreak);
      joined.append(word.data(), word.size());
      std::vector<Atom> added;
      AddWord(joined, 0, added);
      atoms.back().text += added.front().text;
      atoms.back().width += added.front().width;
      atoms.insert(atoms.end(), std::next(added.begin()), added.end());
    } else {
      AddWord(word, atoms.empty() ? 0 : spaces, atoms);
    }
    last = std::move(plain);
    at = end;
  }
  return atoms;
}

// Fills lines with atoms.
class Lines {
 public:
  Lines(size_t first, size_t next) : room_(first), next_(next) {}

  void Add(const Atom& atom) {
    const size_t spaces = is_empty_ ? 0 : atom.spaces;
    if (width_ + spaces + atom.width <= room_) {
      line_.append(spaces, ' ');
      width_ += spaces;
      Append(atom.text);
      return;
    }
    // To begin a line pays only where that holds it.
    if (!is_empty_ && atom.width <= next_) {
      End();
      Append(atom.text);
      return;
    }
    if (!is_empty_ && width_ + spaces + next_ / 2 > room_) {
      End();
    } else {
      line_.append(spaces, ' ');
      width_ += spaces;
    }
    Cut(atom.text);
  }

  std::vector<std::string> Take() {
    if (!line_.empty()) End();
    return std::move(lines_);
  }

 private:
  void Append(absl::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const absl::string_view grapheme = GraphemeAt(text, at);
      AppendGrapheme(grapheme);
      at += grapheme.size();
    }
  }

  // Puts as much on each line as fits.
  void Cut(absl::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const absl::string_view grapheme = GraphemeAt(text, at);
      const bool closes = grapheme[0] == kClose || grapheme[0] == kToneEnd;
      if (width_ > 0 && !closes && width_ + GraphemeWidth(grapheme) > room_) {
        End();
        // A space that would begin a line.
        if (grapheme[0] == kNoBreak) {
          at += grapheme.size();
          continue;
        }
      }
      AppendGrapheme(grapheme);
      at += grapheme.size();
    }
  }

  void AppendGrapheme(absl::string_view grapheme) {
    line_.append(grapheme.data(), grapheme.size());
    width_ += GraphemeWidth(grapheme);
    is_empty_ = is_empty_ && GraphemeWidth(grapheme) == 0;
    const char mark = grapheme[0];
    if (mark == kOpenLeftToRight || mark == kOpenRightToLeft) {
      open_ = mark;
    } else if (mark == kClose) {
      open_ = 0;
    } else if (mark == kToneEnd) {
      tone_ = 0;
    } else if (IsTone(mark)) {
      tone_ = mark;
    }
  }

  void End() {
    if (open_ != 0) line_.push_back(kClose);
    if (tone_ != 0) line_.push_back(kToneEnd);
    lines_.push_back(std::move(line_));
    line_.clear();
    if (tone_ != 0) line_.push_back(tone_);
    if (open_ != 0) line_.push_back(open_);
    width_ = 0;
    is_empty_ = true;
    room_ = next_;
  }

  size_t room_;
  const size_t next_;
  std::vector<std::string> lines_;
  std::string line_;
  size_t width_ = 0;
  bool is_empty_ = true;
  char open_ = 0;
  char tone_ = 0;
};

}  // namespace

std::vector<std::string> FoldedLines(absl::string_view text, size_t first,
                                     size_t next) {
  Lines lines(std::max<size_t>(first, 1), std::max<size_t>(next, 1));
  for (const Atom& atom : AtomsOf(text)) lines.Add(atom);
  return lines.Take();
}

}  // namespace attest
