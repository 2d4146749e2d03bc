// What two reports have in common, found from their fingerprints.
//
// An *anchor* is a gram that both reports keep. Two anchors belong together
// when they are near each other in both reports and the words between them are
// about as many in one as in the other. A passage is all that belongs together,
// directly or through others, so that a few words edited within it do not part
// it, while a paragraph moved elsewhere is a passage of its own. This takes the
// two reports alike: the passages of b and a are those of a and b.

#ifndef ATTEST_ENGINE_CORROBORATION_SHARED_PASSAGES_H_
#define ATTEST_ENGINE_CORROBORATION_SHARED_PASSAGES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/text/fingerprint.h"
#include "engine/text/folded_text.h"

namespace attest {

struct SharedPassage {
  // Bytes of the two originals; each begins and ends with a letter of a word.
  ByteRange first;
  ByteRange second;
  // How many words of it are known to be shared, in that report of the two
  // which has fewer: those under an anchor. A run of n shared words shows at
  // least n - 2 * (window - 1) of them.
  uint32_t words = 0;

  friend bool operator==(const SharedPassage&, const SharedPassage&) = default;
};

struct PassageRules {
  // Anchors belong together when, in both reports, no more than this many
  // words lie from the beginning of one to the beginning of the other ...
  uint32_t max_step_words = 24;
  // ... and the two distances differ by no more than this.
  uint32_t max_shift_words = 4;
};

// Of a gram that a report repeats, this many places count, the first ones.
inline constexpr uint32_t kMaxPlacesOfGram = 4;

// Returns the passages that the reports with the fingerprints `first` and
// `second` share, in the order of `first`, then of `second`; also those that
// are one gram long. Fingerprints of one report ascend by `word`.
// Complexity: O(n log n) in the fingerprints for any input.
std::vector<SharedPassage> FindSharedPassages(
    absl::Span<const Fingerprint> first, absl::Span<const Fingerprint> second,
    uint32_t gram_words, const PassageRules& rules = {});

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_SHARED_PASSAGES_H_
