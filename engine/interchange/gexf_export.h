// GEXF 1.3 (https://gexf.net), as Gephi, NetworkX and others read it: the graph
// of GraphML, with the time of each statement as a spell, so that a time line
// can be moved over it.
//
// A spell is the possible range of a statement's time, by whole days, open
// where that is; an undated statement has none, and holds always. It may be
// wider than what is said, never narrower. Nodes have none: nothing says when
// somebody was.

#ifndef ATTEST_ENGINE_INTERCHANGE_GEXF_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_GEXF_EXPORT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"

namespace attest {

// Writes one directed graph: ids are keys, the `kind` of an edge is its
// predicate, so that readers do not take different statements of two entities
// for one; columns are attributes. Errors: those of `graph` and `write`.
// Requires: `graph` is prepared.
absl::StatusOr<GraphSize> ExportGexf(
    EntityGraph& graph, const ExportOrigin& origin,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_GEXF_EXPORT_H_
