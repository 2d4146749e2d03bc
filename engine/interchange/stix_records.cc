#include "engine/interchange/stix_records.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/interchange/stix_addresses.h"
#include "engine/interchange/stix_ground.h"
#include "engine/interchange/stix_times.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

template <class Tag>
EventIndex EventOf(Id<Tag> id) {
  return EventIndex(id.value());
}

std::string ClassOf(const Source& source) {
  if (source.anonymous) return "unknown";
  switch (source.kind) {
    case SourceKind::kPerson:
    case SourceKind::kWitness:
    case SourceKind::kOfficial:
      return "individual";
    case SourceKind::kOutlet:
    case SourceKind::kAgency:
    case SourceKind::kOrganization:
      return "organization";
    default:
      return "unknown";
  }
}

bool IsBlank(const std::string& text) {
  return absl::StripAsciiWhitespace(text).empty();
}

// What the reader is told of a time of publication that is not as it was given:
// a sentence, a label, and what it is counted as.
struct OfPublished {
  absl::string_view sentence;
  const char* label;
  const char* counted;
};
OfPublished ToldOf(PublishedIs is) {
  constexpr const char* kNotKnown = "published-not-known";
  constexpr const char* kNotKnownDays =
      "reports whose day of publication is not known";
  switch (is) {
    case PublishedIs::kInstant:
      return {"", "", ""};
    case PublishedIs::kNoZone:
      return {
          " The time of publication was given without a zone, and stands "
          "as if it were UTC.",
          "published-zone-not-known",
          "times of publication without a zone, as if they were UTC"};
    case PublishedIs::kDay:
      return {
          " Of the time of publication the day alone is known: the time "
          "given is its first instant, as in UTC.",
          "published-day-alone",
          "days of publication, as their first instants"};
    case PublishedIs::kLatest:
      return {
          " The day of publication is not known: the time given is the "
          "latest that it can have been.",
          kNotKnown, kNotKnownDays};
    case PublishedIs::kRetrieved:
      return {
          " When it was published is not known: the time given is when it "
          "was retrieved.",
          kNotKnown, kNotKnownDays};
    case PublishedIs::kRecorded:
      break;
  }
  return {
      " When it was published is not known: the time given is when it was "
      "recorded in the case.",
      kNotKnown, kNotKnownDays};
}

}  // namespace

absl::StatusOr<std::string> StixRecords::IdOf(SourceId id) const {
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  return ids_.OfKey("identity", key);
}

absl::StatusOr<std::string> StixRecords::IdOf(EntityId id) {
  ASSIGN_OR_RETURN(const std::string type, outgoing_.TypeOf(id));
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  return ids_.OfKey(type, key);
}

absl::StatusOr<std::string> StixRecords::IdOf(ReportId id) const {
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  return ids_.OfKey("report", key);
}

absl::Time StixRecords::RecordedAt(EventIndex record) const {
  return outgoing_.view().RecordedAt(record);
}

absl::Time StixRecords::CreatedAt(StatementId id) const {
  return RecordedAt(EventOf(outgoing_.view().statement(id).subject));
}

void StixRecords::CountUnsaid(EventIndex record) {
  for (const DecisionInfo& decision : outgoing_.view().DecisionsOn(record)) {
    if (!decision.standing) continue;
    if (decision.type == RecordType::kAssessment) {
      ++losses_.left_out["ratings, which STIX has no place for"];
    } else if (decision.type == RecordType::kIdentity &&
               decision.identity != IdentityJudgement::kSame &&
               decision.target == record) {
      ++losses_.left_out["judgements that entities differ, or may be one"];
    }
  }
}

void StixRecords::Prepare() {
  derivation_.BringSources();
  for (const SourceId id : outgoing_.sources()) {
    if (outgoing_.keys().IsWithheld(id)) continue;
    const std::optional<EntityId> entity = outgoing_.view().source(id).entity;
    if (!entity || outgoing_.keys().IsWithheld(*entity)) continue;
    const std::optional<EntityId> standing = outgoing_.StandingOf(*entity);
    if (standing) sources_that_are_[*standing].push_back(id);
  }
}

