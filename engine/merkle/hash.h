// Hashes of a Merkle tree, RFC 6962, section 2.1, over SHA-256.
//
// A leaf and an inner node are hashed under different first bytes (0x00 and
// 0x01), so that neither can be passed off as the other.
//
// Thread-safety: all functions run concurrently; each thread reuses a digest
// context of its own. An OpenSSL that offers no SHA-256 ends the process: no
// other answer would be true.

#ifndef ATTEST_ENGINE_MERKLE_HASH_H_
#define ATTEST_ENGINE_MERKLE_HASH_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// OpenSSL's EVP_MD_CTX. NOLINTNEXTLINE(readability-identifier-naming)
struct evp_md_ctx_st;

namespace attest {

// A SHA-256 hash. All zeros until set.
struct Hash {
  static constexpr size_t kSize = 32;

  std::array<uint8_t, kSize> bytes = {};

  // Each returns InvalidArgument unless the input stands for exactly 32 bytes.
  // Hex is taken in either case; base64 only as ToBase64 writes it (RFC 4648,
  // section 4, with padding).
  static absl::StatusOr<Hash> FromBytes(absl::string_view bytes);
  static absl::StatusOr<Hash> FromHex(absl::string_view hex);
  static absl::StatusOr<Hash> FromBase64(absl::string_view base64);

  // Valid as long as this hash.
  [[nodiscard]] absl::string_view AsBytes() const;
  [[nodiscard]] std::string ToHex() const;
  [[nodiscard]] std::string ToBase64() const;

  friend bool operator==(const Hash&, const Hash&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): reads a zero into the default.
  friend std::strong_ordering operator<=>(const Hash&, const Hash&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Hash& hash) {
    return H::combine(std::move(state), hash.bytes);
  }
};

[[nodiscard]] Hash Sha256(absl::string_view content);

// SHA-256(0x00 || entry).
[[nodiscard]] Hash HashLeaf(absl::string_view entry);

// SHA-256(0x01 || left || right).
[[nodiscard]] Hash HashNode(const Hash& left, const Hash& right);

// The root of the tree without leaves: SHA-256 of nothing.
[[nodiscard]] Hash EmptyRoot();

// Sha256Hasher hashes a content that arrives in pieces. A moved-from hasher may
// only be assigned to or destroyed.
class Sha256Hasher {
 public:
  Sha256Hasher();

  void Update(absl::string_view piece);

  // Returns the hash of all pieces since construction or the last Finish; the
  // hasher is then as new.
  [[nodiscard]] Hash Finish();

 private:
  struct FreeContext {
    void operator()(evp_md_ctx_st* context) const;
  };

  void Start();

  std::unique_ptr<evp_md_ctx_st, FreeContext> context_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_HASH_H_
