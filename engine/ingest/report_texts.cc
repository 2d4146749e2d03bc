#include "engine/ingest/report_texts.h"

#include <iterator>
#include <utility>

#include "engine/status_macros.h"
#include "engine/text/folding.h"

namespace attest {

absl::StatusOr<const ReportText*> ReportTexts::Get(KeyHandle report,
                                                   Loader load) {
  const auto found = places_.find(report);
  if (found != places_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return &kept_.front().text;
  }
  ASSIGN_OR_RETURN(ReportText loaded, load(report));
  kept_.push_front({.report = report, .bytes = 0, .text = std::move(loaded)});
  Kept& kept = kept_.front();
  places_[report] = kept_.begin();
  if (kept.text.kind == TextKind::kText) {
    // Folded in its final place, which it borrows from.
    absl::StatusOr<FoldedText> folded = FoldForQuote(kept.text.original);
    if (!folded.ok()) {
      Forget(report);
      return folded.status();
    }
    kept.text.folded = *std::move(folded);
    kept.bytes =
        kept.text.original.size() + 2 * kept.text.folded->text().size();
  }
  kept.bytes += sizeof(Kept);
  bytes_ += kept.bytes;
  while (bytes_ > max_bytes_ && kept_.size() > 1) Drop(std::prev(kept_.end()));
  return &kept_.front().text;
}

void ReportTexts::Forget(KeyHandle report) {
  const auto found = places_.find(report);
  if (found != places_.end()) Drop(found->second);
}

void ReportTexts::Clear() {
  places_.clear();
  kept_.clear();
  bytes_ = 0;
}

void ReportTexts::Drop(std::list<Kept>::iterator place) {
  bytes_ -= place->bytes;
  places_.erase(place->report);
  kept_.erase(place);
}

}  // namespace attest
