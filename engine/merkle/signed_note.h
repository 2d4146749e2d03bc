// Signed notes, C2SP signed-note: a text with signatures that people can read.
//
//     <text, one or more lines>
//
//     — <key name> <base64 of the 4-byte key id and the signature>
//
// A note is UTF-8 without control characters but newline; the last empty line
// divides text and signatures. The text means nothing until a key that is
// trusted for another reason has verified it: OpenNote hands out no other.
//
// All functions are pure.

#ifndef ATTEST_ENGINE_MERKLE_SIGNED_NOTE_H_
#define ATTEST_ENGINE_MERKLE_SIGNED_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/merkle/note_key.h"

namespace attest {

// What OpenNote reads at most.
inline constexpr size_t kMaxNoteBytes = 1 << 20;
inline constexpr size_t kMaxNoteSignatures = 100;

struct NoteSignature {
  std::string key_name;
  uint32_t key_id = 0;
  std::string signature;  // the bytes behind the key id; never empty

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct OpenedNote {
  std::string text;  // with its last newline
  // By known keys, and right; at least one.
  std::vector<NoteSignature> verified;
  // By other keys: anyone may have written them.
  std::vector<NoteSignature> unknown;
};

// Signs `text` with each key, in order. InvalidArgument when the text does not
// end with a newline, has characters a note must not have, or would be over
// the limits above, or when `keys` is empty.
absl::StatusOr<std::string> SignNote(absl::string_view text,
                                     absl::Span<const SigningKey> keys);

// Opens a note. Every signature by a known key must be right, and there must
// be one. Signatures by other keys are not checked.
// Errors: InvalidArgument when the note is not well formed, over the limits,
// or `known` holds two keys under one name and id; NotFound when no signature
// is by a known key; DataLoss when one is and is wrong.
absl::StatusOr<OpenedNote> OpenNote(absl::string_view note,
                                    absl::Span<const VerifierKey> known);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_SIGNED_NOTE_H_
