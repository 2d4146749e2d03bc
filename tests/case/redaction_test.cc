// A case after redactions: what they took out is in no file of it, all else is
// there, and it answers as a case that never had it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/case.h"
#include "engine/hand_outs.h"
#include "engine/log/verify.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CaseRedactionTest : public testing::Test {
 protected:
  CaseRedactionTest() {
    EXPECT_TRUE(Case::Create(Folder(), {}).ok());
    Open();
  }

  [[nodiscard]] std::string Folder() const { return folder_.File("case"); }

  void Open() {
    case_.reset();
    CaseOptions options;
    options.access = Access::kWrite;
    auto opened = Case::Open(Folder(), options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    case_ = *std::move(opened);
  }

  AddedFile Add(const std::string& lines) {
    reference::WriteBytes(folder_.File("f.jsonl"), lines);
    AddOptions options;
    options.by = "tester";
    const auto added =
        case_->Add(folder_.File("f.jsonl"), options,
                   [](const RejectedLine&) { return absl::OkStatus(); });
    EXPECT_TRUE(added.ok()) << added.status();
    if (!added.ok()) return AddedFile();
    for (const InputError& error : added->reading.errors) {
      ADD_FAILURE() << InputErrorMessage(error);
    }
    return *added;
  }

  absl::StatusOr<Redacted> Redact(RedactionRequest request) {
    request.by = "tester";
    request.reason = "asked for";
    absl::StatusOr<RedactionPlan> plan = case_->PlanRedaction(request);
    if (!plan.ok()) return plan.status();
    return case_->Redact(*plan);
  }

  [[nodiscard]] std::vector<std::string> FilesWith(
      const std::string& word) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(Folder())) {
      if (!entry.is_regular_file()) continue;
      const std::string path = entry.path().string();
      if (absl::StrContains(reference::ReadBytes(path), word)) {
        found.push_back(path);
      }
    }
    return found;
  }

  void ExpectSound() {
    const auto report = VerifyCase(Folder(), {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->ok());
    for (const VerifyProblem& problem : report->problems) {
      ADD_FAILURE() << problem.what;
    }
  }

  reference::TemporaryFolder folder_;
  std::unique_ptr<Case> case_;
};

// A case whose every word says what it belongs to.
struct MarkedCase {
  std::string lines;
  std::vector<std::string> keys;
  // The words that go with each key.
  std::map<std::string, std::set<std::string>> words;
};

MarkedCase RandomCase(std::mt19937& random) {
  MarkedCase made;
  const auto below = [&](int n) {
    return std::to_string(random() % static_cast<unsigned>(n));
  };
  const auto add = [&](const std::string& key, const std::string& line,
                       std::set<std::string> words) {
    made.lines += line + "\n";
    made.keys.push_back(key);
    made.words[key] = std::move(words);
  };
  for (int i = 0; i < 4; ++i) {
    const std::string n = std::to_string(i);
    add("s" + n,
        absl::StrCat(R"({"type":"source","id":"s)", n, R"(","name":"Source)", n,
                     R"(mark","kind":"person"})"),
        {"Source" + n + "mark"});
    add("e" + n,
        absl::StrCat(R"({"type":"entity","id":"e)", n,
                     R"(","kind":"person","name":"Entity)", n,
                     R"(mark","names":["Alias)", n, R"(mark"]})"),
        {"Entity" + n + "mark", "Alias" + n + "mark"});
    add("r" + n,
        absl::StrCat(R"({"type":"report","id":"r)", n, R"(","source":"s)",
                     below(4), R"(","title":"Title)", n,
                     R"(mark","author":"Author)", n, R"(mark","text":"Begin)",
                     n, "mark and Quoted", n, R"(mark end."})"),
        {"Title" + n + "mark", "Author" + n + "mark", "Begin" + n + "mark",
         "Quoted" + n + "mark"});
  }
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    const std::string report = below(4);
    add("c" + n,
        absl::StrCat(R"({"type":"claim","id":"c)", n, R"(","report":"r)",
                     report, R"(","subject":"e)", below(4),
                     R"(","predicate":"holds_role","value":"Role)", n,
                     R"(mark","quote":"Quoted)", report,
                     R"(mark","as_stated":"Stated)", n, R"(mark","note":"Note)",
                     n, R"(mark","attribution":[{"source":"s)", below(4),
                     R"("}]})"),
        {"Role" + n + "mark", "Stated" + n + "mark", "Note" + n + "mark"});
    // The words of a report go with it.
    made.words["r" + report].insert(
        {"Stated" + n + "mark", "Note" + n + "mark"});
  }
  return made;
}

