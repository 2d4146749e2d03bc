// JsonFields writes one JSON object, field by field, as text. Unlike a JSON
// value it needs no tree in memory: importers write hundreds of thousands of
// lines a second.

#ifndef ATTEST_ENGINE_INTERCHANGE_JSON_FIELDS_H_
#define ATTEST_ENGINE_INTERCHANGE_JSON_FIELDS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/model/json_text.h"

namespace attest {

class JsonFields {
 public:
  JsonFields() = default;
  // With room for so many bytes at once.
  explicit JsonFields(size_t bytes) { json_.reserve(bytes); }

  // A text; left out when empty.
  JsonFields& Text(absl::string_view name, absl::string_view value) {
    if (value.empty()) return *this;
    Name(name);
    AppendJsonString(value, json_);
    return *this;
  }
  // A value that is JSON already; left out when empty.
  JsonFields& Json(absl::string_view name, absl::string_view value) {
    if (value.empty()) return *this;
    Name(name);
    absl::StrAppend(&json_, value);
    return *this;
  }

  [[nodiscard]] bool empty() const { return json_.size() == 1; }
  // Requires: called once, last.
  [[nodiscard]] std::string Take() {
    json_.push_back('}');
    return std::move(json_);
  }

 private:
  void Name(absl::string_view name) {
    absl::StrAppend(&json_, empty() ? "\"" : ",\"", name, "\":");
  }

  std::string json_ = "{";
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_JSON_FIELDS_H_
