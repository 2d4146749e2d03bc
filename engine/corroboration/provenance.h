// Provenance is who publishes what and who depends on whom: the graph of
// sources and reports from which the chains of claims are drawn.
//
// Its vertices are sources and reports, numbered in the order in which they
// were defined. Dependences come in two kinds (CORROBORATION.md, "The chain of
// one claim"): those that order, by which one derives from another, and those
// that make one vertex of two.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_CORROBORATION_PROVENANCE_H_
#define ATTEST_ENGINE_CORROBORATION_PROVENANCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/day_range.h"
#include "engine/model/report.h"
#include "engine/model/source.h"

namespace attest {

enum class ChainVertex : uint32_t {};

// The place of a vertex in arrays.
[[nodiscard]] constexpr size_t IndexOf(ChainVertex vertex) {
  return static_cast<size_t>(vertex);
}

// Does a dependence of this kind order two records? The others make one of
// them.
[[nodiscard]] constexpr bool IsOrdering(How how) {
  return how <= How::kCompilation;
}

class Provenance {
 public:
  struct Derived {
    ChainVertex upstream;
    How how;  // an ordering one
  };

  // Adds the next vertex.
  ChainVertex AddSource(SourceKind kind, bool anonymous);
  // `published`: the possible range of its date.
  ChainVertex AddReport(std::optional<DayRange> published);

  // Requires: `publisher` is a source, `report` a report.
  void SetPublisher(ChainVertex report, ChainVertex publisher);
  // Requires: both are sources.
  void SetPartOf(ChainVertex child, ChainVertex parent);
  // Adds what `from` derives from, behind what was added before, or makes one
  // vertex of the two, as `how` says. A source on a report is passed over.
  void AddDependence(ChainVertex from, ChainVertex on, How how);
  // A rejected source, a rejected or retracted report.
  void SetFallen(ChainVertex vertex) {
    vertices_[IndexOf(vertex)].fallen = true;
  }

  [[nodiscard]] size_t size() const { return vertices_.size(); }
  [[nodiscard]] bool IsReport(ChainVertex vertex) const {
    return At(vertex).is_report;
  }
  [[nodiscard]] bool IsFallen(ChainVertex vertex) const {
    return At(vertex).fallen;
  }
  [[nodiscard]] SourceKind KindOf(ChainVertex source) const {
    return At(source).kind;
  }
  [[nodiscard]] bool IsAnonymous(ChainVertex source) const {
    return At(source).anonymous;
  }
  [[nodiscard]] ChainVertex PublisherOf(ChainVertex report) const {
    return At(report).publisher;
  }
  [[nodiscard]] std::optional<ChainVertex> PartOf(ChainVertex source) const;
  [[nodiscard]] const std::vector<Derived>& UpstreamOf(
      ChainVertex vertex) const {
    return At(vertex).upstream;
  }
  [[nodiscard]] std::optional<DayRange> PublishedOf(ChainVertex report) const {
    return At(report).published;
  }

  // The member defined first of the merged vertex that `vertex` is of.
  [[nodiscard]] ChainVertex Merged(ChainVertex vertex) const {
    return merged_.empty() ? vertex : Root(merged_, vertex);
  }
  // The same with those of one owner merged too.
  [[nodiscard]] ChainVertex MergedByOwner(ChainVertex vertex) const {
    return owned_.empty() ? Merged(vertex) : Root(owned_, vertex);
  }

  // Does `report` derive from one that was published strictly later?
  [[nodiscard]] bool DerivesFromLater(ChainVertex report) const;

 private:
  struct Row {
    bool is_report = false;
    bool anonymous = false;
    bool fallen = false;
    SourceKind kind = SourceKind::kUnknown;
    ChainVertex publisher = {};          // of a report
    std::optional<ChainVertex> part_of;  // of a source
    std::optional<DayRange> published;
    std::vector<Derived> upstream;
  };
  // For each vertex another of its set, nearer the first; the first itself.
  using Sets = std::vector<ChainVertex>;

  [[nodiscard]] const Row& At(ChainVertex vertex) const {
    return vertices_[IndexOf(vertex)];
  }
  static ChainVertex Root(const Sets& sets, ChainVertex vertex);
  void Join(Sets& sets, ChainVertex a, ChainVertex b) const;

  std::vector<Row> vertices_;
  // Empty while nothing is joined.
  Sets merged_;
  Sets owned_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_PROVENANCE_H_
