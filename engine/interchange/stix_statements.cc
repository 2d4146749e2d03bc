#include "engine/interchange/stix_statements.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/audit/citation_json.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/dossier_words.h"
#include "engine/interchange/stix_times.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

EventIndex EventOf(ClaimId id) { return EventIndex(id.value()); }

// The name of relationships whose predicate STIX cannot spell.
constexpr const char* kUnspelt = "related-to";

// What a note is of, in a word that takes no side.
absl::string_view HeadOf(const StixStatement& one) {
  if (!one.asserting.empty()) return "Reported";
  if (!one.denying.empty()) return "Denied";
  return one.doubting.empty() ? "Not reported any more" : "Doubted";
}

void AddExtractor(const Extractor& by, StixJson& facts) {
  facts["method"] = std::string(NameOf(by.method));
  SetStixText("method_version", by.version, facts);
}

}  // namespace

bool StixStatements::IsInferred(const StixStatement& one) const {
  return !one.asserting.empty() &&
         std::all_of(one.asserting.begin(), one.asserting.end(),
                     [&](ClaimId claim) {
                       return !outgoing_.view().claim(claim).rests_on.empty();
                     });
}

void StixStatements::AddRatings(ClaimId id, StixJson& facts) const {
  StixJson ratings = StixJson::array();
  for (const DecisionInfo& decision :
       outgoing_.view().DecisionsOn(EventOf(id))) {
    if (!decision.standing || decision.type != RecordType::kAssessment) {
      continue;
    }
    StixJson rating;
    rating["scheme"] = std::string(NameOf(decision.scheme));
    rating["value"] = decision.value;
    ratings.push_back(std::move(rating));
  }
  if (!ratings.empty()) facts["ratings"] = std::move(ratings);
}

std::string StixStatements::IdOf(StatementId id) const {
  return ids_.OfKey(
      outgoing_.FormOf(id) == StixForm::kRelationship ? "relationship" : "note",
      outgoing_.keys().KeyOfStatement(id));
}

absl::Status StixStatements::AddWords(const Event& event, ClaimId id,
                                      StixJson& facts) {
  const auto& claim = std::get<Claim>(event.record);
  if (!event.note.empty()) ++losses_.left_out["notes on claims"];
  if (outgoing_.keys().IsWithheld(claim.report) || of_words_.Hides(id)) {
    if (claim.quote || !claim.as_stated.empty() || !claim.citation.empty()) {
      ++losses_.reworded
            ["claims of or about what is withheld, without their words"];
    }
    return absl::OkStatus();
  }
  if (claim.quote) SetStixText("quote", claim.quote->exact, facts);
  SetStixText("as_stated", claim.as_stated, facts);
  if (!claim.citation.empty()) {
    facts["citation"] = CitationJson(claim.citation);
  }
  return absl::OkStatus();
}

absl::StatusOr<StixJson> StixStatements::ClaimFacts(ClaimId id,
                                                    const Event& event) {
  const OutgoingKeys& keys = outgoing_.keys();
  const auto& claim = std::get<Claim>(event.record);
  StixJson facts;
  ASSIGN_OR_RETURN(facts["key"], keys.KeyOf(EventOf(id), event));
  ASSIGN_OR_RETURN(facts["report"], keys.KeyOf(claim.report));
  if (!keys.IsWithheld(claim.report)) {
    ASSIGN_OR_RETURN(facts["report_ref"], records_.IdOf(claim.report));
  }
  facts["stance"] = std::string(NameOf(claim.stance));
  facts["hedge"] = std::string(NameOf(claim.hedge));
  if (!outgoing_.Counts(id)) {
    facts["counts"] = std::string(NameOf(outgoing_.CountingOf(id)));
  }
  StixJson speakers = StixJson::array();
  for (const Speaker& speaker : claim.attribution) {
    StixJson one;
    ASSIGN_OR_RETURN(one["source_ref"], records_.IdOf(speaker.source));
    ASSIGN_OR_RETURN(one["name"], words_.NameOfSource(speaker.source));
    one["basis"] = std::string(NameOf(speaker.basis));
    SetStixText("said", speaker.said, one);
    speakers.push_back(std::move(one));
  }
  if (!speakers.empty()) facts["speakers"] = std::move(speakers);
  if (claim.original) facts["original"] = true;
  std::vector<std::string> premises;
  for (const ClaimId premise : claim.rests_on) {
    ASSIGN_OR_RETURN(std::string key, keys.KeyOf(premise));
    premises.push_back(std::move(key));
  }
  SetStixList("rests_on", premises, facts);
  // Where the time of its predicate plays no part, the statement has none.
  if (outgoing_.view().predicate(claim.predicate).time == TimeKind::kNone) {
    SetStixText("valid", claim.valid, facts);
  }
  SetStixList(
      "real_ends",
      {claim.real_ends.start ? "start" : "", claim.real_ends.end ? "end" : ""},
      facts);
  if (claim.extracted_by) {
    AddExtractor(*claim.extracted_by, facts);
    if (!claim.extracted_by->agent.empty()) {
      ++losses_.left_out["names of who or what extracted claims"];
    }
  }
  AddRatings(id, facts);
  RETURN_IF_ERROR(AddWords(event, id, facts));
  return facts;
}

