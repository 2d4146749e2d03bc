// The small files beside a log: its format, its keys, those of a rotation
// under way, and the head that either key signs. Whatever stands in them, no
// key is read but one that is there, no head but one that was signed, no
// message tells a private key, and a rotation is finished or given up.
//
// Input: files, one behind the other, each after kNextFile and a character:
// '0' on for a file that holds what follows, 'a' on for one that is not there,
// in the order of kNames. The others are those of a rotation under way. In a
// path, '@' is the folder; the head is its two notes, kNextSlot between them.

#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/log/case_files.h"
#include "engine/log/next_key.h"
#include "engine/merkle/checkpoint.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

constexpr char kNextFile = '\x1E';
constexpr char kNextSlot = '\x1D';
constexpr char kOrigin[] = "example.org/case";

enum File : size_t {
  kFormat,
  kKey,
  kKeyPath,
  kVerifier,
  kNextKey,
  kNextKeyPath,
  kNextVerifier,
  kHead,
  kOutside,  // where key_path leads
};
constexpr const char* kNames[] = {"FORMAT",        "key",      "key_path",
                                  "verifier.pub",  "key.next", "key_path.next",
                                  "verifier.next", "head",     "outside"};
constexpr size_t kFileCount = std::size(kNames);

// What stands in each file; none where it is not there.
using Files = std::array<std::optional<std::string>, kFileCount>;

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

const CaseFiles& TheCase() {
  static const CaseFiles& files = *new CaseFiles(Folder().Path("."));
  return files;
}

SigningKey KeyOf(char seed) {
  return SigningKey::FromSeed(kOrigin, std::string(32, seed)).value();
}
const SigningKey& OldKey() {
  static const SigningKey& key = *new SigningKey(KeyOf('k'));
  return key;
}
const SigningKey& NewKey() {
  static const SigningKey& key = *new SigningKey(KeyOf('n'));
  return key;
}

// Pieces of the private keys as they are written down.
constexpr absl::string_view kSecrets[] = {"a2tra2tr", "bm5ubm5u"};

bool HasSecret(absl::string_view text) {
  for (const absl::string_view secret : kSecrets) {
    if (absl::StrContains(text, secret)) return true;
  }
  return false;
}

std::string Note(const SigningKey& key, uint64_t tree_size) {
  return SignCheckpoint({.origin = kOrigin,
                         .tree_size = tree_size,
                         .root = tree_size == 0 ? EmptyRoot() : Hash()},
                        {key})
      .value();
}

struct SignedHead {
  std::string note;
  VerifierKey key;
};
const std::vector<SignedHead>& Heads() {
  static const auto& heads = *[] {
    auto& all = *new std::vector<SignedHead>;
    for (const SigningKey& key : {OldKey(), NewKey()}) {
      for (const uint64_t size : {0u, 7u, 8u}) {
        all.push_back({Note(key, size), key.verifier()});
      }
    }
    return &all;
  }();
  return heads;
}

