// View::Find: names by folded text.

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "engine/projection/cut_state.h"
#include "engine/projection/name_match.h"
#include "engine/projection/tables.h"
#include "engine/projection/view.h"

namespace attest {
namespace {

// Gathers the best match of each record.
class Finder {
 public:
  Finder(const View& view, absl::string_view text)
      : view_(view), tables_(view.tables()), wanted_(FoldName(text)) {}

  std::vector<Match> Run(size_t limit) {
    if (wanted_.empty()) return {};
    const CutState& cut = view_.cut_state();
    for (uint32_t i = 0; i < cut.entities(); ++i) {
      const EntityRow row = cut.EntityAt(i);
      Begin(RecordType::kEntity, row.event);
      Try(row.name);
      const absl::Span<const uint32_t> names = tables_.lists[row.names];
      for (size_t name = 0; name + 3 < names.size(); name += 4) {
        Try(names[name]);
      }
      End();
    }
    for (uint32_t i = 0; i < cut.sources(); ++i) {
      const SourceRow row = cut.SourceAt(i);
      Begin(RecordType::kSource, row.event);
      Try(row.name);
      End();
    }
    for (uint32_t i = 0; i < cut.reports(); ++i) {
      const ReportRow row = cut.ReportAt(i);
      Begin(RecordType::kReport, row.event);
      Try(row.title);
      End();
    }
    return Best(limit);
  }

 private:
  struct Candidate {
    RecordType type;
    uint32_t event;
    uint32_t name;
    Matched matched;
  };

  void Begin(RecordType type, uint32_t event) {
    current_ = {type, event, 0, Matched::kInside};
    found_ = false;
  }
  void Try(uint32_t name) {
    const std::optional<Matched> matched =
        MatchOfNames(wanted_, FoldName(tables_.texts[name]));
    if (!matched || (found_ && *matched >= current_.matched)) return;
    current_.name = name;
    current_.matched = *matched;
    found_ = true;
  }
  void End() {
    if (found_) candidates_.push_back(current_);
  }

  std::vector<Match> Best(size_t limit) {
    const size_t count = std::min(limit, candidates_.size());
    const auto order = [this](const Candidate& candidate) {
      return std::tuple(candidate.matched,
                        view_.KeyOf(EventIndex(candidate.event)),
                        candidate.event);
    };
    std::partial_sort(candidates_.begin(),
                      candidates_.begin() + static_cast<std::ptrdiff_t>(count),
                      candidates_.end(),
                      [&](const Candidate& a, const Candidate& b) {
                        return order(a) < order(b);
                      });
    std::vector<Match> best;
    for (size_t i = 0; i < count; ++i) {
      const Candidate& candidate = candidates_[i];
      best.push_back({candidate.type, EventIndex(candidate.event),
                      candidate.matched,
                      std::string(tables_.texts[candidate.name])});
    }
    return best;
  }

  const View& view_;
  const ProjectionTables& tables_;
  const std::string wanted_;
  Candidate current_ = {};
  bool found_ = false;
  std::vector<Candidate> candidates_;
};

}  // namespace

std::vector<Match> View::Find(absl::string_view text, size_t limit) const {
  return Finder(*this, text).Run(limit);
}

}  // namespace attest
