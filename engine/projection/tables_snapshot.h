// A projection's tables as a snapshot file.

#ifndef ATTEST_ENGINE_PROJECTION_TABLES_SNAPSHOT_H_
#define ATTEST_ENGINE_PROJECTION_TABLES_SNAPSHOT_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/projection/tables.h"

namespace attest {

// What the sections mean. A change of rows.h, of literal_bytes.h or of a hash
// is another layout.
inline constexpr uint32_t kSnapshotLayout = 2;

// Requires: the tables are caught up. FailedPrecondition inside a file.
absl::Status SaveTables(const ProjectionTables& tables,
                        const std::array<uint8_t, 32>& root,
                        const std::string& path);

// Checks all columns, but nothing that follows from them: see Derived.
// NotFound when there is no file; DataLoss for any doubt.
absl::StatusOr<std::unique_ptr<ProjectionTables>> OpenTables(
    const std::string& path);

// Opens one part, or the indexes that only a fold needs, from the snapshot of
// tables to which nothing was added since. On an error that part is
// unspecified. For ProjectionTables::Need.
absl::Status OpenDerived(const ProjectionTables& tables, Derived part);
absl::Status OpenInterned(ProjectionTables& tables);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_TABLES_SNAPSHOT_H_
