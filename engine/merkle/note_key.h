// Keys of signed notes: Ed25519 (RFC 8032) under a name, C2SP signed-note.
//
// A signature line names its key by name and by a 32-bit id, which says which
// key to try and proves nothing. Written down, keys are
//
//     PRIVATE+KEY+<name>+<id in hex>+<base64 of 0x01 and the 32-byte seed>
//     <name>+<id in hex>+<base64 of 0x01 and the 32-byte public key>
//
// as golang.org/x/mod/sumdb/note writes them; parsing takes only the spelling
// that Encode writes. Messages never quote a private key.
//
// Thread-safety: const methods run concurrently.
// Errors: InvalidArgument for a bad name, spelling, kind or id; Internal when
// OpenSSL fails, DataLoss for a wrong signature.

#ifndef ATTEST_ENGINE_MERKLE_NOTE_KEY_H_
#define ATTEST_ENGINE_MERKLE_NOTE_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// OpenSSL's EVP_PKEY. NOLINTNEXTLINE(readability-identifier-naming)
struct evp_pkey_st;

namespace attest {

inline constexpr size_t kEd25519KeyBytes = 32;
inline constexpr size_t kEd25519SignatureBytes = 64;

// VerifierKey is the public half of a key: a value to hand out.
class VerifierKey {
 public:
  // `public_key`: 32 bytes, as RFC 8032 encodes them.
  static absl::StatusOr<VerifierKey> Create(absl::string_view name,
                                            absl::string_view public_key);
  static absl::StatusOr<VerifierKey> Parse(absl::string_view encoded);

  [[nodiscard]] std::string Encode() const;

  // OK when `signature` is this key's over exactly `message`.
  [[nodiscard]] absl::Status Verify(absl::string_view message,
                                    absl::string_view signature) const;

  [[nodiscard]] const std::string& name() const { return name_; }

  // The first four bytes of SHA-256(name || 0x0A || 0x01 || public key), big
  // end first.
  [[nodiscard]] uint32_t id() const { return id_; }

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

 private:
  VerifierKey() = default;

  std::string name_;
  std::array<char, kEd25519KeyBytes> public_key_ = {};
  uint32_t id_ = 0;
};

// SigningKey is the private half. OpenSSL wipes it when the last copy goes.
class SigningKey {
 public:
  // A new key from the system's random numbers.
  static absl::StatusOr<SigningKey> Generate(absl::string_view name);

  // The key that a 32-byte seed stands for (RFC 8032, section 5.1.5).
  static absl::StatusOr<SigningKey> FromSeed(absl::string_view name,
                                             absl::string_view seed);
  static absl::StatusOr<SigningKey> Parse(absl::string_view encoded);

  // The private key in text: whoever reads it can sign.
  [[nodiscard]] absl::StatusOr<std::string> Encode() const;

  // Signs `message`: 64 bytes, the same each time.
  [[nodiscard]] absl::StatusOr<std::string> Sign(
      absl::string_view message) const;

  [[nodiscard]] const VerifierKey& verifier() const { return verifier_; }

 private:
  SigningKey(std::shared_ptr<evp_pkey_st> key, VerifierKey verifier)
      : key_(std::move(key)), verifier_(std::move(verifier)) {}

  // Never written after construction.
  std::shared_ptr<evp_pkey_st> key_;
  VerifierKey verifier_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_NOTE_KEY_H_
