// Graphviz text (https://graphviz.org/doc/info/lang.html): one directed graph,
// nodes with a shape for each kind of entity, edges with a line for each
// verdict. Words say both as well.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOT_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_DOT_EXPORT_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"

namespace attest {

// Writes nodes by the keys of entities; the key of a statement is the `id` of
// its edge. Names and labels of more than 1500 bytes, which Graphviz might
// refuse, are cut, with an ellipsis; keys are not. Errors: those of `graph` and
// `write`. Requires: `graph` is prepared.
absl::StatusOr<GraphSize> ExportDot(
    EntityGraph& graph, const ExportOrigin& origin,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

// `text` in double quotes, as the name of a node: backslashes and quotes have a
// backslash before them. Characters that XML 1.0 cannot hold, since pictures
// are made of this, and bytes that are no UTF-8, are replaced by U+FFFD.
[[nodiscard]] std::string DotName(absl::string_view text);

// The same as what is shown: a line end is the end of a line, and `&` begins no
// entity of HTML.
[[nodiscard]] std::string DotLabel(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOT_EXPORT_H_
