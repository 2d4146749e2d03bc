#include "engine/ingest/case_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/ingest/reading_fixture.h"

namespace attest::testing {
namespace {

class CaseReaderTest : public ReadingTest {
 protected:
  static std::string Basics() {
    return SourceLine("s") + ReportLine("r") + PersonLine("p");
  }
};

TEST_F(CaseReaderTest, FileBecomesEventsThatItsLastOneCloses) {
  const FileReading reading = Add(Basics() + ClaimLine("c"));
  EXPECT_EQ(reading.lines, 4u);
  EXPECT_EQ(reading.new_events, 4u);
  EXPECT_EQ(Keys(), "s r p c .");
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(case_.events()[i].closed_by, EventIndex(4));
  }
  const Event& closed = case_.events()[4];
  EXPECT_FALSE(closed.closed_by.has_value());
  EXPECT_EQ(closed.record, Record(FileClosed{.first = EventIndex(0),
                                             .name = "f.jsonl",
                                             .lines = 4,
                                             .sha256 = reading.sha256}));
  const Claim& claim = RecordAt<Claim>("c");
  EXPECT_EQ(claim.report, ReportId(1));
  EXPECT_EQ(claim.subject, EntityId(2));
  EXPECT_EQ(claim.object, Object(FlagValue()));
}

TEST_F(CaseReaderTest, LaterFileNamesRecordsOfTheCase) {
  Add(Basics());
  Add(ClaimLine("c1"));
  EXPECT_EQ(Keys(), "s r p . c1 .");
  EXPECT_EQ(RecordAt<Claim>("c1").report, ReportId(1));
  EXPECT_EQ(case_.At("c1").closed_by, EventIndex(5));
}

TEST_F(CaseReaderTest, ByteOrderMarkCarriageReturnsAndBlankLinesAreTolerated) {
  std::string bytes = "\xEF\xBB\xBF" + SourceLine("s");
  bytes.insert(bytes.size() - 1, "\r");
  const FileReading reading =
      Add(bytes + "\r\n  \t\n" + PersonLine("p") + "\n");
  EXPECT_EQ(reading.lines, 5u);
  EXPECT_EQ(Keys(), "s p .");
}

TEST_F(CaseReaderTest, LastLineNeedsNoLineEnd) {
  std::string bytes = SourceLine("s") + PersonLine("p");
  bytes.pop_back();
  EXPECT_EQ(Add(bytes).lines, 2u);
  EXPECT_EQ(Keys(), "s p .");
}

TEST_F(CaseReaderTest, ByteOrderMarkElsewhereIsAnError) {
  EXPECT_EQ(ErrorsOf(Read(SourceLine("s") + "\xEF\xBB\xBF" + PersonLine("p"))),
            "f:2:1: error: not JSON, got \"\xEF\xBB\xBF{\\\"type\\\"\", want a "
            "value\n");
}

TEST_F(CaseReaderTest, EmptyFileAddsNothing) {
  EXPECT_EQ(Add("").lines, 0u);
  EXPECT_EQ(Add("\n\n").lines, 2u);
  EXPECT_TRUE(case_.events().empty());
}

TEST_F(CaseReaderTest, SameFileAgainIsPassedOver) {
  const std::string bytes = Basics() + ClaimLine("c", R"(,"note":"n")") +
                            ClaimLine("") +
                            R"({"type":"retraction","target":"c"})"
                            "\n";
  Add(bytes);
  const size_t events = case_.events().size();
  const FileReading again = Add(bytes);
  EXPECT_EQ(again.new_events, 0u);
  EXPECT_EQ(again.already_present, 6u);
  EXPECT_EQ(case_.events().size(), events);
}

TEST_F(CaseReaderTest, ByNoteAndRecordedMakeNoOtherLine) {
  Add(Basics() + ClaimLine("c"));
  const FileReading again =
      Add(SourceLine("s", R"(,"by":"me","note":"n","anonymous":false)") +
          ClaimLine(
              "c", R"(,"recorded":"2020-01-01T00:00:00Z","stance":"asserts")"));
  EXPECT_EQ(again.already_present, 2u);
  EXPECT_EQ(again.new_events, 0u);
}

TEST_F(CaseReaderTest, RepeatedLineOfAFileIsOne) {
  const FileReading reading =
      Add(Basics() + SourceLine("s") + ClaimLine("") + ClaimLine(""));
  EXPECT_EQ(reading.already_present, 2u);
  EXPECT_EQ(reading.new_events, 4u);
}

TEST_F(CaseReaderTest, KeyOfTheCaseWithOtherContentIsAnError) {
  Add(Basics() + ClaimLine("c"));
  EXPECT_EQ(
      ErrorsOf(Read(SourceLine("s", R"(,"anonymous":true)") +
                    ClaimLine("c", R"(,"stance":"denies")") + PersonLine("s"))),
      "f:1:23: error: a key that is in the case with other content, got "
      "\"s\", want another key, or --amend\n"
      "f:2:22: error: a key that is in the case with other content, got "
      "\"c\", want another key: claims are never amended\n"
      "f:3:23: error: a key that is in the case as something else, got "
      "an entity, want a source\n");
}

TEST_F(CaseReaderTest, DefinitionsMayFollowTheirUses) {
  Add(ClaimLine("c") + PersonLine("p") + ReportLine("r") + SourceLine("s"));
  EXPECT_EQ(Keys(), "s r p c .");
}

TEST_F(CaseReaderTest, OnlyWhatIsNamedMovesForward) {
  Add(SourceLine("s") + ClaimLine("c") + PersonLine("q") + ReportLine("r") +
      PersonLine("p"));
  EXPECT_EQ(Keys(), "s r p c q .");
}

TEST_F(CaseReaderTest, ReportsMayDeriveFromEachOther) {
  Add(SourceLine("s") +
      ReportLine("a", R"(,"derived_from":[{"report":"b","how":"reprint"}])") +
      ReportLine("b", R"(,"derived_from":[{"report":"c","how":"summary"}])") +
      ReportLine("c", R"(,"derived_from":[{"report":"a","how":"citation"}])"));
  EXPECT_EQ(case_.events().size(), 5u);
  for (const auto& [from, to] :
       {std::pair("a", "b"), std::pair("b", "c"), std::pair("c", "a")}) {
    const Report& report = RecordAt<Report>(from);
    ASSERT_EQ(report.derived_from.size(), 1u);
    EXPECT_EQ(report.derived_from[0].upstream,
              SourceOrReport(ReportId(case_.IndexOf(to))));
  }
}

TEST_F(CaseReaderTest, RingThroughANameKeepsSourcesBeforeReports) {
  Add(PersonLine("p", R"(,"names":[{"value":"V","report":"r"}])") +
      ReportLine("r") + SourceLine("s", R"(,"entity":"p")"));
  EXPECT_LT(case_.IndexOf("p"), case_.IndexOf("s"));
  EXPECT_LT(case_.IndexOf("s"), case_.IndexOf("r"));
  EXPECT_EQ(RecordAt<Entity>("p").names[0].report,
            ReportId(case_.IndexOf("r")));
}

TEST_F(CaseReaderTest, RingOfPartOfIsAnErrorThatNamesIt) {
  EXPECT_EQ(ErrorsOf(Read(SourceLine("a", R"(,"part_of":"b")") +
                          SourceLine("b", R"(,"part_of":"c")") +
                          SourceLine("c", R"(,"part_of":"a")"))),
            "f:1:64: error: a ring of \"part_of\": \"a\" > \"b\" > \"c\" > "
            "\"a\"\n");
}

TEST_F(CaseReaderTest, RingOfPartOfThroughTheCaseIsAnError) {
  Add(SourceLine("a") + SourceLine("b", R"(,"part_of":"a")") +
      SourceLine("c", R"(,"part_of":"b")"));
  const std::string ring =
      R"({"type":"amendment","target":"a","set":{"part_of":"c"}})"
      "\n";
  EXPECT_EQ(ErrorsOf(Read(ring)),
            "f:1:51: error: a ring of \"part_of\": \"a\" > \"c\" > \"b\" > "
            "\"a\"\n");
  EXPECT_EQ(
      ErrorsOf(Read(SourceLine("a", R"(,"part_of":"c")"), {.amend = true})),
      "f:1:64: error: a ring of \"part_of\": \"a\" > \"c\" > \"b\" > "
      "\"a\"\n");
  // It is none once the other end is let go.
  Add(ring + R"({"type":"amendment","target":"b","set":{"part_of":""}})"
             "\n");
}

TEST_F(CaseReaderTest, RingOfRestsOnIsAnError) {
  EXPECT_EQ(
      ErrorsOf(Read(Basics() + ClaimLine("c1", R"(,"rests_on":["c2"])") +
                    ClaimLine("c2", R"(,"rests_on":["c1"])"))),
      "f:4:99: error: a ring of \"rests_on\": \"c1\" > \"c2\" > \"c1\"\n");
}

TEST_F(CaseReaderTest, LinesThatNameABadOneAreNotBlamedForIt) {
  EXPECT_EQ(ErrorsOf(Read(SourceLine("s", R"(,"x":1)") + ReportLine("r") +
                          PersonLine("p") + ClaimLine("c"))),
            "f:1:54: error: unknown field \"x\"\n");
}

TEST_F(CaseReaderTest, TenThousandErrorsAreCountedAndAHundredKept) {
  std::string bytes;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&bytes, R"({"type":"claim","id":"c)", i,
                    R"(","report":"nowhere","subject":"nobody"})", "\n");
  }
  const FileReading reading = Read(bytes);
  EXPECT_EQ(reading.error_count, 40'000u);
  ASSERT_EQ(reading.errors.size(), 100u);
  EXPECT_EQ(reading.errors.front().line, 1u);
  EXPECT_EQ(reading.errors.back().line, 25u);
}

