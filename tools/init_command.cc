// init: make a case.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"

namespace attest {
namespace {

struct InitOptions {
  std::string directory;
  std::string origin;
  std::string key_file;
};

// The directory's own name, without the ending that cases have.
std::string OriginOf(const std::string& directory) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::absolute(directory, error);
  if (path.filename().empty()) path = path.parent_path();
  const std::string name = path.stem().string();
  return absl::StrCat("attest/", name.empty() ? "case" : name);
}

absl::StatusOr<ExitCode> Init(Session& session, const InitOptions& options) {
  const std::string directory =
      options.directory.empty() ? session.CaseDirectory() : options.directory;
  CreateOptions create;
  create.origin = options.origin.empty() ? OriginOf(directory) : options.origin;
  create.key_file = options.key_file;
  const absl::Status created = Case::Create(directory, create);
  // A directory that is in use is the wrong one to name.
  if (absl::IsFailedPrecondition(created)) {
    return WithExitCode(created, kExitBadInput);
  }
  RETURN_IF_ERROR(created);
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   Case::Open(directory, {}));
  Answer answer;
  answer.document = {{"case", directory},
                     {"origin", create.origin},
                     {"verifier_key", opened->log().verifier_key().Encode()},
                     {"checkpoint", opened->log().head().note}};
  answer.text = absl::StrCat(
      "made ", directory, ", origin ", create.origin,
      "\nverifier key: ", opened->log().verifier_key().Encode(),
      "\nWhoever holds the case's directory can sign anew: keep this key, and "
      "a checkpoint now\nand then, somewhere else.\n");
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddInitCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* verb = AddVerb(
      program, "init", "make a case: an empty log, a key, a first checkpoint",
      "attest init river.attest\n"
      "attest init river.attest --origin example.org/river --key ~/river.key");
  verb->add_option("directory", options->directory, "where (else the case)");
  verb->add_option("--origin", options->origin, "the log's name");
  verb->add_option("--key", options->key_file,
                   "keep the signing key in this file outside the case");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Init(running, *options); });
  });
}

}  // namespace attest
