// Which fields a JSON document has, and of which types.

#ifndef ATTEST_TESTS_CLI_DOCUMENT_SHAPE_H_
#define ATTEST_TESTS_CLI_DOCUMENT_SHAPE_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// What `json` has that `fields` does not say, and the other way round, one a
// line; empty when they agree. `fields` is a list of NAME:TYPE, set apart by
// white space; a type is one of
//
//     text list object flag count  as in JSON; a count is a whole number
//     hash root time               64 hex digits; base64 of 32 bytes; RFC 3339
//     any                          whatever it is, null too
//     range                        [b, e), two counts
//
// and may be null with `?` after it. A field whose NAME has `?` after it may
// be absent.
[[nodiscard]] std::string ShapeErrors(const nlohmann::json& json,
                                      absl::string_view fields);

// That `json` has those fields; that a document has them and its log position;
// that a list is not empty and each of its elements has them.
void ExpectShape(const nlohmann::json& json, absl::string_view fields);
void ExpectDocument(const nlohmann::json& json, absl::string_view fields);
void ExpectEach(const nlohmann::json& list, absl::string_view fields);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_DOCUMENT_SHAPE_H_