TEST_F(CaseReaderTest, DeepNestingIsRefused) {
  std::string deep = R"({"type":"source","x":)";
  deep += std::string(100'000, '[');
  const FileReading reading = Read(deep + "\n" + SourceLine("s"));
  EXPECT_EQ(ErrorsOf(reading),
            "f:1:37: error: nesting too deep, want at most 16 levels\n");
}

TEST_F(CaseReaderTest, ManyValuesInOneLineAreRefused) {
  std::string wide = R"({"type":"source","x":[0)";
  for (int i = 0; i < 200'000; ++i) wide += ",0";
  EXPECT_EQ(ErrorsOf(Read(wide + "]}\n")),
            "f:1:200017: error: too many values in one line, want at most "
            "100000\n");
}

TEST_F(CaseReaderTest, MegabyteStringsAreTextsAndNothingElse) {
  const std::string long_text(3 << 20, 'x');
  Add(SourceLine("s") + ReportLine("r", R"(,"text":")" + long_text + "\""));
  EXPECT_EQ(RecordAt<Report>("r").text->size_bytes, long_text.size());
  EXPECT_EQ(ErrorsOf(Read(SourceLine("t", R"(,"note":")" + long_text + "\""))),
            "f:1:1: error: a record that is too large, got 3145791 bytes, want "
            "at most 61440 without its text\n");
  // Escapes are no part of the record, however many the text has.
  std::string escaped;
  for (int i = 0; i < 100'000; ++i) {
    escaped += i % 2 == 0 ? "\\n" : i % 3 == 0 ? "\\\"" : "\\u0639";
  }
  Add(ReportLine("lines", R"(,"text":")" + escaped + "\""));
  EXPECT_GT(RecordAt<Report>("lines").text->size_bytes, 100'000U);
  const std::string errors = ErrorsOf(Read(
      ReportLine("large", absl::StrCat(R"(,"text":")", escaped, R"(","note":")",
                                       long_text, "\""))));
  EXPECT_TRUE(absl::StrContains(errors, "too large, got 31458")) << errors;
  const std::string too_long(kMaxLineBytes, 'x');
  EXPECT_EQ(ErrorsOf(Read(SourceLine(too_long) + SourceLine("u", ",1"))),
            "f:1:1: error: a line that is too long, want at most 16777216 "
            "bytes\n"
            "f:2:54: error: not JSON, got \"1\", want a field name in double "
            "quotes\n");
}

