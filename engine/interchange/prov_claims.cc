#include "engine/interchange/prov_claims.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/audit/citation_json.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/prov_lines.h"
#include "engine/interchange/prov_names.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

absl::string_view Saying(Stance stance) {
  switch (stance) {
    case Stance::kDenies:
      return " denies: ";
    case Stance::kDoubts:
      return " doubts: ";
    case Stance::kNoComment:
      return " gives no comment on: ";
    default:
      return " asserts: ";
  }
}

std::string ValueText(const Object& object) {
  const Json value = ValueJson(object);
  return value.is_string()
             ? value.get<std::string>()
             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void ProvClaims::Note(EventIndex index, const OutgoingEvent& out) {
  const auto& claim = std::get<Claim>(out.event.record);
  const EventIndex recording = out.event.closed_by.value_or(index);
  // A stub does not say who recorded it.
  const bool is_stub = out.goes == OutgoingEvent::Goes::kAsStub;
  std::string by = is_stub ? std::string() : out.event.by;
  const auto [known, is_new] = bundle_of_.try_emplace(
      std::tuple(claim.report, recording, by), bundles_.size());
  if (is_new) {
    bundles_.push_back({claim.report, recording, std::move(by), {}});
  }
  bundles_[known->second].claims.push_back(index);
}

absl::StatusOr<ProvClaims::Recording> ProvClaims::RecordingOf(
    EventIndex event) const {
  ASSIGN_OR_RETURN(const Event closing, log_.Get(event));
  const auto* file = std::get_if<FileClosed>(&closing.record);
  const absl::Time end = view_.RecordedAt(event);
  return Recording{
      .name = ProvName(kProvLog, absl::StrCat(event.value())),
      .begin = file == nullptr ? end : view_.RecordedAt(file->first),
      .end = end};
}

ProvAttributes ProvClaims::AttributesOf(const Recording& recording) {
  ProvAttributes attributes;
  attributes.Time("prov:startTime", recording.begin)
      .Time("prov:endTime", recording.end)
      .Names("prov:type", {ProvTerm("Recording")});
  return attributes;
}

absl::Status ProvClaims::DeclareBundle(const Bundle& bundle,
                                       const std::string& name,
                                       const Recording& recording,
                                       ProvRecords& document) {
  ASSIGN_OR_RETURN(const std::string report,
                   ProvNameOf(outgoing_.keys(), bundle.report));
  ASSIGN_OR_RETURN(const std::string title,
                   ShownName(log_, view_, outgoing_.keys(), bundle.report));
  ProvAttributes attributes;
  attributes.Names("prov:type", {"prov:Bundle", ProvTerm("Claims")})
      .Text("prov:label", absl::StrCat("claims in: ", title))
      .Names(ProvTerm("report"), {report})
      .Number(ProvTerm("first_event"), bundle.claims.front().value())
      .Number(ProvTerm("last_event"), bundle.claims.back().value())
      .Number(ProvTerm("claims"), bundle.claims.size());
  document.Declare(ProvKind::kEntity, name, std::move(attributes));
  const bool is_new = !document.Declares(ProvKind::kActivity, recording.name);
  document.Declare(ProvKind::kActivity, recording.name,
                   AttributesOf(recording));
  ProvAttributes generation;
  generation.Time("prov:time", recording.end);
  document.Relate(ProvKind::kGeneration, name, recording.name,
                  std::move(generation));
  if (bundle.by.empty()) return absl::OkStatus();
  const std::string by = ProvName(kProvBy, bundle.by);
  ProvAttributes agent;
  agent.Text("prov:label", bundle.by)
      .Names("prov:type", {ProvTerm("Recorder")});
  const bool is_new_agent = !document.Declares(ProvKind::kAgent, by);
  document.Declare(ProvKind::kAgent, by, std::move(agent));
  document.Relate(ProvKind::kAttribution, name, by);
  if (is_new || is_new_agent) {
    ProvAttributes role;
    role.Text("prov:role", "recorded");
    document.Relate(ProvKind::kAssociation, recording.name, by,
                    std::move(role));
  }
  return absl::OkStatus();
}

absl::string_view ProvClaims::StateOf(EventIndex index) const {
  const ClaimId claim(index.value());
  const Liveness liveness = view_.LivenessOf(claim);
  // What it came through is known to the findings alone.
  if (liveness == Liveness::kLive &&
      findings_.CountingOf(claim) != Counting::kLive) {
    return NameOf(findings_.CountingOf(claim));
  }
  return NameOf(liveness);
}

absl::StatusOr<std::string> ProvClaims::LabelOf(EventIndex index,
                                                const Claim& claim) const {
  const OutgoingKeys& keys = outgoing_.keys();
  const SourceId speaker = claim.attribution.empty()
                               ? view_.report(claim.report).source
                               : claim.attribution.back().source;
  ASSIGN_OR_RETURN(const std::string who, ShownName(view_, keys, speaker));
  ASSIGN_OR_RETURN(const std::string subject,
                   ShownName(view_, keys, claim.subject));
  std::string object;
  if (const auto* entity = std::get_if<EntityId>(&claim.object)) {
    ASSIGN_OR_RETURN(object, ShownName(view_, keys, *entity));
  } else {
    object = ValueText(claim.object);
  }
  const absl::string_view state = StateOf(index);
  const bool is_live = state == NameOf(Liveness::kLive);
  return absl::StrCat(is_live ? "" : state, is_live ? "" : ": ", who,
                      Saying(claim.stance), subject, ", ",
                      view_.predicate(claim.predicate).label, ", ", object,
                      claim.valid.empty() ? "" : ", ", claim.valid,
                      claim.hedge == Hedge::kStated ? "" : " (",
                      claim.hedge == Hedge::kStated ? "" : NameOf(claim.hedge),
                      claim.hedge == Hedge::kStated ? "" : ")");
}

absl::Status ProvClaims::AddDerivations(const std::string& name,
                                        const Event& event,
                                        ProvRecords& records) {
  const auto& claim = std::get<Claim>(event.record);
  ASSIGN_OR_RETURN(const std::string report,
                   ProvNameOf(outgoing_.keys(), claim.report));
  std::vector<std::string> types;
  ProvAttributes passage;
  if (claim.quote) {
    types.emplace_back("prov:Quotation");
    passage.Text(ProvTerm("quote_prefix"), claim.quote->prefix)
        .Text(ProvTerm("quote_suffix"), claim.quote->suffix);
    if (claim.quote->passage) {
      passage.Number(ProvTerm("byte_begin"), claim.quote->passage->byte_begin)
          .Number(ProvTerm("byte_end"), claim.quote->passage->byte_end);
    }
  }
  if (!claim.citation.empty() && event.withheld == Withheld::kNo) {
    passage.Field("citation", CitationJson(claim.citation));
  }
  // The report speaks of what it saw itself.
  if (claim.original) types.emplace_back("prov:PrimarySource");
  passage.Names("prov:type", types);
  records.Relate(ProvKind::kDerivation, name, report, std::move(passage));
  for (const ClaimId premise : claim.rests_on) {
    ASSIGN_OR_RETURN(const std::string rests_on,
                     ProvNameOf(outgoing_.keys(), premise));
    ProvAttributes inference;
    inference.Text(ProvTerm("how"), "inference");
    records.Relate(ProvKind::kDerivation, name, rests_on, std::move(inference));
  }
  return absl::OkStatus();
}

absl::Status ProvClaims::DeclareSpeaker(SourceId source,
                                        const std::string& name,
                                        ProvRecords& records) {
  if (records.Declares(ProvKind::kAgent, name)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string shown,
                   ShownName(view_, outgoing_.keys(), source));
  ProvAttributes agent;
  agent.Text("prov:label", shown);
  records.Declare(ProvKind::kAgent, name, std::move(agent));
  return absl::OkStatus();
}

absl::Status ProvClaims::AddSpeakers(const std::string& name,
                                     const Claim& claim, ProvRecords& records) {
  if (claim.attribution.empty()) {
    // The report speaks for itself.
    const SourceId publisher = view_.report(claim.report).source;
    ASSIGN_OR_RETURN(const std::string agent,
                     ProvNameOf(outgoing_.keys(), publisher));
    RETURN_IF_ERROR(DeclareSpeaker(publisher, agent, records));
    ProvAttributes attributes;
    attributes.Text(ProvTerm("speaks_as"), "publisher");
    records.Relate(ProvKind::kAttribution, name, agent, std::move(attributes));
    return absl::OkStatus();
  }
  uint64_t position = 0;
  for (const Speaker& speaker : claim.attribution) {
    ASSIGN_OR_RETURN(const std::string agent,
                     ProvNameOf(outgoing_.keys(), speaker.source));
    RETURN_IF_ERROR(DeclareSpeaker(speaker.source, agent, records));
    const bool is_origin = ++position == claim.attribution.size();
    ProvAttributes attributes;
    attributes.Text(ProvTerm("speaks_as"), is_origin ? "origin" : "conduit")
        .Number(ProvTerm("position"), position)
        .Text(ProvTerm("basis"), NameOf(speaker.basis))
        .Text(ProvTerm("said"), speaker.said);
    records.Relate(ProvKind::kAttribution, name, agent, std::move(attributes));
  }
  return absl::OkStatus();
}

absl::Status ProvClaims::AddClaim(EventIndex index, const OutgoingEvent& out,
                                  const std::string& recording,
                                  ProvRecords& records) {
  const OutgoingKeys& keys = outgoing_.keys();
  Event event = out.event;
  auto& claim = std::get<Claim>(event.record);
  const bool is_stub = out.goes == OutgoingEvent::Goes::kAsStub;
  if (is_stub) {
    event.withheld = out.why;
    claim.quote.reset();
    for (Speaker& speaker : claim.attribution) speaker.said.clear();
  }
  ASSIGN_OR_RETURN(const std::string name, ProvNameOfEvent(keys, index));
  std::string label;
  if (!is_stub) {
    ASSIGN_OR_RETURN(label, LabelOf(index, claim));
  }
  ASSIGN_OR_RETURN(ProvAttributes attributes,
                   LineAttributes(index, out, keys, {ProvTerm("Claim")}, label,
                                  {"report", "attribution", "rests_on", "quote",
                                   "citation", "original", "by"}));
  attributes.Text(ProvTerm("counts"), StateOf(index));
  if (claim.quote) attributes.Text("prov:value", claim.quote->exact);
  records.Declare(ProvKind::kEntity, name, std::move(attributes));
  ProvAttributes generation;
  generation.Time("prov:time", event.recorded_at);
  records.Relate(ProvKind::kGeneration, name, recording, std::move(generation));
  RETURN_IF_ERROR(AddDerivations(name, event, records));
  RETURN_IF_ERROR(AddSpeakers(name, claim, records));
  ++claims_;
  if (is_stub) return absl::OkStatus();
  const StatementId statement =
      view_.FirstOf(view_.claim(ClaimId(index.value())).statement);
  statements_.push_back(statement);
  records.Relate(ProvKind::kMembership,
                 ProvName(kProvCase, keys.KeyOfStatement(statement)), name);
  return absl::OkStatus();
}

absl::Status ProvClaims::Write(
    ProvRecords& document,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  bool is_first = true;
  for (const Bundle& bundle : bundles_) {
    ASSIGN_OR_RETURN(const Recording recording, RecordingOf(bundle.recording));
    const std::string name = ProvName(
        kProvLog, absl::StrCat("claims-", bundle.claims.front().value()));
    RETURN_IF_ERROR(DeclareBundle(bundle, name, recording, document));
    ProvRecords records;
    ASSIGN_OR_RETURN(const std::string report,
                     ProvNameOf(outgoing_.keys(), bundle.report));
    ASSIGN_OR_RETURN(const std::string title,
                     ShownName(log_, view_, outgoing_.keys(), bundle.report));
    ProvAttributes about;
    about.Text("prov:label", title);
    records.Declare(ProvKind::kEntity, report, std::move(about));
    records.Declare(ProvKind::kActivity, recording.name,
                    AttributesOf(recording));
    // What was invalid by then can have been used no more.
    const std::optional<EventIndex> retracted =
        view_.RetractedBy(EventIndex(bundle.report.value()));
    if (!retracted || bundle.recording < *retracted) {
      records.Relate(ProvKind::kUsage, recording.name, report);
    }
    for (const EventIndex claim : bundle.claims) {
      ASSIGN_OR_RETURN(Event event, log_.Get(claim));
      ASSIGN_OR_RETURN(const OutgoingEvent out,
                       outgoing_.Take(claim, std::move(event)));
      RETURN_IF_ERROR(AddClaim(claim, out, recording.name, records));
    }
    RETURN_IF_ERROR(
        write(absl::StrCat(is_first ? "\n" : ",\n", "\"", name, "\":{")));
    is_first = false;
    RETURN_IF_ERROR(records.Write(write));
    RETURN_IF_ERROR(write("}"));
  }
  return absl::OkStatus();
}

std::vector<StatementId> ProvClaims::Statements() const {
  std::vector<StatementId> statements = statements_;
  std::sort(statements.begin(), statements.end());
  statements.erase(std::unique(statements.begin(), statements.end()),
                   statements.end());
  return statements;
}

}  // namespace attest
