// WalkView asks a view everything there is to ask, about everything it holds.

#ifndef ATTEST_TESTS_FUZZ_VIEW_WALK_H_
#define ATTEST_TESTS_FUZZ_VIEW_WALK_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/projection/path.h"
#include "engine/projection/view.h"

namespace attest {

// The sum of the sizes of the answers, so that all of them are read.
class ViewWalk {
 public:
  explicit ViewWalk(const View& view) : view_(view) {}

  size_t Run() {
    sum_ += view_.counts().claims;
    Events();
    for (const EntityId id : view_.Entities()) WalkEntity(id);
    for (const StatementId id : view_.Statements()) WalkStatement(id);
    for (const ClaimId id : view_.Claims()) WalkClaim(id);
    for (const ReportId id : view_.Reports()) WalkReport(id);
    for (const SourceId id : view_.Sources()) WalkSource(id);
    sum_ += view_.Find("a", 10).size() + view_.Find("", 10).size();
    sum_ += view_.FindKey("e1").size();
    sum_ += view_.FindStatement("stm:00000000000000000000").has_value();
    Paths();
    return sum_;
  }

 private:
  void Add(const std::string& text) { sum_ += text.size(); }
  void Add(absl::string_view text) {
    for (const char c : text) sum_ += c == 'a';
  }

  void Events() {
    for (uint64_t i = 0; i <= view_.applied_through(); ++i) {
      const EventIndex event(i);
      if (!view_.TypeOf(event).has_value()) continue;
      Add(view_.KeyOf(event));
      sum_ += static_cast<size_t>(view_.WithheldOf(event));
      sum_ += static_cast<size_t>(absl::ToUnixMicros(view_.RecordedAt(event)));
      for (const DecisionInfo& info : view_.DecisionsOn(event)) {
        Add(info.value);
        Add(info.by);
      }
      sum_ += view_.RetractedBy(event).has_value();
      sum_ += view_.StatusOf(event).has_value();
      sum_ += view_.IsRejected(event);
      Foreign(i);
    }
  }

  // As a log beside a forged snapshot may name its events.
  void Foreign(uint64_t i) {
    Add(view_.entity(EntityId(i)).name);
    sum_ += view_.StatementsOf(EntityId(i), Role::kSubject).size();
    Add(view_.source(SourceId(i)).name);
    sum_ += view_.RelaysOf(SourceId(i)).size();
    Add(view_.report(ReportId(i)).title);
    sum_ += view_.UpstreamOf(ReportId(i)).size();
    Add(view_.predicate(PredicateId(i)).label);
    sum_ += view_.claim(ClaimId(i)).attribution.size();
    sum_ += static_cast<size_t>(view_.LivenessOf(ClaimId(i)));
  }

  void WalkEntity(EntityId id) {
    const Entity entity = view_.entity(id);
    Add(entity.name);
    for (const EntityName& name : entity.names) Add(name.value);
    sum_ += view_.Has(view_.RepresentativeOf(id));
    sum_ += view_.GroupOf(id).size();
    for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
      for (const StatementId statement : view_.StatementsOf(id, role)) {
        sum_ += view_.Has(statement);
      }
    }
  }

  void WalkStatement(StatementId id) {
    const StatementParts parts = view_.statement(id);
    Add(parts.valid);
    Add(view_.KeyOf(parts.predicate));
    Add(view_.KeyOf(parts.subject));
    Add(view_.predicate(parts.predicate).label);
    sum_ += view_.Has(view_.FirstOf(id));
    sum_ += view_.JoinedWith(id).size();
    for (const ClaimId claim : view_.ClaimsOf(id)) sum_ += view_.IsLive(claim);
    Add(view_.KeyOf(id));
  }

  void WalkClaim(ClaimId id) {
    const ClaimInfo info = view_.claim(id);
    sum_ += info.attribution.size() + info.rests_on.size();
    for (const Speaker& speaker : info.attribution) Add(speaker.said);
    sum_ += view_.Has(info.statement) + view_.Has(info.report);
    sum_ += static_cast<size_t>(view_.LivenessOf(id)) + view_.IsProposed(id);
  }

  void WalkReport(ReportId id) {
    const ReportInfo info = view_.report(id);
    Add(info.title);
    Add(info.url);
    sum_ += view_.ClaimsIn(id).size() + view_.UpstreamOf(id).size();
  }

  void WalkSource(SourceId id) {
    Add(view_.source(id).name);
    sum_ += view_.UpstreamOf(id).size() + view_.PublishedBy(id).size() +
            view_.ClaimsSpokenBy(id).size() + view_.RelaysOf(id).size() +
            view_.PartsOf(id).size();
  }

  void Paths() {
    const std::vector<EntityId> entities = view_.Entities();
    for (const EntityId to : entities) {
      const auto path =
          ShortestPath(view_, entities[0], to, 4, [](ClaimId) { return true; });
      if (path.has_value()) sum_ += path->size();
    }
  }

  const View& view_;
  size_t sum_ = 0;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_VIEW_WALK_H_
