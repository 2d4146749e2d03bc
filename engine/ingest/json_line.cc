#include "engine/ingest/json_line.h"

// Without the conversions that throw.
#define SIMDJSON_EXCEPTIONS 0  // NOLINT(cppcoreguidelines-macro-usage): theirs
#include <simdjson.h>

#include <string>

#include "absl/container/flat_hash_set.h"
#include "engine/ingest/input_error.h"

namespace attest {

namespace ondemand = simdjson::ondemand;

absl::string_view JsonTypeName(JsonType type) {
  static constexpr absl::string_view kNames[] = {
      "null", "true or false", "a number", "a string", "a list", "an object"};
  return kNames[static_cast<size_t>(type)];
}

struct JsonParser::Simdjson {
  ondemand::parser parser;
};

static_assert(JsonParser::kPadding >= simdjson::SIMDJSON_PADDING);

// Copies a document into values; any error is found again, with its place,
// by FindJsonFault.
class JsonParser::Walker {
 public:
  Walker(const char* line, std::vector<JsonValue>& values)
      : line_(line), values_(values) {}

  simdjson::error_code Walk(ondemand::document& document) {
    ondemand::object root;
    if (const auto error = document.get_object().get(root)) return error;
    Add();
    return FillObject(root, 0, 1);
  }

 private:
  size_t Add() {
    values_.emplace_back();
    return values_.size() - 1;
  }

  [[nodiscard]] uint32_t OffsetOf(const char* at) const {
    return static_cast<uint32_t>(at - line_);
  }

  simdjson::error_code Fill(ondemand::value value, size_t place, int depth) {
    if (values_.size() > kMaxJsonValues) return simdjson::CAPACITY;
    ondemand::json_type type{};
    ondemand::object object;
    if (const auto error = value.type().get(type)) return error;
    const std::string_view token = value.raw_json_token();
    values_[place].offset = OffsetOf(token.data());
    switch (type) {
      case ondemand::json_type::object:
        if (const auto error = value.get_object().get(object)) return error;
        return FillObject(object, place, depth);
      case ondemand::json_type::array:
        return FillArray(value, place, depth);
      case ondemand::json_type::string:
        return FillString(value, values_[place]);
      case ondemand::json_type::number:
        return FillNumber(value, token, values_[place]);
      case ondemand::json_type::boolean:
        values_[place].type = JsonType::kBool;
        return value.get_bool().get(values_[place].boolean);
      case ondemand::json_type::null:
        return FillNull(value, values_[place]);
    }
    return simdjson::TAPE_ERROR;
  }

  simdjson::error_code FillObject(ondemand::object& object, size_t place,
                                  int depth) {
    if (depth > kMaxJsonDepth) return simdjson::DEPTH_ERROR;
    uint32_t count = 0;
    for (auto field : object) {
      if (field.error() != simdjson::SUCCESS) return field.error();
      const size_t child = Add();
      const char* const quoted = field.key().value_unsafe().raw();
      values_[child].name_offset = OffsetOf(quoted) - 1;
      std::string_view name;
      if (const auto error = field.unescaped_key().get(name)) return error;
      values_[child].name = absl::string_view(name.data(), name.size());
      if (const auto error =
              Fill(field.value().value_unsafe(), child, depth + 1)) {
        return error;
      }
      ++count;
    }
    Close(place, JsonType::kObject, count);
    return simdjson::SUCCESS;
  }

  simdjson::error_code FillArray(ondemand::value& value, size_t place,
                                 int depth) {
    if (depth > kMaxJsonDepth) return simdjson::DEPTH_ERROR;
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return error;
    uint32_t count = 0;
    for (auto element : array) {
      if (element.error() != simdjson::SUCCESS) return element.error();
      const size_t child = Add();
      if (const auto error = Fill(element.value_unsafe(), child, depth + 1)) {
        return error;
      }
      ++count;
    }
    Close(place, JsonType::kArray, count);
    return simdjson::SUCCESS;
  }

  void Close(size_t place, JsonType type, uint32_t count) {
    values_[place].type = type;
    values_[place].child_count = count;
    values_[place].tree_size = static_cast<uint32_t>(values_.size() - place);
  }

  static simdjson::error_code FillNull(ondemand::value& value,
                                       JsonValue& result) {
    bool is_null = false;
    if (const auto error = value.is_null().get(is_null)) return error;
    result.type = JsonType::kNull;
    return is_null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
  }

  static simdjson::error_code FillString(ondemand::value& value,
                                         JsonValue& result) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return error;
    result.type = JsonType::kString;
    result.text = absl::string_view(text.data(), text.size());
    return simdjson::SUCCESS;
  }

  static simdjson::error_code FillNumber(ondemand::value& value,
                                         std::string_view token,
                                         JsonValue& result) {
    ondemand::number number;
    if (const auto error = value.get_number().get(number)) return error;
    const size_t end = token.find_last_not_of(" \t\r\n");
    result.type = JsonType::kNumber;
    result.text = absl::string_view(token.data(), end + 1);
    return simdjson::SUCCESS;
  }

  const char* line_;
  std::vector<JsonValue>& values_;
};

JsonParser::JsonParser() : simdjson_(std::make_unique<Simdjson>()) {}

JsonParser::~JsonParser() = default;

std::optional<JsonFault> JsonParser::Parse(absl::string_view line) {
  values_.clear();
  ondemand::document document;
  auto error = simdjson_->parser
                   .iterate(line.data(), line.size(), line.size() + kPadding)
                   .get(document);
  if (error == simdjson::SUCCESS) {
    error = Walker(line.data(), values_).Walk(document);
  }
  // A document that was read to its end has no location any more.
  const bool whole =
      error == simdjson::SUCCESS &&
      document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  if (!whole) return FindJsonFault(line);
  return FindDuplicateName();
}

std::optional<JsonFault> JsonParser::FindDuplicateName() const {
  // Most objects have a handful of fields, for which comparing each with each
  // is fastest.
  static constexpr uint32_t kFew = 16;
  absl::flat_hash_set<absl::string_view> names;
  for (const JsonValue& object : values_) {
    if (object.type != JsonType::kObject) continue;
    names.clear();
    for (const JsonValue& field : JsonChildren(object)) {
      bool is_new = true;
      if (object.child_count > kFew) {
        is_new = names.insert(field.name).second;
      } else {
        for (const JsonValue& earlier : JsonChildren(object)) {
          if (&earlier == &field) break;
          if (earlier.name == field.name) is_new = false;
        }
      }
      if (is_new) continue;
      return JsonFault{field.name_offset, "field given twice",
                       QuotedForMessage(field.name), ""};
    }
  }
  return std::nullopt;
}

}  // namespace attest
