// SfmRow reads the values and the spans of time of one row and makes claims of
// them: one for each value and citation.
//
// A claim of a report says what that report is cited for and no more. So the
// dates of a relation enter the claims of the reports cited for these dates
// alone:
//
//     cited for         flagged as real    valid        real_ends
//     first citation    no                 D1
//     first citation    yes                D1/..        start
//     last citation     no                 D2
//     last citation     yes                ../D2        end
//     both              as flagged         D1/D2        as flagged
//     neither                              -
//
// A report cited for a date and for nothing that the date is of says that
// date, by a predicate of its own; so does any where the last citation is
// before the first.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_ROW_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/interchange/sfm_lines.h"
#include "engine/interchange/sfm_sources.h"
#include "engine/interchange/sfm_table.h"

namespace attest {

// A cell with what it rests on.
struct SfmValue {
  std::string text;  // on one line
  SfmCitations citations;
  std::string confidence;
  std::string column;  // the heading
  std::optional<size_t> column_number;

  [[nodiscard]] bool empty() const { return text.empty(); }
  [[nodiscard]] bool IsCitedFrom(absl::string_view report) const;
};

// One end of a span: when something was first or last cited.
struct SfmEnd {
  SfmValue stated;   // as the cell has it
  std::string edtf;  // empty: not known
  bool is_real = false;
};

struct SfmSpan {
  SfmEnd first;
  SfmEnd last;
  std::string note;
  // It ends before it begins: no claim takes its time from it, and each date
  // is said alone.
  bool is_reversed = false;
};

// Where a span stands.
struct SfmSpanColumns {
  SfmColumns first;
  SfmColumns is_start;
  SfmColumns last;
  SfmColumns is_end;
  SfmColumns open_ended;  // Y, N, or E: the last citation is the end
};

// Do the ends of a span count as those of the value, or has it only been seen
// at them?
enum class SfmEnds : uint8_t { kOfValue, kSeen };

class SfmRow {
 public:
  // All must outlive the row; `table` stays at its row.
  SfmRow(SfmTable& table, SfmLines& lines, SfmSources& sources)
      : table_(table), lines_(lines), sources_(sources) {}

  [[nodiscard]] SfmLines& lines() { return lines_; }
  [[nodiscard]] std::string Text(const SfmColumns& columns) const;

  absl::StatusOr<SfmValue> Read(const SfmColumns& columns);
  absl::StatusOr<SfmEnd> ReadEnd(const SfmColumns& columns);
  absl::StatusOr<SfmSpan> ReadSpan(const SfmSpanColumns& columns);

  // What stands in `note` of every claim from now on.
  void SetNote(std::string note) { note_ = std::move(note); }

  // A claim for each citation of `value`. `claim` has subject, predicate and
  // object or value; `span` may be null.
  absl::Status AddClaims(SfmClaim claim, const SfmValue& value,
                         const SfmSpan* span, SfmEnds ends);
  absl::Status AddClaim(SfmClaim claim, const SfmValue& value,
                        const SfmCitation& citation, const SfmSpan* span,
                        SfmEnds ends);

  // A text claim for each of several values of one cell and each citation.
  absl::Status AddTexts(const std::string& subject,
                        const std::string& predicate, const SfmValue& value);

  // The dates of a span that no claim of the values carries, and those that
  // one carries with another confidence than their own, as claims by
  // `sfm:RELATION_first_cited`, or `_started` where the end is real; `_last_
  // cited` or `_ended`. `of` says for the reader what the dates are of. Claims
  // of `seen` carry a date as seen, which says nothing of a real end.
  absl::Status AddDates(const std::string& subject, absl::string_view relation,
                        absl::string_view of, const SfmSpan& span,
                        std::vector<const SfmValue*> values,
                        std::vector<const SfmValue*> seen = {});

  // Warns of a note that no claim carries, as the row says nothing new.
  absl::Status FinishNote(absl::string_view column);

 private:
  absl::StatusOr<std::string> ReadConfidence(const SfmColumns& columns);
  absl::Status WarnOfNoSource(const std::string& column,
                              const std::string& value);
  absl::Status AssessIfStored(SfmClaim claim, const SfmValue& value,
                              const SfmCitation& citation);
  absl::Status WarnOfFlag(const SfmColumns& flag, const SfmEnd& end);
  absl::StatusOr<bool> IsYes(const SfmColumns& columns, absl::string_view yes);

  SfmTable& table_;
  SfmLines& lines_;
  SfmSources& sources_;
  std::string note_;
  uint64_t new_claims_ = 0;
  uint64_t old_claims_ = 0;
  bool is_note_stored_ = false;  // with a claim of an earlier import
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_ROW_H_
