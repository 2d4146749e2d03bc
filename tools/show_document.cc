#include "tools/show_document.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/ftm_origins.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/model/rfc3339.h"
#include "engine/projection/valid_filter.h"
#include "engine/status_macros.h"
#include "tools/shown_matches.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

template <class Tag>
EventIndex EventOf(Id<Tag> id) {
  return EventIndex(id.value());
}

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

// Stands for the key of what is sealed: no key has a control character.
constexpr char kSealedKey[] = "\1";

// `json` with null for each key of what is sealed.
Json WithoutSealed(const Json& json) {
  if (json == kSealedKey) return nullptr;
  if (!json.is_structured()) return json;
  Json kept = json.is_array() ? Json::array() : Json::object();
  for (const auto& [name, value] : json.items()) {
    if (json.is_array()) {
      kept.push_back(WithoutSealed(value));
    } else {
      kept[name] = WithoutSealed(value);
    }
  }
  return kept;
}

// The fields of a line that are no keys of the answer themselves.
Json FieldsOf(const Json& line) {
  Json fields = Json::object();
  for (const auto& [name, value] : line.items()) {
    if (name != "type" && name != "id") fields[name] = value;
  }
  return fields;
}

}  // namespace

struct ShowDocument::Shown {
  std::optional<Found> record;
  std::optional<StatementId> statement;
};

ShowDocument::ShowDocument(const Case& opened, const Findings& findings,
                           const Discretion& discretion,
                           const std::optional<Edtf>& valid_at)
    : opened_(opened),
      view_(findings.view()),
      discretion_(discretion),
      valid_at_(valid_at),
      keys_(opened.log(), view_),
      weighed_(opened, findings, discretion),
      tracer_(opened.log(), findings, discretion) {}

absl::StatusOr<std::string> ShowDocument::KeyOf(EventIndex event) const {
  return keys_.KeyOf(event);
}

// A key that was taken out with its record is not one that never was.
absl::Status ShowDocument::CheckNotTaken(const std::string& key) const {
  if (opened_.Now().counts().redactions == 0) return absl::OkStatus();
  const absl::StatusOr<std::string> secret = opened_.Secret();
  if (!secret.ok()) return absl::OkStatus();
  const std::string left = WithheldKey(key, *secret);
  ASSIGN_OR_RETURN(const std::optional<Found> found, keys_.Find(left));
  if (!found || view_.WithheldOf(found->event) != Withheld::kRedacted ||
      discretion_.Hides(found->event)) {
    return absl::OkStatus();
  }
  return absl::NotFoundError(
      absl::StrCat("\"", key, "\" was redacted, and its key with it: \"", left,
                   "\" is what is left"));
}

absl::StatusOr<ShowDocument::Shown> ShowDocument::Resolve(
    const std::string& key) const {
  Shown shown;
  if (absl::StartsWith(key, "stm:")) {
    shown.statement = view_.FindStatement(key);
    if (shown.statement) return shown;
  } else {
    ASSIGN_OR_RETURN(shown.record, keys_.Find(key));
    if (shown.record) return shown;
  }
  RETURN_IF_ERROR(CheckNotTaken(key));
  return UnknownKey(opened_.log(), view_, discretion_, key);
}

bool ShowDocument::IsKept(StatementId id) const {
  if (!valid_at_) return true;
  return ValidFilter(*valid_at_).At(view_.statement(id).valid) != Holds::kNo;
}

absl::StatusOr<Json> ShowDocument::StatementJson(StatementId id) {
  ASSIGN_OR_RETURN(Json json, weighed_.Short(id));
  if (valid_at_) json["undated"] = json["valid"].is_null();
  return json;
}

absl::Status ShowDocument::AddStatements(
    const std::vector<StatementId>& statements, Json& json) {
  Json list = Json::array();
  for (StatementId id : statements) {
    if (!IsKept(id) || weighed_.Hides(id)) continue;
    ASSIGN_OR_RETURN(Json statement, StatementJson(id));
    list.push_back(std::move(statement));
  }
  json["statements"] = std::move(list);
  return absl::OkStatus();
}

absl::Status ShowDocument::AddClaims(const std::vector<ClaimId>& claims,
                                     Json& json) {
  Json list = Json::array();
  for (ClaimId id : claims) {
    ASSIGN_OR_RETURN(Json claim, tracer_.Trace(id));
    list.push_back(std::move(claim));
  }
  json["claims"] = std::move(list);
  return absl::OkStatus();
}

