// checkpoint: the signed head, what it continues, and when it was there.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/continuation.h"
#include "engine/audit/key_history.h"
#include "engine/audit/timestamping.h"
#include "engine/log/durable_file.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/kept_head.h"
#include "tools/output_file.h"
#include "tools/timestamp_document.h"

namespace attest {
namespace {

struct CheckpointOptions {
  std::vector<std::string> consistent_with;
  bool timestamp_request = false;
  std::string output;
  std::string timestamp_reply;
  std::string authority;
};

absl::StatusOr<Head> SignedHead(const Case& opened) {
  Head head = opened.log().head();
  if (!head.note.empty()) return head;
  return absl::DataLossError(
      "the newest signed head is damaged; the next event that is added "
      "signs a new one");
}

absl::StatusOr<ExitCode> PrintCheckpoint(const Session& session,
                                         const Case& opened) {
  ASSIGN_OR_RETURN(const Head head, SignedHead(opened));
  Answer answer;
  answer.document = {{"origin", head.checkpoint.origin},
                     {"tree_size", head.checkpoint.tree_size},
                     {"root", head.checkpoint.root.ToBase64()},
                     {"note", head.note},
                     {"verifier_key", opened.log().verifier_key().Encode()}};
  answer.text = head.note;
  answer.applied_through = head.checkpoint.tree_size;
  RETURN_IF_ERROR(session.PrintNote(answer, head.note));
  return kExitDone;
}

// The events among which a log and the heads that were kept part ways: the
// first difference is in [holds_to, fails_at).
struct Difference {
  uint64_t holds_to = 0;
  std::optional<uint64_t> fails_at;

