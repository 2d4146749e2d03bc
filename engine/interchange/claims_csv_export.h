// claims-csv: a table of claims, one a row, whose columns are named as the
// fields of the case format. What is here can be imported as claims-csv; it
// says nothing of claims that do not count, of the contents of reports, and of
// what was amended before. What its columns cannot say of the records that a
// row names, and the decisions about these, stands in column `definitions`.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_

#include <cstdint>
#include <set>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/chosen_records.h"
#include "engine/interchange/claims_csv_definitions.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct ClaimsCsvSummary {
  uint64_t rows = 0;
  // Of the rows, claims that were not chosen, and that chosen ones rest on.
  uint64_t premises = 0;
  // Claims left out: see ClaimsCsvRows.
  uint64_t not_counting = 0;
  uint64_t resting_on_sealed = 0;
  uint64_t resting_on_left_out = 0;
  uint64_t not_writable = 0;
  // Chosen entities that are in no row.
  uint64_t entities_left_out = 0;
  // Chosen sources and reports that are in no row, and decisions on such, or on
  // claims and entities that are in none.
  UnnamedCounts unnamed;
  // Of what the rows name: reports with texts or files that no cell holds,
  // names known from withheld reports, decisions on what is withheld, what
  // superseded a record and does not go out, passages of retractions, and words
  // that no cell holds as they are.
  uint64_t contents_left_out = 0;
  uint64_t names_left_out = 0;
  uint64_t links_left_out = 0;  // of sources and entities, one of them withheld
  uint64_t decisions_left_out = 0;
  uint64_t decisions_on_unnamed = 0;  // on two, one of which is in no row
  uint64_t successors_left_out = 0;
  uint64_t passages_left_out = 0;
  uint64_t words_changed = 0;
  uint64_t origins_left_out = 0;  // reports without names of withheld sources
  uint64_t telling = 0;           // reports that go: see MayTellPublisher
  // Claims and decisions without their words, which might name what is
  // withheld.
  uint64_t words_left_out = 0;
  std::set<EventIndex> events;  // that went out, rising
};

// Writes the headings, and a row for each claim of `selection` that counts, and
// for those that they rest on.
// What is withheld goes by a key that stands for its own and has no name.
// Claims of a withheld report, and those that `of_words` hides, are without
// quote, as_stated and note; decisions about what is withheld or hidden, or
// names it, without reason and note. Errors: those of the log and of `write`.
absl::StatusOr<ClaimsCsvSummary> ExportClaimsCsv(
    const EventLog& log, const View& view, const Discretion& discretion,
    const Discretion& of_words, const OutgoingKeys& keys,
    const Selection& selection, Chosen chosen, RecordedBy by,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_