absl::Status StixRecords::SetKinship(const Source& source, StixJson& facts,
                                     std::string& text) {
  const OutgoingKeys& keys = outgoing_.keys();
  if (source.part_of) {
    ASSIGN_OR_RETURN(facts["part_of"], keys.KeyOf(*source.part_of));
    ASSIGN_OR_RETURN(const std::string name,
                     words_.NameOfSource(*source.part_of));
    absl::StrAppend(&text, "It is part of ", SetApart(name), ". ");
  }
  if (!source.entity || keys.IsWithheld(*source.entity)) {
    return absl::OkStatus();
  }
  const Entity entity = outgoing_.view().entity(*source.entity);
  ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(*source.entity));
  facts["entity"] = key;
  const std::optional<EntityId> standing = outgoing_.StandingOf(*source.entity);
  if (standing && outgoing_.entities().contains(*standing)) {
    ASSIGN_OR_RETURN(facts["entity_ref"], IdOf(*standing));
  }
  events_.insert(EventOf(*source.entity));
  absl::StrAppend(&text, "This source and the ", NameOf(entity.kind), " ",
                  SetApart(IsBlank(entity.name) ? key : entity.name),
                  " are one and the same. ");
  return absl::OkStatus();
}

absl::Status StixRecords::AddGround(EntityId id, StixJson& object) {
  ASSIGN_OR_RETURN(StixGround ground, GroundOf(id, outgoing_, words_));
  const auto found = sources_that_are_.find(id);
  if (found != sources_that_are_.end()) {
    std::vector<std::string> names;
    for (const SourceId source : found->second) {
      ASSIGN_OR_RETURN(const std::string name, words_.NameOfSource(source));
      names.push_back(SetApart(name));
    }
    absl::StrAppend(&ground.sentence,
                    " It speaks as a source, too: ", absl::StrJoin(names, "; "),
                    ", one and the same.");
  }
  const char* const where =
      object["type"] == "note" ? "content" : "description";
  const std::string earlier = object.value(where, "");
  object[where] =
      absl::StrCat(earlier, earlier.empty() ? "" : " ", ground.sentence);
  if (!ground.label.empty()) object["labels"].push_back(ground.label);
  return absl::OkStatus();
}

absl::StatusOr<StixJson> StixRecords::ObjectOf(SourceId id) {
  const EventIndex event = EventOf(id);
  const OutgoingKeys& keys = outgoing_.keys();
  ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(id));
  const bool is_withheld = keys.IsWithheld(id);
  StixJson object = StixHead(ids_.OfKey("identity", key), RecordedAt(event),
                             modified_, StixCaseId(ids_));
  ASSIGN_OR_RETURN(object["name"], words_.NameOfSource(id));
  StixJson facts = StixFacts("source", key);
  if (is_withheld) {
    ++losses_.reworded["withheld sources, as identities without a name"];
    object["identity_class"] = "unknown";
    SetStixList("labels", {"source", "withheld"}, object);
    facts["withheld"] = std::string(NameOf(keys.WhyWithheld(event)));
    SetFacts(std::move(facts), object);
    return object;
  }
  const Source source = outgoing_.view().source(id);
  const std::string kind(NameOf(source.kind));
  object["identity_class"] = ClassOf(source);
  SetStixList("labels", {"source", kind, source.anonymous ? "anonymous" : ""},
              object);
  facts["kind"] = kind;
  SetStixText("language", source.language, facts);
  std::string text;
  RETURN_IF_ERROR(SetKinship(source, facts, text));
  const std::vector<Upstream> upstream = outgoing_.view().UpstreamOf(id);
  ASSIGN_OR_RETURN(const std::string origin,
                   derivation_.InWords(upstream, events_));
  absl::StrAppend(&text, origin);
  SetStixText("description", std::string(absl::StripAsciiWhitespace(text)),
              object);
  RETURN_IF_ERROR(derivation_.SetFacts(upstream, facts));
  SetFacts(std::move(facts), object);
  CountUnsaid(event);
  events_.insert(event);
  return object;
}

