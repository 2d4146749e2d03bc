// What to say when nothing has the key that was asked for.

#ifndef ATTEST_TOOLS_UNKNOWN_KEY_H_
#define ATTEST_TOOLS_UNKNOWN_KEY_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/projection/view.h"

namespace attest {

// NotFound for `key`, with the record that may be meant: the entity, source or
// report with the nearest key, else the one with such a name. Suggests nothing
// that is not to be shown.
[[nodiscard]] absl::Status UnknownKey(const View& view,
                                      const Discretion& discretion,
                                      absl::string_view key);

}  // namespace attest

#endif  // ATTEST_TOOLS_UNKNOWN_KEY_H_
