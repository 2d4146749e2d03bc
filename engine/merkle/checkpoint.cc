#include "engine/merkle/checkpoint.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/merkle/signed_note.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kRequiredLines = 3;

absl::Status Malformed(absl::string_view line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("malformed checkpoint: ", line, ": ", what));
}

absl::Status CheckLine(absl::string_view name, absl::string_view line) {
  if (line.empty()) return Malformed(name, "got nothing, want a line");
  if (absl::StrContains(line, '\n')) {
    return Malformed(name, "got several lines, want one");
  }
  const absl::Status characters = CheckNoteCharacters(line);
  return characters.ok() ? characters : Malformed(name, characters.message());
}

absl::Status CheckCheckpoint(const Checkpoint& checkpoint) {
  RETURN_IF_ERROR(CheckLine("origin", checkpoint.origin));
  for (const std::string& extension : checkpoint.extensions) {
    RETURN_IF_ERROR(CheckLine("extension line", extension));
  }
  if (checkpoint.tree_size == 0 && checkpoint.root != EmptyRoot()) {
    return Malformed("root of an empty tree",
                     absl::StrCat("got ", checkpoint.root.ToBase64(), ", want ",
                                  EmptyRoot().ToBase64()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> CheckpointText(const Checkpoint& checkpoint) {
  RETURN_IF_ERROR(CheckCheckpoint(checkpoint));
  std::string text = absl::StrCat(checkpoint.origin, "\n", checkpoint.tree_size,
                                  "\n", checkpoint.root.ToBase64(), "\n");
  for (const std::string& extension : checkpoint.extensions) {
    absl::StrAppend(&text, extension, "\n");
  }
  return text;
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  if (text.size() > kMaxNoteBytes) {
    return Malformed("text",
                     absl::StrCat("got ", text.size(), " bytes, want at most ",
                                  kMaxNoteBytes));
  }
  if (!absl::ConsumeSuffix(&text, "\n")) {
    return Malformed("text", "does not end with a newline");
  }
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() < kRequiredLines) {
    return Malformed(
        "text", absl::StrCat("got ", lines.size(), " lines, want at least ",
                             kRequiredLines));
  }
  const absl::StatusOr<uint64_t> tree_size = ParseStrictDecimal(lines[1]);
  if (!tree_size.ok()) {
    return Malformed("tree size", tree_size.status().message());
  }
  const absl::StatusOr<Hash> root = Hash::FromBase64(lines[2]);
  if (!root.ok()) return Malformed("root hash", root.status().message());
  Checkpoint checkpoint = {
      .origin = std::string(lines[0]),
      .tree_size = *tree_size,
      .root = *root,
      .extensions = {lines.begin() + kRequiredLines, lines.end()}};
  RETURN_IF_ERROR(CheckCheckpoint(checkpoint));
  return checkpoint;
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           absl::Span<const SigningKey> keys) {
  ASSIGN_OR_RETURN(const std::string text, CheckpointText(checkpoint));
  return SignNote(text, keys);
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::Span<const VerifierKey> known) {
  ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, known));
  return ParseCheckpoint(opened.text);
}

}  // namespace attest
