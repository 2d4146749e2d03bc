#include "engine/audit/trace.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "engine/audit/citation_json.h"
#include "engine/audit/current_event.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

Json HexOrNull(const std::optional<Content>& content) {
  if (!content) return nullptr;
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(content->sha256.data()),
                        content->sha256.size()));
}

// Why a claim counts or does not, in a word or two. What lives by itself may
// have fallen with all it came through.
absl::string_view StandingName(Liveness liveness, Counting counting) {
  if (liveness != Liveness::kLive || counting == Counting::kLive) {
    return NameOf(liveness);
  }
  return counting == Counting::kRestsOnDead ? NameOf(Liveness::kRestsOnDead)
                                            : "upstream fell";
}

Json ExtractorOrNull(const std::optional<Extractor>& extractor) {
  if (!extractor) return nullptr;
  return {{"agent", extractor->agent},
          {"method", std::string(NameOf(extractor->method))},
          {"version", TextOrNull(extractor->version)}};
}

// The assessment by which a record counts as rejected.
std::optional<EventIndex> RejectedBy(const View& view, EventIndex record) {
  if (!view.IsRejected(record)) return std::nullopt;
  std::optional<EventIndex> latest;
  for (const DecisionInfo& decision : view.DecisionsOn(record)) {
    if (decision.type == RecordType::kAssessment && decision.target == record &&
        decision.scheme == Scheme::kStatus && decision.value == "rejected") {
      latest = decision.event;
    }
  }
  return latest;
}

}  // namespace

Json QuoteOrNull(const std::optional<Quote>& quote) {
  if (!quote) return nullptr;
  Json json = {{"exact", quote->exact}};
  json["bytes"] = nullptr;
  json["code_points"] = nullptr;
  if (quote->passage) {
    const Passage& passage = *quote->passage;
    json["bytes"] = {passage.byte_begin, passage.byte_end};
    json["code_points"] = {passage.code_point_begin, passage.code_point_end};
  }
  return json;
}

Json TextOrNull(absl::string_view text) {
  return text.empty() ? Json() : Json(std::string(text));
}

absl::StatusOr<Json> Tracer::ReportOf(ReportId id) {
  const auto known = reports_.find(id);
  if (known != reports_.end()) return known->second;
  ASSIGN_OR_RETURN(const Event event,
                   CurrentEvent(log_, view_, EventIndex(id.value())));
  const auto* report = std::get_if<Report>(&event.record);
  if (report == nullptr) {
    return absl::DataLossError("a claim's report is not a report");
  }
  Json json = {{"report", event.key}, {"title", TextOrNull(report->title)}};
  json["published"] = TextOrNull(report->published);
  ASSIGN_OR_RETURN(json["publisher"],
                   keys_.KeyOf(EventIndex(report->source.value())));
  json["publisher_name"] = TextOrNull(view_.source(report->source).name);
  json["report_sha256"] = HexOrNull(report->file);
  json["text_sha256"] = HexOrNull(report->text);
  const EventIndex index(id.value());
  ASSIGN_OR_RETURN(const Hash leaf_hash, log_.LeafHash(index));
  json["report_event"] = index.value();
  json["report_leaf_hash"] = leaf_hash.ToHex();
  json["report_recorded_at"] = FormatRfc3339(event.recorded_at);
  ASSIGN_OR_RETURN(json["report_by"], RecordedBy(event));
  ASSIGN_OR_RETURN(const std::string redacted, HowRedacted(index, event));
  if (!redacted.empty()) json["report_redacted"] = redacted;
  reports_.emplace(id, json);
  return json;
}

absl::StatusOr<std::string> Tracer::HowRedacted(EventIndex index,
                                                const Event& event) const {
  if (event.withheld == Withheld::kRedacted) return std::string("whole");
  ASSIGN_OR_RETURN(const bool replaced, log_.IsReplaced(index));
  return std::string(replaced ? "in part" : "");
}

