// The keys that what FollowTheMoney names has in a case, and the names that
// keys of a case have there.
//
// An entity called `ofac-1` has the key `ftm:ofac-1`, and a data set `ofac` is
// the source `src:ftm:ofac`. What has a key of its own goes out by it, spelt
// with what FollowTheMoney allows in an id (letters, digits, `-` and `.`) or in
// the name of a data set (small letters, digits and `_`), and has that key
// again when it comes in.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_KEYS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_KEYS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// What an id or the name of a data set may have, so that a key can be made.
inline constexpr size_t kMaxFtmIdBytes = 480;

// The key of an entity and its id. Each is the inverse of the other for what
// it returns.
[[nodiscard]] std::string KeyOfFtmId(absl::string_view id);
[[nodiscard]] std::string FtmIdOfKey(absl::string_view key);

// The key of a source and the name of its data set, likewise.
[[nodiscard]] std::string KeyOfFtmDataset(absl::string_view dataset);
[[nodiscard]] std::string FtmDatasetOfKey(absl::string_view key);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_KEYS_H_
