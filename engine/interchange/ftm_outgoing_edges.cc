// Relations, and where values came from.

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/ftm_outgoing.h"
#include "engine/interchange/ftm_outgoing_dates.h"
#include "engine/interchange/ftm_provenance.h"
#include "engine/interchange/ftm_statement_id.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// 20 hex digits that are the same for the same parts.
std::string DigitsOf(std::initializer_list<absl::string_view> parts) {
  FtmStatement hashed;
  for (absl::string_view part : parts) {
    absl::StrAppend(&hashed.value, part.size(), ":", part);
  }
  constexpr size_t kDigits = 20;
  return FtmStatementId(hashed).substr(0, kDigits);
}

// The property that names the source called `key`.
absl::string_view PropertyOfOrigin(absl::string_view key) {
  if (absl::StartsWith(key, "src:ftm-url:")) return "sourceUrl";
  if (absl::StartsWith(key, "src:ftm-proof:")) return "proof";
  return "publisher";
}

// The edge that says a relation; null: the predicate is no relation of it.
const FtmSchema* EdgeOf(const FtmBorn& born, absl::string_view predicate,
                        EntityKind subject) {
  if (born.is_born) {
    const FtmSchema* const schema =
        born.property.empty() ? FindFtmSchema(born.schema) : nullptr;
    return schema != nullptr && schema->use == FtmUse::kEdge ? schema : nullptr;
  }
  if (predicate == "member_of" && subject == EntityKind::kPerson) {
    return FindFtmSchema("Membership");
  }
  if (predicate == "commands") return FindFtmSchema("Directorship");
  if (absl::StartsWith(predicate, "ftm:")) {
    for (const FtmSchema& schema : FtmSchemata()) {
      if (schema.use != FtmUse::kEdge) continue;
      std::string name = absl::StrCat("ftm:", schema.name);
      name[4] = static_cast<char>(name[4] - 'A' + 'a');
      if (name == predicate) return &schema;
    }
    return nullptr;
  }
  return FindFtmSchema("UnknownLink");
}

}  // namespace

absl::Status FtmOutgoing::Place(ClaimId id) {
  const ClaimInfo info = view_.claim(id);
  const StatementParts parts = view_.statement(info.statement);
  const EntityId subject = StandingOf(parts.subject);
  const std::string subject_id = FtmIdOfKey(view_.KeyOf(subject));
  if (std::holds_alternative<EntityId>(parts.object)) {
    const EntityId object = StandingOf(std::get<EntityId>(parts.object));
    ASSIGN_OR_RETURN(const Said said, SaidBy(id));
    const std::string predicate(view_.KeyOf(parts.predicate));
    const FtmSchema* const edge =
        EdgeOf(said.born, predicate, view_.entity(parts.subject).kind);
    if (edge != nullptr) {
      if (subject == object) {
        ++left_out_["relations of an entity to itself"];
        return absl::OkStatus();
      }
      const std::string edge_id =
          said.born.is_born && !said.born.id.empty()
              ? said.born.id
              : absl::StrCat("rel-", DigitsOf({predicate, subject_id,
                                               FtmIdOfKey(view_.KeyOf(object)),
                                               parts.valid}));
      items_[edge_id].claims.push_back(id);
      return absl::OkStatus();
    }
  }
  items_[subject_id].entity = subject;
  items_[subject_id].claims.push_back(id);
  return absl::OkStatus();
}

