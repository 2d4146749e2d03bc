#include "engine/interchange/claims_csv_definitions.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/model/claim.h"
#include "engine/model/references.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

// Has `line` no fields beside `type`, `id` and these, whose texts fit cells?
bool HasOnly(const Json& line,
             std::initializer_list<absl::string_view> columns) {
  return std::all_of(
      line.items().begin(), line.items().end(), [&](const auto& field) {
        const absl::string_view name = field.key();
        if (name == "type" || name == "id") return true;
        return std::find(columns.begin(), columns.end(), name) !=
                   columns.end() &&
               field.value().is_string() &&
               FitsCell(field.value().template get<std::string>());
      });
}

std::string TextOf(const Json& line, const char* field) {
  const auto found = line.find(field);
  return found != line.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string();
}

bool MakesSource(absl::string_view key) {
  return absl::StartsWith(key, "src:");
}

absl::StatusOr<ContentField> NoContent(const Report&, ContentRole) {
  return ContentField{};
}

}  // namespace

ClaimsCsvDefinitions::ClaimsCsvDefinitions(
    const EventLog& log, const View& view, const Discretion& discretion,
    const OutgoingKeys& keys, const absl::flat_hash_set<ClaimId>& rows,
    RecordedBy by)
    : log_(log),
      view_(view),
      discretion_(discretion),
      keys_(keys),
      rows_(rows),
      by_(by) {
  for (const ClaimId claim : rows) {
    reports_.insert(EventIndex(view.claim(claim).report.value()));
  }
}

bool ClaimsCsvDefinitions::Names(EntityId id) const {
  const std::vector<EntityId> group = view_.GroupOf(id);
  return std::any_of(group.begin(), group.end(), [this](EntityId member) {
    return done_.contains(EventIndex(member.value()));
  });
}

// Would an importer make the record so of a row that has it in this role?
bool ClaimsCsvDefinitions::DescribedBy(Role role, const Json& line) const {
  if (line.contains("withheld")) return false;
  const std::string key = TextOf(line, "id");
  switch (role) {
    case Role::kEntity:
      return HasOnly(line, {"kind", "name"}) && !TextOf(line, "name").empty();
    case Role::kPlace:
      return HasOnly(line, {"kind", "name"}) && !TextOf(line, "name").empty() &&
             absl::StartsWithIgnoreCase(key, "place:") &&
             TextOf(line, "kind") == "place";
    case Role::kReport:
      return HasOnly(line,
                     {"source", "title", "published", "url", "language"}) &&
             !TextOf(line, "title").empty();
    case Role::kPublisher:
      return HasOnly(line, {"kind", "name"}) && !TextOf(line, "name").empty() &&
             MakesSource(key);
    case Role::kSpeaker:
      return HasOnly(line, {"kind", "name"}) &&
             TextOf(line, "kind") == "unknown" &&
             key == absl::StrCat("src:", TextOf(line, "name"));
    case Role::kReached:
      return false;
  }
  return false;
}

absl::StatusOr<Json> ClaimsCsvDefinitions::LineOf(EventIndex record,
                                                  Event event) {
  const auto key_of = [this](EventIndex named) { return keys_.KeyOf(named); };
  const Withheld why = keys_.WhyWithheld(record);
  if (auto* source = std::get_if<Source>(&event.record)) {
    links_left_out_ += LeaveOutLink(keys_, record, *source) ? 1 : 0;
  }
  if (why != Withheld::kNo) {
    ASSIGN_OR_RETURN(Json line, StubLine(event, why, key_of));
    ASSIGN_OR_RETURN(line["id"], keys_.KeyOf(record));
    return line;
  }
  events_.insert(record);
  if (auto* entity = std::get_if<Entity>(&event.record)) {
    names_left_out_ +=
        std::erase_if(entity->names, [this](const EntityName& name) {
          return name.report && keys_.IsWithheld(*name.report);
        });
  }
  if (event.type() == RecordType::kReport) {
    ASSIGN_OR_RETURN(const bool had_origins, LeaveOutOrigins(keys_, event));
    origins_left_out_ += had_origins ? 1 : 0;
    telling_ += MayTellPublisher(keys_, std::get<Report>(event.record)) ? 1 : 0;
  }
  event.by.clear();
  event.recorded.clear();
  ASSIGN_OR_RETURN(Json line, CaseLine(event, key_of, NoContent));
  if (const auto* report = std::get_if<Report>(&event.record)) {
    if (report->file || report->text) ++contents_left_out_;
    line.erase("media_type");
    line.erase("text_by");
  }
  return line;
}

