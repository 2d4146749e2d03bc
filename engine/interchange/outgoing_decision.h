// What goes out of a decision, a link and a report: words about what is
// withheld do not, nor what names it.

#ifndef ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_
#define ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/model/report.h"
#include "engine/projection/view.h"

namespace attest {

// The events that define what a decision is about; none for what is no
// decision.
[[nodiscard]] std::vector<EventIndex> TargetsOf(const Record& record);

// What becomes of a decision.
enum class DecisionGoes : uint8_t { kNot, kWithoutWords, kAsItIs };

// Takes out of `event`, a decision, what would tell of records that `keys`
// withholds or `discretion` hides: its words where it is about one of these, or
// about what names one. kNot where it is to stay as a whole: also a judgement
// on two entities one of which is withheld, unless its key is kept. Errors:
// those of the log.
[[nodiscard]] absl::StatusOr<DecisionGoes> MakeOutgoing(
    const OutgoingKeys& keys, const Discretion& discretion, Event& event);

// Takes out of `report`, which goes out, what an import put there that names a
// source which is withheld. Was there anything? Errors: those of the log.
absl::StatusOr<bool> LeaveOutOrigins(const OutgoingKeys& keys, Event& report);

// A report that goes out, as of `view`, without these.
[[nodiscard]] absl::StatusOr<Report> OutgoingReport(const EventLog& log,
                                                    const View& view,
                                                    const OutgoingKeys& keys,
                                                    ReportId id);

// Do title, author or address of `report`, which go out, perhaps tell which
// withheld source published it?
[[nodiscard]] bool MayTellPublisher(const OutgoingKeys& keys,
                                    const Report& report);

// Takes the entity that `source`, defined by `index`, is out of it where one of
// the two is withheld, which the other would name, unless keys are kept. Was
// there one?
bool LeaveOutLink(const OutgoingKeys& keys, EventIndex index, Source& source);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_
