// What becomes of the links between texts where only some of the reports of a
// case go, or not all of their texts do.
//
// Whoever adds them elsewhere has the links drawn anew: those by a text that
// stays here are lost, and what recurs in many reports here may recur in few
// there, or the reverse. Two reports of one origin would then count as two.

#ifndef ATTEST_ENGINE_LINKS_IN_PART_H_
#define ATTEST_ENGINE_LINKS_IN_PART_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/findings/findings.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/model/decision.h"
#include "engine/model/id.h"

namespace attest {

// The reports that go, by id, and those of them whose texts do.
struct ReportsInPart {
  std::vector<ReportId> reports;
  absl::flat_hash_set<ReportId> with_text;
};

// What to say of them in words, so that the texts have nothing to tell that
// they do not tell here. Of pairs that nobody has said or decided anything of.
struct LinksInPart {
  // Dependences that the texts show here and would not show there. They hold
  // for all claims of a report, where the texts tell some apart: never are
  // there more independent lines than here.
  std::vector<Dependence> lost;
  // Rejected ones, that the texts would show there alone.
  std::vector<Dependence> gained;
  // Pairs that would share more there than here, so that more claims hang on
  // them: verdicts may be weaker.
  uint64_t wider = 0;
};

// Errors: those of the log and the contents. Requires: `findings` has texts, or
// there is nothing to find. Complexity: linear in the texts that go.
[[nodiscard]] absl::StatusOr<LinksInPart> FindLinksInPart(
    const EventLog& log, const ContentStore& contents, const Findings& findings,
    const ReportsInPart& part);

}  // namespace attest

#endif  // ATTEST_ENGINE_LINKS_IN_PART_H_
