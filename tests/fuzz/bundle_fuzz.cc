// Bundles: whatever archive comes, signed by whoever holds the key, nothing in
// a bundle that is found good is other than the log proves.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/audit/event_proof.h"
#include "engine/interchange/bundle.h"
#include "engine/interchange/bundle_layout.h"
#include "engine/interchange/event_json.h"
#include "engine/interchange/ustar.h"
#include "engine/merkle/signed_note.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/proved_log.h"

namespace attest {
namespace {

constexpr char kNextFile = '\x1E';
constexpr char kEndOfName = '\x1F';

void AddFile(absl::string_view name, absl::string_view content,
             std::string& archive) {
  const absl::StatusOr<std::string> header = UstarHeader(name, content.size());
  if (!header.ok()) return;
  absl::StrAppend(&archive, *header, content, UstarPadding(content.size()));
}

// The bundle of these files, signed.
std::string Signed(const std::vector<UstarEntry>& files) {
  std::string manifest;
  for (const UstarEntry& file : files) {
    manifest += bundle_layout::ManifestLine(Sha256(file.content),
                                            file.content.size(), file.name);
  }
  std::string archive;
  AddFile(bundle_layout::kSignature,
          SignNote(bundle_layout::SignedText("example.org/case", manifest),
                   {ProvedKey()})
              .value(),
          archive);
  AddFile(bundle_layout::kManifest, manifest, archive);
  for (const UstarEntry& file : files) {
    AddFile(file.name, file.content, archive);
  }
  return absl::StrCat(archive, UstarEnd());
}

void TryArchive(absl::string_view input) {
  Require(!CheckBundle(input, ProvedKey().verifier(), {}).ok(),
          "no bundle holds that was not signed");
  const absl::StatusOr<std::vector<UstarEntry>> files = ReadUstar(input);
  if (!files.ok()) return;
  std::string again;
  for (const UstarEntry& file : *files) AddFile(file.name, file.content, again);
  Require(absl::StrCat(again, UstarEnd()) == input, "an archive has one form");
}

void TryFiles(const std::vector<UstarEntry>& files) {
  const std::string bundle = Signed(files);
  const absl::StatusOr<CheckedBundle> checked =
      CheckBundle(bundle, ProvedKey().verifier(), {});
  if (!checked.ok()) return;
  Require(checked->checkpoint.tree_size == kProvedEvents,
          "only what was signed is the head");
  Require(checked->events + checked->leaf_hashes <= kProvedEvents,
          "an event is there once");
  std::string changed = bundle;
  changed[changed.size() / 2] ^= 1;
  Require(!CheckBundle(changed, ProvedKey().verifier(), {}).ok(),
          "no byte can change");
}

// The files of `input` whose names an archive can have.
std::vector<UstarEntry> FilesOf(absl::string_view input) {
  std::vector<UstarEntry> files;
  for (const absl::string_view piece : absl::StrSplit(input, kNextFile)) {
    const size_t end = piece.find(kEndOfName);
    if (end == absl::string_view::npos) continue;
    const std::string name(piece.substr(0, end));
    if (!UstarHeader(name, 0).ok()) continue;
    files.push_back({.name = name, .content = piece.substr(end + 1)});
  }
  return files;
}

std::string InputOf(const std::vector<UstarEntry>& files) {
  std::string input;
  for (const UstarEntry& file : files) {
    absl::StrAppend(&input, std::string(1, kNextFile), file.name,
                    std::string(1, kEndOfName), file.content);
  }
  return input;
}

// The files of a bundle that proves the first `count` events.
std::vector<std::pair<std::string, std::string>> Proving(size_t count) {
  std::string events;
  std::vector<std::pair<std::string, std::string>> files = {
      {"README.txt", "read me"}, {"checkpoint", TheProvedLog().note}};
  std::vector<std::pair<std::string, std::string>> proofs;
  for (size_t index = 0; index < count; ++index) {
    const std::string proof = TlogProofText(TheProvedLog().Proof(index));
    events += ProvenEventLine(*CheckEventProof(proof, ProvedKey().verifier()))
                  .value();
    proofs.emplace_back(absl::StrCat("proofs/", index, ".tlog-proof"), proof);
  }
  files.emplace_back("events.jsonl", events);
  files.insert(files.end(), proofs.begin(), proofs.end());
  files.emplace_back("summary.html", "");
  return files;
}

}  // namespace

// `input`: an archive; and the files behind a manifest, each after kNextFile,
// its name up to kEndOfName.
void FuzzInput(absl::string_view input) {
  TryArchive(input);
  TryFiles(FilesOf(input));
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (const size_t count : {0u, 1u, 3u}) {
    const auto proving = Proving(count);
    std::vector<UstarEntry> files;
    std::string archive;
    for (const auto& [name, content] : proving) {
      files.push_back({.name = name, .content = content});
      AddFile(name, content, archive);
    }
    Require(CheckBundle(Signed(files), ProvedKey().verifier(), {}).ok(),
            "the seed is sound");
    seeds.push_back(archive + UstarEnd());
    seeds.push_back(InputOf(files));
    // Not in order, and one of them twice.
    std::swap(files.front(), files.back());
    seeds.push_back(InputOf(files));
    files.push_back(files[1]);
    seeds.push_back(InputOf(files));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"proofs/1.tlog-proof",     "contents/",
          "consistency/1",           "checkpoint",
          std::string(512, '\0'),    UstarHeader("contents/00", 0).value(),
          std::string(1, kNextFile), std::string(1, kEndOfName)};
}

}  // namespace attest
