// Sets the fields of a record that an amendment names.

#ifndef ATTEST_ENGINE_PROJECTION_AMEND_H_
#define ATTEST_ENGINE_PROJECTION_AMEND_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/model/decision.h"
#include "engine/model/entity.h"
#include "engine/model/report.h"
#include "engine/model/source.h"

namespace attest {

// To show a record as of a position: its own event, then its amendments in log
// order. `fields` are the names of the case format ("name", "derived_from",
// "file", "text", ...).
// Errors: DataLoss for a field that records of this type do not have, or when
// the values are of another type; `record` is then unspecified.
absl::Status Amend(const Amendment& amendment, Source& record);
absl::Status Amend(const Amendment& amendment, Report& record);
absl::Status Amend(const Amendment& amendment, Entity& record);

// The fields set, one bit each, whatever their order. DataLoss as above.
absl::StatusOr<uint32_t> AmendedFields(const Amendment& amendment);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_AMEND_H_
