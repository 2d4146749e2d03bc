// Values of a query as the program prints them.

#ifndef ATTEST_TOOLS_ROW_VALUE_H_
#define ATTEST_TOOLS_ROW_VALUE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest {

// Appends `value` as JSON:
//   node          {"$node":{"id":…,"labels":[…],"properties":{…}}}
//   relationship  {"$relationship":{"type":…,"from":…,"to":…,"properties":{…}}}
//   path          {"$path":[node, relationship, node, …]}
//   time, EDTF    its text
//   float         a number with a point or an exponent; "NaN", "Infinity" and
//                 "-Infinity", which JSON has no numbers for
// The id of a node, and what `from` and `to` name, is its property `id`.
//
// Errors: those of reading properties; ResourceExhausted for a text of more
// than about a quarter of a gigabyte. Values may be nested to any depth.
[[nodiscard]] absl::Status AppendValueJson(const query::PropertyGraph& graph,
                                           const query::Value& value,
                                           std::string& json);

// The same for people: texts and times bare, null as nothing, the rest in the
// notation of value_text.h.
[[nodiscard]] absl::StatusOr<std::string> ValueCell(
    const query::PropertyGraph& graph, const query::Value& value);

// Appends `text` as a JSON string; what is not UTF-8 in it is replaced.
void AppendTextJson(absl::string_view text, std::string& json);

}  // namespace attest

#endif  // ATTEST_TOOLS_ROW_VALUE_H_
