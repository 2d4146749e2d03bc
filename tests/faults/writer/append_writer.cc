// A program for the fault tests to kill. It appends a workload to a case and
// says on its standard output what was acknowledged:
//
//     append_writer write DIR SEED MOST_BULK BATCHES SESSIONS
//                   [POINT NUMBER crash|tear]
//
// makes the case if need be and appends until BATCHES of the workload are in
// it, opening it anew SESSIONS times on the way. It prints "created", "ack SIZE
// ROOT" after each append, and "point NAME COUNT" for each kind of disk
// operation at its end; with a POINT it kills itself there.
//
//     append_writer hold DIR        opens for writing, prints "held", and waits
//                                   until its input ends
//     append_writer read DIR        opens for reading again and again until its
//                                   input ends, printing "read SIZE ROOT"
//
// Errors are printed as "error CODE MESSAGE"; the exit code is then 1.

#include <poll.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/status_macros.h"
#include "tests/faults/harness/fault_disk.h"
#include "tests/faults/harness/workload.h"

namespace attest {
namespace {

// One write for each line: a line stands whole or not at all.
void Say(const std::string& line) {
  const std::string text = absl::StrCat(line, "\n");
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(1);
}

uint64_t Number(const std::string& word) {
  uint64_t number = 0;
  return absl::SimpleAtoi(word, &number) ? number : 0;
}

absl::Status Sessions(const std::vector<std::string>& words, FaultDisk& disk) {
  const std::string& directory = words[0];
  const Workload workload(Number(words[1]), Number(words[2]));
  const uint64_t batches = Number(words[3]);
  const uint64_t sessions = Number(words[4]);
  if (access((directory + "/FORMAT").c_str(), F_OK) != 0) {
    CreateOptions create;
    create.env = disk.env();
    create.file_hook = disk.hook();
    RETURN_IF_ERROR(EventLog::Create(directory, create).status());
    Say("created");
  }
  const ContentStore contents(directory + "/contents", disk.hook());
  for (uint64_t session = 1; session <= sessions; ++session) {
    OpenOptions options = {
        .access = Access::kWrite, .env = disk.env(), .file_hook = disk.hook()};
    ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                     EventLog::Open(directory, options));
    RETURN_IF_ERROR(contents.Sweep());
    RETURN_IF_ERROR(RunWorkload(workload, batches * session / sessions, *log,
                                contents, [](const Acknowledged& acknowledged) {
                                  Say(absl::StrCat("ack ", acknowledged.size,
                                                   " ",
                                                   acknowledged.root.ToHex()));
                                }));
  }
  return absl::OkStatus();
}

absl::Status Write(const std::vector<std::string>& words) {
  OperationCount count;
  std::vector<DiskObserver*> observers = {&count};
  std::unique_ptr<FaultAt> fault;
  if (words.size() > 7) {
    fault = std::make_unique<FaultAt>(
        words[5], Number(words[6]),
        words[7] == "tear" ? Outcome::kTear : Outcome::kCrash);
    observers.push_back(fault.get());
  }
  FaultDisk disk(observers);
  RETURN_IF_ERROR(Sessions(words, disk));
  for (const auto& [point, operations] : count.counts()) {
    Say(absl::StrCat("point ", point, " ", operations));
  }
  return absl::OkStatus();
}

bool InputEnded(int timeout_ms) {
  pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  return poll(&input, 1, timeout_ms) > 0;
}

absl::Status Hold(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   EventLog::Open(directory, {.access = Access::kWrite,
                                              .command = "hold the case"}));
  Say("held");
  InputEnded(-1);
  return absl::OkStatus();
}

absl::Status Read(const std::string& directory) {
  while (!InputEnded(0)) {
    ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                     EventLog::Open(directory, {}));
    RETURN_IF_ERROR(
        log->Scan(EventIndex(0), EventIndex(log->size()),
                  [](EventIndex, const Event&) { return absl::OkStatus(); },
                  {.leaf_hashes = LeafHashes::kCompared}));
    Say(absl::StrCat("read ", log->size(), " ", log->root().ToHex()));
  }
  return absl::OkStatus();
}

absl::Status Run(const std::vector<std::string>& words) {
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0] == "write" && rest.size() >= 5) return Write(rest);
  if (words[0] == "hold" && rest.size() == 1) return Hold(rest[0]);
  if (words[0] == "read" && rest.size() == 1) return Read(rest[0]);
  return absl::InvalidArgumentError("see append_writer.cc");
}

}  // namespace
}  // namespace attest

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const absl::Status status =
      attest::Run(std::vector<std::string>(argv + 1, argv + argc));
  if (status.ok()) return 0;
  attest::Say(absl::StrCat("error ", absl::StatusCodeToString(status.code()),
                           " ", status.message()));
  return 1;
}
