// CaseStatistics counts the nodes and relationships of the graph of a case, for
// the estimates of a plan. Hidden ones are counted, statements that are one
// several times.
//
// Not thread-safe: each count is made when it is first needed. Lifetime:
// borrows the case and its names.

#ifndef ATTEST_ENGINE_QUERY_CASE_STATISTICS_H_
#define ATTEST_ENGINE_QUERY_CASE_STATISTICS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "engine/query/case_ids.h"
#include "engine/query/case_names.h"
#include "engine/query/visible_case.h"

namespace attest::query {

class CaseStatistics {
 public:
  CaseStatistics(const VisibleCase& visible, const CaseNames& names)
      : visible_(visible), names_(names) {}

  // As PropertyGraph::NodeCount and MeanDegree.
  [[nodiscard]] double NodeCount(std::optional<LabelId> label);
  [[nodiscard]] double MeanDegree(std::optional<LabelId> label,
                                  Direction direction,
                                  absl::Span<const TypeId> types,
                                  bool any_type);

 private:
  // How many relationships a type has, and which nodes they join.
  struct TypeCount {
    double count = 0;
    std::optional<NodeKind> from;  // none: of several kinds
    std::optional<NodeKind> to;
  };
  [[nodiscard]] double CountOf(NodeKind kind) const;
  [[nodiscard]] TypeCount CountOf(TypeId type);
  void CountKinds();
  void CountStatements();

  const VisibleCase& visible_;
  const CaseNames& names_;
  std::optional<std::array<double, kEnumSize<EntityKind>>> kinds_;
  bool has_statements_ = false;
  std::vector<double> slots_;  // statements of each
  double at_ = 0;              // statements with a place
  double with_object_ = 0;     // and with an entity as object
  double speakers_ = 0;        // in all attributions
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_STATISTICS_H_
