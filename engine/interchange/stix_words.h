// What a STIX bundle says in words: who reports what, never the thing itself.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/dossier.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/model/claim.h"

namespace attest {

// A literal in words: "at least 5 persons", "36.2, 37.16 (within 1000 m)".
[[nodiscard]] std::string ValueInWords(const Object& value);

// Text that may be left out of the name of a relationship: `a-z0-9-`. Empty:
// the predicate cannot be spelt so.
[[nodiscard]] std::string StixRelationshipType(absl::string_view predicate);

// Is it a URI (RFC 3986) that begins with a scheme?
[[nodiscard]] bool IsUri(absl::string_view text);

// Not thread-safe. Lifetime: borrows `outgoing`. Errors: those of the log.
class StixWords {
 public:
  explicit StixWords(const StixOutgoing& outgoing) : outgoing_(outgoing) {}

  // "The Post, citing Amnesty, reports that Omar is located at Ford, on 10 June
  // 2011. Radio One denies that ... ."
  absl::StatusOr<std::string> Account(const StixStatement& one) const;

  // The same of a single claim.
  absl::StatusOr<std::string> Sentence(const StixStatement& one,
                                       ClaimId claim) const;

  // "Verdict: single line (1 independent line; nothing against it)."
  [[nodiscard]] static std::string VerdictSentence(const Figures& figures);

  // What is shown of a source: its name, or that it is withheld.
  absl::StatusOr<std::string> NameOfSource(SourceId id) const;

 private:
  absl::StatusOr<std::string> Clause(const StixStatement& one) const;
  absl::StatusOr<std::string> Who(const ClaimInfo& claim) const;

  const StixOutgoing& outgoing_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_
