// Archives that any tar program opens: regular files alone, in the ustar form
// of POSIX.1-1988, and every archive of the same files has the same bytes.
//
// Reading takes only what writing makes: a byte that another program would pass
// over, in a header, in the padding or behind the end, is an error here. So no
// byte of an archive can change without being noticed.
//
// All functions are pure.

#ifndef ATTEST_ENGINE_INTERCHANGE_USTAR_H_
#define ATTEST_ENGINE_INTERCHANGE_USTAR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

inline constexpr size_t kUstarBlockBytes = 512;

// The header of a file: one block. InvalidArgument when `name` is not 1 to 100
// characters of A-Z a-z 0-9 . _ - and /, or `size` is 8 GiB or more. The file's
// bytes follow it, and zeros up to a whole block.
absl::StatusOr<std::string> UstarHeader(absl::string_view name, uint64_t size);

// The zeros that follow a file of `size` bytes.
[[nodiscard]] std::string UstarPadding(uint64_t size);

// What ends an archive.
[[nodiscard]] std::string UstarEnd();

struct UstarEntry {
  std::string name;
  absl::string_view content;  // into the archive
};

// The files of an archive, in order. InvalidArgument when `archive` does not
// begin as one; DataLoss, with the file, for any byte that is not as above.
absl::StatusOr<std::vector<UstarEntry>> ReadUstar(absl::string_view archive);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_USTAR_H_
