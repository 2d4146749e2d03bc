// A damaged case is refused, or says so, or gives the same answers: every
// document that `show` and `trace` can make, and the export.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/case.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/log/recover.h"
#include "engine/log/verify.h"
#include "engine/status_macros.h"
#include "tests/faults/harness/damage.h"
#include "tests/faults/harness/scale.h"
#include "tests/faults/harness/scratch.h"
#include "tools/show_document.h"

namespace attest {
namespace {

struct CaseAnswer {
  std::string text;
  std::vector<std::string> notices;
};

// The bytes of a text, and of a file its hash once it has been checked.
absl::StatusOr<ContentField> ReadInto(const ContentStore& contents,
                                      const Report& report, ContentRole role) {
  const Content& content =
      role == ContentRole::kFile ? *report.file : *report.text;
  ASSIGN_OR_RETURN(const std::string bytes, contents.Get(content));
  return ContentField{"content", Sha256(bytes).ToHex()};
}

absl::StatusOr<CaseAnswer> AskAll(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   Case::Open(directory, {}));
  const View view = opened->Now();
  CaseAnswer answer = {.text = {}, .notices = opened->notices()};
  const Discretion discretion(view, Sealed::kShow);
  const std::optional<Edtf> any_time;
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  ShowDocument documents(*opened, *weighed.findings, discretion, any_time);
  for (uint64_t event = 0; event < view.cut(); ++event) {
    const std::string key(view.KeyOf(EventIndex(event)));
    if (key.empty()) continue;
    ASSIGN_OR_RETURN(const Json shown, documents.Show(key));
    absl::StrAppend(&answer.text, Dump(shown), "\n");
    if (view.TypeOf(EventIndex(event)) != RecordType::kClaim) continue;
    ASSIGN_OR_RETURN(const Json traced, documents.Trace(key));
    absl::StrAppend(&answer.text, Dump(traced), "\n");
  }
  RETURN_IF_ERROR(weighed.links->status());
  for (const char* text : {"a", "o", "ال"}) {
    for (const Match& match : view.Find(text, 100)) {
      absl::StrAppend(&answer.text, match.event.value(), " ");
    }
  }
  ExportOptions options;
  options.keys.include_restricted = true;
  ASSIGN_OR_RETURN(options.keys.secret, opened->Secret());
  RETURN_IF_ERROR(ExportJsonl(
                      opened->log(), view, opened->Now(), options,
                      [&](const Report& report, ContentRole role) {
                        return ReadInto(opened->contents(), report, role);
                      },
                      [&](absl::string_view line) {
                        absl::StrAppend(&answer.text, line);
                        return absl::OkStatus();
                      })
                      .status());
  return answer;
}

class RiverCase {
 public:
  RiverCase() {
    EXPECT_EQ(Case::Create(directory(), {}), absl::OkStatus());
    const auto opened = Case::Open(directory(), {.access = Access::kWrite});
    EXPECT_TRUE(opened.ok()) << opened.status();
    const auto added = (*opened)->Add(
        absl::StrCat(ATTEST_SOURCE_DIR,
                     "/tests/cases/river_crossing/case.jsonl"),
        {.by = "tester"}, [](const RejectedLine&) { return absl::OkStatus(); });
    EXPECT_TRUE(added.ok()) << added.status();
    EXPECT_GT(added->events_appended, 100u);
    EXPECT_TRUE(std::filesystem::exists(directory() + "/projection"));
  }

  [[nodiscard]] std::string directory() const { return scratch_ / "case"; }
  [[nodiscard]] std::string other() const { return scratch_ / "other"; }

 private:
  const Scratch scratch_;
};

// Not the lock, which no answer depends on; not the signing key, which a
// reader does not read. A changed bit of the secret is not told apart from
// another secret.
bool IsDamageable(const Damage& damage) {
  if (damage.file == "lock" || damage.file == "db/LOCK") return false;
  if (damage.file == "key") return false;
  return damage.file != "secret" || damage.kind == DamageKind::kTruncate ||
         damage.kind == DamageKind::kRemove;
}

void ExpectTold(const std::string& directory, const CaseAnswer& want,
                const std::vector<Damage>& damages) {
  for (const Damage& damage : damages) {
    if (!IsDamageable(damage)) continue;
    SCOPED_TRACE(damage.Describe());
    const Damaged damaged(directory, damage);
    const absl::StatusOr<CaseAnswer> got = AskAll(directory);
    if (!got.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(got.status()) ||
                  (damage.file == "FORMAT" &&
                   (absl::IsFailedPrecondition(got.status()) ||
                    absl::IsNotFound(got.status()))))
          << got.status();
    } else if (got->text != want.text) {
      EXPECT_FALSE(got->notices.empty()) << "another answer, and nothing said";
      // What the log says is never made other by a damaged projection.
      EXPECT_NE(damage.file, "projection");
    }
  }
}

TEST(CaseDamageTest, AnswersAreRefusedOrSaidOrTheSame) {
  const RiverCase river;
  const auto want = AskAll(river.directory());
  ASSERT_TRUE(want.ok()) << want.status();
  EXPECT_TRUE(want->notices.empty());
  EXPECT_GT(want->text.size(), 100000u);
  ExpectTold(
      river.directory(), *want,
      DamagesOf(river.directory(), Scaled(10, 1u << 30), Scaled(2, 100), 1,
                [](const std::string& file) { return file != "projection"; }));
}

TEST(CaseDamageTest, ADamagedProjectionIsMadeAnew) {
  const RiverCase river;
  const auto want = AskAll(river.directory());
  ASSERT_TRUE(want.ok()) << want.status();
  ExpectTold(
      river.directory(), *want,
      DamagesOf(river.directory(), Scaled(200, 1u << 30), Scaled(10, 1000), 2,
                [](const std::string& file) { return file == "projection"; }));
}

// Saved projections of another log, and of a later state of this one.
TEST(CaseDamageTest, AProjectionOfAnotherLogIsNotUsed) {
  const RiverCase river;
  const RiverCase same_file;
  const auto want = AskAll(river.directory());
  ASSERT_TRUE(want.ok()) << want.status();
  WriteBytes(river.directory() + "/projection",
             ReadBytes(same_file.directory() + "/projection"));
  const auto got = AskAll(river.directory());
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->text, want->text);
  EXPECT_EQ(got->notices.size(), 1u);
}

// A recovered case opens, folds, answers and verifies.
TEST(CaseDamageTest, ARecoveredCaseAnswers) {
  const RiverCase river;
  const auto damages = DamagesOf(
      river.directory(), Scaled(3, 200), 1, 3, [](const std::string& file) {
        return absl::StartsWith(file, "db/") || file == "head" ||
               file == "projection" || file == "verifier.pub";
      });
  for (const Damage& damage : damages) {
    if (!IsDamageable(damage)) continue;
    SCOPED_TRACE(damage.Describe());
    const Damaged damaged(river.directory(), damage);
    RemoveFolder(river.other());
    const auto report =
        Recover(river.directory(), river.other(), {.by = "tester"});
    ASSERT_TRUE(report.ok()) << report.status();
    const auto answer = AskAll(river.other());
    EXPECT_TRUE(answer.ok()) << answer.status();
    const auto verified = VerifyCase(river.other(), {});
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_TRUE(verified->ok()) << verified->problems.front().what;
  }
}

}  // namespace
}  // namespace attest
