// FtmGroups brings the statements of each entity together, in whatever order
// they come.
//
// Algorithm: statements go to one of several spools on disk by a hash of the
// entity that theirs was joined to; then each spool is read into memory and
// sorted. There are as many spools as leave about 16 MiB to each, up to 256.
// Memory: the largest spool. Thread-safety: none.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_GROUPS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_GROUPS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/input_file.h"
#include "engine/interchange/ftm_record.h"

namespace attest {

class FtmGroups {
 public:
  // For a file of about `size_bytes`.
  static absl::StatusOr<FtmGroups> Make(uint64_t size_bytes);

  absl::Status Add(const FtmStatement& statement);

  // Visits each entity once with all of its statements, which keep their order;
  // entities of one spool come in the order of their first statements, those
  // that others were joined to before these. Call once, last. Errors: those of
  // the disk and of `visit`.
  absl::Status Visit(absl::FunctionRef<absl::Status(FtmRecord&)> visit);

 private:
  struct Spool {
    TempSpool file;
    std::string buffer;  // what is not written yet
  };

  explicit FtmGroups(std::vector<Spool> spools) : spools_(std::move(spools)) {}

  static absl::Status VisitSpool(
      absl::string_view bytes,
      absl::FunctionRef<absl::Status(FtmRecord&)> visit);

  std::vector<Spool> spools_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_GROUPS_H_
