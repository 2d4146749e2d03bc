#include "engine/query/case_graph.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace attest::query {
namespace {

LabelId LabelIdOf(Label label) { return LabelId(static_cast<uint64_t>(label)); }

Label LabelOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kEntity:
      return Label::kEntity;
    case NodeKind::kStatement:
      return Label::kStatement;
    case NodeKind::kClaim:
      return Label::kClaim;
    case NodeKind::kReport:
      return Label::kReport;
    case NodeKind::kSource:
      return Label::kSource;
  }
  return Label::kEntity;
}

}  // namespace

CaseGraph::CaseGraph(const View& view, const View& now, CaseAccess& access,
                     const CaseGraphOptions& options)
    : visible_(view, now, access, options),
      names_(visible_.view()),
      links_(visible_, names_),
      properties_(visible_, names_, links_),
      seek_(visible_),
      statistics_(visible_, names_) {}

absl::Status CaseGraph::status() const {
  absl::Status status = visible_.status();
  status.Update(links_.pairs().status());
  status.Update(seek_.status());
  return status;
}

absl::Span<const uint32_t> CaseGraph::LinesOfStatements(KeyId key) const {
  using Column = StatementFigures::Column;
  if (key == KeyIdOf(Key::kLinesLow)) {
    return visible_.figures().Lines(Column::kLow);
  }
  if (key == KeyIdOf(Key::kLinesBest)) {
    return visible_.figures().Lines(Column::kBest);
  }
  if (key == KeyIdOf(Key::kLinesHigh)) {
    return visible_.figures().Lines(Column::kHigh);
  }
  return {};
}

bool CaseGraph::HasArray(LabelId label, KeyId key) const {
  return label == LabelIdOf(Label::kStatement) &&
         (key == KeyIdOf(Key::kLinesLow) || key == KeyIdOf(Key::kLinesBest) ||
          key == KeyIdOf(Key::kLinesHigh));
}

bool CaseGraph::ScanNodesBetween(
    LabelId label, KeyId key, int64_t low, int64_t high,
    absl::FunctionRef<bool(absl::Span<const NodeId>)> visit) const {
  if (!HasArray(label, key)) return false;
  const absl::Span<const uint32_t> lines = LinesOfStatements(key);
  if (low > UINT32_MAX || high < 0 || low > high) return true;
  const auto least = static_cast<uint32_t>(std::max<int64_t>(low, 0));
  const auto most = static_cast<uint32_t>(std::min<int64_t>(high, UINT32_MAX));
  std::array<NodeId, 1024> found;
  size_t count = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    // One comparison decides both ends.
    if (lines[i] - least > most - least) continue;
    const NodeId node = NodeOf(NodeKind::kStatement, static_cast<uint32_t>(i));
    if (!IsShownStatement(node)) continue;
    found[count++] = node;
    if (count < found.size()) continue;
    if (!visit(found)) return true;
    count = 0;
  }
  if (count > 0) visit(absl::MakeConstSpan(found).first(count));
  return true;
}

std::optional<LabelId> CaseGraph::FindLabel(absl::string_view name) const {
  return names_.FindLabel(name);
}
std::vector<TypeId> CaseGraph::FindTypes(absl::string_view name) const {
  return names_.FindTypes(name);
}
std::optional<KeyId> CaseGraph::FindKey(absl::string_view name) const {
  return names_.FindKey(name);
}
std::vector<std::string> CaseGraph::LabelNames() const {
  return names_.LabelNames();
}
std::vector<std::string> CaseGraph::TypeNames() const {
  return names_.TypeNames();
}
std::vector<std::string> CaseGraph::KeyNames() const {
  return names_.KeyNames();
}

// -- Nodes ------------------------------------------------------------------

Label CaseGraph::EntityLabel(uint32_t entity) const {
  uint32_t shown = visible_.FirstShownMember(entity);
  if (shown == kNoRow) shown = entity;
  return static_cast<Label>(static_cast<uint32_t>(Label::kPerson) +
                            visible_.tables().entities[shown].kind);
}

bool CaseGraph::IsShown(NodeKind kind, uint32_t ordinal) const {
  switch (kind) {
    case NodeKind::kEntity:
      return visible_.IsShownEntity(ordinal);
    case NodeKind::kStatement:
      return visible_.IsShownStatement(ordinal);
    case NodeKind::kClaim:
      return visible_.IsShownClaim(ordinal);
    case NodeKind::kReport:
      return visible_.IsShownReport(ordinal);
    case NodeKind::kSource:
      return visible_.IsShownSource(ordinal);
  }
  return false;
}

