#include "engine/merkle/note_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The signature type that signed-note assigns to Ed25519.
constexpr char kEd25519Type = 0x01;
constexpr absl::string_view kPrivatePrefix = "PRIVATE+KEY+";
// Longer than any sensible key; bounds what parsing copies.
constexpr size_t kMaxEncodedBytes = 4096;

struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

absl::Status OpensslFailed(absl::string_view doing) {
  return absl::InternalError(absl::StrCat("OpenSSL failed at ", doing));
}

// Wipes a string that held a private key when it goes out of scope.
class Wiper {
 public:
  explicit Wiper(std::string* secret) : secret_(secret) {}
  Wiper(const Wiper&) = delete;
  Wiper& operator=(const Wiper&) = delete;
  ~Wiper() { OPENSSL_cleanse(secret_->data(), secret_->size()); }

 private:
  std::string* secret_;
};

uint32_t KeyId(absl::string_view name, absl::string_view public_key) {
  const Hash hash = Sha256(absl::StrCat(
      name, "\n", absl::string_view(&kEd25519Type, 1), public_key));
  uint32_t id = 0;
  for (size_t i = 0; i < sizeof id; ++i) id = id << 8 | hash.bytes[i];
  return id;
}

std::string EncodeKey(absl::string_view name, uint32_t id,
                      absl::string_view key) {
  std::string typed = absl::StrCat(absl::string_view(&kEd25519Type, 1), key);
  const Wiper wiper(&typed);
  return absl::StrCat(name, "+", absl::Hex(id, absl::kZeroPad8), "+",
                      absl::Base64Escape(typed));
}

struct ParsedKey {
  absl::string_view name;
  absl::string_view id;
  std::string key;  // 32 bytes
};

// Takes "<name>+<id>+<base64>" apart; nullopt when the form is not that.
std::optional<ParsedKey> SplitKey(absl::string_view encoded) {
  const size_t first = encoded.find('+');
  if (encoded.size() > kMaxEncodedBytes || first == absl::string_view::npos) {
    return std::nullopt;
  }
  const size_t second = encoded.find('+', first + 1);
  if (second == absl::string_view::npos) return std::nullopt;
  absl::StatusOr<std::string> typed =
      DecodeStrictBase64(encoded.substr(second + 1));
  if (!typed.ok()) return std::nullopt;
  const Wiper wiper(&*typed);
  if (typed->size() != 1 + kEd25519KeyBytes || (*typed)[0] != kEd25519Type) {
    return std::nullopt;
  }
  return ParsedKey{.name = encoded.substr(0, first),
                   .id = encoded.substr(first + 1, second - first - 1),
                   .key = typed->substr(1)};
}

// In a line that ran together with another, what stands for the name or the id
// may be of a private key: neither is quoted.
absl::Status CheckNameInLine(absl::string_view name) {
  if (CheckKeyName(name).ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "key has no good name: want neither spaces nor + in it");
}

absl::Status CheckId(absl::string_view got, uint32_t want) {
  const std::string hex = absl::StrCat(absl::Hex(want, absl::kZeroPad8));
  if (got == hex) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "key has another id than its name and bytes give: want ", hex));
}

absl::Status CheckKeyBytes(absl::string_view key) {
  if (key.size() == kEd25519KeyBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("Ed25519 key has the wrong length: got ", key.size(),
                   " bytes, want ", kEd25519KeyBytes));
}

}  // namespace

