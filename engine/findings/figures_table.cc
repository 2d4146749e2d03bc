// The figures of all statements at once. Statements of one subject, predicate
// and object are taken together, so that none is looked for.

#include <algorithm>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
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

// By statement: does no other bear on it? As joined; of those that are one with
// an earlier one it says nothing.
std::vector<bool> Findings::StandingAlone() const {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  std::vector<SortedStatement> order;
  order.reserve(cut.statements());
  for (uint32_t i = 0; i < cut.statements(); ++i) {
    if (cut.joined().first_of.contains(i)) continue;
    const StatementRow& row = tables.statements[i];
    order.push_back({row.predicate, statements_.GroupOf(row.subject),
                     statements_.ObjectApart(i), i});
  }
  std::sort(order.begin(), order.end());
  std::vector<bool> alone(cut.statements());
  for (size_t i = 0; i < order.size(); ++i) {
    alone[order[i].statement] =
        order[i].object != kMarked &&
        (i == 0 || !order[i].Meets(order[i - 1])) &&
        (i + 1 == order.size() || !order[i].Meets(order[i + 1]));
  }
  return alone;
}

// Gives `figures` those of the statements [begin, end), in the order in which
// their claims lie.
void Findings::FillFigures(uint32_t begin, uint32_t end,
                           const std::vector<bool>& alone,
                           std::vector<Figures>& figures) const {
  // Most statements have one claim, and many claims come the same way.
  absl::flat_hash_map<const Branches*, Figures> of_one_claim;
  const BearingFinder finder(view_, chains_, statements_, hierarchy_);
  for (uint32_t i = begin; i < end; ++i) {
    if (view_.cut_state().joined().first_of.contains(i)) continue;
    if (!alone[i]) {
      figures[i] = finder.FiguresOf(i);
      continue;
    }
    const Branches* const way = OnlyWayOf(i);
    if (way == nullptr) {
      figures[i] = FiguresAlone(i);
      continue;
    }
    const auto [known, is_new] = of_one_claim.try_emplace(way);
    if (is_new) known->second = FiguresAlone(i);
    figures[i] = known->second;
  }
}

std::vector<Figures> Findings::AllFigures(int threads) const {
  const uint32_t count = view_.cut_state().statements();
  std::vector<Figures> figures(count);
  const std::vector<bool> alone = StandingAlone();
  uint32_t middle = count;
  std::thread beside;
  // Texts are looked up by one thread alone.
  if (threads > 1 && count >= kManyStatements && !chains_.has_texts()) {
    middle = count / 2;
    beside = std::thread([this, middle, count, &alone, &figures] {
      Findings(view_, {.without = options_.without})
          .FillFigures(middle, count, alone, figures);
    });
  }
  FillFigures(0, middle, alone, figures);
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
