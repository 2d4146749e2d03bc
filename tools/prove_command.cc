// prove and verify-proof: a proof that an event is in the log, and its check
// where there is no case.

#include <CLI/CLI.hpp>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/audit/event_proof.h"
#include "engine/audit/outgoing.h"
#include "engine/audit/record_keys.h"
#include "engine/interchange/event_json.h"
#include "engine/log/durable_file.h"
#include "engine/merkle/tlog_proof.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"
#include "tools/unknown_key.h"
#include "tools/verifier_key_option.h"

namespace attest {
namespace {

struct ProveOptions {
  std::string record;
  std::string output;
  std::string include;
};

struct VerifyProofOptions {
  std::string file;
  std::string key;
  std::string origin;
};

// The event that `name` means: of the record with this key, or of this number.
absl::StatusOr<EventIndex> EventNamed(Session& session, const Case& opened,
                                      const std::string& name) {
  ASSIGN_OR_RETURN(const View view, session.ViewOf(opened));
  const View now = opened.Now();
  const Discretion discretion = session.DiscretionOver(now);
  ASSIGN_OR_RETURN(const std::optional<Found> found,
                   RecordKeys(opened.log(), view).Find(name));
  if (found && !discretion.Hides(found->event)) return found->event;
  uint64_t index = 0;
  if (!found && absl::SimpleAtoi(name, &index)) return EventIndex(index);
  return UnknownKey(view, discretion, name);
}

absl::StatusOr<ExitCode> Prove(Session& session, const ProveOptions& options) {
  if (!options.include.empty() && options.include != "restricted") {
    return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                            "prove --include: got \"", options.include,
                            "\", want restricted; what is sealed never goes "
                            "out")),
                        kExitUsage);
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const EventIndex index,
                   EventNamed(session, *opened, options.record));
  const View now = opened->Now();
  const Outgoing outgoing(
      opened->log(), now,
      options.include.empty() ? Restricted::kStay : Restricted::kGoOut);
  ASSIGN_OR_RETURN(const Withheld why, outgoing.WhyWithheld(index));
  ASSIGN_OR_RETURN(const std::string proof,
                   ProveEvent(opened->log(), index,
                              why == Withheld::kNo ? Payload::kWithBytes
                                                   : Payload::kLeafHashOnly));
  ASSIGN_OR_RETURN(const ProvenEvent proven,
                   CheckEventProof(proof, opened->log().verifier_key()));
  if (proven.event) {
    HandOut hand_out(session, *opened, "prove", options.output);
    RETURN_IF_ERROR(hand_out.Begin(now.applied_through(),
                                   {{index.value(), index.value() + 1}}));
  }
  RETURN_IF_ERROR(WriteOutput(options.output, proof));
  PrintMessage(absl::StrCat("event ", index.value(), " is in the log of ",
                            opened->log().size(), " events"));
  if (why != Withheld::kNo) {
    PrintMessage(absl::StrCat("it is, or names what is, ", NameOf(why),
                              ": the proof has its leaf hash alone"));
  } else if (!proven.event) {
    PrintMessage("bytes of it are redacted: the proof has its leaf hash alone");
  }
  return kExitDone;
}

std::string ProvenText(const ProvenEvent& proven, const Json& json) {
  const Checkpoint& checkpoint = proven.checkpoint;
  std::string text = absl::StrCat(
      "the proof holds: event ", proven.index.value(), " of the ",
      checkpoint.tree_size, " events of ", checkpoint.origin, "\nleaf ",
      proven.leaf_hash.ToHex(), "\nroot ", checkpoint.root.ToBase64(), "\n");
  if (!proven.event.has_value()) {
    absl::StrAppend(&text,
                    "the record is not in the proof, only its leaf hash\n");
    return text;
  }
  absl::StrAppend(&text, "recorded ", json["recorded_at"].get<std::string>(),
                  proven.event->by.empty() ? "" : " by ", proven.event->by,
                  "\n", Dump(json["record"], 2), "\n");
  return text;
}

absl::StatusOr<ExitCode> VerifyProof(Session& session,
                                     const VerifyProofOptions& options) {
  ASSIGN_OR_RETURN(const VerifierKey key, VerifierKeyGiven(options.key));
  absl::StatusOr<std::string> text =
      ReadWholeFile(options.file, kMaxTlogProofBytes);
  if (!text.ok()) return WithExitCode(text.status(), kExitBadInput);
  const absl::StatusOr<ProvenEvent> proven = CheckEventProof(*text, key);
  if (!proven.ok()) {
    return absl::Status(
        proven.status().code(),
        absl::StrCat(options.file, ": ", proven.status().message()));
  }
  if (!options.origin.empty() && proven->checkpoint.origin != options.origin) {
    return absl::DataLossError(
        absl::StrCat(options.file, ": the proof is of another log: got ",
                     proven->checkpoint.origin, ", want ", options.origin));
  }
  Answer answer;
  ASSIGN_OR_RETURN(answer.document, ProvenEventJson(*proven));
  answer.text = ProvenText(*proven, answer.document);
  answer.applied_through = proven->checkpoint.tree_size;
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

void AddProve(CLI::App& program, Session& session) {
  auto options = std::make_shared<ProveOptions>();
  CLI::App* verb =
      AddVerb(program, "prove",
              "a proof that an event is in the log, to be checked offline",
              "attest prove clm:7 -o clm7.tlog-proof\n"
              "attest prove 120 --include restricted > 120.tlog-proof");
  verb->add_option("record", options->record,
                   "a key, or the number of an event")
      ->required();
  verb->add_option("-o,--output", options->output,
                   "a file (else standard output)");
  verb->add_option("--include", options->include,
                   "restricted: give out a restricted record as well; else "
                   "the proof has only its leaf hash");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Prove(running, *options); });
  });
}

void AddVerifyProof(CLI::App& program, Session& session) {
  auto options = std::make_shared<VerifyProofOptions>();
  CLI::App* verb = AddVerb(
      program, "verify-proof",
      "check a proof with the log's verifier key and nothing else",
      "attest verify-proof clm7.tlog-proof --key river.attest/verifier.pub\n"
      "attest verify-proof clm7.tlog-proof --key verifier.pub --mode json");
  verb->add_option("file", options->file, "what `prove` wrote")->required();
  verb->add_option("--key", options->key,
                   "the log's verifier key, as `init` and `checkpoint --mode "
                   "json` print it, or a file that holds it")
      ->required();
  verb->add_option("--origin", options->origin,
                   "the log's name, where the key signs for several");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return VerifyProof(running, *options); });
  });
}

}  // namespace

void AddProveCommands(CLI::App& program, Session& session) {
  AddProve(program, session);
  AddVerifyProof(program, session);
}

}  // namespace attest
