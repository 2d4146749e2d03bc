// A bundle holds what somebody needs who has nothing but the key, says nothing
// of what is withheld, and no byte of it can change.

#include "engine/interchange/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/audit/evidence.h"
#include "engine/case.h"
#include "engine/interchange/bundle_layout.h"
#include "engine/interchange/ustar.h"
#include "engine/log/case_files.h"
#include "engine/log/rotate_key.h"
#include "engine/merkle/signed_note.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kCase =
    R"({"type":"source","id":"src:post","kind":"outlet","name":"The Post"})"
    "\n"
    R"({"type":"report","id":"rpt:open","source":"src:post","title":"Open",)"
    R"("text":"On that day Omar crossed the river."})"
    "\n"
    R"({"type":"report","id":"rpt:shy","source":"src:post","title":"Hushed",)"
    R"("sensitivity":"restricted","text":"A witness whispered it."})"
    "\n"
    R"({"type":"report","id":"rpt:deep","source":"src:post","title":"Buried",)"
    R"("sensitivity":"sealed","text":"Nobody may read this."})"
    "\n"
    R"({"type":"entity","id":"person:omar","kind":"person","name":"Omar"})"
    "\n"
    R"({"type":"entity","id":"place:ford","kind":"place","name":"The ford"})"
    "\n"
    R"({"type":"claim","id":"clm:open","report":"rpt:open","subject":)"
    R"("person:omar","predicate":"located_at","object":"place:ford",)"
    R"("quote":"Omar crossed the river"})"
    "\n"
    R"({"type":"claim","id":"clm:shy","report":"rpt:shy","subject":)"
    R"("person:omar","predicate":"located_at","object":"place:ford",)"
    R"("quote":"A witness whispered it"})"
    "\n"
    R"({"type":"claim","id":"clm:deep","report":"rpt:deep","subject":)"
    R"("person:omar","predicate":"located_at","object":"place:ford"})"
    "\n";

class BundleTest : public testing::Test {
 protected:
  BundleTest() {
    const std::string directory = folder_.File("case");
    EXPECT_TRUE(Case::Create(directory, {.origin = "bundles.example"}).ok());
    auto opened = Case::Open(directory, {.access = Access::kWrite});
    EXPECT_TRUE(opened.ok()) << opened.status();
    case_ = *std::move(opened);
    Add(kCase);
    key_.emplace(*ReadSigningKey(CaseFiles(directory)));
  }

  void Add(const std::string& lines) {
    const std::string path = folder_.File("lines.jsonl");
    std::ofstream(path, std::ios::binary) << lines;
    const auto added = case_->Add(
        path, {}, [](const RejectedLine&) { return absl::OkStatus(); });
    ASSERT_TRUE(added.ok()) << added.status();
    ASSERT_TRUE(added->reading.errors.empty());
  }

  [[nodiscard]] BundleRequest Request(Restricted restricted) const {
    std::set<EventIndex> claims;
    for (const ClaimId claim : case_->Now().Claims()) {
      claims.insert(EventIndex(claim.value()));
    }
    return {.events = *EvidenceFor(case_->log(), case_->Now(), claims),
            .restricted = restricted,
            .summary = "<p>summary</p>"};
  }

  std::string Make(Restricted restricted, BundleSummary& summary) {
    std::string bytes;
    const absl::StatusOr<BundleSummary> made =
        WriteBundle(case_->log(), case_->contents(), case_->Now(), *key_,
                    Request(restricted), [&bytes](absl::string_view piece) {
                      absl::StrAppend(&bytes, piece);
                      return absl::OkStatus();
                    });
    EXPECT_TRUE(made.ok()) << made.status();
    summary = made.value_or(BundleSummary());
    return bytes;
  }
  std::string Make(Restricted restricted = Restricted::kStay) {
    BundleSummary unused;
    return Make(restricted, unused);
  }

  absl::StatusOr<CheckedBundle> Check(absl::string_view bytes) {
    return CheckBundle(bytes, key_->verifier(), {});
  }

