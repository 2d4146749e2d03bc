// A small language for tests of reading: a case, a folder, files.

#ifndef ATTEST_TESTS_INGEST_READING_FIXTURE_H_
#define ATTEST_TESTS_INGEST_READING_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/ingest/case_reader.h"
#include "tests/ingest/memory_case.h"

namespace attest::testing {

class ReadingTest : public ::testing::Test {
 protected:
  // Reads `bytes` as the file f.jsonl.
  FileReading Read(absl::string_view bytes, ReaderOptions options = {}) {
    options_ = options;
    reader_ = std::make_unique<CaseReader>(case_, options);
    auto reading = reader_->Read(folder_.Write("f.jsonl", bytes));
    EXPECT_TRUE(reading.ok()) << reading.status();
    return reading.ok() ? *reading : FileReading();
  }

  // Reads it and adds what is good.
  FileReading Add(absl::string_view bytes, ReaderOptions options = {}) {
    FileReading reading = Read(bytes, options);
    if (!options.set_rejects_aside) {
      EXPECT_EQ(ErrorsOf(reading), "");
    }
    const absl::Status added = case_.Add(*reader_);
    EXPECT_TRUE(added.ok()) << added;
    return reading;
  }

  // The keys of the case, in log order; "." for what closes a file.
  [[nodiscard]] std::string Keys() const {
    std::string keys;
    for (const Event& event : case_.events()) {
      if (!keys.empty()) keys += ' ';
      keys += event.key.empty() ? "." : event.key;
    }
    return keys;
  }

  // A list "LINE:MESSAGE|..." of what was set aside.
  [[nodiscard]] std::string Rejects() {
    std::string text;
    const absl::Status visited =
        reader_->VisitRejects([&text](const RejectedLine& rejected) {
          for (const InputError& error : rejected.errors) {
            EXPECT_EQ(error.line, rejected.line);
            text += std::to_string(rejected.line) + ":" +
                    InputErrorMessage(error) + "|";
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(visited.ok()) << visited;
    return text;
  }

  template <class T>
  const T& RecordAt(absl::string_view key) {
    return std::get<T>(case_.At(key).record);
  }

  TempFolder folder_;
  MemoryCase case_;
  ReaderOptions options_;
  std::unique_ptr<CaseReader> reader_;
};

// Lines with short defaults.
inline std::string SourceLine(const std::string& key,
                              const std::string& more = "") {
  return R"({"type":"source","id":")" + key +
         R"(","name":"N","kind":"outlet")" + more + "}\n";
}
inline std::string ReportLine(const std::string& key,
                              const std::string& more = "",
                              const std::string& source = "s") {
  return R"({"type":"report","id":")" + key + R"(","source":")" + source +
         R"(","title":"T")" + more + "}\n";
}
inline std::string PersonLine(const std::string& key,
                              const std::string& more = "") {
  return R"({"type":"entity","id":")" + key +
         R"(","kind":"person","name":"P")" + more + "}\n";
}
// Says that `subject` was killed.
inline std::string ClaimLine(const std::string& key,
                             const std::string& more = "",
                             const std::string& report = "r",
                             const std::string& subject = "p") {
  const std::string id = key.empty() ? "" : R"("id":")" + key + R"(",)";
  return R"({"type":"claim",)" + id + R"("report":")" + report +
         R"(","subject":")" + subject +
         R"(","predicate":"killed","value":true)" + more + "}\n";
}

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INGEST_READING_FIXTURE_H_
