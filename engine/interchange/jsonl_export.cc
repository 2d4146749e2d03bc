#include "engine/interchange/jsonl_export.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/current_event.h"
#include "engine/audit/discretion.h"
#include "engine/model/references.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

// What a decision is about.
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

bool IsLine(RecordType type) {
  // The log's own events come after these.
  return type < RecordType::kFileClosed && type != RecordType::kRedaction;
}

class Exporter {
 public:
  Exporter(const EventLog& log, const View& view, const View& now,
           const ExportOptions& options, NameContent name_content,
           absl::FunctionRef<absl::Status(absl::string_view)> write)
      : log_(log),
        view_(view),
        keys_(log, view, now, options.keys),
        discretion_(now, options.keys.include_restricted
                             ? Sealed::kHide
                             : Sealed::kHideRestricted),
        options_(options),
        name_content_(name_content),
        write_(write) {}

  absl::StatusOr<ExportSummary> Run() {
    const auto visit = [this](EventIndex index, const Event& event) {
      const uint64_t whole = WholeLines();
      RETURN_IF_ERROR(Export(index, event));
      if (WholeLines() > whole) NoteWhole(index);
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(log_.Scan(EventIndex(0), EventIndex(view_.cut()), visit));
    return summary_;
  }

 private:
  [[nodiscard]] uint64_t WholeLines() const {
    return summary_.lines - summary_.stubs;
  }
  void NoteWhole(EventIndex index) {
    auto& whole = summary_.whole;
    if (!whole.empty() && whole.back().second == index.value()) {
      ++whole.back().second;
    } else {
      whole.emplace_back(index.value(), index.value() + 1);
    }
  }
  absl::Status Export(EventIndex index, const Event& event);
  [[nodiscard]] bool IsChosen(EventIndex index) const {
    return options_.events == nullptr || options_.events->contains(index);
  }
  absl::Status ExportStub(EventIndex index, Withheld why);
  absl::Status ExportClaim(Event event);
  absl::Status ExportEntity(Event event);
  // A name may be known from a report that may not be.
  void LeaveOutNames(Entity& entity);
  absl::Status ExportDecision(Event event);
  absl::Status WriteLine(const Json& line);
  // The line for `event`, with who recorded it and when.
  absl::StatusOr<Json> LineOf(Event event);

  [[nodiscard]] Withheld WhyWithheld(EventIndex record) const {
    return keys_.WhyWithheld(record);
  }
  [[nodiscard]] absl::StatusOr<std::string> KeyOut(EventIndex record) const {
    return keys_.KeyOf(record);
  }
  absl::StatusOr<std::string> ByOf(const Event& event);

  const EventLog& log_;
  const View& view_;
  const OutgoingKeys keys_;
  const Discretion discretion_;
  const ExportOptions& options_;
  const NameContent name_content_;
  const absl::FunctionRef<absl::Status(absl::string_view)> write_;
  absl::flat_hash_set<EventIndex> left_out_;
  // Who added each file, by its closing event.
  absl::flat_hash_map<EventIndex, std::string> added_by_;
  ExportSummary summary_;
};

absl::StatusOr<std::string> Exporter::ByOf(const Event& event) {
  if (!event.by.empty() || !event.closed_by) return event.by;
  const auto known = added_by_.find(*event.closed_by);
  if (known != added_by_.end()) return known->second;
  ASSIGN_OR_RETURN(std::string by, keys_.keys().RecordedBy(event));
  added_by_.emplace(*event.closed_by, by);
  return by;
}

absl::StatusOr<Json> Exporter::LineOf(Event event) {
  if (options_.without_by) {
    event.by.clear();
  } else {
    ASSIGN_OR_RETURN(event.by, ByOf(event));
  }
  if (event.recorded.empty()) {
    event.recorded = FormatRfc3339(event.recorded_at);
  }
  return CaseLine(
      event, [this](EventIndex record) { return KeyOut(record); },
      name_content_);
}

absl::Status Exporter::WriteLine(const Json& line) {
  ++summary_.lines;
  return write_(absl::StrCat(
      line.dump(-1, ' ', false, Json::error_handler_t::replace), "\n"));
}

absl::Status Exporter::ExportStub(EventIndex index, Withheld why) {
  ASSIGN_OR_RETURN(const Event event, CurrentEvent(log_, view_, index));
  ASSIGN_OR_RETURN(Json line, StubLine(event, why, [this](EventIndex record) {
                     return KeyOut(record);
                   }));
  ASSIGN_OR_RETURN(line["id"], KeyOut(index));
  ++summary_.stubs;
  return WriteLine(line);
}

absl::Status Exporter::ExportClaim(Event event) {
  auto& claim = std::get<Claim>(event.record);
  if (WhyWithheld(EventIndex(claim.report.value())) != Withheld::kNo) {
    claim.quote.reset();
    claim.as_stated.clear();
    event.note.clear();
  }
  ASSIGN_OR_RETURN(const Json line, LineOf(std::move(event)));
  return WriteLine(line);
}

void Exporter::LeaveOutNames(Entity& entity) {
  summary_.names_left_out +=
      std::erase_if(entity.names, [this](const EntityName& name) {
        return name.report &&
               WhyWithheld(EventIndex(name.report->value())) != Withheld::kNo;
      });
}

absl::Status Exporter::ExportEntity(Event event) {
  LeaveOutNames(std::get<Entity>(event.record));
  ASSIGN_OR_RETURN(const Json line, LineOf(std::move(event)));
  return WriteLine(line);
}

absl::Status Exporter::ExportDecision(Event event) {
  if (event.withheld == Withheld::kRedacted) {
    ++summary_.decisions_left_out;
    return absl::OkStatus();
  }
  bool about_withheld = false;
  for (EventIndex target : TargetsOf(event.record)) {
    if (left_out_.contains(target)) {
      ++summary_.decisions_left_out;
      return absl::OkStatus();
    }
    // Of a claim, with whom and what it names.
    about_withheld |=
        WhyWithheld(target) != Withheld::kNo || discretion_.Hides(target);
  }
  if (about_withheld) {
    // A stub already says what its record's amendments came to, and words
    // about what is withheld would tell it.
    if (event.type() == RecordType::kAmendment) {
      ++summary_.decisions_left_out;
      return absl::OkStatus();
    }
    event.reason.clear();
    event.note.clear();
  }
  if (auto* retraction = std::get_if<Retraction>(&event.record)) {
    const bool hidden =
        retraction->report &&
        WhyWithheld(EventIndex(retraction->report->value())) != Withheld::kNo;
    if (about_withheld || hidden) retraction->quote.reset();
    if (retraction->superseded_by &&
        (left_out_.contains(DefinedBy(*retraction->superseded_by)) ||
         !IsChosen(DefinedBy(*retraction->superseded_by)))) {
      retraction->superseded_by.reset();
    }
  }
  if (auto* amendment = std::get_if<Amendment>(&event.record)) {
    auto* entity = std::get_if<Entity>(&amendment->values);
    if (entity != nullptr) LeaveOutNames(*entity);
  }
  ASSIGN_OR_RETURN(const Json line, LineOf(std::move(event)));
  return WriteLine(line);
}

absl::Status Exporter::Export(EventIndex index, const Event& event) {
  if (!IsLine(event.type())) return absl::OkStatus();
  if (!IsChosen(index)) {
    ++summary_.not_chosen;
    return absl::OkStatus();
  }
  if (const auto* claim = std::get_if<Claim>(&event.record)) {
    const EventIndex report(claim->report.value());
    const bool rests_on_left_out = std::any_of(
        claim->rests_on.begin(), claim->rests_on.end(), [this](ClaimId id) {
          return left_out_.contains(EventIndex(id.value()));
        });
    if (WhyWithheld(report) == Withheld::kSealed || rests_on_left_out) {
      left_out_.insert(index);
      ++summary_.claims_left_out;
      return absl::OkStatus();
    }
    if (event.withheld != Withheld::kNo) {
      return ExportStub(index, event.withheld);
    }
    return ExportClaim(event);
  }
  if (!TargetsOf(event.record).empty()) return ExportDecision(event);
  const Withheld why = WhyWithheld(index);
  if (why != Withheld::kNo) return ExportStub(index, why);
  if (event.type() == RecordType::kEntity) return ExportEntity(event);
  ASSIGN_OR_RETURN(const Json line, LineOf(event));
  return WriteLine(line);
}

}  // namespace

absl::StatusOr<ExportSummary> ExportJsonl(
    const EventLog& log, const View& view, const View& now,
    const ExportOptions& options, NameContent name_content,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  return Exporter(log, view, now, options, name_content, write).Run();
}

}  // namespace attest
