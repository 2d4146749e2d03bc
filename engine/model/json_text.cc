#include "engine/model/json_text.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "absl/strings/str_format.h"

namespace attest {
namespace {

void AppendControl(char c, std::string& json) {
  switch (c) {
    case '\b':
      json += "\\b";
      return;
    case '\f':
      json += "\\f";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      absl::StrAppendFormat(&json, "\\u%04x", static_cast<unsigned>(c));
  }
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string& json) {
  json += '"';
  size_t copied = 0;  // [0, copied) of the text is in `json`
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_marked = c == '"' || c == '\\';
    if (!is_marked && static_cast<unsigned char>(c) >= 0x20) continue;
    json.append(text.data() + copied, at - copied);
    copied = at + 1;
    if (is_marked) {
      json += '\\';
      json += c;
    } else {
      AppendControl(c, json);
    }
  }
  json.append(text.data() + copied, text.size() - copied);
  json += '"';
}

void AppendJsonNumber(double number, std::string& json) {
  assert(std::isfinite(number));
  if (number == 0) number = 0;  // not -0
  std::array<char, 32> digits = {};
  const std::to_chars_result end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number);
  json.append(digits.data(), end.ptr);
}

}  // namespace attest
