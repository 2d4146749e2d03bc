#include "engine/projection/projection.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/projection/fold.h"
#include "engine/projection/tables.h"
#include "engine/projection/tables_snapshot.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr std::array<uint8_t, 32> kNoRoot = {};

// The first event of the file that `n` lies inside, or `n`.
uint64_t CutOf(const ProjectionTables& tables, uint64_t n) {
  if (tables.open_file && tables.open_file->first < n) {
    return tables.open_file->first;
  }
  // The last file that begins before n.
  size_t low = 0;
  size_t high = tables.files.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (tables.files[middle].first < n) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return n;
  const FileRow& file = tables.files[low - 1];
  return n <= file.close ? file.first : n;
}

}  // namespace

Projection::Projection() : tables_(std::make_unique<ProjectionTables>()) {}
Projection::Projection(std::unique_ptr<ProjectionTables> tables)
    : tables_(std::move(tables)) {}
Projection::~Projection() = default;
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;

absl::StatusOr<Projection> Projection::FromSnapshot(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<ProjectionTables> tables, OpenTables(path));
  return Projection(std::move(tables));
}

absl::Status Projection::Save(const std::string& path,
                              const std::array<uint8_t, 32>& root) const {
  tables_->CatchUp();
  tables_->NeedIndexes();
  return SaveTables(*tables_, root, path);
}

const std::array<uint8_t, 32>& Projection::snapshot_root() const {
  if (tables_->snapshot == nullptr) return kNoRoot;
  return tables_->snapshot->identity().root_hash;
}

uint64_t Projection::snapshot_through() const {
  if (tables_->snapshot == nullptr) return 0;
  return tables_->snapshot->identity().applied_through;
}

absl::Status Projection::Apply(EventIndex index, const Event& event) {
  std::vector<ProjectionTables::Awaited> awaited;
  RETURN_IF_ERROR(CheckEvent(*tables_, index, event, awaited));
  tables_->awaited.insert(tables_->awaited.end(), awaited.begin(),
                          awaited.end());
  tables_->NeedIndexes();
  FoldEvent(*tables_, event);
  return absl::OkStatus();
}

uint64_t Projection::applied_through() const { return tables_->size(); }

absl::StatusOr<View> Projection::At(uint64_t n) const {
  if (n > applied_through()) {
    return absl::OutOfRangeError(absl::StrCat("as of ", n, ", but there are ",
                                              applied_through(), " events"));
  }
  tables_->CatchUp();
  return View(tables_.get(), n, CutOf(*tables_, n));
}

View Projection::Now() const {
  tables_->CatchUp();
  return View(tables_.get(), applied_through(),
              CutOf(*tables_, applied_through()));
}

uint64_t Projection::SizeAsOf(absl::Time time) const {
  size_t low = 0;
  size_t high = tables_->recorded.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (absl::FromUnixMicros(tables_->recorded[middle].micros) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == tables_->recorded.size() ? applied_through()
                                         : tables_->recorded[low].first;
}

void Projection::ShrinkToFit() {
  tables_->CatchUp();
  tables_->ShrinkToFit();
}

size_t Projection::memory_bytes() const { return tables_->memory_bytes(); }

bool Projection::NeedsRenewal() const {
  const uint64_t base = snapshot_through();
  return (applied_through() - base) * 10 > base;
}

}  // namespace attest
