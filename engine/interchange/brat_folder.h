// The documents of a folder, and of the folders in it.

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_FOLDER_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_FOLDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/interchange/import_folder.h"

namespace attest {

// Finds all `.ann` files below `folder`, ordered by their paths' bytes, which
// begin with `folder`. Names that begin with a dot are passed over. A symbolic
// link to a file is followed within `folder` (FolderFiles); one that leads out
// of it, or nowhere, is a fault, and one to a folder is not followed, with a
// warning. So is a `.txt` file told that has no `.ann` beside it; annotations
// without their text are for ImportBrat to refuse.
// Errors: `folder` cannot be read, or holds no annotations.
[[nodiscard]] absl::StatusOr<ImportFolder> FindBratDocuments(
    const std::string& folder);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_FOLDER_H_