  // The files of a bundle behind its manifest.
  static std::map<std::string, std::string> FilesOf(absl::string_view bytes) {
    std::map<std::string, std::string> files;
    const auto entries = ReadUstar(bytes);
    EXPECT_TRUE(entries.ok()) << entries.status();
    for (size_t i = 2; i < entries->size(); ++i) {
      files[(*entries)[i].name] = std::string((*entries)[i].content);
    }
    return files;
  }

  // A bundle of these files that is signed as it should be.
  std::string Signed(const std::map<std::string, std::string>& files,
                     const SigningKey& key) {
    std::string manifest;
    for (const auto& [name, content] : files) {
      manifest +=
          bundle_layout::ManifestLine(Sha256(content), content.size(), name);
    }
    std::vector<std::pair<std::string, std::string>> all = {
        {"manifest.sig",
         *SignNote(bundle_layout::SignedText("bundles.example", manifest),
                   {key})},
        {"manifest.txt", manifest}};
    all.insert(all.end(), files.begin(), files.end());
    std::string bytes;
    for (const auto& [name, content] : all) {
      absl::StrAppend(&bytes, *UstarHeader(name, content.size()), content,
                      UstarPadding(content.size()));
    }
    return absl::StrCat(bytes, UstarEnd());
  }

  reference::TemporaryFolder folder_;
  std::unique_ptr<Case> case_;
  std::optional<SigningKey> key_;
};

TEST_F(BundleTest, HoldsWhatItSays) {
  BundleSummary summary;
  const std::string bytes = Make(Restricted::kStay, summary);
  const absl::StatusOr<CheckedBundle> checked = Check(bytes);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->checkpoint, case_->log().head().checkpoint);
  // Post, open report, Omar, ford, its claim.
  EXPECT_EQ(checked->events, 5);
  EXPECT_EQ(summary.whole.size(), 5);
  // The restricted report and claim, and the end of the file they came in,
  // which has its hash; the sealed ones are nowhere.
  EXPECT_EQ(checked->leaf_hashes, summary.leaf_hashes);
  EXPECT_EQ(summary.leaf_hashes + summary.left_out, 5);
  EXPECT_GE(summary.left_out, 2);
  EXPECT_EQ(checked->contents, 1);
  EXPECT_EQ(checked->quotes, 1);
}

TEST_F(BundleTest, SaysNothingOfWhatIsWithheld) {
  const std::string bytes = Make(Restricted::kStay);
  EXPECT_THAT(bytes, HasSubstr("Omar crossed the river"));
  for (const char* word : {"Hushed", "whispered", "Buried", "Nobody may",
                           "rpt:shy", "rpt:deep", "clm:shy", "clm:deep"}) {
    EXPECT_THAT(bytes, Not(HasSubstr(word)));
  }
  const std::string more = Make(Restricted::kGoOut);
  EXPECT_TRUE(Check(more).ok());
  EXPECT_THAT(more, HasSubstr("whispered"));
  for (const char* word : {"Buried", "Nobody may", "rpt:deep", "clm:deep"}) {
    EXPECT_THAT(more, Not(HasSubstr(word)));
  }
}

TEST_F(BundleTest, IsTheSameEachTime) { EXPECT_EQ(Make(), Make()); }