absl::Status Tracer::AddStatement(ClaimId id, Json& json) const {
  const ClaimInfo info = view_.claim(id);
  const Counting counting = findings_.CountingOf(id);
  const Liveness liveness = view_.LivenessOf(id);
  json["statement"] = view_.KeyOf(view_.FirstOf(info.statement));
  json["stance"] = std::string(NameOf(info.stance));
  json["hedge"] = std::string(NameOf(info.hedge));
  json["live"] = counting == Counting::kLive;
  json["standing"] = std::string(StandingName(liveness, counting));
  return absl::OkStatus();
}

absl::StatusOr<Json> Tracer::AttributionOf(const Claim& claim) const {
  Json list = Json::array();
  for (const Speaker& speaker : claim.attribution) {
    Json json;
    ASSIGN_OR_RETURN(json["source"],
                     keys_.KeyOf(EventIndex(speaker.source.value())));
    json["name"] = view_.source(speaker.source).name;
    json["basis"] = std::string(NameOf(speaker.basis));
    json["said"] = TextOrNull(speaker.said);
    if (view_.WithheldOf(EventIndex(speaker.source.value())) ==
        Withheld::kRedacted) {
      json["redacted"] = "whole";
    }
    list.push_back(std::move(json));
  }
  return list;
}

absl::StatusOr<Json> Tracer::UpstreamStep(const SourceOrReport& from,
                                          const Upstream& upstream) const {
  Json json = {{"of", nullptr}};
  if (!discretion_.Hides(EventOf(from))) {
    ASSIGN_OR_RETURN(json["of"], keys_.KeyOf(EventOf(from)));
  }
  const bool is_report = std::holds_alternative<ReportId>(upstream.upstream);
  ASSIGN_OR_RETURN(json[is_report ? "report" : "source"],
                   keys_.KeyOf(EventOf(upstream.upstream)));
  json["how"] = std::string(NameOf(upstream.how));
  json["declared"] = !upstream.decided_by;
  if (upstream.decided_by) json["event"] = upstream.decided_by->value();
  return json;
}

Tracer::Ascent Tracer::AscentFrom(std::vector<SourceOrReport> pending) const {
  Ascent ascent;
  absl::flat_hash_set<EventIndex> seen;
  for (size_t i = 0; i < pending.size(); ++i) {
    const SourceOrReport from = pending[i];
    if (!seen.insert(EventOf(from)).second) continue;
    ascent.records.push_back(EventOf(from));
    for (const Upstream& step :
         std::visit([&](auto id) { return view_.UpstreamOf(id); }, from)) {
      ascent.steps.emplace_back(from, step);
      // What has one owner does not come of another.
      if (step.how != How::kSameOwner) pending.push_back(step.upstream);
    }
    if (const auto* report = std::get_if<ReportId>(&from)) {
      pending.emplace_back(view_.report(*report).source);
    } else if (const std::optional<SourceId> parent =
                   view_.source(std::get<SourceId>(from)).part_of) {
      pending.emplace_back(*parent);
    }
  }
  return ascent;
}

absl::Status Tracer::AddUpstream(const Ascent& ascent, Json& json) const {
  json["upstream"] = Json::array();
  uint64_t withheld = 0;
  for (const auto& [from, step] : ascent.steps) {
    if (discretion_.Hides(EventOf(step.upstream))) {
      ++withheld;
      continue;
    }
    ASSIGN_OR_RETURN(Json one, UpstreamStep(from, step));
    json["upstream"].push_back(std::move(one));
  }
  if (withheld > 0) json["upstream_withheld"] = withheld;
  return absl::OkStatus();
}

