#include "engine/query/string_literal.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/lexer_characters.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest::query {
namespace {

constexpr int32_t kFirstHighSurrogate = 0xd800;
constexpr int32_t kFirstLowSurrogate = 0xdc00;
constexpr int32_t kLastLowSurrogate = 0xdfff;
constexpr int32_t kLastCodePoint = 0x10ffff;

absl::Status Wrong(absl::string_view detail, size_t begin, size_t end,
                   absl::string_view message) {
  return QueryError(ErrorType::kSyntax, detail,
                    {.begin = static_cast<uint32_t>(begin),
                     .end = static_cast<uint32_t>(end)},
                    message);
}

class StringReader {
 public:
  StringReader(absl::string_view text, size_t position)
      : text_(text), begin_(position), position_(position) {}

  absl::StatusOr<std::string> Read();
  [[nodiscard]] size_t position() const { return position_; }

 private:
  // What follows a backslash. Requires: something does.
  absl::Status ReadEscape();
  absl::Status ReadCodePoint(size_t escape, size_t digits);
  // The number of `count` hexadecimal digits at `position`; none when they are
  // not all there.
  [[nodiscard]] std::optional<int32_t> HexAt(size_t position,
                                             size_t count) const;

  absl::string_view text_;
  size_t begin_;
  size_t position_;
  std::string value_;
};

absl::StatusOr<std::string> StringReader::Read() {
  const char quote = text_[position_++];
  const absl::string_view stops = quote == '\'' ? "'\\" : "\"\\";
  while (true) {
    const size_t stop = text_.find_first_of(stops, position_);
    if (stop == absl::string_view::npos ||
        (text_[stop] == '\\' && stop + 1 == text_.size())) {
      return Wrong("UnexpectedSyntax", begin_, begin_ + 1,
                   absl::StrCat("the string is not closed: want another ",
                                text_.substr(begin_, 1)));
    }
    absl::StrAppend(&value_, text_.substr(position_, stop - position_));
    position_ = stop + 1;
    if (text_[stop] == quote) break;
    RETURN_IF_ERROR(ReadEscape());
  }
  if (FindInvalidUtf8(value_).has_value()) {
    return Wrong("InvalidUnicodeCharacter", begin_, position_,
                 "the string is not UTF-8");
  }
  return std::move(value_);
}

absl::Status StringReader::ReadEscape() {
  const size_t escape = position_ - 1;
  const char kind = text_[position_++];
  switch (kind) {
    case '\\':
    case '\'':
    case '"':
    case '`':
      value_.push_back(kind);
      return absl::OkStatus();
    case 'b':
      value_.push_back('\b');
      return absl::OkStatus();
    case 'f':
      value_.push_back('\f');
      return absl::OkStatus();
    case 'n':
      value_.push_back('\n');
      return absl::OkStatus();
    case 'r':
      value_.push_back('\r');
      return absl::OkStatus();
    case 't':
      value_.push_back('\t');
      return absl::OkStatus();
    case 'u':
      return ReadCodePoint(escape, 4);
    case 'U':
      return ReadCodePoint(escape, 8);
    default:
      break;
  }
  size_t end = escape + 1;
  NextCodePoint(text_, end);
  return Wrong("UnexpectedSyntax", escape, end,
               "unknown escape: a backslash of the text itself is written "
               "`\\\\`");
}

absl::Status StringReader::ReadCodePoint(size_t escape, size_t digits) {
  const std::optional<int32_t> number = HexAt(position_, digits);
  if (!number.has_value()) {
    return Wrong("InvalidUnicodeLiteral", escape, position_,
                 absl::StrCat("want ", digits, " hexadecimal digits after `",
                              text_.substr(escape, 2), "`"));
  }
  position_ += digits;
  int32_t code_point = *number;
  if (code_point >= kFirstHighSurrogate && code_point < kFirstLowSurrogate &&
      text_.substr(position_, 2) == "\\u") {
    const std::optional<int32_t> low = HexAt(position_ + 2, 4);
    if (low.has_value() && *low >= kFirstLowSurrogate &&
        *low <= kLastLowSurrogate) {
      code_point = 0x10000 + ((code_point - kFirstHighSurrogate) << 10) +
                   (*low - kFirstLowSurrogate);
      position_ += 6;
    }
  }
  if (code_point > kLastCodePoint ||
      (code_point >= kFirstHighSurrogate && code_point <= kLastLowSurrogate)) {
    return Wrong("InvalidUnicodeLiteral", escape, position_,
                 absl::StrCat("`", text_.substr(escape, position_ - escape),
                              "` is no character of Unicode"));
  }
  AppendCodePoint(code_point, value_);
  return absl::OkStatus();
}

std::optional<int32_t> StringReader::HexAt(size_t position,
                                           size_t count) const {
  if (text_.size() < position || text_.size() - position < count) {
    return std::nullopt;
  }
  uint32_t number = 0;
  for (const char digit : text_.substr(position, count)) {
    const unsigned value = DigitValue(digit);
    if (value >= 16) return std::nullopt;
    number = number << 4 | value;
  }
  // Eight digits may be more than any character; that they are is all that
  // counts.
  constexpr uint32_t kTooLarge = kLastCodePoint + 1;
  return static_cast<int32_t>(number < kTooLarge ? number : kTooLarge);
}

}  // namespace

absl::StatusOr<std::string> ReadStringLiteral(absl::string_view text,
                                              size_t& position) {
  StringReader reader(text, position);
  ASSIGN_OR_RETURN(std::string value, reader.Read());
  position = reader.position();
  return value;
}

}  // namespace attest::query
