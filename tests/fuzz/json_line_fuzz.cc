// Lines of JSON: the parser takes exactly what another parser takes, less what
// it must refuse beside the grammar (a root that is no object, names given
// twice, depth, numbers out of range), and reads the same values.

#include <cmath>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "engine/ingest/json_line.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

using nlohmann::json;

// What the grammar allows and the parser refuses.
class Limits : public nlohmann::json_sax<json> {
 public:
  [[nodiscard]] bool broken() const { return broken_; }

  bool null() override { return Value(); }
  bool boolean(bool) override { return Value(); }
  bool number_integer(number_integer_t) override { return Value(); }
  bool number_unsigned(number_unsigned_t) override { return Value(); }
  bool number_float(number_float_t number, const string_t& text) override {
    // Whole numbers beyond 64 bits arrive here.
    broken_ |= !std::isfinite(number) ||
               text.find_first_of(".eE") == std::string::npos;
    return Value();
  }
  bool string(string_t&) override { return Value(); }
  bool binary(binary_t&) override { return Value(); }
  bool start_object(std::size_t) override {
    names_.emplace_back();
    return Open();
  }
  bool key(string_t& name) override {
    broken_ |= !names_.back().insert(name).second;
    return true;
  }
  bool end_object() override {
    names_.pop_back();
    return Close();
  }
  bool start_array(std::size_t) override {
    broken_ |= depth_ == 0;
    return Open();
  }
  bool end_array() override { return Close(); }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception&) override {
    broken_ = true;
    return false;
  }

 private:
  bool Value() {
    broken_ |= depth_ == 0;
    return true;
  }
  bool Open() {
    broken_ |= ++depth_ > kMaxJsonDepth;
    return true;
  }
  bool Close() {
    --depth_;
    return true;
  }

  std::vector<std::set<std::string>> names_;
  int depth_ = 0;
  bool broken_ = false;
};

bool SameNumber(absl::string_view text, const json& want) {
  double number = 0;
  return absl::SimpleAtod(text, &number) && number == want.get<double>();
}

bool SameValue(const JsonValue& got, const json& want) {
  switch (got.type) {
    case JsonType::kNull:
      return want.is_null();
    case JsonType::kBool:
      return want.is_boolean() && want.get<bool>() == got.boolean;
    case JsonType::kNumber:
      return want.is_number() && SameNumber(got.text, want);
    case JsonType::kString:
      return want.is_string() && want.get_ref<const std::string&>() == got.text;
    case JsonType::kArray:
    case JsonType::kObject:
      break;
  }
  const bool is_object = got.type == JsonType::kObject;
  if (is_object != want.is_object() || want.size() != got.child_count) {
    return false;
  }
  size_t i = 0;
  for (const JsonValue& child : JsonChildren(got)) {
    const json* other = nullptr;
    if (is_object) {
      const auto found = want.find(std::string(child.name));
      if (found != want.end()) other = &*found;
    } else {
      other = &want[i++];
    }
    if (other == nullptr || !SameValue(child, *other)) return false;
  }
  return true;
}

void CheckPlaces(const JsonValue& root, size_t line_bytes) {
  for (uint32_t i = 0; i < root.tree_size; ++i) {
    const JsonValue& value = *(&root + i);
    Require(value.offset < line_bytes && value.name_offset < line_bytes,
            "a value stands in the line");
    Require(i + value.tree_size <= root.tree_size, "a tree lies in its root");
  }
}

}  // namespace

void FuzzInput(absl::string_view input) {
  // A buffer of the exact size, so that reading past the padding is seen.
  const auto line =
      std::make_unique<char[]>(input.size() + JsonParser::kPadding);
  std::copy(input.begin(), input.end(), line.get());
  JsonParser parser;
  const std::optional<JsonFault> fault =
      parser.Parse(absl::string_view(line.get(), input.size()));
  Limits limits;
  // The other parser takes a NUL for the end of its input, and passes over a
  // byte order mark.
  const bool is_json = !absl::StrContains(input, '\0') &&
                       !absl::StartsWith(input, "\xEF\xBB\xBF") &&
                       json::sax_parse(input.begin(), input.end(), &limits);
  Require(!fault.has_value() == (is_json && !limits.broken()),
          "the two parsers agree on what is a line");
  if (fault.has_value()) {
    Require(fault->offset <= input.size(), "a fault is in the line");
    Require(!fault->what.empty(), "a fault says what it is");
    return;
  }
  CheckPlaces(parser.root(), input.size());
  Require(SameValue(parser.root(), json::parse(input.begin(), input.end())),
          "the two parsers read the same values");
}

std::vector<std::string> FuzzSeeds() {
  return {"{}",
          R"({"a":1,"b":-0.5e-3,"c":true,"d":false,"e":null})",
          R"( { "a" : [ 1 , "x" , { "b" : [] } ] } )",
          R"({"\u00e9\ud83d\ude00":"\"\\\/\b\f\n\r\t"})",
          R"({"a":9223372036854775807,"b":-9223372036854775808})",
          R"({"a":18446744073709551615,"b":1e308,"c":1E-400})",
          R"({"a":[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]})",
          R"({"a":1,"a":2})",
          R"({"a":"\ud800"})",
          R"({"a":01})",
          R"(["a"])",
          R"({"a":18446744073709551616})"};
}

std::vector<std::string> FuzzWords() {
  return {"{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\u",
          "\\ud83d",
          "\\ude00",
          "true",
          "false",
          "null",
          "1e309",
          "-",
          "-0",
          "0.",
          "\"a\":",
          "\\",
          "\x01",
          "\xC3",
          "\xEF\xBB\xBF",
          "e+",
          "1E400",
          " ",
          "\r",
          std::string(1, '\0')};
}

}  // namespace attest
