#include "engine/interchange/claims_csv_edits.h"

#include <variant>

#include "engine/model/claim.h"
#include "engine/model/report.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// A table of more reports than these looks some up again.
constexpr size_t kMaxKept = 100'000;

bool IsOther(absl::string_view stated, absl::string_view known) {
  return !stated.empty() && stated != known;
}

}  // namespace

absl::StatusOr<bool> ClaimsCsvEdits::IsOpen(EventIndex report) {
  const auto known = open_.find(report);
  if (known != open_.end()) return known->second;
  ASSIGN_OR_RETURN(const Event event, existing_.Current(report));
  const auto* record = std::get_if<Report>(&event.record);
  const bool is_open = record != nullptr && event.withheld == Withheld::kNo &&
                       record->sensitivity == Sensitivity::kPublic;
  if (open_.size() >= kMaxKept) open_.clear();
  open_.emplace(report, is_open);
  return is_open;
}

absl::StatusOr<std::string> ClaimsCsvEdits::RecordedBy(const Event& event) {
  if (!event.by.empty() || !event.closed_by) return event.by;
  const auto known = added_by_.find(*event.closed_by);
  if (known != added_by_.end()) return known->second;
  ASSIGN_OR_RETURN(const Event closed, existing_.Get(*event.closed_by));
  if (added_by_.size() >= kMaxKept) added_by_.clear();
  added_by_.emplace(*event.closed_by, closed.by);
  return closed.by;
}

absl::StatusOr<std::vector<ClaimColumn>> ClaimsCsvEdits::Find(
    const RowNotes& row, const Event& known) {
  std::vector<ClaimColumn> edits;
  const auto& claim = std::get<Claim>(known.record);
  if (row.note && *row.note != known.note) {
    bool is_edit = !row.note->empty();
    if (!is_edit) {
      ASSIGN_OR_RETURN(is_edit, IsOpen(EventIndex(claim.report.value())));
    }
    if (is_edit) edits.push_back(ClaimColumn::kNote);
  }
  if (!row.by.empty()) {
    ASSIGN_OR_RETURN(const std::string by, RecordedBy(known));
    if (row.by != by) edits.push_back(ClaimColumn::kBy);
  }
  if (IsOther(row.recorded, known.recorded) &&
      row.recorded != FormatRfc3339(known.recorded_at)) {
    edits.push_back(ClaimColumn::kRecorded);
  }
  const Extractor extractor = claim.extracted_by.value_or(Extractor());
  if (IsOther(row.extracted_by, extractor.agent)) {
    edits.push_back(ClaimColumn::kExtractedBy);
  }
  if (IsOther(row.extracted_method, NameOf(extractor.method))) {
    edits.push_back(ClaimColumn::kExtractedMethod);
  }
  if (IsOther(row.extracted_version, extractor.version)) {
    edits.push_back(ClaimColumn::kExtractedVersion);
  }
  return edits;
}

}  // namespace attest
