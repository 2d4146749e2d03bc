#include <unicode/unistr.h>

#include <string>

#include "engine/text/folding.h"

namespace attest {

std::string FoldForComparison(absl::string_view text) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  if (!folded.ok()) return std::string(text);
  const absl::string_view kept = folded->text();
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(kept.data(), static_cast<int32_t>(kept.size())));
  std::string result;
  wide.foldCase().toUTF8String(result);
  return result;
}

}  // namespace attest
