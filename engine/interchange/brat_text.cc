#include "engine/interchange/brat_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/interchange/json_fields.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/utf8.h"

namespace attest {

absl::StatusOr<BratText> BratText::Make(absl::string_view text) {
  ASSIGN_OR_RETURN(FoldedText folded, FoldForQuote(text));
  BratText made(text, std::move(folded));
  size_t position = 0;
  while (position < text.size()) {
    made.offsets_.push_back(static_cast<uint32_t>(position));
    NextCodePoint(text, position);
  }
  made.offsets_.push_back(static_cast<uint32_t>(text.size()));
  return made;
}

std::string BratText::QuoteJson(BratSpan span) const {
  for (size_t around : {size_t{0}, size_t{16}, size_t{64}, size_t{256},
                        size_t{1024}, size_t{4096}}) {
    const size_t from = span.begin - std::min(span.begin, around);
    const size_t to = std::min(code_points(), span.end + around);
    const absl::string_view exact = Slice(span);
    const absl::string_view prefix = Slice({from, span.begin});
    const absl::string_view suffix = Slice({span.end, to});
    const std::optional<Passage> passage =
        quotes_.TryAnchor({.exact = exact, .prefix = prefix, .suffix = suffix});
    if (!passage) continue;
    // Elsewhere only where the passage does not touch the span.
    if (passage->byte_end <= offsets_[span.begin] ||
        passage->byte_begin >= offsets_[span.end]) {
      continue;
    }
    return JsonFields()
        .Text("exact", exact)
        .Text("prefix", prefix)
        .Text("suffix", suffix)
        .Take();
  }
  return "";
}

}  // namespace attest
