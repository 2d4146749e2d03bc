// The attributes of a record in PROV: the fields of its line in the case
// format, so that what a line withholds is withheld here by the same rule.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_LINES_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_LINES_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/outgoing_events.h"
#include "engine/interchange/prov_records.h"
#include "engine/model/id.h"

namespace attest {

// prov:type (`types`, qualified names), prov:label (left out when empty), the
// log position and time of `index`, and every field of the line of `out` but
// type, id and `skipped`. Errors: those of the log. Requires: `out` goes.
[[nodiscard]] absl::StatusOr<ProvAttributes> LineAttributes(
    EventIndex index, const OutgoingEvent& out, const OutgoingKeys& keys,
    const std::vector<std::string>& types, absl::string_view label,
    std::initializer_list<absl::string_view> skipped);

// The name of the record that `record` defines, as it goes out.
template <class Tag>
[[nodiscard]] absl::StatusOr<std::string> ProvNameOf(const OutgoingKeys& keys,
                                                     Id<Tag> record);
[[nodiscard]] absl::StatusOr<std::string> ProvNameOfEvent(
    const OutgoingKeys& keys, EventIndex record);

template <class Tag>
absl::StatusOr<std::string> ProvNameOf(const OutgoingKeys& keys,
                                       Id<Tag> record) {
  return ProvNameOfEvent(keys, EventIndex(record.value()));
}

// `attest:name`.
[[nodiscard]] std::string ProvTerm(absl::string_view name);

// What is shown of who or what goes out: its name, or its key where it is
// withheld.
[[nodiscard]] absl::StatusOr<std::string> ShownName(const View& view,
                                                    const OutgoingKeys& keys,
                                                    SourceId id);
[[nodiscard]] absl::StatusOr<std::string> ShownName(const View& view,
                                                    const OutgoingKeys& keys,
                                                    EntityId id);
[[nodiscard]] absl::StatusOr<std::string> ShownName(const EventLog& log,
                                                    const View& view,
                                                    const OutgoingKeys& keys,
                                                    ReportId id);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_LINES_H_
