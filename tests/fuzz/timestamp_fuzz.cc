// Replies of timestamp authorities and the certificates to check them by:
// whatever bytes come, no token tells of another hash than the authority signed
// for, and none is trusted that the authority did not sign.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/merkle/timestamp_token.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/timestamp_seed.h"

namespace attest {
namespace {

constexpr char kLocked[] =
    "Proc-Type: 4,ENCRYPTED\n"
    "DEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n";

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

std::string PemOf(absl::string_view base64) {
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  for (; !base64.empty();
       base64.remove_prefix(std::min<size_t>(64, base64.size()))) {
    absl::StrAppend(&pem, base64.substr(0, 64), "\n");
  }
  return pem + "-----END CERTIFICATE-----\n";
}

// Certificates that somebody is told to trust.
void TryCertificates(absl::string_view pem) {
  const absl::StatusOr<std::vector<std::string>> certificates =
      CertificatesOfPem(pem);
  if (!certificates.ok()) return;
  Require(!certificates->empty(), "a text holds a certificate");
  const absl::StatusOr<TimestampToken> opened =
      OpenTimestampToken(TokenOfReply(Reply()).value(), *certificates);
  const bool has_root = std::find(certificates->begin(), certificates->end(),
                                  Trusted()[0]) != certificates->end();
  Require(opened.ok() && (opened->trusted || !has_root),
          "a token is trusted where its authority is");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryCertificates(input);
  TryToken(input);
  const absl::StatusOr<std::string> token = TokenOfReply(input);
  if (token.ok()) TryToken(*token);
}

std::vector<std::string> FuzzSeeds() {
  const std::string token = TokenOfReply(Reply()).value();
  const absl::StatusOr<TimestampToken> opened =
      OpenTimestampToken(token, Trusted());
  Require(opened.ok() && opened->trusted, "the seed is a trusted token");
  const std::string pem = PemOf(kTimestampRoot);
  // A certificate behind a pass phrase, for which nobody is to be asked.
  std::string locked = pem;
  locked.insert(locked.find('\n') + 1, kLocked);
  return {Reply(), token, pem, pem + pem, "of an authority\n" + pem, locked};
}

std::vector<std::string> FuzzWords() {
  return {std::string("\x30\x82", 2),     std::string("\x30\x03\x02\x01", 4),
          std::string("\x02\x01\x00", 3), std::string("\xA0\x80", 2),
          std::string("\x05\x00", 2),     kLocked,
          "-----BEGIN CERTIFICATE-----\n"};
}

}  // namespace attest
