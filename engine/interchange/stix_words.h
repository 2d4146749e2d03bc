// What a STIX bundle says in words: who reports what, never the thing itself.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/dossier.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/model/claim.h"
#include "engine/projection/view.h"

namespace attest {

// A literal in words: "at least 5 persons", "36.2, 37.16 (within 1000 m)".
[[nodiscard]] std::string ValueInWords(const Object& value);

// How relationships are named: by the key of their predicate, with `-` for `_`,
// where that is spelt with a-z, 0-9, `-` and `_` alone and no other predicate
// of the case would have the same name. Of two that would, the one whose key it
// is has it, if any.
class StixRelationshipTypes {
 public:
  explicit StixRelationshipTypes(const std::vector<std::string>& predicates);
  // Empty: STIX cannot spell it.
  [[nodiscard]] std::string Of(absl::string_view predicate) const;

 private:
  absl::flat_hash_map<std::string, std::string> types_;
};
// The keys of all predicates.
[[nodiscard]] std::vector<std::string> PredicatesOf(const View& view);

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

  // "Verdict: single line (1 independent line; nothing that forms a line
  // against it)." `conflicts`: statements that cannot hold together with it.
  [[nodiscard]] static std::string VerdictSentence(const Figures& figures,
                                                   size_t conflicts = 0);

  // "The Post, citing Amnesty"; of a claim that rests on others, that it is an
  // inference.
  absl::StatusOr<std::string> Who(const ClaimInfo& claim) const;

  // What is shown of a source: its name, or that it is withheld.
  absl::StatusOr<std::string> NameOfSource(SourceId id) const;

 private:
  absl::StatusOr<std::string> Clause(const StixStatement& one) const;

  const StixOutgoing& outgoing_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_WORDS_H_
