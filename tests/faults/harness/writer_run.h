// WriterRun is one run of append_writer in "write" mode, and what it said.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_WRITER_RUN_H_
#define ATTEST_TESTS_FAULTS_HARNESS_WRITER_RUN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/faults/harness/workload.h"

namespace attest {

struct WriterTask {
  std::string program;
  std::string directory;
  uint64_t seed = 0;
  uint64_t most_bulk = 0;
  uint64_t batches = 0;
  uint64_t sessions = 1;
  // Where the writer kills itself, as append_writer takes it; may be empty.
  std::vector<std::string> crash;

  [[nodiscard]] Workload workload() const { return {seed, most_bulk}; }
  [[nodiscard]] std::vector<std::string> Arguments() const;
};

struct WriterRun {
  int exit_code = -1;
  bool created = false;
  Acknowledged last;
  std::map<std::string, uint64_t> points;
  std::string error;

  // Takes in a line that the writer has printed.
  void Take(const std::string& line);
};

// Runs the writer to its end.
WriterRun RunWriter(const WriterTask& task);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_WRITER_RUN_H_
