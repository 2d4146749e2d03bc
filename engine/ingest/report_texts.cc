#include "engine/ingest/report_texts.h"

#include <iterator>
#include <utility>

#include "engine/status_macros.h"
#include "engine/text/folding.h"

namespace attest {

absl::StatusOr<ReportText*> ReportTexts::Get(KeyHandle report, Loader load) {
  // What was quoted from it since may have made it larger.
  if (!kept_.empty()) Measure();
  const auto found = places_.find(report);
  if (found != places_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    DropOldest();
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
    kept.text.quotes.emplace(*std::move(folded));
  }
  Measure();
  DropOldest();
  return &kept_.front().text;
}

void ReportTexts::Measure() {
  Kept& kept = kept_.front();
  bytes_ -= kept.bytes;
  kept.bytes = sizeof(Kept) + kept.text.original.size();
  if (kept.text.quotes) {
    kept.bytes += 2 * kept.text.quotes->report().text().size() +
                  kept.text.quotes->bytes();
  }
  bytes_ += kept.bytes;
}

void ReportTexts::DropOldest() {
  while (bytes_ > max_bytes_ && kept_.size() > 1) Drop(std::prev(kept_.end()));
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
