#include "engine/interchange/stix_ground.h"

#include <cstddef>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

struct Naming {
  std::set<SourceId> reporting;  // in the bundle
  bool is_reported = false;      // there or elsewhere in the case
  bool is_denied = false;        // or doubted
  bool has_fallen = false;
};

void AddClaim(ClaimId id, StixOutgoing& outgoing, Naming& found) {
  if (!outgoing.MayGo(id)) return;
  const ClaimInfo claim = outgoing.view().claim(id);
  if (!outgoing.Counts(id)) {
    found.has_fallen = true;
  } else if (claim.stance != Stance::kAsserts) {
    found.is_denied = true;
  } else {
    found.is_reported = true;
    if (outgoing.IsChosen(id)) {
      found.reporting.insert(outgoing.SpeakerOf(claim));
    }
  }
}

Naming ClaimsNaming(EntityId id, StixOutgoing& outgoing) {
  Naming found;
  std::set<StatementId> seen;
  for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
    for (const StatementId about : outgoing.view().StatementsOf(id, role)) {
      const StatementId first = outgoing.view().FirstOf(about);
      if (!seen.insert(first).second) continue;
      for (const ClaimId claim : outgoing.view().ClaimsOf(first)) {
        AddClaim(claim, outgoing, found);
      }
    }
  }
  return found;
}

}  // namespace

absl::StatusOr<StixGround> GroundOf(EntityId id, StixOutgoing& outgoing,
                                    const StixWords& words) {
  const Naming found = ClaimsNaming(id, outgoing);
  if (!found.reporting.empty()) {
    constexpr size_t kShown = 8;
    std::vector<std::string> names;
    for (const SourceId source : found.reporting) {
      if (names.size() == kShown) break;
      ASSIGN_OR_RETURN(const std::string name, words.NameOfSource(source));
      names.push_back(SetApart(name));
    }
    if (found.reporting.size() > kShown) {
      names.push_back(Several(found.reporting.size() - kShown, "other"));
    }
    return StixGround{absl::StrCat("It is in the case by the word of ",
                                   absl::StrJoin(names, "; "), "."),
                      ""};
  }
  if (found.is_reported) {
    return StixGround{"What is reported of it is not in this bundle.", ""};
  }
  if (found.is_denied) {
    return StixGround{
        "Nobody reports it: claims that count name it to deny or to doubt.",
        "only-denied"};
  }
  return StixGround{
      found.has_fallen
          ? "Nothing stands behind it: no claim that may go out names it but "
            "such as were taken back, rejected or do not count otherwise."
          : "Nothing stands behind it: no claim that may go out names it.",
      "no-claim-that-counts"};
}

}  // namespace attest
