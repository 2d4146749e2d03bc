// The names and fixed texts of a bundle's files, for its writer and its
// checker. See bundle.h.

#ifndef ATTEST_ENGINE_INTERCHANGE_BUNDLE_LAYOUT_H_
#define ATTEST_ENGINE_INTERCHANGE_BUNDLE_LAYOUT_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/merkle/hash.h"
#include "engine/model/event.h"

namespace attest::bundle_layout {

inline constexpr absl::string_view kSignature = "manifest.sig";
inline constexpr absl::string_view kManifest = "manifest.txt";
inline constexpr absl::string_view kReadme = "README.txt";
inline constexpr absl::string_view kCheckpoint = "checkpoint";
inline constexpr absl::string_view kConsistency = "consistency/";
inline constexpr absl::string_view kContents = "contents/";
inline constexpr absl::string_view kEvents = "events.jsonl";
inline constexpr absl::string_view kProofs = "proofs/";
inline constexpr absl::string_view kProofEnd = ".tlog-proof";
inline constexpr absl::string_view kSummary = "summary.html";

inline constexpr absl::string_view kFirstLine = "attest bundle 1\n";

// The most that one content, and all files together, may hold.
inline constexpr uint64_t kMaxBundledContentBytes = uint64_t{1} << 30;
inline constexpr uint64_t kMaxBundleBytes = uint64_t{4} << 30;

// The report that a record gives contents to: its own, or an amendment's.
inline const Report* ReportIn(const Record& record) {
  if (const auto* report = std::get_if<Report>(&record)) return report;
  const auto* amendment = std::get_if<Amendment>(&record);
  return amendment == nullptr ? nullptr
                              : std::get_if<Report>(&amendment->values);
}

// The last line of what is signed.
inline std::string ManifestDigest(absl::string_view manifest) {
  return absl::StrCat(Sha256(manifest).ToHex(), " ", manifest.size(), "\n");
}

// What is signed.
inline std::string SignedText(absl::string_view origin,
                              absl::string_view manifest) {
  return absl::StrCat(kFirstLine, "of ", origin, "\n",
                      ManifestDigest(manifest));
}

inline std::string ManifestLine(const Hash& hash, uint64_t size,
                                absl::string_view name) {
  return absl::StrCat(hash.ToHex(), " ", size, " ", name, "\n");
}

// The hashes of a consistency proof, one a line.
inline std::string ConsistencyText(const std::vector<Hash>& hashes) {
  std::string text;
  for (const Hash& hash : hashes) absl::StrAppend(&text, hash.ToBase64(), "\n");
  return text;
}

}  // namespace attest::bundle_layout

#endif  // ATTEST_ENGINE_INTERCHANGE_BUNDLE_LAYOUT_H_