absl::Status StixRecords::SetNames(EntityId id, StixJson& facts,
                                   StixJson& object) {
  const OutgoingKeys& keys = outgoing_.keys();
  std::vector<std::string> names;
  std::vector<std::string> members;
  StixJson list = StixJson::array();
  for (const EntityId member : outgoing_.view().GroupOf(id)) {
    if (keys.IsWithheld(member)) {
      ++losses_.left_out["withheld entities that are one with others"];
      continue;
    }
    ASSIGN_OR_RETURN(std::string key, keys.KeyOf(member));
    members.push_back(std::move(key));
    events_.insert(EventOf(member));
    CountUnsaid(EventOf(member));
    const Entity record = outgoing_.view().entity(member);
    if (member != id) names.push_back(record.name);
    for (const EntityName& name : record.names) {
      if (name.report && keys.IsWithheld(*name.report)) {
        ++losses_.left_out["names known from withheld reports"];
        continue;
      }
      names.push_back(name.value);
      StixJson entry;
      SetStixText("value", name.value, entry);
      SetStixText("lang", name.lang, entry);
      SetStixText("script", name.script, entry);
      if (name.report) {
        ASSIGN_OR_RETURN(entry["report"], keys.KeyOf(*name.report));
      }
      if (!entry.empty()) list.push_back(std::move(entry));
    }
  }
  names.erase(std::remove_if(names.begin(), names.end(), IsBlank), names.end());
  if (!names.empty()) {
    object["description"] = absl::StrCat(
        "Other names on record: ", absl::StrJoin(names, "; "), ".");
  }
  if (!list.empty()) facts["names"] = std::move(list);
  if (members.size() > 1) SetStixList("members", members, facts);
  return absl::OkStatus();
}

void StixRecords::AddNamed(ClaimId id) {
  const auto add = [this](SourceId source) {
    if (!outgoing_.keys().IsWithheld(source)) events_.insert(EventOf(source));
  };
  events_.insert(EventOf(id));
  const ClaimInfo claim = outgoing_.view().claim(id);
  add(outgoing_.view().report(claim.report).source);
  for (const Speaker& speaker : claim.attribution) add(speaker.source);
}

absl::Status StixRecords::SetPlace(EntityId id, StixJson& facts,
                                   StixJson& object) {
  ASSIGN_OR_RETURN(const std::optional<StixPoint> found, outgoing_.PointOf(id));
  std::string names = object.value("description", "");
  if (!found) {
    ++losses_.reworded["places without coordinates that stand, as notes"];
    object.erase("description");
    object["abstract"] =
        absl::StrCat("Place: ", object["name"].get<std::string>());
    object["content"] = absl::StrCat(
        "Place: ", object["name"].get<std::string>(), ".",
        names.empty() ? "" : " ", names,
        " It has no coordinates in the case that stand, and STIX has no "
        "location without coordinates, region or country.");
    object.erase("name");
    object["object_refs"] = StixJson::array({StixCaseId(ids_)});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const StixStatement said,
      outgoing_.StatementOf(found->statement, StixOutgoing::Among::kAll));
  ASSIGN_OR_RETURN(const std::string account, words_.Account(said));
  object["description"] =
      absl::StrCat(names, names.empty() ? "" : " ", account, " ",
                   StixWords::VerdictSentence(found->figures));
  object["latitude"] = found->point.lat;
  object["longitude"] = found->point.lon;
  object["precision"] = found->point.radius_m;
  facts["coordinates"] = outgoing_.keys().KeyOfStatement(found->statement);
  AddFigures(found->figures, origin_.position, facts);
  object["labels"].push_back(
      absl::StrCat("coordinates-", VerdictLabel(found->figures.verdict)));
  for (const ClaimId claim : said.All()) AddNamed(claim);
  return absl::OkStatus();
}

absl::StatusOr<StixJson> StixRecords::ObjectOf(EntityId id) {
  const Entity entity = outgoing_.view().entity(id);
  const bool is_place = entity.kind == EntityKind::kPlace;
  ASSIGN_OR_RETURN(const std::string object_id, IdOf(id));
  StixJson object =
      StixHead(object_id, RecordedAt(EventOf(id)), modified_, StixCaseId(ids_));
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  const std::string kind(NameOf(entity.kind));
  object["name"] = IsBlank(entity.name) ? key : entity.name;
  SetStixList("labels", {"entity", kind}, object);
  StixJson facts = StixFacts("entity", key);
  facts["kind"] = kind;
  RETURN_IF_ERROR(SetNames(id, facts, object));
  if (is_place) {
    RETURN_IF_ERROR(SetPlace(id, facts, object));
  } else if (entity.kind != EntityKind::kIncident) {
    object["identity_class"] =
        entity.kind == EntityKind::kPerson ? "individual" : "organization";
  }
  RETURN_IF_ERROR(AddGround(id, object));
  SetFacts(std::move(facts), object);
  return object;
}

