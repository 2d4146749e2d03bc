// Snapshots: whatever a file holds, its checksums right or not, it is refused
// or answers every question without leaving its bounds, and the fold goes on
// from it.
//
// Input: a snapshot, from its magic on; or changes to a sound one, 8 bytes
// each: section, what to do, place (2 bytes), number (4 bytes).

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "engine/ingest/case_reader.h"
#include "engine/projection/projection.h"
#include "engine/projection/snapshot_layout.h"
#include "tests/fuzz/case_lines.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_case.h"
#include "tests/fuzz/scratch_folder.h"
#include "tests/fuzz/view_walk.h"

namespace attest {
namespace {

using snapshot_layout::Entry;
using snapshot_layout::EntryOffset;
using snapshot_layout::Header;
using snapshot_layout::kChecksumOffset;
using snapshot_layout::kHeaderBytes;

// More sections than there is room for are not read.
constexpr size_t kMaxEntries = 125;
// Changes beyond this many bury each other.
constexpr size_t kMaxChanges = 64;

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

template <class T>
T Load(absl::string_view bytes, size_t at) {
  T value = {};
  if (at < bytes.size()) {
    std::memcpy(&value, bytes.data() + at,
                std::min(sizeof(T), bytes.size() - at));
  }
  return value;
}

template <class T>
void Store(const T& value, std::string& bytes, size_t at) {
  if (at + sizeof(T) > bytes.size()) return;
  std::memcpy(bytes.data() + at, &value, sizeof(T));
}

// Gives a file the checksums and the length of its content.
void Repair(std::string& file) {
  if (file.size() < kHeaderBytes) return;
  auto header = Load<Header>(file, 0);
  header.file_bytes = file.size();
  Store(header, file, 0);
  const size_t sections = std::min<size_t>(header.sections, kMaxEntries);
  for (size_t i = 0; i < sections; ++i) {
    auto entry = Load<Entry>(file, EntryOffset(i));
    if (entry.element_bytes == 0 || entry.offset > file.size() ||
        entry.count > (file.size() - entry.offset) / entry.element_bytes) {
      continue;
    }
    entry.checksum = XXH3_64bits(file.data() + entry.offset,
                                 entry.count * entry.element_bytes);
    Store(entry, file, EntryOffset(i));
  }
  Store(XXH3_64bits(file.data(), kChecksumOffset), file, kChecksumOffset);
}

struct Change {
  uint8_t section;
  uint8_t what;
  uint16_t place;
  uint32_t number;
};

void Make(const Change& change, std::string& file) {
  const auto header = Load<Header>(file, 0);
  const size_t section =
      change.section % std::max<uint32_t>(header.sections, 1);
  auto entry = Load<Entry>(file, EntryOffset(section));
  const size_t size = std::max<size_t>(entry.count * entry.element_bytes, 1);
  const size_t at = entry.offset + change.place % size;
  const size_t aligned = entry.offset + change.place * 4 % size;
  switch (change.what % 6) {
    case 0:
      return Store(change.number, file, aligned);
    case 1:
      return Store(static_cast<uint8_t>(change.number), file, at);
    case 2:
      return Store(Load<uint32_t>(file, aligned) + change.number, file,
                   aligned);
    case 3:
      entry.count = change.number % (2 * entry.count + 2);
      return Store(entry, file, EntryOffset(section));
    case 4:
      entry.offset += 64 * change.place;
      return Store(entry, file, EntryOffset(section));
    default: {
      auto changed = header;
      changed.applied_through = change.number;
      return Store(changed, file, 0);
    }
  }
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

std::string ChangeBytes(const Change& change) {
  return {reinterpret_cast<const char*>(&change), sizeof(change)};
}

}  // namespace

void FuzzInput(absl::string_view input) {
  std::string file;
  if (absl::StartsWith(input, "ATTSNAP1")) {
    file = std::string(input);
    TryFile(file);
  } else {
    file = SoundSnapshot();
    const size_t changes = std::min(input.size() / sizeof(Change), kMaxChanges);
    for (size_t i = 0; i < changes; ++i) {
      Make(Load<Change>(input, i * sizeof(Change)), file);
    }
  }
  Repair(file);
  TryFile(file);
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = {SoundSnapshot(), ""};
  const auto sections = Load<Header>(SoundSnapshot(), 0).sections;
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