absl::StatusOr<StixJson> StixStatements::FactsOf(const StixStatement& one) {
  const OutgoingKeys& keys = outgoing_.keys();
  StixJson facts = StixFacts("statement", keys.KeyOfStatement(one.id));
  AddFigures(one.figures, origin_.position, facts);
  ASSIGN_OR_RETURN(facts["subject"], keys.KeyOf(one.parts.subject));
  facts["predicate"] = std::string(outgoing_.view().KeyOf(one.parts.predicate));
  if (const auto* object = std::get_if<EntityId>(&one.parts.object)) {
    ASSIGN_OR_RETURN(facts["object"], keys.KeyOf(*object));
  } else {
    facts["value"] = ValueJson(one.parts.object);
    if (facts["value"] == "") facts.erase("value");
  }
  SetStixText("valid", one.parts.valid, facts);
  if (one.parts.place) {
    ASSIGN_OR_RETURN(facts["place"], keys.KeyOf(*one.parts.place));
  }
  StixJson claims = StixJson::array();
  for (const ClaimId id : one.All()) {
    ASSIGN_OR_RETURN(const Event event, log_.Get(EventOf(id)));
    ASSIGN_OR_RETURN(StixJson claim, ClaimFacts(id, event));
    claims.push_back(std::move(claim));
    events_.insert(EventOf(id));
  }
  facts["claims"] = std::move(claims);
  if (one.elsewhere > 0) facts["claims_elsewhere"] = one.elsewhere;
  return facts;
}

absl::StatusOr<std::vector<std::string>> StixStatements::RefersTo(
    const StixStatement& one) {
  std::vector<std::string> refs;
  ASSIGN_OR_RETURN(std::string subject, records_.IdOf(one.subject));
  refs.push_back(std::move(subject));
  for (const std::optional<EntityId>& entity : {one.object, one.place}) {
    if (!entity) continue;
    ASSIGN_OR_RETURN(std::string ref, records_.IdOf(*entity));
    refs.push_back(std::move(ref));
  }
  return refs;
}

absl::Status StixStatements::SetSpan(const StixStatement& one,
                                     StixJson& object) {
  if (one.parts.valid.empty()) return absl::OkStatus();
  RealEnds real_ends = {.start = true, .end = true};
  for (const ClaimId id : one.asserting) {
    ASSIGN_OR_RETURN(const Event event, log_.Get(EventOf(id)));
    const RealEnds& ends = std::get<Claim>(event.record).real_ends;
    real_ends.start = real_ends.start && ends.start;
    real_ends.end = real_ends.end && ends.end;
  }
  const StixSpan span = StixSpanOf(
      one.parts.valid, outgoing_.view().predicate(one.parts.predicate).time,
      real_ends);
  SetStixText("start_time", span.start, object);
  SetStixText("stop_time", span.stop, object);
  if (span.start.empty() && span.stop.empty()) {
    ++losses_.reworded
          ["relationships without start_time and stop_time, as their dates are "
           "no exact beginning or end"];
  }
  return absl::OkStatus();
}