void FtmOutgoing::AddRelation(const Said& said, const std::string& id,
                              FtmOutgoingEntity& one) {
  const auto& claim = std::get<Claim>(said.event.record);
  const std::string predicate(view_.KeyOf(claim.predicate));
  const FtmSchema& edge =
      *EdgeOf(said.born, predicate, view_.entity(claim.subject).kind);
  const EntityId object = std::get<EntityId>(claim.object);
  FtmStatement base = said.base;
  base.entity = id;
  base.canonical = id;
  base.schema = std::string(edge.name);
  base.original.clear();
  base.lang.clear();
  Emit(base, "id", id, one);
  Emit(base, edge.source, said.base.canonical, one);
  Emit(base, edge.target, FtmIdOfKey(view_.KeyOf(StandingOf(object))), one);
  FtmValues dates;
  if (!AddFtmValidity(claim.valid, claim.real_ends, dates)) {
    ++reworded_["relations without a time that is no single date"];
  }
  const bool has_real_ends = claim.real_ends.start || claim.real_ends.end;
  if (has_real_ends && !absl::StrContains(claim.valid, '/')) {
    ++reworded_["relations without which ends of their time are real"];
  }
  CountUnsaid(said);
  // What is kept as it stood comes before what was made of it.
  FtmValues properties = said.born.properties;
  properties.merge(dates);
  if (!said.born.is_born) {
    if (edge.name == "UnknownLink") {
      properties["role"].insert(absl::StrReplaceAll(predicate, {{"_", " "}}));
      ++reworded_["relations as UnknownLink, with the predicate as its role"];
    } else if (predicate == "commands") {
      properties["role"].insert("commander");
    }
    if (!claim.as_stated.empty()) {
      properties["description"].insert(claim.as_stated);
    }
  }
  for (const auto& [property, values] : properties) {
    if (FindFtmProperty(edge, property) == nullptr) {
      left_out_[absl::StrCat("values that FollowTheMoney has no property for: ",
                             property)] += values.size();
      continue;
    }
    for (const std::string& value : values) Emit(base, property, value, one);
  }
}

absl::Status FtmOutgoing::VisitEdge(
    const std::string& id, const Item& item,
    absl::FunctionRef<absl::Status(const FtmOutgoingEntity&)> visit) {
  std::vector<Said> all;
  std::map<std::string, size_t> counts;  // by data set
  bool is_one = true;
  for (const ClaimId claim : item.claims) {
    ASSIGN_OR_RETURN(Said said, SaidBy(claim));
    is_one = ++counts[said.base.dataset] == 1 && is_one;
    all.push_back(std::move(said));
  }
  // What one data set says of an edge in several claims would run together:
  // each of them is then an edge of its own.
  std::map<std::string, std::vector<const Said*>> edges;
  for (const Said& said : all) {
    const auto& claim = std::get<Claim>(said.event.record);
    std::string own = id;
    if (!is_one) {
      const EntityId object = StandingOf(std::get<EntityId>(claim.object));
      absl::StrAppend(
          &own, "-",
          DigitsOf({said.base.canonical, view_.KeyOf(object), claim.valid,
                    said.base.is_external ? "external" : "",
                    said.born.is_born ? said.event.note : ""}));
    }
    edges[own].push_back(&said);
  }
  for (const auto& [own, claims] : edges) {
    FtmOutgoingEntity one;
    one.id = own;
    std::map<std::string, FtmValues> provenance;  // by data set
    for (const Said* said : claims) {
      AddRelation(*said, own, one);
      events_.insert(EventIndex(said->id.value()));
      if (said->base.is_external) ++proposed_;
      RETURN_IF_ERROR(AddProvenance(*said, provenance[said->base.dataset]));
    }
    FtmStatement base;
    base.entity = own;
    base.canonical = own;
    base.schema = one.statements.front().schema;
    for (const auto& [dataset, found] : provenance) {
      base.dataset = dataset;
      for (const auto& [property, values] : found) {
        for (const std::string& value : values) {
          Emit(base, property, value, one);
        }
      }
    }
    Finish(one);
    RETURN_IF_ERROR(visit(one));
  }
  return absl::OkStatus();
}

void FtmOutgoing::AddUpstreamOf(SourceOrReport from, std::set<EventIndex>& seen,
                                std::set<SourceId>& sources) {
  const bool is_report = std::holds_alternative<ReportId>(from);
  const EventIndex event = is_report
                               ? EventIndex(std::get<ReportId>(from).value())
                               : EventIndex(std::get<SourceId>(from).value());
  if (!seen.insert(event).second) return;
  std::vector<Upstream> upstream;
  if (is_report) {
    const ReportId report = std::get<ReportId>(from);
    upstream = view_.UpstreamOf(report);
    AddUpstreamOf(view_.report(report).source, seen, sources);
    const auto inferred = inferred_.find(report);
    if (inferred != inferred_.end()) {
      for (const ReportId on : inferred->second) {
        AddUpstreamOf(on, seen, sources);
      }
    }
  } else {
    const SourceId source = std::get<SourceId>(from);
    sources.insert(source);
    upstream = view_.UpstreamOf(source);
    const std::optional<SourceId> parent = view_.source(source).part_of;
    if (parent) AddUpstreamOf(*parent, seen, sources);
  }
  for (const Upstream& next : upstream) {
    if (next.how == How::kSameOwner) continue;
    AddUpstreamOf(next.upstream, seen, sources);
  }
}

