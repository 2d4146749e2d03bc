// JsonParser reads one line of JSON, strictly, into a tree of values that
// know where in the line they stand.
//
// Beyond RFC 8259: names of an object are unique, nesting and the number of
// values are bounded (json_fault.h), and numbers fit a 64-bit integer or a
// finite double.

#ifndef ATTEST_ENGINE_INGEST_JSON_LINE_H_
#define ATTEST_ENGINE_INGEST_JSON_LINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/ingest/json_fault.h"

namespace attest {

enum class JsonType : uint8_t {
  kNull,
  kBool,
  kNumber,
  kString,
  kArray,
  kObject,
};

[[nodiscard]] absl::string_view JsonTypeName(JsonType type);

// A value of the tree. Lifetime: until its parser parses again, and not
// longer than the line.
struct JsonValue {
  JsonType type = JsonType::kNull;
  bool boolean = false;      // of a bool
  absl::string_view name;    // unescaped, within an object
  absl::string_view text;    // a string unescaped, a number as written
  uint32_t name_offset = 0;  // byte of the line where the name begins
  uint32_t offset = 0;       // ... and where the value begins
  uint32_t child_count = 0;  // of an array or object
  uint32_t tree_size = 1;    // values in it, itself included

  // The first value within; the next one after `value` is
  // value + value->tree_size.
  [[nodiscard]] const JsonValue* first_child() const { return this + 1; }
};

// The values of an array or the fields of an object, in their order.
class JsonChildren {
 public:
  class Iterator {
   public:
    explicit Iterator(const JsonValue* value) : value_(value) {}
    const JsonValue& operator*() const { return *value_; }
    Iterator& operator++() {
      value_ += value_->tree_size;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const JsonValue* value_;
  };

  explicit JsonChildren(const JsonValue& parent) : parent_(parent) {}
  [[nodiscard]] Iterator begin() const {
    return Iterator(parent_.first_child());
  }
  [[nodiscard]] Iterator end() const {
    return Iterator(&parent_ + parent_.tree_size);
  }

 private:
  const JsonValue& parent_;
};

// Thread-safety: none. Memory is kept for the longest line seen.
class JsonParser {
 public:
  // Bytes behind a line that must be readable, whatever they are.
  static constexpr size_t kPadding = 64;

  JsonParser();
  ~JsonParser();
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;

  // Parses `line` and returns what is wrong with it, if anything.
  // Requires: kPadding readable bytes behind it, and less than 4 GiB.
  std::optional<JsonFault> Parse(absl::string_view line);

  // The value of the line parsed last. Requires: that went well.
  [[nodiscard]] const JsonValue& root() const { return values_.front(); }

 private:
  class Walker;
  struct Simdjson;

  [[nodiscard]] std::optional<JsonFault> FindDuplicateName() const;

  std::unique_ptr<Simdjson> simdjson_;
  std::vector<JsonValue> values_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_JSON_LINE_H_
