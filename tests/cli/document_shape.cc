#include "tests/cli/document_shape.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using Json = nlohmann::json;

bool IsHash(const Json& json) {
  if (!json.is_string()) return false;
  const auto& text = json.get_ref<const std::string&>();
  return text.size() == 64 &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool IsRoot(const Json& json) {
  if (!json.is_string()) return false;
  const auto& text = json.get_ref<const std::string&>();
  return text.size() == 44 && text.back() == '=' &&
         std::all_of(text.begin(), text.end() - 1, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '+' || c == '/';
         });
}

bool IsTime(const Json& json) {
  absl::Time time;
  std::string error;
  return json.is_string() &&
         absl::ParseTime(absl::RFC3339_full, json.get<std::string>(), &time,
                         &error);
}

bool IsRange(const Json& json) {
  return json.is_array() && json.size() == 2 && json[0].is_number_unsigned() &&
         json[1].is_number_unsigned() &&
         json[0].get<uint64_t>() <= json[1].get<uint64_t>();
}

bool HasType(const Json& json, absl::string_view type) {
  if (absl::ConsumeSuffix(&type, "?") && json.is_null()) return true;
  if (type == "any") return true;
  if (type == "text") return json.is_string();
  if (type == "list") return json.is_array();
  if (type == "object") return json.is_object();
  if (type == "flag") return json.is_boolean();
  if (type == "count") return json.is_number_unsigned();
  if (type == "hash") return IsHash(json);
  if (type == "root") return IsRoot(json);
  if (type == "time") return IsTime(json);
  if (type == "range") return IsRange(json);
  return false;
}

}  // namespace

std::string ShapeErrors(const Json& json, absl::string_view fields) {
  if (!json.is_object()) return absl::StrCat("not an object: ", json.dump());
  std::string errors;
  std::set<std::string> known;
  for (absl::string_view field :
       absl::StrSplit(fields, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(field, absl::MaxSplits(':', 1));
    const bool optional = absl::ConsumeSuffix(&parts.first, "?");
    const std::string name(parts.first);
    known.insert(name);
    const auto found = json.find(name);
    if (found == json.end()) {
      if (!optional) absl::StrAppend(&errors, name, ": missing\n");
    } else if (!HasType(*found, parts.second)) {
      absl::StrAppend(&errors, name, ": want ", parts.second, ", got ",
                      found->dump(), "\n");
    }
  }
  for (const auto& [name, value] : json.items()) {
    if (!known.contains(name)) {
      absl::StrAppend(&errors, name, ": not promised: ", value.dump(), "\n");
    }
  }
  return errors;
}

void ExpectShape(const nlohmann::json& json, absl::string_view fields) {
  EXPECT_EQ(ShapeErrors(json, fields), "") << json.dump(2);
}

void ExpectDocument(const nlohmann::json& json, absl::string_view fields) {
  ExpectShape(json, absl::StrCat(fields, " applied_through:count"));
}

void ExpectEach(const nlohmann::json& list, absl::string_view fields) {
  ASSERT_TRUE(list.is_array()) << list.dump();
  EXPECT_FALSE(list.empty());
  for (const nlohmann::json& element : list) ExpectShape(element, fields);
}

}  // namespace attest
