// Projection is the graph folded from events [0, n) of a log: columns of
// 32-bit numbers, one row a record, in the order of their events.
//
// It does not know the log: events come in one by one through Apply, wherever
// they are from, and equal events give equal answers. Questions are asked of a
// View, which is bound to a log position; a projection of n events answers at
// every position up to n. Long texts (quotes, notes, file names) are not kept:
// whoever shows them reads the event that an answer names.
//
// A snapshot is a projection in one checksummed file, which is mapped and not
// parsed. Its columns are checked when it is opened, what follows from them
// (indexes, lists, the graph) when a question or the fold first needs it: where
// that is damaged it is made anew from the columns. Events applied to an opened
// snapshot are kept beside it, the tail; NeedsRenewal says when saving again
// pays.
//
// Thread-safety: const methods and views run concurrently; Apply needs
// external synchronization and ends the use of every View.

#ifndef ATTEST_ENGINE_PROJECTION_PROJECTION_H_
#define ATTEST_ENGINE_PROJECTION_PROJECTION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct ProjectionTables;

class Projection {
 public:
  // Of no events.
  Projection();
  ~Projection();
  Projection(Projection&&) noexcept;
  Projection& operator=(Projection&&) noexcept;

  // Opens a snapshot. Reads all of its columns, on several threads.
  // Errors: NotFound when there is none; DataLoss when another version of this
  // program wrote it, or its columns or their checksums are wrong: it is to be
  // thrown away and the log folded again. Unavailable when it cannot be read.
  static absl::StatusOr<Projection> FromSnapshot(const std::string& path);

  // Writes a snapshot in place of the one at `path`, all or nothing. `root`,
  // the root hash of the log at applied_through(), is kept in it, so that a
  // snapshot of another log is told apart. FailedPrecondition in the midst of a
  // file; Unavailable when the disk fails.
  absl::Status Save(const std::string& path,
                    const std::array<uint8_t, 32>& root) const;

  // The root that Save was given; zeros when this was not opened from a
  // snapshot. It is that of the log at snapshot_through().
  [[nodiscard]] const std::array<uint8_t, 32>& snapshot_root() const;
  [[nodiscard]] uint64_t snapshot_through() const;

  // Folds the next event.
  // Errors: DataLoss when `index` is not applied_through(), or when the event
  // names a record that is not there or of another type. A record of the same
  // file may be named before it comes where a cycle of definitions is allowed
  // (`derived_from`, `part_of`, `entity`, the report of a name); that is
  // checked when the file closes. ResourceExhausted beyond 2^28 events. On any
  // error the projection is unchanged.
  // Complexity: amortized constant in the size of the event.
  absl::Status Apply(EventIndex index, const Event& event);

  // The number of events folded: [0, applied_through()).
  [[nodiscard]] uint64_t applied_through() const;

  // As of events [0, n); inside a file, as of the file's first event.
  // OutOfRange past applied_through(). Cheap: what takes time, the groups of
  // identity and what counts no more, is worked out when first asked for.
  [[nodiscard]] absl::StatusOr<View> At(uint64_t n) const;

  // As of all events.
  [[nodiscard]] View Now() const;

  // The number of events recorded at or before `time`.
  [[nodiscard]] uint64_t SizeAsOf(absl::Time time) const;

  // Gives back what the columns hold in reserve, after many events.
  void ShrinkToFit();

  // What the columns take, mapped or allocated.
  [[nodiscard]] size_t memory_bytes() const;

  // Has the tail grown past a tenth of the snapshot?
  [[nodiscard]] bool NeedsRenewal() const;

 private:
  explicit Projection(std::unique_ptr<ProjectionTables> tables);

  std::unique_ptr<ProjectionTables> tables_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_PROJECTION_H_
