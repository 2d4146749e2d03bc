// What `impact` and `diff` say of verdicts that change, and of what came of a
// record.

#ifndef ATTEST_TOOLS_CHANGE_DOCUMENT_H_
#define ATTEST_TOOLS_CHANGE_DOCUMENT_H_

#include <vector>

#include "absl/status/status.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/audit/verdict_changes.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "tools/answer.h"
#include "tools/finding_document.h"

namespace attest {

// `changes` in the order of answers.
[[nodiscard]] std::vector<VerdictChange> InAnswerOrder(
    std::vector<VerdictChange> changes, const FindingDocument& before,
    const FindingDocument& after);

// {"statement", "from", "to"}, and what the statement says.
[[nodiscard]] Json ChangeJson(const VerdictChange& change,
                              const FindingDocument& before,
                              const FindingDocument& after);

// "single_line to unsupported"; "none" where the statement is not there.
[[nodiscard]] std::string ChangeText(const Json& change);

// Sets "descendants", the keys of all that came of `records`, and
// "derivations", how each did: {"key","of","how","declared"}. What is hidden
// stands in neither, and in "of" as null; the records themselves are left out.
// Errors: those of the log.
[[nodiscard]] absl::Status AddDescendants(
    const Findings& findings, const RecordKeys& keys,
    const Discretion& discretion, const std::vector<EventIndex>& records,
    Json& json);

// "rpt:b, reprint of rpt:a".
[[nodiscard]] std::string DerivationText(const Json& derivation);

}  // namespace attest

#endif  // ATTEST_TOOLS_CHANGE_DOCUMENT_H_
