// The documents of `corroborate`, and of whatever else says how well a
// statement stands.

#ifndef ATTEST_TOOLS_FINDING_DOCUMENT_H_
#define ATTEST_TOOLS_FINDING_DOCUMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "tools/answer.h"

namespace attest {

// Builds documents from findings. What is sealed stands in no list, but counts
// in the figures.
//
// Not thread-safe: it remembers the keys of claims. Lifetime: borrows what it
// is made of.
class FindingDocument {
 public:
  FindingDocument(const Case& opened, const Findings& findings,
                  const Discretion& discretion)
      : opened_(opened),
        findings_(findings),
        view_(findings.view()),
        discretion_(discretion),
        keys_(opened.log(), view_) {}

  // All fields that CLI.md gives `corroborate`, with names of entities, and of
  // the sources and reports in it, beside them. Errors: those of the log.
  absl::StatusOr<Json> Full(StatementId id);
  absl::StatusOr<Json> Full(const StatementParts& parts);
  // Of what Findings::Weigh gave for `id`.
  absl::StatusOr<Json> Full(StatementId id, const Finding& finding);

  // The same without what hangs on what, and without the ledger.
  absl::StatusOr<Json> Short(StatementId id);

  // What it says alone, by its key and parts, with its verdict.
  [[nodiscard]] Json Said(StatementId id) const;

  // What statements are ordered by: the JSON of subject, predicate, object or
  // value, valid and place, absent first.
  [[nodiscard]] std::vector<std::string> OrderOf(StatementId id) const;

  // Is every claim of the statement hidden, so that it is hidden with them?
  [[nodiscard]] bool Hides(StatementId id) const;

 private:
  absl::StatusOr<Json> Account(const StatementParts& parts,
                               const Finding& finding);
  absl::StatusOr<Json> Summary(const StatementParts& parts,
                               const Finding& finding);
  // The parts as first claimed, of the statements that are one with `id`, by a
  // claim that may be shown.
  [[nodiscard]] StatementParts PartsOf(StatementId id) const;
  [[nodiscard]] Json PartsJson(const StatementParts& parts) const;
  absl::Status AddLedger(const Finding& finding, Json& json);
  absl::StatusOr<Json> EntryJson(const LedgerEntry& entry);
  absl::StatusOr<Json> RatingsOf(const Finding& finding);
  absl::StatusOr<std::string> ReasonOf(const LedgerEntry& entry);
  [[nodiscard]] Json InferredJson(const LedgerEntry& entry) const;
  [[nodiscard]] std::string InferredText(const LedgerEntry& entry) const;
  Json OthersJson(const std::vector<OtherStatement>& others) const;

  // The key of a claim. The first error is kept, and given by the caller.
  std::string KeyOf(ClaimId claim);
  Json ClaimsJson(const std::vector<ClaimId>& claims);
  [[nodiscard]] Json RecordsJson(const std::vector<EventIndex>& records) const;
  [[nodiscard]] Json RecordJson(EventIndex record) const;
  // Sets `json[name]` to a set of records that stand or fall together, or null;
  // how many of it may not be shown stands beside it.
  void AddSet(const char* name,
              const std::optional<std::vector<EventIndex>>& records,
              Json& json) const;

  const Case& opened_;
  const Findings& findings_;
  const View& view_;
  const Discretion& discretion_;
  const RecordKeys keys_;
  absl::flat_hash_map<ClaimId, std::string> claim_keys_;
  absl::Status status_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_FINDING_DOCUMENT_H_
