// Workload is a sequence of batches of events that a seed determines, so that
// whoever finds a log can tell what must stand in it. Each seventh event is a
// report whose text lies in the content store; some share one.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_WORKLOAD_H_
#define ATTEST_TESTS_FAULTS_HARNESS_WORKLOAD_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/merkle/hash.h"
#include "engine/model/event.h"

namespace attest {

class Workload {
 public:
  // Every fifth batch or so is bulk, of up to `most_bulk` events.
  Workload(uint64_t seed, uint64_t most_bulk)
      : seed_(seed), most_bulk_(most_bulk) {}

  [[nodiscard]] bool IsBulk(uint64_t batch) const;
  [[nodiscard]] uint64_t EventsIn(uint64_t batch) const;

  // The size of the log once batches [0, batch) are in it.
  [[nodiscard]] uint64_t SizeBefore(uint64_t batch) const;

  // The batch that begins at `size`; Internal when none does: the log ends
  // inside a batch.
  [[nodiscard]] absl::StatusOr<uint64_t> BatchAt(uint64_t size) const;

  // Without the time of recording, which the log sets.
  [[nodiscard]] Event EventAt(uint64_t index) const;

  [[nodiscard]] static bool HasContent(uint64_t index) {
    return index % 7 == 3;
  }
  [[nodiscard]] std::string ContentAt(uint64_t index) const;

  // Appends batch `batch` to a log that ends before it, content first.
  absl::Status Append(uint64_t batch, EventLog& log,
                      const ContentStore& contents) const;

 private:
  const uint64_t seed_;
  const uint64_t most_bulk_;
};

// A size of the log that an append has returned for, and its root.
struct Acknowledged {
  uint64_t size = 0;
  Hash root = EmptyRoot();
};

// Appends batches until `batches` of the workload are in the log, calling
// `acknowledge` after each.
absl::Status RunWorkload(
    const Workload& workload, uint64_t batches, EventLog& log,
    const ContentStore& contents,
    const std::function<void(const Acknowledged&)>& acknowledge);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_WORKLOAD_H_