absl::Status StixStatements::SetEnds(const StixStatement& one,
                                     StixJson& object) {
  const std::string predicate(outgoing_.view().KeyOf(one.parts.predicate));
  std::string type = types_.Of(predicate);
  if (type.empty()) {
    ++losses_.reworded
          ["relationships as related-to, whose predicate STIX cannot spell"];
    type = kUnspelt;
  }
  object["relationship_type"] = type;
  ASSIGN_OR_RETURN(object["source_ref"], records_.IdOf(one.subject));
  ASSIGN_OR_RETURN(object["target_ref"], records_.IdOf(*one.object));
  return SetSpan(one, object);
}

absl::StatusOr<StixJson> StixStatements::OwnObject(const StixStatement& one) {
  StixJson object = StixHead(IdOf(one.id), records_.CreatedAt(one.id),
                             modified_, StixCaseId(ids_));
  ASSIGN_OR_RETURN(StixJson facts, FactsOf(one));
  ASSIGN_OR_RETURN(std::string text, words_.Account(one));
  RETURN_IF_ERROR(AddAgainst(one, text, facts));
  absl::StrAppend(
      &text, " ",
      StixWords::VerdictSentence(one.figures,
                                 outgoing_.AgainstOf(one.id).conflicts.size()));
  if (one.elsewhere > 0) {
    absl::StrAppend(&text, " Not here, but counted: ",
                    Several(one.elsewhere, "more claim"), " of it.");
  }
  if (one.form == StixForm::kRelationship) {
    object["description"] = text;
    RETURN_IF_ERROR(SetEnds(one, object));
  } else {
    object["abstract"] =
        absl::StrCat(HeadOf(one), ": ",
                     outgoing_.view().predicate(one.parts.predicate).label,
                     " (", VerdictWord(one.figures.verdict), ")");
    object["content"] = text;
    ASSIGN_OR_RETURN(const std::vector<std::string> refs, RefersTo(one));
    SetStixList("object_refs", refs, object);
    if (one.object) {
      ++losses_.reworded[absl::StrCat("relations as notes: ", one.why_note)];
    }
  }
  SetStixList(
      "labels",
      {"statement", VerdictLabel(one.figures.verdict),
       one.asserting.empty() ? "not-reported" : "reported",
       one.denying.empty() ? "" : "denied",
       one.asserting.empty() || outgoing_.IsStated(one) ? "" : "only-alleged",
       IsInferred(one) ? "inferred" : "",
       object.value("relationship_type", "") == kUnspelt &&
               types_.Of(outgoing_.view().KeyOf(one.parts.predicate)).empty()
           ? "predicate-in-facts"
           : ""},
      object);
  SetFacts(std::move(facts), object);
  return object;
}

absl::StatusOr<std::vector<StixJson>> StixStatements::ObjectsOf(
    StatementId id) {
  ASSIGN_OR_RETURN(const StixStatement one,
                   outgoing_.StatementOf(id, StixOutgoing::Among::kChosen));
  ASSIGN_OR_RETURN(StixJson own, OwnObject(one));
  std::vector<StixJson> objects;
  objects.push_back(std::move(own));
  for (const auto* list : {&one.denying, &one.doubting}) {
    for (const ClaimId claim : *list) {
      if (outgoing_.BesideOf(claim) == nullptr) continue;
      ASSIGN_OR_RETURN(StixJson beside, BesideIt(one, claim));
      objects.push_back(std::move(beside));
    }
  }
  return objects;
}

absl::Status StixStatements::AddRefersTo(ClaimId id,
                                         std::vector<std::string>& refers_to) {
  const StatementId said = outgoing_.view().claim(id).statement;
  refers_to.push_back(IdOf(outgoing_.view().FirstOf(said)));
  ASSIGN_OR_RETURN(std::string beside, IdOf(id));
  refers_to.push_back(std::move(beside));
  const StatementParts parts = outgoing_.view().statement(said);
  std::vector<EntityId> entities = {parts.subject};
  if (const auto* object = std::get_if<EntityId>(&parts.object)) {
    entities.push_back(*object);
  }
  if (parts.place) entities.push_back(*parts.place);
  for (const EntityId entity : entities) {
    ASSIGN_OR_RETURN(std::string ref,
                     records_.IdOf(*outgoing_.StandingOf(entity)));
    refers_to.push_back(std::move(ref));
  }
  return absl::OkStatus();
}

}  // namespace attest
