// The formats that can be imported from.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_FORMATS_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_FORMATS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_folder.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Is each file an import of its own, or do they belong together?
enum class ImportFiles : uint8_t { kEach, kTogether };

struct ImportFormat {
  absl::string_view name;  // what --from takes
  absl::string_view what;  // in a few words
  ImportFiles files = ImportFiles::kEach;
  // Makes lines of the files of a request. Errors are about the files, the case
  // or the sink.
  absl::Status (*import)(const ImportRequest& request,
                         const ExistingCase& existing,
                         ImportSink& sink) = nullptr;
  // The files that a folder stands for; null where the format takes none.
  // Errors: the folder cannot be read, or has no such files.
  absl::StatusOr<ImportFolder> (*in_folder)(const std::string& folder) =
      nullptr;
};

[[nodiscard]] absl::Span<const ImportFormat> ImportFormats();

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_FORMATS_H_
