#include "engine/interchange/dossier_html.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace attest {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// One code point and its bytes; the replacement character for a byte that is
// not UTF-8.
struct CodePoint {
  uint32_t value = 0xFFFD;
  size_t bytes = 1;
  bool is_valid = false;
};

CodePoint FirstOf(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  uint32_t value = lead & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0u) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  const bool is_short = (size == 3 && value < 0x800) ||
                        (size == 4 && value < 0x10000) || value > 0x10FFFF;
  if (is_short || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, size, true};
}

// Characters that HTML does not allow in text.
bool IsForbidden(uint32_t value) {
  if (value < 0x20) return value != '\t' && value != '\n';
  return (value >= 0x7F && value < 0xA0) || (value & 0xFFFEu) == 0xFFFE ||
         (value >= 0xFDD0 && value < 0xFDF0);
}

// Embeddings, overrides and isolates: they reach over what follows.
bool IsDirectional(uint32_t value) {
  return (value >= 0x202A && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069);
}

// Marks that stand on the letter before, and what is not seen.
bool IsUnseen(uint32_t value) {
  return (value >= 0x300 && value < 0x370) ||
         (value >= 0x483 && value < 0x48A) ||
         (value >= 0x591 && value < 0x5C8) ||
         (value >= 0x610 && value < 0x61B) ||
         (value >= 0x64B && value < 0x660) || value == 0x670 ||
         (value >= 0x6D6 && value < 0x6EE) ||
         (value >= 0x1AB0 && value < 0x1B00) ||
         (value >= 0x1DC0 && value < 0x1E00) ||
         (value >= 0x200B && value < 0x2010) ||
         (value >= 0x20D0 && value < 0x2100) ||
         (value >= 0xFE00 && value < 0xFE10) ||
         (value >= 0xFE20 && value < 0xFE30) || IsDirectional(value);
}

// Letters as wide as they are high count twice.
size_t WidthOf(uint32_t value) {
  if (IsUnseen(value)) return 0;
  const bool is_wide = (value >= 0x1100 && value < 0x1160) ||
                       (value >= 0x2E80 && value < 0xA4D0) ||
                       (value >= 0xAC00 && value < 0xD7A4) ||
                       (value >= 0xF900 && value < 0xFB00) ||
                       (value >= 0xFF00 && value < 0xFF61) ||
                       (value >= 0x1F300 && value < 0x1FB00) ||
                       (value >= 0x20000 && value < 0x30000);
  return is_wide ? 2 : 1;
}

std::string TextElement(double x, double y, absl::string_view style,
                        absl::string_view anchor, absl::string_view html) {
  return absl::StrCat(
      "<text x=\"", Coordinate(x), "\" y=\"", Coordinate(y), "\" class=\"",
      style, "\"",
      anchor == "start" ? "" : absl::StrCat(" text-anchor=\"", anchor, "\""),
      ">", html, "</text>");
}

}  // namespace

std::string Escaped(absl::string_view text) {
  std::string html;
  html.reserve(text.size());
  while (!text.empty()) {
    const CodePoint first = FirstOf(text);
    if (!first.is_valid || IsForbidden(first.value)) {
      absl::StrAppend(&html, kReplacement);
    } else if (first.value == '&') {
      html += "&amp;";
    } else if (first.value == '<') {
      html += "&lt;";
    } else if (first.value == '>') {
      html += "&gt;";
    } else if (first.value == '"') {
      html += "&quot;";
    } else if (first.value == '\'') {
      html += "&#39;";
    } else {
      absl::StrAppend(&html, text.substr(0, first.bytes));
    }
    text.remove_prefix(first.bytes);
  }
  return html;
}

std::string LangAttribute(absl::string_view lang) {
  const bool is_tag =
      !lang.empty() && lang.size() <= 35 &&
      absl::ascii_isalpha(static_cast<unsigned char>(lang[0])) &&
      std::all_of(lang.begin(), lang.end(), [](unsigned char letter) {
        return absl::ascii_isalnum(letter) || letter == '-';
      });
  return is_tag ? absl::StrCat(" lang=\"", lang, "\"") : "";
}

