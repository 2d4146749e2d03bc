// export: the case in other formats.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/export_format.h"

namespace attest {
namespace {

struct ExportVerbOptions {
  std::string include;
  ExportRequest request;
};

absl::StatusOr<ExitCode> Export(Session& session, ExportVerbOptions given) {
  if (!given.include.empty() && given.include != "restricted") {
    return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                            "export --include: got \"", given.include,
                            "\", want restricted; what is sealed is never "
                            "exported")),
                        kExitUsage);
  }
  given.request.include_restricted = given.include == "restricted";
  ASSIGN_OR_RETURN(const ExportFormat* const format,
                   CheckExport(session.options(), given.request));
  return format->run(session, given.request);
}

// What CLI::App says of an option; empty: it is good.
std::string CheckHops(const std::string& text) {
  const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(),
                                                      absl::ascii_isdigit);
  return is_number ? ""
                   : absl::StrCat("got \"", text,
                                  "\", want a number of steps, from 0");
}
std::string CheckNotEmpty(const std::string& text) {
  return text.empty() ? "got nothing, want a text" : "";
}

std::string FormatsHelp() {
  std::string help;
  for (const ExportFormat& format : ExportFormats()) {
    absl::StrAppend(&help, help.empty() ? "" : "\n", format.name, ": ",
                    format.is);
  }
  return help;
}

}  // namespace

void AddExportCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<ExportVerbOptions>();
  ExportRequest& request = options->request;
  CLI::App* verb = AddVerb(
      program, "export", "write the case in another format",
      "attest export --to html person:omar -o omar.html\n"
      "attest export --to graphml person:omar --hops 2 -o omar.graphml");
  verb->add_option("--to", request.to, FormatsHelp())->required();
  verb->add_option("keys", request.keys,
                   "entities, with what is said of them; statements, claims; "
                   "reports, with their claims; sources, with what they say or "
                   "publish; none: the whole case");
  verb->add_option("--hops", request.hops,
                   "statements up to so many away from the entities chosen: 1 "
                   "those about them (without it for keys), 2 those about the "
                   "others in these; 0 none (without it for a query)")
      ->check(CheckHops);
  verb->add_option("--query", request.query,
                   "what a query returns: nodes, and statements by their "
                   "relationships")
      ->check(CheckNotEmpty);
  verb->add_option("--verdict", request.verdict,
                   "of what is chosen, statements of this verdict alone")
      ->check(CheckNotEmpty);
  verb->add_option("-o,--output", request.output,
                   "a file (else standard output), or an empty folder");
  verb->add_option("--include", options->include,
                   "restricted: export restricted material in full");
  verb->add_flag("--keep-keys", request.keep_keys,
                 "keep the keys of withheld records");
  verb->add_flag("--without-by", request.without_by,
                 "leave out who recorded and decided");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Export(running, *options); });
  });
}

}  // namespace attest