// What an import put in a report names sources that may be sealed.
absl::Status ShowDocument::LeaveOutOrigins(Event& report) const {
  const auto is_hidden = [this](absl::string_view key) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const std::optional<Found> found, keys_.Find(key));
    return found && (discretion_.Hides(found->event) ||
                     view_.WithheldOf(found->event) == Withheld::kRedacted);
  };
  return LeaveOutFtmOrigins(is_hidden, report).status();
}

absl::Status ShowDocument::AddFields(EventIndex event, Json& json) const {
  ASSIGN_OR_RETURN(Event current, CurrentEvent(opened_.log(), view_, event));
  if (auto* entity = std::get_if<Entity>(&current.record)) {
    std::erase_if(entity->names, [this](const EntityName& name) {
      return !IsShown(view_, discretion_, name);
    });
  }
  if (current.type() == RecordType::kReport) {
    RETURN_IF_ERROR(LeaveOutOrigins(current));
  }
  ASSIGN_OR_RETURN(
      const Json line,
      CaseLine(
          current,
          [this](EventIndex record) -> absl::StatusOr<std::string> {
            if (discretion_.Hides(record)) return kSealedKey;
            return KeyOf(record);
          },
          NameContentByHash));
  json["fields"] = WithoutSealed(FieldsOf(line));
  return absl::OkStatus();
}

absl::Status ShowDocument::AddHistory(const std::vector<EventIndex>& records,
                                      Json& json) const {
  std::set<EventIndex> events(records.begin(), records.end());
  for (EventIndex record : records) {
    for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
      events.insert(decision.event);
    }
  }
  Json list = Json::array();
  for (EventIndex index : events) {
    ASSIGN_OR_RETURN(Event event, opened_.log().Get(index));
    if (discretion_.HidesEvent(index, event)) continue;
    if (event.type() == RecordType::kReport) {
      RETURN_IF_ERROR(LeaveOutOrigins(event));
    }
    Json entry = {{"event", index.value()},
                  {"what", std::string(NameOf(event.type()))},
                  {"key", TextOrNull(event.key)}};
    ASSIGN_OR_RETURN(entry["by"], keys_.RecordedBy(event));
    entry["recorded_at"] = FormatRfc3339(event.recorded_at);
    entry["reason"] = TextOrNull(event.reason);
    ASSIGN_OR_RETURN(
        const Json line,
        CaseLine(
            event, [this](EventIndex record) { return KeyOf(record); },
            NameContentByHash));
    if (records.front() != index) entry["record"] = FieldsOf(line);
    list.push_back(std::move(entry));
  }
  json["history"] = std::move(list);
  return absl::OkStatus();
}

absl::StatusOr<Json> ShowDocument::IdentityJson(EntityId id) const {
  Json left_out = Json::array();
  for (const LeftOut& judgement : view_.identity().left_out()) {
    Json chain = Json::array();
    bool about = false;
    for (EventIndex event : judgement.chain) {
      ASSIGN_OR_RETURN(const Event link, opened_.log().Get(event));
      const auto* identity = std::get_if<Identity>(&link.record);
      if (identity == nullptr) {
        return absl::DataLossError("a judgement of identity is none");
      }
      about = about || identity->a == id || identity->b == id;
      if (discretion_.HidesEvent(event, link)) {
        chain.push_back({{"event", event.value()}, {"withheld", "sealed"}});
        continue;
      }
      ASSIGN_OR_RETURN(const std::string a, KeyOf(EventOf(identity->a)));
      ASSIGN_OR_RETURN(const std::string b, KeyOf(EventOf(identity->b)));
      chain.push_back({{"event", event.value()}, {"same", {a, b}}});
    }
    if (!about) continue;
    left_out.push_back({{"event", judgement.same.value()},
                        {"different", judgement.different.value()},
                        {"chain", std::move(chain)}});
  }
  Json ids = Json::array();
  for (EntityId member : view_.GroupOf(id)) {
    if (!discretion_.Hides(member)) {
      ids.push_back(std::string(view_.KeyOf(member)));
    }
  }
  return Json{{"ids", std::move(ids)}, {"left_out", std::move(left_out)}};
}

