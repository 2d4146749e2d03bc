// Bundles: whatever archive comes, signed by whoever holds the key, nothing in
// a bundle that is found good is other than the log proves.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
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

}  // namespace

// `input`: the files behind the manifest, as an archive.
void FuzzInput(absl::string_view input) {
  Require(!CheckBundle(input, ProvedKey().verifier(), {}).ok(),
          "no bundle holds that was not signed");
  const absl::StatusOr<std::vector<UstarEntry>> files = ReadUstar(input);
  if (!files.ok()) return;
  std::string again;
  for (const UstarEntry& file : *files) AddFile(file.name, file.content, again);
  Require(absl::StrCat(again, UstarEnd()) == input, "an archive has one form");
  const std::string bundle = Signed(*files);
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

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (const size_t count : {0, 1, 3}) {
    std::string events;
    std::string proofs;
    for (size_t index = 0; index < count; ++index) {
      const std::string proof = TlogProofText(TheProvedLog().Proof(index));
      const absl::StatusOr<ProvenEvent> proven =
          CheckEventProof(proof, ProvedKey().verifier());
      absl::StrAppend(&events, ProvenEventJson(*proven)->dump(), "\n");
      AddFile(absl::StrCat("proofs/", index, ".tlog-proof"), proof, proofs);
    }
    std::string archive;
    AddFile("README.txt", "read me", archive);
    AddFile("checkpoint", TheProvedLog().note, archive);
    AddFile("events.jsonl", events, archive);
    archive += proofs;
    AddFile("summary.html", "", archive);
    archive += UstarEnd();
    seeds.push_back(archive);
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"proofs/1.tlog-proof",  "contents/",
          "consistency/1",        "checkpoint",
          std::string(512, '\0'), UstarHeader("contents/00", 0).value()};
}

}  // namespace attest
