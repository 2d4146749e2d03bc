// InputHasher computes the SHA-256 of input that comes piece by piece
// (FIPS 180-4). It has a name of its own because merkle, which this module may
// not use, has a Sha256Hasher.

#ifndef ATTEST_ENGINE_INGEST_INPUT_HASHER_H_
#define ATTEST_ENGINE_INGEST_INPUT_HASHER_H_

#include <array>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace attest {

using Sha256 = std::array<uint8_t, 32>;

class InputHasher {
 public:
  InputHasher();
  ~InputHasher();
  InputHasher(const InputHasher&) = delete;
  InputHasher& operator=(const InputHasher&) = delete;

  void Update(absl::string_view bytes);

  // The hash of all bytes since the last Finish; starts anew.
  Sha256 Finish();

  // The hash of `bytes` alone. Requires: nothing updated since Finish.
  Sha256 Hash(absl::string_view bytes);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_INPUT_HASHER_H_
