#include "engine/query/case_statistics.h"

#include <algorithm>

namespace attest::query {
namespace {

// What is only found by looking: a guess of how many there are.
constexpr double kDerivedPerReport = 0.3;
constexpr double kPartsPerSource = 0.3;
constexpr double kPairsPerClaim = 1;

std::optional<NodeKind> KindOf(Label label) {
  if (label <= Label::kIncident) return NodeKind::kEntity;
  const auto place =
      static_cast<int>(label) - static_cast<int>(Label::kStatement);
  return static_cast<NodeKind>(static_cast<int>(NodeKind::kStatement) + place);
}

}  // namespace

double CaseStatistics::CountOf(NodeKind kind) const {
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

void CaseStatistics::CountKinds() {
  kinds_.emplace();
  for (uint32_t i = 0; i < visible_.cut().entities(); ++i) {
    ++(*kinds_)[visible_.tables().entities[i].kind];
  }
}

void CaseStatistics::CountStatements() {
  has_statements_ = true;
  const ProjectionTables& tables = visible_.tables();
  slots_.resize(names_.slots().size());
  for (uint32_t i = 0; i < visible_.cut().statements(); ++i) {
    const StatementRow& row = tables.statements[i];
    ++slots_[names_.SlotOf(row.predicate)];
    if ((row.object & kMarked) == 0) ++with_object_;
    if (tables.circumstances[row.circumstance].place != kNoRow) ++at_;
  }
  // A sample tells how many speakers an attribution has.
  constexpr uint32_t kSample = 1024;
  const uint32_t claims = visible_.cut().claims();
  const uint32_t step = claims / kSample + 1;
  double seen = 0;
  for (uint32_t i = 0; i < claims; i += step) {
    speakers_ += static_cast<double>(tables.MannerOf(i).size() / 3);
    ++seen;
  }
  if (seen > 0) speakers_ *= static_cast<double>(claims) / seen;
}

double CaseStatistics::NodeCount(std::optional<LabelId> label) {
  if (!label) {
    double sum = 0;
    for (size_t i = 0; i < kNodeKinds; ++i) {
      sum += CountOf(static_cast<NodeKind>(i));
    }
    return sum;
  }
  const auto name = static_cast<Label>(label->value());
  if (name == Label::kEntity || name > Label::kIncident) {
    return CountOf(*KindOf(name));
  }
  if (!kinds_) CountKinds();
  return (
      *kinds_)[static_cast<size_t>(name) - static_cast<size_t>(Label::kPerson)];
}

CaseStatistics::TypeCount CaseStatistics::CountOf(TypeId type) {
  if (!has_statements_) CountStatements();
  if (const std::optional<uint32_t> slot = CaseNames::SlotOf(type)) {
    return {slots_[*slot], NodeKind::kEntity, NodeKind::kEntity};
  }
  const double statements = CountOf(NodeKind::kStatement);
  const double claims = CountOf(NodeKind::kClaim);
  const double reports = CountOf(NodeKind::kReport);
  const double sources = CountOf(NodeKind::kSource);
  switch (static_cast<FixedType>(type.value())) {
    case FixedType::kSubject:
      return {statements, NodeKind::kStatement, NodeKind::kEntity};
    case FixedType::kObject:
      return {with_object_, NodeKind::kStatement, NodeKind::kEntity};
    case FixedType::kAt:
      return {at_, NodeKind::kStatement, NodeKind::kEntity};
    case FixedType::kSupports:
      return {claims, NodeKind::kClaim, NodeKind::kStatement};
    case FixedType::kOpposes:
    case FixedType::kDoubts:
      return {claims / 16, NodeKind::kClaim, NodeKind::kStatement};
    case FixedType::kStatedIn:
      return {claims, NodeKind::kClaim, NodeKind::kReport};
    case FixedType::kAttributedTo:
      return {speakers_, NodeKind::kClaim, NodeKind::kSource};
    case FixedType::kPublishedBy:
      return {reports, NodeKind::kReport, NodeKind::kSource};
    case FixedType::kDerivedFrom:
      return {reports * kDerivedPerReport, std::nullopt, std::nullopt};
    case FixedType::kPartOf:
      return {sources * kPartsPerSource, NodeKind::kSource, NodeKind::kSource};
    case FixedType::kCorroborates:
    case FixedType::kContradicts:
      return {claims * kPairsPerClaim, NodeKind::kClaim, NodeKind::kClaim};
  }
  return {};
}

double CaseStatistics::MeanDegree(std::optional<LabelId> label,
                                  Direction direction,
                                  absl::Span<const TypeId> types,
                                  bool any_type) {
  std::optional<NodeKind> kind;
  if (label) kind = KindOf(static_cast<Label>(label->value()));
  const double nodes =
      std::max(1.0, kind ? CountOf(*kind) : NodeCount(std::nullopt));
  double ends = 0;
  const auto add = [&](TypeId type) {
    const TypeCount count = CountOf(type);
    const auto meets = [kind](std::optional<NodeKind> end) {
      return !kind || !end || *end == *kind;
    };
    if (direction != Direction::kIn && meets(count.from)) ends += count.count;
    if (direction != Direction::kOut && meets(count.to)) ends += count.count;
  };
  if (any_type) {
    for (uint64_t i = 0; i < kFixedTypes; ++i) add(TypeId(i));
    for (const TypeId type : names_.predicate_types()) add(type);
  } else {
    for (const TypeId type : types) add(type);
  }
  return ends / nodes;
}

}  // namespace attest::query
