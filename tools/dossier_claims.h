// The records and claims of a dossier, taken from a case: each once, and only
// what may be shown.

#ifndef ATTEST_TOOLS_DOSSIER_CLAIMS_H_
#define ATTEST_TOOLS_DOSSIER_CLAIMS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/audit/trace.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/interchange/dossier.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/model/id.h"
#include "tools/answer.h"

namespace attest {

// Fills Dossier::records and Dossier::reports as they are named.
//
// Lifetime: borrows what it is made of. Errors: those of the log and of the
// contents; PermissionDenied where a pseudonym is needed and the secret of the
// case may not be read.
class DossierClaims {
 public:
  // `hidden`: as of `discretion`.
  DossierClaims(const Case& opened, const Findings& findings,
                const Discretion& discretion, Sealed hidden, Dossier& dossier)
      : opened_(opened),
        view_(findings.view()),
        now_(opened.Now()),
        discretion_(discretion),
        dossier_(dossier),
        keys_(opened.log(), view_),
        withheld_(opened.log(), view_, now_,
                  {.include_restricted = hidden != Sealed::kHideRestricted,
                   .keep_keys = false,
                   .secret = ""}),
        tracer_(opened.log(), findings, discretion) {}

  // The key that the record of `event` goes by, which is a pseudonym where it
  // is withheld.
  absl::StatusOr<std::string> KeyOf(EventIndex event);
  // The same of any record, without naming it in the dossier.
  absl::StatusOr<std::string> OutgoingKeyOf(EventIndex event);
  // That of a statement, too, is a pseudonym where it names what is withheld:
  // as a hash of the keys in it, it could be tried out.
  absl::StatusOr<std::string> KeyOf(StatementId id);
  [[nodiscard]] bool IsWithheld(EventIndex event) const {
    return withheld_.WhyWithheld(event) != Withheld::kNo;
  }
  // `text` with the keys of `named` made into what a reader knows them by: the
  // names of sources and reports, and pseudonyms of what is withheld.
  absl::StatusOr<std::string> WithNames(std::string text,
                                        const std::vector<EventIndex>& named);
  // `key` as its pseudonym.
  absl::StatusOr<std::string> PseudonymOf(const std::string& key);

  // The name of the record that has `key`, set apart; of a report with whoever
  // put it out. Its key where that is all there is.
  absl::StatusOr<std::string> NameByKey(const Json& key);

  // Requires: the claim may be shown.
  absl::StatusOr<DossierClaim> ClaimOf(ClaimId id);

  // The events of everything that was named.
  [[nodiscard]] const std::set<EventIndex>& shown() const { return shown_; }

 private:
  [[nodiscard]] DossierRecord RecordOf(EventIndex event) const;
  absl::Status AddReport(ReportId id, const std::string& key);
  // The words of a report; empty where it has none, or they are not here.
  absl::StatusOr<std::string> TextOf(ReportId id);
  absl::StatusOr<std::optional<DossierQuote>> QuoteOf(const Claim& claim);
  absl::Status AddUpstream(const Json& trace, DossierClaim& claim);
  absl::Status AddFallen(const Json& trace, DossierClaim& claim);
  // Would the reason of a decision on the record that has `key` tell of what is
  // withheld?
  absl::StatusOr<bool> MayTell(const Json& key);
  void LeaveOutWords(ClaimId id, DossierClaim& claim) const;

  const Case& opened_;
  const View& view_;
  const View now_;
  const Discretion& discretion_;
  Dossier& dossier_;
  const RecordKeys keys_;
  const OutgoingKeys withheld_;  // what is; without the secret that keys take
  Tracer tracer_;
  std::optional<std::string> secret_;
  std::set<EventIndex> shown_;
  // The last report whose words were read: claims come by report.
  std::optional<ReportId> read_;
  std::string text_;
  absl::flat_hash_map<EventIndex, std::string> named_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_DOSSIER_CLAIMS_H_
