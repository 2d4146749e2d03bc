#ifndef ATTEST_TOOLS_VERSION_H_
#define ATTEST_TOOLS_VERSION_H_

#include <string>

namespace attest {

// The program's version, and the versions of what it is built on.
[[nodiscard]] std::string VersionText();

}  // namespace attest

#endif  // ATTEST_TOOLS_VERSION_H_
