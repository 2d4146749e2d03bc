// The head beside a log: whatever stands in its two slots, no head is read
// that was not signed, and a newer whole one is never passed over.

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/log/head_file.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

constexpr char kOrigin[] = "example.org/case";

const SigningKey& Key() {
  static const SigningKey& key = *new SigningKey(
      SigningKey::FromSeed(kOrigin, std::string(32, 'k')).value());
  return key;
}

std::string Note(const std::string& origin, uint64_t tree_size) {
  return SignCheckpoint({.origin = origin,
                         .tree_size = tree_size,
                         .root = tree_size == 0 ? EmptyRoot() : Hash()},
                        {Key()})
      .value();
}

// Those that the key has signed for this log, by size.
const std::vector<std::string>& Notes() {
  static const auto& notes = *new std::vector<std::string>{
      Note(kOrigin, 0), Note(kOrigin, 1), Note(kOrigin, 2), Note(kOrigin, 300)};
  return notes;
}

std::string Slot(std::string note) {
  note.resize(kHeadSlotBytes, '\0');
  return note;
}

}  // namespace

void FuzzInput(absl::string_view input) {
  static const ScratchFolder folder;
  const std::string path = folder.Write("head", input);
  const absl::StatusOr<HeadSlots> slots =
      ReadHead(path, kOrigin, Key().verifier());
  int newest = -1;
  for (size_t i = 0; i < Notes().size(); ++i) {
    for (const size_t begin : {size_t{0}, kHeadSlotBytes}) {
      if (begin > input.size()) continue;
      // A file cut short within the zeros has lost nothing.
      const absl::string_view slot = input.substr(begin, kHeadSlotBytes);
      if (slot.size() > Notes()[i].size() &&
          slot == Slot(Notes()[i]).substr(0, slot.size())) {
        newest = static_cast<int>(i);
      }
    }
  }
  Require(slots.ok() == (newest >= 0), "whole notes are read, and no others");
  if (!slots.ok()) return;
  Require(slots->head.note == Notes()[static_cast<size_t>(newest)],
          "the newest whole head is read");
  Require(slots->newest == 0 || slots->newest == 1, "there are two slots");
}

std::vector<std::string> FuzzSeeds() {
  const std::string empty(kHeadSlotBytes, '\0');
  return {absl::StrCat(Slot(Notes()[0]), empty),
          absl::StrCat(Slot(Notes()[1]), Slot(Notes()[2])),
          absl::StrCat(Slot(Notes()[3]), Slot(Notes()[2])),
          absl::StrCat(empty, Slot(Notes()[3])),
          absl::StrCat(Slot(Note("example.org/other", 9)), Slot(Notes()[1])),
          Slot(Notes()[2]),
          absl::StrCat(empty, empty)};
}

std::vector<std::string> FuzzWords() {
  std::vector<std::string> words = Notes();
  words.emplace_back(1, '\0');
  words.emplace_back("\n");
  words.emplace_back(Note("example.org/other", 9));
  return words;
}

}  // namespace attest