absl::Status ShowDocument::AddEntity(EntityId id, Json& json) {
  RETURN_IF_ERROR(AddFields(EventOf(id), json));
  // The key asked for comes first.
  std::vector<EntityId> group = view_.GroupOf(id);
  std::stable_partition(group.begin(), group.end(),
                        [&](EntityId member) { return member == id; });
  // Each once, whichever of the group have it.
  Json names = Json::array();
  const auto add_name = [&names](Json name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  };
  std::vector<EventIndex> members;
  for (EntityId member : group) {
    if (discretion_.Hides(member)) continue;
    members.push_back(EventOf(member));
    const Entity entity = view_.entity(member);
    add_name({{"value", entity.name}});
    for (const EntityName& name : entity.names) {
      if (!IsShown(view_, discretion_, name)) continue;
      Json one = {{"value", name.value}};
      if (!name.lang.empty()) one["lang"] = name.lang;
      if (!name.script.empty()) one["script"] = name.script;
      if (name.report) {
        ASSIGN_OR_RETURN(one["report"], KeyOf(EventOf(*name.report)));
      }
      add_name(std::move(one));
    }
  }
  json["names"] = std::move(names);
  ASSIGN_OR_RETURN(json["identity"], IdentityJson(id));
  std::vector<StatementId> statements;
  std::set<StatementId> seen;
  std::vector<ClaimId> claims;
  for (Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
    for (StatementId statement : view_.StatementsOf(id, role)) {
      if (!seen.insert(statement).second || !IsKept(statement)) continue;
      statements.push_back(statement);
      for (ClaimId claim : view_.ClaimsOf(statement)) claims.push_back(claim);
    }
  }
  RETURN_IF_ERROR(AddStatements(statements, json));
  RETURN_IF_ERROR(AddClaims(claims, json));
  return AddHistory(members, json);
}

absl::Status ShowDocument::AddSource(SourceId id, Json& json) {
  RETURN_IF_ERROR(AddFields(EventOf(id), json));
  json["names"] = {{{"value", view_.source(id).name}}};
  json["reports"] = Json::array();
  for (ReportId report : view_.PublishedBy(id)) {
    if (discretion_.Hides(report)) continue;
    ASSIGN_OR_RETURN(const std::string key, KeyOf(EventOf(report)));
    json["reports"].push_back(
        {{"report", key}, {"title", TextOrNull(view_.report(report).title)}});
  }
  json["relayed_by"] = Json::array();
  for (const Relay& relay : view_.RelaysOf(id)) {
    if (discretion_.Hides(relay.source)) continue;
    json["relayed_by"].push_back(
        {{"source", std::string(view_.KeyOf(relay.source))},
         {"name", TextOrNull(view_.source(relay.source).name)},
         {"claims", relay.claims}});
  }
  json["parts"] = Json::array();
  for (SourceId part : view_.PartsOf(id)) {
    if (!discretion_.Hides(part)) {
      json["parts"].push_back(std::string(view_.KeyOf(part)));
    }
  }
  std::vector<ClaimId> claims = view_.ClaimsSpokenBy(id);
  for (ReportId report : view_.PublishedBy(id)) {
    for (ClaimId claim : view_.ClaimsIn(report)) {
      if (view_.claim(claim).attribution.empty()) claims.push_back(claim);
    }
  }
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  std::set<StatementId> statements;
  for (ClaimId claim : claims) {
    statements.insert(view_.FirstOf(view_.claim(claim).statement));
  }
  RETURN_IF_ERROR(AddStatements({statements.begin(), statements.end()}, json));
  RETURN_IF_ERROR(AddClaims(claims, json));
  return AddHistory({EventOf(id)}, json);
}

absl::Status ShowDocument::AddReport(ReportId id, Json& json) {
  RETURN_IF_ERROR(AddFields(EventOf(id), json));
  json["names"] = {{{"value", json["fields"].value("title", "")}}};
  json["upstream"] = Json::array();
  for (const Upstream& upstream : view_.UpstreamOf(id)) {
    if (discretion_.Hides(EventOf(upstream.upstream))) continue;
    ASSIGN_OR_RETURN(const std::string key, KeyOf(EventOf(upstream.upstream)));
    const bool is_report = std::holds_alternative<ReportId>(upstream.upstream);
    json["upstream"].push_back({{is_report ? "report" : "source", key},
                                {"how", std::string(NameOf(upstream.how))},
                                {"declared", !upstream.decided_by}});
  }
  const std::optional<EventIndex> retracted = view_.RetractedBy(EventOf(id));
  json["retracted_by"] = retracted ? Json(retracted->value()) : Json();
  std::vector<ClaimId> claims = view_.ClaimsIn(id);
  std::set<StatementId> statements;
  for (ClaimId claim : claims) {
    statements.insert(view_.FirstOf(view_.claim(claim).statement));
  }
  RETURN_IF_ERROR(AddStatements({statements.begin(), statements.end()}, json));
  RETURN_IF_ERROR(AddClaims(claims, json));
  // In order of passage; claims without one come last, in event order.
  Json& list = json["claims"];
  const auto place_of = [](const Json& claim) {
    const bool has_place = claim.contains("quote") &&
                           claim["quote"].is_object() &&
                           claim["quote"]["bytes"].is_array();
    return has_place ? claim["quote"]["bytes"][0].get<uint64_t>()
                     : ~uint64_t{0};
  };
  std::stable_sort(list.begin(), list.end(), [&](const Json& a, const Json& b) {
    return place_of(a) < place_of(b);
  });
  return AddHistory({EventOf(id)}, json);
}

