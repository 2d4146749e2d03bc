// The parts of a dossier's page that are text and tables. Each is HTML that
// begins with its own h3; `id` begins the ids in it.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_PARTS_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_PARTS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/corroboration/verdict.h"
#include "engine/interchange/dossier.h"

namespace attest {

// The verdicts in the order in which a dossier speaks of them, and how many
// statements of the section have each.
[[nodiscard]] std::vector<Verdict> VerdictsInOrder();
[[nodiscard]] std::map<Verdict, size_t> CountByVerdict(
    const DossierSection& section);

// What is said, and how well it stands.
[[nodiscard]] std::string AnswerPart(const Dossier& dossier,
                                     const DossierSection& section,
                                     const std::string& id);

// The table of statements with its filters.
[[nodiscard]] std::string StatementsPart(const Dossier& dossier,
                                         const DossierSection& section,
                                         const std::string& id);

// What each source adds to a section.
struct Contribution {
  std::string source;              // key
  std::vector<size_t> claims;      // that it speaks in or published
  std::vector<size_t> statements;  // that these bear on
  std::vector<size_t> alone;       // that hang on it alone
};

// By the number of statements, then by key.
[[nodiscard]] std::vector<Contribution> ContributionsTo(
    const Dossier& dossier, const DossierSection& section);

[[nodiscard]] std::string SourcesPart(const Dossier& dossier,
                                      const DossierSection& section,
                                      const std::string& id);

// What is withheld, taken out, of unknown origin, undated or only proposed.
[[nodiscard]] std::string MissingPart(const Dossier& dossier,
                                      const DossierSection& section);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_PARTS_H_
