#include "engine/ingest/overlay_case.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/ingest/reading_fixture.h"

namespace attest::testing {
namespace {

class OverlayCaseTest : public ReadingTest {
 protected:
  // Checks a file against the case and the files checked before.
  std::string Check(const std::string& bytes) {
    CaseReader reader(overlay_, {});
    const auto reading = reader.Read(folder_.Write("f.jsonl", bytes));
    EXPECT_TRUE(reading.ok()) << reading.status();
    if (reading->error_count == 0) {
      const absl::Status added = overlay_.AddFile(reader);
      EXPECT_TRUE(added.ok()) << added;
    }
    return ErrorsOf(*reading);
  }

  OverlayCase overlay_{case_, 0};
};

TEST_F(OverlayCaseTest, LaterFilesSeeEarlierOnesAndTheCaseDoesNot) {
  EXPECT_EQ(Check(SourceLine("s") + PersonLine("p") +
                  ReportLine("r", R"(,"text":"He was shot.")")),
            "");
  EXPECT_EQ(Check(ClaimLine("c", R"(,"quote":"was shot")")), "");
  EXPECT_EQ(Check(SourceLine("s") + ClaimLine("c2", "", "r", "s")),
            "f:2:50: error: wrong type of \"subject\", got the source \"s\", "
            "want an entity\n");
  EXPECT_EQ(Check(SourceLine("s", R"(,"part_of":"t")") + SourceLine("t")),
            "f:1:23: error: a key that is in the case with other content, got "
            "\"s\", want another key, or --amend\n");
  EXPECT_TRUE(case_.events().empty());
}

TEST_F(OverlayCaseTest, AmendmentsOfEarlierFilesHold) {
  EXPECT_EQ(Check(SourceLine("a") + SourceLine("b", R"(,"part_of":"a")")), "");
  EXPECT_EQ(Check(R"({"type":"amendment","target":"b","set":{"part_of":""}})"
                  "\n"),
            "");
  EXPECT_EQ(Check(R"({"type":"amendment","target":"a","set":{"part_of":"b"}})"
                  "\n"),
            "");
  EXPECT_EQ(Check(R"({"type":"amendment","id":"x","target":"b",)"
                  R"("set":{"part_of":"a"}})"
                  "\n"),
            "f:1:60: error: a ring of \"part_of\": \"b\" > \"a\" > \"b\"\n");
}

TEST_F(OverlayCaseTest, RecordsAreFoundByPrefixInTheCaseAndInTheFiles) {
  const auto found = [this](RecordType type, absl::string_view prefix) {
    std::vector<std::string> keys;
    const auto events = overlay_.FindByPrefix(type, prefix);
    EXPECT_TRUE(events.ok()) << events.status();
    for (EventIndex index : *events) {
      keys.push_back(overlay_.KeyOf(index).value_or("none"));
    }
    return absl::StrJoin(keys, " ");
  };
  EXPECT_EQ(found(RecordType::kSource, "s"), "");
  EXPECT_EQ(Check(SourceLine("s:b") + PersonLine("s:p") + SourceLine("t") +
                  SourceLine("s:a")),
            "");
  EXPECT_EQ(Check(PersonLine("s:q")), "");
  EXPECT_EQ(found(RecordType::kSource, "s:"), "s:b s:a");
  EXPECT_EQ(found(RecordType::kSource, ""), "s:b t s:a");
  EXPECT_EQ(found(RecordType::kEntity, "s:"), "s:p s:q");
}

}  // namespace
}  // namespace attest::testing