// Adds the line of `record`, unless columns say it, behind those of what it
// names.
absl::Status ClaimsCsvDefinitions::Need(EventIndex record, Role role) {
  struct Step {
    EventIndex record;
    Role role = Role::kReached;
    bool is_entered = false;
  };
  std::vector<Step> steps = {{record, role}};
  while (!steps.empty()) {
    Step& step = steps.back();
    const EventIndex at = step.record;
    if (!step.is_entered && !done_.insert(at).second) {
      steps.pop_back();
      continue;
    }
    ASSIGN_OR_RETURN(const Event event, CurrentEvent(log_, view_, at));
    if (!step.is_entered) {
      step.is_entered = true;
      VisitReferences(event,
                      [&steps](EventIndex named) { steps.push_back({named}); });
      continue;
    }
    const Role last = step.role;
    steps.pop_back();
    news_.push_back(at);
    ASSIGN_OR_RETURN(Json line, LineOf(at, event));
    if (!DescribedBy(last, line)) lines_.push_back(std::move(line));
    if (event.type() != RecordType::kEntity) continue;
    for (const EntityId member : view_.GroupOf(EntityId(at.value()))) {
      // A judgement that does not go out is not to be read off a row.
      if (keys_.keeps_keys() || keys_.IsWithheld(member) ==
                                    (keys_.WhyWithheld(at) != Withheld::kNo)) {
        steps.push_back({.record = EventIndex(member.value())});
      }
    }
  }
  return absl::OkStatus();
}

// What supersedes something is needed where it goes out anyway.
absl::Status ClaimsCsvDefinitions::NeedWhatItNames(EventIndex index) {
  ASSIGN_OR_RETURN(const Event event, log_.Get(index));
  const auto* retraction = std::get_if<Retraction>(&event.record);
  if (retraction == nullptr) return absl::OkStatus();
  if (retraction->report) {
    RETURN_IF_ERROR(
        Need(EventIndex(retraction->report->value()), Role::kReached));
  }
  if (!retraction->superseded_by) return absl::OkStatus();
  const EventIndex successor = DefinedBy(*retraction->superseded_by);
  return reports_.contains(successor) ? Need(successor, Role::kReached)
                                      : absl::OkStatus();
}

// What something derives from is needed too.
absl::Status ClaimsCsvDefinitions::AddDecisions(EventIndex record) {
  for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
    if (decision.type == RecordType::kAmendment) continue;
    if (decision.type == RecordType::kDependence && decision.target == record) {
      RETURN_IF_ERROR(Need(*decision.other, Role::kReached));
    }
    if (decision.type == RecordType::kRetraction) {
      if (decision.target != record) continue;  // it superseded another
      RETURN_IF_ERROR(NeedWhatItNames(decision.event));
    }
    to_decide_.insert(decision.event);
  }
  return absl::OkStatus();
}

void ClaimsCsvDefinitions::LeaveOutOf(Retraction& retraction) {
  if (retraction.superseded_by &&
      !IsOut(DefinedBy(*retraction.superseded_by))) {
    retraction.superseded_by.reset();
    ++successors_left_out_;
  }
  if (retraction.quote) {
    retraction.quote.reset();  // there will be no text to find it in
    ++passages_left_out_;
  }
}

