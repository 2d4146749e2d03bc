#include "engine/query/case_links.h"

#include <algorithm>

namespace attest::query {
namespace {

FixedType TypeOfStance(Stance stance) {
  switch (stance) {
    case Stance::kAsserts:
      return FixedType::kSupports;
    case Stance::kDenies:
      return FixedType::kOpposes;
    default:
      return FixedType::kDoubts;
  }
}

constexpr uint32_t Bit(FixedType type) {
  return uint32_t{1} << static_cast<uint32_t>(type);
}

}  // namespace

// Takes the relationships of one node, those in the direction and of the types
// that are asked for.
class CaseLinks::Collector {
 public:
  Collector(const Selection& selection, Direction direction, NodeId node,
            std::vector<Neighbor>& storage)
      : selection_(selection),
        direction_(direction),
        node_(node),
        storage_(storage) {}

  [[nodiscard]] bool Wants(FixedType type, Direction direction) const {
    return selection_.Has(type) && Goes(direction);
  }
  [[nodiscard]] bool WantsPredicates() const {
    return selection_.has_predicates();
  }
  [[nodiscard]] Direction direction() const { return direction_; }
  [[nodiscard]] bool Goes(Direction direction) const {
    return direction_ == Direction::kBoth || direction_ == direction;
  }

  void Add(RelationshipId id, NodeId other) { storage_.push_back({id, other}); }
  // A relationship from a node to itself comes once in kBoth.
  void AddIn(RelationshipId id, NodeId other) {
    if (direction_ == Direction::kBoth && other == node_) return;
    Add(id, other);
  }
  [[nodiscard]] std::vector<Neighbor>& storage() { return storage_; }

