// Replies of timestamp authorities: whatever bytes come, no token tells of
// another hash than the authority signed for, and none is trusted that the
// authority did not sign.

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "engine/merkle/timestamp_token.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/timestamp_seed.h"

namespace attest {
namespace {

std::string Bytes(const char* base64) {
  std::string bytes;
  Require(absl::Base64Unescape(base64, &bytes), "the seed is base64");
  return bytes;
}

const std::string& Reply() {
  static const std::string& reply = *new std::string(Bytes(kTimestampReply));
  return reply;
}

// The certificate that the reply leads to.
const std::vector<std::string>& Trusted() {
  static const auto& trusted =
      *new std::vector<std::string>{Bytes(kTimestampRoot)};
  return trusted;
}

void TryToken(absl::string_view token) {
  const absl::StatusOr<TimestampToken> opened =
      OpenTimestampToken(token, Trusted());
  if (!opened.ok() || !opened->trusted) return;
  Require(opened->imprint == Sha256("head"),
          "a trusted token is the signed one");
  Require(absl::ToUnixSeconds(opened->time) == 1'700'000'000,
          "a trusted token tells the signed time");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryToken(input);
  const absl::StatusOr<std::string> token = TokenOfReply(input);
  if (token.ok()) TryToken(*token);
}

std::vector<std::string> FuzzSeeds() {
  const std::string token = TokenOfReply(Reply()).value();
  const absl::StatusOr<TimestampToken> opened =
      OpenTimestampToken(token, Trusted());
  Require(opened.ok() && opened->trusted, "the seed is a trusted token");
  return {Reply(), token};
}

std::vector<std::string> FuzzWords() {
  return {std::string("\x30\x82", 2), std::string("\x30\x03\x02\x01", 4),
          std::string("\x02\x01\x00", 3), std::string("\xA0\x80", 2),
          std::string("\x05\x00", 2)};
}

}  // namespace attest
