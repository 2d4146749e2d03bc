// Everything that a view answers, as text, so that two views can be compared.
//
// A view is a View or, for the oracle, a ReferenceView, which has the same
// methods.

#ifndef ATTEST_TESTS_REFERENCE_FOLD_DUMP_H_
#define ATTEST_TESTS_REFERENCE_FOLD_DUMP_H_

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "engine/model/event.h"
#include "engine/projection/answer.h"
#include "engine/projection/identity.h"
#include "engine/projection/literal_bytes.h"
#include "engine/projection/path.h"

namespace attest::reference {

template <class T>
std::string Text(const std::vector<T>& list);

template <class Tag>
std::string Text(Id<Tag> id) {
  return absl::StrCat("#", id.value());
}
template <class Tag>
std::string Text(const std::optional<Id<Tag>>& id) {
  return id ? Text(*id) : "-";
}
template <class... Ids>
std::string Text(const std::variant<Ids...>& id) {
  return std::visit(
      [](auto of) { return absl::StrCat(Text(of), "/", sizeof...(Ids)); }, id);
}

inline std::string Text(const Derivation& derivation) {
  return absl::StrCat(Text(derivation.upstream), "@",
                      derivation.upstream.index(), ":", NameOf(derivation.how));
}
inline std::string Text(const Upstream& upstream) {
  return absl::StrCat(Text(upstream.upstream), "@", upstream.upstream.index(),
                      ":", NameOf(upstream.how), Text(upstream.decided_by));
}
inline std::string Text(const Relay& relay) {
  return absl::StrCat(Text(relay.source), "x", relay.claims);
}
inline std::string Text(const EntityName& name) {
  return absl::StrCat(name.value, "|", name.lang, "|", name.script, "|",
                      Text(name.report));
}
inline std::string Text(const Speaker& speaker) {
  return absl::StrCat(Text(speaker.source), NameOf(speaker.basis),
                      speaker.said);
}
inline std::string Text(const Found& found) {
  return absl::StrCat(NameOf(found.type), Text(found.event));
}
inline std::string Text(const Match& match) {
  return absl::StrCat(NameOf(match.type), Text(match.event),
                      NameOf(match.matched), "'", match.name, "'");
}

inline std::string Text(const LeftOut& left_out) {
  return absl::StrCat(Text(left_out.same), " contradicts ",
                      Text(left_out.different), " by ", Text(left_out.chain));
}
inline std::string Text(const Source& source) {
  return absl::StrCat(source.name, " ", NameOf(source.kind), " ",
                      source.anonymous, " ", Text(source.part_of), " ",
                      Text(source.entity), " ", source.language, " ",
                      NameOf(source.sensitivity));
}
inline std::string Text(const ReportInfo& report) {
  return absl::StrCat(Text(report.source), " ", report.title, " ",
                      report.published, " ", report.author, " ", report.url,
                      " ", report.language, " ", Text(report.derived_from),
                      NameOf(report.sensitivity));
}
inline std::string Text(const Entity& entity) {
  return absl::StrCat(NameOf(entity.kind), " ", entity.name, " ",
                      Text(entity.names), NameOf(entity.sensitivity));
}
inline std::string Text(const Predicate& predicate) {
  return absl::StrCat(predicate.label, " ", predicate.domain.bits(), " ",
                      predicate.range.bits(), " ", NameOf(predicate.literal),
                      " ", NameOf(predicate.time), " ",
                      NameOf(predicate.functional), " ", predicate.once);
}
inline std::string Text(const StatementParts& parts) {
  const auto* object = std::get_if<EntityId>(&parts.object);
  return absl::StrCat(
      Text(parts.subject), " ", Text(parts.predicate), " ",
      object != nullptr ? Text(*object) : LiteralBytes(parts.object), " ",
      parts.valid, " ", Text(parts.place));
}
inline std::string Text(const ClaimInfo& claim) {
  return absl::StrCat(Text(claim.statement), " ", Text(claim.report), " ",
                      NameOf(claim.stance), " ", NameOf(claim.hedge), " ",
                      claim.original, " ", NameOf(claim.method), " ",
                      Text(claim.attribution), Text(claim.rests_on));
}
inline std::string Text(const DecisionInfo& info) {
  return absl::StrCat(
      Text(info.event), NameOf(info.type), info.standing ? "*" : "", " ",
      Text(info.target), " ", Text(info.other), " ", NameOf(info.judgement),
      NameOf(info.identity), NameOf(info.retraction_how), NameOf(info.how),
      NameOf(info.scheme), info.value, info.by);
}
inline std::string Text(const PathStep& step) {
  return absl::StrCat(Text(step.from), step.reversed ? "<-" : "->",
                      Text(step.to), " ", Text(step.statement), " ",
                      Text(step.predicate), " ", Text(step.claims));
}
template <class T>
std::string Text(const std::vector<T>& list) {
  return absl::StrCat("[",
                      absl::StrJoin(list, " ",
                                    [](std::string* out, const T& item) {
                                      absl::StrAppend(out, Text(item));
                                    }),
                      "]");
}

inline std::string Text(const Counts& counts) {
  return absl::StrJoin(
      {counts.events, counts.sources, counts.reports, counts.entities,
       counts.predicates, counts.claims, counts.statements, counts.retractions,
       counts.assessments, counts.identities, counts.dependences,
       counts.amendments, counts.redactions},
      " ");
}

template <class V>
void DumpEvent(const V& view, EventIndex event, std::string& out) {
  absl::StrAppend(&out, Text(event), " ", NameOf(*view.TypeOf(event)), " ",
                  NameOf(view.WithheldOf(event)), " ",
                  absl::ToUnixMicros(view.RecordedAt(event)), " '",
                  view.KeyOf(event), "' ", Text(view.DecisionsOn(event)), " ",
                  Text(view.RetractedBy(event)), " ", view.IsRejected(event));
  const std::optional<DecisionInfo> status = view.StatusOf(event);
  absl::StrAppend(&out, " ", status ? Text(*status) : "-", "\n");
}

template <class V>
void DumpSources(const V& view, std::string& out) {
  for (const SourceId id : view.Sources()) {
    absl::StrAppend(&out, "source ", Text(id), " ", Text(view.source(id)),
                    Text(view.PublishedBy(id)), Text(view.ClaimsSpokenBy(id)),
                    Text(view.RelaysOf(id)), Text(view.PartsOf(id)),
                    Text(view.UpstreamOf(id)), "\n");
  }
  for (const ReportId id : view.Reports()) {
    absl::StrAppend(&out, "report ", Text(id), " ", Text(view.report(id)),
                    Text(view.ClaimsIn(id)), Text(view.UpstreamOf(id)), "\n");
  }
}

template <class V>
void DumpEntities(const V& view, std::string& out) {
  for (const EntityId id : view.Entities()) {
    absl::StrAppend(&out, "entity ", Text(id), " ", Text(view.entity(id)),
                    Text(view.RepresentativeOf(id)), Text(view.GroupOf(id)));
    for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
      absl::StrAppend(&out, Text(view.StatementsOf(id, role)));
    }
    absl::StrAppend(&out, "\n");
  }
}

