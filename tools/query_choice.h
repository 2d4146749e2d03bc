// What a query returns, as the beginning of a selection.

#ifndef ATTEST_TOOLS_QUERY_CHOICE_H_
#define ATTEST_TOOLS_QUERY_CHOICE_H_

#include <string>

#include "absl/status/status.h"
#include "engine/case.h"
#include "engine/interchange/selection.h"
#include "engine/projection/view.h"
#include "tools/session.h"

namespace attest {

// Adds to `seeds` what the rows of the query `text` over `view` hold: every
// node and relationship in them, in lists, maps and paths too. A report means
// its claims, a source those that it speaks or publishes; a relationship of two
// entities its statement; another one what it is told by: a statement, a claim,
// the two records that it leads between.
// Errors: those of the query; of wrong usage where it is to be explained, asks
// for another log position, or its rows hold neither.
[[nodiscard]] absl::Status AddReturned(Session& session, const Case& opened,
                                       const View& view,
                                       const std::string& text,
                                       SelectionSeeds& seeds);

// Adds what a report or a source means.
void AddClaimsIn(const View& view, ReportId report, SelectionSeeds& seeds);
void AddClaimsOf(const View& view, SourceId source, SelectionSeeds& seeds);

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_CHOICE_H_
