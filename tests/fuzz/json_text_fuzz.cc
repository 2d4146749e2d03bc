// JSON that is written: every text and every number reads back as it was.

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/model/json_text.h"
#include "engine/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

using nlohmann::json;

void TryNumber(absl::string_view input) {
  double number = 0;
  if (input.size() < sizeof(number)) return;
  std::memcpy(&number, input.data(), sizeof(number));
  if (!std::isfinite(number)) return;
  std::string text;
  AppendJsonNumber(number, text);
  const json read = json::parse(text, nullptr, false);
  Require(read.is_number() && read.get<double>() == number,
          "a number reads back");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryNumber(input);
  if (FindInvalidUtf8(input).has_value()) return;
  std::string text;
  AppendJsonString(input, text);
  const json read = json::parse(text, nullptr, false);
  Require(read.is_string() && read.get_ref<const std::string&>() == input,
          "a text reads back");
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = {"plain", "\"\\/\b\f\n\r\t\x01\x7F",
                                    "\xE2\x80\xA8\xF0\x9F\x98\x80"};
  for (const double number : {0.1, -0.0, 1e21, 5e-324, 9007199254740993.0}) {
    seeds.emplace_back(reinterpret_cast<const char*>(&number), sizeof(number));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"\"", "\\", "\\u0000", std::string(1, '\0'), "\x1F", "\xC2\x80"};
}

}  // namespace attest
