// The note of a redaction under way: whatever stands in it, it is refused or
// tells of events that can be redacted, and comes back the same when it is
// written again; a log never passes over one that it cannot read.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/log/redaction_purge.h"
#include "engine/merkle/hash.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

using FoundNote = absl::StatusOr<std::optional<RedactionNote>>;

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

const CaseFiles& Files() {
  static const CaseFiles& files = *new CaseFiles(Folder().Path("."));
  return files;
}

void Write(const RedactionNote& note) {
  Require(WriteRedactionNote(Files(), note, {}).ok(), "a note is written");
}

std::string Written(const RedactionNote& note) {
  Write(note);
  std::ifstream file(Files().redaction(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Content ContentOf(absl::string_view bytes, uint64_t size_bytes) {
  return {.sha256 = Sha256(bytes).bytes, .size_bytes = size_bytes};
}

void TryNote(const RedactionNote& note) {
  Require(note.begin < note.end && note.end <= note.redaction,
          "a redaction comes after the events that it replaces");
  Require(IsRedactionUnfinished(Files(), note.redaction + 1) ==
              (note.redaction + 1 > note.redaction),
          "a redaction that the log has is unfinished");
  Require(!IsRedactionUnfinished(Files(), note.redaction),
          "a redaction that never came is none");
  Write(note);
  const FoundNote again = ReadRedactionNote(Files());
  Require(again.ok() && again->has_value(), "a note comes back");
  Require((*again)->redaction == note.redaction &&
              (*again)->begin == note.begin && (*again)->end == note.end &&
              (*again)->events == note.events &&
              (*again)->contents == note.contents,
          "a note comes back as it was");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  Folder().Write("redaction", input);
  Require(HasRedactionNote(Files()), "a note is seen");
  const FoundNote note = ReadRedactionNote(Files());
  if (note.ok()) {
    Require(note->has_value(), "a note is read");
    TryNote(**note);
  } else {
    Require(absl::IsDataLoss(note.status()), "a note is read or damaged");
    Require(IsRedactionUnfinished(Files(), 0) &&
                IsRedactionUnfinished(Files(), ~uint64_t{0}),
            "a damaged note may be of any redaction");
  }
  Require(RemoveRedactionNote(Files(), {}).ok() && !HasRedactionNote(Files()),
          "a note is removed");
}

std::vector<std::string> FuzzSeeds() {
  const uint64_t most = ~uint64_t{0};
  return {
      Written({.redaction = 1, .begin = 0, .end = 1}),
      Written({.redaction = 9,
               .begin = 2,
               .end = 7,
               .contents = {ContentOf("picture", 7)}}),
      Written({.redaction = most,
               .begin = most - 1,
               .end = most,
               .contents = {ContentOf("a", 0), ContentOf("b", most)}}),
      // Not as they are written: nothing to replace, and nothing at all.
      Written({.redaction = 3, .begin = 2, .end = 2}),
      Written({}),
      absl::StrCat(std::string(300, '['), std::string(300, ']')),
      "",
  };
}

std::vector<std::string> FuzzWords() {
  return {"\"redaction\":",
          "\"begin\":",
          "\"end\":",
          "\"contents\":[",
          "{\"sha256\":\"\",\"size_bytes\":0}",
          "18446744073709551615",
          "18446744073709551616",
          "-1",
          "1e999",
          "null",
          ",",
          "\"\\ud800\"",
          "\xC3"};
}

}  // namespace attest
