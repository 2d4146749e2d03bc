// Writes what FtmOutgoing gives as files of FollowTheMoney.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_EXPORT_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_outgoing.h"

namespace attest {

struct FtmSize {
  uint64_t entities = 0;  // with edges
  uint64_t statements = 0;
  // Of entities alone: values that the schema of the joined entity does not
  // have, and claims that nobody has accepted.
  uint64_t without_property = 0;
  uint64_t proposed = 0;
};

// Statements as CSV of 13 columns, every cell in quotes and lines ended by LF,
// as FollowTheMoney writes it. Errors here and below:
// those of `outgoing` and `write`. Requires: `outgoing` is prepared.
absl::StatusOr<FtmSize> ExportFtmStatements(
    FtmOutgoing& outgoing,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

// Entities as JSON lines. They do not tell which data set says what.
absl::StatusOr<FtmSize> ExportFtmEntities(
    FtmOutgoing& outgoing,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_EXPORT_H_
