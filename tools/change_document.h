// What `impact` and `diff` say of verdicts that change, and of what came of a
// record.

#ifndef ATTEST_TOOLS_CHANGE_DOCUMENT_H_
#define ATTEST_TOOLS_CHANGE_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/audit/verdict_changes.h"
#include "engine/findings/findings.h"
#include "engine/model/edtf.h"
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

// Drops from `changes`, a list of ChangeJson, those of statements that cannot
// hold at `valid_at`, and says of the others whether they are "undated".
void KeepValidAt(const Edtf& valid_at, Json& changes);

// "SINGLE LINE to UNSUPPORTED"; "new: SINGLE LINE" where the statement was not
// there. Marked, as the document must be.
[[nodiscard]] std::string ChangeText(const Json& change);

// Sets `json[name]` to `count`, unless that is zero.
void SetWithheld(const char* name, uint64_t count, Json& json);

// Sets "descendants", the keys of all that came of `records`, and
// "derivations", how each did: {"key","of","how","declared"}. What is hidden
// stands in neither, is counted in "descendants_withheld", and is null in "of";
// the records themselves are left out.
// Errors: those of the log.
[[nodiscard]] absl::Status AddDescendants(
    const Findings& findings, const RecordKeys& keys,
    const Discretion& discretion, const std::vector<EventIndex>& records,
    Json& json);

// What came of a record, a line each: "rpt:b, reprint of rpt:a". Empty when
// nothing did.
[[nodiscard]] std::vector<std::string> ReviewLines(const Json& document);

}  // namespace attest

#endif  // ATTEST_TOOLS_CHANGE_DOCUMENT_H_
