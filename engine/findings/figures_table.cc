// The figures of all statements at once. Statements of one subject, predicate
// and object are taken together, so that none is looked for.

#include <algorithm>
#include <array>
#include <utility>

#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

// What a statement must share with another to support it, and itself.
struct Sorted {
  uint32_t predicate;
  uint32_t subject;
  uint32_t object;
  uint32_t statement;

  friend bool operator<(const Sorted& a, const Sorted& b) {
    return std::tie(a.predicate, a.subject, a.object, a.statement) <
           std::tie(b.predicate, b.subject, b.object, b.statement);
  }
  [[nodiscard]] bool Meets(const Sorted& other) const {
    return predicate == other.predicate && subject == other.subject &&
           object == other.object;
  }
};

}  // namespace

std::vector<Figures> Findings::AllFigures() const {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  const JoinedStatements& joined = cut.joined();
  std::vector<Figures> figures(cut.statements());
  std::vector<Sorted> order;
  order.reserve(cut.statements());
  for (uint32_t i = 0; i < cut.statements(); ++i) {
    if (joined.first_of.contains(i)) continue;
    const StatementRow& row = tables.statements[i];
    order.push_back({row.predicate, statements_.GroupOf(row.subject),
                     statements_.ObjectApart(i), i});
  }
  std::sort(order.begin(), order.end());
  for (size_t i = 0; i < order.size();) {
    size_t end = i + 1;
    while (end < order.size() && order[end].Meets(order[i])) ++end;
    const bool apart = order[i].object != kMarked;
    if (apart && end == i + 1) {
      figures[order[i].statement] = FiguresAlone(order[i].statement);
    } else {
      for (size_t k = i; k < end; ++k) {
        figures[order[k].statement] =
            FiguresOf(StatementId(order[k].statement));
      }
    }
    i = end;
  }
  for (const auto& [statement, first] : joined.first_of) {
    figures[statement] = figures[first];
  }
  return figures;
}

// A statement that no other bears on: its own claims are all there are.
Figures Findings::FiguresAlone(uint32_t statement) const {
  const ProjectionTables& tables = view_.tables();
  Bearing bearing;
  for (const uint32_t claim : statements_.ClaimsOf(statement)) {
    const Stance stance = tables.FlagsOf(claim).stance();
    if (stance == Stance::kAsserts) {
      bearing.supporting.push_back(claim);
    } else if (stance == Stance::kDenies && chains_.IsLive(claim)) {
      bearing.denying.push_back(claim);
    }
  }
  return FiguresFor(chains_, bearing);
}

}  // namespace attest
