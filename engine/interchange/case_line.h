// One event as a line of the case format: the inverse of reading it.
//
// Defaults are left out and names stand in the order of the format's tables,
// so that equal records give equal lines.

#ifndef ATTEST_ENGINE_INTERCHANGE_CASE_LINE_H_
#define ATTEST_ENGINE_INTERCHANGE_CASE_LINE_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

// The key of the record that an event defines.
using KeyOfRecord = absl::FunctionRef<absl::StatusOr<std::string>(EventIndex)>;

// What a line says of a report's content: the fields `file` or `text_file`
// are paths, and a line that is only looked at names content by its hash.
struct ContentField {
  std::string name;  // of the field; empty: the content is left out
  std::string value;
};
enum class ContentRole { kFile, kText };
using NameContent = absl::FunctionRef<absl::StatusOr<ContentField>(
    const Report& report, ContentRole role)>;

// The line for `event`, with its key, and with `by` where the event has one.
// Errors: those of `key_of` and `name_content`.
[[nodiscard]] absl::StatusOr<nlohmann::ordered_json> CaseLine(
    const Event& event, KeyOfRecord key_of, NameContent name_content);

// The line for `event` as others may see it when its record is withheld:
// type, key, kind and links alone. Requires: the record has a type that a
// line can define or decide.
[[nodiscard]] absl::StatusOr<nlohmann::ordered_json> StubLine(
    const Event& event, Withheld why, KeyOfRecord key_of);

// Names content by hash, as {"file_sha256": ...} and {"text_sha256": ...}: for
// lines that are shown and not added again.
[[nodiscard]] absl::StatusOr<ContentField> NameContentByHash(
    const Report& report, ContentRole role);

// A literal value as JSON: an object for quantities and points, text for
// texts and dates, true for a flag. Null for an entity.
[[nodiscard]] nlohmann::ordered_json ValueJson(const Object& object);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CASE_LINE_H_
