// The keys that importers make of what cells say, and texts as cells hold them.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_KEYS_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_KEYS_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// `PREFIX:FORMAT:PART:PART...`; empty parts are left out. Parts are taken
// without marks that nobody sees and with single spaces, case kept, `:` and `%`
// in them as %3A and %25. What would be too long for a key, or holds control
// characters, is a hash of it.
[[nodiscard]] std::string ImportKey(
    absl::string_view prefix, absl::string_view format,
    std::initializer_list<absl::string_view> parts);

// A part as keys have it, without the signs for `:` and `%`.
[[nodiscard]] std::string FoldedForKey(absl::string_view text);

// A text on one line, with single spaces.
[[nodiscard]] std::string OneLine(absl::string_view text);

// A JSON string.
[[nodiscard]] std::string JsonText(absl::string_view text);

// As much of a cell as a message shows.
[[nodiscard]] std::string CellForMessage(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_KEYS_H_
