// The keys of claims and decisions that have none of their own.

#ifndef ATTEST_ENGINE_INGEST_DERIVED_ID_H_
#define ATTEST_ENGINE_INGEST_DERIVED_ID_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

// The key of the event at an index.
using KeyOfIndex = absl::FunctionRef<absl::StatusOr<std::string>(EventIndex)>;

// Returns `TYPE:` and 20 hex digits of a SHA-256 over what `event` says,
// without `by`, `note`, `recorded` and `extracted_by`. The n-th of several
// events that say the same and are meant as several gets `repetition` n - 1.
//
// Hashed are a domain tag, the type, and each part that is not left out or at
// its default, in a fixed order, as name and value, each with its length in
// front; records by key, built-in predicates by name. A part that the format
// gains later therefore changes no id that is in use.
// Errors: those of `key_of`. Requires: a claim or a decision
// (InvalidArgument).
absl::StatusOr<std::string> DerivedKey(const Event& event, KeyOfIndex key_of,
                                       uint64_t repetition = 0);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_DERIVED_ID_H_
