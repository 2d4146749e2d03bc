#include "engine/ingest/json_fault.h"

#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/ingest/input_error.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

// Does it fit a 64-bit integer or a finite double, as it is written?
bool FitsANumber(absl::string_view text) {
  if (text.find_first_of(".eE") == absl::string_view::npos) {
    uint64_t positive = 0;
    int64_t any = 0;
    return absl::SimpleAtoi(text, &positive) || absl::SimpleAtoi(text, &any);
  }
  double number = 0;
  return absl::SimpleAtod(text, &number) && std::isfinite(number);
}

// Reads JSON by recursive descent and stops at the first fault. Each Read
// function moves past what it names and returns false when there is a fault.
class FaultScanner {
 public:
  explicit FaultScanner(absl::string_view line) : line_(line) {}

  JsonFault Scan() {
    if (const std::optional<size_t> bad = FindInvalidUtf8(line_)) {
      const auto byte = static_cast<unsigned char>(line_[*bad]);
      return {*bad, "bytes that are not UTF-8", absl::StrFormat("0x%02X", byte),
              ""};
    }
    SkipSpace();
    const size_t begin = position_;
    if (ReadValue(1)) {
      SkipSpace();
      if (position_ == line_.size()) {
        if (line_[begin] != '{') {
          position_ = begin;
          return {begin, "not an object",
                  line_[begin] == '[' ? "a list" : Token(),
                  "an object on each line"};
        }
        return {begin, "a line that cannot be read as JSON", "", ""};
      }
      Expect("the end of the line after the object");
    }
    return fault_;
  }

 private:
  bool ReadValue(int depth) {
    if (++values_ > kMaxJsonValues) {
      return Fail(position_, "too many values in one line", "",
                  absl::StrCat("at most ", kMaxJsonValues));
    }
    switch (Next()) {
      case '{':
      case '[':
        if (depth > kMaxJsonDepth) {
          return Fail(position_, "nesting too deep", "",
                      absl::StrCat("at most ", kMaxJsonDepth, " levels"));
        }
        return Next() == '{' ? ReadObject(depth) : ReadArray(depth);
      case '"':
        return ReadString();
      case 't':
        return ReadWord("true");
      case 'f':
        return ReadWord("false");
      case 'n':
        return ReadWord("null");
      default:
        return ReadNumber();
    }
  }

  bool ReadObject(int depth) {
    ++position_;
    SkipSpace();
    if (Next() == '}') return Advance();
    while (true) {
      if (Next() != '"') return Expect("a field name in double quotes");
      if (!ReadString()) return false;
      SkipSpace();
      if (Next() != ':') return Expect("\":\" after a field name");
      ++position_;
      SkipSpace();
      if (!ReadValue(depth + 1)) return false;
      SkipSpace();
      if (Next() == '}') return Advance();
      if (Next() != ',') return Expect("\",\" or \"}\" after a value");
      ++position_;
      SkipSpace();
    }
  }

  bool ReadArray(int depth) {
    ++position_;
    SkipSpace();
    if (Next() == ']') return Advance();
    while (true) {
      if (!ReadValue(depth + 1)) return false;
      SkipSpace();
      if (Next() == ']') return Advance();
      if (Next() != ',') return Expect("\",\" or \"]\" after a value");
      ++position_;
      SkipSpace();
    }
  }

  bool ReadString() {
    const size_t begin = position_++;
    while (position_ < line_.size()) {
      const char c = line_[position_];
      if (c == '"') return Advance();
      if (static_cast<unsigned char>(c) < 0x20) {
        return Fail(position_, "a control character in a string",
                    absl::StrFormat("U+%04X", static_cast<int>(c)),
                    "an escape such as \\n");
      }
      if (c == '\\' && !ReadEscape()) return false;
      if (c != '\\') ++position_;
    }
    return Fail(begin, "a string that is not closed", "", "");
  }

