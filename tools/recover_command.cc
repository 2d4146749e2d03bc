// recover: from a damaged case, what still verifies into a new one.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/log/recover.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/progress.h"

namespace attest {
namespace {

struct RecoverVerbOptions {
  std::string damaged;
  std::string fresh;
  std::string origin;
  std::string key_file;
};

Json MissingJson(const RecoverReport& report) {
  Json missing = Json::array();
  for (const Content& content : report.missing_contents) {
    missing.push_back(absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(content.sha256.data()),
                          content.sha256.size())));
  }
  return missing;
}

std::string LostText(const RecoverReport& report) {
  std::string text;
  for (const auto& [begin, end] : report.lost) {
    absl::StrAppend(&text, "  lost: events ", begin, " to ", end - 1, "\n");
  }
  for (uint64_t event : report.dropped) {
    absl::StrAppend(&text, "  left out: event ", event,
                    ", which names a lost one\n");
  }
  for (const Content& content : report.missing_contents) {
    absl::StrAppend(&text, "  content missing or damaged: ",
                    absl::BytesToHexString(absl::string_view(
                        reinterpret_cast<const char*>(content.sha256.data()),
                        content.sha256.size())),
                    "\n");
  }
  return text;
}

absl::StatusOr<ExitCode> RunRecover(Session& session,
                                    const RecoverVerbOptions& given) {
  Progress progress("events");
  RecoverOptions options;
  options.create.origin = given.origin;
  options.create.key_file = given.key_file;
  options.by = session.By();
  options.progress = [&](uint64_t done, uint64_t all) {
    progress.Show(done, all);
  };
  absl::StatusOr<RecoverReport> report =
      Recover(given.damaged, given.fresh, options);
  if (absl::IsNotFound(report.status())) {
    return WithExitCode(report.status(), kExitNoCase);
  }
  if (!report.ok()) return report.status();
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   Case::Open(given.fresh, {}));
  Answer answer;
  answer.document = {{"from", given.damaged},
                     {"to", given.fresh},
                     {"origin", report->new_origin},
                     {"expected", report->expected},
                     {"recovered", report->recovered},
                     {"unchecked", report->unchecked},
                     {"lost", report->lost},
                     {"dropped", report->dropped},
                     {"contents", report->contents},
                     {"missing_contents", MissingJson(*report)}};
  answer.text = absl::StrCat("recovered ", report->recovered, " of ",
                             report->expected, " events and ", report->contents,
                             " report contents into ", given.fresh, ", origin ",
                             report->new_origin, "\n", LostText(*report));
  answer.applied_through = opened->Now().applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddRecoverCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<RecoverVerbOptions>();
  CLI::App* verb = AddVerb(
      program, "recover",
      "from a damaged case, every event that still verifies into a new one",
      "attest recover river.attest river-2.attest\n"
      "attest recover river.attest saved.attest --origin example.org/river-2");
  verb->add_option("damaged", options->damaged, "the damaged case; only read")
      ->required();
  verb->add_option("new", options->fresh, "where the new one goes")->required();
  verb->add_option("--origin", options->origin, "the new log's name");
  verb->add_option("--key", options->key_file,
                   "keep the new signing key in this file outside the case");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return RunRecover(running, *options); });
  });
}

}  // namespace attest
