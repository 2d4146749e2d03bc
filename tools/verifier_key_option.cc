#include "tools/verifier_key_option.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/log/durable_file.h"

namespace attest {
namespace {

constexpr size_t kMaxKeyBytes = size_t{64} << 10;

}  // namespace

absl::StatusOr<VerifierKey> VerifierKeyGiven(const std::string& given) {
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(given);
  if (key.ok()) return key;
  if (absl::StartsWith(given, "PRIVATE+KEY+")) {
    return absl::InvalidArgumentError(
        "--key: that is a private key, want the verifier key");
  }
  const absl::StatusOr<std::string> text = ReadWholeFile(given, kMaxKeyBytes);
  if (!text.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--key: got \"", given, "\", want a verifier key (",
                     key.status().message(), ") or a file that holds one (",
                     text.status().message(), ")"));
  }
  key = VerifierKey::Parse(absl::StripSuffix(*text, "\n"));
  if (key.ok()) return key;
  return absl::InvalidArgumentError(
      absl::StrCat("--key: ", given, ": ", key.status().message()));
}

}  // namespace attest