absl::StatusOr<VerifierKey> VerifierKey::Create(absl::string_view name,
                                                absl::string_view public_key) {
  RETURN_IF_ERROR(CheckKeyName(name));
  RETURN_IF_ERROR(CheckKeyBytes(public_key));
  VerifierKey key;
  key.name_ = std::string(name);
  std::copy(public_key.begin(), public_key.end(), key.public_key_.begin());
  key.id_ = KeyId(name, public_key);
  return key;
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(absl::string_view encoded) {
  const std::optional<ParsedKey> parsed = SplitKey(encoded);
  if (!parsed.has_value()) {
    // Not quoted: it may be a private key in the wrong place.
    return absl::InvalidArgumentError(
        "not an Ed25519 verifier key: want <name>+<id>+<base64>");
  }
  RETURN_IF_ERROR(CheckNameInLine(parsed->name));
  ASSIGN_OR_RETURN(VerifierKey key, Create(parsed->name, parsed->key));
  RETURN_IF_ERROR(CheckId(parsed->id, key.id()));
  return key;
}

std::string VerifierKey::Encode() const {
  return EncodeKey(name_, id_,
                   absl::string_view(public_key_.data(), public_key_.size()));
}

absl::Status VerifierKey::Verify(absl::string_view message,
                                 absl::string_view signature) const {
  const absl::string_view public_key(public_key_.data(), public_key_.size());
  const std::shared_ptr<EVP_PKEY> key = Own(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  const DigestContext context(EVP_MD_CTX_new());
  if (key == nullptr || context == nullptr ||
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                           key.get()) != 1) {
    return OpensslFailed("preparing a public key");
  }
  if (EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                       Bytes(message), message.size()) != 1) {
    return absl::DataLossError(absl::StrCat("wrong signature by key ", name_,
                                            "+",
                                            absl::Hex(id_, absl::kZeroPad8)));
  }
  return absl::OkStatus();
}

absl::StatusOr<SigningKey> SigningKey::Generate(absl::string_view name) {
  std::string seed(kEd25519KeyBytes, '\0');
  const Wiper wiper(&seed);
  if (RAND_priv_bytes(reinterpret_cast<uint8_t*>(seed.data()),
                      static_cast<int>(seed.size())) != 1) {
    return OpensslFailed("drawing random bytes");
  }
  return FromSeed(name, seed);
}

absl::StatusOr<SigningKey> SigningKey::FromSeed(absl::string_view name,
                                                absl::string_view seed) {
  RETURN_IF_ERROR(CheckKeyName(name));
  RETURN_IF_ERROR(CheckKeyBytes(seed));
  std::shared_ptr<EVP_PKEY> key = Own(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  std::array<char, kEd25519KeyBytes> public_key = {};
  size_t size = public_key.size();
  if (key == nullptr ||
      EVP_PKEY_get_raw_public_key(key.get(),
                                  reinterpret_cast<uint8_t*>(public_key.data()),
                                  &size) != 1) {
    return OpensslFailed("preparing a private key");
  }
  ASSIGN_OR_RETURN(
      VerifierKey verifier,
      VerifierKey::Create(name, absl::string_view(public_key.data(), size)));
  return SigningKey(std::move(key), std::move(verifier));
}

absl::StatusOr<SigningKey> SigningKey::Parse(absl::string_view encoded) {
  absl::string_view rest = encoded;
  std::optional<ParsedKey> parsed;
  if (absl::ConsumePrefix(&rest, kPrivatePrefix)) parsed = SplitKey(rest);
  if (!parsed.has_value()) {
    return absl::InvalidArgumentError(
        "not an Ed25519 private key: want PRIVATE+KEY+<name>+<id>+<base64>");
  }
  const Wiper wiper(&parsed->key);
  RETURN_IF_ERROR(CheckNameInLine(parsed->name));
  ASSIGN_OR_RETURN(SigningKey key, FromSeed(parsed->name, parsed->key));
  RETURN_IF_ERROR(CheckId(parsed->id, key.verifier().id()));
  return key;
}

absl::StatusOr<std::string> SigningKey::Encode() const {
  std::string seed(kEd25519KeyBytes, '\0');
  const Wiper wiper(&seed);
  size_t size = seed.size();
  if (EVP_PKEY_get_raw_private_key(
          key_.get(), reinterpret_cast<uint8_t*>(seed.data()), &size) != 1) {
    return OpensslFailed("reading a private key");
  }
  return absl::StrCat(kPrivatePrefix,
                      EncodeKey(verifier_.name(), verifier_.id(), seed));
}

absl::StatusOr<std::string> SigningKey::Sign(absl::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::string signature(kEd25519SignatureBytes, '\0');
  size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                         key_.get()) != 1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<uint8_t*>(signature.data()), &size,
                     Bytes(message), message.size()) != 1 ||
      size != signature.size()) {
    return OpensslFailed("signing");
  }
  return signature;
}

}  // namespace attest
