// What must hold of a case after a fault, whatever the fault was.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_SURVIVORS_H_
#define ATTEST_TESTS_FAULTS_HARNESS_SURVIVORS_H_

#include <string>

#include "absl/status/status.h"
#include "tests/faults/harness/workload.h"

namespace attest {

// Opens the case for reading, then for writing, and goes on with it. OK when
// - nothing acknowledged is missing or changed: the tree of the acknowledged
//   size has the acknowledged root, and every event hashes to its leaf;
// - the log is dense, ends between batches, and holds at most the one batch
//   that was being appended beyond what was acknowledged;
// - every event is that of the workload, every content is there;
// - the reader sees no more than the writer, and writes nothing;
// - the log goes on, and verifies as a whole.
// Otherwise says what does not hold.
absl::Status CheckSurvivors(const std::string& directory,
                            const Workload& workload,
                            const Acknowledged& acknowledged);

// That no event of [0, size) differs from the workload's, with leaf hashes.
absl::Status CheckEventsOf(const EventLog& log, const Workload& workload);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_SURVIVORS_H_
