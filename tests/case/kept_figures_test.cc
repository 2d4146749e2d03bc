// The figures kept beside a case are those worked out from nothing, whatever
// was added and decided; a file of another case, or a damaged one, is not used.

#include "engine/findings/kept_figures.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/case.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

class KeptCase {
 public:
  KeptCase(const reference::TemporaryFolder& folder, const std::string& name,
           uint64_t seed)
      : directory_(folder.File(name)),
        file_(folder.File(name + ".jsonl")),
        random_(seed) {
    EXPECT_TRUE(Case::Create(directory_, {}).ok());
    Open();
    for (int i = 0; i < 6; ++i) {
      Line(absl::StrCat(R"("type":"source","id":"s)", i,
                        R"(","kind":"outlet","name":"S)", i, "\""));
      Line(absl::StrCat(R"("type":"entity","id":"p)", i,
                        R"(","kind":"person","name":"P)", i, "\""));
    }
    AddLines();
  }

  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] std::string FiguresPath() const {
    return directory_ + "/figures";
  }

  void Open() {
    case_.reset();
    auto opened = Case::Open(directory_, {.access = Access::kWrite});
    ASSERT_TRUE(opened.ok()) << opened.status();
    case_ = *std::move(opened);
  }

  // A file with a few reports, with a text each, and claims in them; or one
  // decision.
  void Step() {
    const uint64_t die = random_() % 8;
    if (die < 5 || reports_ < 2) {
      for (uint64_t i = 0; i <= die; ++i) AddReport();
      AddLines();
    } else if (die == 5) {
      Decide(absl::StrCat(R"("type":"dependence","from":")", AnyReport(),
                          R"(","on":")", AnyReport(), R"(","judgement":")",
                          random_() % 2 == 0 ? "accepted" : "rejected", "\""));
    } else {
      const std::string target =
          die == 6 ? absl::StrCat("c", random_() % claims_) : AnyReport();
      Decide(absl::StrCat(R"("type":"retraction","target":")", target,
                          R"(","how":"withdrawn")"));
    }
  }

  // Are there figures in the file, and are they right?
  void ExpectRight(const std::string& where) {
    const absl::StatusOr<KeptFigures> saved =
        KeptFigures::FromFile(FiguresPath());
    ASSERT_TRUE(saved.ok()) << where << ": " << saved.status();
    EXPECT_EQ(saved->applied_through(), case_->log().size()) << where;
    ExpectRight(where, *saved);
  }

  void ExpectRight(const std::string& where, const KeptFigures& figures) {
    const absl::StatusOr<WeighedView> now = case_->Weigh(case_->Now(), {});
    ASSERT_TRUE(now.ok()) << now.status();
    const std::vector<Figures> all = now->findings->AllFigures();
    ASSERT_EQ(figures.size(), all.size()) << where;
    for (size_t i = 0; i < all.size(); ++i) {
      const Figures kept = figures.Of(StatementId(i));
      EXPECT_EQ(kept, all[i])
          << where << ", " << case_->Now().KeyOf(StatementId(i)) << ": got "
          << NameOf(kept.verdict) << " by " << kept.lines.best << ", want "
          << NameOf(all[i].verdict) << " by " << all[i].lines.best;
      if (all[i].lines.best < all[i].lines.high) ++apart_;
    }
  }

  // What the case itself answers with.
  void ExpectAnswerRight(const std::string& where) {
    const absl::StatusOr<WeighedView> now = case_->Weigh(case_->Now(), {});
    ASSERT_TRUE(now.ok()) << now.status();
    const absl::StatusOr<KeptFigures> figures = case_->FiguresOf(*now);
    ASSERT_TRUE(figures.ok()) << figures.status();
    EXPECT_EQ(figures->applied_through(), case_->log().size());
    ExpectRight(where, *figures);
  }

  // Worked out from nothing.
  [[nodiscard]] std::vector<Figures> AllFigures() {
    const absl::StatusOr<WeighedView> now = case_->Weigh(case_->Now(), {});
    EXPECT_TRUE(now.ok()) << now.status();
    if (!now.ok()) return {};
    std::vector<Figures> all = now->findings->AllFigures();
    EXPECT_TRUE(now->links->status().ok()) << now->links->status();
    return all;
  }

  // How many figures that were looked at depend on the texts.
  [[nodiscard]] size_t apart() const { return apart_; }

 private:
  void Line(const std::string& fields) {
    absl::StrAppend(&lines_, "{", fields, "}\n");
  }
  [[nodiscard]] std::string AnyReport() {
    return absl::StrCat("r", random_() % reports_);
  }

  void AddReport() {
    std::string text;
    // Some have the text of an earlier one, all a footer, which becomes
    // boilerplate once ten have it.
    if (!texts_.empty() && random_() % 2 == 0) {
      text = texts_[random_() % texts_.size()];
    } else {
      for (int i = 0; i < 80; ++i) {
        absl::StrAppend(&text, "word", random_() % 5000, " ");
      }
      texts_.push_back(text);
    }
    for (int i = 0; i < 40; ++i) absl::StrAppend(&text, "footer", i, " ");
    const std::string key = absl::StrCat("r", reports_++);
    Line(absl::StrCat(R"("type":"report","id":")", key, R"(","source":"s)",
                      random_() % 6, R"(","title":"T","published":"2024-01-0)",
                      1 + random_() % 9, R"(","text":")", text, "\""));
    for (uint64_t i = 0; i <= random_() % 3; ++i) {
      Line(absl::StrCat(R"("type":"claim","id":"c)", claims_++,
                        R"(","report":")", key, R"(","subject":"p)",
                        random_() % 3, R"(","predicate":"related_to",)",
                        R"("object":"p)", 3 + random_() % 2, "\""));
    }
  }

  void AddLines() {
    std::ofstream(file_, std::ios::binary) << lines_;
    lines_.clear();
    const absl::StatusOr<AddedFile> added = case_->Add(
        file_, {}, [](const RejectedLine&) { return absl::OkStatus(); });
    ASSERT_TRUE(added.ok()) << added.status();
    ASSERT_TRUE(added->reading.errors.empty())
        << InputErrorMessage(added->reading.errors.front());
  }

  void Decide(const std::string& fields) {
    const absl::StatusOr<Decided> decided =
        case_->Decide({absl::StrCat("{", fields, "}")}, "tester");
    // What is decided so already, or names one report twice, is refused.
    EXPECT_TRUE(decided.ok() || absl::IsInvalidArgument(decided.status()))
        << decided.status();
  }

  const std::string directory_;
  const std::string file_;
  std::mt19937_64 random_;
  std::unique_ptr<Case> case_;
  std::string lines_;
  std::vector<std::string> texts_;
  uint64_t reports_ = 0;
  uint64_t claims_ = 0;
  size_t apart_ = 0;
};

