// verify and checkpoint: the log is whole, and its signed head.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/durable_file.h"
#include "engine/log/verify.h"
#include "engine/merkle/checkpoint.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/progress.h"

namespace attest {
namespace {

constexpr size_t kMaxHeadBytes = size_t{64} << 10;

struct VerifyVerbOptions {
  std::string against;
};

Json ProblemsJson(const VerifyReport& report) {
  Json problems = Json::array();
  for (const VerifyProblem& problem : report.problems) {
    problems.push_back(
        {{"event", problem.event ? Json(*problem.event) : Json()},
         {"what", problem.what}});
  }
  return problems;
}

Json ReportJson(const VerifyReport& report) {
  return {{"ok", report.ok()},
          {"events", report.events},
          {"root", report.root ? Json(report.root->ToBase64()) : Json()},
          {"checkpoint_size",
           report.checkpoint_size ? Json(*report.checkpoint_size) : Json()},
          {"redacted", report.redacted},
          {"checked",
           {{"payloads", report.payloads},
            {"leaf_hashes", report.leaf_hashes},
            {"tree", report.tree_ok},
            {"checkpoint", report.checkpoint_ok},
            {"report_contents", report.contents}}},
          {"problems", ProblemsJson(report)}};
}

std::string ReportText(const VerifyReport& report) {
  std::string text;
  if (report.ok()) {
    absl::StrAppend(&text, "whole: ", report.payloads, " events, ",
                    report.leaf_hashes, " leaf hashes, the tree, the head, ",
                    report.contents, " report contents\n");
  } else {
    absl::StrAppend(&text, report.problem_count, " problems\n");
    for (const VerifyProblem& problem : report.problems) {
      absl::StrAppend(&text, "  ",
                      problem.event ? absl::StrCat("event ", *problem.event)
                                    : std::string("case"),
                      ": ", problem.what, "\n");
    }
    absl::StrAppend(&text, "`attest recover DIR NEW` saves what verifies\n");
  }
  if (report.root) {
    absl::StrAppend(&text, "root ", report.root->ToBase64(), "\n");
  }
  return text;
}

// Why the sound log does not continue `head`; empty when it does.
absl::StatusOr<std::string> WhyNotContinued(const EventLog& log,
                                            const std::string& note,
                                            Json& json) {
  const absl::StatusOr<Checkpoint> head =
      OpenCheckpoint(note, {log.verifier_key()});
  if (absl::IsNotFound(head.status())) {
    return std::string("it is signed by another key than this case's");
  }
  if (!head.ok()) return head.status();
  json["size"] = head->tree_size;
  json["root"] = head->root.ToBase64();
  if (head->origin != log.origin()) {
    return absl::StrCat("it is of another log: ", head->origin);
  }
  if (head->tree_size > log.size()) {
    return absl::StrCat("it speaks of ", head->tree_size,
                        " events, and this log has ", log.size());
  }
  ASSIGN_OR_RETURN(const Hash root, log.RootAt(head->tree_size));
  if (root != head->root) {
    return absl::StrCat("the first ", head->tree_size,
                        " events are not those it was signed for");
  }
  return std::string();
}

absl::StatusOr<bool> Continues(Session& session, const std::string& path,
                               Answer& answer) {
  ASSIGN_OR_RETURN(const std::string note, ReadWholeFile(path, kMaxHeadBytes));
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  Json json = {{"file", path}};
  ASSIGN_OR_RETURN(const std::string why,
                   WhyNotContinued(opened->log(), note, json));
  json["continues"] = why.empty();
  json["what"] = why.empty() ? Json() : Json(why);
  answer.document["against"] = std::move(json);
  absl::StrAppend(&answer.text,
                  why.empty() ? "it continues the head in "
                              : "it does not continue the head in ",
                  path, why.empty() ? "" : ": ", why, "\n");
  return why.empty();
}

absl::StatusOr<ExitCode> Verify(Session& session,
                                const VerifyVerbOptions& options) {
  Progress progress("events");
  VerifyOptions verify;
  verify.progress = [&](uint64_t done, uint64_t all) {
    progress.Show(done, all);
  };
  absl::StatusOr<VerifyReport> report =
      VerifyCase(session.CaseDirectory(), verify);
  if (absl::IsNotFound(report.status())) {
    return WithExitCode(report.status(), kExitNoCase);
  }
  if (!report.ok()) return report.status();
  Answer answer;
  answer.document = ReportJson(*report);
  answer.text = ReportText(*report);
  answer.applied_through = report->events;
  bool continues = true;
  if (report->ok() && !options.against.empty()) {
    ASSIGN_OR_RETURN(continues, Continues(session, options.against, answer));
  }
  RETURN_IF_ERROR(session.Print(answer));
  if (!report->ok()) return kExitDamaged;
  return continues ? kExitDone : kExitDoesNotHold;
}

absl::StatusOr<ExitCode> PrintCheckpoint(Session& session) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  const Head head = opened->log().head();
  if (head.note.empty()) {
    return absl::DataLossError(
        "the newest signed head is damaged; the next event that is added "
        "signs a new one");
  }
  Answer answer;
  answer.document = {{"origin", head.checkpoint.origin},
                     {"tree_size", head.checkpoint.tree_size},
                     {"root", head.checkpoint.root.ToBase64()},
                     {"note", head.note},
                     {"verifier_key", opened->log().verifier_key().Encode()}};
  answer.text = head.note;
  answer.applied_through = head.checkpoint.tree_size;
  RETURN_IF_ERROR(session.PrintNote(answer, head.note));
  return kExitDone;
}

}  // namespace

void AddVerifyCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<VerifyVerbOptions>();
  CLI::App* verb = AddVerb(program, "verify",
                           "re-read and re-hash everything that is stored",
                           "attest verify\n"
                           "attest verify --against head-of-last-month.txt");
  verb->add_option("--against", options->against,
                   "a checkpoint kept elsewhere: does this log continue it?");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Verify(running, *options); });
  });
}

void AddCheckpointCommand(CLI::App& program, Session& session) {
  CLI::App* verb =
      AddVerb(program, "checkpoint",
              "the signed head, to be kept elsewhere: whoever holds the case's "
              "directory can sign anew",
              "attest checkpoint > head-of-today.txt\n"
              "attest checkpoint --mode json");
  verb->callback([&session] { session.set_verb(PrintCheckpoint); });
}

}  // namespace attest
