// Export as plain files that any client of a C2SP tlog-tiles log can read from
// a folder or a static web server: `checkpoint`, `tile/<L>/<N>[.p/<W>]` and
// `tile/entries/<N>[.p/<W>]`.
//
// Tiles of hashes are always written whole: a leaf hash tells nothing of its
// event, which has random bytes in it. A bundle of entries is 256 events with
// their words, which cannot be cut without their hashes becoming others: it is
// written only when all of its events may go out (see audit/outgoing.h), and
// is otherwise left out. A client finds such a bundle missing, and can still
// check every proof.

#ifndef ATTEST_ENGINE_INTERCHANGE_TILES_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_TILES_EXPORT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/outgoing.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

struct TilesSummary {
  uint64_t tree_size = 0;
  uint64_t tiles = 0;
  uint64_t bundles = 0;
  uint64_t bundles_left_out = 0;
  uint64_t events_withheld = 0;  // for which bundles were left out
  // The events that went out in full, [begin, end) each, rising.
  std::vector<std::pair<uint64_t, uint64_t>> whole;
};

// Writes one file: its path below the folder, and its bytes.
using WriteTileFile =
    absl::FunctionRef<absl::Status(const std::string&, absl::string_view)>;

// Exports the log as its head has it; the checkpoint comes last. `now`: the
// view of all events. Errors: those of the log and of `write`; DataLoss when
// the head is damaged or the tree is not the one it speaks of.
absl::StatusOr<TilesSummary> ExportTiles(const EventLog& log, const View& now,
                                         Restricted restricted,
                                         WriteTileFile write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_TILES_EXPORT_H_
