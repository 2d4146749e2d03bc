// The oracle of the projection: the same questions answered from the list of
// events, by scanning it again for each.

#ifndef ATTEST_TESTS_REFERENCE_FOLD_VIEW_H_
#define ATTEST_TESTS_REFERENCE_FOLD_VIEW_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/model/event.h"
#include "engine/model/vocabulary.h"
#include "engine/projection/answer.h"
#include "engine/projection/identity.h"
#include "engine/projection/path.h"
#include "engine/projection/statement_key.h"
#include "engine/text/folding.h"
#include "tests/reference/fold_decisions.h"
#include "tests/reference/fold_identity.h"

namespace attest::reference {

class ReferenceView {
 public:
  // As of the first `n` of `events`.
  ReferenceView(const std::vector<Event>& events, uint64_t n)
      : asked_(n),
        events_(Cut(events, n)),
        identity_(events_),
        decisions_(events_) {
    for (const ClaimId id : Claims()) {
      const StatementParts parts = PartsOf(id);
      if (std::count(statements_.begin(), statements_.end(), parts) == 0) {
        statements_.push_back(parts);
      }
    }
  }

  [[nodiscard]] uint64_t applied_through() const { return asked_; }
  [[nodiscard]] uint64_t cut() const { return events_.size(); }

  [[nodiscard]] Counts counts() const {
    Counts counts;
    counts.events = cut();
    counts.sources = Ids<Source, SourceId>().size();
    counts.reports = Ids<Report, ReportId>().size();
    counts.entities = Ids<Entity, EntityId>().size();
    counts.predicates = Ids<Predicate, PredicateId>().size();
    counts.claims = Claims().size();
    counts.statements = Statements().size();
    counts.retractions = Ids<Retraction, EventIndex>().size();
    counts.assessments = Ids<Assessment, EventIndex>().size();
    counts.identities = Ids<Identity, EventIndex>().size();
    counts.dependences = Ids<Dependence, EventIndex>().size();
    counts.amendments = Ids<Amendment, EventIndex>().size();
    counts.redactions = Ids<Redaction, EventIndex>().size();
    return counts;
  }

  [[nodiscard]] std::string KeyOf(EventIndex event) const {
    const Event& at = events_[event.value()];
    return at.type() <= RecordType::kPredicate ? at.key : "";
  }
  [[nodiscard]] std::string KeyOf(PredicateId id) const {
    if (const BuiltinPredicate* builtin = FindBuiltin(id)) return builtin->key;
    return events_[id.value()].key;
  }
  [[nodiscard]] std::optional<RecordType> TypeOf(EventIndex event) const {
    if (event.value() >= cut()) return std::nullopt;
    return events_[event.value()].type();
  }
  [[nodiscard]] Withheld WithheldOf(EventIndex event) const {
    const Event& at = events_[event.value()];
    const bool is_of_the_log = at.type() >= RecordType::kFileClosed;
    return is_of_the_log ? Withheld::kNo : at.withheld;
  }
  [[nodiscard]] absl::Time RecordedAt(EventIndex event) const {
    return events_[event.value()].recorded_at;
  }

  [[nodiscard]] std::vector<SourceId> Sources() const {
    return Ids<Source, SourceId>();
  }
  [[nodiscard]] std::vector<ReportId> Reports() const {
    return Ids<Report, ReportId>();
  }
  [[nodiscard]] std::vector<EntityId> Entities() const {
    return Ids<Entity, EntityId>();
  }
  [[nodiscard]] std::vector<ClaimId> Claims() const {
    return Ids<Claim, ClaimId>();
  }
  [[nodiscard]] std::vector<StatementId> Statements() const {
    std::vector<StatementId> first;
    for (size_t i = 0; i < statements_.size(); ++i) {
      if (FirstOf(StatementId(i)) == StatementId(i)) first.emplace_back(i);
    }
    return first;
  }

