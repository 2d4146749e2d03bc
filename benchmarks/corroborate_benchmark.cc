// Weighing all statements of a case from nothing and one at a time: on claims
// that each stand alone in a report, and on claims that come a long way. The
// whole account of statements that hundreds of claims are about. And subjects
// that very many statements are about.
//
// ATTEST_BENCH_CLAIMS in the environment gives another number of claims than a
// million.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/case_file.h"
#include "benchmarks/chains_file.h"
#include "benchmarks/crowded_file.h"
#include "benchmarks/subject_file.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"

namespace attest {
namespace {

enum class Material { kPlain, kChains, kCrowded, kSubjects };

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
  explicit MadeCase(Material material, int number)
      : folder_(std::filesystem::temp_directory_path() /
                absl::StrCat("attest_corroborate_benchmark.", number)) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    const std::string file = folder_ / "case.jsonl";
    if (material == Material::kPlain) {
      workload::WriteCaseFile(file, ClaimCount(), ClaimCount() / 5, 42);
    } else if (material == Material::kChains) {
      workload::WriteChainsFile(file, ClaimCount(), 42);
    } else if (material == Material::kCrowded) {
      workload::WriteCrowdedFile(file, 500, 300, 42);
    } else {
      workload::WriteSubjectFile(file, std::min<size_t>(ClaimCount(), 60'000),
                                 42);
    }
    const std::string directory = folder_ / "case";
    if (!Case::Create(directory, {.origin = "benchmark"}).ok()) std::abort();
    opened_ = Must(Case::Open(directory, {.access = Access::kWrite}));
    Add(file);
  }
  ~MadeCase() {
    opened_.reset();
    std::filesystem::remove_all(folder_);
  }
  MadeCase(const MadeCase&) = delete;
  MadeCase& operator=(const MadeCase&) = delete;

  [[nodiscard]] View view() const { return opened_->Now(); }
  [[nodiscard]] View ViewAt(uint64_t position) const {
    return Must(opened_->At(position));
  }

  // Adds so many more claims, of persons and outlets that there are, in one
  // file. Requires: Material::kPlain.
  void AddMore(size_t claims) {
    const std::string path = folder_ / "more.jsonl";
    std::ofstream file(path, std::ios::binary);
    const View view = opened_->Now();
    const std::vector<StatementId> statements = view.Statements();
    const std::vector<ReportId> reports = view.Reports();
    for (size_t i = 0; i < claims; ++i) {
      const auto& statement =
          view.statement(statements[random_() % statements.size()]);
      const ReportId report = reports[random_() % reports.size()];
      file << R"({"type":"claim","id":"more:)" << ++more_ << R"(","report":")"
           << view.KeyOf(report) << R"(","subject":")"
           << view.KeyOf(statement.subject) << R"(","predicate":"relation_)"
           << random_() % 12 << R"(","object":")"
           << view.KeyOf(std::get<EntityId>(statement.object)) << "\"}\n";
    }
    file.close();
    Add(path);
  }

  static const MadeCase& Of(Material material) {
    if (material == Material::kPlain) {
      static const MadeCase plain(Material::kPlain, 0);
      return plain;
    }
    if (material == Material::kChains) {
      static const MadeCase chains(Material::kChains, 1);
      return chains;
    }
    if (material == Material::kCrowded) {
      static const MadeCase crowded(Material::kCrowded, 3);
      return crowded;
    }
    static const MadeCase subjects(Material::kSubjects, 4);
    return subjects;
  }

 private:
  void Add(const std::string& file) {
    const AddedFile added =
        Must(opened_->Add(file, {.by = "benchmark"}, [](const RejectedLine&) {
          return absl::OkStatus();
        }));
    if (added.reading.error_count > 0) {
      std::cerr << InputErrorMessage(added.reading.errors.front()) << "\n";
      std::abort();
    }
  }

  const std::filesystem::path folder_;
  std::unique_ptr<Case> opened_;
  std::mt19937_64 random_{7};
  size_t more_ = 0;
};

// What comes before the first figure: chains, statements, places.
void BM_Begin(benchmark::State& state, Material material) {
  const View view = MadeCase::Of(material).view();
  for ([[maybe_unused]] auto _ : state) {
    const Findings findings(view, {});
    benchmark::DoNotOptimize(&findings);
  }
}
BENCHMARK_CAPTURE(BM_Begin, plain, Material::kPlain)
    ->Unit(benchmark::kMillisecond);

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
// 20,000 statements about each of three subjects and objects.
BENCHMARK_CAPTURE(BM_All, subjects, Material::kSubjects)
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