TEST_F(CaseRedactionTest, WhatIsRedactedIsInNoFileAndAllElseIs) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937 random(seed);
    case_.reset();
    fs::remove_all(Folder());
    ASSERT_TRUE(Case::Create(Folder(), {}).ok());
    Open();
    MarkedCase made = RandomCase(random);
    Add(made.lines);
    const uint64_t size = case_->log().size();
    const Hash root = case_->log().root();
    const auto proof = *case_->log().InclusionProof(EventIndex(3), size);
    std::set<std::string> here;
    for (const auto& [key, words] : made.words) {
      here.insert(words.begin(), words.end());
    }
    std::shuffle(made.keys.begin(), made.keys.end(), random);
    for (size_t i = 0; i < 8; ++i) {
      const std::string& key = made.keys[i];
      SCOPED_TRACE(absl::StrCat("redacting ", key));
      const bool take = random() % 3 == 0;
      const auto redacted = Redact(
          {.keys = {key},
           .redacted_keys = take ? RedactedKeys::kTaken : RedactedKeys::kKept});
      ASSERT_TRUE(redacted.ok()) << redacted.status();
      for (const std::string& word : made.words[key]) {
        EXPECT_THAT(FilesWith(word), IsEmpty()) << word;
        here.erase(word);
      }
      for (const std::string& word : here) {
        EXPECT_THAT(FilesWith(word), Not(IsEmpty())) << word;
      }
      if (random() % 2 == 0) Open();
      EXPECT_EQ(*case_->log().RootAt(size), root);
      EXPECT_EQ(*case_->log().InclusionProof(EventIndex(3), size), proof);
      // Added again, no word comes back.
      Add(made.lines);
      for (const std::string& word : made.words[key]) {
        EXPECT_THAT(FilesWith(word), IsEmpty()) << word;
      }
    }
    ExpectSound();
    Open();
    EXPECT_EQ(case_->Now().counts().redactions, 8u);
  }
}

constexpr char kLines[] =
    R"({"type":"source","id":"s","name":"Paper","kind":"outlet"}
{"type":"report","id":"r1","source":"s","title":"T","text":"Zoë Karam spoke. Zoë Karam was there, he said. The end."}
{"type":"report","id":"r2","source":"s","title":"U","text":"Zoë Karam spoke. Zoë Karam was there, he said. The end."}
{"type":"entity","id":"p","kind":"person","name":"Zoë Karam"}
{"type":"claim","id":"c1","report":"r1","subject":"p","predicate":"holds_role","value":"witness","quote":{"exact":"Zoë Karam","suffix":" was there"}}
{"type":"claim","id":"c2","report":"r1","subject":"p","predicate":"holds_role","value":"speaker","quote":"The end."}
{"type":"claim","id":"c3","report":"r2","subject":"p","predicate":"holds_role","value":"witness","quote":"Karam was there"}
)";

