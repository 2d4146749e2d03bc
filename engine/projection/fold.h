// The fold: what one event does to the tables of a projection.

#ifndef ATTEST_ENGINE_PROJECTION_FOLD_H_
#define ATTEST_ENGINE_PROJECTION_FOLD_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/tables.h"

namespace attest {

// May `event` come next? See Projection::Apply for the errors. What it names
// that may come later in its file is not an error, and appended to `awaited`.
absl::Status CheckEvent(const ProjectionTables& tables, EventIndex index,
                        const Event& event,
                        std::vector<ProjectionTables::Awaited>& awaited);

// Adds the rows of `event`. Requires: CheckEvent was OK.
void FoldEvent(ProjectionTables& tables, const Event& event);

// The predicate that claims name as `row`, a StatementRow's.
[[nodiscard]] Predicate PredicateAt(const ProjectionTables& tables,
                                    uint32_t row);

// The records that rows stand for, all their fields but those of a report that
// are not kept.
[[nodiscard]] Source SourceOf(const ProjectionTables& tables,
                              const SourceRow& row);
[[nodiscard]] Report ReportOf(const ProjectionTables& tables,
                              const ReportRow& row);
[[nodiscard]] Entity EntityOf(const ProjectionTables& tables,
                              const EntityRow& row);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_FOLD_H_