std::string ReadBack(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string PathOf(File file) { return Folder().Path(kNames[file]); }

void Remove(const std::string& path) { unlink(path.c_str()); }

std::string SlotBytes(absl::string_view note) {
  std::string slot(note.substr(0, kHeadSlotBytes));
  slot.resize(kHeadSlotBytes, '\0');
  return slot;
}

std::vector<std::string> SlotsOf(const Files& files) {
  std::vector<std::string> slots;
  for (const absl::string_view note :
       absl::StrSplit(*files[kHead], absl::MaxSplits(kNextSlot, 1))) {
    slots.push_back(SlotBytes(note));
  }
  return slots;
}

void LayDown(const Files& files) {
  for (size_t i = 0; i < kFileCount; ++i) {
    if (!files[i]) {
      Remove(Folder().Path(kNames[i]));
      continue;
    }
    std::string content = *files[i];
    if (i == kKeyPath || i == kNextKeyPath) {
      content = absl::StrReplaceAll(content, {{"@", Folder().Path(".")}});
    } else if (i == kHead) {
      content = absl::StrJoin(SlotsOf(files), "");
    }
    Folder().Write(kNames[i], content);
  }
}

std::string EncodedLine(const SigningKey& key) {
  return absl::StrCat(key.Encode().value(), "\n");
}

// A rotation under way, as the writers leave it.
Files MakeRotation() {
  Files files;
  for (size_t i = 0; i < kFileCount; ++i) Remove(Folder().Path(kNames[i]));
  Require(
      WriteFormat(TheCase(), kOrigin, {}).ok() &&
          WriteVerifierKey(TheCase().verifier(), OldKey().verifier(), {}).ok(),
      "the files of a case are written");
  // The next key comes from a file outside, and is then put inside.
  const std::string outside =
      Folder().Write(kNames[kOutside], EncodedLine(NewKey()));
  Require(WriteNextKey(TheCase(), kOrigin, outside, {}).ok(),
          "the next key is written");
  files[kFormat] = ReadBack(PathOf(kFormat));
  files[kKey] = EncodedLine(OldKey());
  files[kVerifier] = ReadBack(PathOf(kVerifier));
  files[kNextKey] = EncodedLine(NewKey());
  files[kNextVerifier] = ReadBack(PathOf(kNextVerifier));
  files[kOutside] = EncodedLine(NewKey());
  files[kHead] = absl::StrCat(Note(OldKey(), 7), std::string(1, kNextSlot),
                              Note(NewKey(), 8));
  return files;
}

const Files& Rotation() {
  static const Files& files = *new Files(MakeRotation());
  return files;
}

Files FilesOf(absl::string_view input) {
  Files files = Rotation();
  for (const absl::string_view piece : absl::StrSplit(input, kNextFile)) {
    if (piece.empty()) continue;
    const auto there = static_cast<size_t>(piece[0] - '0');
    const auto gone = static_cast<size_t>(piece[0] - 'a');
    if (there < kFileCount) files[there] = std::string(piece.substr(1));
    if (gone < kFileCount && gone != kHead) files[gone].reset();
  }
  return files;
}

void TryFormat() {
  const absl::StatusOr<std::string> origin = ReadFormat(TheCase());
  if (!origin.ok()) {
    Require(absl::IsNotFound(origin.status()) ||
                absl::IsFailedPrecondition(origin.status()) ||
                absl::IsDataLoss(origin.status()),
            "a format is read, of another program, or damaged");
    return;
  }
  Require(!origin->empty(), "a case has a name");
  Remove(PathOf(kFormat));
  Require(WriteFormat(TheCase(), *origin, {}).ok(), "a format is written");
  const absl::StatusOr<std::string> again = ReadFormat(TheCase());
  Require(again.ok() && *again == *origin, "a name comes back");
}

bool Holds(const std::optional<std::string>& file, const std::string& line) {
  return file && absl::StripSuffix(*file, "\n") == line;
}

void TryVerifier(const absl::StatusOr<VerifierKey>& key,
                 const std::optional<std::string>& file) {
  if (key.ok()) {
    Require(Holds(file, key->Encode()), "a public key is the one in its file");
  } else {
    Require(absl::IsDataLoss(key.status()), "a public key is read or damaged");
  }
}

void TrySigningKey(const absl::StatusOr<SigningKey>& key, const Files& files) {
  if (key.ok()) {
    const std::string line = key->Encode().value();
    Require(Holds(files[kKey], line) || Holds(files[kNextKey], line) ||
                Holds(files[kOutside], line),
            "a signing key is one that is there");
    return;
  }
  // What is a path is shown.
  for (const File file : {kKeyPath, kNextKeyPath}) {
    if (files[file] && (absl::StartsWith(*files[file], "@") ||
                        absl::StartsWith(*files[file], "/"))) {
      return;
    }
  }
  Require(!HasSecret(key.status().message()), "no message tells a private key");
}

// Does a slot hold a head that `key` signed?
bool HasHeadOf(const Files& files, const VerifierKey& key) {
  for (const std::string& slot : SlotsOf(files)) {
    for (const SignedHead& head : Heads()) {
      if (head.key == key && slot == SlotBytes(head.note)) return true;
    }
  }
  return false;
}

void TryHead(const Files& files, const absl::StatusOr<VerifierKey>& key,
             const std::optional<VerifierKey>& next) {
  const absl::StatusOr<KeyedHead> head = ReadKeyedHead(TheCase(), kOrigin);
  if (!head.ok()) {
    Require(!key.ok() || (!HasHeadOf(files, *key) &&
                          (!next || !HasHeadOf(files, *next))),
            "no head is passed over");
    return;
  }
  Require((key.ok() && head->key == *key) || head->key == next,
          "a head is signed by a key of the case");
  bool known = false;
  for (const SignedHead& one : Heads()) {
    known =
        known || (one.key == head->key && one.note == head->slots.head.note);
  }
  Require(known, "a head is one that was signed");
}

bool IsThere(File file) { return access(PathOf(file).c_str(), F_OK) == 0; }

void Adopt(const VerifierKey& next) {
  Require(AdoptNextKey(TheCase(), {}).ok(), "a key is put in force");
  const absl::StatusOr<VerifierKey> verifier = ReadVerifierKey(TheCase());
  Require(verifier.ok() && *verifier == next, "the next key is in force");
  const absl::StatusOr<SigningKey> key = ReadSigningKey(TheCase());
  Require(key.ok() && key->verifier() == next, "and the case signs with it");
}

void Drop(const absl::StatusOr<SigningKey>& before) {
  Require(DropNextKey(TheCase(), {}).ok(), "a key is given up");
  const absl::StatusOr<SigningKey> key = ReadSigningKey(TheCase());
  Require(key.ok() == before.ok() &&
              (!key.ok() || key->verifier() == before->verifier()),
          "the case signs as before");
  Require(!IsThere(kNextKey) && !IsThere(kNextKeyPath), "nothing is left");
}

// May a writer have left these? Not a next key both inside and outside, and no
// path to what a rotation moves.
bool MayBeWritten(const Files& files) {
  for (const File file : {kKeyPath, kNextKeyPath}) {
    if (files[file] && absl::StrContains(*files[file], "key")) return false;
  }
  return !files[kNextKey] || !files[kNextKeyPath];
}

void TryRotation(const Files& files, const VerifierKey& next) {
  const absl::StatusOr<SigningKey> signs = ReadSigningKey(TheCase());
  const absl::StatusOr<SigningKey> key = ReadNextSigningKey(TheCase(), next);
  TrySigningKey(key, files);
  if (key.ok()) {
    Require(key->verifier() == next, "the next key is the one announced");
  }
  // A path that leads nowhere waits for its key.
  const bool waits =
      IsThere(kNextKeyPath) &&
      !ReadKey({.inside = PathOf(kNextKey), .path = PathOf(kNextKeyPath)}).ok();
  if (!MayBeWritten(files)) {
    Require(DropNextKey(TheCase(), {}).ok(), "a key is given up");
  } else if (key.ok() && !waits) {
    Adopt(next);
  } else {
    Drop(signs);
  }
  const auto left = ReadNextVerifierKey(TheCase());
  Require(left.ok() && !left->has_value(), "the rotation is over");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const Files files = FilesOf(input);
  LayDown(files);
  TryFormat();
  const absl::StatusOr<VerifierKey> key = ReadVerifierKey(TheCase());
  TryVerifier(key, files[kVerifier]);
  TrySigningKey(ReadSigningKey(TheCase()), files);
  const absl::StatusOr<std::optional<VerifierKey>> next =
      ReadNextVerifierKey(TheCase());
  if (!next.ok()) {
    Require(absl::IsDataLoss(next.status()), "the next key may be damaged");
    return;
  }
  Require(next->has_value() == files[kNextVerifier].has_value(),
          "a rotation is under way where its key is there");
  TryHead(files, key, *next);
  if (!next->has_value()) return;
  TryVerifier(**next, files[kNextVerifier]);
  TryRotation(files, **next);
}

namespace {

std::string With(File file, const std::string& content) {
  return absl::StrCat(std::string(1, kNextFile),
                      std::string(1, static_cast<char>('0' + file)), content);
}

std::string Without(File file) {
  return {kNextFile, static_cast<char>('a' + file)};
}

std::string Slots(const std::string& first, const std::string& second) {
  return With(kHead, absl::StrCat(first, std::string(1, kNextSlot), second));
}

}  // namespace

std::vector<std::string> FuzzSeeds() {
  const std::string old_key = EncodedLine(OldKey());
  const std::string new_key = EncodedLine(NewKey());
  std::string whole;
  for (size_t i = 0; i < kFileCount; ++i) {
    if (Rotation()[i]) whole += With(static_cast<File>(i), *Rotation()[i]);
  }
  const std::string no_next =
      absl::StrCat(Without(kNextKey), Without(kNextVerifier));
  std::vector<std::string> seeds = {
      "", whole, no_next + Slots(Note(OldKey(), 7), Note(OldKey(), 8)),
      // The key outside, before and after.
      no_next + Without(kKey) + With(kKeyPath, "@/outside\n"),
      Without(kNextKey) + With(kNextKeyPath, "@/outside\n"),
      Without(kNextKey) + With(kNextKeyPath, "@/outside\n") + Without(kKey) +
          With(kKeyPath, "@/key.next\n"),
      // Adopted in part.
      Without(kNextKey) + With(kKey, new_key),
      Without(kNextKey) + Without(kKey) + With(kKeyPath, "@/outside\n"),
      // Both kinds at once, and not the key that was announced.
      With(kNextKeyPath, "@/outside\n") + With(kNextKey, old_key),
      With(kNextKey, old_key), With(kNextKey, ""),
      // Heads of one key and of the other.
      Slots(Note(NewKey(), 8), Note(NewKey(), 8)),
      Slots(Note(NewKey(), 8), "torn"),
      Slots(Note(OldKey(), 0), Note(OldKey(), 7)), Slots("", ""),
      With(kVerifier, NewKey().verifier().Encode()),
      // A key where a path belongs.
      With(kKeyPath, old_key), With(kKeyPath, ""), With(kKeyPath, "@"),
      With(kKeyPath, "@/verifier.pub"),
      With(kFormat, "attest case 2\norigin example.org/case\n"),
      With(kFormat, "attest case 1\n"),
      Without(kFormat) + Without(kVerifier) + Without(kOutside)};
  return seeds;
}

std::vector<std::string> FuzzWords() {
  std::vector<std::string> words = {
      "attest case ", "origin ", "PRIVATE+KEY+", "+", "@/outside",
      "@/key.next",   "@/key",   "\n",           "/", Note(NewKey(), 8)};
  for (size_t i = 0; i < kFileCount; ++i) {
    words.push_back(With(static_cast<File>(i), ""));
    words.push_back(Without(static_cast<File>(i)));
  }
  words.emplace_back(1, kNextSlot);
  words.emplace_back(1, '\0');
  return words;
}

}  // namespace attest
