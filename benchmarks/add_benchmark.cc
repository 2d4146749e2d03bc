// Adding a whole case file by the program itself: durable, tree and signed
// head written, projection saved. Time and peak memory are those of the
// process, as the operating system accounts for them; the file's own bytes
// written and synced once are the floor beside it.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/case_file.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

double Seconds(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

struct Usage {
  double seconds = 0;
  double peak_mb = 0;
  bool succeeded = false;
};

// Runs the program with `arguments`, its output thrown away.
Usage Run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ATTEST_PROGRAM);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
                                   O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                   O_WRONLY, 0);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int failed = posix_spawn(&child, ATTEST_PROGRAM, &actions, nullptr,
                                 argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  Usage usage;
  if (failed != 0) return usage;
  int status = 0;
  rusage resources = {};
  wait4(child, &status, 0, &resources);
  usage.seconds = Seconds(start);
  usage.peak_mb = static_cast<double>(resources.ru_maxrss) / 1024;
  usage.succeeded = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return usage;
}

// The seconds that writing and syncing the same bytes once takes.
double WriteFloor(const std::string& from, const std::string& to) {
  std::ifstream file(from, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  const auto start = std::chrono::steady_clock::now();
  const int fd = open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t written = write(fd, bytes.data() + done, bytes.size() - done);
    if (written <= 0) break;
    done += static_cast<size_t>(written);
  }
  fdatasync(fd);
  close(fd);
  return Seconds(start);
}

void AddCaseFile(benchmark::State& state) {
  const auto claims = static_cast<size_t>(state.range(0));
  const fs::path folder =
      fs::temp_directory_path() / absl::StrCat("attest-add-", getpid());
  fs::create_directories(folder);
  const std::string file = folder / "case.jsonl";
  workload::WriteCaseFile(file, claims, claims / 5 + 2, /*seed=*/42);
  const double floor = WriteFloor(file, folder / "floor");
  for (auto _ : state) {
    const std::string directory = folder / "case.attest";
    fs::remove_all(directory);
    if (!Run({"init", directory}).succeeded) {
      state.SkipWithError("init failed");
      break;
    }
    const Usage add = Run({"--case", directory, "add", file});
    const Usage show = Run({"--case", directory, "show", "person:0"});
    const Usage stats = Run({"--case", directory, "stats"});
    if (!add.succeeded || !stats.succeeded || !show.succeeded) {
      state.SkipWithError("add, show or stats failed");
      break;
    }
    state.SetIterationTime(add.seconds);
    state.counters["peak_MB"] = add.peak_mb;
    state.counters["write_floor_s"] = floor;
    state.counters["times_floor"] = add.seconds / floor;
    state.counters["open_and_stats_ms"] = 1000 * stats.seconds;
  }
  fs::remove_all(folder);
}
BENCHMARK(AddCaseFile)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