TEST_F(CaseRedactionTest, BytesAreMaskedInEveryCopyAndQuote) {
  Add(kLines);
  const RedactionRequest request = {.keys = {"r1"},
                                    .bytes = {{0, 10}, {18, 28}}};
  const auto refused = Redact(request);
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status()));
  EXPECT_THAT(refused.status().message(), HasSubstr("r2"));
  RedactionRequest all = request;
  all.copies = Copies::kAlso;
  ASSERT_TRUE(Redact(all).ok());

  // The person is another record, and listed.
  EXPECT_THAT(FilesWith("Zoë Karam spoke"), IsEmpty());
  EXPECT_THAT(FilesWith("Karam was"), IsEmpty());
  const View now = case_->Now();
  const RecordKeys keys(case_->log(), now);
  const auto event = [&](const std::string& key) {
    return *case_->log().Get((**keys.Find(key)).event);
  };
  const auto report = std::get<Report>(event("r1").record);
  EXPECT_EQ(
      *case_->contents().Get(*report.text),
      "**\u00D7****** spoke. **\u00D7****** was there, he said. The end.");
  EXPECT_EQ(std::get<Report>(event("r2").record).text, report.text);
  const auto c1 = std::get<Claim>(event("c1").record);
  ASSERT_TRUE(c1.quote.has_value());
  EXPECT_THAT(c1.quote->exact, Not(HasSubstr("Karam")));
  EXPECT_EQ(c1.quote->passage->byte_begin, 18u);
  EXPECT_EQ(std::get<Claim>(event("c2").record).quote->exact, "The end.");
  EXPECT_FALSE(*case_->log().IsReplaced((**keys.Find("c2")).event));
  ExpectSound();
}

TEST_F(CaseRedactionTest, MaskedBytesStayWhenTheyAreMaskedAgain) {
  Add(kLines);
  const RedactionRequest request = {
      .keys = {"r1"}, .bytes = {{0, 10}}, .copies = Copies::kAlso};
  ASSERT_TRUE(Redact(request).ok());
  const uint64_t size = case_->log().size();
  EXPECT_TRUE(absl::IsAlreadyExists(Redact(request).status()));
  EXPECT_EQ(case_->log().size(), size);
  ExpectSound();
}

TEST_F(CaseRedactionTest, AFileRedactsOnlyWhereItMay) {
  Add(kLines);
  const std::string lines =
      R"({"type":"redaction","target":"c1","reason":"asked for"}
{"type":"redaction","target":"p","reason":"asked for"}
{"type":"entity","id":"q","kind":"person","name":"Another"}
)";
  const auto add = [&](const std::string& text, AddOptions options) {
    const std::string path = folder_.File("more.jsonl");
    reference::WriteBytes(path, text);
    options.by = "tester";
    return case_->Add(path, options,
                      [](const RejectedLine&) { return absl::OkStatus(); });
  };
  const auto refused = add(lines, {});
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->reading.error_count, 2u);
  const AddOptions allowed = {.reader = {.allow_redactions = true}};
  // With any error nothing changes.
  const uint64_t before = case_->log().size();
  for (const char* wrong :
       {R"({"type":"redaction","target":"q"})",
        R"({"type":"redaction","target":"r1"})",
        R"({"type":"redaction","target":"p","bytes":[[0,4]]})",
        R"({"type":"redaction","target":"r1","bytes":[[4,0]]})",
        R"({"type":"redaction","target":"p","reason":"Zoë Karam asked"})"}) {
    const auto wrong_file = add(absl::StrCat(lines, wrong), allowed);
    ASSERT_TRUE(wrong_file.ok()) << wrong_file.status();
    EXPECT_EQ(wrong_file->reading.error_count, 1u) << wrong;
    EXPECT_EQ(case_->log().size(), before);
  }
  const auto added = add(lines, allowed);
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->reading.error_count, 0u);
  EXPECT_EQ(added->redactions, 2u);
  EXPECT_EQ(added->events_appended, 2u + 2u);
  ASSERT_EQ(added->redacted.size(), 1u);
  EXPECT_GT(added->redacted[0].plan.mention_count, 0u);
  EXPECT_EQ(case_->Now().counts().redactions, 2u);
  const auto again = add(lines, allowed);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->events_appended, 0u);
  EXPECT_EQ(again->reading.already_present, 3u);
  ExpectSound();
}

TEST_F(CaseRedactionTest, WrongBytesAreRefused) {
  Add(kLines);
  for (const auto& [range, words] :
       std::vector<std::pair<std::pair<uint64_t, uint64_t>, const char*>>{
           {{2, 3}, "want whole characters"},
           {{5, 5}, "want at least one byte"},
           {{0, 1000}, "want an end within the text"}}) {
    const auto refused = Redact({.keys = {"r1"}, .bytes = {range}});
    EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
    EXPECT_THAT(refused.status().message(), HasSubstr(words));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(
      Redact({.keys = {"p"}, .bytes = {{0, 1}}}).status()));
  EXPECT_TRUE(absl::IsNotFound(Redact({.keys = {"nobody"}}).status()));
}

