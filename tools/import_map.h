// The file of --map: what the names of a table are here.

#ifndef ATTEST_TOOLS_IMPORT_MAP_H_
#define ATTEST_TOOLS_IMPORT_MAP_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads {"headings": {"Col": "predicate"}, "predicates": {"theirs": "ours"}};
// either may be missing. NotFound, PermissionDenied or InvalidArgument, with
// the file, for what is none.
[[nodiscard]] absl::StatusOr<ImportMap> ReadImportMap(const std::string& path);

}  // namespace attest

#endif  // ATTEST_TOOLS_IMPORT_MAP_H_
