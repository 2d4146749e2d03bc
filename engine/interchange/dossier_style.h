// The style and the script of a dossier, and the policy that lets a reader run
// these two and nothing else.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_STYLE_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_STYLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

[[nodiscard]] absl::string_view DossierStyle();
[[nodiscard]] absl::string_view DossierScript();

// Content-Security-Policy, level 3: nothing is loaded, posted or framed; the
// style and the script by their SHA-256.
[[nodiscard]] std::string DossierPolicy();

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_STYLE_H_
