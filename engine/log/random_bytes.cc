#include "engine/log/random_bytes.h"

#include <openssl/rand.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<std::string> RandomBytes(size_t count) {
  // OpenSSL counts in int.
  constexpr size_t kMost = size_t{1} << 20;
  std::string bytes(count, '\0');
  for (size_t begin = 0; begin < count; begin += kMost) {
    const size_t some = std::min(kMost, count - begin);
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data() + begin),
                   static_cast<int>(some)) != 1) {
      return absl::InternalError("OpenSSL has no random bytes");
    }
  }
  return bytes;
}

absl::StatusOr<std::string> RandomHex(size_t count) {
  ASSIGN_OR_RETURN(const std::string bytes, RandomBytes(count));
  return absl::BytesToHexString(bytes);
}

}  // namespace attest
