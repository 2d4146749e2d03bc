#include "tools/finding_document.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/audit/trace.h"
#include "engine/interchange/case_line.h"
#include "engine/model/json_text.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

Json LinesJson(const Lines& lines) {
  Json json = {{"low", lines.low}, {"best", lines.best}, {"high", lines.high}};
  if (lines.at_least) json["at_least"] = true;
  return json;
}

std::string Quoted(absl::string_view text) {
  std::string json;
  AppendJsonString(text, json);
  return json;
}

// As JSON with sorted names and no spaces.
std::string SortedText(const Json& json) {
  return nlohmann::json(json).dump(-1, ' ', false,
                                   Json::error_handler_t::replace);
}

}  // namespace

std::string FindingDocument::KeyOf(ClaimId claim) {
  const auto known = claim_keys_.find(claim);
  if (known != claim_keys_.end()) return known->second;
  absl::StatusOr<std::string> key = keys_.KeyOf(EventIndex(claim.value()));
  if (!key.ok()) {
    status_.Update(key.status());
    return "";
  }
  return claim_keys_.emplace(claim, *std::move(key)).first->second;
}

Json FindingDocument::ClaimsJson(const std::vector<ClaimId>& claims) {
  Json list = Json::array();
  for (const ClaimId claim : claims) {
    if (!discretion_.Hides(claim)) list.push_back(KeyOf(claim));
  }
  return list;
}

Json FindingDocument::RecordJson(EventIndex record) const {
  if (discretion_.Hides(record)) return nullptr;
  return std::string(view_.KeyOf(record));
}

Json FindingDocument::RecordsJson(
    const std::vector<EventIndex>& records) const {
  Json list = Json::array();
  for (const EventIndex record : records) {
    if (!discretion_.Hides(record)) list.push_back(RecordJson(record));
  }
  return list;
}

void FindingDocument::AddSet(
    const char* name, const std::optional<std::vector<EventIndex>>& records,
    Json& json) const {
  json[name] = nullptr;
  if (!records) return;
  json[name] = RecordsJson(*records);
  const size_t withheld = records->size() - json[name].size();
  if (withheld > 0) json[absl::StrCat(name, "_withheld")] = withheld;
}

bool FindingDocument::Hides(StatementId id) const {
  return discretion_.Hides(view_, id);
}

StatementParts FindingDocument::PartsOf(StatementId id) const {
  const std::vector<StatementId> joined = view_.JoinedWith(id);
  const auto shown =
      std::find_if(joined.begin(), joined.end(), [this](StatementId one) {
        const StatementParts parts = view_.statement(one);
        const auto* object = std::get_if<EntityId>(&parts.object);
        return !discretion_.Hides(parts.subject) &&
               (object == nullptr || !discretion_.Hides(*object)) &&
               (!parts.place || !discretion_.Hides(*parts.place));
      });
  return view_.statement(shown != joined.end() ? *shown : view_.FirstOf(id));
}

Json FindingDocument::PartsJson(const StatementParts& parts) const {
  Json json = {{"subject", std::string(view_.KeyOf(parts.subject))},
               {"predicate", std::string(view_.KeyOf(parts.predicate))},
               {"object", nullptr},
               {"value", ValueJson(parts.object)},
               {"valid", TextOrNull(parts.valid)},
               {"place", nullptr}};
  json["subject_name"] = TextOrNull(view_.entity(parts.subject).name);
  if (const auto* object = std::get_if<EntityId>(&parts.object)) {
    json["object"] = std::string(view_.KeyOf(*object));
    json["object_name"] = TextOrNull(view_.entity(*object).name);
  }
  if (parts.place) {
    json["place"] = std::string(view_.KeyOf(*parts.place));
    json["place_name"] = TextOrNull(view_.entity(*parts.place).name);
  }
  return json;
}

std::vector<std::string> FindingDocument::OrderOf(StatementId id) const {
  const StatementParts parts = PartsOf(id);
  const auto* object = std::get_if<EntityId>(&parts.object);
  return {Quoted(view_.KeyOf(parts.subject)),
          Quoted(view_.KeyOf(parts.predicate)),
          object != nullptr ? Quoted(view_.KeyOf(*object))
                            : SortedText(ValueJson(parts.object)),
          parts.valid.empty() ? "" : Quoted(parts.valid),
          parts.place ? Quoted(view_.KeyOf(*parts.place)) : ""};
}

Json FindingDocument::OthersJson(
    const std::vector<OtherStatement>& others) const {
  Json list = Json::array();
  for (const OtherStatement& other : others) {
    if (Hides(other.statement)) continue;
    list.push_back({{"statement", view_.KeyOf(other.statement)},
                    {"reason", other.reason}});
  }
  return list;
}

