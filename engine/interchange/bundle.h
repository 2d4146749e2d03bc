// Bundles: one file that stands alone, with events, the proofs that they are in
// the log, the contents of their reports, and a summary for people. Whoever has
// the log's verifier key checks it with nothing else at hand.
//
// It is a tar archive (ustar.h) of, in this order,
//
//     manifest.sig      a signed note: "attest bundle 1", "of <origin>",
//                       and the SHA-256 and size of the manifest
//     manifest.txt      a line for each file that follows: its SHA-256,
//                       its size and its name, rising by name
//     README.txt        what this is, and how to check it by hand
//     checkpoint        the signed head that everything is proved under
//     consistency/<n>   that the head over n events, of which a timestamp was
//                       taken, is a beginning of this log
//     contents/<hex>    texts and files of reports, by their SHA-256
//     events.jsonl      the events that the proofs hold, to be read
//     proofs/<n>.tlog-proof
//     summary.html      for people; nobody can check what it says but by the
//                       events, it is only known to be what was signed
//
// Where an event may not go out, its proof has the leaf hash alone and its
// contents stay away; events.jsonl says so.

#ifndef ATTEST_ENGINE_INTERCHANGE_BUNDLE_H_
#define ATTEST_ENGINE_INTERCHANGE_BUNDLE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/audit/outgoing.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/timestamp_token.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct BundleRequest {
  std::set<EventIndex> events;
  Restricted restricted = Restricted::kStay;
  std::string summary;  // HTML
};

struct BundleSummary {
  std::vector<EventIndex> whole;  // the events that went out in full, rising
  uint64_t leaf_hashes = 0;       // events of which only that went out
  uint64_t left_out = 0;          // what is sealed
  uint64_t contents = 0;
  uint64_t contents_withheld = 0;
};

// Writes a bundle, piece by piece. `now`: the view of all events; `key`: the
// log's. DataLoss when the head, an event or a content is damaged. Memory is
// that of all proofs and of the largest content.
absl::StatusOr<BundleSummary> WriteBundle(
    const EventLog& log, const ContentStore& contents, const View& now,
    const SigningKey& key, const BundleRequest& request,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

struct BundledTimestamp {
  uint64_t tree_size = 0;  // all events before it were there by then
  TimestampToken token;
};

struct BundledRotation {
  EventIndex event;
  bool handed_over = false;  // the key before has signed for it
};

struct CheckedBundle {
  Checkpoint checkpoint;
  uint64_t files = 0;
  uint64_t events = 0;       // in full
  uint64_t leaf_hashes = 0;  // of those that are withheld
  uint64_t contents = 0;
  uint64_t quotes = 0;  // found in the contents where their claims say
  uint64_t quotes_unchecked = 0;  // their text may be among what is withheld
  std::vector<BundledRotation> rotations;
  std::vector<BundledTimestamp> timestamps;
};

// Checks everything in a bundle. `trusted`: as for OpenTimestampToken. A quote
// is looked for in every text that its report has had. InvalidArgument when
// `bytes` are no bundle; DataLoss for the first thing that is damaged or
// forged, beginning with the file's name, also when it is signed by another key
// than `key`; FailedPrecondition when a newer program made it.
absl::StatusOr<CheckedBundle> CheckBundle(
    absl::string_view bytes, const VerifierKey& key,
    absl::Span<const std::string> trusted);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BUNDLE_H_
