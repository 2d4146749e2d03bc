#include "engine/mention_search.h"

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "engine/model/redacted_event.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

// Calls `visit` with each place of `word` in `text`.
template <class F>
void EachPlace(absl::string_view text, absl::string_view word, F visit) {
  if (word.empty()) return;
  for (size_t at = text.find(word); at != absl::string_view::npos;
       at = text.find(word, at + word.size())) {
    visit(at, at + word.size());
  }
}

}  // namespace

MentionSearch::MentionSearch(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const absl::StatusOr<FoldedText> folded = FoldForQuote(name);
    names_.push_back({.name = name,
                      .for_search = FoldForSearch(name),
                      .for_quote = folded.ok() ? std::string(folded->text())
                                               : std::string()});
  }
}

void MentionSearch::InEvent(
    const Event& event,
    absl::FunctionRef<void(absl::string_view, const std::string&)> visit)
    const {
  VisitTexts(event, [&](absl::string_view field, absl::string_view text) {
    if (text.empty()) return;
    const std::string folded = FoldForSearch(text);
    for (const Name& name : names_) {
      if (!name.for_search.empty() &&
          absl::StrContains(folded, name.for_search)) {
        visit(field, name.name);
      }
    }
  });
}

bool MentionSearch::InText(
    absl::string_view text,
    absl::FunctionRef<void(const std::string&, uint64_t, uint64_t)> visit)
    const {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  for (const Name& name : names_) {
    if (!folded.ok()) {
      EachPlace(text, name.name, [&](size_t begin, size_t end) {
        visit(name.name, begin, end);
      });
      continue;
    }
    EachPlace(folded->text(), name.for_quote, [&](size_t begin, size_t end) {
      const ByteRange range = folded->OriginalRange({begin, end});
      visit(name.name, range.begin, range.end);
    });
  }
  return folded.ok();
}

}  // namespace attest