Json FindingDocument::Said(StatementId id) const {
  Json json = {{"statement", view_.KeyOf(view_.FirstOf(id))}};
  json.update(PartsJson(PartsOf(id)));
  json["verdict"] = std::string(NameOf(findings_.FiguresOf(id).verdict));
  return json;
}

absl::StatusOr<Json> FindingDocument::Summary(const StatementParts& parts,
                                              const Finding& finding) {
  Json json = {{"statement", finding.statement
                                 ? Json(view_.KeyOf(*finding.statement))
                                 : Json()}};
  json.update(PartsJson(parts));
  json["verdict"] = std::string(NameOf(finding.figures.verdict));
  json["lines"] = LinesJson(finding.figures.lines);
  json["opposing_lines"] = LinesJson(finding.figures.opposing_lines);
  json["citations"] = finding.supporting.size();
  json["reports"] = finding.reports;
  json["publishers"] = finding.publishers;
  json["supporting"] = ClaimsJson(finding.supporting);
  json["opposing"] = ClaimsJson(finding.opposing);
  json["doubting"] = ClaimsJson(finding.doubting);
  json["not_counted"] = ClaimsJson(finding.not_counted);
  json["conflicts_with"] = OthersJson(finding.conflicts_with);
  json["differs"] = OthersJson(finding.differs);
  RETURN_IF_ERROR(status_);
  return json;
}

absl::StatusOr<Json> FindingDocument::Account(const StatementParts& parts,
                                              const Finding& finding) {
  ASSIGN_OR_RETURN(Json json, Summary(parts, finding));
  json["same_origin"] = finding.figures.same_origin;
  json["origins"] = RecordsJson(finding.origins);
  json["unknown_origins"] = RecordsJson(finding.unknown_origins);
  json["single_points"] = RecordsJson(finding.single_points);
  AddSet("weakest_cut", finding.weakest_cut, json);
  json["cycles"] = Json::array();
  for (const std::vector<EventIndex>& cycle : finding.cycles) {
    json["cycles"].push_back(RecordsJson(cycle));
  }
  AddSet("minimal_flip", finding.minimal_flip, json);
  if (finding.flip_unknown) json["minimal_flip_given_up"] = true;
  ASSIGN_OR_RETURN(json["ratings"], RatingsOf(finding));
  RETURN_IF_ERROR(AddLedger(finding, json));
  RETURN_IF_ERROR(status_);
  return json;
}

absl::StatusOr<Json> FindingDocument::RatingsOf(const Finding& finding) {
  std::set<EventIndex> rated;
  for (const auto* claims : {&finding.supporting, &finding.opposing}) {
    for (const ClaimId claim : *claims) rated.emplace(claim.value());
  }
  for (const LedgerEntry& entry : finding.ledger) {
    rated.insert(entry.chain.begin(), entry.chain.end());
  }
  Json list = Json::array();
  for (const EventIndex record : rated) {
    if (discretion_.Hides(record)) continue;
    for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
      if (decision.type != RecordType::kAssessment || !decision.standing) {
        continue;
      }
      ASSIGN_OR_RETURN(const Event event, opened_.log().Get(decision.event));
      Json json;
      ASSIGN_OR_RETURN(json["target"], keys_.KeyOf(record));
      json["scheme"] = std::string(NameOf(decision.scheme));
      json["value"] = decision.value;
      ASSIGN_OR_RETURN(json["by"], keys_.RecordedBy(event));
      json["event"] = decision.event.value();
      list.push_back(std::move(json));
    }
  }
  return list;
}

absl::StatusOr<std::string> FindingDocument::ReasonOf(
    const LedgerEntry& entry) {
  const auto shared = [&]() -> std::string {
    if (!entry.shared) return "a source";
    const Json key = RecordJson(*entry.shared);
    return key.is_null() ? "a sealed record" : key.get<std::string>();
  };
  switch (entry.uncounted) {
    case Uncounted::kNot:
      return "";
    case Uncounted::kNotLive:
      return std::string(NameOf(entry.counting));
    case Uncounted::kRelay:
      return absl::StrCat("its origin ", shared(),
                          " only passes on what another of these claims says");
    case Uncounted::kShares: {
      const std::string with = discretion_.Hides(*entry.with)
                                   ? "a sealed claim"
                                   : KeyOf(*entry.with);
      RETURN_IF_ERROR(status_);
      const std::string inferred = InferredText(entry);
      return absl::StrCat("comes through ", shared(), ", as ", with, " does",
                          inferred.empty() ? "" : ": ", inferred);
    }
    case Uncounted::kLeftOut:
      return "left out of the choice of lines, which may not be the largest";
  }
  return "";
}

