// The file of a reprint index: whatever it holds, its checksums right or not,
// it is refused or answers every question without leaving its bounds, and can
// be appended to and saved.
//
// Input: a file, from its magic on; or changes to a sound one, 8 bytes each:
// place (4 bytes), what to do, unused, number (2 bytes).

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/reprint_index.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

constexpr size_t kPage = kCheckedPageBytes;
constexpr size_t kChecksumAt = kPage - 8;
constexpr size_t kRecordHeader = 32;
constexpr size_t kMaxChanges = 64;
constexpr uint64_t kReports = 6;
constexpr Winnowing kWinnowing = {.gram_words = 2, .window = 1};

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

void Must(const absl::Status& status) {
  Require(status.ok(), status.ToString());
}

// Three reports in the base; in the tail three more, and one dropped.
const std::string& SoundFile() {
  static const std::string& bytes = *new std::string([] {
    const std::string path = Folder().Path("sound");
    ReprintIndex index(kWinnowing);
    for (uint64_t id = 0; id < kReports; ++id) {
      const auto fingerprints = FingerprintText(
          absl::StrCat("they took the men from the village at dawn ", id,
                       " and the women saw it happen ", id / 2),
          kWinnowing);
      Require(fingerprints.ok(), "a text is fingerprinted");
      Must(index.Add(
          ReportId(id),
          {SourceId(id % 3), DayRange::Single(static_cast<DayNumber>(id))},
          *fingerprints));
      if (id == 2) Must(index.Save(path, {.applied_through = 3}));
    }
    Must(index.Remove(ReportId(1)));
    Must(index.Flush({.applied_through = 6}));
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }());
  return bytes;
}

template <class T>
T Load(absl::string_view bytes, size_t at) {
  T value = {};
  if (at + sizeof(T) <= bytes.size()) {
    std::memcpy(&value, bytes.data() + at, sizeof(T));
  }
  return value;
}

template <class T>
void Store(const T& value, std::string& bytes, size_t at) {
  if (at + sizeof(T) > bytes.size()) return;
  std::memcpy(bytes.data() + at, &value, sizeof(T));
}

uint64_t Checksum(absl::string_view bytes, size_t at, size_t size) {
  return XXH3_64bits(bytes.data() + at, size);
}

// Makes the checksums of pages, table, header and records right.
void Repair(std::string& file) {
  if (file.size() < kPage) return;
  const uint64_t pages =
      std::min<uint64_t>(Load<uint64_t>(file, 8), file.size() / kPage - 1);
  const size_t table = (1 + pages) * kPage;
  for (uint64_t i = 0; i < pages; ++i) {
    Store(Checksum(file, (1 + i) * kPage, kPage), file, table + i * 8);
  }
  if (table + pages * 8 <= file.size()) {
    Store(Checksum(file, table, pages * 8), file, 16);
  }
  Store(Checksum(file, 0, kChecksumAt), file, kChecksumAt);
  size_t at = table + (pages + kPage / 8 - 1) / (kPage / 8) * kPage;
  while (at + kRecordHeader <= file.size()) {
    const auto size = Load<uint64_t>(file, at + 8);
    if (size <= file.size() - at - kRecordHeader) {
      Store(Checksum(file, at + kRecordHeader, size), file, at + 16);
    }
    Store(Checksum(file, at, 24), file, at + 24);
    if (size > file.size() - at - kRecordHeader) return;
    at += kRecordHeader + size;
  }
}

struct Change {
  uint32_t place;
  uint8_t what;
  uint8_t unused;
  uint16_t number;
};

void Make(const Change& change, std::string& file) {
  const size_t at = change.place % file.size();
  switch (change.what % 4) {
    case 0:
      return Store(static_cast<uint8_t>(change.number), file, at);
    case 1:
      return Store(uint32_t{change.number}, file, at / 4 * 4);
    case 2:
      return Store(Load<uint32_t>(file, at / 4 * 4) + change.number, file,
                   at / 4 * 4);
    default:
      return Store(~uint64_t{change.number}, file, at / 4 * 4);
  }
}

// Errors that bytes may cause.
void Allow(const absl::Status& status) {
  Require(status.ok() || absl::IsDataLoss(status) || absl::IsNotFound(status),
          status.ToString());
}

void AskEverything(const ReprintIndex& index) {
  const ReprintRules rules = {
      .min_passage_words = 4, .min_containment = 0.1, .min_shared_words = 4};
  for (uint64_t id = 0; id <= kReports; ++id) {
    Allow(index.PublicationOf(ReportId(id)).status());
    const auto fingerprints = index.FingerprintsOf(ReportId(id));
    Allow(fingerprints.status());
    const auto matches = FindReprints(index, ReportId(id), rules);
    Allow(matches.status());
    Allow(FindUnsettled(index, {ReportId(id)}, rules).status());
    if (!matches.ok()) continue;
    for (const ReprintMatch& match : *matches) {
      Require(match.Containment() <= 1 && match.OtherContainment() <= 1,
              "no report is contained more than wholly");
      for (const SharedPassage& passage : match.passages) {
        Require(passage.first.begin < passage.first.end &&
                    passage.second.begin < passage.second.end,
                "no passage is empty");
      }
    }
  }
}

void TryFile(const std::string& file) {
  const std::string path = Folder().Write("index", file);
  absl::StatusOr<ReprintIndex> index = ReprintIndex::Open(path, kWinnowing);
  Allow(index.status());
  if (!index.ok()) return;
  AskEverything(*index);
  const absl::Status added = index->Add(ReportId(kReports), {}, {});
  if (!added.ok() && !absl::IsAlreadyExists(added)) Allow(added);
  Must(index->Flush({.applied_through = 7}));
  const absl::Status saved =
      index->Save(Folder().Path("saved"), {.applied_through = 8});
  Allow(saved);
  AskEverything(*index);
}

std::string ChangeBytes(const Change& change) {
  return {reinterpret_cast<const char*>(&change), sizeof(change)};
}

}  // namespace

void FuzzInput(absl::string_view input) {
  std::string file;
  if (absl::StartsWith(input, "ATTREPR1")) {
    file = std::string(input);
    TryFile(file);
  } else {
    file = SoundFile();
    const size_t changes = std::min(input.size() / sizeof(Change), kMaxChanges);
    for (size_t i = 0; i < changes; ++i) {
      Make(Load<Change>(input, i * sizeof(Change)), file);
    }
  }
  Repair(file);
  TryFile(file);
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = {SoundFile(), ""};
  // The header of the base, then the first bytes of every page and the tail.
  for (uint32_t at = 8; at < 160; at += 4) {
    for (uint8_t what = 1; what <= 3; ++what) {
      seeds.push_back(ChangeBytes({at, what, 0, 1}));
    }
  }
  for (uint32_t page = kPage; page < SoundFile().size(); page += kPage) {
    for (uint32_t at = page; at < page + 64; at += 4) {
      seeds.push_back(ChangeBytes({at, 3, 0, 0}));
      seeds.push_back(ChangeBytes({at, 2, 0, 1}));
    }
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {std::string("\xFF\xFF\xFF\xFF", 4), std::string("\0\x10\0\0", 4),
          std::string("\0\x20\0\0", 4), std::string("\0\x50\0\0", 4),
          std::string("\x01\0\0\0", 4)};
}

}  // namespace attest
