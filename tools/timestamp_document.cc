#include "tools/timestamp_document.h"

#include "absl/strings/str_cat.h"
#include "engine/log/durable_file.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxPemBytes = size_t{1} << 20;

}  // namespace

Json TimestampJson(const VerifiedTimestamp& timestamp) {
  const TimestampToken& token = timestamp.token;
  return {{"event", timestamp.event},
          {"tree_size", timestamp.tree_size},
          {"time", FormatRfc3339(token.time)},
          {"authority", token.authority},
          {"certificate_sha256", token.certificate.ToHex()},
          {"serial", token.serial},
          {"policy", token.policy},
          {"trusted", token.trusted}};
}

std::string TimestampText(const VerifiedTimestamp& timestamp) {
  const TimestampToken& token = timestamp.token;
  return absl::StrCat("event ", timestamp.event, ": the first ",
                      timestamp.tree_size, " events were there by ",
                      FormatRfc3339(token.time), ", says ", token.authority,
                      token.trusted
                          ? ", which is trusted\n"
                          : absl::StrCat(", whom nothing here vouches for (",
                                         token.why_not_trusted, ")\n"));
}

absl::StatusOr<std::vector<std::string>> ReadAuthorities(
    const std::string& path) {
  if (path.empty()) return std::vector<std::string>();
  ASSIGN_OR_RETURN(const std::string pem, ReadWholeFile(path, kMaxPemBytes));
  absl::StatusOr<std::vector<std::string>> certificates =
      CertificatesOfPem(pem);
  if (certificates.ok()) return certificates;
  return absl::InvalidArgumentError(absl::StrCat(
      "--authority: ", path, ": ", certificates.status().message()));
}

}  // namespace attest