TEST_F(CaseReaderTest, BrokenUtf8IsRefusedWithItsPlace) {
  EXPECT_EQ(ErrorsOf(Read(SourceLine("\xD8\xAD\xFF"))),
            "f:1:25: error: bytes that are not UTF-8 0xFF\n");
}

TEST_F(CaseReaderTest, FoldersPipesAndMissingFilesAreRefused) {
  CaseReader reader(case_, {});
  ASSERT_EQ(mkfifo(folder_.Path("pipe").c_str(), 0600), 0);
  for (const auto& [name, message] :
       {std::pair("pipe", "not a file, got a pipe, want a regular file"),
        std::pair(".", "not a file, got a folder, want a regular file")}) {
    const absl::Status status = reader.Read(folder_.Path(name)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), message)) << status;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(reader.Read("/dev/zero").status()));
  EXPECT_TRUE(absl::IsNotFound(reader.Read(folder_.Path("nowhere")).status()));
}

TEST_F(CaseReaderTest, FileThatChangesBeforeItIsEmittedIsNotClosed) {
  Read(Basics() + ClaimLine("c"));
  folder_.Write("f.jsonl", Basics() + ClaimLine("d"));
  const absl::Status status = case_.Add(*reader_);
  EXPECT_TRUE(absl::IsAborted(status)) << status;
  EXPECT_TRUE(case_.events().empty());
}

