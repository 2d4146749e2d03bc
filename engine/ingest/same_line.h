// When two lines say the same, and in which fields two records differ.

#ifndef ATTEST_ENGINE_INGEST_SAME_LINE_H_
#define ATTEST_ENGINE_INGEST_SAME_LINE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/event.h"

namespace attest {

// Is the key of the lines compared derived from what they say?
enum class KeyOrigin : uint8_t { kGiven, kDerived };

// Is `line` what `known` is? `by`, `note`, `recorded`, the path of a file and
// the place of a quote make no difference, and neither does `extracted_by`
// where the key is derived. A stub of a record that is known is nothing new.
[[nodiscard]] bool SameLine(const Event& line, const Event& known,
                            KeyOrigin origin);

// The fields, of those `stated`, in which `line` differs from `current`;
// sorted. Requires: both of one type, which is source, report or entity.
[[nodiscard]] std::vector<std::string> DifferingFields(
    const Event& current, const Event& line,
    absl::Span<const absl::string_view> stated);

// The amendment that sets `fields` of `target` to what `line` says.
[[nodiscard]] Amendment AmendmentTo(const Event& line, Target target,
                                    std::vector<std::string> fields);

// Sets in `record`, which is of the type of the amendment's target, the fields
// that the amendment sets.
void ApplyAmendment(const Amendment& amendment, Record& record);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_SAME_LINE_H_