void StixRecords::SetReferences(const Report& report,
                                const std::string& publisher,
                                StixJson& object) {
  StixJson list = StixJson::array();
  for (const auto& [what, address] :
       {std::pair("address", &report.url),
        std::pair("archived copy", &report.archive_url)}) {
    if (address->empty()) continue;
    StixJson reference;
    reference["source_name"] = publisher;
    if (IsWebAddress(*address)) {
      reference["description"] = what;
      reference["url"] = *address;
    } else {
      ++losses_.reworded["addresses that are none of the web, in words"];
      reference["description"] = absl::StrCat(what, ": ", *address);
    }
    list.push_back(std::move(reference));
  }
  if (!list.empty()) object["external_references"] = std::move(list);
}

absl::Status StixRecords::SetPublished(const Report& report, EventIndex event,
                                       StixJson& facts, StixJson& object,
                                       std::string& text) {
  const StixPublished published =
      StixPublishedOf(report.published, report.retrieved, RecordedAt(event));
  object["published"] = published.time;
  SetStixText("published", report.published, facts);
  facts["published_is"] = std::string(NameOf(published.is));
  const OfPublished told = ToldOf(published.is);
  absl::StrAppend(&text, told.sentence);
  SetStixList("labels", {"report", told.label}, object);
  if (published.is != PublishedIs::kInstant) ++losses_.reworded[told.counted];
  return absl::OkStatus();
}

absl::StatusOr<StixJson> StixRecords::ObjectOf(
    ReportId id, const std::vector<std::string>& refers_to) {
  const EventIndex event = EventOf(id);
  ASSIGN_OR_RETURN(Event current, CurrentEvent(log_, outgoing_.view(), event));
  const OutgoingKeys& keys = outgoing_.keys();
  ASSIGN_OR_RETURN(const bool had_origins, LeaveOutOrigins(keys, current));
  if (had_origins) {
    ++losses_.reworded
          ["reports without what names the withheld sources that they "
           "were made from"];
  }
  const auto& report = std::get<Report>(current.record);
  ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(id));
  ASSIGN_OR_RETURN(const std::string publisher,
                   words_.NameOfSource(report.source));
  // Title and address would tell who a withheld publisher is.
  const bool is_named = !keys.IsWithheld(report.source);
  StixJson object = StixHead(ids_.OfKey("report", key), RecordedAt(event),
                             modified_, StixCaseId(ids_));
  object["name"] = is_named && !IsBlank(report.title)
                       ? report.title
                       : absl::StrCat("report ", key);
  SetStixList("object_refs", refers_to, object);
  StixJson facts = StixFacts("report", key);
  ASSIGN_OR_RETURN(facts["publisher_ref"], IdOf(report.source));
  std::string text =
      absl::StrCat("Published by ", SetApart(publisher),
                   ". What it says is what it reports, not what is so.");
  RETURN_IF_ERROR(SetPublished(report, event, facts, object, text));
  const std::vector<Upstream> upstream = outgoing_.view().UpstreamOf(id);
  ASSIGN_OR_RETURN(const std::string origin,
                   derivation_.InWords(upstream, events_));
  object["description"] = absl::StrCat(text, origin.empty() ? "" : " ", origin);
  if (is_named) {
    SetStixText("retrieved", report.retrieved, facts);
    SetStixText("author", report.author, facts);
    SetReferences(report, publisher, object);
  } else {
    ++losses_
          .reworded["reports of withheld sources, without title and address"];
  }
  SetStixText("language", report.language, facts);
  RETURN_IF_ERROR(derivation_.SetFacts(upstream, facts));
  SetFacts(std::move(facts), object);
  CountUnsaid(event);
  if (!current.note.empty()) ++losses_.left_out["notes on reports"];
  if (report.text || report.file) {
    ++losses_.left_out["texts and files of reports"];
  }
  events_.insert(event);
  return object;
}

}  // namespace attest
