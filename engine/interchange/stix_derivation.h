// What reports and sources of a STIX bundle come from, in words and facts:
// whoever reads of two reports that say the same, and not that one is a reprint
// of the other, takes them for two witnesses.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_DERIVATION_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_DERIVATION_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/interchange/stix_ids.h"
#include "engine/interchange/stix_objects.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/interchange/stix_words.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Lifetime: borrows what it is made of. Errors: those of the log.
class StixDerivation {
 public:
  StixDerivation(const EventLog& log, const StixIds& ids,
                 StixOutgoing& outgoing)
      : log_(log), ids_(ids), outgoing_(outgoing), words_(outgoing) {}

  // Brings the sources along that will be named as what a source or report that
  // goes out comes from or is part of, unless they are withheld.
  void BringSources();

  // "It is a reprint of the report "One" of The Post." Empty: of nothing.
  // What is named is added to `events`.
  absl::StatusOr<std::string> InWords(const std::vector<Upstream>& upstream,
                                      std::set<EventIndex>& events) const;

  absl::Status SetFacts(const std::vector<Upstream>& upstream,
                        StixJson& facts) const;

 private:
  absl::StatusOr<std::string> Named(const SourceOrReport& upstream,
                                    std::set<EventIndex>& events) const;

  const EventLog& log_;
  const StixIds& ids_;
  StixOutgoing& outgoing_;
  const StixWords words_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_DERIVATION_H_
