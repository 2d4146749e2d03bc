// SpoolWriter writes a temporary file on a thread of its own, so that whoever
// makes what it holds need not wait for the disk.
//
// Memory: what is handed over, at most some six pieces at a time.
// Thread-safety: none.

#ifndef ATTEST_ENGINE_INTERCHANGE_SPOOL_WRITER_H_
#define ATTEST_ENGINE_INTERCHANGE_SPOOL_WRITER_H_

#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/input_file.h"
#include "engine/log/handover_queue.h"

namespace attest {

class SpoolWriter {
 public:
  explicit SpoolWriter(TempSpool spool) : spool_(std::move(spool)) {}
  // Gives up what is not written.
  ~SpoolWriter();
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;

  // Appends `bytes`, waiting while too much waits to be written. Returns the
  // first error of the disk, which may be one of bytes before.
  absl::Status Append(std::string bytes);

  // The file with all of them. Call once, last.
  absl::StatusOr<TempSpool> Finish();

 private:
  void Run();

  TempSpool spool_;  // of the thread until it has ended
  HandoverQueue<std::string> queue_;
  std::thread thread_;  // begins with the first bytes
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SPOOL_WRITER_H_