 private:
  const Selection& selection_;
  const Direction direction_;
  const NodeId node_;
  std::vector<Neighbor>& storage_;
};

void CaseLinks::Select(absl::Span<const TypeId> types, bool any_type) {
  if (has_selection_ && any_type == any_type_ &&
      (any_type || types == absl::MakeConstSpan(types_))) {
    return;
  }
  has_selection_ = true;
  any_type_ = any_type;
  types_.assign(types.begin(), types.end());
  selection_ = Selection();
  if (any_type) {
    selection_.fixed = ~uint32_t{0};
    selection_.every_predicate = true;
    return;
  }
  for (const TypeId type : types) {
    if (const std::optional<uint32_t> slot = CaseNames::SlotOf(type)) {
      selection_.slots.push_back(*slot);
    } else {
      selection_.fixed |= uint32_t{1} << type.value();
    }
  }
  std::vector<uint32_t>& slots = selection_.slots;
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  if (slots.size() == names_.predicate_types().size()) {
    selection_.every_predicate = true;
    slots.clear();
  }
}

absl::Span<const Neighbor> CaseLinks::NeighborsOf(
    NodeId node, Direction direction, absl::Span<const TypeId> types,
    bool any_type, std::vector<Neighbor>& storage) {
  Select(types, any_type);
  const uint32_t ordinal = OrdinalOf(node);
  if (KindOf(node) == NodeKind::kEntity &&
      (direction == Direction::kOut || selection_.fixed == 0)) {
    return BetweenEntities(ordinal, direction, storage);
  }
  storage.clear();
  Collector out(selection_, direction, node, storage);
  switch (KindOf(node)) {
    case NodeKind::kEntity:
      OfEntity(ordinal, out);
      break;
    case NodeKind::kStatement:
      OfStatement(ordinal, out);
      break;
    case NodeKind::kClaim:
      OfClaim(ordinal, out);
      break;
    case NodeKind::kReport:
      OfReport(ordinal, out);
      break;
    case NodeKind::kSource:
      OfSource(ordinal, out);
      break;
  }
  return storage;
}

// -- Of each kind of node ---------------------------------------------------

void CaseLinks::OfEntity(uint32_t entity, Collector& out) {
  if (out.WantsPredicates()) {
    const absl::Span<const Neighbor> found =
        BetweenEntities(entity, out.direction(), out.storage());
    if (found.data() != out.storage().data()) {
      out.storage().assign(found.begin(), found.end());
    }
  }
  const ProjectionTables& tables = visible_.tables();
  const auto add = [&](const GroupedLists<uint32_t>& lists, LinkKind kind) {
    visible_.VisitGroup(entity, [&](uint32_t member) {
      for (const uint32_t statement : lists[member]) {
        if (statement >= visible_.cut().statements()) break;
        if (!visible_.IsShownStatement(statement)) continue;
        out.Add(IdOf(kind, statement), NodeOf(NodeKind::kStatement, statement));
      }
    });
  };
  if (out.Wants(FixedType::kSubject, Direction::kIn)) {
    add(tables.StatementsBySubject(), LinkKind::kSubject);
  }
  if (out.Wants(FixedType::kObject, Direction::kIn)) {
    add(tables.StatementsByObject(), LinkKind::kObject);
  }
  if (out.Wants(FixedType::kAt, Direction::kIn)) {
    for (const uint32_t statement : lists_.StatementsAt(entity)) {
      if (!visible_.IsShownStatement(statement)) continue;
      out.Add(IdOf(LinkKind::kAt, statement),
              NodeOf(NodeKind::kStatement, statement));
    }
  }
}

void CaseLinks::OfStatement(uint32_t statement, Collector& out) {
  const ProjectionTables& tables = visible_.tables();
  const StatementRow& row = tables.statements[statement];
  if (out.Wants(FixedType::kSubject, Direction::kOut)) {
    out.Add(IdOf(LinkKind::kSubject, statement), EntityNode(row.subject));
  }
  if ((row.object & kMarked) == 0 &&
      out.Wants(FixedType::kObject, Direction::kOut)) {
    out.Add(IdOf(LinkKind::kObject, statement), EntityNode(row.object));
  }
  const uint32_t place = tables.circumstances[row.circumstance].place;
  if (place != kNoRow && out.Wants(FixedType::kAt, Direction::kOut)) {
    out.Add(IdOf(LinkKind::kAt, statement), EntityNode(place));
  }
  constexpr uint32_t kStances = Bit(FixedType::kSupports) |
                                Bit(FixedType::kOpposes) |
                                Bit(FixedType::kDoubts);
  if (!out.Goes(Direction::kIn) || (selection_.fixed & kStances) == 0) return;
  visible_.VisitClaims(statement, [&](uint32_t claim) {
    if (!selection_.Has(TypeOfStance(visible_.StanceOf(claim)))) return;
    out.Add(IdOf(LinkKind::kStance, claim), NodeOf(NodeKind::kClaim, claim));
  });
}

void CaseLinks::OfClaim(uint32_t claim, Collector& out) {
  const ProjectionTables& tables = visible_.tables();
  const FixedType stance = TypeOfStance(visible_.StanceOf(claim));
  if (out.Wants(stance, Direction::kOut)) {
    const uint32_t first = visible_.FirstOf(tables.claim_statements[claim]);
    if (visible_.IsShownStatement(first)) {
      out.Add(IdOf(LinkKind::kStance, claim),
              NodeOf(NodeKind::kStatement, first));
    }
  }
  if (out.Wants(FixedType::kStatedIn, Direction::kOut)) {
    out.Add(IdOf(LinkKind::kStatedIn, claim),
            NodeOf(NodeKind::kReport, tables.claim_reports[claim]));
  }
  if (out.Wants(FixedType::kAttributedTo, Direction::kOut)) {
    const absl::Span<const uint32_t> manner = tables.MannerOf(claim);
    for (uint32_t at = 1; at + 2 < manner.size(); at += 3) {
      out.Add(IdOf(LinkKind::kAttributedTo, claim, at / 3),
              NodeOf(NodeKind::kSource, manner[at]));
    }
  }
  const auto add_pairs =
      [&](FixedType type, LinkKind kind,
          std::vector<ClaimPair> (ClaimPairs::*find)(uint32_t)) {
        if (!selection_.Has(type)) return;
        for (const ClaimPair& pair : (pairs_.*find)(claim)) {
          const bool leaves = pair.from == claim;
          if (!out.Goes(leaves ? Direction::kOut : Direction::kIn)) continue;
          out.Add(IdOf(kind, pair.from, pair.to),
                  NodeOf(NodeKind::kClaim, leaves ? pair.to : pair.from));
        }
      };
  add_pairs(FixedType::kCorroborates, LinkKind::kCorroborates,
            &ClaimPairs::Corroborating);
  add_pairs(FixedType::kContradicts, LinkKind::kContradicts,
            &ClaimPairs::Contradicting);
}

bool CaseLinks::IsShownRecord(uint32_t event) const {
  const EventPlace place = visible_.tables().places[event];
  return place.type() == RecordType::kReport
             ? visible_.IsShownReport(place.ordinal())
             : visible_.IsShownSource(place.ordinal());
}

NodeId CaseLinks::RecordNode(uint32_t event) const {
  const EventPlace place = visible_.tables().places[event];
  return NodeOf(place.type() == RecordType::kReport ? NodeKind::kReport
                                                    : NodeKind::kSource,
                place.ordinal());
}

void CaseLinks::Derivations(uint32_t event, Collector& out) {
  if (out.Wants(FixedType::kDerivedFrom, Direction::kOut)) {
    const std::vector<Derives>& upstream = lists_.UpstreamOf(event);
    for (uint32_t i = 0; i < upstream.size(); ++i) {
      if (!IsShownRecord(upstream[i].upstream)) continue;
      out.Add(IdOf(LinkKind::kDerivedFrom, event, i),
              RecordNode(upstream[i].upstream));
    }
  }
  if (out.Wants(FixedType::kDerivedFrom, Direction::kIn)) {
    for (const CaseLists::Downstream& one : lists_.DownstreamOf(event)) {
      if (!IsShownRecord(one.event)) continue;
      out.AddIn(IdOf(LinkKind::kDerivedFrom, one.event, one.place),
                RecordNode(one.event));
    }
  }
}

void CaseLinks::OfReport(uint32_t report, Collector& out) {
  const ReportRow row = visible_.cut().ReportAt(report);
  if (out.Wants(FixedType::kStatedIn, Direction::kIn)) {
    for (const uint32_t claim : lists_.ClaimsIn(report)) {
      if (!visible_.IsShownClaim(claim)) continue;
      out.Add(IdOf(LinkKind::kStatedIn, claim),
              NodeOf(NodeKind::kClaim, claim));
    }
  }
  if (out.Wants(FixedType::kPublishedBy, Direction::kOut) &&
      visible_.IsShownSource(row.source)) {
    out.Add(IdOf(LinkKind::kPublishedBy, report),
            NodeOf(NodeKind::kSource, row.source));
  }
  Derivations(row.event, out);
}

void CaseLinks::OfSource(uint32_t source, Collector& out) {
  const SourceRow row = visible_.cut().SourceAt(source);
  if (out.Wants(FixedType::kAttributedTo, Direction::kIn)) {
    for (const Spoken& spoken : lists_.SpokenBy(source)) {
      if (!visible_.IsShownClaim(spoken.claim)) continue;
      out.Add(IdOf(LinkKind::kAttributedTo, spoken.claim, spoken.position),
              NodeOf(NodeKind::kClaim, spoken.claim));
    }
  }
  if (out.Wants(FixedType::kPublishedBy, Direction::kIn)) {
    for (const uint32_t report : lists_.PublishedBy(source)) {
      if (!visible_.IsShownReport(report)) continue;
      out.Add(IdOf(LinkKind::kPublishedBy, report),
              NodeOf(NodeKind::kReport, report));
    }
  }
  if (out.Wants(FixedType::kPartOf, Direction::kOut)) {
    const uint32_t whole =
        visible_.tables().OrdinalOf(row.part_of, RecordType::kSource);
    if (whole != kNoRow && whole < visible_.cut().sources() &&
        visible_.IsShownSource(whole)) {
      out.Add(IdOf(LinkKind::kPartOf, source),
              NodeOf(NodeKind::kSource, whole));
    }
  }
  if (out.Wants(FixedType::kPartOf, Direction::kIn)) {
    for (const uint32_t part : lists_.PartsOf(source)) {
      if (!visible_.IsShownSource(part)) continue;
      out.AddIn(IdOf(LinkKind::kPartOf, part), NodeOf(NodeKind::kSource, part));
    }
  }
  Derivations(row.event, out);
}

// -- Of each relationship ---------------------------------------------------

TypeId CaseLinks::TypeOf(RelationshipId id) const {
  const Link link = LinkOf(id);
  switch (link.kind) {
    case LinkKind::kPredicate:
      return CaseNames::TypeIdOfSlot(link.first);
    case LinkKind::kSubject:
      return TypeIdOf(FixedType::kSubject);
    case LinkKind::kObject:
      return TypeIdOf(FixedType::kObject);
    case LinkKind::kAt:
      return TypeIdOf(FixedType::kAt);
    case LinkKind::kStance:
      return TypeIdOf(TypeOfStance(visible_.StanceOf(link.first)));
    case LinkKind::kStatedIn:
      return TypeIdOf(FixedType::kStatedIn);
    case LinkKind::kAttributedTo:
      return TypeIdOf(FixedType::kAttributedTo);
    case LinkKind::kPublishedBy:
      return TypeIdOf(FixedType::kPublishedBy);
    case LinkKind::kDerivedFrom:
      return TypeIdOf(FixedType::kDerivedFrom);
    case LinkKind::kPartOf:
      return TypeIdOf(FixedType::kPartOf);
    case LinkKind::kCorroborates:
      return TypeIdOf(FixedType::kCorroborates);
    case LinkKind::kContradicts:
      return TypeIdOf(FixedType::kContradicts);
  }
  return {};
}

NodeId CaseLinks::StartOf(RelationshipId id) {
  const Link link = LinkOf(id);
  const ProjectionTables& tables = visible_.tables();
  switch (link.kind) {
    case LinkKind::kPredicate:
      return EntityNode(tables.statements[link.second].subject);
    case LinkKind::kSubject:
    case LinkKind::kObject:
    case LinkKind::kAt:
      return NodeOf(NodeKind::kStatement, link.first);
    case LinkKind::kPublishedBy:
      return NodeOf(NodeKind::kReport, link.first);
    case LinkKind::kDerivedFrom:
      return RecordNode(link.first);
    case LinkKind::kPartOf:
      return NodeOf(NodeKind::kSource, link.first);
    default:
      return NodeOf(NodeKind::kClaim, link.first);
  }
}

NodeId CaseLinks::EndOf(RelationshipId id) {
  const Link link = LinkOf(id);
  const ProjectionTables& tables = visible_.tables();
  switch (link.kind) {
    case LinkKind::kPredicate:
      return EntityNode(tables.statements[link.second].object);
    case LinkKind::kSubject:
      return EntityNode(tables.statements[link.first].subject);
    case LinkKind::kObject:
      return EntityNode(tables.statements[link.first].object);
    case LinkKind::kAt:
      return EntityNode(
          tables.circumstances[tables.statements[link.first].circumstance]
              .place);
    case LinkKind::kStance:
      return NodeOf(NodeKind::kStatement,
                    visible_.FirstOf(tables.claim_statements[link.first]));
    case LinkKind::kStatedIn:
      return NodeOf(NodeKind::kReport, tables.claim_reports[link.first]);
    case LinkKind::kAttributedTo:
      return NodeOf(NodeKind::kSource,
                    tables.MannerOf(link.first)[1 + 3 * link.second]);
    case LinkKind::kPublishedBy:
      return NodeOf(NodeKind::kSource,
                    visible_.cut().ReportAt(link.first).source);
    case LinkKind::kDerivedFrom:
      return RecordNode(lists_.UpstreamOf(link.first)[link.second].upstream);
    case LinkKind::kPartOf:
      return NodeOf(
          NodeKind::kSource,
          tables.OrdinalOf(visible_.cut().SourceAt(link.first).part_of,
                           RecordType::kSource));
    case LinkKind::kCorroborates:
    case LinkKind::kContradicts:
      return NodeOf(NodeKind::kClaim, link.second);
  }
  return {};
}

}  // namespace attest::query
