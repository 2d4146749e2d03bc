// rotate-key: another signing key.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/rotate_key.h"
#include "engine/status_macros.h"
#include "tools/commands.h"

namespace attest {
namespace {

struct RotateKeyOptions {
  std::string key_file;
  std::string reason;
  bool lost = false;
};

absl::StatusOr<ExitCode> Rotate(Session& session,
                                const RotateKeyOptions& options) {
  const absl::StatusOr<RotatedKey> rotated =
      RotateKey(session.CaseDirectory(),
                {.old_key = options.lost ? OldKey::kLost : OldKey::kSigns,
                 .key_file = options.key_file,
                 .by = session.By(),
                 .reason = options.reason,
                 .wait = session.Wait(),
                 .command = session.command()});
  const bool no_case =
      absl::IsNotFound(rotated.status()) &&
      absl::StartsWith(rotated.status().message(), "there is no case");
  if (no_case || absl::IsUnavailable(rotated.status())) {
    return WithExitCode(rotated.status(), kExitNoCase);
  }
  if (absl::IsFailedPrecondition(rotated.status()) && !options.lost &&
      absl::StartsWith(rotated.status().message(),
                       "the signing key is not there")) {
    return absl::FailedPreconditionError(absl::StrCat(
        rotated.status().message(), "; a lost key is replaced with --lost"));
  }
  if (!rotated.ok()) return rotated.status();
  Answer answer;
  answer.document = {{"event", rotated->event.value()},
                     {"previous_key", rotated->previous.Encode()},
                     {"verifier_key", rotated->current.Encode()},
                     {"handed_over", !options.lost}};
  answer.text = absl::StrCat(
      "event ", rotated->event.value(),
      " rotates the key\nverifier key: ", rotated->current.Encode(), "\n",
      options.lost
          ? "The old key has not signed for it: only a checkpoint kept "
            "elsewhere shows that\nit is the same log. Tell those who hold "
            "the old verifier key.\n"
          : "The old key has signed for it. Tell those who hold the old "
            "verifier key, and keep\na new checkpoint somewhere else.\n");
  answer.applied_through = rotated->event.value() + 1;
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddRotateKeyCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<RotateKeyOptions>();
  CLI::App* verb =
      AddVerb(program, "rotate-key",
              "sign with another key from now on, as an event of the log",
              "attest rotate-key --reason \"the laptop was sold\"\n"
              "attest rotate-key --lost --key ~/river-2.key");
  verb->add_option("--key", options->key_file,
                   "keep the new key in this file outside the case");
  verb->add_option("--reason", options->reason, "why");
  verb->add_flag("--lost", options->lost,
                 "the old key is not there, or others may have it: it does "
                 "not sign for the new one");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Rotate(running, *options); });
  });
}

}  // namespace attest
