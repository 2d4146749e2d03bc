#include "engine/query/string_edits.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "engine/text/utf8.h"
#include "unicode/bytestream.h"
#include "unicode/casemap.h"
#include "unicode/stringpiece.h"
#include "unicode/uchar.h"

namespace attest::query {
namespace {

// ICU takes texts up to a length of 32 bits, and some letters grow.
constexpr size_t kPieceBytes = size_t{64} << 20;

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isascii(static_cast<unsigned char>(c));
  });
}

// Appends `piece` in another case; as it is where ICU refuses it.
void AppendInCase(absl::string_view piece, LetterCase letter_case,
                  std::string& text) {
  const icu::StringPiece input(piece.data(),
                               static_cast<int32_t>(piece.size()));
  const size_t begin = text.size();
  icu::StringByteSink<std::string> sink(&text);
  UErrorCode code = U_ZERO_ERROR;
  if (letter_case == LetterCase::kUpper) {
    icu::CaseMap::utf8ToUpper("", 0, input, sink, nullptr, code);
  } else {
    icu::CaseMap::utf8ToLower("", 0, input, sink, nullptr, code);
  }
  if (U_FAILURE(code)) {
    text.resize(begin);
    text.append(piece.data(), piece.size());
  }
}

// Where the code point that ends at `end` begins.
size_t CodePointBefore(absl::string_view text, size_t end) {
  const size_t least = end < 4 ? 0 : end - 4;
  size_t begin = end - 1;
  while (begin > least &&
         (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) {
    --begin;
  }
  size_t position = begin;
  NextCodePoint(text, position);
  // Bytes that are no text stand for themselves.
  return position == end ? begin : end - 1;
}

absl::string_view TrimmedWhere(absl::string_view text, TrimmedEnds ends,
                               absl::FunctionRef<bool(int32_t)> is_trimmed) {
  while (ends.first && !text.empty()) {
    size_t position = 0;
    if (!is_trimmed(NextCodePoint(text, position))) break;
    text.remove_prefix(position);
  }
  while (ends.last && !text.empty()) {
    const size_t begin = CodePointBefore(text, text.size());
    size_t position = begin;
    if (!is_trimmed(NextCodePoint(text, position))) break;
    text.remove_suffix(text.size() - begin);
  }
  return text;
}

}  // namespace

std::string ReversedText(absl::string_view text) {
  std::string reversed(text.size(), '\0');
  size_t end = text.size();
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    NextCodePoint(text, position);
    const absl::string_view character = text.substr(begin, position - begin);
    end -= character.size();
    std::copy(character.begin(), character.end(),
              reversed.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return reversed;
}

std::string InCase(absl::string_view text, LetterCase letter_case) {
  if (IsAscii(text)) {
    return letter_case == LetterCase::kUpper ? absl::AsciiStrToUpper(text)
                                             : absl::AsciiStrToLower(text);
  }
  std::string changed;
  while (!text.empty()) {
    absl::string_view piece = text;
    if (piece.size() > kPieceBytes) {
      piece = TruncateBytes(text, kPieceBytes);
      // Of bytes that are no text nothing may be left.
      if (piece.empty()) piece = text.substr(0, kPieceBytes);
    }
    AppendInCase(piece, letter_case, changed);
    text.remove_prefix(piece.size());
  }
  return changed;
}

absl::string_view TrimmedSpace(absl::string_view text, TrimmedEnds ends) {
  return TrimmedWhere(text, ends, [](int32_t code_point) {
    return code_point >= 0 && u_isUWhiteSpace(code_point) != 0;
  });
}

absl::string_view TrimmedCharacters(absl::string_view text,
                                    absl::string_view characters,
                                    TrimmedEnds ends) {
  std::vector<int32_t> trimmed;
  for (size_t position = 0; position < characters.size();) {
    trimmed.push_back(NextCodePoint(characters, position));
  }
  std::sort(trimmed.begin(), trimmed.end());
  return TrimmedWhere(text, ends, [&trimmed](int32_t code_point) {
    return std::binary_search(trimmed.begin(), trimmed.end(), code_point);
  });
}

}  // namespace attest::query
