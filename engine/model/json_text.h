// Canonical JSON text of single values: the same value gives the same bytes
// on every machine. Statements are ordered and named by such text.

#ifndef ATTEST_ENGINE_MODEL_JSON_TEXT_H_
#define ATTEST_ENGINE_MODEL_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// Appends `text` in quotes. Only what JSON demands is escaped: `"`, `\` and
// control characters (RFC 8259, section 7); other bytes stand as they are.
void AppendJsonString(absl::string_view text, std::string& json);

// Appends the shortest decimal that reads back as `number`; -0 is written as
// 0. Requires: `number` is finite.
void AppendJsonNumber(double number, std::string& json);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_JSON_TEXT_H_
