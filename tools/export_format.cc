#include "tools/export_format.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

constexpr std::array kFormats = {
    ExportFormat{.name = "jsonl",
                 .is = "the case as lines that can be added again; "
                       "contents of reports "
                       "go beside FILE, into FILE.files",
                 .run = ExportToJsonl},
    ExportFormat{
        .name = "html",
        .is = "a dossier: what is said of KEY..., by whom, and how well it "
              "stands, as one page to read, print and hand over",
        .takes = {.keep_keys = false},
        .takes_no_more_because = "what is withheld goes by a pseudonym",
        .run = ExportToHtml},
    ExportFormat{.name = "claims-csv",
                 .is = "a table, one claim a row, as import --from claims-csv "
                       "reads it",
                 .run = ExportToClaimsCsv},
    ExportFormat{
        .name = "graphml",
        .is = "a graph for Gephi, yEd and others: entities, and statements "
              "between them with verdict and lines",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToGraphml},
    ExportFormat{
        .name = "gexf",
        .is = "the same graph for Gephi's time line: when a statement may hold "
              "is a spell of its edge",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToGexf},
    ExportFormat{
        .name = "nodes-edges-csv",
        .is = "the same graph as nodes.csv and edges.csv",
        .output = ExportOutput::kFolder,
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToNodesEdges},
    ExportFormat{.name = "prov",
                 .is = "who said what in which report, what derives from what, "
                       "and who decided what, as PROV-JSON",
                 .run = ExportToProv},
    ExportFormat{
        .name = "ftm",
        .is =
            "FollowTheMoney: what stands, as entities, one a JSON line, which "
            "do not tell who says what; nothing contested or denied",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToFtm},
    ExportFormat{
        .name = "ftm-statements",
        .is = "the same as statements with their sources, in CSV, as import "
              "--from ftm reads them",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToFtmStatements},
    ExportFormat{
        .name = "stix",
        .is = "a STIX 2.1 bundle: what stands as relationships, all else that "
              "is reported as notes, with verdicts and who reports it",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToStix},
    ExportFormat{
        .name = "geojson",
        .is = "places by their coordinates, and who or what is said to have "
              "been there, for maps (RFC 7946)",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToGeojson},
    ExportFormat{
        .name = "dot",
        .is = "the same graph as text for Graphviz, with a line for each "
              "verdict",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToDot},
    ExportFormat{
        .name = "svg",
        .is = "a picture of the same graph, which the program dot of Graphviz "
              "lays out",
        .takes = {.without_by = false},
        .takes_no_more_because = "it says nobody's name as who recorded",
        .run = ExportToSvg},
    ExportFormat{
        .name = "tiles",
        .is = "the log as files that clients of C2SP tlog-tiles read",
        .output = ExportOutput::kFolder,
        .takes = {.as_of = false,
                  .keep_keys = false,
                  .without_by = false,
                  .choice = false},
        .takes_no_more_because =
            "entries are the stored bytes, from which nothing can be left "
            "out, under the newest head",
        .run = ExportToTiles},
};

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

// The first option given that `format` does not take; empty: none.
absl::string_view NotTaken(const GlobalOptions& global,
                           const ExportRequest& request,
                           const ExportFormat& format) {
  const ExportOptionsTaken& takes = format.takes;
  if (!takes.as_of && !global.as_of.empty()) return "--as-of";
  if (!takes.keep_keys && request.keep_keys) return "--keep-keys";
  if (!takes.without_by && request.without_by) return "--without-by";
  if (!takes.choice) {
    if (!request.keys.empty()) return request.keys.front();
    if (request.hops) return "--hops";
    if (!request.query.empty()) return "--query";
    if (!request.verdict.empty()) return "--verdict";
  }
  return "";
}

}  // namespace

absl::Span<const ExportFormat> ExportFormats() { return kFormats; }

std::string ExportFormatNames() {
  std::string names;
  for (size_t i = 0; i < kFormats.size(); ++i) {
    const char* const before = i == 0                     ? ""
                               : i + 1 == kFormats.size() ? " or "
                                                          : ", ";
    absl::StrAppend(&names, before, kFormats[i].name);
  }
  return names;
}

absl::StatusOr<const ExportFormat*> CheckExport(const GlobalOptions& global,
                                                const ExportRequest& request) {
  const ExportFormat* format = nullptr;
  for (const ExportFormat& known : kFormats) {
    if (known.name == request.to) format = &known;
  }
  if (format == nullptr) {
    return WrongUsage(absl::StrCat("export --to: got \"", request.to,
                                   "\", want ", ExportFormatNames()));
  }
  if (format->output != ExportOutput::kFileOrStandardOutput &&
      request.output.empty()) {
    return WrongUsage(absl::StrCat(
        "export --to ", request.to, ": want -o and a ",
        format->output == ExportOutput::kFolder ? "folder" : "file"));
  }
  if (request.hops && request.keys.empty() && request.query.empty()) {
    return WrongUsage("export --hops: want KEY... or --query with it");
  }
  const absl::string_view not_taken = NotTaken(global, request, *format);
  if (!not_taken.empty()) {
    return WrongUsage(
        absl::StrCat("export --to ", request.to, ": ", not_taken,
                     " does not apply: ", format->takes_no_more_because));
  }
  return format;
}

}  // namespace attest
