#include "engine/model/contents_of.h"

#include <variant>

namespace attest {
namespace {

template <class ReportOf, class EventOf>
ReportOf* Find(EventOf& event) {
  if (auto* amendment = std::get_if<Amendment>(&event.record)) {
    return std::get_if<Report>(&amendment->values);
  }
  return std::get_if<Report>(&event.record);
}

}  // namespace

const Report* ReportIn(const Event& event) { return Find<const Report>(event); }

Report* ReportIn(Event& event) { return Find<Report>(event); }

void VisitContents(const Event& event,
                   absl::FunctionRef<void(const Content&)> visit) {
  const Report* const report = ReportIn(event);
  if (report == nullptr) return;
  if (report->file) visit(*report->file);
  if (report->text) visit(*report->text);
}

}  // namespace attest
