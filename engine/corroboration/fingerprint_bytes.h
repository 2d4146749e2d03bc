// Fingerprints and publications as bytes: packed, little-endian, as the file of
// a ReprintIndex has them.

#ifndef ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BYTES_H_
#define ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

#include "absl/types/span.h"
#include "engine/corroboration/publication.h"
#include "engine/model/day_range.h"
#include "engine/model/id.h"
#include "engine/text/fingerprint.h"

namespace attest::fingerprint_bytes {

inline constexpr size_t kFingerprintBytes = 20;
inline constexpr size_t kPublicationBytes = 16;
inline constexpr uint64_t kNoPublisher = std::numeric_limits<uint64_t>::max();

// Appends the bytes of `value`.
template <class T>
void Put(const T& value, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// Reads a T that stands at `at`.
template <class T>
T Get(const unsigned char* at) {
  T value = {};
  std::memcpy(&value, at, sizeof(value));
  return value;
}

inline void PutFingerprints(absl::Span<const Fingerprint> fingerprints,
                            std::string& bytes) {
  for (const Fingerprint& fingerprint : fingerprints) {
    Put(fingerprint.hash, bytes);
    Put(fingerprint.word, bytes);
    Put(fingerprint.begin, bytes);
    Put(fingerprint.end, bytes);
  }
}

inline Fingerprint GetFingerprint(const unsigned char* at) {
  return {.hash = Get<uint64_t>(at),
          .word = Get<uint32_t>(at + 8),
          .begin = Get<uint32_t>(at + 12),
          .end = Get<uint32_t>(at + 16)};
}

inline void PutPublication(const Publication& publication, std::string& bytes) {
  Put(publication.publisher ? publication.publisher->value() : kNoPublisher,
      bytes);
  Put(publication.days.begin, bytes);
  Put(publication.days.end, bytes);
}

inline Publication GetPublication(const unsigned char* at) {
  Publication publication;
  const auto publisher = Get<uint64_t>(at);
  if (publisher != kNoPublisher) publication.publisher = SourceId(publisher);
  publication.days = {.begin = Get<DayNumber>(at + 8),
                      .end = Get<DayNumber>(at + 12)};
  return publication;
}

// Is `publication` one that can be? A range of days is never empty.
inline bool IsSound(const Publication& publication) {
  return publication.days.begin < publication.days.end;
}

// Are these fingerprints of one text, in its order?
inline bool AreSound(absl::Span<const Fingerprint> fingerprints) {
  for (size_t i = 0; i < fingerprints.size(); ++i) {
    const Fingerprint& fingerprint = fingerprints[i];
    if (fingerprint.begin >= fingerprint.end) return false;
    if (i == 0) continue;
    const Fingerprint& before = fingerprints[i - 1];
    if (before.word >= fingerprint.word || before.begin > fingerprint.begin ||
        before.end > fingerprint.end) {
      return false;
    }
  }
  return true;
}

}  // namespace attest::fingerprint_bytes

#endif  // ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BYTES_H_
