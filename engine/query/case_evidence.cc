#include "engine/query/case_evidence.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace attest::query {
namespace {

class EvidenceFinder {
 public:
  explicit EvidenceFinder(const CaseGraph& graph)
      : graph_(graph),
        visible_(graph.visible()),
        view_(visible_.view()),
        tables_(visible_.tables()) {}

  // Walks lists and maps without recursion: they may be nested deeply.
  void Add(const Value& value) {
    std::vector<const Value*> pending = {&value};
    while (!pending.empty()) {
      const Value& next = *pending.back();
      pending.pop_back();
      switch (next.type()) {
        case Value::Type::kNode:
          Add(next.node());
          break;
        case Value::Type::kRelationship:
          Add(next.relationship());
          break;
        case Value::Type::kPath:
          for (const NodeId node : next.path().nodes) Add(node);
          for (const RelationshipId id : next.path().relationships) Add(id);
          break;
        case Value::Type::kList:
          for (const Value& element : next.list()) pending.push_back(&element);
          break;
        case Value::Type::kMap:
          for (const auto& entry : next.map()) pending.push_back(&entry.second);
          break;
        default:
          break;
      }
    }
  }

  std::vector<EventIndex> Take() {
    std::sort(events_.begin(), events_.end());
    events_.erase(std::unique(events_.begin(), events_.end()), events_.end());
    return std::move(events_);
  }

 private:
  void Add(NodeId node) {
    const uint32_t ordinal = OrdinalOf(node);
    switch (KindOf(node)) {
      case NodeKind::kEntity:
        AddEntity(ordinal);
        break;
      case NodeKind::kStatement:
        AddStatement(ordinal);
        break;
      case NodeKind::kClaim:
        AddClaim(ordinal);
        break;
      case NodeKind::kReport:
        AddReport(ordinal);
        break;
      case NodeKind::kSource:
        AddSource(ordinal);
        break;
    }
  }

  void Add(RelationshipId id) {
    const Link link = LinkOf(id);
    switch (link.kind) {
      case LinkKind::kPredicate:
        AddStatement(link.second);
        break;
      case LinkKind::kSubject:
      case LinkKind::kObject:
      case LinkKind::kAt:
        AddStatement(link.first);
        break;
      case LinkKind::kStance:
      case LinkKind::kStatedIn:
      case LinkKind::kAttributedTo:
        AddClaim(link.first);
        break;
      case LinkKind::kCorroborates:
      case LinkKind::kContradicts:
        AddClaim(link.first);
        AddClaim(link.second);
        break;
      default:
        Add(graph_.StartOf(id));
        Add(graph_.EndOf(id));
        AddDecision(link);
        break;
    }
  }

  void AddDecision(const Link& link) {
    if (link.kind != LinkKind::kDerivedFrom) return;
    const Derives& derives =
        graph_.links().lists().UpstreamOf(link.first)[link.second];
    if (derives.decided_by) events_.push_back(*derives.decided_by);
  }

  void AddEntity(uint32_t first) {
    std::vector<EventIndex> members;
    visible_.VisitMembers(first, [&](uint32_t member) {
      members.emplace_back(tables_.entities[member].event);
    });
    events_.insert(events_.end(), members.begin(), members.end());
    if (members.size() < 2) return;
    const auto is_member = [&](EventIndex event) {
      return std::binary_search(members.begin(), members.end(), event);
    };
    for (const EventIndex member : members) {
      for (const DecisionInfo& decision : view_.DecisionsOn(member)) {
        if (decision.type == RecordType::kIdentity && decision.standing &&
            decision.identity == IdentityJudgement::kSame &&
            is_member(decision.target) && decision.other &&
            is_member(*decision.other)) {
          events_.push_back(decision.event);
        }
      }
    }
  }

  void AddStatement(uint32_t statement) {
    std::vector<uint32_t> all;
    std::vector<uint32_t> live;
    visible_.VisitClaims(statement, [&](uint32_t claim) {
      all.push_back(claim);
      if (visible_.IsLive(claim)) live.push_back(claim);
    });
    for (const uint32_t claim : live.empty() ? all : live) AddClaim(claim);
  }

  void AddClaim(uint32_t claim) {
    const EventIndex event(tables_.claim_events[claim]);
    events_.push_back(event);
    AddRetraction(event);
    AddReport(tables_.claim_reports[claim]);
    const absl::Span<const uint32_t> manner = tables_.MannerOf(claim);
    for (size_t at = 1; at + 2 < manner.size(); at += 3) AddSource(manner[at]);
  }

  void AddReport(uint32_t report) {
    if (!visible_.IsShownReport(report)) return;
    const EventIndex event(tables_.reports[report].event);
    events_.push_back(event);
    AddRetraction(event);
    AddSource(visible_.cut().ReportAt(report).source);
  }

  void AddSource(uint32_t source) {
    if (!visible_.IsShownSource(source)) return;
    events_.emplace_back(tables_.sources[source].event);
  }

  void AddRetraction(EventIndex event) {
    const std::optional<EventIndex> retraction = view_.RetractedBy(event);
    if (retraction) events_.push_back(*retraction);
  }

  const CaseGraph& graph_;
  const VisibleCase& visible_;
  const View& view_;
  const ProjectionTables& tables_;
  std::vector<EventIndex> events_;
};

}  // namespace

std::vector<EventIndex> EvidenceOf(const CaseGraph& graph,
                                   absl::Span<const Value> values) {
  EvidenceFinder finder(graph);
  for (const Value& value : values) finder.Add(value);
  return finder.Take();
}

}  // namespace attest::query
