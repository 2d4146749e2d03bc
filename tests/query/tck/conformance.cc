#include "tests/query/tck/conformance.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "nlohmann/json.hpp"

namespace attest::query::tck {
namespace {

namespace fs = std::filesystem;

constexpr Verdict kVerdicts[] = {Verdict::kPassed, Verdict::kWrongAnswer,
                                 Verdict::kError, Verdict::kRefused,
                                 Verdict::kSkipped};

bool Failed(const Outcome& outcome) {
  return outcome.verdict == Verdict::kWrongAnswer ||
         outcome.verdict == Verdict::kError;
}

std::map<std::string, Tally> ByCategory(const std::vector<Result>& results) {
  std::map<std::string, Tally> tallies;
  for (const Result& result : results) {
    tallies[result.what.category].Add(result.outcome.verdict);
  }
  return tallies;
}

std::string TallyLine(absl::string_view name, const Tally& tally) {
  std::string line = absl::StrFormat("%-36s", name.empty() ? "." : name);
  for (const Verdict verdict : kVerdicts) {
    absl::StrAppendFormat(&line, "%8d", tally.of(verdict));
  }
  return absl::StrCat(line, absl::StrFormat("%8d\n", tally.total()));
}

std::string Indented(absl::string_view text) {
  return absl::StrCat("      ", absl::StrReplaceAll(text, {{"\n", "\n      "}}),
                      "\n");
}

nlohmann::ordered_json JsonOf(const Tally& tally) {
  nlohmann::ordered_json json;
  for (const Verdict verdict : kVerdicts) {
    json[std::string(NameOf(verdict))] = tally.of(verdict);
  }
  json["all"] = tally.total();
  return json;
}

}  // namespace

std::string Case::FullName() const {
  std::string name = absl::StrCat(file, ": ", scenario.name);
  if (scenario.example > 0) absl::StrAppend(&name, " (", scenario.example, ")");
  return name;
}

absl::StatusOr<std::vector<Case>> ReadCases(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::recursive_directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".feature") paths.push_back(entry->path());
  }
  if (error || paths.empty()) {
    return absl::NotFoundError(absl::StrCat("no features in ", folder));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const fs::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string name = path.lexically_relative(folder).string();
    absl::StatusOr<Feature> feature = ReadFeature(text);
    if (!feature.ok()) {
      return absl::Status(feature.status().code(),
                          absl::StrCat(name, ", ", feature.status().message()));
    }
    for (Scenario& scenario : feature->scenarios) {
      cases.push_back({name, path.lexically_relative(folder).parent_path(),
                       std::move(scenario)});
    }
  }
  return cases;
}

size_t Tally::total() const {
  size_t sum = 0;
  for (const size_t count : counts) sum += count;
  return sum;
}

Tally CountAll(const std::vector<Result>& results) {
  Tally tally;
  for (const Result& result : results) tally.Add(result.outcome.verdict);
  return tally;
}

std::string SummaryText(const std::vector<Result>& results) {
  std::string text =
      absl::StrFormat("%-36s%8s%8s%8s%8s%8s%8s\n", "category", "passed",
                      "wrong", "error", "refused", "skipped", "all");
  for (const auto& [category, tally] : ByCategory(results)) {
    absl::StrAppend(&text, TallyLine(category, tally));
  }
  absl::StrAppend(&text, TallyLine("all", CountAll(results)));
  for (const Verdict verdict : {Verdict::kRefused, Verdict::kSkipped}) {
    std::map<std::string, size_t> reasons;
    for (const Result& result : results) {
      if (result.outcome.verdict == verdict) ++reasons[result.outcome.reason];
    }
    for (const auto& [reason, count] : reasons) {
      absl::StrAppendFormat(&text, "%s %d: %s\n", NameOf(verdict), count,
                            reason);
    }
  }
  return text;
}

std::string FailuresText(const std::vector<Result>& results,
                         bool with_details) {
  std::string text;
  for (const auto& [what, outcome] : results) {
    if (!Failed(outcome)) continue;
    absl::StrAppend(&text, NameOf(outcome.verdict), ": ", what.FullName(), ": ",
                    outcome.reason, "\n");
    if (!with_details) continue;
    absl::StrAppend(&text, "    query\n", Indented(outcome.query),
                    "    expected\n", Indented(outcome.expected), "    got\n",
                    Indented(outcome.got));
  }
  return text;
}

std::string JsonText(const std::vector<Result>& results) {
  nlohmann::ordered_json json;
  json["total"] = JsonOf(CountAll(results));
  for (const auto& [category, tally] : ByCategory(results)) {
    json["categories"][category] = JsonOf(tally);
  }
  for (const auto& [what, outcome] : results) {
    nlohmann::ordered_json scenario = {
        {"file", what.file},
        {"line", what.scenario.line},
        {"name", what.scenario.name},
        {"example", what.scenario.example},
        {"verdict", std::string(NameOf(outcome.verdict))},
    };
    if (!outcome.reason.empty()) scenario["reason"] = outcome.reason;
    if (!outcome.query.empty()) scenario["query"] = outcome.query;
    if (!outcome.expected.empty()) scenario["expected"] = outcome.expected;
    if (!outcome.got.empty()) scenario["got"] = outcome.got;
    json["scenarios"].push_back(std::move(scenario));
  }
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace attest::query::tck
