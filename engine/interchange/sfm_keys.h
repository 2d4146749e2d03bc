// The keys of what research spreadsheets speak of, made of what the cells say:
// by the project's own id where a row has one, else by name and country.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_KEYS_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_KEYS_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/import_keys.h"

namespace attest {

// `PREFIX:sfm:PART:PART...`, as ImportKey makes it.
[[nodiscard]] std::string SfmKey(
    absl::string_view prefix, std::initializer_list<absl::string_view> parts);

// A part of a key that may not be given: `-` then, so that no other part moves
// to its place.
[[nodiscard]] inline absl::string_view OrDash(absl::string_view part) {
  return part.empty() ? "-" : part;
}

// More values or sources in one cell than any sheet has.
inline constexpr size_t kMaxInCell = 500;

// The values of a cell with semicolons between them, each once; the first
// kMaxInCell + 1 of them.
[[nodiscard]] std::vector<std::string> SplitCell(absl::string_view cell);

// The note that keeps the country of an entity or a source, and the country
// that such a note keeps; both empty where there is none.
[[nodiscard]] std::string NoteOfCountry(absl::string_view country);
[[nodiscard]] std::string CountryOfNote(absl::string_view note);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_KEYS_H_