TEST_F(BundleTest, NoByteCanChange) {
  const std::string bytes = Make();
  std::string changed = bytes;
  for (size_t at = 0; at < bytes.size(); ++at) {
    changed[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
    ASSERT_FALSE(Check(changed).ok()) << "byte " << at;
    changed[at] = bytes[at];
  }
  for (size_t size = 0; size < bytes.size(); size += 97) {
    ASSERT_FALSE(Check(bytes.substr(0, size)).ok()) << "cut to " << size;
  }
  ASSERT_FALSE(Check(bytes + std::string(512, '\0')).ok());
  ASSERT_TRUE(Check(changed).ok());
}

TEST_F(BundleTest, AnotherKeyDoesNotOpenIt) {
  const SigningKey other = *SigningKey::Generate("bundles.example");
  const std::string bytes = Make();
  const absl::Status status = CheckBundle(bytes, other.verifier(), {}).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(status.message(), HasSubstr("signed by another key"));
  // Signed anew by somebody else, its proofs are still the log's.
  EXPECT_FALSE(
      CheckBundle(Signed(FilesOf(bytes), other), other.verifier(), {}).ok());
}

// What even the holder of the key cannot put into a bundle.
TEST_F(BundleTest, SignedForgeriesAreNamed) {
  const auto files = FilesOf(Make());
  ASSERT_TRUE(Check(Signed(files, *key_)).ok());
  std::string proof;
  std::string content;
  for (const auto& [name, unused] : files) {
    if (absl::StartsWith(name, "proofs/")) proof = name;
    if (absl::StartsWith(name, "contents/")) content = name;
  }
  struct Forgery {
    std::string file;
    std::function<void(std::map<std::string, std::string>&)> forge;
  };
  const std::vector<Forgery> forgeries = {
      {"events.jsonl", [](auto& all) { all["events.jsonl"] += " "; }},
      {"events.jsonl", [](auto& all) { all.erase("events.jsonl"); }},
      {"events.jsonl", [&](auto& all) { all.erase(proof); }},
      {"checkpoint", [](auto& all) { all.erase("checkpoint"); }},
      {"checkpoint", [](auto& all) { all["checkpoint"] = "x\n"; }},
      {content, [&](auto& all) { all.erase(content); }},
      {content, [&](auto& all) { all[content] = "other words"; }},
      {"contents/00", [](auto& all) { all["contents/00"] = ""; }},
      {"consistency/1", [](auto& all) { all["consistency/1"] = ""; }},
      {"more.txt", [](auto& all) { all["more.txt"] = "x"; }},
      {"proofs/0999.tlog-proof",
       [&](auto& all) { all["proofs/0999.tlog-proof"] = all[proof]; }},
      {"proofs/999.tlog-proof",
       [&](auto& all) { all["proofs/999.tlog-proof"] = all[proof]; }},
  };
  for (size_t i = 0; i < forgeries.size(); ++i) {
    auto forged = files;
    forgeries[i].forge(forged);
    const absl::Status status = Check(Signed(forged, *key_)).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << i << ": " << status;
    EXPECT_TRUE(absl::StartsWith(status.message(),
                                 absl::StrCat(forgeries[i].file, ": ")))
        << i << ": got " << status << ", want it of " << forgeries[i].file;
  }
  // A head of the same log, but not the one that the proofs are under.
  Add(R"({"type":"source","id":"src:later","kind":"outlet","name":"L"})"
      "\n");
  auto later = files;
  later["checkpoint"] = case_->log().head().note;
  EXPECT_FALSE(Check(Signed(later, *key_)).ok());
}

// A second signature line that says the same is another form of the bundle.
TEST_F(BundleTest, OneSignatureIsAllThereIs) {
  const std::string bytes = Make();
  const auto entries = ReadUstar(bytes);
  ASSERT_TRUE(entries.ok());
  const std::string note((*entries)[0].content);
  const std::string twice =
      note + note.substr(note.rfind('\n', note.size() - 2) + 1);
  std::string changed;
  for (const UstarEntry& entry : *entries) {
    const std::string content =
        entry.name == "manifest.sig" ? twice : std::string(entry.content);
    absl::StrAppend(&changed, *UstarHeader(entry.name, content.size()), content,
                    UstarPadding(content.size()));
  }
  changed += UstarEnd();
  const absl::Status status = Check(changed).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_TRUE(absl::StartsWith(status.message(), "manifest.sig: ")) << status;
}

// What stands in a bundle is printed before it is known whose it is.
TEST_F(BundleTest, AForgedManifestIsQuotedHarmlessly) {
  const std::string bytes = Make();
  const auto entries = ReadUstar(bytes);
  ASSERT_TRUE(entries.ok());
  std::string changed;
  for (const UstarEntry& entry : *entries) {
    std::string content(entry.content);
    if (entry.name == "manifest.txt") content += "\r\x1b[2K the bundle holds\n";
    absl::StrAppend(&changed, *UstarHeader(entry.name, content.size()), content,
                    UstarPadding(content.size()));
  }
  changed += UstarEnd();
  const absl::Status status = Check(changed).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_TRUE(absl::StartsWith(status.message(), "manifest.txt: ")) << status;
  EXPECT_THAT(status.message(), Not(HasSubstr("\x1b")));
}

TEST_F(BundleTest, AQuoteOfAnAmendedTextIsFound) {
  Add(R"({"type":"report","id":"rpt:scan","source":"src:post","title":"Scan"})"
      "\n");
  const std::string path = folder_.File("amend.jsonl");
  std::ofstream(path, std::ios::binary)
      << R"({"type":"report","id":"rpt:scan","source":"src:post",)"
         R"("title":"Scan","text":"Later typed: he crossed."})"
         "\n";
  AddOptions options;
  options.reader.amend = true;
  const auto amended = case_->Add(
      path, options, [](const RejectedLine&) { return absl::OkStatus(); });
  ASSERT_TRUE(amended.ok()) << amended.status();
  ASSERT_TRUE(amended->reading.errors.empty());
  Add(R"({"type":"claim","id":"clm:typed","report":"rpt:scan","subject":)"
      R"("person:omar","predicate":"located_at","object":"place:ford",)"
      R"("quote":"he crossed"})"
      "\n");
  const std::string bytes = Make();
  EXPECT_THAT(bytes, HasSubstr("Later typed"));
  const absl::StatusOr<CheckedBundle> checked = Check(bytes);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->quotes, 2);
  EXPECT_EQ(checked->quotes_unchecked, 0);
}

