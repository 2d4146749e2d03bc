// The projection on a case of a million claims: folding its events, opening it
// from a snapshot, and questions.
//
// The claims have the distribution of the peer benchmark: 200,000 entities of
// skewed popularity, 500 sources, two of three claims new and the others
// restatements of older ones. ATTEST_BENCH_CLAIMS in the environment gives
// another number of claims.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/projection/path.h"
#include "engine/projection/projection.h"

namespace attest {
namespace {

constexpr uint64_t kSeed = 42;
constexpr size_t kPredicates = 12;
constexpr size_t kSources = 500;
constexpr size_t kYears = 10;

size_t ClaimCount() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread.
  const char* text = std::getenv("ATTEST_BENCH_CLAIMS");
  size_t claims = 1'000'000;
  if (text != nullptr && !absl::SimpleAtoi(text, &claims)) claims = 1000;
  return std::max<size_t>(claims, 100);
}

// The events of the workload. Claims are kept short and made into an event one
// at a time, as a replay of a log does.
class Workload {
 public:
  Workload() : claims_(ClaimCount()), entities_(claims_ / 5) {
    Definitions();
    Claims();
    const EventIndex close(definitions_.size() + claims_);
    for (Event& event : definitions_) event.closed_by = close;
  }

  [[nodiscard]] uint64_t size() const {
    return definitions_.size() + claims_ + 1;
  }
  [[nodiscard]] uint64_t claims() const { return claims_; }
  [[nodiscard]] uint64_t entities() const { return entities_; }

  // Calls visit(index, event) on every event.
  template <class Visitor>
  void ForEach(Visitor&& visit) const {
    uint64_t index = 0;
    for (const Event& event : definitions_) visit(EventIndex(index++), event);
    Event event;
    event.record = Claim();
    event.closed_by = EventIndex(size() - 1);
    auto& claim = std::get<Claim>(event.record);
    for (const Said& said : said_) {
      event.key = "c:";
      absl::StrAppend(&event.key, index);
      claim.report = ReportId(said.report);
      claim.subject = EntityId(said.subject);
      claim.predicate = PredicateId(said.predicate);
      claim.object = EntityId(said.object);
      visit(EventIndex(index++), event);
    }
    Event closing;
    closing.record = FileClosed();
    visit(EventIndex(index), closing);
  }

 private:
  struct Said {
    uint32_t report;
    uint32_t subject;
    uint32_t predicate;
    uint32_t object;
  };

  double Skewed(double power) {
    return std::pow(std::uniform_real_distribution<double>(0, 1)(random_),
                    power);
  }
  uint32_t Pick(size_t of, double power) {
    const double at = static_cast<double>(of) * Skewed(power);
    return std::min(static_cast<uint32_t>(at), static_cast<uint32_t>(of - 1));
  }
  // Popular entities lie all over the log, as in any real case.
  uint32_t PickEntity() {
    const uint64_t rank = Pick(entities_, 2.5);
    return static_cast<uint32_t>(rank * 7919 % entities_);
  }

  uint32_t Add(std::string key, Record record) {
    definitions_.push_back(
        {.key = std::move(key), .record = std::move(record)});
    return static_cast<uint32_t>(definitions_.size() - 1);
  }

  void Definitions() {
    for (size_t i = 0; i < entities_; ++i) {
      Add(absl::StrCat("person:", i),
          Entity{.name = absl::StrCat("Entity ", 100000 + i)});
    }
    for (size_t i = 0; i < kPredicates; ++i) {
      Add(absl::StrCat("bench_", i), Predicate{.label = "bench",
                                               .domain = EntityKinds::All(),
                                               .range = EntityKinds::All(),
                                               .time = TimeKind::kEvent});
    }
    for (size_t i = 0; i < kSources; ++i) {
      const uint32_t source =
          Add(absl::StrCat("src:", i), Source{.name = absl::StrCat("src", i)});
      for (size_t year = 0; year < kYears; ++year) {
        reports_.push_back(
            Add(absl::StrCat("rpt:", i, ":", year),
                Report{.source = SourceId(source),
                       .title = absl::StrCat("src", i, " ", year),
                       .published = absl::StrCat(2015 + year)}));
      }
    }
  }

  Said NewClaim() {
    Said said = {.subject = PickEntity(), .object = PickEntity()};
    while (said.object == said.subject) said.object = PickEntity();
    said.predicate = static_cast<uint32_t>(entities_) + Pick(kPredicates, 1.5);
    return said;
  }

