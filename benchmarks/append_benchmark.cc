// Appending to a log and reading it back, each beside the work that nothing
// can be faster than, in the same run:
//
// - a durable append beside writing the same bytes to a file and syncing it,
//   and then overwriting a 264-byte head and syncing that;
// - a bulk append beside writing the same bytes to a file and syncing it once;
// - reading events, verified and decoded, beside RocksDB's bare iteration;
// - verifying a case beside hashing its events and their tree alone, from
//   memory and on one core.
//
// `of_bare` is the share of the bare work's speed that the log has; the goals
// are 0.75, 0.6 and 0.25 for appends of 1, 100 and 1,000 events, 0.8 for
// reading, and 0.5 for verifying. ATTEST_BENCHMARK_DIR names the folder to work
// in; it must lie on a disk, not in memory.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_log.h"
#include "engine/log/event_store.h"
#include "engine/log/verify.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"

namespace attest {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr size_t kHeadBytes = 264;

// A benchmark of something that failed would say nothing.
void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::abort();
}

void Must(bool done) {
  Must(done ? absl::OkStatus() : absl::UnknownError("a system call failed"));
}

template <class T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

// A folder of this program's own, gone when it ends.
class Folder {
 public:
  Folder() {
    const char* given =
        std::getenv(  // NOLINT(concurrency-mt-unsafe): before any thread
            "ATTEST_BENCHMARK_DIR");
    path_ = absl::StrCat(given == nullptr ? "." : given, "/append_benchmark.",
                         getpid());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }

 private:
  std::string path_;
};

// A claim of about 200 bytes, as most events of a case are.
Event SomeClaim(uint64_t i) {
  return {.key = absl::StrCat("clm:", i),
          .by = "investigator",
          .record = Claim{.report = ReportId(i / 50),
                          .subject = EntityId(i * 7919 % 100000),
                          .predicate = PredicateId(kBuiltinPredicates + i % 20),
                          .object = EntityId(i * 104729 % 100000),
                          .valid = "2014-05-2X",
                          .attribution = {{.source = SourceId(i % 1000)}}}};
}

std::vector<Event> SomeClaims(uint64_t begin, uint64_t count) {
  std::vector<Event> claims;
  for (uint64_t i = begin; i < begin + count; ++i) {
    claims.push_back(SomeClaim(i));
  }
  return claims;
}

// A file that grows, and one whose head is overwritten, as the log's do.
class BareFiles {
 public:
  explicit BareFiles(const Folder& folder)
      : data_(
            open((folder / "data").c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)),
        head_(
            open((folder / "head").c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)) {
    const std::string zeros(8192, '\0');
    Must(pwrite(head_, zeros.data(), zeros.size(), 0) > 0 && fsync(head_) == 0);
  }
  ~BareFiles() {
    close(data_);
    close(head_);
  }
  BareFiles(const BareFiles&) = delete;
  BareFiles& operator=(const BareFiles&) = delete;

  void Append(const std::string& bytes) {
    Must(write(data_, bytes.data(), bytes.size()) ==
             static_cast<ssize_t>(bytes.size()) &&
         fdatasync(data_) == 0);
    const std::string head(kHeadBytes, 'h');
    slot_ = kSlotBytes - slot_;
    Must(pwrite(head_, head.data(), head.size(), slot_) > 0 &&
         fdatasync(head_) == 0);
  }

 private:
  static constexpr off_t kSlotBytes = 4096;

  int data_;
  int head_;
  off_t slot_ = 0;
};

