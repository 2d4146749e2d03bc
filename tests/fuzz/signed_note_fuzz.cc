// Signed notes, checkpoints and their keys: no text is handed out that the key
// did not sign, and every accepted spelling is the only one.

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/signed_note.h"
#include "engine/merkle/strict_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

const SigningKey& Key() {
  static const SigningKey& key = *new SigningKey(
      SigningKey::FromSeed("example.org/case", std::string(32, 'k')).value());
  return key;
}

Checkpoint CheckpointOf(uint64_t tree_size) {
  Checkpoint checkpoint;
  checkpoint.origin = "example.org/case";
  checkpoint.tree_size = tree_size;
  checkpoint.root = tree_size == 0 ? EmptyRoot() : HashLeaf("root");
  if (tree_size > 1) checkpoint.extensions = {"one more line"};
  return checkpoint;
}

// All that Key() has signed.
const std::vector<std::string>& SignedTexts() {
  static const auto& texts = *new std::vector<std::string>{
      "a text\n",
      "two lines\n\nand an empty one\n",
      "two signatures\n",
      CheckpointText(CheckpointOf(0)).value(),
      CheckpointText(CheckpointOf(1)).value(),
      CheckpointText(CheckpointOf(123456789)).value()};
  return texts;
}

void TryNote(absl::string_view input) {
  const absl::StatusOr<OpenedNote> note = OpenNote(input, {Key().verifier()});
  if (note.ok()) {
    bool was_signed = false;
    for (const std::string& text : SignedTexts()) {
      was_signed |= text == note->text;
    }
    Require(was_signed, "no text is opened that was not signed");
    Require(!note->verified.empty(), "an opened note has a right signature");
  }
  const absl::StatusOr<Checkpoint> opened =
      OpenCheckpoint(input, {Key().verifier()});
  Require(!opened.ok() || note.ok(), "a signed checkpoint is a signed note");
}

// Signs whatever text can be signed, and opens it again.
void TryText(absl::string_view input) {
  const absl::StatusOr<std::string> signed_note = SignNote(input, {Key()});
  if (signed_note.ok()) {
    const absl::StatusOr<OpenedNote> opened =
        OpenNote(*signed_note, {Key().verifier()});
    Require(opened.ok() && opened->text == input, "a note opens as signed");
  }
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(input);
  if (!checkpoint.ok()) return;
  const absl::StatusOr<std::string> text = CheckpointText(*checkpoint);
  Require(text.ok() && *text == input, "a checkpoint has one text");
}

void TryKeys(absl::string_view input) {
  const absl::StatusOr<VerifierKey> verifier = VerifierKey::Parse(input);
  if (verifier.ok()) {
    Require(verifier->Encode() == input, "a public key has one spelling");
    Require(!verifier->Verify(input, std::string(64, 's')).ok(),
            "a signature of nothing is not right");
  }
  const absl::StatusOr<SigningKey> signing = SigningKey::Parse(input);
  if (signing.ok()) {
    Require(signing->Encode().value() == input,
            "a private key has one spelling");
  }
}

void TryStrictText(absl::string_view input) {
  const absl::StatusOr<std::string> bytes = DecodeStrictBase64(input);
  if (bytes.ok()) {
    Require(absl::Base64Escape(*bytes) == input, "base64 has one spelling");
  }
  const absl::StatusOr<uint64_t> number = ParseStrictDecimal(input);
  if (number.ok()) {
    Require(absl::StrCat(*number) == input, "a number has one spelling");
  }
  const bool has_sound_name = CheckKeyName(input).ok();
  Require(!has_sound_name || CheckNoteCharacters(input).ok(),
          "what a key's name may hold a note may hold");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryNote(input);
  TryText(input);
  TryKeys(input);
  TryStrictText(input);
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds = SignedTexts();
  for (const std::string& text : SignedTexts()) {
    seeds.push_back(SignNote(text, {Key()}).value());
  }
  const SigningKey other =
      SigningKey::FromSeed("other", std::string(32, 'o')).value();
  seeds.push_back(SignNote("two signatures\n", {other, Key()}).value());
  seeds.push_back(Key().verifier().Encode());
  seeds.push_back(Key().Encode().value());
  seeds.emplace_back("18446744073709551615");
  seeds.emplace_back("c29tZSBieXRlcw==");
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"\n\n",
          "\xE2\x80\x94 ",
          "example.org/case",
          "PRIVATE+KEY+",
          "+",
          "=",
          "==",
          "\n",
          "0",
          "\xC2\xA0",
          EmptyRoot().ToBase64()};
}

}  // namespace attest
