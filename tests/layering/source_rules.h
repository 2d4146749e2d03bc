// The rules that a file of the project keeps: which module may include which,
// who may include a database or a graph library, how a header is guarded, and
// that no source falls out of the build. See engine/README.md.
//
// Pure functions of a path, relative to the project's folder, and of the text
// that stands there. Each returns one line for every breach, "PATH:LINE: why"
// or "PATH: why"; nothing when all is well.

#ifndef ATTEST_TESTS_LAYERING_SOURCE_RULES_H_
#define ATTEST_TESTS_LAYERING_SOURCE_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// The `#include` lines of a source: they follow the order of the modules, and
// only the modules that own it include RocksDB, the stored schema or
// Boost.Graph.
std::vector<std::string> CheckIncludes(absl::string_view path,
                                       absl::string_view text);

// A header's guard is its path in capitals: ATTEST_ENGINE_LOG_EVENT_LOG_H_.
std::vector<std::string> CheckHeaderGuard(absl::string_view path,
                                          absl::string_view text);

// Every word of the name names an idea: no drawers such as "util".
std::vector<std::string> CheckName(absl::string_view path);

// The CMakeLists.txt of engine/MODULE, at `path`, names each of `sources`
// (names without a folder) and links no module that MODULE may not include.
std::vector<std::string> CheckModuleBuild(
    absl::string_view path, absl::string_view text,
    absl::Span<const std::string> sources);

// The CMakeLists.txt of a folder that holds *_test.cc builds them; `text` is
// empty when the folder has none.
std::vector<std::string> CheckTestBuild(absl::string_view path,
                                        absl::string_view text);

}  // namespace attest

#endif  // ATTEST_TESTS_LAYERING_SOURCE_RULES_H_