// The figures of all statements, in a file of their own.
class KeptFile {
 public:
  KeptFile(const View& nothing, const View& view)
      : path_(std::filesystem::temp_directory_path() /
              "attest_corroborate_benchmark.figures") {
    KeptFigures figures;
    figures.Update(nothing, Findings(view, {}));
    bytes_ = static_cast<double>(figures.memory_bytes());
    if (!figures.Save(path_, {}).ok()) std::abort();
  }
  ~KeptFile() { std::filesystem::remove(path_); }
  KeptFile(const KeptFile&) = delete;
  KeptFile& operator=(const KeptFile&) = delete;

  [[nodiscard]] KeptFigures Open() const {
    return Must(KeptFigures::FromFile(path_));
  }
  [[nodiscard]] double bytes() const { return bytes_; }

 private:
  const std::string path_;
  double bytes_ = 0;
};

// All of a file of figures checked.
void BM_KeptOpened(benchmark::State& state, Material material) {
  const MadeCase& made = MadeCase::Of(material);
  const KeptFile file(made.ViewAt(0), made.view());
  for ([[maybe_unused]] auto _ : state) {
    const KeptFigures figures = file.Open();
    benchmark::DoNotOptimize(figures.size());
  }
  state.counters["bytes/claim"] =
      file.bytes() / static_cast<double>(made.view().counts().claims);
}
BENCHMARK_CAPTURE(BM_KeptOpened, plain, Material::kPlain)
    ->Unit(benchmark::kMicrosecond);

// How many statements have two independent lines.
void BM_KeptCounted(benchmark::State& state, Material material) {
  const MadeCase& made = MadeCase::Of(material);
  const KeptFile file(made.ViewAt(0), made.view());
  const KeptFigures figures = file.Open();
  uint64_t independent = 0;
  for ([[maybe_unused]] auto _ : state) {
    independent = figures.CountWithLines(2);
    benchmark::DoNotOptimize(independent);
  }
  state.counters["independent"] = static_cast<double>(independent);
}
BENCHMARK_CAPTURE(BM_KeptCounted, plain, Material::kPlain)
    ->Unit(benchmark::kMicrosecond);

// All figures from nothing, on two threads.
void BM_KeptMade(benchmark::State& state, Material material) {
  const MadeCase& made = MadeCase::Of(material);
  const View view = made.view();
  const View nothing = made.ViewAt(0);
  for ([[maybe_unused]] auto _ : state) {
    KeptFigures figures;
    figures.Update(nothing, Findings(view, {}));
  }
}
BENCHMARK_CAPTURE(BM_KeptMade, plain, Material::kPlain)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// Figures brought up to so many new claims, each time from the file.
void BM_KeptUpdated(benchmark::State& state) {
  static auto* const made = new MadeCase(Material::kPlain, 2);
  const uint64_t before = made->view().applied_through();
  const KeptFile file(made->ViewAt(0), made->view());
  made->AddMore(static_cast<size_t>(state.range(0)));
  const View after = made->view();
  const View then = made->ViewAt(before);
  for ([[maybe_unused]] auto _ : state) {
    KeptFigures figures = file.Open();
    benchmark::DoNotOptimize(figures.Update(then, Findings(after, {})));
  }
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(state.range(0)) *
                             static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}
BENCHMARK(BM_KeptUpdated)
    ->Arg(1)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10000)
    ->Unit(benchmark::kMillisecond);

// The account of one statement of 500 claims by 300 chains, of every shape.
void BM_Crowded(benchmark::State& state) {
  const View view = MadeCase::Of(Material::kCrowded).view();
  const Findings findings(view, {});
  const auto shape = static_cast<size_t>(state.range(0));
  const StatementId id = view.Statements()[shape];
  const auto key_of = [](ClaimId claim) { return absl::StrCat(claim.value()); };
  Finding finding;
  for ([[maybe_unused]] auto _ : state) finding = findings.Weigh(id, key_of);
  state.counters["best"] = finding.figures.lines.best;
  state.SetLabel(absl::StrCat(
      workload::kCrowdShapes[shape], ": ", NameOf(finding.figures.verdict),
      finding.figures.lines.at_least ? ", at least" : "",
      finding.flip_unknown
          ? ", flip given up"
          : absl::StrCat(", flip of ", finding.minimal_flip
                                           ? finding.minimal_flip->size()
                                           : 0)));
}
BENCHMARK(BM_Crowded)
    ->DenseRange(0, std::size(workload::kCrowdShapes) - 1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
