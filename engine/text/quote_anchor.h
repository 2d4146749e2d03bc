// Anchoring finds the place of a quote in the report it was taken from.

#ifndef ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_
#define ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/claim.h"
#include "engine/text/folded_text.h"
#include "engine/text/phrase_places.h"

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
// Algorithm: that of FindPhrase; after a failure the Knuth-Morris-Pratt
// automaton shows how far the quote agrees.
absl::StatusOr<Passage> AnchorQuote(const FoldedText& report,
                                    const QuoteSelector& selector);

// QuoteFinder anchors many quotes in one report.
//
// Thread-safety: none.
// Lifetime: borrows the report's original, which must outlive it unmoved.
class QuoteFinder {
 public:
  // `report` is what FoldForQuote made.
  explicit QuoteFinder(FoldedText report) : report_(std::move(report)) {}

  [[nodiscard]] const FoldedText& report() const { return report_; }

  // What AnchorQuote returns. O(log |report|) for each byte of a quote that
  // stands there, after the first hundred or so, where PhrasePlaces can.
  absl::StatusOr<Passage> Anchor(const QuoteSelector& selector);

  // The same, and nullopt for any error: what the report has instead is not
  // looked for, which takes a reading of it.
  std::optional<Passage> TryAnchor(const QuoteSelector& selector);

  // What is kept for quotes to come, the folded text aside.
  [[nodiscard]] size_t bytes() const { return places_.bytes(); }

 private:
  // A place in the original, and the code points before it.
  struct Mark {
    size_t byte = 0;
    size_t code_points = 0;
  };

  [[nodiscard]] size_t CodePointsBefore(size_t byte);
  // `place` is one of the folded text.
  Passage PassageAt(const ByteRange& place);

  FoldedText report_;
  PhrasePlaces places_;
  std::vector<Mark> marks_;  // a few KiB apart; empty: not yet made
};

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_QUOTE_ANCHOR_H_
