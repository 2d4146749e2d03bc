#include "engine/merkle/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

// Fetched once: looking the algorithm up costs more than hashing an event.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

void RequireSuccess(int openssl_result) {
  if (openssl_result == 1) return;
  static_cast<void>(
      std::fputs("attest: OpenSSL cannot compute SHA-256\n", stderr));
  std::abort();
}

// Always left as new.
Sha256Hasher& HasherOfThisThread() {
  static thread_local Sha256Hasher hasher;
  return hasher;
}

absl::Status WrongLength(absl::string_view form, size_t got, size_t want) {
  return absl::InvalidArgumentError(absl::StrCat(
      "a hash in ", form, " has the wrong length: got ", got, ", want ", want));
}

}  // namespace

absl::StatusOr<Hash> Hash::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kSize) return WrongLength("bytes", bytes.size(), kSize);
  Hash hash;
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return hash;
}

absl::StatusOr<Hash> Hash::FromHex(absl::string_view hex) {
  if (hex.size() != 2 * kSize) {
    return WrongLength("hexadecimal", hex.size(), 2 * kSize);
  }
  for (const char c : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError(
          absl::StrCat("a hash in hexadecimal has a character other than 0-9 "
                       "and a-f: got \"",
                       absl::CHexEscape(hex), "\""));
    }
  }
  return FromBytes(absl::HexStringToBytes(hex));
}

absl::StatusOr<Hash> Hash::FromBase64(absl::string_view base64) {
  ASSIGN_OR_RETURN(const std::string bytes, DecodeStrictBase64(base64));
  return FromBytes(bytes);
}

absl::string_view Hash::AsBytes() const {
  return absl::string_view(reinterpret_cast<const char*>(bytes.data()), kSize);
}

std::string Hash::ToHex() const { return absl::BytesToHexString(AsBytes()); }

std::string Hash::ToBase64() const { return absl::Base64Escape(AsBytes()); }

Sha256Hasher::Sha256Hasher() : context_(EVP_MD_CTX_new()) {
  RequireSuccess(context_ != nullptr ? 1 : 0);
  Start();
}

void Sha256Hasher::FreeContext::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

void Sha256Hasher::Start() {
  RequireSuccess(
      EVP_DigestInit_ex2(context_.get(), Sha256Algorithm(), nullptr));
}

void Sha256Hasher::Update(absl::string_view piece) {
  RequireSuccess(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()));
}

Hash Sha256Hasher::Finish() {
  Hash hash;
  RequireSuccess(
      EVP_DigestFinal_ex(context_.get(), hash.bytes.data(), nullptr));
  Start();
  return hash;
}

Hash Sha256(absl::string_view content) {
  Sha256Hasher& hasher = HasherOfThisThread();
  hasher.Update(content);
  return hasher.Finish();
}

Hash HashLeaf(absl::string_view entry) {
  Sha256Hasher& hasher = HasherOfThisThread();
  hasher.Update(absl::string_view(&kLeafPrefix, 1));
  hasher.Update(entry);
  return hasher.Finish();
}

Hash HashNode(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * Hash::kSize> input = {};
  input[0] = kNodePrefix;
  std::memcpy(&input[1], left.bytes.data(), Hash::kSize);
  std::memcpy(&input[1 + Hash::kSize], right.bytes.data(), Hash::kSize);
  return Sha256(absl::string_view(input.data(), input.size()));
}

Hash EmptyRoot() { return Sha256(""); }

}  // namespace attest
