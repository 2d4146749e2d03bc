#include "engine/audit/outgoing.h"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Of a record, with what a report is published by.
Sensitivity SensitivityWithPublisher(const View& now, EventIndex record) {
  const Sensitivity own = SensitivityOf(now, record);
  if (now.TypeOf(record) != RecordType::kReport) return own;
  const SourceId publisher = now.report(ReportId(record.value())).source;
  return std::max(own, SensitivityOf(now, EventIndex(publisher.value())));
}

// Of a record that an event names; of a claim, with all that the claim names.
Sensitivity SensitivityOfNamed(const View& now, EventIndex record) {
  if (now.TypeOf(record) != RecordType::kClaim) {
    return SensitivityWithPublisher(now, record);
  }
  if (Discretion(now, Sealed::kHide).Hides(record)) {
    return Sensitivity::kSealed;
  }
  if (Discretion(now, Sealed::kHideRestricted).Hides(record)) {
    return Sensitivity::kRestricted;
  }
  return Sensitivity::kPublic;
}

bool IsDecision(RecordType type) {
  return type >= RecordType::kRetraction && type <= RecordType::kAmendment;
}

}  // namespace

absl::StatusOr<Withheld> Outgoing::WhyWithheldAlone(EventIndex index,
                                                    const Event& event) const {
  Withheld why = std::max(event.withheld, now_.WithheldOf(index));
  if (why != Withheld::kNo) return why;
  Sensitivity most = SensitivityWithPublisher(now_, index);
  std::vector<EventIndex> decisions;
  VisitReferences(event, [&](EventIndex named) {
    most = std::max(most, SensitivityOfNamed(now_, named));
    if (IsDecision(event.type())) why = std::max(why, now_.WithheldOf(named));
    const std::optional<RecordType> type = now_.TypeOf(named);
    if (type && IsDecision(*type)) decisions.push_back(named);
  });
  // Words about a decision tell of what that was about; it is an earlier one.
  for (const EventIndex decision : decisions) {
    ASSIGN_OR_RETURN(const Event named, log_.Get(decision));
    ASSIGN_OR_RETURN(const Withheld of_named,
                     WhyWithheldAlone(decision, named));
    why = std::max(why, of_named);
  }
  if (most == Sensitivity::kSealed) return std::max(why, Withheld::kSealed);
  if (most == Sensitivity::kRestricted && restricted_ == Restricted::kStay) {
    return std::max(why, Withheld::kRestricted);
  }
  return why;
}

absl::StatusOr<Withheld> Outgoing::WhyWithheld(EventIndex index) const {
  ASSIGN_OR_RETURN(const Event event, log_.Get(index));
  ASSIGN_OR_RETURN(Withheld why, WhyWithheldAlone(index, event));
  const auto* file = std::get_if<FileClosed>(&event.record);
  if (file == nullptr) return why;
  RETURN_IF_ERROR(
      log_.Scan(file->first, index, [&](EventIndex at, const Event& of_file) {
        ASSIGN_OR_RETURN(const Withheld of_one, WhyWithheldAlone(at, of_file));
        why = std::max(why, of_one);
        return absl::OkStatus();
      }));
  return why;
}

}  // namespace attest
