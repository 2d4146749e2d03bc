// export --to tiles: the log for those who check it.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/interchange/tiles_export.h"
#include "engine/status_macros.h"
#include "tools/export_account.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_folder.h"

namespace attest {

absl::StatusOr<ExitCode> ExportToTiles(Session& session,
                                       const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  RETURN_IF_ERROR(MakeEmptyFolder(request.output));
  const View now = opened->Now();
  HandOut hand_out(session, *opened, "export tiles", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(
      hand_out.Begin(now.applied_through(), {{0, now.applied_through()}}));
  ASSIGN_OR_RETURN(
      const TilesSummary summary,
      ExportTiles(
          opened->log(), now,
          request.include_restricted ? Restricted::kGoOut : Restricted::kStay,
          [&](const std::string& path, absl::string_view bytes) {
            return WriteBelow(request.output, path, bytes);
          }));
  RETURN_IF_ERROR(hand_out.End(summary.whole));
  ExportAccount account(absl::StrCat("exported the tree of ", summary.tree_size,
                                     " events: ", summary.tiles, " tiles, ",
                                     summary.bundles, " bundles of entries"));
  account.AddOut("events", summary.tree_size);
  account.AddOut("tiles", summary.tiles);
  account.AddOut("bundles", summary.bundles);
  account.AddOut("bundles_left_out", summary.bundles_left_out);
  account.AddOut("events_withheld", summary.events_withheld);
  if (summary.bundles_left_out > 0) {
    account.Say(absl::StrCat(
        "bundles left out: ", summary.bundles_left_out, ", with ",
        summary.events_withheld,
        " events that may not go out (the tiles have their leaf hashes)"));
  }
  RETURN_IF_ERROR(account.Tell(session, request, now.applied_through()));
  return kExitDone;
}

}  // namespace attest
