#include "engine/query/case_schema.h"

#include <algorithm>

namespace attest::query {
namespace {

constexpr NodeKind kKindOfLabel[] = {NodeKind::kEntity,    NodeKind::kEntity,
                                     NodeKind::kEntity,    NodeKind::kEntity,
                                     NodeKind::kEntity,    NodeKind::kEntity,
                                     NodeKind::kStatement, NodeKind::kClaim,
                                     NodeKind::kReport,    NodeKind::kSource};

std::vector<std::string> NamesOf(absl::Span<const Key> keys) {
  std::vector<std::string> names;
  for (const Key key : keys) names.emplace_back(NameOf(key));
  return names;
}

// The ends of a type that is no predicate, and its keys.
CaseSchema::TypeEntry EntryOf(FixedType type) {
  const auto entry = [&](const char* from, const char* to, LinkKind kind) {
    return CaseSchema::TypeEntry{.name = std::string(NameOf(type)),
                                 .relationships = 0,
                                 .from = from,
                                 .to = to,
                                 .keys = NamesOf(KeysOf(kind))};
  };
  switch (type) {
    case FixedType::kSubject:
      return entry("Statement", "Entity", LinkKind::kSubject);
    case FixedType::kObject:
      return entry("Statement", "Entity", LinkKind::kObject);
    case FixedType::kAt:
      return entry("Statement", "Place", LinkKind::kAt);
    case FixedType::kSupports:
    case FixedType::kOpposes:
    case FixedType::kDoubts:
      return entry("Claim", "Statement", LinkKind::kStance);
    case FixedType::kStatedIn:
      return entry("Claim", "Report", LinkKind::kStatedIn);
    case FixedType::kAttributedTo:
      return entry("Claim", "Source", LinkKind::kAttributedTo);
    case FixedType::kPublishedBy:
      return entry("Report", "Source", LinkKind::kPublishedBy);
    case FixedType::kDerivedFrom:
      return entry("", "", LinkKind::kDerivedFrom);
    case FixedType::kPartOf:
      return entry("Source", "Source", LinkKind::kPartOf);
    case FixedType::kCorroborates:
      return entry("Claim", "Claim", LinkKind::kCorroborates);
    case FixedType::kContradicts:
      return entry("Claim", "Claim", LinkKind::kContradicts);
  }
  return {};
}

bool IsDerived(FixedType type) {
  return type == FixedType::kCorroborates || type == FixedType::kContradicts;
}

class SchemaMaker {
 public:
  explicit SchemaMaker(const CaseGraph& graph) : graph_(graph) {}

  CaseSchema Make() {
    Labels();
    Types();
    Count();
    DropUnused();
    return std::move(schema_);
  }

 private:
  void Labels() {
    for (size_t i = 0; i < kLabels; ++i) {
      schema_.labels.push_back(
          {.name = std::string(NameOf(static_cast<Label>(i))),
           .nodes = 0,
           .keys = NamesOf(KeysOf(kKindOfLabel[i]))});
    }
  }

  void Types() {
    for (uint32_t i = 0; i < kFixedTypes; ++i) {
      const auto type = static_cast<FixedType>(i);
      schema_.types.push_back(EntryOf(type));
      if (IsDerived(type)) schema_.types.back().relationships.reset();
      if (!IsDerived(type)) counted_.push_back(TypeIdOf(type));
    }
    for (const CaseNames::Slot& slot : graph_.names().slots()) {
      schema_.types.push_back({.name = slot.type,
                               .relationships = 0,
                               .from = "Entity",
                               .to = "Entity",
                               .keys = NamesOf(KeysOf(LinkKind::kPredicate))});
      schema_.literals.push_back({.name = slot.key, .statements = 0});
    }
    for (const TypeId type : graph_.names().predicate_types()) {
      counted_.push_back(type);
    }
  }

  void Count() {
    std::vector<Neighbor> storage;
    graph_.ScanNodes(std::nullopt, [&](NodeId node) {
      for (const std::string& name : graph_.LabelsOf(node)) {
        for (CaseSchema::LabelEntry& label : schema_.labels) {
          if (label.name == name) ++label.nodes;
        }
      }
      for (const Neighbor& neighbor : graph_.NeighborsOf(
               node, Direction::kOut, counted_, false, storage)) {
        const TypeId type = graph_.links().TypeOf(neighbor.relationship);
        ++*schema_.types[type.value()].relationships;
      }
      if (KindOf(node) == NodeKind::kStatement) CountLiteral(OrdinalOf(node));
      return true;
    });
  }

  void CountLiteral(uint32_t statement) {
    const VisibleCase& visible = graph_.visible();
    const StatementRow& row = visible.tables().statements[statement];
    if ((row.object & kMarked) == 0 || !visible.IsSupported(statement)) return;
    ++schema_.literals[graph_.names().SlotOf(row.predicate)].statements;
  }

  void DropUnused() {
    std::vector<CaseSchema::TypeEntry>& types = schema_.types;
    types.erase(
        std::remove_if(types.begin() + kFixedTypes, types.end(),
                       [](const auto& one) { return one.relationships == 0; }),
        types.end());
    std::vector<CaseSchema::LiteralEntry>& literals = schema_.literals;
    literals.erase(
        std::remove_if(literals.begin(), literals.end(),
                       [](const auto& one) { return one.statements == 0; }),
        literals.end());
  }

  const CaseGraph& graph_;
  CaseSchema schema_;
  std::vector<TypeId> counted_;
};

}  // namespace

CaseSchema SchemaOf(const CaseGraph& graph) {
  return SchemaMaker(graph).Make();
}

}  // namespace attest::query