template <class V>
void DumpClaims(const V& view, std::string& out) {
  for (const ClaimId id : view.Claims()) {
    const ClaimInfo claim = view.claim(id);
    absl::StrAppend(&out, "claim ", Text(id), " ", Text(claim), " ",
                    NameOf(view.LivenessOf(id)), " ", view.IsProposed(id),
                    " first ", Text(view.FirstOf(claim.statement)), "\n");
  }
  for (const StatementId id : view.Statements()) {
    const PredicateId predicate = view.statement(id).predicate;
    absl::StrAppend(&out, "statement ", Text(id), " ", Text(view.statement(id)),
                    Text(view.JoinedWith(id)), Text(view.ClaimsOf(id)),
                    view.KeyOf(id), " ", view.KeyOf(predicate),
                    Text(view.predicate(predicate)), "\n");
  }
}

// All that `view` answers but FindStatement, FindKey and paths.
template <class V>
std::string Dump(const V& view) {
  std::string out = absl::StrCat("as of ", view.applied_through(), " cut ",
                                 view.cut(), "\n", Text(view.counts()), "\n");
  for (uint64_t i = 0; i < view.cut(); ++i) {
    DumpEvent(view, EventIndex(i), out);
  }
  DumpSources(view, out);
  DumpEntities(view, out);
  DumpClaims(view, out);
  absl::StrAppend(&out, "identity ", Text(view.identity().standing()), " ",
                  Text(view.identity().left_out()), "\n");
  for (const char* text : {"hama", "ali tuqan", "حماه", "oneil", "ecole"}) {
    absl::StrAppend(&out, "find ", Text(view.Find(text, 6)), "\n");
  }
  return out;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_FOLD_DUMP_H_
