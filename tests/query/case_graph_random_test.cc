// The graph of random cases: against itself from both ends of every
// relationship, and against a slow reading of the view.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/query/case_graph.h"
#include "engine/query/case_ids.h"
#include "tests/query/folded_case.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_random.h"
#include "tests/reference/fold_random.h"

namespace attest::query {
namespace {

using reference::EventsOf;
using reference::RandomLog;
using reference::RandomRefCase;

using Seen = std::pair<uint64_t, uint64_t>;  // relationship, other node

std::vector<NodeId> NodesOf(const PropertyGraph& graph) {
  std::vector<NodeId> nodes;
  graph.ScanNodes(std::nullopt, [&](NodeId node) {
    nodes.push_back(node);
    return true;
  });
  return nodes;
}

std::vector<Seen> Around(const PropertyGraph& graph, NodeId node,
                         Direction direction,
                         const std::vector<TypeId>* types = nullptr) {
  std::vector<Neighbor> storage;
  const absl::Span<const Neighbor> found = graph.NeighborsOf(
      node, direction, types == nullptr ? std::vector<TypeId>() : *types,
      types == nullptr, storage);
  std::vector<Seen> seen;
  for (const Neighbor& one : found) {
    seen.emplace_back(one.relationship.value(), one.node.bits());
  }
  std::sort(seen.begin(), seen.end());
  return seen;
}

std::string Told(const std::vector<Seen>& seen) {
  std::string text;
  for (const auto& [id, node] : seen) {
    const Link link = LinkOf(RelationshipId(id));
    absl::StrAppend(&text, " (", static_cast<int>(link.kind), " ", link.first,
                    " ", link.second, ")-", NodeId::FromBits(node).kind(), ":",
                    NodeId::FromBits(node).index());
  }
  return text;
}

// Every relationship is seen from both of its ends, which are nodes.
void ExpectConsistent(const CaseGraph& graph, const std::string& where) {
  const std::vector<NodeId> nodes = NodesOf(graph);
  std::set<uint64_t> known;
  for (const NodeId node : nodes) known.insert(node.bits());
  ASSERT_EQ(known.size(), nodes.size()) << where;
  std::map<uint64_t, std::vector<Seen>> in;  // as seen from where they leave
  for (const NodeId node : nodes) {
    const std::vector<Seen> out = Around(graph, node, Direction::kOut);
    for (const auto& [id, other] : out) {
      const RelationshipId relationship(id);
      EXPECT_EQ(graph.StartOf(relationship), node) << where << Told(out);
      EXPECT_EQ(graph.EndOf(relationship).bits(), other) << where << Told(out);
      EXPECT_TRUE(known.contains(other)) << where << Told(out);
      in[other].emplace_back(id, node.bits());
    }
  }
  for (const NodeId node : nodes) {
    std::vector<Seen>& expected = in[node.bits()];
    std::sort(expected.begin(), expected.end());
    const std::vector<Seen> got = Around(graph, node, Direction::kIn);
    EXPECT_EQ(got, expected)
        << where << ", node " << node.kind() << ":" << node.index() << ": got"
        << Told(got) << ", want" << Told(expected);
    std::vector<Seen> both = Around(graph, node, Direction::kOut);
    for (const Seen& one : expected) {
      if (one.second != node.bits()) both.push_back(one);
    }
    std::sort(both.begin(), both.end());
    EXPECT_EQ(Around(graph, node, Direction::kBoth), both) << where;
  }
}

// Asking for types gives those of all that are of them.
void ExpectTypesAreParts(const CaseGraph& graph, uint64_t seed,
                         const std::string& where) {
  std::mt19937_64 random(seed);
  const std::vector<std::string> names = graph.TypeNames();
  for (const NodeId node : NodesOf(graph)) {
    std::vector<TypeId> types;
    for (const std::string& name : names) {
      if (random() % 3 != 0) continue;
      for (const TypeId type : graph.FindTypes(name)) types.push_back(type);
    }
    const std::set<TypeId> wanted(types.begin(), types.end());
    for (const Direction direction :
         {Direction::kOut, Direction::kIn, Direction::kBoth}) {
      std::vector<Seen> expected;
      for (const Seen& one : Around(graph, node, direction)) {
        if (wanted.contains(graph.links().TypeOf(RelationshipId(one.first)))) {
          expected.push_back(one);
        }
      }
      EXPECT_EQ(Around(graph, node, direction, &types), expected)
          << where << ", node " << node.kind() << ":" << node.index();
    }
  }
}

// (from, to, statement) of each relationship between entities, by the words of
// the page.
using Edges = std::set<std::tuple<uint64_t, uint64_t, uint64_t>>;

Edges SlowEdges(const FoldedCase& folded, const Discretion& discretion) {
  Edges edges;
  const View& view = folded.view();
  for (const StatementId id : view.Statements()) {
    const StatementParts parts = view.statement(id);
    const auto* object = std::get_if<EntityId>(&parts.object);
    if (object == nullptr || view.predicate(parts.predicate).range.empty()) {
      continue;
    }
    const Finding finding =
        folded.findings().Summarize(id, [](ClaimId) { return std::string(); });
    const bool lives =
        std::any_of(finding.supporting.begin(), finding.supporting.end(),
                    [&](ClaimId claim) { return !discretion.Hides(claim); });
    if (!lives || discretion.Hides(view, id)) continue;
    edges.emplace(view.RepresentativeOf(parts.subject).value(),
                  view.RepresentativeOf(*object).value(), id.value());
  }
  return edges;
}

Edges EdgesOf(const CaseGraph& graph) {
  const ProjectionTables& tables = graph.visible().tables();
  const auto event_of = [&](uint64_t node) {
    return tables.entities[NodeId::FromBits(node).index()].event;
  };
  Edges edges;
  for (const NodeId node : NodesOf(graph)) {
    for (const auto& [id, other] : Around(graph, node, Direction::kOut)) {
      const Link link = LinkOf(RelationshipId(id));
      if (link.kind != LinkKind::kPredicate) continue;
      edges.emplace(event_of(node.bits()), event_of(other), link.second);
    }
  }
  return edges;
}

// The nodes that the view and what is sealed leave.
void ExpectNodes(const FoldedCase& folded, const CaseGraph& graph,
                 const Discretion& discretion, const std::string& where) {
  const View& view = folded.view();
  const ProjectionTables& tables = view.tables();
  std::set<std::pair<int, uint64_t>> expected;
  const auto add = [&](NodeKind kind, uint64_t event) {
    expected.emplace(static_cast<int>(kind), tables.places[event].ordinal());
  };
  for (const EntityId id : view.Entities()) {
    if (!discretion.Hides(id)) {
      add(NodeKind::kEntity, view.RepresentativeOf(id).value());
    }
  }
  for (const StatementId id : view.Statements()) {
    if (discretion.Hides(view, id)) continue;
    expected.emplace(static_cast<int>(NodeKind::kStatement), id.value());
  }
  for (const ClaimId id : view.Claims()) {
    if (!discretion.Hides(id)) add(NodeKind::kClaim, id.value());
  }
  for (const ReportId id : view.Reports()) {
    if (!discretion.Hides(id)) add(NodeKind::kReport, id.value());
  }
  for (const SourceId id : view.Sources()) {
    if (!discretion.Hides(id)) add(NodeKind::kSource, id.value());
  }
  std::set<std::pair<int, uint64_t>> got;
  for (const NodeId node : NodesOf(graph)) {
    got.emplace(node.kind(), node.index());
  }
  EXPECT_EQ(got, expected) << where;
}

void ExpectFiguresAndLiveness(const FoldedCase& folded, const CaseGraph& graph,
                              const std::string& where) {
  const ProjectionTables& tables = folded.view().tables();
  for (const NodeId node : NodesOf(graph)) {
    if (KindOf(node) == NodeKind::kStatement) {
      EXPECT_EQ(graph.FiguresOf(node),
                folded.findings().FiguresOf(StatementId(node.index())))
          << where;
      for (const char* key : {"lines_low", "lines_best", "lines_high"}) {
        const KeyId id = *graph.FindKey(key);
        EXPECT_EQ(graph.LinesOfStatements(id)[node.index()],
                  graph.PropertyOf(node, id)->integer())
            << where;
      }
    } else if (KindOf(node) == NodeKind::kClaim) {
      const ClaimId id(tables.claim_events[node.index()]);
      EXPECT_EQ(graph.visible().IsLive(OrdinalOf(node)),
                folded.findings().CountingOf(id) == Counting::kLive)
          << where << ", claim " << id.value();
    }
  }
}

void ExpectAllRight(const std::vector<Event>& events,
                    const Projection& projection, uint64_t position,
                    uint64_t seed, const std::string& where) {
  FoldedCase folded(events, projection, position);
  if (seed % 2 == 0) folded.KeepFigures(projection);
  const Discretion discretion(folded.now(), Sealed::kHide);
  auto graph = folded.Graph();
  ExpectNodes(folded, *graph, discretion, where);
  ExpectConsistent(*graph, where);
  ExpectTypesAreParts(*graph, seed, where);
  ExpectFiguresAndLiveness(folded, *graph, where);
  const Edges slow = SlowEdges(folded, discretion);
  EXPECT_EQ(EdgesOf(*graph), slow) << where;
  // The same from the array.
  (void)graph->links().Adjacency();
  ExpectConsistent(*graph, where + ", by the array");
  ExpectTypesAreParts(*graph, seed, where + ", by the array");
  EXPECT_EQ(EdgesOf(*graph), slow) << where << ", by the array";
  EXPECT_TRUE(graph->status().ok()) << where << graph->status();
}

// Seals few of what a random log seals, so that something is left.
void SealLess(std::vector<Event>& events, uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto relax = [&](Sensitivity& sensitivity) {
    if (random() % 8 != 0) sensitivity = Sensitivity::kPublic;
    if (random() % 24 == 0) sensitivity = Sensitivity::kSealed;
  };
  for (Event& event : events) {
    if (auto* source = std::get_if<Source>(&event.record)) {
      relax(source->sensitivity);
    } else if (auto* report = std::get_if<Report>(&event.record)) {
      relax(report->sensitivity);
    } else if (auto* entity = std::get_if<Entity>(&event.record)) {
      relax(entity->sensitivity);
    }
  }
}

TEST(CaseGraphRandomTest, CasesOfAllJudgements) {
  for (uint64_t seed = 0; seed < 300 && !HasFailure(); ++seed) {
    const std::vector<Event> events = EventsOf(RandomRefCase(seed));
    const Projection projection = Folded(events);
    ExpectAllRight(events, projection, events.size(), seed,
                   absl::StrCat("case seed ", seed));
  }
}

TEST(CaseGraphRandomTest, LogsAsOfAnyPosition) {
  for (uint64_t seed = 0; seed < 150 && !HasFailure(); ++seed) {
    const std::vector<Event> events = RandomLog(seed).Make(120);
    const Projection projection = Folded(events);
    for (const uint64_t position :
         {uint64_t{seed % events.size()}, uint64_t{events.size()}}) {
      ExpectAllRight(events, projection, position, seed,
                     absl::StrCat("log seed ", seed, " at ", position));
    }
  }
}

TEST(CaseGraphRandomTest, LogsWithSealedRecords) {
  for (uint64_t seed = 0; seed < 300 && !HasFailure(); ++seed) {
    std::vector<Event> events = RandomLog(seed).Make(120);
    SealLess(events, seed);
    const Projection projection = Folded(events);
    ExpectAllRight(events, projection, events.size() - seed % 40, seed,
                   absl::StrCat("sealed log seed ", seed));
  }
}

TEST(CaseGraphRandomTest, EveryPropertyCanBeAskedFor) {
  for (uint64_t seed = 0; seed < 60 && !HasFailure(); ++seed) {
    const std::vector<Event> events = RandomLog(seed).Make(120);
    const Projection projection = Folded(events);
    FoldedCase folded(events, projection, events.size());
    const auto graph = folded.Graph({.unsealed = seed % 2 == 0});
    const KeyId id = *graph->FindKey("id");
    for (const NodeId node : NodesOf(*graph)) {
      const absl::StatusOr<Value> all = graph->PropertiesOf(node);
      ASSERT_TRUE(all.ok()) << all.status();
      for (const auto& [name, value] : all->map()) {
        EXPECT_FALSE(value.IsNull()) << name;
        EXPECT_EQ(graph->PropertyOf(node, *graph->FindKey(name))->type(),
                  value.type())
            << name;
      }
      // The id leads back.
      const absl::StatusOr<Value> key = graph->PropertyOf(node, id);
      ASSERT_TRUE(key.ok() && key->Is(Value::Type::kString)) << "seed " << seed;
      std::vector<NodeId> sought;
      EXPECT_TRUE(graph->SeekNodes(id, *key, [&](NodeId one) {
        sought.push_back(one);
        return true;
      }));
      EXPECT_EQ(sought, std::vector<NodeId>{node})
          << "seed " << seed << ", " << key->string();
      for (const auto& [relationship, other] :
           Around(*graph, node, Direction::kOut)) {
        const absl::StatusOr<Value> properties =
            graph->PropertiesOf(RelationshipId(relationship));
        ASSERT_TRUE(properties.ok()) << properties.status();
      }
    }
  }
}

}  // namespace
}  // namespace attest::query
