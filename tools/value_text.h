// Values of documents, and the statements they are in, as a person reads them.

#ifndef ATTEST_TOOLS_VALUE_TEXT_H_
#define ATTEST_TOOLS_VALUE_TEXT_H_

#include <string>

#include "tools/answer.h"

namespace attest {

// A value without the signs of JSON: `page 1, row 14`; null is sealed.
[[nodiscard]] std::string PlainText(const Json& value);

// The same of a field; empty where there is none, or it is null.
[[nodiscard]] std::string FieldText(const Json& json, const char* name);

// A field that is a list; an empty one where it is not.
[[nodiscard]] const Json& ListOf(const Json& json, const char* name);

// "NAME (KEY)", or the key alone.
[[nodiscard]] std::string Named(const std::string& name,
                                const std::string& key);

// The field "claims", a list of keys, each with what "hedges" says of it:
// "clm:1, clm:2 (alleged)".
[[nodiscard]] std::string HedgedClaims(const Json& json);

// A point or a quantity.
[[nodiscard]] std::string MeasureText(const Json& value);

// A statement in one line: "Omar (person:omar) defected_from ... , 2011-06".
[[nodiscard]] std::string StatementLine(const Json& statement);

}  // namespace attest

#endif  // ATTEST_TOOLS_VALUE_TEXT_H_
