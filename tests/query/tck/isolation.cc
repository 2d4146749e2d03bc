#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "tests/query/tck/conformance.h"

namespace attest::query::tck {
namespace {

// How long a scenario may take in all: its queries have their own limit.
constexpr absl::Duration kGrace = absl::Seconds(20);

std::string Encode(const Outcome& outcome) {
  const nlohmann::json json = {static_cast<int>(outcome.verdict),
                               outcome.reason, outcome.query, outcome.expected,
                               outcome.got};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Outcome Decode(const std::string& text, const std::string& end) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array() || json.size() != 5) {
    return {.verdict = Verdict::kError,
            .reason = absl::StrCat("the process ended: ", end)};
  }
  return {.verdict = static_cast<Verdict>(json[0].get<int>()),
          .reason = json[1],
          .query = json[2],
          .expected = json[3],
          .got = json[4]};
}

void WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

// What comes from `fd` until it is closed or `deadline` has passed.
std::string ReadAll(int fd, absl::Time deadline) {
  std::string text;
  char buffer[4096];
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return text;
    pollfd ready = {.fd = fd, .events = POLLIN, .revents = 0};
    const int count =
        poll(&ready, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size <= 0) return text;
    text.append(buffer, static_cast<size_t>(size));
  }
}

std::string EndText(int status) {
  if (WIFSIGNALED(status)) return absl::StrCat("signal ", WTERMSIG(status));
  return absl::StrCat("exit code ", WEXITSTATUS(status));
}

}  // namespace

Outcome RunIsolated(const Scenario& scenario, const ScenarioOptions& options) {
  int ends[2];
  if (pipe(ends) != 0) {
    return {.verdict = Verdict::kSkipped, .reason = "no pipe"};
  }
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    WriteAll(ends[1], Encode(RunScenario(scenario, options)));
    _exit(0);
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return {.verdict = Verdict::kSkipped, .reason = "no process"};
  }
  const std::string text =
      ReadAll(ends[0], absl::Now() + options.time_limit + kGrace);
  close(ends[0]);
  // It has ended, or will not by itself.
  kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  Outcome outcome = Decode(text, EndText(status));
  if (outcome.query.empty() && outcome.verdict == Verdict::kError) {
    for (const Step& step : scenario.steps) {
      if (step.text == "executing query:") {
        outcome.query = step.text_block.value_or("");
      }
    }
  }
  return outcome;
}

}  // namespace attest::query::tck
