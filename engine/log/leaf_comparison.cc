#include "engine/log/leaf_comparison.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<const LeafComparison::ByEvent*> LeafComparison::ReplacedAt(
    uint64_t index) {
  const auto known = redactions_.find(index);
  if (known != redactions_.end()) return &known->second;
  ASSIGN_OR_RETURN(const std::string bytes, store_.ReadEvent(index));
  ASSIGN_OR_RETURN(const Hash leaf_hash, store_.ReadLeafHash(index));
  ByEvent replaced;
  if (HashLeaf(bytes) == leaf_hash) {
    for (const Replaced& one : ReplacedBy(bytes)) {
      replaced.emplace(one.event, one.sha256);
    }
  }
  return &redactions_.emplace(index, std::move(replaced)).first->second;
}

absl::StatusOr<Stands> LeafComparison::Compare(uint64_t index,
                                               absl::string_view bytes,
                                               const Hash& leaf_hash) {
  if (HashLeaf(bytes) == leaf_hash) return Stands::kAsHashed;
  const std::optional<uint64_t> redacted_by = RedactedBy(bytes);
  if (!redacted_by.has_value()) {
    return absl::DataLossError(
        absl::StrCat("event ", index, " does not match its leaf hash"));
  }
  const absl::StatusOr<const ByEvent*> replaced = ReplacedAt(*redacted_by);
  if (replaced.ok()) {
    const auto listed = (*replaced)->find(index);
    if (listed != (*replaced)->end() && listed->second == Sha256(bytes).bytes) {
      return Stands::kReplaced;
    }
  }
  return absl::DataLossError(
      absl::StrCat("event ", index,
                   " does not match its leaf hash, and what stands in its "
                   "place is not what event ",
                   *redacted_by, ", its redaction, has put there"));
}

}  // namespace attest
