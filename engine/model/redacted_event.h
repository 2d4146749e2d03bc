// What a redaction leaves of an event: its place, type, kind and links, as a
// withheld line of the case format has them. Pure.

#ifndef ATTEST_ENGINE_MODEL_REDACTED_EVENT_H_
#define ATTEST_ENGINE_MODEL_REDACTED_EVENT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"
#include "engine/model/report.h"

namespace attest {

// Byte ranges [begin, end), ascending and apart.
using MaskedRanges = std::vector<std::pair<uint64_t, uint64_t>>;

// What is left of a redacted source, report, entity or claim, or of an
// amendment of one: no names, titles, words, values, notes, contents or
// addresses.
[[nodiscard]] Event LeftOfRedacted(const Event& was);

// Takes out of a claim or a retraction the words of a report that was redacted:
// its quote and what else repeats them. False when it has none.
bool DropWordsOfReport(Event& event);

// May `left` stand in the place of event `index` behind `redaction`? Only what
// a redaction can leave: of its target, or an amendment of it, what
// LeftOfRedacted does; of a claim or retraction that quotes its target, one
// without those words; where bytes were masked, the report with another text;
// and the end of a file without the file's hash. Whom a claim of a redacted
// report is about cannot be told from it.
[[nodiscard]] bool MayBeLeft(const Redaction& redaction, EventIndex index,
                             const Event& left);

// Was `key` made from the line's content, so that it is a hash of it?
[[nodiscard]] bool IsDerivedKey(absl::string_view key, RecordType type);

// `text` with each character of `ranges` replaced by one of the same length in
// bytes, so that every other place in it stays what it was. InvalidArgument
// when a range is empty, ends beyond the text or cuts a character.
[[nodiscard]] absl::StatusOr<std::string> Mask(absl::string_view text,
                                               const MaskedRanges& ranges);

// Does [begin, end) share a byte with one of `ranges`?
[[nodiscard]] bool Overlaps(const MaskedRanges& ranges, uint64_t begin,
                            uint64_t end);

// Every text that a person wrote in `event`, with the name of its field.
void VisitTexts(
    const Event& event,
    absl::FunctionRef<void(absl::string_view field, absl::string_view text)>
        visit);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_REDACTED_EVENT_H_
