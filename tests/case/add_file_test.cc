// A large file goes into a case as one: its events are appended while it is
// still read, and taken back where that was too early.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/case.h"
#include "engine/log/verify.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr int kClaims = 12'000;

std::string Claim(const std::string& key, int object) {
  return absl::StrCat(R"({"type":"claim","id":")", key,
                      R"(","report":"r","subject":"p","predicate":)",
                      R"("commands","object":"unit)", object, "\"}\n");
}

// Every line of it is a new event.
std::string Definitions() {
  std::string lines = R"({"type":"source","id":"s","name":"S","kind":"outlet"})"
                      "\n"
                      R"({"type":"report","id":"r","source":"s","title":"T",)"
                      R"("text":"They went to the place."})"
                      "\n"
                      R"({"type":"entity","id":"p","kind":"person","name":"P"})"
                      "\n";
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&lines, R"({"type":"entity","id":"unit)", i,
                    R"(","kind":"unit","name":"Unit )", i, "\"}\n");
  }
  return lines;
}

std::string Claims(const std::string& prefix) {
  std::string lines;
  for (int i = 0; i < kClaims; ++i) {
    lines += Claim(absl::StrCat(prefix, i), i % 100);
  }
  return lines;
}

class AddFileTest : public testing::Test {
 protected:
  AddFileTest() {
    std::string name = (fs::temp_directory_path() / "add-file-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    EXPECT_TRUE(Case::Create(CaseFolder(), {}).ok());
    Open();
  }
  ~AddFileTest() override {
    case_.reset();
    fs::remove_all(folder_);
  }

  [[nodiscard]] std::string CaseFolder() const {
    return (folder_ / "case").string();
  }
  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }

  void Open() {
    case_.reset();
    CaseOptions options;
    options.access = Access::kWrite;
    auto opened = Case::Open(CaseFolder(), options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    case_ = *std::move(opened);
  }

  absl::StatusOr<AddedFile> Add(const std::string& lines,
                                AddOptions options = {}) {
    std::ofstream(Path("f.jsonl"), std::ios::binary) << lines;
    return case_->Add(Path("f.jsonl"), options,
                      [](const RejectedLine&) { return absl::OkStatus(); });
  }

  void ExpectUnchanged(uint64_t size) {
    EXPECT_EQ(case_->log().size(), size);
    EXPECT_EQ(case_->Now().applied_through(), size);
    EXPECT_FALSE(fs::exists(CaseFolder() + "/bulk"));
  }

  // The saved projection is the one that the log folds into.
  void ExpectSavedProjectionIsThatOfTheLog() {
    Projection folded;
    const absl::Status scanned =
        case_->log().Scan(EventIndex(0), EventIndex(case_->log().size()),
                          [&folded](EventIndex index, const Event& event) {
                            return folded.Apply(index, event);
                          });
    ASSERT_TRUE(scanned.ok()) << scanned;
    ASSERT_TRUE(
        folded.Save(Path("projection"), case_->log().root().bytes).ok());
    EXPECT_TRUE(ReadAll(Path("projection")) ==
                ReadAll(CaseFolder() + "/projection"));
  }

  static std::string ReadAll(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file),
            std::istreambuf_iterator<char>()};
  }

  fs::path folder_;
  std::unique_ptr<Case> case_;
};

TEST_F(AddFileTest, FoldedWhileItIsReadItIsWhatTheLogSays) {
  const auto added = Add(Definitions() + Claims("a"));
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->events_appended, 103u + kClaims + 1);
  EXPECT_EQ(case_->Now().applied_through(), case_->log().size());
  ExpectSavedProjectionIsThatOfTheLog();
  // A second file, on top of the saved projection.
  ASSERT_TRUE(Add(Claims("b")).ok());
  EXPECT_EQ(case_->log().size(), 103u + 2 * kClaims + 2);
  ExpectSavedProjectionIsThatOfTheLog();
  case_.reset();
  const auto report = VerifyCase(CaseFolder(), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok());
}

TEST_F(AddFileTest, WithOneBadLineAtItsEndItChangesNothing) {
  const auto added = Add(Definitions() + Claims("a") + Claim("bad", 100));
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->reading.error_count, 1u);
  EXPECT_EQ(added->events_appended, 0u);
  ExpectUnchanged(0);
  EXPECT_TRUE(fs::is_empty(CaseFolder() + "/contents"));
  // And it goes in once it is good.
  const auto again = Add(Definitions() + Claims("a"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->events_appended, 103u + kClaims + 1);
  EXPECT_FALSE(fs::is_empty(CaseFolder() + "/contents"));
  ExpectSavedProjectionIsThatOfTheLog();
}

TEST_F(AddFileTest, WhoseLinesAreNotAllNewGoesInAsWell) {
  const std::string half = Claims("a");
  // A definition behind its uses, and a line twice.
  const auto added = Add(Claims("b") + Definitions() + half + half);
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->reading.error_count, 0u);
  EXPECT_EQ(added->reading.already_present, uint64_t{kClaims});
  EXPECT_EQ(added->events_appended, 103u + 2 * kClaims + 1);
  ExpectSavedProjectionIsThatOfTheLog();
  // Again it changes nothing; with one line more it adds that.
  const auto again = Add(Claims("b") + Definitions() + half);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->events_appended, 0u);
  const auto more = Add(Claims("b") + Definitions() + half + Claim("more", 1));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_EQ(more->events_appended, 2u);
  EXPECT_EQ(case_->Now().applied_through(), case_->log().size());
}

TEST_F(AddFileTest, ThatChangesWhileItIsReadChangesNothing) {
  const std::string lines = Definitions() + Claims("a") + Claims("b");
  const std::vector<std::function<void(std::string)>> changes = {
      [](const std::string& path) {
        std::ofstream(path, std::ios::app) << Claim("late", 1);
      },
      [](const std::string& path) { fs::resize_file(path, 200'000); },
      [](const std::string& path) {
        std::fstream file(path, std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(fs::file_size(path)) - 3);
        file << "9";
      }};
  for (const auto& change : changes) {
    AddOptions options;
    bool changed = false;
    options.progress = [&](uint64_t, uint64_t) {
      if (!std::exchange(changed, true)) change(Path("f.jsonl"));
    };
    const auto added = Add(lines, options);
    EXPECT_TRUE(changed);
    const bool refused = !added.ok() || (added->events_appended == 0 &&
                                         added->reading.error_count > 0);
    EXPECT_TRUE(refused) << added.status();
    ExpectUnchanged(0);
    Open();
    ExpectUnchanged(0);
  }
}

TEST_F(AddFileTest, IsAddedToALargerCaseWithoutASecondProjection) {
  ASSERT_TRUE(Add(Definitions() + Claims("a") + Claims("b") + Claims("c") +
                  Claims("d") + Claims("e"))
                  .ok());
  std::string few;
  for (int i = 0; i < 5'000; ++i) few += Claim(absl::StrCat("f", i), i % 100);
  const auto added = Add(few);
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->events_appended, 5'001u);
  EXPECT_EQ(case_->Now().applied_through(), case_->log().size());
  Open();
  EXPECT_EQ(case_->Now().applied_through(), case_->log().size());
}

}  // namespace
}  // namespace attest