  [[nodiscard]] Source source(SourceId id) const { return Current<Source>(id); }
  [[nodiscard]] Entity entity(EntityId id) const { return Current<Entity>(id); }
  [[nodiscard]] ReportInfo report(ReportId id) const {
    const Report report = Current<Report>(id);
    return {report.source,       report.title,      report.published,
            report.author,       report.url,        report.language,
            report.derived_from, report.sensitivity};
  }
  [[nodiscard]] Predicate predicate(PredicateId id) const {
    if (const BuiltinPredicate* builtin = FindBuiltin(id)) {
      return builtin->predicate;
    }
    return std::get<Predicate>(events_[id.value()].record);
  }

  [[nodiscard]] const ReferenceIdentity& identity() const { return identity_; }
  [[nodiscard]] std::vector<EntityId> GroupOf(EntityId id) const {
    return identity_.GroupOf(id);
  }
  [[nodiscard]] EntityId RepresentativeOf(EntityId id) const {
    return GroupOf(id).front();
  }

  [[nodiscard]] std::vector<StatementId> StatementsOf(EntityId id,
                                                      Role role) const {
    const EntityId wanted = RepresentativeOf(id);
    std::vector<StatementId> found;
    for (const StatementId statement : Statements()) {
      const StatementParts parts = Contracted(statement);
      if ((role == Role::kSubject && parts.subject == wanted) ||
          (role == Role::kObject && parts.object == Object(wanted)) ||
          (role == Role::kPlace && parts.place == wanted)) {
        found.push_back(statement);
      }
    }
    return found;
  }
  [[nodiscard]] StatementParts statement(StatementId id) const {
    return statements_[id.value()];
  }
  [[nodiscard]] StatementId FirstOf(StatementId id) const {
    return JoinedWith(id).front();
  }
  [[nodiscard]] std::vector<StatementId> JoinedWith(StatementId id) const {
    std::vector<StatementId> joined;
    const StatementParts wanted = Contracted(id);
    for (size_t i = 0; i < statements_.size(); ++i) {
      if (Contracted(StatementId(i)) == wanted) joined.emplace_back(i);
    }
    return joined;
  }
  [[nodiscard]] std::vector<ClaimId> ClaimsOf(StatementId id) const {
    std::vector<ClaimId> claims;
    for (const ClaimId claim : Claims()) {
      if (FirstOf(StatementOf(claim)) == FirstOf(id)) claims.push_back(claim);
    }
    return claims;
  }
  [[nodiscard]] std::string KeyOf(StatementId id) const {
    const StatementParts parts = statement(id);
    const auto* object = std::get_if<EntityId>(&parts.object);
    const std::string subject = events_[parts.subject.value()].key;
    const std::string predicate_key = KeyOf(parts.predicate);
    const std::string object_key =
        object != nullptr ? events_[object->value()].key : "";
    const std::string value = StatementValue(parts.object);
    const std::string place =
        parts.place ? events_[parts.place->value()].key : "";
    return StatementKeys().KeyOf(
        {subject, predicate_key, object_key, value, parts.valid, place});
  }

  [[nodiscard]] ClaimInfo claim(ClaimId id) const {
    const Claim& claim = At(id);
    return {StatementOf(id),   claim.report,   claim.stance,
            claim.hedge,       claim.original, MethodOf(claim),
            claim.attribution, claim.rests_on};
  }
  [[nodiscard]] bool IsProposed(ClaimId id) const {
    return MethodOf(At(id)) == Method::kModel &&
           decisions_.Decisive(EventIndex(id.value())) != "accepted";
  }
  [[nodiscard]] Liveness LivenessOf(ClaimId id) const {
    const Claim& claim = At(id);
    if (IsRedacted(id)) return Liveness::kRedacted;
    if (RetractedBy(EventIndex(id.value()))) return Liveness::kRetracted;
    if (IsRejected(EventIndex(id.value()))) return Liveness::kRejected;
    if (IsProposed(id)) return Liveness::kProposed;
    const EventIndex report(claim.report.value());
    if (RetractedBy(report)) return Liveness::kReportRetracted;
    if (IsRejected(report)) return Liveness::kReportRejected;
    const SourceId publisher = Current<Report>(claim.report).source;
    bool is_rejected = IsRejected(EventIndex(publisher.value()));
    for (const Speaker& speaker : claim.attribution) {
      is_rejected |= IsRejected(EventIndex(speaker.source.value()));
    }
    if (is_rejected) return Liveness::kSourceRejected;
    for (const ClaimId other : claim.rests_on) {
      if (LivenessOf(other) != Liveness::kLive) return Liveness::kRestsOnDead;
    }
    return Liveness::kLive;
  }

