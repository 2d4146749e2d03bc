// Which reports have text of which others: dependence inferred from text
// (CORROBORATION.md, "Dependence found by the program").
//
// Measured is containment, not resemblance: the share of one report's
// fingerprints that the other has too, so that a paragraph taken into a long
// report shows. Three things are not taken for reprints:
//  - *Boilerplate*, what recurs in many reports: login pages, cookie banners,
//    an agency's footer. A fingerprint of more than `common_reports` reports is
//    left out of everything, unless it spreads as a story on the wire does:
//    through many publishers, with hardly more than one report of each, at
//    least half of them within `wire_days`. One of more than RecurrenceLimit
//    reports is always left out.
//  - A quotation: a sentence or two are shared, but are too few words or too
//    small a part of both.
//  - What was published longer apart than `window_days`.
//
// The direction is a guess from the days of publication, and no more: the later
// may have its text from whom the earlier had it from.
//
// All of it is a function of the set of reports in the index. Fingerprints are
// not proof against a forger, who can make his text share any of them; what is
// found is shown with the passages, which a reader sees.
//
// Errors: those of ReprintIndex.

#ifndef ATTEST_ENGINE_CORROBORATION_REPRINT_FINDER_H_
#define ATTEST_ENGINE_CORROBORATION_REPRINT_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/corroboration/reprint_index.h"
#include "engine/corroboration/shared_passages.h"
#include "engine/model/day_range.h"
#include "engine/model/id.h"

namespace attest {

// The defaults are the outcome of benchmarks/reprints/README.md.
struct ReprintRules {
  // Two reports are linked when they share a passage of at least this many
  // words (SharedPassage::words) ...
  uint32_t min_passage_words = 20;
  // ... and either the containment of one in the other is at least this, and
  // all their passages together have so many words ...
  double min_containment = 0.25;
  uint32_t min_shared_words = 50;
  // ... or the containment is at least this: one is little but the passage.
  double min_whole_containment = 0.7;
  // Days that must lie between two reports to part them; reports whose days of
  // publication are unknown are never parted. Negative: no window.
  DayNumber window_days = 366;
  uint32_t common_reports = 10;
  DayNumber wire_days = 7;
  PassageRules passages;
};

enum class ReprintDirection : uint8_t {
  kUndirected,  // the order of publication is not known
  kFromOther,   // the other was published before
  kToOther,     // the other was published after
};

// A report that shares text with the one asked about.
struct ReprintMatch {
  ReportId other;
  ReprintDirection direction = ReprintDirection::kUndirected;
  // Distinct fingerprints that both have, that the report has, that the other
  // has; without boilerplate.
  uint32_t shared = 0;
  uint32_t of_report = 0;
  uint32_t of_other = 0;
  // In the order of the report asked about, which is `first` in them. Those of
  // one gram alone are left out.
  std::vector<SharedPassage> passages;

  // How much of the report stands in the other, and the reverse; (0, 1].
  [[nodiscard]] double Containment() const {
    return static_cast<double>(shared) / of_report;
  }
  [[nodiscard]] double OtherContainment() const {
    return static_cast<double>(shared) / of_other;
  }

  friend bool operator==(const ReprintMatch&, const ReprintMatch&) = default;
};

// How many reports may have a fingerprint that is no boilerplate, of `reports`
// in all. It moves only where `reports` passes a power of two; then matches of
// any report may change.
[[nodiscard]] size_t RecurrenceLimit(size_t reports);

// Returns the reports linked to `report`, by id. Linked is mutual: each of them
// has `report` among its own.
// NotFound when `report` is not in `index`.
// Complexity: of the order of the reports that share a fingerprint with it.
absl::StatusOr<std::vector<ReprintMatch>> FindReprints(
    const ReprintIndex& index, ReportId report, const ReprintRules& rules = {});

// Returns the reports, by id, whose matches with reports other than `reports`
// are not what they were if `reports` were not there, since these make
// something boilerplate, or the reverse. To keep all matches up to date: after
// Add, find those of the new reports and of these; before Remove, take these,
// and find theirs after it.
// NotFound when one of `reports` is not in `index`.
absl::StatusOr<std::vector<ReportId>> FindUnsettled(
    const ReprintIndex& index, absl::Span<const ReportId> reports,
    const ReprintRules& rules = {});

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_REPRINT_FINDER_H_