uint32_t CaseGraph::CountOf(NodeKind kind) const {
  const CutState& cut = visible_.cut();
  switch (kind) {
    case NodeKind::kEntity:
      return cut.entities();
    case NodeKind::kStatement:
      return cut.statements();
    case NodeKind::kClaim:
      return cut.claims();
    case NodeKind::kReport:
      return cut.reports();
    case NodeKind::kSource:
      return cut.sources();
  }
  return 0;
}

bool CaseGraph::ScanKind(NodeKind kind, std::optional<LabelId> label,
                         NodeVisitor visit) const {
  const bool is_all = !label || *label == LabelIdOf(LabelOf(kind));
  const uint32_t count = CountOf(kind);
  for (uint32_t i = 0; i < count; ++i) {
    if (!IsShown(kind, i)) continue;
    if (!is_all && LabelIdOf(EntityLabel(i)) != *label) continue;
    if (!visit(NodeOf(kind, i))) return false;
  }
  return true;
}

void CaseGraph::ScanNodes(std::optional<LabelId> label,
                          NodeVisitor visit) const {
  for (size_t i = 0; i < kNodeKinds; ++i) {
    const auto kind = static_cast<NodeKind>(i);
    const bool is_part_of_entities = label && kind == NodeKind::kEntity &&
                                     *label <= LabelIdOf(Label::kIncident);
    if (label && !is_part_of_entities && *label != LabelIdOf(LabelOf(kind))) {
      continue;
    }
    if (!ScanKind(kind, label, visit)) return;
  }
}

bool CaseGraph::SeekNodes(KeyId key, const Value& value,
                          NodeVisitor visit) const {
  if (key != KeyIdOf(Key::kId)) return false;
  if (!value.Is(Value::Type::kString)) return true;
  if (const std::optional<NodeId> node = seek_.Find(value.string())) {
    (void)visit(*node);
  }
  return true;
}

bool CaseGraph::HasIndex(KeyId key, std::optional<LabelId>) const {
  return key == KeyIdOf(Key::kId);
}

double CaseGraph::NodeCount(std::optional<LabelId> label) const {
  return statistics_.NodeCount(label);
}
double CaseGraph::MeanDegree(std::optional<LabelId> label, Direction direction,
                             absl::Span<const TypeId> types,
                             bool any_type) const {
  return statistics_.MeanDegree(label, direction, types, any_type);
}

bool CaseGraph::HasLabel(NodeId node, LabelId label) const {
  if (label == LabelIdOf(LabelOf(KindOf(node)))) return true;
  return KindOf(node) == NodeKind::kEntity &&
         label == LabelIdOf(EntityLabel(OrdinalOf(node)));
}

std::vector<std::string> CaseGraph::LabelsOf(NodeId node) const {
  std::vector<std::string> labels = {
      std::string(NameOf(LabelOf(KindOf(node))))};
  if (KindOf(node) == NodeKind::kEntity) {
    // Entity sorts before all kinds of it.
    labels.emplace_back(NameOf(EntityLabel(OrdinalOf(node))));
  }
  return labels;
}

absl::StatusOr<Value> CaseGraph::PropertyOf(NodeId node, KeyId key) const {
  return properties_.Of(node, key);
}
absl::StatusOr<Value> CaseGraph::PropertiesOf(NodeId node) const {
  return properties_.AllOf(node);
}

// -- Relationships ----------------------------------------------------------

absl::Span<const Neighbor> CaseGraph::NeighborsOf(
    NodeId node, Direction direction, absl::Span<const TypeId> types,
    bool any_type, std::vector<Neighbor>& storage) const {
  return links_.NeighborsOf(node, direction, types, any_type, storage);
}

std::string CaseGraph::TypeOf(RelationshipId relationship) const {
  const TypeId type = links_.TypeOf(relationship);
  const std::optional<uint32_t> slot = CaseNames::SlotOf(type);
  if (slot) return names_.slots()[*slot].type;
  return std::string(NameOf(static_cast<FixedType>(type.value())));
}
NodeId CaseGraph::StartOf(RelationshipId relationship) const {
  return links_.StartOf(relationship);
}
NodeId CaseGraph::EndOf(RelationshipId relationship) const {
  return links_.EndOf(relationship);
}
absl::StatusOr<Value> CaseGraph::PropertyOf(RelationshipId relationship,
                                            KeyId key) const {
  return properties_.Of(relationship, key);
}
absl::StatusOr<Value> CaseGraph::PropertiesOf(
    RelationshipId relationship) const {
  return properties_.AllOf(relationship);
}

}  // namespace attest::query