  [[nodiscard]] std::vector<ClaimId> ClaimsIn(ReportId id) const {
    std::vector<ClaimId> claims;
    for (const ClaimId claim : Claims()) {
      if (At(claim).report == id) claims.push_back(claim);
    }
    return claims;
  }
  [[nodiscard]] std::vector<Upstream> UpstreamOf(ReportId id) const {
    return Upstreams(id, Current<Report>(id).derived_from);
  }
  [[nodiscard]] std::vector<Upstream> UpstreamOf(SourceId id) const {
    return Upstreams(id, {});
  }
  [[nodiscard]] std::vector<ReportId> PublishedBy(SourceId id) const {
    std::vector<ReportId> reports;
    for (const ReportId report : Reports()) {
      if (Current<Report>(report).source == id) reports.push_back(report);
    }
    return reports;
  }
  [[nodiscard]] std::vector<SourceId> PartsOf(SourceId id) const {
    std::vector<SourceId> parts;
    for (const SourceId part : Sources()) {
      if (Current<Source>(part).part_of == id) parts.push_back(part);
    }
    return parts;
  }
  [[nodiscard]] std::vector<ClaimId> ClaimsSpokenBy(SourceId id) const {
    std::vector<ClaimId> claims;
    for (const ClaimId claim : Claims()) {
      for (const Speaker& speaker : At(claim).attribution) {
        if (speaker.source != id) continue;
        claims.push_back(claim);
        break;
      }
    }
    return claims;
  }
  [[nodiscard]] std::vector<Relay> RelaysOf(SourceId id) const {
    std::map<SourceId, uint64_t> counts;
    for (const ClaimId claim : ClaimsSpokenBy(id)) {
      std::set<SourceId> relays = {Current<Report>(At(claim).report).source};
      std::set<SourceId> passed;
      for (const Speaker& speaker : At(claim).attribution) {
        if (speaker.source == id) relays.insert(passed.begin(), passed.end());
        passed.insert(speaker.source);
      }
      relays.erase(id);
      for (const SourceId relay : relays) ++counts[relay];
    }
    std::vector<Relay> result;
    for (const auto& [relay, claims] : counts) {
      result.push_back({relay, claims});
    }
    return result;
  }

  [[nodiscard]] std::vector<DecisionInfo> DecisionsOn(EventIndex event) const {
    return decisions_.DecisionsOn(event);
  }
  [[nodiscard]] std::optional<EventIndex> RetractedBy(EventIndex event) const {
    return decisions_.RetractedBy(event);
  }
  [[nodiscard]] std::optional<DecisionInfo> StatusOf(EventIndex event) const {
    return decisions_.StatusOf(event);
  }
  [[nodiscard]] bool IsRejected(EventIndex event) const {
    return decisions_.Decisive(event) == "rejected";
  }

  [[nodiscard]] std::vector<Match> Find(const std::string& text,
                                        size_t limit) const {
    std::vector<Match> found;
    for (uint64_t i = 0; i < cut(); ++i) {
      const std::optional<Match> match = BestMatch(i, FoldForSearch(text));
      if (match) found.push_back(*match);
    }
    std::sort(found.begin(), found.end(), [&](const Match& a, const Match& b) {
      return std::tuple(a.matched, KeyOf(a.event)) <
             std::tuple(b.matched, KeyOf(b.event));
    });
    if (found.size() > limit) found.resize(limit);
    return found;
  }

