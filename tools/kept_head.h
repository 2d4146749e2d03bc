// A signed head that was kept elsewhere, compared with the case: what verify
// and checkpoint say of it.

#ifndef ATTEST_TOOLS_KEPT_HEAD_H_
#define ATTEST_TOOLS_KEPT_HEAD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/case.h"
#include "tools/answer.h"

namespace attest {

struct KeptHead {
  bool continues = false;
  // How many events it speaks of, where it is a head of this log.
  std::optional<uint64_t> tree_size;
  // {"file", "origin", "size", "root", "continues", "what"}
  Json json;
  std::string text;  // one line
};

// Errors: NotFound and InvalidArgument for a file that holds no signed head;
// DataLoss when its signature is wrong.
[[nodiscard]] absl::StatusOr<KeptHead> ComparedWith(const Case& opened,
                                                    const std::string& path);

}  // namespace attest

#endif  // ATTEST_TOOLS_KEPT_HEAD_H_
