// The program `dot` of Graphviz, which lays a graph out. It is not a part of
// this program: where it is not installed there are no pictures.

#ifndef ATTEST_TOOLS_DRAWING_PROGRAM_H_
#define ATTEST_TOOLS_DRAWING_PROGRAM_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace attest {

struct DrawingLimits {
  absl::Duration time = absl::Minutes(5);
  size_t bytes = size_t{64} << 20;  // of the picture
};

// The picture that `dot` of PATH, run without a shell, makes of `text`: SVG
// without a document type, which would point elsewhere. Errors:
// FailedPrecondition where there is no such program; Internal when it fails or
// its picture has a script or refers to anything; ResourceExhausted when the
// picture is too large, it takes too long, or the system refuses. It is ended
// then, and has ended whenever this returns.
[[nodiscard]] absl::StatusOr<std::string> DrawSvg(
    absl::string_view text, const DrawingLimits& limits = {});

}  // namespace attest

#endif  // ATTEST_TOOLS_DRAWING_PROGRAM_H_
