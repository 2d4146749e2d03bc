// The documents that `show`, `trace` and `path` answer with.

#ifndef ATTEST_TOOLS_SHOW_DOCUMENT_H_
#define ATTEST_TOOLS_SHOW_DOCUMENT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/audit/trace.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/model/edtf.h"
#include "engine/projection/view.h"
#include "tools/answer.h"
#include "tools/finding_document.h"

namespace attest {

// Builds documents about records, as of one view.
//
// Errors: UnknownKey for a key that nothing has; else those of the log.
class ShowDocument {
 public:
  // `valid_at`: statements that cannot hold then are left out.
  ShowDocument(const Case& opened, const Findings& findings,
               const Discretion& discretion,
               const std::optional<Edtf>& valid_at);

  // {"key","type","fields","names","statements","claims","history"}, and for
  // some types more.
  absl::StatusOr<Json> Show(const std::string& key);

  // {"key","statements","claims"}: what is claimed, and the account of a claim,
  // of all claims of a statement, or of all claims about an entity.
  absl::StatusOr<Json> Trace(const std::string& key);

 private:
  struct Shown;  // what a key leads to

  [[nodiscard]] absl::Status CheckNotTaken(const std::string& key) const;
  absl::StatusOr<Shown> Resolve(const std::string& key) const;

  absl::StatusOr<Json> ShowRecord(const std::string& key, const Found& found);
  absl::Status AddEntity(EntityId id, Json& json);
  absl::Status AddSource(SourceId id, Json& json);
  absl::Status AddReport(ReportId id, Json& json);
  absl::Status AddClaim(ClaimId id, Json& json);
  absl::Status AddStatement(StatementId id, Json& json);
  absl::Status AddDecision(EventIndex event, Json& json);

  // A statement, weighed in short, and whether it is undated.
  absl::StatusOr<Json> StatementJson(StatementId id);
  absl::Status AddStatements(const std::vector<StatementId>& statements,
                             Json& json);
  absl::Status AddClaims(const std::vector<ClaimId>& claims, Json& json);
  absl::Status LeaveOutOrigins(Event& report) const;
  absl::Status AddFields(EventIndex event, Json& json) const;
  absl::Status AddHistory(const std::vector<EventIndex>& records,
                          Json& json) const;
  absl::StatusOr<Json> IdentityJson(EntityId id) const;
  absl::StatusOr<std::string> KeyOf(EventIndex event) const;

  // Holds at the time asked about, or is undated.
  [[nodiscard]] bool IsKept(StatementId id) const;

  const Case& opened_;
  const View& view_;
  const Discretion& discretion_;
  const std::optional<Edtf>& valid_at_;
  const RecordKeys keys_;
  FindingDocument weighed_;
  Tracer tracer_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_SHOW_DOCUMENT_H_
