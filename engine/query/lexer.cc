#include "engine/query/lexer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/query/lexer_characters.h"
#include "engine/query/string_literal.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest::query {
namespace {

struct Sign {
  absl::string_view text;
  TokenKind kind = TokenKind::kEnd;
};

// The longer of two that begin alike comes first.
constexpr Sign kSigns[] = {
    {"(", TokenKind::kLeftParenthesis},
    {")", TokenKind::kRightParenthesis},
    {"[", TokenKind::kLeftBracket},
    {"]", TokenKind::kRightBracket},
    {"{", TokenKind::kLeftBrace},
    {"}", TokenKind::kRightBrace},
    {",", TokenKind::kComma},
    {"..", TokenKind::kDots},
    {".", TokenKind::kDot},
    {":", TokenKind::kColon},
    {";", TokenKind::kSemicolon},
    {"|", TokenKind::kBar},
    {"&", TokenKind::kAmpersand},
    {"!", TokenKind::kExclamation},
    {"%", TokenKind::kPercent},
    {"+", TokenKind::kPlus},
    {"-", TokenKind::kMinus},
    {"*", TokenKind::kStar},
    {"/", TokenKind::kSlash},
    {"^", TokenKind::kCaret},
    {"=~", TokenKind::kMatches},
    {"=", TokenKind::kEqual},
    {"<>", TokenKind::kNotEqual},
    {"<=", TokenKind::kLessEqual},
    {"<", TokenKind::kLess},
    {">=", TokenKind::kGreaterEqual},
    {">", TokenKind::kGreater},
};

class Lexer {
 public:
  explicit Lexer(absl::string_view text) { lexed_.text = text; }

  Lexed Run() {
    lexed_.error = ReadAll();
    MatchBrackets();
    return std::move(lexed_);
  }

 private:
  absl::Status ReadAll();
  absl::Status SkipSpace();
  absl::Status ReadToken();
  absl::Status ReadNumber();
  bool SkipDecimal();
  absl::Status ReadDecimal();
  absl::Status ReadInteger(absl::string_view digits, unsigned base);
  absl::Status ReadParameter();
  absl::Status ReadQuotedName(TokenKind kind, size_t begin);
  absl::Status ReadSign();
  void MatchBrackets();

  [[nodiscard]] absl::string_view Rest() const {
    return lexed_.text.substr(position_);
  }
  [[nodiscard]] char At(size_t position) const {
    return position < lexed_.text.size() ? lexed_.text[position] : '\0';
  }
  [[nodiscard]] Place From(size_t begin) const {
    return {.begin = static_cast<uint32_t>(begin),
            .end = static_cast<uint32_t>(position_)};
  }
  Token& Add(TokenKind kind, size_t begin) {
    Token token;
    token.kind = kind;
    token.place = From(begin);
    lexed_.tokens.push_back(token);
    return lexed_.tokens.back();
  }
  void SkipDigits() {
    while (absl::ascii_isdigit(static_cast<unsigned char>(At(position_)))) {
      ++position_;
    }
  }
  void SkipName() { position_ += NameLength(Rest()); }

