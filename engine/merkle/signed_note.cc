#include "engine/merkle/signed_note.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kEmDash = "\xE2\x80\x94 ";
constexpr size_t kKeyIdBytes = 4;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("malformed note: ", what));
}

std::string EncodeKeyId(uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(static_cast<uint8_t>(id >> shift));
  }
  return bytes;
}

uint32_t DecodeKeyId(absl::string_view bytes) {
  uint32_t id = 0;
  for (const char c : bytes.substr(0, kKeyIdBytes)) {
    id = id << 8 | static_cast<uint8_t>(c);
  }
  return id;
}

absl::Status CheckNote(absl::string_view note) {
  if (note.size() > kMaxNoteBytes) {
    return Malformed(absl::StrCat("got ", note.size(), " bytes, want at most ",
                                  kMaxNoteBytes));
  }
  const absl::Status characters = CheckNoteCharacters(note);
  return characters.ok() ? characters : Malformed(characters.message());
}

struct NoteParts {
  absl::string_view text;        // with its last newline
  absl::string_view signatures;  // whole lines, at least one
};

absl::StatusOr<NoteParts> SplitNote(absl::string_view note) {
  RETURN_IF_ERROR(CheckNote(note));
  const size_t split = note.rfind("\n\n");
  if (split == absl::string_view::npos) {
    return Malformed("no empty line before the signatures");
  }
  const NoteParts parts = {.text = note.substr(0, split + 1),
                           .signatures = note.substr(split + 2)};
  if (parts.signatures.empty() || parts.signatures.back() != '\n') {
    return Malformed("no signature line with a newline at the end");
  }
  return parts;
}

// Parses a signature line without its newline.
absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kEmDash)) {
    return Malformed("signature line does not begin with an em dash");
  }
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) {
    return Malformed("signature line without a signature");
  }
  const absl::string_view name = line.substr(0, space);
  if (const absl::Status status = CheckKeyName(name); !status.ok()) {
    return Malformed(status.message());
  }
  const absl::StatusOr<std::string> bytes =
      DecodeStrictBase64(line.substr(space + 1));
  if (!bytes.ok()) return Malformed(bytes.status().message());
  if (bytes->size() <= kKeyIdBytes) {
    return Malformed("signature too short for a key id and a signature");
  }
  return NoteSignature{.key_name = std::string(name),
                       .key_id = DecodeKeyId(*bytes),
                       .signature = bytes->substr(kKeyIdBytes)};
}

// The known key that a signature names, or null. InvalidArgument when there
// are two: which one was meant cannot be told.
absl::StatusOr<const VerifierKey*> FindKey(
    const NoteSignature& signature, absl::Span<const VerifierKey> known) {
  const VerifierKey* found = nullptr;
  for (const VerifierKey& key : known) {
    if (key.id() != signature.key_id || key.name() != signature.key_name) {
      continue;
    }
    if (found != nullptr && *found != key) {
      return absl::InvalidArgumentError(
          absl::StrCat("two known keys have the name and id ", key.name(), "+",
                       absl::Hex(key.id(), absl::kZeroPad8)));
    }
    found = &key;
  }
  return found;
}

absl::Status CheckSignature(NoteSignature signature,
                            absl::Span<const VerifierKey> known,
                            OpenedNote& note) {
  ASSIGN_OR_RETURN(const VerifierKey* key, FindKey(signature, known));
  if (key != nullptr) {
    RETURN_IF_ERROR(key->Verify(note.text, signature.signature));
  }
  std::vector<NoteSignature>& kind =
      key != nullptr ? note.verified : note.unknown;
  // A repeated line adds nothing.
  if (std::find(kind.begin(), kind.end(), signature) == kind.end()) {
    kind.push_back(std::move(signature));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SignNote(absl::string_view text,
                                     absl::Span<const SigningKey> keys) {
  if (text.empty() || text.back() != '\n') {
    return Malformed("text does not end with a newline");
  }
  if (keys.empty() || keys.size() > kMaxNoteSignatures) {
    return Malformed(absl::StrCat("got ", keys.size(),
                                  " keys, want at least 1 and at most ",
                                  kMaxNoteSignatures));
  }
  std::string note = absl::StrCat(text, "\n");
  for (const SigningKey& key : keys) {
    ASSIGN_OR_RETURN(const std::string signature, key.Sign(text));
    absl::StrAppend(&note, kEmDash, key.verifier().name(), " ",
                    absl::Base64Escape(absl::StrCat(
                        EncodeKeyId(key.verifier().id()), signature)),
                    "\n");
  }
  RETURN_IF_ERROR(CheckNote(note));
  return note;
}

absl::StatusOr<OpenedNote> OpenNote(absl::string_view note,
                                    absl::Span<const VerifierKey> known) {
  ASSIGN_OR_RETURN(const NoteParts parts, SplitNote(note));
  OpenedNote opened;
  opened.text = std::string(parts.text);
  size_t count = 0;
  for (absl::string_view rest = parts.signatures; !rest.empty();) {
    if (++count > kMaxNoteSignatures) {
      return Malformed(
          absl::StrCat("more than ", kMaxNoteSignatures, " signatures"));
    }
    const size_t end = rest.find('\n');
    ASSIGN_OR_RETURN(NoteSignature signature,
                     ParseSignatureLine(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
    RETURN_IF_ERROR(CheckSignature(std::move(signature), known, opened));
  }
  if (opened.verified.empty()) {
    return absl::NotFoundError("note has no signature by a known key");
  }
  return opened;
}

}  // namespace attest