std::string Isolated(absl::string_view text, absl::string_view lang) {
  return absl::StrCat("<bdi", LangAttribute(lang), ">", Escaped(text),
                      "</bdi>");
}

std::string UrlText(absl::string_view url) {
  const std::string lower = absl::AsciiStrToLower(url.substr(0, 8));
  const bool is_plain =
      std::all_of(url.begin(), url.end(),
                  [](unsigned char letter) { return letter > 0x20; });
  if (is_plain && (absl::StartsWith(lower, "http://") ||
                   absl::StartsWith(lower, "https://"))) {
    return absl::StrCat("<a class=\"url\" href=\"", Escaped(url),
                        "\" rel=\"noopener noreferrer nofollow\">",
                        Escaped(url), "</a>");
  }
  return absl::StrCat("<code>", Escaped(url), "</code>");
}

std::string NameOfRecord(const Dossier& dossier, const std::string& key) {
  const auto found = dossier.records.find(key);
  if (found == dossier.records.end()) return key;
  if (found->second.withheld) return absl::StrCat("withheld ", key);
  const std::string& name = found->second.name;
  return absl::StripAsciiWhitespace(name).empty() ? key : name;
}

std::string NameHtml(const Dossier& dossier, const std::string& key) {
  const auto found = dossier.records.find(key);
  const std::string lang =
      found == dossier.records.end() ? "" : found->second.lang;
  return Isolated(NameOfRecord(dossier, key), lang);
}

size_t SeenLength(absl::string_view text) {
  size_t length = 0;
  while (!text.empty()) {
    const CodePoint first = FirstOf(text);
    length += WidthOf(first.value);
    text.remove_prefix(first.bytes);
  }
  return length;
}

std::string Clipped(absl::string_view text, size_t length) {
  if (SeenLength(text) <= length) return std::string(text);
  absl::string_view rest = text;
  size_t left = length > 0 ? length - 1 : 0;
  while (!rest.empty()) {
    const CodePoint first = FirstOf(rest);
    const size_t width = WidthOf(first.value);
    if (width > left) break;
    left -= width;
    rest.remove_prefix(first.bytes);
  }
  text.remove_suffix(rest.size());
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(text), "…");
}

std::vector<std::string> Folded(absl::string_view text, size_t length,
                                size_t most) {
  std::vector<std::string> lines;
  std::string line;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \t\n"), absl::SkipWhitespace())) {
    const bool is_full =
        !line.empty() && SeenLength(line) + 1 + SeenLength(word) > length;
    if (is_full && lines.size() + 1 < most) {
      lines.push_back(std::move(line));
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) lines.push_back(std::move(line));
  for (std::string& one : lines) one = Clipped(one, length);
  return lines;
}

std::string SetApart(absl::string_view name) {
  std::string plain;
  while (!name.empty()) {
    const CodePoint first = FirstOf(name);
    if (!IsDirectional(first.value)) {
      absl::StrAppend(&plain, name.substr(0, first.bytes));
    }
    name.remove_prefix(first.bytes);
  }
  // FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE
  return absl::StrCat("\xE2\x81\xA8", plain, "\xE2\x81\xA9");
}

std::string PictureText(absl::string_view text) {
  return Escaped(SetApart(text));
}

std::string TextAt(double x, double y, absl::string_view style,
                   absl::string_view anchor, absl::string_view text) {
  return TextElement(x, y, style, anchor, PictureText(text));
}

std::string SentenceAt(double x, double y, absl::string_view style,
                       absl::string_view anchor, absl::string_view sentence) {
  // LEFT-TO-RIGHT ISOLATE
  return TextElement(
      x, y, style, anchor,
      absl::StrCat("\xE2\x81\xA6", Escaped(sentence), "\xE2\x81\xA9"));
}

std::string Coordinate(double value) {
  const int64_t tenths = std::llround(value * 10);
  const int64_t size = std::abs(tenths);
  std::string text = absl::StrCat(tenths < 0 ? "-" : "", size / 10);
  if (size % 10 != 0) absl::StrAppend(&text, ".", size % 10);
  return text;
}

}  // namespace attest
