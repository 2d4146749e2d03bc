// The contents that an event names: what a report, or an amendment of one, has
// as its file and its text.

#ifndef ATTEST_ENGINE_MODEL_CONTENTS_OF_H_
#define ATTEST_ENGINE_MODEL_CONTENTS_OF_H_

#include "absl/functional/function_ref.h"
#include "engine/model/event.h"
#include "engine/model/report.h"

namespace attest {

// The report in `event`, or what an amendment sets of one; null: neither.
[[nodiscard]] const Report* ReportIn(const Event& event);
[[nodiscard]] Report* ReportIn(Event& event);

// Calls `visit` with every content that `event` names.
void VisitContents(const Event& event,
                   absl::FunctionRef<void(const Content&)> visit);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_CONTENTS_OF_H_