// A decision tells of what it is about: the claim of a hidden witness.
TEST_F(BundleTest, DecisionsOnWithheldClaimsStayAsWell) {
  Add(R"({"type":"source","id":"src:rana","kind":"person","name":"Rana",)"
      R"("sensitivity":"restricted"})"
      "\n"
      R"({"type":"entity","id":"person:ghost","kind":"person","name":"Ghost",)"
      R"("sensitivity":"sealed"})"
      "\n"
      R"({"type":"claim","id":"clm:rana","report":"rpt:open","subject":)"
      R"("person:omar","predicate":"located_at","object":"place:ford",)"
      R"("attribution":[{"source":"src:rana","basis":"eyewitness"}]})"
      "\n"
      R"({"type":"claim","id":"clm:ghost","report":"rpt:open","subject":)"
      R"("person:ghost","predicate":"located_at","object":"place:ford"})"
      "\n");
  for (const char* claim : {"clm:rana", "clm:ghost"}) {
    ASSERT_TRUE(
        case_
            ->Decide({absl::StrCat(R"({"type":"assessment","target":")", claim,
                                   R"(","scheme":"status","value":"rejected",)",
                                   R"("reason":"MARKED of )", claim, R"("})")},
                     "ada")
            .ok());
  }
  const std::string bytes = Make(Restricted::kStay);
  ASSERT_TRUE(Check(bytes).ok());
  for (const char* word : {"MARKED", "Rana", "Ghost", "clm:rana"}) {
    EXPECT_THAT(bytes, Not(HasSubstr(word)));
  }
  const std::string more = Make(Restricted::kGoOut);
  EXPECT_THAT(more, HasSubstr("MARKED of clm:rana"));
  EXPECT_THAT(more, Not(HasSubstr("MARKED of clm:ghost")));
}

// What others owe to a source is no evidence for its own reports.
TEST_F(BundleTest, WhoDependsOnASourceStaysAway) {
  Add(R"({"type":"source","id":"src:other","kind":"outlet","name":"Echo"})"
      "\n");
  ASSERT_TRUE(case_
                  ->Decide({R"({"type":"dependence","from":"src:other",)"
                            R"("on":"src:post","how":"citation",)"
                            R"("judgement":"accepted"})"},
                           "ada")
                  .ok());
  EXPECT_THAT(Make(), Not(HasSubstr("Echo")));
}

