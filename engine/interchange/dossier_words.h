// What a dossier says, in words that assert nothing themselves.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_WORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/corroboration/independence.h"
#include "engine/corroboration/verdict.h"
#include "engine/interchange/dossier.h"

namespace attest {

// "single line", and what that means.
[[nodiscard]] std::string VerdictWord(Verdict verdict);
[[nodiscard]] absl::string_view VerdictMeaning(Verdict verdict);
// The class it has in the page's style.
[[nodiscard]] std::string VerdictClass(Verdict verdict);
[[nodiscard]] std::string VerdictBadge(Verdict verdict);

// "1–2–3".
[[nodiscard]] std::string LinesShort(const Lines& lines);
// "2 independent lines at best, 1 at least, 3 at most".
[[nodiscard]] std::string LinesInWords(const Lines& lines);

// A date as people say it: "on or before 10 June 2011". As it is where it
// cannot be read.
[[nodiscard]] std::string DateInWords(absl::string_view edtf);

// A time of the log as people say it, to the minute: "1 May 2026, 06:49 UTC".
[[nodiscard]] std::string RecordedInWords(absl::string_view time);

// Whole numbers in `text` with commas: "at least 24,000 persons".
[[nodiscard]] std::string Grouped(absl::string_view text);

// "1 claim", "1,204 claims".
[[nodiscard]] std::string Several(uint64_t count, absl::string_view noun);

// What a statement says, as a clause that follows "that". Plain, with names set
// apart, and as HTML.
[[nodiscard]] std::string ClauseText(const Dossier& dossier,
                                     const DossierStatement& statement);
[[nodiscard]] std::string ClauseHtml(const Dossier& dossier,
                                     const DossierStatement& statement);
// The same without when and where.
[[nodiscard]] std::string CoreHtml(const Dossier& dossier,
                                   const DossierStatement& statement);

// "The Post, citing Omar": who stands behind a claim, as HTML and plain.
[[nodiscard]] std::string WhoHtml(const Dossier& dossier,
                                  const DossierClaim& claim);
[[nodiscard]] std::string WhoText(const Dossier& dossier,
                                  const DossierClaim& claim);

// "2 claims withheld here: 1 for it, 1 against it".
[[nodiscard]] std::string WithheldInWords(const DossierWithheld& withheld);

// "denied, nobody reports it", and the same as HTML that follows a clause;
// empty where some claim that counts, shown or withheld, reports it.
[[nodiscard]] std::string NotReportedText(const DossierSection& section,
                                          const DossierStatement& statement);
[[nodiscard]] std::string NotReportedHtml(const DossierSection& section,
                                          const DossierStatement& statement);

// "A and B report that ...; C denies it.": one sentence as HTML. What is
// withheld, what was taken back and what denies it are each said to be that.
[[nodiscard]] std::string SentenceHtml(const Dossier& dossier,
                                       const DossierSection& section,
                                       const DossierStatement& statement);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_WORDS_H_
