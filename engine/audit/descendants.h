// Descendants: what came out of a source, report or claim, and is to be looked
// at again when it falls.

#ifndef ATTEST_ENGINE_AUDIT_DESCENDANTS_H_
#define ATTEST_ENGINE_AUDIT_DESCENDANTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/findings/findings.h"
#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/report.h"

namespace attest {

// How one record comes of another.
enum class DescentBy : uint8_t {
  kPublished,  // by a source
  kPartOf,     // of a source
  kDerived,    // declared or decided: see Descent::how
  kText,       // it shares text with it, and is not known to be the earlier
  kRestsOn,    // a claim on a claim
};
ATTEST_ENUM_NAMES(DescentBy, "descent", "published", "part_of", "derived",
                  "text", "rests_on");

struct Descent {
  EventIndex record;
  EventIndex of;
  DescentBy by = DescentBy::kDerived;
  How how = How::kReprint;               // of kDerived
  std::optional<EventIndex> decided_by;  // of kDerived: none when declared

  friend bool operator==(const Descent&, const Descent&) = default;
};

// All sources and reports downstream of a source or report: what it publishes,
// its parts, what derives from it by declaration or decision, whatever the
// kind, and the reports found to share its text; or all claims that rest on a
// claim. Recursively, each once, nearest first, without `record` itself; those
// that have fallen already among them.
// Complexity: sources and reports, or claims that rest on others.
[[nodiscard]] std::vector<Descent> DescendantsOf(const Findings& findings,
                                                 EventIndex record);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_DESCENDANTS_H_
