// Gathers a dossier from a case.

#ifndef ATTEST_TOOLS_DOSSIER_GATHERER_H_
#define ATTEST_TOOLS_DOSSIER_GATHERER_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/interchange/dossier.h"
#include "engine/projection/view.h"
#include "tools/dossier_claims.h"
#include "tools/finding_document.h"

namespace attest {

// Lifetime: borrows what it is made of; so does the dossier, in no way.
// Errors: NotFound for a key that nothing has that may be asked for;
// InvalidArgument for one that no statement is about; those of the log.
class DossierGatherer {
 public:
  // `hidden`: what stays out, kHide or kHideRestricted. What is restricted may
  // be asked for by its key whether or not it may go out.
  DossierGatherer(const Case& opened, const Findings& findings, Sealed hidden);

  // A section for each key, in order, one for keys of one and the same thing,
  // and where in the log they are from.
  absl::StatusOr<Dossier> Gather(const std::vector<std::string>& keys);

  // The events of everything that went into it.
  [[nodiscard]] const std::set<EventIndex>& shown() const {
    return claims_.shown();
  }

 private:
  absl::Status AddPosition();
  // What keys of one statement, or of one entity, have in common.
  absl::StatusOr<std::pair<bool, uint64_t>> IdentityOf(const std::string& key);
  absl::StatusOr<DossierSection> SectionOf(const std::string& key);
  absl::Status AddSubject(const std::string& key, DossierSection& section);
  absl::Status AddNames(EntityId id, DossierSection& section);
  absl::Status AddStatement(StatementId id, DossierSection& section);
  absl::Status AddParts(StatementId id, const Json& json,
                        DossierStatement& statement);
  // Makes of the claim that `reason` names the line that it stands for.
  absl::Status NameLineOf(const Finding& finding, const LedgerEntry& entry,
                          std::string& reason);
  absl::Status AddFor(const Finding& finding, const Json& json,
                      DossierSection& section, DossierStatement& statement);
  // Those that deny it, doubt it or give no comment.
  absl::Status AddOthers(const std::vector<ClaimId>& claims,
                         DossierSection& section, DossierStatement& statement);
  absl::Status AddConflicts(const Finding& finding,
                            DossierStatement& statement);
  absl::Status AddPlaces(DossierSection& section);
  // Where a claim stands in the section, put there when it is new.
  absl::StatusOr<size_t> NumberOf(ClaimId id, DossierSection& section);
  absl::StatusOr<std::vector<std::string>> KeysOf(
      const std::vector<EventIndex>& records);

  const Case& opened_;
  const Findings& findings_;
  const View& view_;
  const View now_;
  const Discretion discretion_;  // over what goes out
  const Discretion asked_;       // over what may be asked for
  const RecordKeys keys_;
  FindingDocument document_;
  Dossier dossier_;
  DossierClaims claims_;
  // Of the section at hand.
  absl::flat_hash_map<ClaimId, size_t> numbers_;
  std::set<ClaimId> withheld_;
  std::set<EntityId> named_;  // entities of its statements
};

}  // namespace attest

#endif  // ATTEST_TOOLS_DOSSIER_GATHERER_H_