  // As ShortestPath.
  [[nodiscard]] std::optional<std::vector<PathStep>> Path(
      EntityId from, EntityId to, size_t max_hops,
      absl::FunctionRef<bool(ClaimId)> keep) const {
    std::map<EntityId, size_t> hops = {{RepresentativeOf(to), 0}};
    const std::vector<Edge> edges = Edges(keep);
    for (size_t round = 0; round < max_hops; ++round) {
      std::map<EntityId, size_t> wider = hops;
      for (const Edge& edge : edges) {
        if (hops.contains(edge.a)) wider.try_emplace(edge.b, round + 1);
        if (hops.contains(edge.b)) wider.try_emplace(edge.a, round + 1);
      }
      hops = wider;
    }
    EntityId at = RepresentativeOf(from);
    if (!hops.contains(at)) return std::nullopt;
    std::vector<PathStep> steps;
    while (hops[at] > 0) {
      for (const Edge& edge : edges) {
        const bool forward = edge.a == at;
        const EntityId next = forward ? edge.b : edge.a;
        if ((!forward && edge.b != at) || !hops.contains(next) ||
            hops[next] + 1 != hops[at]) {
          continue;
        }
        steps.push_back(Step(at, next, edge.claim, !forward, edges));
        at = next;
        break;
      }
    }
    return steps;
  }

 private:
  struct Edge {
    EntityId a;
    EntityId b;
    ClaimId claim;
  };

  static std::vector<Event> Cut(const std::vector<Event>& events, uint64_t n) {
    uint64_t cut = n;
    for (uint64_t i = 0; i < n; ++i) {
      if (events[i].closed_by && events[i].closed_by->value() >= n) {
        cut = std::min(cut, i);
      }
    }
    return {events.begin(), events.begin() + static_cast<int64_t>(cut)};
  }

  template <class R, class Id>
  [[nodiscard]] std::vector<Id> Ids() const {
    std::vector<Id> ids;
    for (uint64_t i = 0; i < cut(); ++i) {
      if (std::holds_alternative<R>(events_[i].record)) ids.emplace_back(i);
    }
    return ids;
  }

  [[nodiscard]] const Claim& At(ClaimId id) const {
    return std::get<Claim>(events_[id.value()].record);
  }
  static Method MethodOf(const Claim& claim) {
    return claim.extracted_by ? claim.extracted_by->method : Method::kManual;
  }

  static void Set(const std::string& field, const Source& from, Source& to) {
    if (field == "name") to.name = from.name;
    if (field == "kind") to.kind = from.kind;
    if (field == "anonymous") to.anonymous = from.anonymous;
    if (field == "entity") to.entity = from.entity;
    if (field == "part_of") to.part_of = from.part_of;
  }
  static void Set(const std::string& field, const Report& from, Report& to) {
    if (field == "source") to.source = from.source;
    if (field == "title") to.title = from.title;
    if (field == "derived_from") to.derived_from = from.derived_from;
  }
  static void Set(const std::string& field, const Entity& from, Entity& to) {
    if (field == "name") to.name = from.name;
    if (field == "names") to.names = from.names;
  }

  template <class R, class Id>
  [[nodiscard]] R Current(Id id) const {
    R record = std::get<R>(events_[id.value()].record);
    for (const Event& event : events_) {
      const auto* made = std::get_if<Amendment>(&event.record);
      if (made == nullptr || made->target != Target(id)) continue;
      for (const std::string& field : made->fields) {
        Set(field, std::get<R>(made->values), record);
      }
    }
    return record;
  }

  [[nodiscard]] StatementParts PartsOf(ClaimId id) const {
    const Claim& claim = At(id);
    StatementParts parts = {claim.subject, claim.predicate, claim.object,
                            claim.valid, claim.place};
    if (predicate(claim.predicate).time == TimeKind::kNone) parts.valid = "";
    return parts;
  }
  [[nodiscard]] StatementId StatementOf(ClaimId id) const {
    const auto at =
        std::find(statements_.begin(), statements_.end(), PartsOf(id));
    return StatementId(static_cast<uint64_t>(at - statements_.begin()));
  }
  [[nodiscard]] StatementParts Contracted(StatementId id) const {
    StatementParts parts = statement(id);
    parts.subject = RepresentativeOf(parts.subject);
    if (const auto* object = std::get_if<EntityId>(&parts.object)) {
      parts.object = RepresentativeOf(*object);
    }
    if (parts.place) parts.place = RepresentativeOf(*parts.place);
    return parts;
  }

  [[nodiscard]] bool IsRedacted(ClaimId id) const {
    for (const Event& at : events_) {
      const auto* made = std::get_if<Redaction>(&at.record);
      if (made != nullptr && made->bytes.empty() &&
          made->target == Target(id)) {
        return true;
      }
    }
    return events_[id.value()].withheld == Withheld::kRedacted;
  }

