// By whom and when a report was put out.

#ifndef ATTEST_ENGINE_CORROBORATION_PUBLICATION_H_
#define ATTEST_ENGINE_CORROBORATION_PUBLICATION_H_

#include <optional>

#include "engine/model/day_range.h"
#include "engine/model/id.h"

namespace attest {

// As far as it is known.
struct Publication {
  std::optional<SourceId> publisher;
  DayRange days;  // the days that are possible; open at both ends: unknown

  friend bool operator==(const Publication&, const Publication&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_PUBLICATION_H_
