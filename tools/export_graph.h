// What the exports of graphs have in common: the chosen graph, its hand-out,
// and what is said of it.

#ifndef ATTEST_TOOLS_EXPORT_GRAPH_H_
#define ATTEST_TOOLS_EXPORT_GRAPH_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"
#include "tools/export_account.h"
#include "tools/export_format.h"
#include "tools/session.h"

namespace attest {

// What the two figures of a GraphSize count.
struct GraphWords {
  const char* nodes = "nodes";
  const char* edges = "edges";
};

// Makes the graph that `request` chooses, writes it with `write`, and notes the
// hand-out before and after. Errors: those of the choice and of `write`.
[[nodiscard]] absl::StatusOr<ExitCode> ExportGraph(
    Session& session, const ExportRequest& request,
    absl::FunctionRef<absl::StatusOr<GraphSize>(
        EntityGraph&, const ExportOrigin&, ExportAccount&)>
        write,
    GraphWords words = {});

// Adds that entities go by one name each.
void AddFurtherNames(const EntityGraph& graph, ExportAccount& account);

// Adds what a drawing does not show.
void AddDrawing(const GraphSize& size, const EntityGraph& graph,
                ExportAccount& account);

// How a format writes a graph as one text, piece by piece. What the format
// cannot say goes on the account.
using WriteText = absl::FunctionRef<absl::Status(absl::string_view)>;
using WriteGraph = absl::StatusOr<GraphSize> (*)(EntityGraph& graph,
                                                 const ExportOrigin& origin,
                                                 WriteText write,
                                                 ExportAccount& account);

// The same to one file, or to standard output.
[[nodiscard]] absl::StatusOr<ExitCode> ExportGraphText(
    Session& session, const ExportRequest& request, WriteGraph write,
    GraphWords words = {});

}  // namespace attest

#endif  // ATTEST_TOOLS_EXPORT_GRAPH_H_