Json FindingDocument::InferredJson(const LedgerEntry& entry) const {
  Json list = Json::array();
  for (const ReprintMatch& link : entry.inferred) {
    if (discretion_.Hides(link.other)) continue;
    Json passages = Json::array();
    for (const SharedPassage& passage : link.passages) {
      passages.push_back(
          {{"own", {passage.first.begin, passage.first.end}},
           {"other", {passage.second.begin, passage.second.end}}});
    }
    const bool ordered = link.direction == ReprintDirection::kFromOther;
    list.push_back({{"report", std::string(view_.KeyOf(link.other))},
                    {"direction", ordered ? "derives" : "one_or_the_other"},
                    {"containment", std::round(link.Containment() * 100) / 100},
                    {"passages", std::move(passages)}});
  }
  return list;
}

// "reprint of rpt:17, 93 % contained, shared passage at 120-480".
std::string FindingDocument::InferredText(const LedgerEntry& entry) const {
  std::string text;
  for (const ReprintMatch& link : entry.inferred) {
    if (discretion_.Hides(link.other)) continue;
    const bool ordered = link.direction == ReprintDirection::kFromOther;
    absl::StrAppend(&text, text.empty() ? "" : "; ",
                    ordered ? "reprint of " : "one text with ",
                    view_.KeyOf(link.other), ", ",
                    std::lround(link.Containment() * 100), " % contained");
    if (!link.passages.empty()) {
      absl::StrAppend(&text, ", shared passage at ",
                      link.passages.front().first.begin, "-",
                      link.passages.front().first.end);
    }
  }
  if (!text.empty()) absl::StrAppend(&text, " (inferred from the texts)");
  return text;
}

absl::StatusOr<Json> FindingDocument::EntryJson(const LedgerEntry& entry) {
  ASSIGN_OR_RETURN(const Event event,
                   opened_.log().Get(EventIndex(entry.claim.value())));
  const auto* claim = std::get_if<Claim>(&event.record);
  if (claim == nullptr) return absl::DataLossError("not a claim");
  Json json = {{"claim", event.key},
               {"counts", entry.uncounted == Uncounted::kNot},
               {"line", entry.line ? Json(*entry.line) : Json()},
               {"origin", entry.origin ? RecordJson(*entry.origin) : Json()},
               {"conduits", RecordsJson(entry.conduits)},
               {"passage", QuoteOrNull(claim->quote)}};
  ASSIGN_OR_RETURN(const std::string reason, ReasonOf(entry));
  json["reason"] = TextOrNull(reason);
  json["chain"] = RecordsJson(entry.chain);
  json["report"] = std::string(view_.KeyOf(claim->report));
  json["report_title"] = TextOrNull(view_.report(claim->report).title);
  json["event"] = entry.claim.value();
  json["inferred"] = InferredJson(entry);
  json["hedge"] = std::string(NameOf(claim->hedge));
  return json;
}

absl::Status FindingDocument::AddLedger(const Finding& finding, Json& json) {
  Json ledger = Json::array();
  std::set<EventIndex> named;
  for (const auto* set : {&finding.weakest_cut, &finding.minimal_flip}) {
    if (*set) named.insert((*set)->begin(), (*set)->end());
  }
  for (const LedgerEntry& entry : finding.ledger) {
    if (discretion_.Hides(entry.claim)) continue;
    ASSIGN_OR_RETURN(Json row, EntryJson(entry));
    ledger.push_back(std::move(row));
    named.insert(entry.chain.begin(), entry.chain.end());
  }
  Json names = Json::object();
  for (const EventIndex record : named) {
    if (discretion_.Hides(record) ||
        view_.TypeOf(record) != RecordType::kSource) {
      continue;
    }
    names[std::string(view_.KeyOf(record))] =
        view_.source(SourceId(record.value())).name;
  }
  json["ledger"] = std::move(ledger);
  json["source_names"] = std::move(names);
  return absl::OkStatus();
}

absl::StatusOr<Json> FindingDocument::Full(StatementId id) {
  const Finding finding =
      findings_.Weigh(id, [this](ClaimId claim) { return KeyOf(claim); });
  return Full(id, finding);
}

absl::StatusOr<Json> FindingDocument::Full(StatementId id,
                                           const Finding& finding) {
  return Account(PartsOf(id), finding);
}

absl::StatusOr<Json> FindingDocument::Full(const StatementParts& parts) {
  const Finding finding =
      findings_.Weigh(parts, [this](ClaimId claim) { return KeyOf(claim); });
  return Account(parts, finding);
}

absl::StatusOr<Json> FindingDocument::Short(StatementId id) {
  const Finding finding =
      findings_.Summarize(id, [this](ClaimId claim) { return KeyOf(claim); });
  return Summary(PartsOf(id), finding);
}

}  // namespace attest
