// The file of kept figures: a snapshot file of their columns.

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
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

// No value is the one before it, nor below it; all are below `limit`.
struct Increasing {
  uint64_t limit;
  uint64_t next = 0;
  bool operator()(absl::Span<const uint32_t> piece) {
    for (const uint32_t value : piece) {
      if (value < next || value >= limit) return false;
      next = uint64_t{value} + 1;
    }
    return true;
  }
};

// Maps a section of `count` elements. Right checksums do not make right
// content: a file may be forged.
template <class T, class Check>
absl::Status MapColumn(const SnapshotFile& file, uint32_t id, size_t count,
                       Check check, MappedColumn<T>& column) {
  ASSIGN_OR_RETURN(const absl::Span<const T> stored,
                   (file.Section<T, Check>(id, check)));
  if (stored.size() != count) {
    return absl::DataLossError(absl::StrCat("section ", id, ": got ",
                                            stored.size(), " elements, want ",
                                            count, " as of the verdicts"));
  }
  column.Map(stored);
  return absl::OkStatus();
}

absl::Status Read(const SnapshotFile& file, uint32_t id, uint64_t limit,
                  std::vector<uint32_t>& list) {
  ASSIGN_OR_RETURN(const absl::Span<const uint32_t> stored,
                   file.Section<uint32_t>(id, Increasing{limit}));
  list.assign(stored.begin(), stored.end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<KeptFigures> KeptFigures::FromFile(const std::string& path) {
  KeptFigures figures;
  ASSIGN_OR_RETURN(figures.file_, SnapshotFile::Open(path, kFiguresLayout));
  const SnapshotFile& file = *figures.file_;
  figures.applied_through_ = file.identity().applied_through;
  figures.saved_root_ = file.identity().root_hash;
  ASSIGN_OR_RETURN(const absl::Span<const uint8_t> verdicts,
                   file.Unchecked<uint8_t>(kVerdicts));
  const size_t count = verdicts.size();
  const auto map = [&](uint32_t id, MappedColumn<uint32_t>& column) {
    return MapColumn(file, id, count, AnyContent(), column);
  };
  RETURN_IF_ERROR(MapColumn(file, kVerdicts, count,
                            Below{static_cast<uint8_t>(kEnumSize<Verdict>)},
                            figures.verdicts_));
  RETURN_IF_ERROR(
      MapColumn(file, kFlags, count, Below{kFlagLimit}, figures.flags_));
  RETURN_IF_ERROR(map(kLow, figures.low_));
  RETURN_IF_ERROR(map(kBest, figures.best_));
  RETURN_IF_ERROR(map(kHigh, figures.high_));
  RETURN_IF_ERROR(map(kOpposingLow, figures.opposing_low_));
  RETURN_IF_ERROR(map(kOpposingBest, figures.opposing_best_));
  RETURN_IF_ERROR(map(kOpposingHigh, figures.opposing_high_));
  RETURN_IF_ERROR(Read(file, kJoined, count, figures.joined_));
  RETURN_IF_ERROR(
      Read(file, kLinked, figures.applied_through_, figures.linked_));
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
    return writer->Add(id, column.values());
  };
  RETURN_IF_ERROR(add(kVerdicts, verdicts_));
  RETURN_IF_ERROR(add(kFlags, flags_));
  RETURN_IF_ERROR(add(kLow, low_));
  RETURN_IF_ERROR(add(kBest, best_));
  RETURN_IF_ERROR(add(kHigh, high_));
  RETURN_IF_ERROR(add(kOpposingLow, opposing_low_));
  RETURN_IF_ERROR(add(kOpposingBest, opposing_best_));
  RETURN_IF_ERROR(add(kOpposingHigh, opposing_high_));
  RETURN_IF_ERROR(writer->Add(kJoined, absl::MakeConstSpan(joined_)));
  RETURN_IF_ERROR(writer->Add(kLinked, absl::MakeConstSpan(linked_)));
  return writer->Finish();
}

}  // namespace attest