  Lexed lexed_;
  size_t position_ = 0;
};

absl::Status Wrong(absl::string_view detail, Place place,
                   absl::string_view message) {
  return QueryError(ErrorType::kSyntax, detail, place, message);
}

absl::Status Lexer::ReadAll() {
  absl::Status status;
  while (true) {
    status = SkipSpace();
    if (!status.ok() || position_ == lexed_.text.size()) break;
    status = ReadToken();
    if (!status.ok()) break;
  }
  // What was begun and is wrong is no token.
  Add(TokenKind::kEnd, position_);
  return status;
}

absl::Status Lexer::SkipSpace() {
  while (position_ < lexed_.text.size()) {
    const absl::string_view rest = Rest();
    if (const size_t space = SpaceLength(rest); space > 0) {
      position_ += space;
    } else if (rest.substr(0, 2) == "//") {
      position_ += std::min(rest.find('\n'), rest.size());
    } else if (rest.substr(0, 2) == "/*") {
      const size_t end = rest.find("*/", 2);
      if (end == absl::string_view::npos) {
        const size_t begin = position_;
        position_ += 2;
        return Wrong("UnexpectedSyntax", From(begin),
                     "the comment is not closed: want `*/`");
      }
      position_ += end + 2;
    } else {
      break;
    }
  }
  return absl::OkStatus();
}

absl::Status Lexer::ReadToken() {
  const size_t begin = position_;
  const char first = At(position_);
  if (absl::ascii_isdigit(static_cast<unsigned char>(first)) ||
      (first == '.' &&
       absl::ascii_isdigit(static_cast<unsigned char>(At(position_ + 1))))) {
    return ReadNumber();
  }
  if (first == '\'' || first == '"') {
    ASSIGN_OR_RETURN(std::string value,
                     ReadStringLiteral(lexed_.text, position_));
    Add(TokenKind::kString, begin).string =
        static_cast<uint32_t>(lexed_.strings.size());
    lexed_.strings.push_back(std::move(value));
    return absl::OkStatus();
  }
  if (first == '`') return ReadQuotedName(TokenKind::kName, begin);
  if (first == '$') return ReadParameter();
  if (const size_t length = NameLength(Rest()); length > 0) {
    position_ += length;
    Token& token = Add(TokenKind::kName, begin);
    token.keyword = FindKeyword(lexed_.text.substr(begin, length));
    return absl::OkStatus();
  }
  return ReadSign();
}

absl::Status Lexer::ReadNumber() {
  const char kind =
      absl::ascii_tolower(static_cast<unsigned char>(At(position_ + 1)));
  if (At(position_) != '0' || (kind != 'x' && kind != 'o')) {
    return ReadDecimal();
  }
  position_ += 2;
  const size_t digits = position_;
  size_t before = 0;
  // Letters too, so that a wrong digit is told as one; a name does not begin
  // with a digit, so both take turns.
  do {
    before = position_;
    SkipDigits();
    SkipName();
  } while (position_ != before);
  return ReadInteger(lexed_.text.substr(digits, position_ - digits),
                     kind == 'x' ? 16 : 8);
}

// Past `12`, `1.5`, `.5e-3`: whether there is neither point nor exponent.
bool Lexer::SkipDecimal() {
  const auto digit_at = [&](size_t position) {
    return absl::ascii_isdigit(static_cast<unsigned char>(At(position)));
  };
  bool whole = true;
  SkipDigits();
  if (At(position_) == '.' && digit_at(position_ + 1)) {
    whole = false;
    ++position_;
    SkipDigits();
  }
  if (At(position_) == 'e' || At(position_) == 'E') {
    const char sign = At(position_ + 1);
    const size_t digits = position_ + (sign == '-' || sign == '+' ? 2 : 1);
    if (digit_at(digits)) {
      whole = false;
      position_ = digits;
      SkipDigits();
    }
  }
  return whole;
}

absl::Status Lexer::ReadDecimal() {
  const size_t begin = position_;
  const bool whole = SkipDecimal();
  const absl::string_view written =
      lexed_.text.substr(begin, position_ - begin);
  SkipName();
  const std::string shown = ShownText(lexed_.text, From(begin));
  if (position_ - begin != written.size()) {
    return Wrong("InvalidNumberLiteral", From(begin),
                 absl::StrCat("got `", shown, "`, want a number"));
  }
  if (whole && written.size() > 1 && written[0] == '0') {
    return Wrong("InvalidNumberLiteral", From(begin),
                 absl::StrCat("got `", shown,
                              "`: an octal number is written 0o17, a decimal "
                              "one without a leading zero"));
  }
  if (whole) return ReadInteger(written, 10);
  double value = 0;
  // Too small is 0, too large infinite.
  if (!absl::SimpleAtod(written, &value) || !std::isfinite(value)) {
    return Wrong("FloatingPointOverflow", From(begin),
                 absl::StrCat("`", shown, "` is too large for a float"));
  }
  Add(TokenKind::kFloat, begin).real = value;
  return absl::OkStatus();
}

// `digits` end at the position; those that are not decimal follow `0x` or `0o`.
absl::Status Lexer::ReadInteger(absl::string_view digits, unsigned base) {
  const size_t begin = position_ - digits.size() - (base == 10 ? 0 : 2);
  uint64_t value = 0;
  bool fits = true;
  bool valid = !digits.empty();
  for (const char digit : digits) {
    const unsigned number = DigitValue(digit);
    valid = valid && number < base;
    if (!valid) break;
    fits = fits && value <= (kLargestMagnitude - number) / base;
    if (fits) value = value * base + number;
  }
  if (!valid) {
    return Wrong(
        "InvalidNumberLiteral", From(begin),
        absl::StrCat("got `", ShownText(lexed_.text, From(begin)), "`, want ",
                     base == 16 ? "hexadecimal digits after 0x"
                                : "octal digits after 0o"));
  }
  if (!fits) {
    return Wrong("IntegerOverflow", From(begin),
                 absl::StrCat("`", ShownText(lexed_.text, From(begin)),
                              "` is too large for an integer of 64 bits"));
  }
  Add(TokenKind::kInteger, begin).integer = value;
  return absl::OkStatus();
}

absl::Status Lexer::ReadParameter() {
  const size_t begin = position_;
  ++position_;
  if (At(position_) == '`') return ReadQuotedName(TokenKind::kParameter, begin);
  const size_t name = position_;
  SkipDigits();
  if (position_ == name) SkipName();
  if (position_ == name) {
    return Wrong("UnexpectedSyntax", From(begin),
                 "want the name of a parameter after `$`");
  }
  Add(TokenKind::kParameter, begin);
  return absl::OkStatus();
}

absl::Status Lexer::ReadQuotedName(TokenKind kind, size_t begin) {
  const size_t opening = position_;
  std::string name;
  while (true) {
    const size_t end = lexed_.text.find('`', position_ + 1);
    if (end == absl::string_view::npos) {
      position_ = opening + 1;
      return Wrong("UnexpectedSyntax", From(opening),
                   "the name is not closed: want another backtick");
    }
    const absl::string_view part =
        lexed_.text.substr(position_ + 1, end - position_ - 1);
    absl::StrAppend(&name, part);
    position_ = end + 1;
    // Two stand for one.
    if (At(position_) != '`') break;
    name.push_back('`');
  }
  if (name.empty()) {
    return Wrong("UnexpectedSyntax", From(opening),
                 "a name in backticks may not be empty");
  }
  if (FindInvalidUtf8(name).has_value()) {
    return Wrong("InvalidUnicodeCharacter", From(opening),
                 "the name is not UTF-8");
  }
  Add(kind, begin).string = static_cast<uint32_t>(lexed_.strings.size());
  lexed_.strings.push_back(std::move(name));
  return absl::OkStatus();
}

absl::Status Lexer::ReadSign() {
  const size_t begin = position_;
  const absl::string_view rest = Rest();
  for (const Sign& sign : kSigns) {
    if (rest.substr(0, sign.text.size()) == sign.text) {
      position_ += sign.text.size();
      Add(sign.kind, begin);
      return absl::OkStatus();
    }
  }
  if (const ForeignSign sign = FindForeignSign(rest); sign.length > 0) {
    position_ += sign.length;
    Add(sign.kind, begin);
    return absl::OkStatus();
  }
  const int32_t code_point = NextCodePoint(lexed_.text, position_);
  if (code_point < 0) {
    return Wrong("InvalidUnicodeCharacter", From(begin), "want UTF-8");
  }
  return Wrong(
      code_point < 0x80 ? "UnexpectedSyntax" : "InvalidUnicodeCharacter",
      From(begin), StrayCharacterMessage(code_point));
}

bool IsOpening(TokenKind kind) {
  return kind == TokenKind::kLeftParenthesis ||
         kind == TokenKind::kLeftBracket || kind == TokenKind::kLeftBrace;
}

std::optional<TokenKind> OpeningOf(TokenKind closing) {
  switch (closing) {
    case TokenKind::kRightParenthesis:
      return TokenKind::kLeftParenthesis;
    case TokenKind::kRightBracket:
      return TokenKind::kLeftBracket;
    case TokenKind::kRightBrace:
      return TokenKind::kLeftBrace;
    default:
      return std::nullopt;
  }
}

void Lexer::MatchBrackets() {
  const auto end = static_cast<uint32_t>(lexed_.tokens.size() - 1);
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i <= end; ++i) {
    Token& token = lexed_.tokens[i];
    if (IsOpening(token.kind)) {
      token.partner = end;
      open.push_back(i);
    } else if (const std::optional<TokenKind> opening = OpeningOf(token.kind)) {
      token.partner = end;
      if (open.empty() || lexed_.tokens[open.back()].kind != *opening) continue;
      token.partner = open.back();
      lexed_.tokens[open.back()].partner = i;
      open.pop_back();
    }
  }
}

}  // namespace

absl::string_view Lexed::TextOf(const Token& token) const {
  const bool may_be_quoted = token.kind == TokenKind::kName ||
                             token.kind == TokenKind::kString ||
                             token.kind == TokenKind::kParameter;
  if (may_be_quoted && token.string != Token::kAsWritten)
    return strings[token.string];
  const absl::string_view written =
      text.substr(token.place.begin, token.place.end - token.place.begin);
  return token.kind == TokenKind::kParameter ? written.substr(1) : written;
}

Lexed Lex(absl::string_view text) { return Lexer(text).Run(); }

}  // namespace attest::query