TEST(CaseFiguresTest, AreRightAfterEveryStep) {
  const reference::TemporaryFolder folder;
  size_t apart = 0;
  for (uint64_t seed = 0; seed < 4 && !testing::Test::HasFailure(); ++seed) {
    KeptCase kept(folder, absl::StrCat("case", seed), seed);
    for (int step = 0; step < 25 && !testing::Test::HasFailure(); ++step) {
      kept.Step();
      if (step % 5 == 0) kept.Open();
      kept.ExpectRight(absl::StrCat("seed ", seed, " step ", step));
    }
    apart += kept.apart();
  }
  EXPECT_GT(apart, 40);
}

TEST(CaseFiguresTest, AnEarlierFileIsBroughtUp) {
  const reference::TemporaryFolder folder;
  KeptCase kept(folder, "case", 1);
  for (int step = 0; step < 8; ++step) kept.Step();
  fs::copy_file(kept.FiguresPath(), folder.File("earlier"));
  for (int step = 0; step < 8; ++step) kept.Step();
  fs::copy_file(folder.File("earlier"), kept.FiguresPath(),
                fs::copy_options::overwrite_existing);
  kept.ExpectAnswerRight("earlier");
}

TEST(CaseFiguresTest, AFileOfAnotherCaseOrADamagedOneIsNotUsed) {
  const reference::TemporaryFolder folder;
  KeptCase kept(folder, "case", 1);
  KeptCase other(folder, "other", 2);
  for (int step = 0; step < 8; ++step) {
    kept.Step();
    other.Step();
  }
  fs::copy_file(other.FiguresPath(), kept.FiguresPath(),
                fs::copy_options::overwrite_existing);
  kept.ExpectAnswerRight("of another case");
  reference::WriteBytes(kept.FiguresPath(), "no figures");
  kept.ExpectAnswerRight("damaged");
  fs::remove(kept.FiguresPath());
  kept.ExpectAnswerRight("none");
  kept.Step();
  kept.ExpectRight("made anew");
}

// Damage may lie where opening does not look.
TEST(CaseFiguresTest, DamagedFingerprintsAreMadeAnew) {
  const reference::TemporaryFolder folder;
  KeptCase kept(folder, "case", 3);
  for (int step = 0; step < 12; ++step) kept.Step();
  const std::vector<Figures> all = kept.AllFigures();
  const std::string path = kept.directory() + "/fingerprints";
  const std::string bytes = reference::ReadBytes(path);
  ASSERT_FALSE(bytes.empty());
  for (size_t at = 0; at < bytes.size(); at += 101) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    reference::WriteBytes(path, damaged);
    EXPECT_EQ(kept.AllFigures(), all) << "byte " << at;
  }
}

}  // namespace
}  // namespace attest
