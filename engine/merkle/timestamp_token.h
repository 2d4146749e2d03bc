// Timestamps, RFC 3161: an authority's signed word that a hash was there at a
// time. Attest asks for them over the SHA-256 of a whole signed checkpoint.
//
// A token is signed by the certificate it brings, whose owner anybody may be.
// It tells the time on the word of that owner; it proves it to whoever trusts
// the authority that issued the certificate. Certificates are judged at the
// time the token tells, since a token outlives them; whether one was revoked
// is not known here.
//
// Thread-safety: all functions run concurrently.
// Errors: InvalidArgument for bytes that are not what they should be, DataLoss
// for a token that does not hold, Internal when OpenSSL fails.
// Algorithm: RFC 3161 and RFC 5816, by OpenSSL's TS module.

#ifndef ATTEST_ENGINE_MERKLE_TIMESTAMP_TOKEN_H_
#define ATTEST_ENGINE_MERKLE_TIMESTAMP_TOKEN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/merkle/hash.h"

namespace attest {

// A reply is no larger: its token has to fit into an event.
inline constexpr size_t kMaxTimestampBytes = size_t{48} << 10;

// A TimeStampReq in DER over `imprint`, a SHA-256, which asks for the
// certificate as well. `nonce`: 1 to 20 random bytes, the first from 1 to 127.
absl::StatusOr<std::string> TimestampRequest(const Hash& imprint,
                                             absl::string_view nonce);

// The token in a TimeStampResp. FailedPrecondition, with the authority's
// reasons, when it was not granted.
absl::StatusOr<std::string> TokenOfReply(absl::string_view reply);

// The certificates in a PEM text, in DER. InvalidArgument when there is none.
absl::StatusOr<std::vector<std::string>> CertificatesOfPem(
    absl::string_view pem);

struct TimestampToken {
  absl::Time time;  // in whole seconds
  Hash imprint;
  std::string nonce;      // empty: none
  std::string serial;     // hex
  std::string policy;     // dotted
  std::string authority;  // the subject of the signing certificate, RFC 2253
  Hash certificate;       // SHA-256 of that certificate in DER
  // Does the certificate lead to one of the trusted ones?
  bool trusted = false;
  std::string why_not_trusted;  // empty when it does
};

// Checks that `token` (DER) is signed by a certificate that it brings, which
// was valid at the time it tells and is made for nothing but timestamps.
// `trusted`: certificates in DER of authorities, or of their signers.
absl::StatusOr<TimestampToken> OpenTimestampToken(
    absl::string_view token, absl::Span<const std::string> trusted);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_TIMESTAMP_TOKEN_H_
