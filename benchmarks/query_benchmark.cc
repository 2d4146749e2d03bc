// Queries on a case, prepared once and run warm: an entity with its claims and
// sources, ends at two and three hops, shortest paths, statements by their
// lines.
//
// The case is made of ATTEST_BENCH_CLAIMS claims (a million without it). With
// ATTEST_BENCH_CASE, a case of the claims of bench/gen.py and to_case.py, and
// ATTEST_BENCH_ANSWERS, the queries.json that belongs to it, these are asked
// instead, and every answer must be the expected one: else the run ends with an
// error.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "benchmarks/case_file.h"
#include "engine/case.h"
#include "engine/case_query.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "nlohmann/json.hpp"

namespace attest {
namespace {

using query::Parameters;
using query::PreparedQuery;
using query::Value;

std::string Setting(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread.
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

size_t ClaimCount() {
  const std::string text = Setting("ATTEST_BENCH_CLAIMS");
  size_t claims = 1'000'000;
  if (!text.empty() && !absl::SimpleAtoi(text, &claims)) claims = 1000;
  return std::max<size_t>(claims, 100);
}

template <class T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << "\n";
    std::abort();
  }
  return *std::move(value);
}

// What is asked: parameters, and the answer where it is known.
struct Asked {
  Parameters parameters;
  std::optional<int64_t> answer;
};

int64_t RunOnce(PreparedQuery& prepared, const Asked& asked) {
  query::RunOptions options;
  options.parameters = asked.parameters;
  int64_t answer = -1;
  const absl::Status status =
      prepared.Run(options, [&](absl::Span<const Value> row) {
        answer = row[0].integer();
        return true;
      });
  if (!status.ok()) {
    std::cerr << status << "\n";
    std::abort();
  }
  if (asked.answer && *asked.answer != answer) {
    std::cerr << "got " << answer << ", want " << *asked.answer << "\n";
    std::abort();
  }
  return answer;
}

class Workload {
 public:
  static Workload& Get() {
    static Workload workload;
    return workload;
  }

  PreparedQuery Prepare(const std::string& text) {
    return Must(
        query::Prepare(Must(query::ParseQuery(text)), queried_->graph()));
  }

  // What is asked under `name`: the lists of queries.json.
  const std::vector<Asked>& AskedAs(const std::string& name) {
    return asked_[name];
  }

 private:
  Workload() {
    const std::string given = Setting("ATTEST_BENCH_CASE");
    if (given.empty()) Make();
    opened_ = Must(Case::Open(given.empty() ? made_.string() : given, {}));
    queried_.emplace(*opened_, opened_->Now(), query::CaseGraphOptions());
    FindEntities();
    const std::string answers = Setting("ATTEST_BENCH_ANSWERS");
    if (answers.empty()) {
      Draw();
    } else {
      Read(answers);
    }
  }
  ~Workload() {
    queried_.reset();
    opened_.reset();
    if (!made_.empty()) std::filesystem::remove_all(made_.parent_path());
  }

  void Make() {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "attest_query_benchmark";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string file = folder / "case.jsonl";
    workload::WriteCaseFile(file, ClaimCount(), ClaimCount() / 5, 42);
    made_ = folder / "case";
    const absl::Status created = Case::Create(made_, {});
    if (!created.ok()) std::abort();
    CaseOptions options;
    options.access = Access::kWrite;
    const std::unique_ptr<Case> opened = Must(Case::Open(made_, options));
    AddOptions add;
    add.by = "benchmark";
    Must(opened->Add(file, add,
                     [](const RejectedLine&) { return absl::OkStatus(); }));
  }

  // Entities by the number at the end of their key.
  void FindEntities() {
    PreparedQuery all = Prepare("MATCH (e:Entity) RETURN e.id");
    const absl::Status status = all.Run({}, [&](absl::Span<const Value> row) {
      const std::string& key = row[0].string();
      int64_t number = 0;
      if (absl::SimpleAtoi(key.substr(key.find(':') + 1), &number)) {
        keys_[number] = key;
      }
      return true;
    });
    if (!status.ok()) std::abort();
  }

  [[nodiscard]] Asked About(int64_t entity, std::optional<int64_t> answer) {
    Asked asked;
    asked.parameters["id"] = Value::String(keys_.at(entity));
    asked.answer = answer;
    return asked;
  }
  [[nodiscard]] Asked Between(int64_t a, int64_t b,
                              std::optional<int64_t> answer) {
    Asked asked;
    asked.parameters["a"] = Value::String(keys_.at(a));
    asked.parameters["b"] = Value::String(keys_.at(b));
    asked.answer = answer;
    return asked;
  }