absl::Status ShowDocument::AddClaim(ClaimId id, Json& json) {
  RETURN_IF_ERROR(AddFields(EventOf(id), json));
  json["names"] = Json::array();
  RETURN_IF_ERROR(
      AddStatements({view_.FirstOf(view_.claim(id).statement)}, json));
  RETURN_IF_ERROR(AddClaims({id}, json));
  return AddHistory({EventOf(id)}, json);
}

absl::Status ShowDocument::AddStatement(StatementId id, Json& json) {
  const StatementId first = view_.FirstOf(id);
  if (weighed_.Hides(first)) {
    json["withheld"] = "sealed";
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(json["fields"], StatementJson(first));
  json["names"] = Json::array();
  ASSIGN_OR_RETURN(Json account, weighed_.Full(first));
  if (valid_at_) account["undated"] = account["valid"].is_null();
  json["statements"] = {std::move(account)};
  RETURN_IF_ERROR(AddClaims(view_.ClaimsOf(first), json));
  json["history"] = Json::array();
  return absl::OkStatus();
}

absl::Status ShowDocument::AddDecision(EventIndex event, Json& json) {
  RETURN_IF_ERROR(AddFields(event, json));
  json["names"] = Json::array();
  json["statements"] = Json::array();
  json["claims"] = Json::array();
  return AddHistory({event}, json);
}

absl::StatusOr<Json> ShowDocument::ShowRecord(const std::string& key,
                                              const Found& found) {
  Json json = {{"key", key}, {"type", std::string(NameOf(found.type))}};
  ASSIGN_OR_RETURN(const Event event, opened_.log().Get(found.event));
  // Hidden by itself; a claim or a decision also by what it names.
  if (discretion_.Hides(found.event) ||
      (found.type > RecordType::kClaim &&
       discretion_.HidesEvent(found.event, event))) {
    json["withheld"] = "sealed";
    return json;
  }
  const uint64_t id = found.event.value();
  switch (found.type) {
    case RecordType::kEntity:
      RETURN_IF_ERROR(AddEntity(EntityId(id), json));
      break;
    case RecordType::kSource:
      RETURN_IF_ERROR(AddSource(SourceId(id), json));
      break;
    case RecordType::kReport:
      RETURN_IF_ERROR(AddReport(ReportId(id), json));
      break;
    case RecordType::kClaim:
      RETURN_IF_ERROR(AddClaim(ClaimId(id), json));
      break;
    default:
      RETURN_IF_ERROR(AddDecision(found.event, json));
  }
  return json;
}

absl::StatusOr<Json> ShowDocument::Show(const std::string& key) {
  ASSIGN_OR_RETURN(const Shown shown, Resolve(key));
  if (shown.record) return ShowRecord(key, *shown.record);
  Json json = {{"key", key}, {"type", "statement"}};
  RETURN_IF_ERROR(AddStatement(*shown.statement, json));
  return json;
}

absl::StatusOr<Json> ShowDocument::Trace(const std::string& key) {
  ASSIGN_OR_RETURN(const Shown shown, Resolve(key));
  std::vector<ClaimId> claims;
  if (shown.statement) {
    claims = view_.ClaimsOf(*shown.statement);
  } else if (shown.record->type == RecordType::kClaim) {
    claims.emplace_back(shown.record->event.value());
  } else if (shown.record->type == RecordType::kEntity) {
    const EntityId id(shown.record->event.value());
    for (Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
      for (StatementId statement : view_.StatementsOf(id, role)) {
        if (!IsKept(statement)) continue;
        for (ClaimId claim : view_.ClaimsOf(statement)) {
          claims.push_back(claim);
        }
      }
    }
    std::sort(claims.begin(), claims.end());
    claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("trace: got \"", key, "\", a ", NameOf(shown.record->type),
                     "; want a claim, a statement or an entity"));
  }
  Json json = {{"key", key}, {"statements", Json::array()}};
  std::set<StatementId> said;
  for (const ClaimId claim : claims) {
    const StatementId id = view_.FirstOf(view_.claim(claim).statement);
    if (weighed_.Hides(id) || !said.insert(id).second) continue;
    json["statements"].push_back(weighed_.Said(id));
  }
  RETURN_IF_ERROR(AddClaims(claims, json));
  return json;
}

}  // namespace attest
