#include "engine/query/statement_figures.h"

#include "absl/status/statusor.h"

namespace attest::query {
namespace {

// When so many were weighed one by one, all are: a part of what all take.
constexpr uint64_t kFew = 1024;
constexpr uint64_t kPart = 16;

}  // namespace

const Findings* StatementFigures::findings() {
  if (findings_ != nullptr || !status_.ok()) return findings_;
  const absl::StatusOr<const Findings*> findings = access_.Weighed();
  if (findings.ok()) {
    findings_ = *findings;
  } else {
    status_.Update(findings.status());
  }
  return findings_;
}

void StatementFigures::Begin() {
  has_begun_ = true;
  const absl::StatusOr<const KeptFigures*> kept = access_.Figures();
  if (!kept.ok()) {
    status_.Update(kept.status());
  } else if (*kept != nullptr && (*kept)->size() >= statements_) {
    kept_ = *kept;
  }
}

const std::vector<Figures>* StatementFigures::All() {
  if (!has_begun_) Begin();
  if (kept_ != nullptr) return nullptr;
  if (all_.empty() && findings() != nullptr) all_ = findings_->AllFigures(2);
  // After a failure none has support.
  if (all_.size() < statements_) all_.resize(statements_);
  return &all_;
}

absl::Span<const uint32_t> StatementFigures::Lines(Column column) {
  const std::vector<Figures>* const all = All();
  if (all == nullptr) {
    switch (column) {
      case Column::kLow:
        return kept_->low();
      case Column::kBest:
        return kept_->best();
      case Column::kHigh:
        return kept_->high();
    }
  }
  std::vector<uint32_t>& values = columns_[static_cast<size_t>(column)];
  if (!values.empty()) return values;
  values.reserve(all->size());
  for (const Figures& figures : *all) {
    const attest::Lines& lines = figures.lines;
    values.push_back(column == Column::kLow    ? lines.low
                     : column == Column::kBest ? lines.best
                                               : lines.high);
  }
  return values;
}

Figures StatementFigures::FirstOrNext(uint32_t statement) {
  if (!has_begun_) {
    Begin();
    return Of(statement);
  }
  if (++asked_ > kFew + statements_ / kPart) return (*All())[statement];
  if (findings() == nullptr) return {};
  return findings_->FiguresOf(StatementId(statement));
}

}  // namespace attest::query