TEST_F(CaseRedactionTest, AReportGoesWithItsCopies) {
  Add(kLines);
  EXPECT_TRUE(absl::IsFailedPrecondition(Redact({.keys = {"r2"}}).status()));
  const auto redacted = Redact({.keys = {"r2"}, .copies = Copies::kAlso});
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  EXPECT_EQ(redacted->keys.size(), 2u);
  EXPECT_THAT(FilesWith("spoke."), IsEmpty());
  // The claims stay, without the words.
  EXPECT_EQ(case_->Now().counts().claims, 3u);
  for (const ClaimId claim : case_->Now().Claims()) {
    EXPECT_TRUE(case_->Now().IsLive(claim));
  }
  EXPECT_TRUE(absl::IsAlreadyExists(Redact({.keys = {"r2"}}).status()));
}

TEST_F(CaseRedactionTest, APlanSaysWhereANameStillStands) {
  Add(kLines);
  const auto plan =
      case_->PlanRedaction({.keys = {"p"}, .by = "tester", .reason = "asked"});
  ASSERT_TRUE(plan.ok()) << plan.status();
  // One quote has all of it, and so has the one text of both reports, twice.
  EXPECT_EQ(plan->mention_count, 1u + 2u);
  EXPECT_EQ(plan->mentions[0].key, "c1");
  EXPECT_EQ(plan->mentions[0].field, "quote");
  EXPECT_EQ(plan->mentions[1].bytes, (std::pair<uint64_t, uint64_t>(0, 10)));
  EXPECT_EQ(plan->mentions[2].bytes, (std::pair<uint64_t, uint64_t>(18, 28)));
  EXPECT_TRUE(absl::IsInvalidArgument(
      case_->PlanRedaction({.keys = {"p"}, .reason = "ZOE KARAM asked"})
          .status()));
}

TEST_F(CaseRedactionTest, VerdictsThatChangeAreListed) {
  Add(kLines);
  const auto redacted = Redact({.keys = {"c2"}});
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  ASSERT_EQ(redacted->changed.size(), 1u);
  EXPECT_FALSE(redacted->changed[0].to.has_value());
  const auto again = Redact({.keys = {"c1"}});
  ASSERT_TRUE(again.ok());
  EXPECT_THAT(again->changed, IsEmpty());  // c3 says so too, in the same words
}

// Two reports of which the second repeats the first, and a claim from each.
std::string ReprintedLines() {
  const std::string text =
      "Early in the morning of Friday the men of the ninth brigade came down "
      "from the hills above the town and took the bridge, people who live near "
      "the river told us. They stayed until noon and then left towards the "
      "north with four trucks and one tank. Nobody was hurt that day, said the "
      "mayor.";
  const auto report = [&](const char* key, const char* source, const char* day,
                          const char* end) {
    return absl::StrCat(R"({"type":"report","id":")", key, R"(","source":")",
                        source, R"(","title":"T","published":")", day,
                        R"(","text":")", text, end, "\"}\n");
  };
  const auto claim = [](const char* key, const char* of) {
    return absl::StrCat(R"({"type":"claim","id":")", key, R"(","report":")", of,
                        R"(","subject":"u","predicate":"holds_role",)",
                        R"("value":"guards","quote":"took the bridge"})", "\n");
  };
  return absl::StrCat(
      R"({"type":"source","id":"s1","name":"One","kind":"outlet"})", "\n",
      R"({"type":"source","id":"s2","name":"Two","kind":"outlet"})", "\n",
      R"({"type":"entity","id":"u","kind":"unit","name":"Ninth"})", "\n",
      report("r1", "s1", "2012-05-04", ""),
      report("r2", "s2", "2012-05-05", " (Two)"), claim("c1", "r1"),
      claim("c2", "r2"));
}