TEST_F(CaseReaderTest, EvidenceThatChangesBeforeItIsEmittedIsRefused) {
  folder_.Write("e.txt", "before");
  Read(SourceLine("s") + ReportLine("r", R"(,"file":"e.txt")"));
  folder_.Write("e.txt", "after!");
  EXPECT_TRUE(absl::IsAborted(case_.Add(*reader_)));
  EXPECT_TRUE(case_.events().empty());
}

TEST_F(CaseReaderTest, RejectsAreSetAsideWithWhatNamesThem) {
  const FileReading reading = Add(
      SourceLine("s") + SourceLine("bad", R"(,"x":1)") +
          ReportLine("r2", "", "bad") + ReportLine("r") + PersonLine("p") +
          ClaimLine("c1") + ClaimLine("c2", R"(,"rests_on":["c3"])") +
          ClaimLine("c3", "", "r2") + ClaimLine("c4", "", "nowhere") + "junk\n",
      {.set_rejects_aside = true});
  EXPECT_EQ(Keys(), "s r p c1 .");
  EXPECT_EQ(reading.rejected, 6u);
  EXPECT_EQ(Rejects(),
            "2:unknown field \"x\"|"
            "3:it names a line that is set aside: \"bad\"|"
            "7:it names a line that is set aside: \"c3\"|"
            "8:it names a line that is set aside: \"r2\"|"
            "9:unknown report \"nowhere\"|"
            "10:not JSON, got \"junk\", want a value|");
}

TEST_F(CaseReaderTest, RejectedRingsTakeAlongWhatReachesThem) {
  Add(SourceLine("a", R"(,"part_of":"b")") +
          SourceLine("b", R"(,"part_of":"a")") +
          SourceLine("c", R"(,"part_of":"b")") + SourceLine("d"),
      {.set_rejects_aside = true});
  EXPECT_EQ(Keys(), "d .");
}

TEST_F(CaseReaderTest, AmendTurnsOtherFieldsIntoAnAmendment) {
  Add(Basics() + SourceLine("t"));
  const FileReading reading =
      Add(SourceLine("s", R"(,"language":"ar","part_of":"t")") +
              PersonLine("p") + PersonLine("q"),
          {.amend = true});
  EXPECT_EQ(reading.new_events, 2u);
  EXPECT_EQ(reading.already_present, 1u);
  const Event& event = case_.events()[5];
  const auto& amendment = std::get<Amendment>(event.record);
  EXPECT_EQ(amendment.target, Target(SourceId(0)));
  EXPECT_EQ(amendment.fields,
            (std::vector<std::string>{"language", "part_of"}));
  EXPECT_EQ(std::get<Source>(amendment.values).language, "ar");
  EXPECT_EQ(std::get<Source>(amendment.values).part_of, SourceId(3));
  EXPECT_EQ(std::get<Source>(amendment.values).name, "");
}

TEST_F(CaseReaderTest, AmendingTwiceChangesNothingAndBackAndForthDoes) {
  const std::string a = SourceLine("s");
  const std::string b = SourceLine("s", R"(,"anonymous":true)");
  const std::string back = SourceLine("s", R"(,"anonymous":false)");
  Add(a);
  EXPECT_EQ(Add(b, {.amend = true}).new_events, 1u);
  EXPECT_EQ(Add(b, {.amend = true}).new_events, 0u);
  EXPECT_EQ(Add(back, {.amend = true}).new_events, 1u);
  EXPECT_EQ(Add(b, {.amend = true}).new_events, 1u);
  // What the line does not state stays.
  EXPECT_EQ(Add(a, {.amend = true}).new_events, 0u);
  // The line as it was defined is there, too.
  EXPECT_EQ(Add(a).already_present, 1u);
  EXPECT_EQ(Add(b).already_present, 1u);
}