TEST_F(BundleTest, RotationsOfTheKeyAreChecked) {
  const std::string directory = case_->directory();
  case_.reset();
  ASSERT_TRUE(RotateKey(directory, {.by = "ada"}).ok());
  auto opened = Case::Open(directory, {.access = Access::kWrite});
  ASSERT_TRUE(opened.ok()) << opened.status();
  case_ = *std::move(opened);
  const SigningKey old = *key_;
  key_.emplace(*ReadSigningKey(CaseFiles(directory)));
  const std::string bytes = Make();
  const absl::StatusOr<CheckedBundle> checked = Check(bytes);
  ASSERT_TRUE(checked.ok()) << checked.status();
  ASSERT_EQ(checked->rotations.size(), 1);
  EXPECT_TRUE(checked->rotations[0].handed_over);
  EXPECT_FALSE(CheckBundle(bytes, old.verifier(), {}).ok());
}

TEST_F(BundleTest, ADecisionComesAlong) {
  ASSERT_TRUE(case_
                  ->Decide({R"({"type":"retraction","target":"clm:open",)"
                            R"("how":"withdrawn","reason":"a mix-up"})"},
                           "ada")
                  .ok());
  const std::string bytes = Make();
  EXPECT_TRUE(Check(bytes).ok());
  EXPECT_THAT(bytes, HasSubstr("a mix-up"));
}

// What was handed out must be found sound for as long as somebody keeps it.
TEST(GoldenBundleTest, ABundleOfTheFirstVersionHolds) {
  const auto read = [](const std::string& name) {
    std::ifstream file(absl::StrCat(ATTEST_SOURCE_DIR "/tests/golden/", name),
                       std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const absl::StatusOr<VerifierKey> key =
      VerifierKey::Parse(absl::StripSuffix(read("bundle_1.pub"), "\n"));
  ASSERT_TRUE(key.ok()) << key.status();
  const absl::StatusOr<CheckedBundle> checked =
      CheckBundle(read("bundle_1.tar"), *key, {});
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->checkpoint.origin, "example.org/golden-2");
  EXPECT_EQ(checked->checkpoint.tree_size, 137);
  EXPECT_EQ(checked->events, 19);
  EXPECT_EQ(checked->leaf_hashes, 1);
  EXPECT_EQ(checked->contents, 3);
  EXPECT_EQ(checked->quotes, 1);
  EXPECT_EQ(checked->rotations.size(), 1);
}

TEST(UstarTest, ReadsWhatItWrites) {
  std::string archive;
  std::vector<std::pair<std::string, std::string>> files;
  for (size_t size : {0u, 1u, 511u, 512u, 513u, 5000u}) {
    files.emplace_back(absl::StrCat("a/file-", size, ".txt"),
                       std::string(size, 'x'));
  }
  for (const auto& [name, content] : files) {
    absl::StrAppend(&archive, *UstarHeader(name, content.size()), content,
                    UstarPadding(content.size()));
  }
  archive += UstarEnd();
  const auto read = ReadUstar(archive);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ((*read)[i].name, files[i].first);
    EXPECT_EQ((*read)[i].content, files[i].second);
  }
}

TEST(UstarTest, RefusesOtherNamesAndSizes) {
  for (const std::string& name :
       {std::string(), std::string(101, 'a'), std::string("a b"),
        std::string("\xC3\xA9"), std::string("a\0b", 3)}) {
    EXPECT_TRUE(absl::IsInvalidArgument(UstarHeader(name, 1).status())) << name;
  }
  EXPECT_TRUE(UstarHeader(std::string(100, 'a'), (uint64_t{8} << 30) - 1).ok());
  EXPECT_FALSE(UstarHeader("a", uint64_t{8} << 30).ok());
}

TEST(UstarTest, RandomBytesAreNoArchive) {
  std::mt19937_64 random(7);
  const std::string sound =
      absl::StrCat(*UstarHeader("a", 3), "abc", UstarPadding(3), UstarEnd());
  ASSERT_TRUE(ReadUstar(sound).ok());
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = sound;
    for (uint64_t k = 0; k <= random() % 4; ++k) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    bytes.resize(random() % 3 == 0 ? random() % bytes.size() : bytes.size());
    const auto read = ReadUstar(bytes);
    // Only the content may be other bytes: the manifest is there for it.
    if (read.ok()) {
      bytes.replace(512, 3, "abc");
      EXPECT_EQ(bytes, sound) << "change " << i;
    }
  }
}

}  // namespace
}  // namespace attest
