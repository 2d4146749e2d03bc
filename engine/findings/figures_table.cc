// The figures of all statements at once. Statements of one subject, predicate
// and object are taken together, so that none is looked for.

#include <algorithm>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

// Of fewer, a second thread is not worth its while.
constexpr uint32_t kManyStatements = 10'000;

// What a statement must share with another to support it, and itself.
struct SortedStatement {
  uint32_t predicate;
  uint32_t subject;
  uint32_t object;
  uint32_t statement;

  friend bool operator<(const SortedStatement& a, const SortedStatement& b) {
    return std::tie(a.predicate, a.subject, a.object, a.statement) <
           std::tie(b.predicate, b.subject, b.object, b.statement);
  }
  [[nodiscard]] bool Meets(const SortedStatement& other) const {
    return predicate == other.predicate && subject == other.subject &&
           object == other.object;
  }
};

}  // namespace

// The statements, without those that are one with an earlier one, in the order
// in which they are weighed soonest.
Findings::Order Findings::WeighingOrder() const {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  std::vector<SortedStatement> sorted;
  sorted.reserve(cut.statements());
  for (uint32_t i = 0; i < cut.statements(); ++i) {
    if (cut.joined().first_of.contains(i)) continue;
    const StatementRow& row = tables.statements[i];
    sorted.push_back({row.predicate, statements_.GroupOf(row.subject),
                      statements_.ObjectApart(i), i});
  }
  std::sort(sorted.begin(), sorted.end());
  Order order;
  for (size_t i = 0; i < sorted.size(); ++i) {
    const bool is_alone =
        sorted[i].object != kMarked &&
        (i == 0 || !sorted[i].Meets(sorted[i - 1])) &&
        (i + 1 == sorted.size() || !sorted[i].Meets(sorted[i + 1]));
    (is_alone ? order.alone : order.meeting).push_back(sorted[i].statement);
  }
  std::sort(order.alone.begin(), order.alone.end());
  return order;
}

void Findings::FillFigures(absl::Span<const uint32_t> alone,
                           absl::Span<const uint32_t> meeting,
                           std::vector<Figures>& figures) const {
  // Most statements have one claim, and many claims come the same way.
  absl::flat_hash_map<const Branches*, Figures> of_one_claim;
  for (const uint32_t i : alone) {
    const Branches* const way = OnlyWayOf(i);
    if (way == nullptr) {
      figures[i] = FiguresAlone(i);
      continue;
    }
    const auto [known, is_new] = of_one_claim.try_emplace(way);
    if (is_new) known->second = FiguresAlone(i);
    figures[i] = known->second;
  }
  const BearingFinder finder(view_, chains_, statements_, hierarchy_);
  for (const uint32_t i : meeting) figures[i] = finder.FiguresOf(i);
}

std::vector<Figures> Findings::AllFigures(int threads) const {
  const uint32_t count = view_.cut_state().statements();
  std::vector<Figures> figures(count);
  const Order order = WeighingOrder();
  size_t alone = order.alone.size();
  size_t meeting = order.meeting.size();
  std::thread beside;
  // Texts are looked up by one thread alone.
  if (threads > 1 && count >= kManyStatements && !chains_.has_texts()) {
    alone /= 2;
    meeting /= 2;
    beside = std::thread([this, alone, meeting, &order, &figures] {
      Findings(view_, {.without = options_.without})
          .FillFigures(absl::MakeConstSpan(order.alone).subspan(alone),
                       absl::MakeConstSpan(order.meeting).subspan(meeting),
                       figures);
    });
  }
  FillFigures(absl::MakeConstSpan(order.alone).first(alone),
              absl::MakeConstSpan(order.meeting).first(meeting), figures);
  if (beside.joinable()) beside.join();
  for (const auto& [statement, first] : view_.cut_state().joined().first_of) {
    figures[statement] = figures[first];
  }
  return figures;
}

// How the one claim comes that a statement has, where that is all its figures
// follow from; null where there is more to it.
const Branches* Findings::OnlyWayOf(uint32_t statement) const {
  const std::vector<uint32_t> claims = statements_.ClaimsOf(statement);
  if (claims.size() != 1) return nullptr;
  const bool asserts =
      view_.tables().FlagsOf(claims[0]).stance() == Stance::kAsserts;
  return asserts && chains_.IsLive(claims[0]) ? &chains_.BranchesOf(claims[0])
                                              : nullptr;
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
