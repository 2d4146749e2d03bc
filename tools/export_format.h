// The formats of `export`: a line for each in the table of export_format.cc,
// and a file export_<format>.cc that writes it.

#ifndef ATTEST_TOOLS_EXPORT_FORMAT_H_
#define ATTEST_TOOLS_EXPORT_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tools/exit_code.h"
#include "tools/session.h"

namespace attest {

// What an export is asked for.
struct ExportRequest {
  std::string to;      // the name of a format
  std::string output;  // a file or folder; empty: standard output
  bool include_restricted = false;
  bool keep_keys = false;
  bool without_by = false;
  // What is chosen; nothing: everything.
  std::vector<std::string> keys;
  std::optional<uint64_t> hops;  // around them
  std::string query;
  std::string verdict;
};

// What -o means to a format.
enum class ExportOutput : uint8_t { kFileOrStandardOutput, kFile, kFolder };

// What else of a request a format heeds. What it does not is refused.
struct ExportOptionsTaken {
  bool as_of = true;
  bool keep_keys = true;
  bool without_by = true;
  bool choice = true;  // KEY..., --hops, --query, --verdict
};

struct ExportFormat {
  absl::string_view name;
  absl::string_view is;  // one line, for the help
  ExportOutput output = ExportOutput::kFileOrStandardOutput;
  ExportOptionsTaken takes;
  absl::string_view takes_no_more_because;
  // Requires: the request passed CheckExport.
  absl::StatusOr<ExitCode> (*run)(Session& session,
                                  const ExportRequest& request);
};

[[nodiscard]] absl::Span<const ExportFormat> ExportFormats();

// "jsonl, tiles or ...".
[[nodiscard]] std::string ExportFormatNames();

// The format that a request names. Errors, with the exit code of wrong usage:
// there is none, or it does not take what is asked for.
[[nodiscard]] absl::StatusOr<const ExportFormat*> CheckExport(
    const GlobalOptions& global, const ExportRequest& request);

// One for each format.
absl::StatusOr<ExitCode> ExportToHtml(Session& session,
                                      const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToJsonl(Session& session,
                                       const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToClaimsCsv(Session& session,
                                           const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToGraphml(Session& session,
                                         const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToDot(Session& session,
                                     const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToFtm(Session& session,
                                     const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToFtmStatements(Session& session,
                                               const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToGeojson(Session& session,
                                         const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToGexf(Session& session,
                                      const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToNodesEdges(Session& session,
                                            const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToProv(Session& session,
                                      const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToStix(Session& session,
                                      const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToSvg(Session& session,
                                     const ExportRequest& request);
absl::StatusOr<ExitCode> ExportToTiles(Session& session,
                                       const ExportRequest& request);

}  // namespace attest

#endif  // ATTEST_TOOLS_EXPORT_FORMAT_H_
