// FoldedCase is a case in memory, for the tests of its graph: events that were
// folded, and weighed.

#ifndef ATTEST_TESTS_QUERY_FOLDED_CASE_H_
#define ATTEST_TESTS_QUERY_FOLDED_CASE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/model/event.h"
#include "engine/projection/amend.h"
#include "engine/projection/projection.h"
#include "engine/query/case_access.h"
#include "engine/query/case_graph.h"
#include "engine/status_macros.h"

namespace attest::query {

// What a case at one position gives its graph.
class FoldedCase : public CaseAccess {
 public:
  // As of the first `position` events; of all when there are fewer.
  FoldedCase(std::vector<Event> events, const Projection& projection,
             uint64_t position)
      : events_(std::move(events)),
        now_(projection.Now()),
        view_(*projection.At(position)),
        findings_(std::make_unique<Findings>(view_, FindingsOptions())) {}

  absl::StatusOr<Event> EventAt(EventIndex index) override {
    if (index.value() >= events_.size()) return absl::OutOfRangeError("event");
    ++events_read_;
    return events_[index.value()];
  }
  absl::StatusOr<Event> CurrentEventAt(EventIndex index) override {
    ASSIGN_OR_RETURN(Event event, EventAt(index));
    for (const DecisionInfo& decision : view_.DecisionsOn(index)) {
      if (decision.type != RecordType::kAmendment) continue;
      const auto& amendment =
          std::get<Amendment>(events_[decision.event.value()].record);
      if (auto* report = std::get_if<Report>(&event.record)) {
        RETURN_IF_ERROR(Amend(amendment, *report));
      }
    }
    return event;
  }
  absl::StatusOr<const Findings*> Weighed() override { return findings_.get(); }
  absl::StatusOr<const KeptFigures*> Figures() override {
    return kept_ ? &*kept_ : nullptr;
  }

  // Keeps the figures from now on.
  void KeepFigures(const Projection& projection) {
    kept_.emplace();
    kept_->Update(*projection.At(0), *findings_);
  }

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const View& now() const { return now_; }
  [[nodiscard]] const Findings& findings() const { return *findings_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] uint64_t events_read() const { return events_read_; }

  [[nodiscard]] std::unique_ptr<CaseGraph> Graph(
      const CaseGraphOptions& options = {}) {
    return std::make_unique<CaseGraph>(view_, now_, *this, options);
  }

 private:
  std::vector<Event> events_;
  View now_;
  View view_;
  std::unique_ptr<Findings> findings_;
  std::optional<KeptFigures> kept_;
  uint64_t events_read_ = 0;
};

[[nodiscard]] inline Projection Folded(const std::vector<Event>& events) {
  Projection projection;
  for (size_t i = 0; i < events.size(); ++i) {
    projection.Apply(EventIndex(i), events[i]).IgnoreError();
  }
  return projection;
}

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_FOLDED_CASE_H_
