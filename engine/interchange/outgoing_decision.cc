#include "engine/interchange/outgoing_decision.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/string_view.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/ftm_origins.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

}  // namespace

std::vector<EventIndex> TargetsOf(const Record& record) {
  if (const auto* retraction = std::get_if<Retraction>(&record)) {
    return {DefinedBy(retraction->target)};
  }
  if (const auto* assessment = std::get_if<Assessment>(&record)) {
    return {DefinedBy(assessment->target)};
  }
  if (const auto* identity = std::get_if<Identity>(&record)) {
    return {EventIndex(identity->a.value()), EventIndex(identity->b.value())};
  }
  if (const auto* dependence = std::get_if<Dependence>(&record)) {
    return {EventOf(dependence->from), EventOf(dependence->on)};
  }
  if (const auto* amendment = std::get_if<Amendment>(&record)) {
    return {DefinedBy(amendment->target)};
  }
  return {};
}

absl::StatusOr<DecisionGoes> MakeOutgoing(const OutgoingKeys& keys,
                                          const Discretion& discretion,
                                          Event& event) {
  if (event.withheld == Withheld::kRedacted) return DecisionGoes::kNot;
  const auto* identity = std::get_if<Identity>(&event.record);
  if (identity != nullptr && !keys.keeps_keys() &&
      keys.IsWithheld(identity->a) != keys.IsWithheld(identity->b)) {
    return DecisionGoes::kNot;
  }
  // Of a claim, with whom and what it names.
  const auto is_withheld = [&](EventIndex named) {
    return keys.WhyWithheld(named) != Withheld::kNo || discretion.Hides(named);
  };
  std::vector<EventIndex> named = TargetsOf(event.record);
  bool tells = std::any_of(named.begin(), named.end(), is_withheld);
  // A stub already says what its record's amendments came to.
  if (tells && event.type() == RecordType::kAmendment) {
    return DecisionGoes::kNot;
  }
  auto* retraction = std::get_if<Retraction>(&event.record);
  if (retraction != nullptr && retraction->superseded_by) {
    named.push_back(DefinedBy(*retraction->superseded_by));
    tells = tells || is_withheld(named.back());
  }
  if (retraction != nullptr && retraction->report) {
    named.emplace_back(retraction->report->value());
    tells = tells || keys.IsWithheld(*retraction->report);
  }
  for (const EventIndex one : named) {
    if (tells) break;
    ASSIGN_OR_RETURN(tells, keys.NamesWithheld(one));
  }
  const bool has_quote = retraction != nullptr && retraction->quote;
  if (!tells || (event.reason.empty() && event.note.empty() && !has_quote)) {
    return DecisionGoes::kAsItIs;
  }
  event.reason.clear();
  event.note.clear();
  if (retraction != nullptr) retraction->quote.reset();
  return DecisionGoes::kWithoutWords;
}

absl::StatusOr<bool> LeaveOutOrigins(const OutgoingKeys& keys, Event& report) {
  const auto is_withheld =
      [&keys](absl::string_view key) -> absl::StatusOr<bool> {
    // Where its key was taken out as well, one that stands for it is left.
    for (const std::string& known : {std::string(key), keys.Replaced(key)}) {
      ASSIGN_OR_RETURN(const std::optional<Found> found,
                       keys.keys().Find(known));
      if (found) return keys.WhyWithheld(found->event) != Withheld::kNo;
    }
    return false;
  };
  return LeaveOutFtmOrigins(is_withheld, report);
}

absl::StatusOr<Report> OutgoingReport(const EventLog& log, const View& view,
                                      const OutgoingKeys& keys, ReportId id) {
  ASSIGN_OR_RETURN(Event event,
                   CurrentEvent(log, view, EventIndex(id.value())));
  RETURN_IF_ERROR(LeaveOutOrigins(keys, event).status());
  return std::get<Report>(std::move(event.record));
}

bool MayTellPublisher(const OutgoingKeys& keys, const Report& report) {
  return keys.IsWithheld(report.source) &&
         !(report.title.empty() && report.author.empty() &&
           report.url.empty() && report.archive_url.empty());
}

bool LeaveOutLink(const OutgoingKeys& keys, EventIndex index, Source& source) {
  if (keys.keeps_keys() || !source.entity ||
      keys.IsWithheld(*source.entity) ==
          (keys.WhyWithheld(index) != Withheld::kNo)) {
    return false;
  }
  source.entity.reset();
  return true;
}

}  // namespace attest
