#include "engine/log/leaf_comparison.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/model/redacted_event.h"
#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<const LeafComparison::Known*> LeafComparison::ReplacedAt(
    uint64_t index) {
  const auto known = redactions_.find(index);
  if (known != redactions_.end()) return &known->second;
  ASSIGN_OR_RETURN(const std::string bytes, store_.ReadEvent(index));
  ASSIGN_OR_RETURN(const Hash leaf_hash, store_.ReadLeafHash(index));
  Known replaced;
  if (HashLeaf(bytes) == leaf_hash) {
    ASSIGN_OR_RETURN(const Event event, DecodeEvent(bytes));
    if (const auto* redaction = std::get_if<Redaction>(&event.record)) {
      replaced.redaction = *redaction;
    }
    for (const Replaced& one : ReplacedBy(bytes)) {
      replaced.by_event.emplace(one.event, one.sha256);
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
  const absl::StatusOr<const Known*> replaced = ReplacedAt(*redacted_by);
  if (replaced.ok() && *redacted_by > index) {
    const Known& known = **replaced;
    const auto listed = known.by_event.find(index);
    const absl::StatusOr<Event> left = DecodeEvent(bytes);
    if (listed != known.by_event.end() &&
        listed->second == Sha256(bytes).bytes && left.ok() && known.redaction &&
        MayBeLeft(*known.redaction, EventIndex(index), *left)) {
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