absl::Status Tracer::AddDependence(const Ascent& ascent, Json& json) const {
  json["dependence"] = Json::array();
  uint64_t withheld = 0;
  absl::flat_hash_set<EventIndex> seen;
  for (const EventIndex record : ascent.records) {
    for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
      if (decision.type != RecordType::kDependence || !decision.standing ||
          decision.target != record || !decision.other ||
          !seen.insert(decision.event).second) {
        continue;
      }
      if (discretion_.Hides(decision.target) ||
          discretion_.Hides(*decision.other)) {
        ++withheld;
        continue;
      }
      ASSIGN_OR_RETURN(const Event event, log_.Get(decision.event));
      Json one = {{"event", decision.event.value()}};
      ASSIGN_OR_RETURN(one["from"], keys_.KeyOf(decision.target));
      ASSIGN_OR_RETURN(one["on"], keys_.KeyOf(*decision.other));
      one["how"] = std::string(NameOf(decision.how));
      one["judgement"] = std::string(NameOf(decision.judgement));
      ASSIGN_OR_RETURN(one["by"], keys_.RecordedBy(event));
      one["reason"] = TextOrNull(event.reason);
      json["dependence"].push_back(std::move(one));
    }
  }
  if (withheld > 0) json["dependence_withheld"] = withheld;
  return absl::OkStatus();
}

absl::StatusOr<Json> Tracer::AssessmentsOf(ClaimId id) const {
  Json list = Json::array();
  for (const DecisionInfo& decision :
       view_.DecisionsOn(EventIndex(id.value()))) {
    if (decision.type != RecordType::kAssessment || !decision.standing) {
      continue;
    }
    ASSIGN_OR_RETURN(const Event event, log_.Get(decision.event));
    Json json = {{"event", decision.event.value()},
                 {"scheme", std::string(NameOf(decision.scheme))},
                 {"value", decision.value}};
    ASSIGN_OR_RETURN(json["by"], keys_.RecordedBy(event));
    json["reason"] = TextOrNull(event.reason);
    list.push_back(std::move(json));
  }
  return list;
}

absl::StatusOr<Json> Tracer::FallenJson(EventIndex record, EventIndex index,
                                        const Event& event) const {
  Json json = {{"event", index.value()},
               {"type", std::string(NameOf(event.type()))}};
  ASSIGN_OR_RETURN(json["target"], keys_.KeyOf(record));
  if (const auto* retraction = std::get_if<Retraction>(&event.record)) {
    json["how"] = std::string(NameOf(retraction->how));
    if (retraction->superseded_by) {
      ASSIGN_OR_RETURN(json["superseded_by"],
                       keys_.KeyOf(DefinedBy(*retraction->superseded_by)));
    }
  }
  ASSIGN_OR_RETURN(json["by"], keys_.RecordedBy(event));
  json["recorded_at"] = FormatRfc3339(event.recorded_at);
  json["reason"] = TextOrNull(event.reason);
  return json;
}

absl::Status Tracer::AddFallen(const std::vector<EventIndex>& records,
                               Json& json) const {
  json["fallen"] = Json::array();
  uint64_t withheld = 0;
  absl::flat_hash_set<EventIndex> seen;
  for (EventIndex record : records) {
    if (!seen.insert(record).second) continue;
    for (const std::optional<EventIndex>& index :
         {view_.RetractedBy(record), RejectedBy(view_, record)}) {
      if (!index) continue;
      ASSIGN_OR_RETURN(const Event event, log_.Get(*index));
      if (discretion_.HidesEvent(*index, event)) {
        ++withheld;
        continue;
      }
      ASSIGN_OR_RETURN(Json one, FallenJson(record, *index, event));
      json["fallen"].push_back(std::move(one));
    }
  }
  if (withheld > 0) json["fallen_withheld"] = withheld;
  return absl::OkStatus();
}

std::vector<ClaimId> Tracer::PremisesOf(ClaimId id) const {
  std::vector<ClaimId> claims = {id};
  absl::flat_hash_set<ClaimId> seen = {id};
  for (size_t i = 0; i < claims.size(); ++i) {
    for (const ClaimId premise : view_.claim(claims[i]).rests_on) {
      if (seen.insert(premise).second) claims.push_back(premise);
    }
  }
  return claims;
}

