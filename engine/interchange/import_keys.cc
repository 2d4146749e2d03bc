#include "engine/interchange/import_keys.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_hasher.h"
#include "engine/model/json_text.h"
#include "engine/text/folding.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kLongestKey = 300;  // of the 512 bytes that a key may have

bool IsPlain(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c)) && c != '\'' &&
           c != '"' && c != '`';
  });
}

}  // namespace

// Invisible marks and the forms of spaces, dashes and quotation marks make no
// other name.
std::string FoldedForKey(absl::string_view text) {
  if (IsPlain(text)) return OneLine(text);
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  return OneLine(folded.ok() ? absl::string_view(folded->text()) : text);
}

std::string OneLine(absl::string_view text) {
  std::string line;
  for (char c : absl::StripAsciiWhitespace(text)) {
    const bool is_space = absl::ascii_isspace(static_cast<unsigned char>(c));
    if (!is_space) {
      line.push_back(c);
    } else if (!absl::EndsWith(line, " ")) {
      line.push_back(' ');
    }
  }
  return line;
}

std::string ImportKey(absl::string_view prefix, absl::string_view format,
                      std::initializer_list<absl::string_view> parts) {
  const std::string start = absl::StrCat(prefix, ":", format);
  std::string key = start;
  for (absl::string_view part : parts) {
    if (part.empty()) continue;
    key.push_back(':');
    for (char c : FoldedForKey(part)) {
      if (c == '%' || c == ':') {
        key += c == '%' ? "%25" : "%3A";
      } else {
        key.push_back(c);
      }
    }
  }
  if (key.size() <= kLongestKey && !FindControlCharacter(key)) return key;
  InputHasher hasher;
  const Sha256 hash = hasher.Hash(key);
  return absl::StrCat(start, ":",
                      absl::BytesToHexString(absl::string_view(
                          reinterpret_cast<const char*>(hash.data()), 16)));
}

std::string JsonText(absl::string_view text) {
  std::string json;
  AppendJsonString(text, json);
  return json;
}

std::string CellForMessage(absl::string_view text) {
  constexpr size_t kShown = 200;
  const absl::string_view first = FirstCodePoints(text, kShown);
  return absl::StrCat(first, first.size() < text.size() ? "..." : "");
}

}  // namespace attest
