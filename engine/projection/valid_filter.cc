#include "engine/projection/valid_filter.h"

#include "absl/status/statusor.h"

namespace attest {

Holds ValidFilter::At(absl::string_view valid) {
  if (valid.empty()) return Holds::kUndated;
  const auto known = known_.find(valid);
  if (known != known_.end()) return known->second;
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(valid);
  Holds holds = Holds::kUndated;
  if (edtf.ok()) {
    holds = edtf->possible().Overlaps(at_) ? Holds::kYes : Holds::kNo;
  }
  known_.emplace(valid, holds);
  return holds;
}

}  // namespace attest
