// KeptFigures is the figures of all statements as of one log position, in
// columns, and brings them up to a later one by weighing those statements alone
// that what came between may have changed.
//
//     KeptFigures figures;
//     figures.Update(before, Findings(after, {}));
//
// Kept in a file beside the log they save time and nothing else: whoever cannot
// use the file works them out again.
//
// Statements that are one with an earlier one have the figures of that.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_
#define ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/findings/finding.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

class KeptFigures {
 public:
  // Of no events.
  KeptFigures() = default;

  // The log position that they are of.
  [[nodiscard]] uint64_t applied_through() const { return applied_through_; }
  [[nodiscard]] size_t size() const { return best_.size(); }

  // Requires: `id` is of the view that they are of.
  [[nodiscard]] Figures Of(StatementId id) const;

  // The number of statements, those that are one taken once, with at least so
  // many lines at best. One scan of a column.
  [[nodiscard]] uint64_t CountWithLines(uint32_t least) const;

  // Brings them up to the view of `after`, whose options must be those of
  // every other update. Returns how many statements were weighed.
  // Requires: `before` is the view that they are of.
  // Complexity: see TouchedStatements; linear where most is new.
  uint64_t Update(const View& before, const Findings& after);

  // Reads what Save wrote. Errors: NotFound when there is no file; DataLoss
  // when another version of this program wrote it or it is damaged; Unavailable
  // when it cannot be read. Its user checks that it belongs to the log.
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
  [[nodiscard]] bool IsSound() const;
  void Resize(size_t statements);
  void Set(uint32_t statement, const Figures& figures);
  void MarkJoined(const View& view);

  uint64_t applied_through_ = 0;
  // By statement.
  std::vector<uint8_t> verdicts_;
  std::vector<uint8_t> flags_;
  std::vector<uint32_t> low_;
  std::vector<uint32_t> best_;
  std::vector<uint32_t> high_;
  std::vector<uint32_t> opposing_low_;
  std::vector<uint32_t> opposing_best_;
  std::vector<uint32_t> opposing_high_;
  // Statements that are one with an earlier one, rising.
  std::vector<uint32_t> joined_;
  // See TouchedStatements.
  std::vector<uint32_t> linked_;
  std::array<uint8_t, 32> saved_root_ = {};
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_KEPT_FIGURES_H_