  template <class Id>
  [[nodiscard]] std::vector<Upstream> Upstreams(
      Id id, const std::vector<Derivation>& declared) const {
    std::vector<std::pair<EventIndex, Dependence>> decided;
    for (uint64_t i = 0; i < cut(); ++i) {
      const auto* made = std::get_if<Dependence>(&events_[i].record);
      if (made == nullptr || made->from != SourceOrReport(id)) continue;
      for (size_t j = 0; j < decided.size(); ++j) {
        if (decided[j].second.on != made->on) continue;
        decided.erase(decided.begin() + static_cast<int64_t>(j--));
      }
      decided.emplace_back(i, *made);
    }
    std::vector<Upstream> result;
    const auto decide = [&](const std::pair<EventIndex, Dependence>& made) {
      if (made.second.judgement == Judgement::kRejected) return;
      result.push_back({made.second.on, made.second.how, made.first});
    };
    std::vector<SourceOrReport> placed;
    const auto is_placed = [&](const SourceOrReport& upstream) {
      return std::count(placed.begin(), placed.end(), upstream) > 0;
    };
    for (const Derivation& derivation : declared) {
      const auto made = std::find_if(
          decided.begin(), decided.end(),
          [&](const auto& of) { return of.second.on == derivation.upstream; });
      if (made == decided.end()) {
        result.push_back({derivation.upstream, derivation.how, std::nullopt});
      } else if (!is_placed(derivation.upstream)) {
        decide(*made);
        placed.push_back(derivation.upstream);
      }
    }
    for (const auto& made : decided) {
      if (!is_placed(made.second.on)) decide(made);
    }
    return result;
  }

  [[nodiscard]] std::optional<Match> BestMatch(uint64_t i,
                                               const std::string& text) const {
    std::vector<std::string> names;
    const RecordType type = events_[i].type();
    if (type == RecordType::kSource) names = {source(SourceId(i)).name};
    if (type == RecordType::kReport) names = {report(ReportId(i)).title};
    if (type == RecordType::kEntity) {
      const Entity current = entity(EntityId(i));
      names.push_back(current.name);
      for (const EntityName& name : current.names) names.push_back(name.value);
    }
    std::optional<Match> best;
    for (const std::string& name : names) {
      const std::string folded = FoldForSearch(name);
      if (folded.find(text) == std::string::npos) continue;
      Match match = {type, EventIndex(i), Matched::kInside, name};
      if (folded.find(" " + text) != std::string::npos) {
        match.matched = Matched::kWord;
      }
      if (folded.find(text) == 0) match.matched = Matched::kPrefix;
      if (folded == text) match.matched = Matched::kExact;
      if (!best || match.matched < best->matched) best = match;
    }
    return best;
  }

  // Those that a path may take, in log order.
  [[nodiscard]] std::vector<Edge> Edges(
      absl::FunctionRef<bool(ClaimId)> keep) const {
    std::vector<Edge> edges;
    for (const ClaimId id : Claims()) {
      const Claim& claim = At(id);
      const auto* object = std::get_if<EntityId>(&claim.object);
      if (object == nullptr || claim.stance != Stance::kAsserts ||
          LivenessOf(id) != Liveness::kLive || !keep(id)) {
        continue;
      }
      edges.push_back(
          {RepresentativeOf(claim.subject), RepresentativeOf(*object), id});
    }
    return edges;
  }

  [[nodiscard]] PathStep Step(EntityId from, EntityId to, ClaimId claim,
                              bool reversed,
                              const std::vector<Edge>& edges) const {
    PathStep step;
    step.from = from;
    step.to = to;
    step.statement = FirstOf(StatementOf(claim));
    step.predicate = statement(step.statement).predicate;
    step.reversed = reversed;
    for (const Edge& edge : edges) {
      if (FirstOf(StatementOf(edge.claim)) == step.statement) {
        step.claims.push_back(edge.claim);
      }
    }
    return step;
  }

  uint64_t asked_;
  std::vector<Event> events_;
  ReferenceIdentity identity_;
  ReferenceDecisions decisions_;
  std::vector<StatementParts> statements_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_FOLD_VIEW_H_
