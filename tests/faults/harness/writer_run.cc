#include "tests/faults/harness/writer_run.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/faults/harness/child.h"

namespace attest {

std::vector<std::string> WriterTask::Arguments() const {
  std::vector<std::string> words = {program,
                                    "write",
                                    directory,
                                    absl::StrCat(seed),
                                    absl::StrCat(most_bulk),
                                    absl::StrCat(batches),
                                    absl::StrCat(sessions)};
  words.insert(words.end(), crash.begin(), crash.end());
  return words;
}

void WriterRun::Take(const std::string& line) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  if (words[0] == "created") {
    created = true;
  } else if (words[0] == "ack" && words.size() == 3) {
    const auto root = Hash::FromHex(words[2]);
    EXPECT_TRUE(root.ok() && absl::SimpleAtoi(words[1], &last.size)) << line;
    if (root.ok()) last.root = *root;
  } else if (words[0] == "point" && words.size() == 3) {
    EXPECT_TRUE(absl::SimpleAtoi(words[2], &points[words[1]])) << line;
  } else {
    error = line;
  }
}

WriterRun RunWriter(const WriterTask& task) {
  WriterRun run;
  Child child(task.Arguments());
  while (const std::optional<std::string> line = child.ReadLine()) {
    run.Take(*line);
  }
  run.exit_code = child.Wait();
  return run;
}

}  // namespace attest