  // The first entities are the most named.
  void Draw() {
    std::mt19937_64 random(7);
    const auto entities = static_cast<int64_t>(keys_.size());
    const auto any = [&] {
      return static_cast<int64_t>(random() % static_cast<uint64_t>(entities));
    };
    for (int i = 0; i < 200; ++i) {
      for (const char* name : {"q1", "q2", "q3"}) {
        asked_[name].push_back(About(any(), std::nullopt));
      }
    }
    for (int64_t i = 0; i < 5; ++i) {
      for (const char* name : {"q2hub", "q3hub"}) {
        asked_[name].push_back(About(i, std::nullopt));
      }
    }
    // Only where there is a path: the first are joined to nearly all.
    for (int64_t i = 0; i + 1 < 50 && i + 1 < entities; ++i) {
      asked_["q4"].push_back(Between(i, i + 1, std::nullopt));
    }
    asked_["q5"].push_back({});
  }

  void Read(const std::string& path) {
    nlohmann::json queries;
    std::ifstream(path) >> queries;
    for (const char* name : {"q1", "q2", "q3", "q1hub", "q2hub", "q3hub"}) {
      for (const nlohmann::json& one : queries[name]) {
        asked_[name].push_back(
            About(one[0].get<int64_t>(), one[1].get<int64_t>()));
      }
    }
    for (const nlohmann::json& one : queries["q4"]) {
      asked_["q4"].push_back(Between(
          one[0].get<int64_t>(), one[1].get<int64_t>(), one[2].get<int64_t>()));
    }
    asked_["q5"].push_back({{}, queries["q5"].get<int64_t>()});
  }

  std::filesystem::path made_;
  std::unique_ptr<Case> opened_;
  std::optional<QueriedCase> queried_;
  absl::flat_hash_map<int64_t, std::string> keys_;
  absl::flat_hash_map<std::string, std::vector<Asked>> asked_;
};

// Reports the median and the greatest of the questions; an iteration is all of
// them, the first of which are asked before it counts.
void RunAll(benchmark::State& state, const std::string& name,
            const std::string& text) {
  Workload& workload = Workload::Get();
  PreparedQuery prepared = workload.Prepare(text);
  const std::vector<Asked>& all = workload.AskedAs(name);
  for (const Asked& asked : all) RunOnce(prepared, asked);
  std::vector<double> micros;
  for (auto _ : state) {
    for (const Asked& asked : all) {
      const absl::Time start = absl::Now();
      benchmark::DoNotOptimize(RunOnce(prepared, asked));
      micros.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
    }
  }
  if (micros.empty()) return;
  std::sort(micros.begin(), micros.end());
  state.counters["median_us"] = micros[micros.size() / 2];
  state.counters["most_us"] = micros.back();
  state.counters["asked"] = static_cast<double>(all.size());
}

constexpr char kHops2[] =
    "MATCH (a:Entity {id: $id})-[:STATEMENT]->()-[:STATEMENT]->(b) "
    "RETURN count(DISTINCT b)";
constexpr char kHops3[] =
    "MATCH (a:Entity {id: $id})-[:STATEMENT]->()-[:STATEMENT]->()"
    "-[:STATEMENT]->(b) RETURN count(DISTINCT b)";

void BM_ClaimsAndSources(benchmark::State& state) {
  RunAll(state, "q1",
         "MATCH (e:Entity {id: $id})<-[:SUBJECT]-(:Statement)<-[:SUPPORTS]-"
         "(c:Claim)-[:STATED_IN]->(:Report)-[:PUBLISHED_BY]->(s:Source) "
         "RETURN count(s)");
}
BENCHMARK(BM_ClaimsAndSources);
void BM_TwoHops(benchmark::State& state) { RunAll(state, "q2", kHops2); }
BENCHMARK(BM_TwoHops);
void BM_TwoHopsFromHub(benchmark::State& state) {
  RunAll(state, "q2hub", kHops2);
}
BENCHMARK(BM_TwoHopsFromHub);
void BM_ThreeHops(benchmark::State& state) { RunAll(state, "q3", kHops3); }
BENCHMARK(BM_ThreeHops);
void BM_ThreeHopsFromHub(benchmark::State& state) {
  RunAll(state, "q3hub", kHops3);
}
BENCHMARK(BM_ThreeHopsFromHub);
void BM_ShortestPath(benchmark::State& state) {
  RunAll(state, "q4",
         "MATCH p = shortestPath((a:Entity {id: $a})-[:STATEMENT*]-"
         "(b:Entity {id: $b})) RETURN length(p)");
}
BENCHMARK(BM_ShortestPath);
void BM_StatementsByLines(benchmark::State& state) {
  RunAll(state, "q5",
         "MATCH (s:Statement) WHERE s.lines_best >= 2 RETURN count(s)");
}
BENCHMARK(BM_StatementsByLines);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