  void Claims() {
    std::vector<Said> facts;
    for (size_t i = 0; i < claims_; ++i) {
      if (facts.empty() || random_() % 100 < 65) {
        facts.push_back(NewClaim());
        said_.push_back(facts.back());
      } else {
        said_.push_back(facts[Pick(facts.size(), 2)]);
      }
      said_.back().report =
          reports_[Pick(kSources, 1.5) * kYears + random_() % kYears];
    }
  }

  const size_t claims_;
  const size_t entities_;
  std::mt19937_64 random_{kSeed};
  std::vector<Event> definitions_;
  std::vector<Said> said_;
  std::vector<uint32_t> reports_;
};

const Workload& Events() {
  static const auto* const workload = new Workload();
  return *workload;
}

Projection Fold() {
  Projection projection;
  Events().ForEach([&](EventIndex index, const Event& event) {
    if (!projection.Apply(index, event).ok()) std::abort();
  });
  return projection;
}

const Projection& Folded() {
  static const auto* const projection = [] {
    auto* folded = new Projection(Fold());
    folded->ShrinkToFit();
    return folded;
  }();
  return *projection;
}

std::string SnapshotPath() {
  static const std::string* const path = [] {
    auto* file = new std::string(std::filesystem::temp_directory_path() /
                                 "attest_projection_benchmark.snapshot");
    if (!Folded().Save(*file, {}).ok()) std::abort();
    return file;
  }();
  return *path;
}

void BM_Fold(benchmark::State& state) {
  const size_t events = Events().size();
  for (auto _ : state) {
    const Projection projection = Fold();
    benchmark::DoNotOptimize(projection.Now().cut());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * events));
  state.counters["bytes_per_claim"] =
      static_cast<double>(Folded().memory_bytes()) /
      static_cast<double>(Events().claims());
}
BENCHMARK(BM_Fold)->Unit(benchmark::kMillisecond);

void BM_OpenSnapshot(benchmark::State& state) {
  const std::string path = SnapshotPath();
  for (auto _ : state) {
    const auto projection = Projection::FromSnapshot(path);
    if (!projection.ok()) std::abort();
    benchmark::DoNotOptimize(projection->Now().cut());
  }
  state.counters["bytes_per_claim"] =
      static_cast<double>(std::filesystem::file_size(path)) /
      static_cast<double>(Events().claims());
}
BENCHMARK(BM_OpenSnapshot)->Unit(benchmark::kMillisecond);

void BM_SaveSnapshot(benchmark::State& state) {
  const std::string path = SnapshotPath();
  for (auto _ : state) {
    if (!Folded().Save(path, {}).ok()) std::abort();
  }
}
BENCHMARK(BM_SaveSnapshot)->Unit(benchmark::kMillisecond);

void BM_StatementsOfEntity(benchmark::State& state) {
  const View view = Folded().Now();
  std::mt19937_64 random(kSeed);
  for (auto _ : state) {
    const EntityId id(random() % Events().entities());
    size_t claims = 0;
    for (const StatementId statement : view.StatementsOf(id, Role::kSubject)) {
      claims += view.ClaimsOf(statement).size();
    }
    benchmark::DoNotOptimize(claims);
  }
}
BENCHMARK(BM_StatementsOfEntity)->Unit(benchmark::kMicrosecond);

void BM_ShortestPath(benchmark::State& state) {
  const View view = Folded().Now();
  std::mt19937_64 random(kSeed);
  for (auto _ : state) {
    const EntityId from(random() % Events().entities());
    const EntityId to(random() % Events().entities());
    benchmark::DoNotOptimize(
        ShortestPath(view, from, to, 10, [](ClaimId) { return true; }));
  }
}
BENCHMARK(BM_ShortestPath)->Unit(benchmark::kMillisecond);

void BM_Find(benchmark::State& state) {
  const View view = Folded().Now();
  for (auto _ : state) benchmark::DoNotOptimize(view.Find("entity 1234", 20));
}
BENCHMARK(BM_Find)->Unit(benchmark::kMillisecond);

void BM_FindStatement(benchmark::State& state) {
  const View view = Folded().Now();
  const std::string key = view.KeyOf(view.Statements().back());
  for (auto _ : state) benchmark::DoNotOptimize(view.FindStatement(key));
}
BENCHMARK(BM_FindStatement)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
