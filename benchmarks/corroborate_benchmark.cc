// Weighing all statements of a case from nothing, one at a time, and reading
// the figures that are kept: on claims that each stand alone in a report, and
// on claims that come a long way.
//
// ATTEST_BENCH_CLAIMS in the environment gives another number of claims than a
// million.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/case_file.h"
#include "benchmarks/chains_file.h"
#include "engine/case.h"
#include "engine/findings/findings.h"

namespace attest {
namespace {

enum class Material { kPlain, kChains };

size_t ClaimCount() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread.
  const char* text = std::getenv("ATTEST_BENCH_CLAIMS");
  size_t claims = 1'000'000;
  if (text != nullptr && !absl::SimpleAtoi(text, &claims)) claims = 1000;
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

// A case in a folder of its own, gone with the program.
class MadeCase {
 public:
  explicit MadeCase(Material material)
      : folder_(std::filesystem::temp_directory_path() /
                absl::StrCat("attest_corroborate_benchmark.",
                             material == Material::kPlain ? 0 : 1)) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    const std::string file = folder_ / "case.jsonl";
    if (material == Material::kPlain) {
      workload::WriteCaseFile(file, ClaimCount(), ClaimCount() / 5, 42);
    } else {
      workload::WriteChainsFile(file, ClaimCount(), 42);
    }
    const std::string directory = folder_ / "case";
    if (!Case::Create(directory, {.origin = "benchmark"}).ok()) std::abort();
    opened_ = Must(Case::Open(directory, {.access = Access::kWrite}));
    const AddedFile added =
        Must(opened_->Add(file, {.by = "benchmark"}, [](const RejectedLine&) {
          return absl::OkStatus();
        }));
    if (added.reading.error_count > 0) {
      std::cerr << InputErrorMessage(added.reading.errors.front()) << "\n";
      std::abort();
    }
  }
  ~MadeCase() {
    opened_.reset();
    std::filesystem::remove_all(folder_);
  }
  MadeCase(const MadeCase&) = delete;
  MadeCase& operator=(const MadeCase&) = delete;

  [[nodiscard]] View view() const { return opened_->Now(); }

  static const MadeCase& Of(Material material) {
    static const MadeCase plain(Material::kPlain);
    if (material == Material::kPlain) return plain;
    static const MadeCase chains(Material::kChains);
    return chains;
  }

 private:
  const std::filesystem::path folder_;
  std::unique_ptr<Case> opened_;
};

// Everything from nothing.
void BM_All(benchmark::State& state, Material material) {
  const View view = MadeCase::Of(material).view();
  size_t statements = 0;
  uint64_t independent = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Findings findings(view, {});
    const std::vector<Figures> figures = findings.AllFigures();
    statements = figures.size();
    independent = static_cast<uint64_t>(
        std::count_if(figures.begin(), figures.end(),
                      [](const Figures& one) { return one.lines.best >= 2; }));
  }
  const auto claims = static_cast<double>(view.counts().claims);
  state.counters["statements"] = static_cast<double>(statements);
  state.counters["independent"] = static_cast<double>(independent);
  state.counters["claims/s"] =
      benchmark::Counter(claims * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["bytes/claim"] =
      static_cast<double>(statements * sizeof(Figures)) / claims;
}
BENCHMARK_CAPTURE(BM_All, plain, Material::kPlain)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_All, chains, Material::kChains)
    ->Unit(benchmark::kMillisecond);

// One statement after the other, and the whole account of one.
void BM_One(benchmark::State& state, Material material) {
  const View view = MadeCase::Of(material).view();
  const Findings findings(view, {});
  const std::vector<StatementId> statements = view.Statements();
  std::mt19937_64 random(1);
  for ([[maybe_unused]] auto _ : state) {
    const StatementId id = statements[random() % statements.size()];
    benchmark::DoNotOptimize(findings.FiguresOf(id));
  }
}
BENCHMARK_CAPTURE(BM_One, plain, Material::kPlain)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_One, chains, Material::kChains)
    ->Unit(benchmark::kMicrosecond);

void BM_Account(benchmark::State& state, Material material) {
  const View view = MadeCase::Of(material).view();
  const Findings findings(view, {});
  const std::vector<StatementId> statements = view.Statements();
  std::mt19937_64 random(1);
  const auto key_of = [](ClaimId claim) { return absl::StrCat(claim.value()); };
  for ([[maybe_unused]] auto _ : state) {
    const StatementId id = statements[random() % statements.size()];
    benchmark::DoNotOptimize(findings.Weigh(id, key_of));
  }
}
BENCHMARK_CAPTURE(BM_Account, plain, Material::kPlain)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Account, chains, Material::kChains)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