  void Note(const KeptHead& head) {
    if (!head.tree_size) return;
    // The tree is that of this log; it is the key that was not.
    if (!head.continues && head.json["prefix"] == *head.tree_size) return;
    if (head.continues) {
      holds_to = std::max(holds_to, *head.tree_size);
    } else {
      fails_at = std::min(fails_at.value_or(*head.tree_size), *head.tree_size);
    }
  }
};

// What can be told of a head that this log does not continue from its root
// alone.
absl::Status SayWhatItIs(const Case& opened, KeptHead& head) {
  if (head.continues || !head.tree_size) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Hash root,
                   Hash::FromBase64(head.json["root"].get<std::string>()));
  ASSIGN_OR_RETURN(const std::optional<uint64_t> prefix,
                   PrefixWithRoot(opened.log(), root));
  head.json["prefix"] = prefix ? Json(*prefix) : Json();
  absl::StrAppend(
      &head.text,
      prefix ? absl::StrCat("  its root is that of the first ", *prefix,
                            " events of this log\n")
             : std::string("  its root is that of no beginning of this log\n"));
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> CompareHeads(const Session& session,
                                      const Case& opened,
                                      const std::vector<std::string>& files) {
  Answer answer;
  answer.applied_through = opened.log().size();
  Json heads = Json::array();
  Difference difference;
  bool continues = true;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(KeptHead head, ComparedWith(opened, file));
    RETURN_IF_ERROR(SayWhatItIs(opened, head));
    difference.Note(head);
    continues = continues && head.continues;
    answer.text += head.text;
    heads.push_back(std::move(head.json));
  }
  answer.document["continues"] = continues;
  answer.document["heads"] = std::move(heads);
  answer.document["first_difference"] = nullptr;
  if (difference.fails_at && *difference.fails_at > difference.holds_to) {
    answer.document["first_difference"] = {difference.holds_to,
                                           *difference.fails_at};
    absl::StrAppend(
        &answer.text, "the first event that differs or is missing is one of ",
        difference.holds_to, " to ", *difference.fails_at - 1, "\n");
  }
  RETURN_IF_ERROR(session.Print(answer));
  return continues ? kExitDone : kExitDoesNotHold;
}

absl::StatusOr<ExitCode> RequestFor(const Case& opened,
                                    const std::string& output) {
  ASSIGN_OR_RETURN(const std::string request,
                   RequestTimestamp(opened.log(), opened.directory()));
  RETURN_IF_ERROR(WriteOutput(output, request));
  PrintMessage(absl::StrCat(
      "a request for a timestamp on the head of ", opened.log().size(),
      " events; `--timestamp-reply` takes the authority's answer"));
  return kExitDone;
}

// Appends the timestamp in `options.timestamp_reply`.
absl::StatusOr<ExitCode> AcceptReply(const Session& session,
                                     const CheckpointOptions& options) {
  absl::StatusOr<std::string> reply =
      ReadWholeFile(options.timestamp_reply, kMaxTimestampBytes);
  if (!reply.ok()) return WithExitCode(reply.status(), kExitBadInput);
  ASSIGN_OR_RETURN(const std::vector<std::string> trusted,
                   ReadAuthorities(options.authority));
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const std::vector<KeyPeriod> keys,
                   KeyHistory(opened->log(), opened->Now()));
  absl::StatusOr<AcceptedTimestamp> accepted = AcceptTimestamp(
      opened->log(), opened->directory(), *reply, keys, trusted);
  if (absl::IsFailedPrecondition(accepted.status())) {
    return WithExitCode(accepted.status(), kExitBadInput);
  }
  if (!accepted.ok()) return accepted.status();
  if (!trusted.empty() && !accepted->token.trusted) {
    return absl::DataLossError(absl::StrCat(
        "the timestamp is not of that authority: got ",
        accepted->token.authority, ": ", accepted->token.why_not_trusted));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   session.OpenLog(Access::kWrite));
  const Event event = {.by = session.By(), .record = accepted->timestamp};
  ASSIGN_OR_RETURN(const EventIndex index, log->Append({event}));
  // The event is there: a request left behind is answered twice at worst.
  RemoveFile(accepted->request_file).IgnoreError();
  Answer answer;
  answer.document = TimestampJson(
      {index.value(), accepted->timestamp.tree_size, accepted->token});
  answer.text = TimestampText(
      {index.value(), accepted->timestamp.tree_size, accepted->token});
  answer.applied_through = log->size();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

absl::Status CheckUsage(const CheckpointOptions& options) {
  const int asked = (options.consistent_with.empty() ? 0 : 1) +
                    (options.timestamp_request ? 1 : 0) +
                    (options.timestamp_reply.empty() ? 0 : 1);
  if (asked > 1) {
    return absl::InvalidArgumentError(
        "checkpoint: want one of --consistent-with, --timestamp-request and "
        "--timestamp-reply");
  }
  if (!options.output.empty() && !options.timestamp_request) {
    return absl::InvalidArgumentError(
        "checkpoint: -o is for --timestamp-request");
  }
  if (!options.authority.empty() && options.timestamp_reply.empty()) {
    return absl::InvalidArgumentError(
        "checkpoint: --authority is for --timestamp-reply");
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunCheckpoint(Session& session,
                                       const CheckpointOptions& options) {
  RETURN_IF_ERROR(WithExitCode(CheckUsage(options), kExitUsage));
  if (!options.timestamp_reply.empty()) return AcceptReply(session, options);
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  if (!options.consistent_with.empty()) {
    return CompareHeads(session, *opened, options.consistent_with);
  }
  if (options.timestamp_request) return RequestFor(*opened, options.output);
  return PrintCheckpoint(session, *opened);
}

}  // namespace

void AddCheckpointCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<CheckpointOptions>();
  CLI::App* verb =
      AddVerb(program, "checkpoint",
              "the signed head, to be kept elsewhere: whoever holds the case's "
              "directory can sign anew",
              "attest checkpoint > head-of-today.txt\n"
              "attest checkpoint --consistent-with head-of-last-month.txt");
  verb->add_option("--consistent-with", options->consistent_with,
                   "prove that the log continues this older head; of several, "
                   "those that hold and those that do not tell between which "
                   "events the log was changed");
  verb->add_flag("--timestamp-request", options->timestamp_request,
                 "write a request (RFC 3161, DER) for a timestamp on the "
                 "SHA-256 of the signed head, for any authority to answer");
  verb->add_option("-o,--output", options->output,
                   "a file for the request (else standard output)");
  verb->add_option("--timestamp-reply", options->timestamp_reply,
                   "check the authority's answer and keep it as an event");
  verb->add_option("--authority", options->authority,
                   "certificates (PEM) of the authority that is trusted: an "
                   "answer of another one is refused. Without it any answer "
                   "is kept, and its time is the word of whoever signed it");
  verb->callback([&session, options] {
    session.set_verb([options](Session& running) {
      return RunCheckpoint(running, *options);
    });
  });
}

}  // namespace attest
