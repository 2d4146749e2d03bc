#include "engine/audit/continuation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/proof.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Where the key that signed a head was already out of use when the log had its
// size, or not yet in use.
std::string WhyNotItsKey(absl::string_view note, const Checkpoint& head,
                         absl::Span<const KeyPeriod> keys) {
  for (const KeyPeriod& period : keys) {
    if (!OpenCheckpoint(note, {period.key}).ok()) continue;
    if (head.tree_size >= period.first_size &&
        head.tree_size <= period.last_size) {
      return "";
    }
  }
  return absl::StrCat("it is signed by a key that this log did not use at ",
                      head.tree_size, " events");
}

absl::StatusOr<std::string> WhyNotPrefix(const EventLog& log,
                                         const Checkpoint& head,
                                         std::vector<Hash>& proof) {
  if (head.origin != log.origin()) {
    return absl::StrCat("it is of another log: ", head.origin);
  }
  const Checkpoint now = log.head().checkpoint;
  if (head.tree_size > now.tree_size) {
    return absl::StrCat("it speaks of ", head.tree_size,
                        " events, and this log has ", now.tree_size);
  }
  if (head.tree_size == 0) return std::string();
  ASSIGN_OR_RETURN(proof, log.ConsistencyProof(head.tree_size, now.tree_size));
  const absl::Status consistent = VerifyConsistency(
      head.tree_size, now.tree_size, head.root, now.root, proof);
  if (consistent.ok()) return std::string();
  proof.clear();
  return absl::StrCat("the first ", head.tree_size,
                      " events are not those it was signed for");
}

}  // namespace

absl::StatusOr<Continuation> CompareWithKeptHead(
    const EventLog& log, absl::string_view note,
    absl::Span<const KeyPeriod> keys) {
  std::vector<VerifierKey> known;
  for (const KeyPeriod& period : keys) known.push_back(period.key);
  absl::StatusOr<Checkpoint> head = OpenCheckpoint(note, known);
  Continuation found;
  if (absl::IsNotFound(head.status())) {
    found.why = "it is signed by another key than this case's";
    return found;
  }
  if (!head.ok()) return head.status();
  ASSIGN_OR_RETURN(found.why, WhyNotPrefix(log, *head, found.proof));
  if (found.continues()) found.why = WhyNotItsKey(note, *head, keys);
  found.head = *std::move(head);
  return found;
}

absl::StatusOr<std::optional<uint64_t>> PrefixWithRoot(const EventLog& log,
                                                       const Hash& root) {
  CompactRange range;
  for (uint64_t i = 0; i < log.size(); ++i) {
    if (range.Root() == root) return std::optional<uint64_t>(i);
    ASSIGN_OR_RETURN(const Hash leaf, log.LeafHash(EventIndex(i)));
    range.Append(leaf);
  }
  if (range.Root() == root) return std::optional<uint64_t>(log.size());
  return std::optional<uint64_t>();
}

}  // namespace attest