absl::Status ClaimsCsvDefinitions::AddDecision(EventIndex index) {
  ASSIGN_OR_RETURN(Event event, log_.Get(index));
  ASSIGN_OR_RETURN(event.key, keys_.KeyOf(index, event));
  const std::vector<EventIndex> targets = TargetsOf(event.record);
  const bool is_whole =
      !targets.empty() &&
      std::all_of(targets.begin(), targets.end(),
                  [this](EventIndex target) { return IsOut(target); });
  if (!is_whole) {
    halves_.insert(index);
    return absl::OkStatus();
  }
  halves_.erase(index);
  if (!decisions_.insert(index).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DecisionGoes goes,
                   MakeOutgoing(keys_, discretion_, event));
  if (goes == DecisionGoes::kNot) {
    ++decisions_left_out_;
    return absl::OkStatus();
  }
  words_left_out_ += goes == DecisionGoes::kWithoutWords ? 1 : 0;
  if (auto* retraction = std::get_if<Retraction>(&event.record)) {
    LeaveOutOf(*retraction);
  }
  event.recorded.clear();
  if (by_ == RecordedBy::kIsLeftOut) {
    event.by.clear();
  } else {
    ASSIGN_OR_RETURN(event.by, keys_.keys().RecordedBy(event));
  }
  const auto key_of = [this](EventIndex named) { return keys_.KeyOf(named); };
  ASSIGN_OR_RETURN(Json line, CaseLine(event, key_of, NoContent));
  lines_.push_back(std::move(line));
  events_.insert(index);
  return absl::OkStatus();
}

UnnamedCounts ClaimsCsvDefinitions::CountUnnamed(
    absl::Span<const EventIndex> records) const {
  UnnamedCounts counts;
  absl::flat_hash_set<EventIndex> seen;
  for (const EventIndex record : records) {
    if (IsOut(record)) continue;
    const std::optional<RecordType> type = view_.TypeOf(record);
    counts.sources += type == RecordType::kSource ? 1 : 0;
    counts.reports += type == RecordType::kReport ? 1 : 0;
    for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
      if (decision.type == RecordType::kAmendment ||
          decision.type == RecordType::kRedaction ||
          (decision.type == RecordType::kRetraction &&
           decision.target != record) ||
          decisions_.contains(decision.event) ||
          halves_.contains(decision.event)) {
        continue;
      }
      counts.decisions += seen.insert(decision.event).second ? 1 : 0;
    }
  }
  return counts;
}

absl::StatusOr<std::string> ClaimsCsvDefinitions::CellOf(EventIndex index,
                                                         const Event& event) {
  lines_ = Json::array();
  news_.clear();
  to_decide_.clear();
  const auto& claim = std::get<Claim>(event.record);
  const auto need = [this](auto id, Role role) {
    return Need(EventIndex(id.value()), role);
  };
  RETURN_IF_ERROR(need(view_.report(claim.report).source, Role::kPublisher));
  RETURN_IF_ERROR(need(claim.report, Role::kReport));
  RETURN_IF_ERROR(need(claim.subject, Role::kEntity));
  if (const auto* object = std::get_if<EntityId>(&claim.object)) {
    RETURN_IF_ERROR(need(*object, Role::kEntity));
  }
  if (claim.place) RETURN_IF_ERROR(need(*claim.place, Role::kPlace));
  for (const Speaker& speaker : claim.attribution) {
    RETURN_IF_ERROR(need(speaker.source, Role::kSpeaker));
  }
  if (FindBuiltin(claim.predicate) == nullptr) {
    RETURN_IF_ERROR(need(claim.predicate, Role::kReached));
  }
  RETURN_IF_ERROR(AddDecisions(index));
  for (size_t i = 0; i < news_.size(); ++i) {
    RETURN_IF_ERROR(AddDecisions(news_[i]));
  }
  // In their order: the latest on the same thing stands.
  for (const EventIndex decision : to_decide_) {
    RETURN_IF_ERROR(AddDecision(decision));
  }
  if (lines_.empty()) return std::string();
  std::string cell =
      lines_.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (FitsCell(cell)) return cell;
  return lines_.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace attest
