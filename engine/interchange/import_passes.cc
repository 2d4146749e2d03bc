#include "engine/interchange/import_passes.h"

#include <utility>

#include "engine/ingest/case_reader.h"
#include "engine/ingest/input_file.h"
#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<std::unique_ptr<ImportSpool>> WithoutBadRows(
    const ExistingCase& existing, std::unique_ptr<ImportSpool> spool,
    absl::FunctionRef<absl::Status(ImportSink&)> convert) {
  constexpr int kMostTimes = 100;
  for (int i = 0; i < kMostTimes && !spool->is_refused(); ++i) {
    CaseReader reader(existing, {.set_rejects_aside = true});
    ASSIGN_OR_RETURN(InputFile lines, spool->TakeLines());
    ASSIGN_OR_RETURN(const FileReading reading,
                     reader.ReadMade(std::move(lines), spool->Original()));
    RETURN_IF_ERROR(reader.VisitRejects([&spool](const RejectedLine& line) {
      return spool->AddRejected(line);
    }));
    spool->AddErrors(reading);
    ASSIGN_OR_RETURN(spool, ImportSpool::MakeWithout(std::move(spool)));
    RETURN_IF_ERROR(convert(*spool));
    if (reading.rejected == 0) break;
  }
  return spool;
}

}  // namespace attest
