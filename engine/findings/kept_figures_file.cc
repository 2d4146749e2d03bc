// The file of kept figures: a snapshot file of their columns.

#include <algorithm>
#include <memory>

#include "absl/types/span.h"
#include "engine/findings/kept_figures.h"
#include "engine/projection/snapshot_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// What the sections mean. Apart from that of a projection, which no file of
// figures is taken for.
constexpr uint32_t kFiguresLayout = 0x46470001;

enum Section : uint32_t {
  kVerdicts = 1,
  kFlags,
  kLow,
  kBest,
  kHigh,
  kOpposingLow,
  kOpposingBest,
  kOpposingHigh,
  kJoined,
  kLinked,
};

constexpr uint8_t kFlagLimit = 8;

template <class T>
absl::Status Read(const SnapshotFile& file, uint32_t id,
                  std::vector<T>& column) {
  ASSIGN_OR_RETURN(const absl::Span<const T> stored, file.Section<T>(id));
  column.assign(stored.begin(), stored.end());
  return absl::OkStatus();
}

bool IsRising(const std::vector<uint32_t>& values) {
  return std::adjacent_find(values.begin(), values.end(),
                            [](uint32_t a, uint32_t b) { return a >= b; }) ==
         values.end();
}

template <class T>
bool AllBelow(const std::vector<T>& values, T limit) {
  return std::all_of(values.begin(), values.end(),
                     [limit](T value) { return value < limit; });
}

}  // namespace

// Right checksums do not make right content: a file may be forged.
bool KeptFigures::IsSound() const {
  const auto has_all = [this](const std::vector<uint32_t>& column) {
    return column.size() == best_.size();
  };
  return verdicts_.size() == best_.size() && flags_.size() == best_.size() &&
         has_all(low_) && has_all(high_) && has_all(opposing_low_) &&
         has_all(opposing_best_) && has_all(opposing_high_) &&
         AllBelow(verdicts_, static_cast<uint8_t>(kEnumSize<Verdict>)) &&
         AllBelow(flags_, kFlagLimit) && IsRising(joined_) &&
         (joined_.empty() || joined_.back() < best_.size()) &&
         IsRising(linked_) &&
         (linked_.empty() || linked_.back() < applied_through_);
}

absl::StatusOr<KeptFigures> KeptFigures::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::unique_ptr<SnapshotFile> file,
                   SnapshotFile::Open(path, kFiguresLayout));
  KeptFigures figures;
  figures.applied_through_ = file->identity().applied_through;
  figures.saved_root_ = file->identity().root_hash;
  RETURN_IF_ERROR(Read(*file, kVerdicts, figures.verdicts_));
  RETURN_IF_ERROR(Read(*file, kFlags, figures.flags_));
  RETURN_IF_ERROR(Read(*file, kLow, figures.low_));
  RETURN_IF_ERROR(Read(*file, kBest, figures.best_));
  RETURN_IF_ERROR(Read(*file, kHigh, figures.high_));
  RETURN_IF_ERROR(Read(*file, kOpposingLow, figures.opposing_low_));
  RETURN_IF_ERROR(Read(*file, kOpposingBest, figures.opposing_best_));
  RETURN_IF_ERROR(Read(*file, kOpposingHigh, figures.opposing_high_));
  RETURN_IF_ERROR(Read(*file, kJoined, figures.joined_));
  RETURN_IF_ERROR(Read(*file, kLinked, figures.linked_));
  if (!figures.IsSound()) {
    return absl::DataLossError(path + ": the figures in it cannot be");
  }
  return figures;
}

absl::Status KeptFigures::Save(const std::string& path,
                               const std::array<uint8_t, 32>& root) const {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<SnapshotWriter> writer,
      SnapshotWriter::Create(path, {.layout = kFiguresLayout,
                                    .applied_through = applied_through_,
                                    .root_hash = root}));
  const auto add = [&](uint32_t id, const auto& column) {
    return writer->Add(id, absl::MakeConstSpan(column));
  };
  RETURN_IF_ERROR(add(kVerdicts, verdicts_));
  RETURN_IF_ERROR(add(kFlags, flags_));
  RETURN_IF_ERROR(add(kLow, low_));
  RETURN_IF_ERROR(add(kBest, best_));
  RETURN_IF_ERROR(add(kHigh, high_));
  RETURN_IF_ERROR(add(kOpposingLow, opposing_low_));
  RETURN_IF_ERROR(add(kOpposingBest, opposing_best_));
  RETURN_IF_ERROR(add(kOpposingHigh, opposing_high_));
  RETURN_IF_ERROR(add(kJoined, joined_));
  RETURN_IF_ERROR(add(kLinked, linked_));
  return writer->Finish();
}

}  // namespace attest
