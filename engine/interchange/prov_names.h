// Qualified names as PROV-JSON and PROV-N take them: a prefix, a colon and a
// local part. Keys are the authors' own and hold what they like, so what is not
// a plain letter, digit or sign is percent-encoded: the whole key can be told
// from a name, and no reader's rules for escapes matter.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_NAMES_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// The prefixes that a document declares, beside prov and xsd.
inline constexpr absl::string_view kProvCase = "case";      // records, by key
inline constexpr absl::string_view kProvLog = "log";        // by log position
inline constexpr absl::string_view kProvBy = "by";          // who recorded
inline constexpr absl::string_view kProvAttest = "attest";  // what is said

// `text` as a local part (PN_LOCAL of PROV-N, section 3.7.1) and as the end of
// an IRI: ASCII letters, digits and `_`, `/` stand as they are, `-` and `.`
// within; other bytes as `%` and two hex digits. Different texts give different
// names; empty text gives `%`, `0`, `0`, which no key holds.
[[nodiscard]] std::string ProvLocal(absl::string_view text);

// `prefix:local`.
[[nodiscard]] std::string ProvName(absl::string_view prefix,
                                   absl::string_view text);

// The object that declares the prefixes, for a log of this origin.
[[nodiscard]] std::string ProvPrefixes(absl::string_view origin);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_NAMES_H_