template <class F>
double SecondsOf(F work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

void Report(benchmark::State& state, uint64_t events, double spent,
            double bare) {
  state.counters["events/s"] = static_cast<double>(events) / spent;
  state.counters["of_bare"] = bare / spent;
}

void BM_Append(benchmark::State& state) {
  const Folder folder;
  const auto batch = static_cast<uint64_t>(state.range(0));
  auto log = Must(EventLog::Create(folder / "case", {.origin = "benchmark"}));
  BareFiles bare_files(folder);
  double bare = 0;
  double spent = 0;
  uint64_t events = 0;
  EventEncoder encoder;
  for ([[maybe_unused]] auto _ : state) {
    const std::vector<Event> claims = SomeClaims(events, batch);
    std::string bytes;
    for (const Event& claim : claims) {
      const absl::string_view encoded = Must(encoder.Encode(claim, Salt{}));
      bytes.append(encoded.data(), encoded.size());
    }
    // In turn, so that both meet the same disk.
    bare += SecondsOf([&] { bare_files.Append(bytes); });
    const double once = SecondsOf([&] { Must(log->Append(claims).status()); });
    spent += once;
    state.SetIterationTime(once);
    events += batch;
  }
  Report(state, events, spent, bare);
}
BENCHMARK(BM_Append)->Arg(1)->Arg(100)->Arg(1000)->UseManualTime()->Unit(
    benchmark::kMicrosecond);

void Bulk(EventLog& log, const std::vector<Event>& claims) {
  auto bulk = Must(log.BeginBulk(claims.size()));
  for (const Event& claim : claims) Must(bulk->Add(claim));
  Must(bulk->Finish().status());
}

void BM_Bulk(benchmark::State& state) {
  const Folder folder;
  const auto count = static_cast<uint64_t>(state.range(0));
  const std::vector<Event> claims = SomeClaims(0, count);
  std::string bytes;
  EventEncoder encoder;
  for (const Event& claim : claims) {
    const absl::string_view encoded = Must(encoder.Encode(claim, Salt{}));
    bytes.append(encoded.data(), encoded.size());
  }
  double bare = 0;
  double spent = 0;
  uint64_t events = 0;
  BareFiles bare_files(folder);
  auto log = Must(EventLog::Create(folder / "case", {.origin = "benchmark"}));
  for ([[maybe_unused]] auto _ : state) {
    bare += SecondsOf([&] { bare_files.Append(bytes); });
    const double once = SecondsOf([&] { Bulk(*log, claims); });
    spent += once;
    state.SetIterationTime(once);
    events += count;
  }
  Report(state, events, spent, bare);
  state.counters["bytes/event"] =
      static_cast<double>(bytes.size()) / static_cast<double>(count);
}
BENCHMARK(BM_Bulk)->Arg(10000)->Arg(1000000)->UseManualTime()->Unit(
    benchmark::kMillisecond);

double BareIteration(const EventStore& store, uint64_t count) {
  return SecondsOf([&] {
    const auto events = store.NewEventIterator();
    uint64_t seen = 0;
    size_t bytes = 0;
    for (events->SeekToFirst(); events->Valid(); events->Next()) {
      ++seen;
      bytes += events->value().size();
    }
    benchmark::DoNotOptimize(bytes);
    Must(seen == count);
  });
}

void Replay(benchmark::State& state, CursorOptions options) {
  const Folder folder;
  const auto count = static_cast<uint64_t>(state.range(0));
  auto log = Must(EventLog::Create(folder / "case", {.origin = "benchmark"}));
  Bulk(*log, SomeClaims(0, count));
  log.reset();
  log = Must(EventLog::Open(folder / "case", {}));
  const auto store =
      Must(EventStore::OpenForReading(folder / "case/db", nullptr));
  double bare = 0;
  double spent = 0;
  uint64_t events = 0;
  for ([[maybe_unused]] auto _ : state) {
    bare += BareIteration(*store, count);
    uint64_t live = 0;
    const double once = SecondsOf([&] {
      Must(log->Scan(
          EventIndex(0), EventIndex(count),
          [&live](EventIndex, const Event& event) {
            live += event.key.size();
            return absl::OkStatus();
          },
          options));
    });
    benchmark::DoNotOptimize(live);
    spent += once;
    state.SetIterationTime(once);
    events += count;
  }
  Report(state, events, spent, bare);
}

void BM_Replay(benchmark::State& state) { Replay(state, {}); }
BENCHMARK(BM_Replay)->Arg(100000)->Arg(1000000)->UseManualTime()->Unit(
    benchmark::kMillisecond);

void BM_ReplayComparingLeafHashes(benchmark::State& state) {
  Replay(state, {.leaf_hashes = LeafHashes::kCompared});
}
BENCHMARK(BM_ReplayComparingLeafHashes)
    ->Arg(1000000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

// Seconds in which the events are hashed, and the tree over them. They are
// read before, a few at a time.
double HashingAlone(const EventStore& store, uint64_t count) {
  constexpr uint64_t kAtOnce = 100000;
  const auto events = store.NewEventIterator();
  events->SeekToFirst();
  CompactRange range;
  double spent = 0;
  while (range.size() < count) {
    std::vector<std::string> read;
    for (; read.size() < kAtOnce && events->Valid(); events->Next()) {
      read.push_back(events->value().ToString());
    }
    Must(!read.empty());
    spent += SecondsOf([&] {
      for (const std::string& event : read) range.Append(HashLeaf(event));
    });
  }
  benchmark::DoNotOptimize(range.Root());
  return spent;
}

void BM_Verify(benchmark::State& state) {
  const Folder folder;
  const auto count = static_cast<uint64_t>(state.range(0));
  constexpr uint64_t kAtOnce = 1000000;
  auto log = Must(EventLog::Create(folder / "case", {.origin = "benchmark"}));
  for (uint64_t done = 0; done < count; done += kAtOnce) {
    Bulk(*log, SomeClaims(done, std::min(kAtOnce, count - done)));
  }
  log.reset();
  double bare = 0;
  double spent = 0;
  uint64_t events = 0;
  for ([[maybe_unused]] auto _ : state) {
    {
      const auto store =
          Must(EventStore::OpenForReading(folder / "case/db", nullptr));
      bare += HashingAlone(*store, count);
    }
    const double once = SecondsOf([&] {
      const VerifyReport report = Must(VerifyCase(folder / "case", {}));
      Must(report.ok() && report.leaf_hashes == count);
    });
    spent += once;
    state.SetIterationTime(once);
    events += count;
  }
  Report(state, events, spent, bare);
}
BENCHMARK(BM_Verify)
    ->Arg(100000)
    ->Arg(1000000)
    ->Arg(10000000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attest

BENCHMARK_MAIN();
