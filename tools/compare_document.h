// The document of `compare`: what two reports agree on, disagree on, and only
// one says, and whether one descends from the other.

#ifndef ATTEST_TOOLS_COMPARE_DOCUMENT_H_
#define ATTEST_TOOLS_COMPARE_DOCUMENT_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/model/edtf.h"
#include "tools/answer.h"
#include "tools/finding_document.h"

namespace attest {

// Builds the document for two reports, neither of which is hidden. Only claims
// that count are compared, and of them those that may be shown.
//
// Not thread-safe. Lifetime: borrows what it is made of.
class CompareDocument {
 public:
  // `valid_at`: statements that cannot hold then are left out.
  CompareDocument(const Case& opened, const Findings& findings,
                  const Discretion& discretion,
                  const std::optional<Edtf>& valid_at)
      : opened_(opened),
        findings_(findings),
        view_(findings.view()),
        discretion_(discretion),
        valid_at_(valid_at),
        keys_(opened.log(), view_),
        weighed_(opened, findings, discretion) {}

  // The document of CLI.md. Errors: those of the log and the contents.
  absl::StatusOr<Json> Compare(ReportId a, ReportId b);

 private:
  // What a report says: a statement, asserted or denied, and the claims.
  struct Saying {
    StatementId statement;
    bool denies = false;
    std::vector<ClaimId> claims;
  };

  // In the order of answers, asserted before denied.
  [[nodiscard]] std::vector<Saying> SayingsOf(ReportId report) const;
  // How what one says bears on what the other says.
  [[nodiscard]] Related RelationOf(const Saying& a, const Saying& b) const;
  absl::StatusOr<Json> SayingJson(const Saying& saying);

  absl::StatusOr<Json> DeclaredJson(ReportId a, ReportId b) const;
  // The steps by which `from` derives from `on`; null when it does not.
  [[nodiscard]] Json WayJson(ReportId from, ReportId on) const;
  [[nodiscard]] Json RecordJson(const SourceOrReport& record) const;
  absl::StatusOr<std::string> TextOf(ReportId report) const;
  absl::StatusOr<Json> TextJson(ReportId a, ReportId b) const;

  const Case& opened_;
  const Findings& findings_;
  const View& view_;
  const Discretion& discretion_;
  const std::optional<Edtf>& valid_at_;
  const RecordKeys keys_;
  FindingDocument weighed_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_COMPARE_DOCUMENT_H_
