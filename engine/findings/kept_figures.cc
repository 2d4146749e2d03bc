#include "engine/findings/kept_figures.h"

#include <algorithm>

#include "engine/findings/bearing.h"
#include "engine/findings/touched_statements.h"
#include "engine/projection/cut_state.h"

namespace attest {
namespace {

constexpr uint8_t kSameOrigin = 1;
constexpr uint8_t kAtLeast = 2;
constexpr uint8_t kOpposingAtLeast = 4;

// Where more than kFew, and more than one in four, are new or touched, all are
// weighed: that is quicker for each.
constexpr size_t kFew = 1024;

bool IsMuch(size_t part, size_t whole) {
  return part > kFew && part > whole / 4;
}

}  // namespace

Figures KeptFigures::Of(StatementId id) const {
  const size_t at = id.value();
  const uint8_t flags = flags_[at];
  return {.verdict = static_cast<Verdict>(verdicts_[at]),
          .same_origin = (flags & kSameOrigin) != 0,
          .lines = {.low = low_[at],
                    .best = best_[at],
                    .high = high_[at],
                    .at_least = (flags & kAtLeast) != 0},
          .opposing_lines = {.low = opposing_low_[at],
                             .best = opposing_best_[at],
                             .high = opposing_high_[at],
                             .at_least = (flags & kOpposingAtLeast) != 0}};
}

void KeptFigures::Set(uint32_t statement, const Figures& figures) {
  verdicts_.Change()[statement] = static_cast<uint8_t>(figures.verdict);
  flags_.Change()[statement] = static_cast<uint8_t>(
      (figures.same_origin ? kSameOrigin : 0) |
      (figures.lines.at_least ? kAtLeast : 0) |
      (figures.opposing_lines.at_least ? kOpposingAtLeast : 0));
  low_.Change()[statement] = figures.lines.low;
  best_.Change()[statement] = figures.lines.best;
  high_.Change()[statement] = figures.lines.high;
  opposing_low_.Change()[statement] = figures.opposing_lines.low;
  opposing_best_.Change()[statement] = figures.opposing_lines.best;
  opposing_high_.Change()[statement] = figures.opposing_lines.high;
}

void KeptFigures::Resize(size_t statements) {
  if (statements == size()) return;
  verdicts_.Change().resize(statements);
  flags_.Change().resize(statements);
  for (MappedColumn<uint32_t>* const column :
       {&low_, &best_, &high_, &opposing_low_, &opposing_best_,
        &opposing_high_}) {
    column->Change().resize(statements);
  }
}

uint64_t KeptFigures::CountWithLines(uint32_t least) const {
  // Counted in the columns' own width, for the compiler to take many at once.
  uint32_t count = 0;
  for (const uint32_t best : best_.values()) count += best >= least ? 1 : 0;
  for (const uint32_t one : joined_) count -= best_[one] >= least ? 1 : 0;
  return count;
}

bool KeptFigures::MayBeOf(const View& view) const {
  return applied_through_ == view.applied_through() &&
         size() == view.cut_state().statements() &&
         std::all_of(linked_.begin(), linked_.end(),
                     [&](uint32_t event) { return view.Has(ReportId(event)); });
}

void KeptFigures::MarkJoined(const View& view) {
  joined_.clear();
  for (const auto& [statement, first] : view.cut_state().joined().first_of) {
    joined_.push_back(statement);
  }
  std::sort(joined_.begin(), joined_.end());
}

uint64_t KeptFigures::Update(const View& before, const Findings& after) {
  const View& view = after.view();
  const CutState& cut = view.cut_state();
  const uint32_t old_claims = before.cut_state().claims();
  applied_through_ = view.applied_through();
  Resize(cut.statements());
  MarkJoined(view);
  std::vector<uint32_t> touched;
  bool is_much = IsMuch(cut.claims() - old_claims, cut.claims());
  if (!is_much) {
    touched = TouchedStatements(before, linked_, after);
    is_much = IsMuch(touched.size(), size());
  }
  linked_ = LinkedReports(before, linked_, after);
  if (is_much) {
    const std::vector<Figures> all = after.AllFigures(2);
    for (uint32_t i = 0; i < all.size(); ++i) Set(i, all[i]);
    return all.size();
  }
  const BearingFinder finder(view, after.chains(), after.statements(),
                             after.hierarchy());
  for (const uint32_t statement : touched) {
    const StatementId first = view.FirstOf(StatementId(statement));
    const Figures figures =
        finder.FiguresOf(static_cast<uint32_t>(first.value()));
    for (const StatementId one : view.JoinedWith(StatementId(statement))) {
      Set(static_cast<uint32_t>(one.value()), figures);
    }
  }
  return touched.size();
}

size_t KeptFigures::memory_bytes() const {
  return verdicts_.memory_bytes() + flags_.memory_bytes() +
         low_.memory_bytes() + best_.memory_bytes() + high_.memory_bytes() +
         opposing_low_.memory_bytes() + opposing_best_.memory_bytes() +
         opposing_high_.memory_bytes() +
         (joined_.capacity() + linked_.capacity()) * sizeof(uint32_t);
}

}  // namespace attest
