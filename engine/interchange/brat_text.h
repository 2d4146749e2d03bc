// BratText is the text that annotations are bound to: offsets are code points
// of it, and passages become quotes that are found again in their places.
//
// Lifetime: borrows the text, which must outlive it unmoved.
// Thread-safety: none.

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_TEXT_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/brat_file.h"
#include "engine/text/quote_anchor.h"

namespace attest {

class BratText {
 public:
  // Errors: InvalidArgument where `text` is no UTF-8.
  static absl::StatusOr<BratText> Make(absl::string_view text);

  [[nodiscard]] size_t code_points() const { return offsets_.size() - 1; }

  // The code points of `span`. Requires: it lies in the text.
  [[nodiscard]] absl::string_view Slice(BratSpan span) const {
    return text_.substr(offsets_[span.begin],
                        offsets_[span.end] - offsets_[span.begin]);
  }

  // A quote as JSON that is found at `span` and nowhere else, with as much
  // before and behind it as that takes; empty where there is none.
  // Requires: `span` lies in the text.
  [[nodiscard]] std::string QuoteJson(BratSpan span) const;

 private:
  BratText(absl::string_view text, FoldedText folded)
      : text_(text), quotes_(std::move(folded)) {}

  absl::string_view text_;
  mutable QuoteFinder quotes_;     // keeps what makes later searches fast
  std::vector<uint32_t> offsets_;  // of the code points, and the end
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_TEXT_H_
