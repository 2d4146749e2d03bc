// The page for people in a bundle.

#ifndef ATTEST_TOOLS_BUNDLE_SUMMARY_H_
#define ATTEST_TOOLS_BUNDLE_SUMMARY_H_

#include <string>
#include <vector>

#include "engine/merkle/checkpoint.h"
#include "tools/answer.h"

namespace attest {

// One HTML page that needs nothing else: of each statement its verdict and
// lines, who says so through whom, with the passage, and what stands against
// it. `statements`: documents as of `corroborate`, without what is withheld.
// `keys`: what was asked for.
[[nodiscard]] std::string BundleSummaryPage(
    const Checkpoint& checkpoint, const std::vector<std::string>& keys,
    const Json& statements);

}  // namespace attest

#endif  // ATTEST_TOOLS_BUNDLE_SUMMARY_H_
