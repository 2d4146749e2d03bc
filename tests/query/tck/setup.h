// Builds graphs from the text of writing queries, which the engine does not
// run: for the setups of scenarios, and for unit tests.
//
//     MemoryGraph graph;
//     RETURN_IF_ERROR(Write("CREATE (a:A {n: 1})-[:T]->(:B)", {}, graph));
//
// CREATE, MERGE (with ON CREATE SET and ON MATCH SET), SET, REMOVE, DELETE and
// DETACH DELETE, with the reading clauses before, between and after them. The
// reading ones go through the engine, and so do the expressions that are no
// literals; RETURN at the end is left out.

#ifndef ATTEST_TESTS_QUERY_TCK_SETUP_H_
#define ATTEST_TESTS_QUERY_TCK_SETUP_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/query/query.h"
#include "tests/reference/memory_graph.h"

namespace attest::query::tck {

// Errors: those of the engine, and InvalidArgument for what is no pattern that
// can be created. The graph keeps what was done before an error.
[[nodiscard]] absl::Status Write(absl::string_view text,
                                 const RunOptions& options, MemoryGraph& graph);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_SETUP_H_
