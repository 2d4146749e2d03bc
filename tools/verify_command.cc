// verify: the log is whole.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/verify.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/kept_head.h"
#include "tools/progress.h"
#include "tools/timestamp_document.h"

namespace attest {
namespace {

struct VerifyVerbOptions {
  std::string against;
  std::string authority;
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

Json RotationsJson(const VerifyReport& report) {
  Json rotations = Json::array();
  for (const VerifiedRotation& rotation : report.rotations) {
    rotations.push_back({{"event", rotation.event},
                         {"previous_key", rotation.previous_key},
                         {"verifier_key", rotation.verifier_key},
                         {"handed_over", rotation.handed_over}});
  }
  return rotations;
}

Json TimestampsJson(const VerifyReport& report) {
  Json timestamps = Json::array();
  for (const VerifiedTimestamp& timestamp : report.timestamps) {
    timestamps.push_back(TimestampJson(timestamp));
  }
  return timestamps;
}

std::string SignedEventsText(const VerifyReport& report) {
  std::string text;
  for (const VerifiedRotation& rotation : report.rotations) {
    absl::StrAppend(&text, "event ", rotation.event, " rotates the key to ",
                    rotation.verifier_key,
                    rotation.handed_over
                        ? ", signed by the key before\n"
                        : ", the key before being lost: only a head kept "
                          "elsewhere shows that it is the same log\n");
  }
  for (const VerifiedTimestamp& timestamp : report.timestamps) {
    text += TimestampText(timestamp);
  }
  return text;
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
            {"report_contents", report.contents},
            {"key_rotations", report.rotations.size()},
            {"timestamps", report.timestamps.size()}}},
          {"key_rotations", RotationsJson(report)},
          {"timestamps", TimestampsJson(report)},
          {"problems", ProblemsJson(report)}};
}

std::string ReportText(const VerifyReport& report) {
  std::string text;
  if (report.ok()) {
    absl::StrAppend(&text, "whole: ", report.payloads, " events, ",
                    report.leaf_hashes, " leaf hashes, the tree, the head, ",
                    report.contents, " report contents\n");
    if (report.redacted > 0) {
      absl::StrAppend(&text, Counted(report.redacted, "event"),
                      " redacted: what is left of each is what its redaction "
                      "lists, and its leaf hash stays\n");
    }
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
  text += SignedEventsText(report);
  if (report.redaction_unfinished) {
    absl::StrAppend(
        &text,
        "a redaction was interrupted: what it takes out may still "
        "be in the files of the case until it is next written to\n");
  }
  if (report.root) {
    absl::StrAppend(&text, "root ", report.root->ToBase64(), "\n");
  }
  return text;
}

absl::StatusOr<bool> Continues(Session& session, const std::string& path,
                               Answer& answer) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const KeptHead kept, ComparedWith(*opened, path));
  answer.document["against"] = kept.json;
  answer.text += kept.text;
  return kept.continues;
}

absl::StatusOr<ExitCode> Verify(Session& session,
                                const VerifyVerbOptions& options) {
  Progress progress("events");
  VerifyOptions verify;
  verify.progress = [&](uint64_t done, uint64_t all) {
    progress.Show(done, all);
  };
  ASSIGN_OR_RETURN(verify.authorities, ReadAuthorities(options.authority));
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

}  // namespace

void AddVerifyCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<VerifyVerbOptions>();
  CLI::App* verb = AddVerb(program, "verify",
                           "re-read and re-hash everything that is stored",
                           "attest verify\n"
                           "attest verify --against head-of-last-month.txt");
  verb->add_option("--against", options->against,
                   "a checkpoint kept elsewhere: does this log continue it?");
  verb->add_option("--authority", options->authority,
                   "certificates (PEM) of authorities whose timestamps are "
                   "taken for true");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Verify(running, *options); });
  });
}

}  // namespace attest