TEST_F(CaseRedactionTest, WhatOnlyTextsShowedBecomesADecision) {
  Add(ReprintedLines());
  // The link is still shown by what is not masked.
  const auto masked = Redact({.keys = {"r1"}, .bytes = {{0, 5}}});
  ASSERT_TRUE(masked.ok()) << masked.status();
  EXPECT_THAT(masked->kept, IsEmpty());
  EXPECT_THAT(masked->changed, IsEmpty());
  const auto redacted = Redact({.keys = {"r1"}});
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  EXPECT_THAT(redacted->changed, IsEmpty());
  ASSERT_EQ(redacted->kept.size(), 1u);
  EXPECT_EQ(redacted->kept[0].from, "r2");
  EXPECT_EQ(redacted->kept[0].on, "r1");
  const Event kept = *case_->log().Get(redacted->kept[0].event);
  EXPECT_TRUE(std::holds_alternative<Dependence>(kept.record));
  EXPECT_EQ(kept.by, "tester");
  ExpectSound();
}

// Few bytes may break all that two texts share; a kill behind the masking must
// not make two origins of one.
TEST_F(CaseRedactionTest, WhatMasksWillNoLongerShowIsDecidedBefore) {
  Add(ReprintedLines());
  MaskedRanges masks;
  for (uint64_t at = 10; at < 280; at += 25) masks.emplace_back(at, at + 1);
  ASSERT_LT(20 * masks.size(), 281u);
  // A reason in letters would repeat one that is masked.
  const auto plan = case_->PlanRedaction(
      {.keys = {"r1"}, .bytes = masks, .by = "tester", .reason = "7"});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const auto redacted = case_->Redact(*plan);
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  ASSERT_EQ(redacted->kept.size(), 1u);
  EXPECT_EQ(redacted->kept[0].from, "r2");
  EXPECT_LT(redacted->kept[0].event, redacted->first);
  EXPECT_THAT(redacted->changed, IsEmpty());
  ExpectSound();
}

// Masks drawn at random: what is decided is what the texts then show no longer.
TEST_F(CaseRedactionTest, WhatIsDecidedIsWhatMasksHide) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  int decided = 0;
  int rounds = 0;
  for (; rounds < 12; ++rounds) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " round ", rounds));
    case_.reset();
    fs::remove_all(Folder());
    ASSERT_TRUE(Case::Create(Folder(), {}).ok());
    Open();
    Add(ReprintedLines());
    MaskedRanges masks;
    const uint64_t pieces = 1 + random() % 8;
    for (uint64_t i = 0; i < pieces; ++i) {
      const uint64_t at = 281 * i / pieces + random() % (281 / pieces / 2);
      masks.emplace_back(at, at + 1 + random() % (281 / pieces / 3));
    }
    const auto redacted = Redact({.keys = {"r1"}, .bytes = masks});
    ASSERT_TRUE(redacted.ok()) << redacted.status();
    EXPECT_THAT(redacted->changed, IsEmpty());
    const View now = case_->Now();
    const auto links = case_->LinksAsOf(now);
    ASSERT_TRUE(links.ok()) << links.status();
    const TextFindings texts = (*links)->Texts();
    bool still = false;
    for (const ReportId report : now.Reports()) {
      still = still || (texts.links_of && !texts.links_of(report).empty());
    }
    EXPECT_EQ(redacted->kept.empty(), still);
    decided += still ? 0 : 1;
  }
  EXPECT_GT(decided, 0);
  EXPECT_LT(decided, rounds);
}

// What began and did not end may have gone out with all that it could hold.
TEST_F(CaseRedactionTest, HandOutsThatBeganAreListedUntilTheyEnd) {
  HandedOut out = {.at = absl::UnixEpoch(),
                   .id = "one",
                   .what = "export jsonl",
                   .events = {{0, 9}}};
  ASSERT_TRUE(RecordHandOut(Folder(), out).ok());
  out.id = "two";
  ASSERT_TRUE(RecordHandOut(Folder(), out).ok());
  out.id = "one";
  out.events = {{3, 4}};
  ASSERT_TRUE(RecordHandOut(Folder(), out).ok());
  const auto all = ReadHandOuts(Folder());
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 2u);
  EXPECT_FALSE((*all)[0].Has(EventIndex(0)));
  EXPECT_TRUE((*all)[0].Has(EventIndex(3)));
  EXPECT_TRUE((*all)[1].Has(EventIndex(0)));
}

