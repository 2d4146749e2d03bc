// What left the case: whatever stands in the file, every line that is read
// comes back the same when it is recorded again, and a line that is added
// stands behind those that were there, which it takes nothing from.

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/hand_outs.h"
#include "engine/model/rfc3339.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

constexpr char kFile[] = "handed_out.jsonl";

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

HandedOut Sample(std::vector<std::pair<uint64_t, uint64_t>> events) {
  return {.at = absl::FromUnixMicros(1'700'000'000'250'000),
          .what = "export jsonl",
          .to = "out/\"case\"\n.jsonl",
          .by = "dorn",
          .position = 12,
          .events = std::move(events)};
}

// Times are kept in microseconds.
bool Same(const HandedOut& a, const HandedOut& b) {
  return FormatRfc3339(a.at) == FormatRfc3339(b.at) && a.id == b.id &&
         a.what == b.what && a.to == b.to && a.by == b.by &&
         a.position == b.position && a.events == b.events;
}

std::vector<HandedOut> Read() {
  absl::StatusOr<std::vector<HandedOut>> all = ReadHandOuts(Folder().Path("."));
  Require(all.ok(), "a file is read whatever it holds");
  return *std::move(all);
}

void Record(const HandedOut& one) {
  Require(RecordHandOut(Folder().Path("."), one).ok(), "a line is added");
}

std::string FileOf(const std::vector<HandedOut>& all) {
  const std::string path = Folder().Write(kFile, "");
  for (const HandedOut& one : all) Record(one);
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void RequireSame(const std::vector<HandedOut>& got,
                 const std::vector<HandedOut>& want, absl::string_view what) {
  Require(std::equal(got.begin(), got.end(), want.begin(), want.end(), Same),
          what);
}

void TryRanges(const HandedOut& one) {
  for (const auto& [begin, end] : one.events) {
    Require(one.Has(EventIndex(begin)) || begin >= end,
            "what went out is known by its first event");
    Require(end == 0 || one.Has(EventIndex(end - 1)) || begin >= end,
            "what went out is known by its last event");
  }
}

}  // namespace

void FuzzInput(absl::string_view input) {
  Folder().Write(kFile, input);
  std::vector<HandedOut> all = Read();
  Require(static_cast<int64_t>(all.size()) <=
              1 + std::count(input.begin(), input.end(), '\n'),
          "a line tells of one export");
  for (const HandedOut& one : all) TryRanges(one);
  const std::vector<HandedOut> before = all;
  all.push_back(Sample({{0, 3}}));
  Record(all.back());
  RequireSame(Read(), all, "a line is added behind those that were there");
  FileOf(before);
  RequireSame(Read(), before, "what is read comes back as it was");
}

std::vector<std::string> FuzzSeeds() {
  const uint64_t most = ~uint64_t{0};
  const std::string lines = FileOf(
      {Sample({}), Sample({{0, 1}, {4, 9}}), Sample({{most - 1, most}})});
  return {
      lines, lines.substr(0, lines.size() - 20),
      FileOf({Sample({{7, 7}, {9, 2}})}),
      FileOf({{.at = absl::UnixEpoch(), .to = "\xC3", .events = {{0, most}}}}),
      // Lines of other hands.
      R"({"at":"2024-02-03T04:05:06.123456789+02:00","events":[[1,2]]})",
      R"({"id":"a","events":[[1,9]]})"
      "\n"
      R"({"id":"b","events":[[1,9]]})"
      "\n"
      R"({"id":"a","events":[[1,2]]})",
      R"({"at":"infinite-future","position":1.0,"events":[]})",
      R"({"events":[[1]]})", "\n\n[]\n"};
}

std::vector<std::string> FuzzWords() {
  return {"\n",
          "\"at\":\"",
          "\"events\":[[0,1]]",
          "[18446744073709551615,18446744073709551616]",
          "infinite-past",
          "2024-06-30T23:59:60Z",
          "-0001-01-01T00:00:00Z",
          "99999-01-01T00:00:00Z",
          ".123456789",
          "-1",
          "1e999",
          "\xC3",
          "\\ud800",
          "\\u0000"};
}

}  // namespace attest
