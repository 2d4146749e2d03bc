#include "engine/ingest/input_hasher.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace attest {
namespace {

// Fetching the algorithm costs more than hashing a line.
const EVP_MD* Algorithm() {
  static const EVP_MD* const kAlgorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kAlgorithm;
}

// OpenSSL fails here only when it is out of memory or was built without
// SHA-256: there is nothing to go on with.
void Require(bool done) {
  if (!done) std::abort();
}

}  // namespace

struct InputHasher::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();

  Context() = default;
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void Begin() const {
    Require(EVP_DigestInit_ex2(evp, Algorithm(), nullptr) == 1);
  }
};

InputHasher::InputHasher() : context_(std::make_unique<Context>()) {
  context_->Begin();
}

InputHasher::~InputHasher() = default;

void InputHasher::Update(absl::string_view bytes) {
  Require(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
}

Sha256 InputHasher::Finish() {
  Sha256 hash;
  Require(EVP_DigestFinal_ex(context_->evp, hash.data(), nullptr) == 1);
  context_->Begin();
  return hash;
}

Sha256 InputHasher::Hash(absl::string_view bytes) {
  Update(bytes);
  return Finish();
}

}  // namespace attest