absl::Status FtmOutgoing::AddUpstream(const ClaimInfo& claim,
                                      std::set<EventIndex>& seen,
                                      std::set<SourceId>& sources) {
  AddUpstreamOf(claim.report, seen, sources);
  for (const Speaker& speaker : claim.attribution) {
    AddUpstreamOf(speaker.source, seen, sources);
  }
  for (const ClaimId premise : claim.rests_on) {
    if (!seen.insert(EventIndex(premise.value())).second) continue;
    RETURN_IF_ERROR(AddUpstream(view_.claim(premise), seen, sources));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FtmOutgoing::PublisherName(
    SourceId source, const std::string& dataset) {
  const absl::StatusOr<std::string> found = keys_.KeyOf(source);
  if (!found.ok()) return found.status();
  const std::string& key = *found;
  if (absl::StartsWith(key, "#"))
    return absl::StrCat("withheld-", key.substr(1));
  if (absl::StartsWith(key, "src:ftm:")) {
    const std::string name = FtmDatasetOfKey(key);
    const std::vector<std::string> merged = absl::StrSplit(dataset, '+');
    const bool is_own =
        name == dataset ||
        std::find(merged.begin(), merged.end(), name) != merged.end();
    return is_own ? std::string() : absl::StrCat(kFtmSourcePublisher, name);
  }
  if (keys_.IsWithheld(source)) return key;
  events_.insert(EventIndex(source.value()));
  const Source record = view_.source(source);
  return record.name.empty() ? key : record.name;
}

void FtmOutgoing::CountReport(const ClaimInfo& claim, const Event& report,
                              bool is_born) {
  if (!counted_.insert(claim.report).second) return;
  if (inferred_.contains(claim.report)) {
    ++reworded_
        ["reports that depend on others by their texts, for all that their "
         "data "
         "set says of an entity"];
  }
  if (is_born) return;
  ++reworded_["reports without their title, date, author and text"];
  if (!report.note.empty()) ++reworded_["reports without their note"];
}

absl::Status FtmOutgoing::AddProvenance(
    const Said& said, std::map<std::string, std::set<std::string>>& values) {
  const ClaimInfo info = view_.claim(said.id);
  const bool is_withheld = keys_.IsWithheld(info.report);
  FtmValues own;
  if (!is_withheld) {
    ASSIGN_OR_RETURN(
        Event report,
        CurrentEvent(log_, view_, EventIndex(info.report.value())));
    ASSIGN_OR_RETURN(const bool had_origins, LeaveOutOrigins(keys_, report));
    if (had_origins && !counted_.contains(info.report)) {
      ++reworded_
          ["reports without the names of withheld sources that they were made "
           "from"];
    }
    events_.insert(EventIndex(info.report.value()));
    if (said.born.is_born) own = ReadFtmProvenance(report.note);
    CountReport(info, report, said.born.is_born);
    const std::string& url = std::get<Report>(report.record).url;
    if (!said.born.is_born && !url.empty()) own["sourceUrl"].insert(url);
    if (!own["sourceUrl"].empty() &&
        keys_.IsWithheld(view_.report(info.report).source)) {
      told_.insert(info.report);
    }
  }
  std::set<EventIndex> seen;
  std::set<SourceId> sources;
  RETURN_IF_ERROR(AddUpstream(info, seen, sources));
  for (const SourceId source : sources) {
    ASSIGN_OR_RETURN(const std::string name,
                     PublisherName(source, said.base.dataset));
    if (name.empty()) continue;
    const absl::StatusOr<std::string> key = keys_.KeyOf(source);
    if (!key.ok()) return key.status();
    if (is_withheld && absl::StartsWith(*key, "src:ftm-")) continue;
    const std::string property(PropertyOfOrigin(*key));
    // The note of the report has most, as they stood there.
    std::set<std::string>& values_of = own[property];
    const std::string text = FtmOriginText(property, name);
    if (std::none_of(values_of.begin(), values_of.end(),
                     [&](const std::string& value) {
                       return FtmOriginText(property, value) == text;
                     })) {
      values_of.insert(name);
    }
  }
  for (auto& [property, list] : own) {
    if (IsFtmProvenance(property)) values[property].merge(list);
  }
  return absl::OkStatus();
}

}  // namespace attest
