// Anchoring finds the place of a quote in the report it was taken from.

#ifndef ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_
#define ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/claim.h"
#include "engine/text/folded_text.h"

namespace attest {

// A TextQuoteSelector (W3C Web Annotation Data Model, section 4.2.4).
struct QuoteSelector {
  absl::string_view exact;
  absl::string_view prefix;  // stands directly before; empty: anything may
  absl::string_view suffix;  // stands directly after; empty: anything may
};

// Returns where `selector.exact` stands in the original of `report`, which
// FoldForQuote made. All is compared under folding; white space at the ends of
// the three parts does not count, nor does white space between them. The
// passage reaches from the first real character of the quote to its last, and
// takes in the whole of a ligature or of a letter with its marks when the
// quote covers a part. Fold a report once for all its quotes.
//
// Errors, each with what the report has instead:
//   NotFound: the quote is not in the report, or not in that context.
//   InvalidArgument: it is there more than once (overlapping places count), it
//   is empty under folding, or a part is not UTF-8.
// Complexity: linear in the report and the selector whatever they hold.
// Algorithm: glibc's memmem (two-way, Crochemore and Perrin 1991); after a
// failure the Knuth-Morris-Pratt automaton shows how far the quote agrees.
absl::StatusOr<Passage> AnchorQuote(const FoldedText& report,
                                    const QuoteSelector& selector);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_
