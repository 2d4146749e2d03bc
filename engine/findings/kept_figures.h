// KeptFigures is the figures of all statements as of one log position, in
// columns, and brings them up to a later one by weighing those statements alone
// that what came between may have changed.
//
//     KeptFigures figures;
//     figures.Update(before, Findings(after, {}));
//
// Kept in a file beside the log they save time and nothing else: whoever cannot
// use the file works them out again. The file is mapped, and copied only once
// something in it is to be changed.
//
// Statements that are one with an earlier one have the figures of that.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_
#define ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/findings/finding.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/snapshot_file.h"
#include "engine/projection/view.h"

namespace attest {

// Values as they lie in a file, until they are to be changed.
template <class T>
class MappedColumn {
 public:
  [[nodiscard]] absl::Span<const T> values() const {
    return is_changed_ ? absl::MakeConstSpan(changed_) : mapped_;
  }
  [[nodiscard]] const T& operator[](size_t i) const { return values()[i]; }
  [[nodiscard]] size_t size() const { return values().size(); }

  // `values` must outlive this, or its change.
  void Map(absl::Span<const T> values) { mapped_ = values; }

  // The values, to be changed: a copy of what was mapped.
  [[nodiscard]] std::vector<T>& Change() {
    if (!is_changed_) changed_.assign(mapped_.begin(), mapped_.end());
    is_changed_ = true;
    return changed_;
  }

  // Held on the heap.
  [[nodiscard]] size_t memory_bytes() const {
    return changed_.capacity() * sizeof(T);
  }

 private:
  absl::Span<const T> mapped_;
  bool is_changed_ = false;
  std::vector<T> changed_;
};

class KeptFigures {
 public:
  // Of no events.
  KeptFigures() = default;
  KeptFigures(KeptFigures&&) = default;
  KeptFigures& operator=(KeptFigures&&) = default;

  // The log position that they are of.
  [[nodiscard]] uint64_t applied_through() const { return applied_through_; }
  [[nodiscard]] size_t size() const { return best_.size(); }

  // Requires: `id` is of the view that they are of.
  [[nodiscard]] Figures Of(StatementId id) const;

  // Lines of all, by statement. Valid until the next change.
  [[nodiscard]] absl::Span<const uint32_t> low() const { return low_.values(); }
  [[nodiscard]] absl::Span<const uint32_t> best() const {
    return best_.values();
  }
  [[nodiscard]] absl::Span<const uint32_t> high() const {
    return high_.values();
  }

  // The number of statements, those that are one taken once, with at least so
  // many lines at best. One scan of a column.
  [[nodiscard]] uint64_t CountWithLines(uint32_t least) const;

  // Brings them up to the view of `after`, whose options must be those of
  // every other update. Returns how many statements were weighed.
  // Requires: `before` is the view that they are of.
  // Complexity: see TouchedStatements; linear where most is new.
  uint64_t Update(const View& before, const Findings& after);

  // May they be those of `view`? Of as many statements, and of its reports.
  [[nodiscard]] bool MayBeOf(const View& view) const;

  // Reads what Save wrote. Errors: NotFound when there is no file; DataLoss
  // when another version of this program wrote it or it is damaged; Unavailable
  // when it cannot be read. Its user checks that it belongs to the log, by
  // saved_root and MayBeOf.
  [[nodiscard]] static absl::StatusOr<KeptFigures> FromFile(
      const std::string& path);

  // Writes them in place of the file at `path`, all or nothing. `root`: the
  // root hash of the log at applied_through(). Unavailable when the disk fails.
  absl::Status Save(const std::string& path,
                    const std::array<uint8_t, 32>& root) const;

  // The root that Save was given; zeros when they are of no file.
  [[nodiscard]] const std::array<uint8_t, 32>& saved_root() const {
    return saved_root_;
  }

  // Held on the heap.
  [[nodiscard]] size_t memory_bytes() const;

 private:
  void Resize(size_t statements);
  void Set(uint32_t statement, const Figures& figures);
  void MarkJoined(const View& view);

  uint64_t applied_through_ = 0;
  std::shared_ptr<const SnapshotFile>
      file_;  // what the columns are mapped from
  // By statement.
  MappedColumn<uint8_t> verdicts_;
  MappedColumn<uint8_t> flags_;
  MappedColumn<uint32_t> low_;
  MappedColumn<uint32_t> best_;
  MappedColumn<uint32_t> high_;
  MappedColumn<uint32_t> opposing_low_;
  MappedColumn<uint32_t> opposing_best_;
  MappedColumn<uint32_t> opposing_high_;
  // Statements that are one with an earlier one, rising.
  std::vector<uint32_t> joined_;
  // The reports that share text with another, by their events, rising.
  std::vector<uint32_t> linked_;
  std::array<uint8_t, 32> saved_root_ = {};
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_