  bool ReadEscape() {
    const size_t begin = position_++;
    const char c = Next();
    ++position_;
    if (c != 'u') {
      return absl::StrContains("\"\\/bfnrt", absl::string_view(&c, 1)) ||
             Fail(begin, "an unknown escape in a string", "", "");
    }
    const std::optional<unsigned> unit = ReadHex4();
    if (!unit) return Fail(begin, "\\u without four hex digits", "", "");
    if (*unit < 0xD800 || *unit > 0xDFFF) return true;
    if (*unit <= 0xDBFF && Next() == '\\') {
      ++position_;
      if (Next() == 'u') {
        ++position_;
        const std::optional<unsigned> low = ReadHex4();
        if (low && *low >= 0xDC00 && *low <= 0xDFFF) return true;
      }
    }
    return Fail(begin, "half of a surrogate pair in a string", "", "");
  }

  std::optional<unsigned> ReadHex4() {
    unsigned value = 0;
    for (int i = 0; i < 4; ++i, ++position_) {
      const char c = Next();
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
        return std::nullopt;
      }
      value = 16 * value +
              static_cast<unsigned>(
                  absl::ascii_isdigit(static_cast<unsigned char>(c))
                      ? c - '0'
                      : absl::ascii_tolower(static_cast<unsigned char>(c)) -
                            'a' + 10);
    }
    return value;
  }

  bool ReadWord(absl::string_view word) {
    if (line_.substr(position_, word.size()) != word) return ExpectValue();
    position_ += word.size();
    return EndsHere() || ExpectValue();
  }

  bool ReadNumber() {
    const size_t begin = position_;
    if (Next() == '-') ++position_;
    const bool zero = Next() == '0';
    const size_t digits = ReadDigits();
    bool good = digits == 1 || (digits > 1 && !zero);
    if (good && Next() == '.') {
      ++position_;
      good = ReadDigits() > 0;
    }
    if (good && (Next() == 'e' || Next() == 'E')) {
      ++position_;
      if (Next() == '+' || Next() == '-') ++position_;
      good = ReadDigits() > 0;
    }
    if (good && EndsHere()) {
      const absl::string_view text = line_.substr(begin, position_ - begin);
      position_ = FitsANumber(text) ? position_ : begin;
      return position_ != begin ||
             Fail(begin, "a number out of range", Token(), "");
    }
    const bool number =
        digits > 0 || (begin < line_.size() && line_[begin] == '-');
    position_ = begin;
    return number ? Fail(begin, "not a number as JSON has them", Token(), "")
                  : ExpectValue();
  }

  size_t ReadDigits() {
    const size_t begin = position_;
    while (absl::ascii_isdigit(static_cast<unsigned char>(Next()))) ++position_;
    return position_ - begin;
  }

  // Does a word or number end at the current byte?
  [[nodiscard]] bool EndsHere() const {
    return position_ == line_.size() ||
           absl::StrContains(" \t\r\n,]}:", line_.substr(position_, 1));
  }

  void SkipSpace() {
    while (position_ < line_.size() &&
           absl::StrContains(" \t\r\n", line_.substr(position_, 1))) {
      ++position_;
    }
  }

  bool Advance() {
    ++position_;
    return true;
  }

  [[nodiscard]] char Next() const {
    return position_ < line_.size() ? line_[position_] : '\0';
  }

  // What stands at the current byte, for a message.
  [[nodiscard]] std::string Token() const {
    if (position_ >= line_.size()) return "the end of the line";
    size_t end = position_;
    while (end < line_.size() &&
           !absl::StrContains(" \t\r\n,]}:", line_.substr(end, 1))) {
      ++end;
    }
    if (end == position_) ++end;
    return QuotedForMessage(line_.substr(position_, end - position_));
  }

  bool ExpectValue() { return Expect("a value"); }

  bool Expect(absl::string_view want) {
    return Fail(position_, "not JSON", Token(), want);
  }

  bool Fail(size_t offset, absl::string_view what, absl::string_view got,
            absl::string_view want) {
    fault_ = {offset, std::string(what), std::string(got), std::string(want)};
    return false;
  }

  absl::string_view line_;
  size_t position_ = 0;
  size_t values_ = 0;
  JsonFault fault_;
};

}  // namespace

JsonFault FindJsonFault(absl::string_view line) {
  return FaultScanner(line).Scan();
}

}  // namespace attest
