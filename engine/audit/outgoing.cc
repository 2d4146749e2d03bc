#include "engine/audit/outgoing.h"

#include <algorithm>
#include <variant>

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

}  // namespace

Withheld Outgoing::WhyWithheldAlone(EventIndex index,
                                    const Event& event) const {
  const Withheld stored = std::max(event.withheld, now_.WithheldOf(index));
  if (stored != Withheld::kNo) return stored;
  Sensitivity most = SensitivityWithPublisher(now_, index);
  VisitReferences(event, [&](EventIndex named) {
    most = std::max(most, SensitivityWithPublisher(now_, named));
  });
  if (most == Sensitivity::kSealed) return Withheld::kSealed;
  if (most == Sensitivity::kRestricted && restricted_ == Restricted::kStay) {
    return Withheld::kRestricted;
  }
  return Withheld::kNo;
}

absl::StatusOr<Withheld> Outgoing::WhyWithheld(EventIndex index) const {
  ASSIGN_OR_RETURN(const Event event, log_.Get(index));
  Withheld why = WhyWithheldAlone(index, event);
  const auto* file = std::get_if<FileClosed>(&event.record);
  if (file == nullptr) return why;
  RETURN_IF_ERROR(
      log_.Scan(file->first, index, [&](EventIndex at, const Event& of_file) {
        why = std::max(why, WhyWithheldAlone(at, of_file));
        return absl::OkStatus();
      }));
  return why;
}

}  // namespace attest
