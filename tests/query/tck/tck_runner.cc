// Runs the scenarios of openCypher's technology compatibility kit against the
// query language, and says what passed.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/query/tck/conformance.h"

namespace attest::query::tck {
namespace {

constexpr char kUsage[] = R"(tck_runner [OPTION...] [FOLDER]

    tck_runner
    tck_runner --filter Match5 --verbose shared/tck/features

Runs every scenario of the features in FOLDER and below; without it those kept
beside the project.

  --filter TEXT   only scenarios whose file and name have TEXT in them
  --graphs FOLDER where NAME/NAME.cypher are; default: FOLDER/../graphs
  --json FILE     writes all results there, as JSON
  --verbose       shows query, expected and got of what failed
  --list VERDICT  names the scenarios of a verdict: passed, refused, skipped
  --in-process    runs all in this process: a crash ends it, for a debugger
  --seconds N     no query runs longer; default: 10

Exit code: 0 when none failed, 1 when some did, 2 when it was not run.
)";

struct Arguments {
  std::string folder = absl::StrCat(ATTEST_SHARED_DIR, "/tck/features");
  std::string graphs;
  std::string filter;
  std::string json;
  std::string list;
  bool verbose = false;
  bool in_process = false;
  int seconds = 10;
};

bool ReadArguments(const std::vector<std::string>& words,
                   Arguments& arguments) {
  bool has_folder = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    std::string* value = nullptr;
    std::string seconds;
    if (word == "--verbose") {
      arguments.verbose = true;
      continue;
    }
    if (word == "--in-process") {
      arguments.in_process = true;
      continue;
    }
    if (word == "--filter") value = &arguments.filter;
    if (word == "--graphs") value = &arguments.graphs;
    if (word == "--json") value = &arguments.json;
    if (word == "--list") value = &arguments.list;
    if (word == "--seconds") value = &seconds;
    if (value != nullptr) {
      if (++i == words.size()) return false;
      *value = words[i];
      if (value == &seconds &&
          (!absl::SimpleAtoi(seconds, &arguments.seconds) ||
           arguments.seconds < 1)) {
        return false;
      }
      continue;
    }
    if (absl::StartsWith(word, "-") || has_folder) return false;
    has_folder = true;
    arguments.folder = word;
  }
  if (arguments.graphs.empty()) {
    arguments.graphs = absl::StrCat(arguments.folder, "/../graphs");
  }
  return true;
}

std::vector<Result> RunAll(std::vector<Case> cases,
                           const Arguments& arguments) {
  ScenarioOptions options;
  options.graphs_folder = arguments.graphs;
  options.time_limit = absl::Seconds(arguments.seconds);
  std::vector<Result> results;
  for (Case& what : cases) {
    if (!absl::StrContains(what.FullName(), arguments.filter)) continue;
    Outcome outcome = arguments.in_process
                          ? RunScenario(what.scenario, options)
                          : RunIsolated(what.scenario, options);
    results.push_back({std::move(what), std::move(outcome)});
  }
  return results;
}

int Main(const std::vector<std::string>& words) {
  Arguments arguments;
  if (!ReadArguments(words, arguments)) {
    std::cerr << kUsage;
    return words == std::vector<std::string>{"--help"} ? 0 : 2;
  }
  absl::StatusOr<std::vector<Case>> cases = ReadCases(arguments.folder);
  if (!cases.ok()) {
    std::cerr << cases.status() << "\n";
    return 2;
  }
  const std::vector<Result> results = RunAll(*std::move(cases), arguments);
  if (!arguments.json.empty()) {
    std::ofstream file(arguments.json, std::ios::binary);
    file << JsonText(results) << "\n";
    if (!file.flush()) {
      std::cerr << "cannot write " << arguments.json << "\n";
      return 2;
    }
  }
  for (const Result& result : results) {
    if (!arguments.list.empty() &&
        absl::StartsWith(NameOf(result.outcome.verdict), arguments.list)) {
      std::cout << result.what.FullName() << ": " << result.outcome.reason
                << "\n";
    }
  }
  std::cout << FailuresText(results, arguments.verbose) << SummaryText(results);
  const Tally tally = CountAll(results);
  return tally.of(Verdict::kWrongAnswer) + tally.of(Verdict::kError) == 0 ? 0
                                                                          : 1;
}

}  // namespace
}  // namespace attest::query::tck

int main(int argc, char** argv) {
  return attest::query::tck::Main({argv + 1, argv + argc});
}
