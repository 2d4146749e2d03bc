#include "engine/query/case_support.h"

#include <algorithm>

#include "engine/findings/bearing.h"

namespace attest::query {
namespace {

template <class T>
void SortOnce(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// What an element is about.
struct Parts {
  std::vector<uint32_t> statements;
  std::vector<uint32_t> claims;
};

void AddClaimsOfSource(const CaseGraph& graph, uint32_t source,
                       std::vector<uint32_t>& claims) {
  const VisibleCase& visible = graph.visible();
  CaseLists& lists = graph.links().lists();
  for (const Spoken& spoken : lists.SpokenBy(source)) {
    claims.push_back(spoken.claim);
  }
  for (const uint32_t report : lists.PublishedBy(source)) {
    for (const uint32_t claim : lists.ClaimsIn(report)) {
      if (visible.tables().MannerOf(claim).size() < 2) claims.push_back(claim);
    }
  }
}

Parts PartsOf(const CaseGraph& graph, NodeId node) {
  const uint32_t ordinal = OrdinalOf(node);
  Parts parts;
  switch (KindOf(node)) {
    case NodeKind::kEntity:
      parts.statements = StatementsNaming(graph, ordinal);
      break;
    case NodeKind::kStatement:
      parts.statements = {ordinal};
      break;
    case NodeKind::kClaim:
      parts.claims = {ordinal};
      break;
    case NodeKind::kReport: {
      const auto claims = graph.links().lists().ClaimsIn(ordinal);
      parts.claims.assign(claims.begin(), claims.end());
      break;
    }
    case NodeKind::kSource:
      AddClaimsOfSource(graph, ordinal, parts.claims);
      break;
  }
  return parts;
}

Parts PartsOf(const CaseGraph&, RelationshipId id) {
  const Link link = LinkOf(id);
  Parts parts;
  switch (link.kind) {
    case LinkKind::kPredicate:
      parts.statements = {link.second};
      break;
    case LinkKind::kSubject:
    case LinkKind::kObject:
    case LinkKind::kAt:
      parts.statements = {link.first};
      break;
    case LinkKind::kStance:
    case LinkKind::kStatedIn:
    case LinkKind::kAttributedTo:
      parts.claims = {link.first};
      break;
    case LinkKind::kCorroborates:
    case LinkKind::kContradicts:
      parts.claims = {link.first, link.second};
      break;
    default:
      break;
  }
  return parts;
}

Parts PartsOf(const CaseGraph& graph, const Element& element) {
  return std::visit([&](auto id) { return PartsOf(graph, id); }, element);
}

void AddOrigins(const CaseGraph& graph, const Side& side,
                std::vector<uint32_t>& events) {
  const Findings* const findings = graph.visible().figures().findings();
  for (const ChainVertex vertex : side.KnownOrigins()) {
    events.push_back(
        static_cast<uint32_t>(findings->chains().EventOf(vertex).value()));
  }
}

// The nodes of sources and reports that are shown.
std::vector<NodeId> RecordNodes(const VisibleCase& visible,
                                const std::vector<uint32_t>& events) {
  std::vector<NodeId> nodes;
  for (const uint32_t event : events) {
    const EventPlace place = visible.tables().places[event];
    if (place.type() == RecordType::kSource &&
        visible.IsShownSource(place.ordinal())) {
      nodes.push_back(NodeOf(NodeKind::kSource, place.ordinal()));
    } else if (place.type() == RecordType::kReport &&
               visible.IsShownReport(place.ordinal())) {
      nodes.push_back(NodeOf(NodeKind::kReport, place.ordinal()));
    }
  }
  return nodes;
}

// The events that a relationship without claims, or a node, is recorded by.
std::vector<uint32_t> EventsOf(const CaseGraph& graph, const Element& element) {
  const VisibleCase& visible = graph.visible();
  const ProjectionTables& tables = visible.tables();
  if (const auto* id = std::get_if<RelationshipId>(&element)) {
    const Link link = LinkOf(*id);
    switch (link.kind) {
      case LinkKind::kPublishedBy:
        return {tables.reports[link.first].event};
      case LinkKind::kDerivedFrom:
        return {link.first};
      case LinkKind::kPartOf:
        return {tables.sources[link.first].event};
      default:
        return {};
    }
  }
  const NodeId node = std::get<NodeId>(element);
  const uint32_t ordinal = OrdinalOf(node);
  std::vector<uint32_t> events;
  switch (KindOf(node)) {
    case NodeKind::kEntity:
      visible.VisitMembers(ordinal, [&](uint32_t member) {
        events.push_back(tables.entities[member].event);
      });
      return events;
    case NodeKind::kReport:
      return {tables.reports[ordinal].event};
    case NodeKind::kSource:
      return {tables.sources[ordinal].event};
    default:
      return {};
  }
}

}  // namespace

std::vector<uint32_t> StatementsNaming(const CaseGraph& graph,
                                       uint32_t entity) {
  const VisibleCase& visible = graph.visible();
  const ProjectionTables& tables = visible.tables();
  std::vector<uint32_t> statements;
  const auto add = [&](uint32_t statement) {
    if (visible.IsShownStatement(statement)) statements.push_back(statement);
  };
  const auto add_all = [&](const GroupedLists<uint32_t>& lists) {
    visible.VisitGroup(entity, [&](uint32_t member) {
      for (const uint32_t statement : lists[member]) {
        if (statement >= visible.cut().statements()) break;
        add(statement);
      }
    });
  };
  add_all(tables.StatementsBySubject());
  add_all(tables.StatementsByObject());
  for (const uint32_t statement : graph.links().lists().StatementsAt(entity)) {
    add(statement);
  }
  SortOnce(statements);
  return statements;
}

std::vector<uint32_t> ClaimsOf(const CaseGraph& graph, const Element& element) {
  const VisibleCase& visible = graph.visible();
  Parts parts = PartsOf(graph, element);
  std::vector<uint32_t>& claims = parts.claims;
  claims.erase(std::remove_if(claims.begin(), claims.end(),
                              [&](uint32_t claim) {
                                return !visible.IsShownClaim(claim);
                              }),
               claims.end());
  for (const uint32_t statement : parts.statements) {
    visible.VisitClaims(statement,
                        [&](uint32_t claim) { claims.push_back(claim); });
  }
  SortOnce(claims);
  return std::move(claims);
}

std::vector<NodeId> SourcesOf(const CaseGraph& graph, const Element& element) {
  const VisibleCase& visible = graph.visible();
  const ProjectionTables& tables = visible.tables();
  std::vector<NodeId> nodes;
  std::vector<bool> seen(tables.sources.size());
  const auto add = [&](uint32_t source) {
    if (seen[source] || !visible.IsShownSource(source)) return;
    seen[source] = true;
    nodes.push_back(NodeOf(NodeKind::kSource, source));
  };
  if (const auto* node = std::get_if<NodeId>(&element)) {
    if (KindOf(*node) == NodeKind::kSource) return {*node};
    if (KindOf(*node) == NodeKind::kReport) {
      add(visible.cut().ReportAt(OrdinalOf(*node)).source);
    }
  } else {
    const RelationshipId id = std::get<RelationshipId>(element);
    if (LinkOf(id).kind == LinkKind::kPublishedBy) {
      add(visible.cut().ReportAt(LinkOf(id).first).source);
    }
  }
  for (const uint32_t claim : ClaimsOf(graph, element)) {
    const absl::Span<const uint32_t> manner = tables.MannerOf(claim);
    for (size_t at = 1; at + 2 < manner.size(); at += 3) add(manner[at]);
    add(visible.cut().ReportAt(tables.claim_reports[claim]).source);
  }
  return nodes;
}

std::vector<NodeId> OriginsOf(const CaseGraph& graph, const Element& element) {
  const VisibleCase& visible = graph.visible();
  const Findings* const findings = visible.figures().findings();
  if (findings == nullptr) return {};
  const Parts parts = PartsOf(graph, element);
  std::vector<uint32_t> events;
  const BearingFinder finder(findings->view(), findings->chains(),
                             findings->statements(), findings->hierarchy());
  for (const uint32_t statement : parts.statements) {
    const Bearing bearing =
        finder.Of(findings->statements().Of(statement),
                  visible.tables().statements[statement].predicate);
    AddOrigins(graph, DeclaredSideOf(findings->chains(), bearing.supporting),
               events);
  }
  for (const uint32_t claim : parts.claims) {
    if (!visible.IsShownClaim(claim)) continue;
    AddOrigins(graph, DeclaredSideOf(findings->chains(), {claim}), events);
  }
  SortOnce(events);
  return RecordNodes(visible, events);
}

std::optional<uint32_t> StatementOf(const CaseGraph& graph,
                                    const Element& element) {
  const auto* node = std::get_if<NodeId>(&element);
  if (node != nullptr && (KindOf(*node) == NodeKind::kEntity ||
                          KindOf(*node) == NodeKind::kReport ||
                          KindOf(*node) == NodeKind::kSource)) {
    return std::nullopt;
  }
  const Parts parts = PartsOf(graph, element);
  if (parts.statements.size() == 1) return parts.statements[0];
  if (parts.claims.size() != 1) return std::nullopt;
  const VisibleCase& visible = graph.visible();
  const uint32_t first =
      visible.FirstOf(visible.tables().claim_statements[parts.claims[0]]);
  if (!visible.IsShownStatement(first)) return std::nullopt;
  return first;
}

std::optional<absl::Time> KnownAt(const CaseGraph& graph,
                                  const Element& element) {
  const VisibleCase& visible = graph.visible();
  std::vector<uint32_t> events = EventsOf(graph, element);
  if (events.empty()) {
    for (const uint32_t claim : ClaimsOf(graph, element)) {
      events.push_back(visible.tables().claim_events[claim]);
    }
  }
  if (events.empty()) return std::nullopt;
  return visible.view().RecordedAt(
      EventIndex(*std::min_element(events.begin(), events.end())));
}

}  // namespace attest::query