TEST_F(CaseReaderTest, ClaimsAreNeverAmended) {
  Add(Basics() + ClaimLine("c"));
  EXPECT_EQ(Read(ClaimLine("c", R"(,"stance":"denies")"), {.amend = true})
                .error_count,
            1u);
}

TEST_F(CaseReaderTest, TextAmendedInCanBeQuoted) {
  Add(Basics());
  Add(ClaimLine("c", R"(,"quote":"was shot")") +
      R"({"type":"amendment","target":"r","set":{"text":"He was shot."}})"
      "\n");
  EXPECT_EQ(RecordAt<Claim>("c").quote->passage->byte_begin, 3u);
  Add(ClaimLine("d", R"(,"quote":"He was")"));
  EXPECT_EQ(RecordAt<Claim>("d").quote->passage->byte_end, 6u);
  EXPECT_EQ(
      ErrorsOf(Read(ReportLine("r", R"(,"text":"Other")"), {.amend = true})),
      "f:1:23: error: the report has a text already\n");
}

TEST_F(CaseReaderTest, QuotesAreFoundInTextsTextFilesAndPlainFiles) {
  folder_.Write("words.txt", "In a text file: he was shot.");
  folder_.Write("plain.bin", "In a plain file: he was shot.");
  Add(SourceLine("s") + PersonLine("p") +
      ReportLine("r1", R"(,"text":"Inline: he was shot.")") +
      ReportLine("r2", R"(,"text_file":"words.txt","file":"plain.bin")") +
      ReportLine("r3", R"(,"file":"plain.bin")") +
      ClaimLine("c1", R"(,"quote":"he was shot")", "r1") +
      ClaimLine("c2", R"(,"quote":{"exact":"he was","suffix":"shot"})", "r2") +
      ClaimLine("c3", R"(,"quote":"he was shot")", "r3") +
      R"({"type":"retraction","target":"c1","report":"r3","quote":"he"})"
      "\n");
  EXPECT_EQ(RecordAt<Claim>("c1").quote->passage->byte_begin, 8u);
  EXPECT_EQ(RecordAt<Claim>("c2").quote->passage->byte_begin, 16u);
  EXPECT_EQ(RecordAt<Claim>("c3").quote->passage->byte_begin, 17u);
  EXPECT_EQ(case_.content_count(), 3u);
  Add(ClaimLine("c4", R"(,"quote":"plain file")", "r3"));
  EXPECT_EQ(RecordAt<Claim>("c4").quote->passage->byte_begin, 5u);
}

TEST_F(CaseReaderTest, HashOfEvidenceIsCheckedInAnyCase) {
  folder_.Write("words.txt", "words");
  Add(SourceLine("s") +
      ReportLine(
          "r", R"(,"file":"words.txt","sha256":"DBA36BFFA5CAB0F922D087A3AEB17)"
               R"(9F9D4E745DF40B323E1B1471402848C8A3E")"));
  EXPECT_EQ(RecordAt<Report>("r").file->size_bytes, 5u);
}

TEST_F(CaseReaderTest, StubsNeedLittleAndTheirQuotesAreNotChecked) {
  Add(R"({"type":"source","id":"#1","kind":"person","withheld":"sealed"})"
      "\n"
      R"({"type":"report","id":"#2","source":"#1","withheld":"restricted"})"
      "\n"
      R"({"type":"entity","id":"#3","kind":"person","withheld":"restricted"})"
      "\n"
      R"({"type":"claim","id":"#4","report":"#2","subject":"#3",)"
      R"("predicate":"killed","withheld":"redacted"})"
      "\n" +
      ClaimLine("c", R"(,"quote":"not here")", "#2", "#3"));
  EXPECT_EQ(case_.At("#4").withheld, Withheld::kRedacted);
  EXPECT_FALSE(RecordAt<Claim>("c").quote->passage.has_value());
}

TEST_F(CaseReaderTest, StubOfARecordThatIsHereIsPassedOver) {
  Add(Basics());
  EXPECT_EQ(Add(R"({"type":"source","id":"s","kind":"person",)"
                R"("withheld":"sealed"})"
                "\n")
                .already_present,
            1u);
}

