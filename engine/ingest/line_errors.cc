#include "engine/ingest/line_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kMaxShownName = 64;  // code points

// Columns count code points; a line that is not UTF-8 counts its bytes that
// begin one.
uint64_t ColumnOf(absl::string_view before) {
  return 1 + static_cast<uint64_t>(
                 std::count_if(before.begin(), before.end(), [](char c) {
                   return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                 }));
}

}  // namespace

std::string FieldPath::Text() const {
  std::string text = parent == nullptr ? "" : parent->Text();
  if (index != kNoIndex) {
    absl::StrAppend(&text, "[", index, "]");
  } else if (!name.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : ".",
                    FirstCodePoints(name, kMaxShownName));
  }
  return text;
}

void LineErrors::Add(size_t offset, const FieldPath& path, Words words) {
  ++count_;
  if (!keeps()) return;
  InputError error;
  error.column = ColumnOf(line_.substr(0, offset));
  error.field = path.Text();
  error.what = std::move(words.what);
  error.got = std::move(words.got);
  error.want = std::move(words.want);
  error.suggestion = std::move(words.suggestion);
  errors_.push_back(std::move(error));
}

std::string Got(const JsonValue& value) {
  switch (value.type) {
    case JsonType::kString:
      return QuotedForMessage(value.text);
    case JsonType::kNumber:
      return std::string(FirstCodePoints(value.text, kMaxShownName));
    case JsonType::kBool:
      return value.boolean ? "true" : "false";
    default:
      return std::string(JsonTypeName(value.type));
  }
}

}  // namespace attest
