// Snapshots: whatever a file holds, its checksums right or not, it is refused
// or answers every question without leaving its bounds, and the fold goes on
// from it.
//
// Input: a snapshot, from its magic on; or changes to a sound one, 8 bytes
// each: section, what to do, place (2 bytes), number (4 bytes).

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "engine/ingest/case_reader.h"
#include "engine/projection/projection.h"
#include "tests/fuzz/case_lines.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_case.h"
#include "tests/fuzz/scratch_folder.h"
#include "tests/fuzz/snapshot_changes.h"
#include "tests/fuzz/view_walk.h"

namespace attest {
namespace {

using snapshot_changes::Change;
using snapshot_changes::ChangeBytes;

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

// The events of a small case.
const std::vector<Event>& Events() {
  static const std::vector<Event>& events = *[] {
    Folder().Write("words.txt", "They took 150 men.\n");
    Folder().Write("picture", "picture");
    const MemoryCase empty;
    CaseReader reader(empty, {});
    const auto reading = reader.Read(
        Folder().Write("case.jsonl", absl::StrJoin(GoodCaseLines(), "\n")));
    Require(reading.ok() && reading->error_count == 0, "the case is good");
    auto& memory = *new MemoryCase;
    Require(reader
                .Emit(EventIndex(0), memory,
                      [&memory](Event event) {
                        event.recorded_at =
                            absl::FromUnixSeconds(1'500'000'000);
                        memory.Add(std::move(event));
                        return absl::OkStatus();
                      })
                .ok(),
            "the case has events");
    return &memory.events();
  }();
  return events;
}

Projection Folded(size_t size) {
  Projection projection;
  for (size_t i = 0; i < size; ++i) {
    Require(projection.Apply(EventIndex(i), Events()[i]).ok(),
            "the case is folded");
  }
  return projection;
}

const std::string& SoundSnapshot() {
  static const std::string& bytes = *new std::string([] {
    const std::string path = Folder().Path("sound");
    const Projection projection = Folded(Events().size());
    Require(projection.Save(path, {}).ok(), "a snapshot is saved");
    Require(Projection::FromSnapshot(path).ok(), "and opened");
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }());
  return bytes;
}

void WalkAt(const Projection& projection, uint64_t n) {
  const absl::StatusOr<View> view = projection.At(n);
  if (view.ok()) ViewWalk(*view).Run();
}

void TryFile(const std::string& file) {
  const std::string path = Folder().Write("snapshot", file);
  absl::StatusOr<Projection> projection = Projection::FromSnapshot(path);
  if (!projection.ok()) return;
  const uint64_t size = projection->applied_through();
  Require(size <= file.size(), "every event takes a byte");
  for (const uint64_t n : {size, size / 2, size - size / 4}) {
    WalkAt(*projection, n);
  }
  Require(projection->SizeAsOf(absl::FromUnixSeconds(1'500'000'000)) <= size,
          "no position is past the end");
  // The fold goes on, or says why not.
  for (const Event& event : Events()) {
    const EventIndex next(projection->applied_through());
    projection->Apply(next, event).IgnoreError();
  }
  WalkAt(*projection, projection->applied_through());
  // What was taken over is as sound as what a fold makes.
  const std::string again = Folder().Path("again");
  const absl::Status saved = projection->Save(again, {});
  if (absl::IsFailedPrecondition(saved)) return;  // in the midst of a file
  Require(saved.ok(), "a snapshot is saved");
  const auto reopened = Projection::FromSnapshot(again);
  Require(reopened.ok(), "what is saved opens");
  WalkAt(*reopened, reopened->applied_through());
}

}  // namespace

void FuzzInput(absl::string_view input) {
  std::string file;
  if (absl::StartsWith(input, "ATTSNAP1")) {
    file = std::string(input);
    TryFile(file);
  } else {
    file = snapshot_changes::Changed(SoundSnapshot(), input);
  }
  snapshot_changes::Repair(file);
  TryFile(file);
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = {SoundSnapshot(), ""};
  const uint32_t sections = snapshot_changes::Sections(SoundSnapshot());
  for (uint32_t i = 0; i < sections; ++i) {
    const auto section = static_cast<uint8_t>(i);
    for (uint16_t place = 0; place < 4; ++place) {
      seeds.push_back(ChangeBytes({section, 0, place, place * 7u}));
      seeds.push_back(ChangeBytes({section, 2, place, 1}));
    }
    seeds.push_back(ChangeBytes({section, 0, 1, 0xFFFFFFFF}));
    seeds.push_back(ChangeBytes({section, 3, 0, 1}));
  }
  seeds.push_back(ChangeBytes({0, 5, 0, 3}));
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {std::string("\xFF\xFF\xFF\xFF", 4), std::string("\0\0\0\x80", 4),
          std::string("\0\0\0\x40", 4), std::string("\x02\0\0\0", 4),
          std::string("\xFE\xFF\xFF\xFF", 4)};
}

}  // namespace attest