TEST_F(CaseReaderTest, QuotesOfARedactedReportAreToldOf) {
  Add(R"({"type":"source","id":"#1","kind":"person","withheld":"sealed"})"
      "\n"
      R"({"type":"report","id":"#2","source":"#1","withheld":"redacted"})"
      "\n"
      R"({"type":"report","id":"#4","source":"#1","withheld":"sealed"})"
      "\n"
      R"({"type":"entity","id":"#3","kind":"person","withheld":"restricted"})"
      "\n");
  const FileReading reading =
      Add(ClaimLine("c", R"(,"quote":"not here")", "#2", "#3") +
          ClaimLine("d", R"(,"quote":"not here")", "#4", "#3") +
          ClaimLine("e", "", "#2", "#3"));
  EXPECT_EQ(reading.new_events, 3u);
  ASSERT_EQ(reading.warnings.size(), 1u);
  EXPECT_EQ(reading.warnings[0].line, 1u);
  EXPECT_EQ(InputErrorMessage(reading.warnings[0]),
            "the quote was not looked up, as the report's text is redacted: "
            "\"#2\"");
  // Once it is there nothing is told any more.
  EXPECT_TRUE(Add(ClaimLine("c", R"(,"quote":"not here")", "#2", "#3"))
                  .warnings.empty());
}

TEST_F(CaseReaderTest, RedactedKeysAreNotAddedAgain) {
  case_.Redact("gone");
  const FileReading reading = Add(SourceLine("gone") + SourceLine("s"));
  ASSERT_EQ(reading.warnings.size(), 1u);
  EXPECT_EQ(InputErrorMessage(reading.warnings[0]),
            "redacted, in whole or in part, and not added again: \"gone\"");
  EXPECT_EQ(Keys(), "s .");
}

TEST_F(CaseReaderTest, CountsAreOfPersonsUnlessTheySayOtherwise) {
  const std::string count =
      R"({"type":"claim","report":"r","subject":"i","predicate":"killed_count",)";
  Add(Basics() +
      R"({"type":"entity","id":"i","kind":"incident","name":"I"})"
      "\n" +
      count +
      R"("id":"c1","value":{"exact":3}})"
      "\n" +
      count +
      R"("id":"c2","value":{"low":1,"best":2,"high":3,"unit":"families"}})"
      "\n" +
      // The same as c1 without a key, with the default left out and given.
      count +
      R"("value":{"exact":4}})"
      "\n" +
      count +
      R"("value":{"unit":"persons","exact":4}})"
      "\n");
  EXPECT_EQ(RecordAt<Claim>("c1").object,
            Object(Quantity::Exact(3, "persons")));
  EXPECT_EQ(RecordAt<Claim>("c2").object,
            Object(Quantity::Range(1, 2, 3, "families")));
  EXPECT_EQ(case_.events().size(), 8u);
}

TEST_F(CaseReaderTest, PredicatesExtendTheVocabulary) {
  const std::string predicate =
      R"({"type":"predicate","id":"likes","label":"likes","domain":["person"],)"
      R"("range":["person"],"time":"none"})"
      "\n";
  const std::string claim =
      R"({"type":"claim","id":"c","report":"r","subject":"p",)"
      R"("predicate":"likes","object":"p"})"
      "\n";
  Add(Basics() + claim + predicate);
  EXPECT_EQ(RecordAt<Claim>("c").predicate,
            PredicateId(case_.IndexOf("likes")));
  Add(R"({"type":"claim","id":"d","report":"r","subject":"p",)"
      R"("predicate":"likes","object":"p"})"
      "\n");
  EXPECT_EQ(RecordAt<Claim>("d").predicate,
            PredicateId(case_.IndexOf("likes")));
}

TEST_F(CaseReaderTest, LinesInMemoryBecomeEventsThatNothingCloses) {
  Add(Basics() + ClaimLine("c"));
  CaseReader reader(case_, {});
  const auto reading = reader.ReadText(
      "decision", R"({"type":"retraction","id":"x","target":"c"})");
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_TRUE(case_.Add(reader, FileEnd::kOpen).ok());
  EXPECT_EQ(Keys(), "s r p c . x");
  EXPECT_FALSE(case_.At("x").closed_by.has_value());
}

}  // namespace
}  // namespace attest::testing