absl::Status Tracer::AddChain(ClaimId id, Json& json) const {
  const auto ascent_of = [this](ClaimId claim) {
    const ClaimInfo info = view_.claim(claim);
    std::vector<SourceOrReport> roots;
    for (const Speaker& speaker : info.attribution) {
      roots.emplace_back(speaker.source);
    }
    roots.emplace_back(info.report);
    return AscentFrom(std::move(roots));
  };
  const Ascent own = ascent_of(id);
  RETURN_IF_ERROR(AddUpstream(own, json));
  RETURN_IF_ERROR(AddDependence(own, json));
  std::vector<EventIndex> records;
  for (const ClaimId premise : PremisesOf(id)) {
    records.emplace_back(premise.value());
    const Ascent ascent = ascent_of(premise);
    records.insert(records.end(), ascent.records.begin(), ascent.records.end());
  }
  return AddFallen(records, json);
}

absl::Status Tracer::AddPremises(const Claim& claim, Json& json) const {
  json["rests_on"] = Json::array();
  uint64_t withheld = 0;
  for (const ClaimId other : claim.rests_on) {
    if (discretion_.Hides(other)) {
      ++withheld;
      continue;
    }
    ASSIGN_OR_RETURN(const std::string key,
                     keys_.KeyOf(EventIndex(other.value())));
    json["rests_on"].push_back(key);
  }
  if (withheld > 0) json["rests_on_withheld"] = withheld;
  return absl::OkStatus();
}

absl::StatusOr<std::string> Tracer::RecordedBy(const Event& event) {
  if (!event.by.empty() || !event.closed_by) return event.by;
  const auto known = added_by_.find(*event.closed_by);
  if (known != added_by_.end()) return known->second;
  ASSIGN_OR_RETURN(std::string by, keys_.RecordedBy(event));
  added_by_.emplace(*event.closed_by, by);
  return by;
}

absl::StatusOr<Json> Tracer::Trace(ClaimId id) {
  const EventIndex index(id.value());
  ASSIGN_OR_RETURN(const Event event, log_.Get(index));
  const auto* claim = std::get_if<Claim>(&event.record);
  if (claim == nullptr) return absl::DataLossError("not a claim");
  ASSIGN_OR_RETURN(const Hash leaf_hash, log_.LeafHash(index));
  const bool hidden = discretion_.Hides(id);
  Json json = {{"claim", hidden ? Json() : Json(event.key)},
               {"event", index.value()},
               {"leaf_hash", leaf_hash.ToHex()}};
  if (hidden) {
    json["withheld"] = "sealed";
    return json;
  }
  RETURN_IF_ERROR(AddStatement(id, json));
  ASSIGN_OR_RETURN(const std::string redacted, HowRedacted(index, event));
  if (!redacted.empty()) json["redacted"] = redacted;
  ASSIGN_OR_RETURN(const Json report, ReportOf(claim->report));
  json.update(report);
  json["valid"] = TextOrNull(claim->valid);
  json["quote"] = QuoteOrNull(claim->quote);
  json["citation"] =
      claim->citation.empty() ? Json() : CitationJson(claim->citation);
  json["as_stated"] = TextOrNull(claim->as_stated);
  json["place"] = nullptr;
  if (claim->place) {
    ASSIGN_OR_RETURN(json["place"],
                     keys_.KeyOf(EventIndex(claim->place->value())));
  }
  ASSIGN_OR_RETURN(json["attribution"], AttributionOf(*claim));
  RETURN_IF_ERROR(AddChain(id, json));
  RETURN_IF_ERROR(AddPremises(*claim, json));
  json["extracted_by"] = ExtractorOrNull(claim->extracted_by);
  json["note"] = TextOrNull(event.note);
  json["recorded_at"] = FormatRfc3339(event.recorded_at);
  ASSIGN_OR_RETURN(json["by"], RecordedBy(event));
  json["retracted_by"] = nullptr;
  if (const std::optional<EventIndex> by = view_.RetractedBy(index)) {
    json["retracted_by"] = by->value();
  }
  ASSIGN_OR_RETURN(json["assessments"], AssessmentsOf(id));
  return json;
}

}  // namespace attest
