#include "engine/interchange/dot_export.h"
#include "tools/export_graph.h"

namespace attest {

absl::StatusOr<ExitCode> ExportToDot(Session& session,
                                     const ExportRequest& request) {
  return ExportGraphText(session, request, ExportDot);
}

}  // namespace attest