// Whoever guesses a key that was taken must find no hash of it, or be told of.
TEST_F(CaseRedactionTest, HashesOfAKeyThatIsTakenAreListed) {
  Add(R"({"type":"source","id":"s","name":"S","kind":"outlet"}
{"type":"report","id":"r","source":"s","title":"T"}
{"type":"entity","id":"person:x","kind":"person","name":"X"}
{"type":"entity","id":"person:y","kind":"person","name":"Y"}
)");
  Add(R"({"type":"claim","report":"r","subject":"person:x","predicate":"killed","value":true}
{"type":"claim","report":"r","subject":"person:y","predicate":"killed","value":true}
{"type":"claim","id":"own","report":"r","subject":"person:x","predicate":"injured","value":true}
)");
  const RedactionRequest request = {.keys = {"person:x"},
                                    .redacted_keys = RedactedKeys::kTaken,
                                    .by = "tester",
                                    .reason = "asked for"};
  const auto plan = case_->PlanRedaction(request);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->hashes_of_keys, std::vector<EventIndex>{EventIndex(5)});
  // The hash of the file that names the key goes as well.
  EXPECT_EQ(plan->replaced, (std::vector<EventIndex>{
                                EventIndex(2), EventIndex(4), EventIndex(8)}));
  ASSERT_TRUE(case_->Redact(*plan).ok());
  const std::string derived = case_->log().Get(EventIndex(5))->key;
  ASSERT_TRUE(Redact({.keys = {derived}}).ok());
  EXPECT_THAT(FilesWith(derived), IsEmpty());
  EXPECT_THAT(FilesWith("person:x"), IsEmpty());
  ExpectSound();
  // None is listed where keys stay.
  const auto kept = case_->PlanRedaction({.keys = {"person:y"}});
  ASSERT_TRUE(kept.ok());
  EXPECT_THAT(kept->hashes_of_keys, IsEmpty());
}

TEST_F(CaseRedactionTest, HandOutsAreListedByEvent) {
  HandedOut out = {.at = absl::UnixEpoch(),
                   .what = "export jsonl",
                   .to = "x.jsonl",
                   .by = "tester",
                   .position = 9,
                   .events = {{0, 3}, {5, 6}}};
  ASSERT_TRUE(RecordHandOut(Folder(), out).ok());
  // A line that a crash cut off.
  const std::string path = Folder() + "/handed_out.jsonl";
  reference::WriteBytes(path, reference::ReadBytes(path) + "{\"at\":");
  out.to = "y.jsonl";
  ASSERT_TRUE(RecordHandOut(Folder(), out).ok());
  const auto all = ReadHandOuts(Folder());
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[1].to, "y.jsonl");
  EXPECT_EQ((*all)[0].at, absl::UnixEpoch());
  EXPECT_TRUE((*all)[0].Has(EventIndex(2)));
  EXPECT_FALSE((*all)[0].Has(EventIndex(3)));
  EXPECT_TRUE((*all)[0].Has(EventIndex(5)));
}

// A line that somebody changed still tells what to call back.
TEST_F(CaseRedactionTest, HandOutsOfNoTimeAreListed) {
  for (const char* const at :
       {"infinite-future", "-0001-01-01T00:00:00Z", "yesterday", ""}) {
    reference::WriteBytes(
        Folder() + "/handed_out.jsonl",
        absl::StrCat("{\"at\":\"", at, "\",\"events\":[[4,5]]}\n"));
    const auto all = ReadHandOuts(Folder());
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all->size(), 1u) << at;
    EXPECT_TRUE((*all)[0].Has(EventIndex(4))) << at;
    EXPECT_EQ((*all)[0].at, absl::UnixEpoch()) << at;
  }
}

}  // namespace
}  // namespace attest
