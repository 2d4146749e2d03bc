// How much of a fault suite is run: samples by default, everything with
// ATTEST_FAULTS=full in the environment.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_SCALE_H_
#define ATTEST_TESTS_FAULTS_HARNESS_SCALE_H_

#include <cstdint>
#include <cstdlib>
#include <string>

namespace attest {

inline bool RunsInFull() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment.
  const char* scale = std::getenv("ATTEST_FAULTS");
  return scale != nullptr && std::string(scale) == "full";
}

// `full`, `sample`, or less of it where instrumented code is several times
// slower.
inline uint64_t Scaled(uint64_t sample, uint64_t full) {
  if (RunsInFull()) return full;
#if defined(__SANITIZE_ADDRESS__)
  return sample / 4 + 1;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  return sample / 4 + 1;
#else
  return sample;
#endif
#else
  return sample;
#endif
}

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_SCALE_H_
