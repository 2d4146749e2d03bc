// Rotation of the signing key: what it leaves, that a crash anywhere leaves
// one key in force, and that no one but its owner can read it.

#include "engine/log/rotate_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/recover.h"
#include "engine/log/verify.h"
#include "engine/merkle/key_handover.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

uint32_t ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return static_cast<uint32_t>(status.st_mode) & 0777;
}

class RotateKeyTest : public LogTest {
 protected:
  void CreateWith(uint64_t events) {
    Create();
    GrowTo(events, 7);
    Close();
  }

  RotateOptions Options() {
    return {.by = "dorn", .reason = "in the rain", .clock = Ticking()};
  }

  absl::StatusOr<RotatedKey> Rotate(RotateOptions options) {
    return RotateKey(Case(), options);
  }

  // Sound, with so many rotations and timestamps.
  VerifyReport Sound() {
    const auto report = VerifyCase(Case(), {});
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->ok()) << report->problems[0].what;
    return *report;
  }
};

TEST_F(RotateKeyTest, OldKeySignsForTheNewOne) {
  CreateWith(11);
  ASSERT_TRUE(Open(Access::kRead).ok());
  const VerifierKey old = log_->verifier_key();
  const Checkpoint before = log_->head().checkpoint;
  const std::string old_key = ReadFile(Path("case/key"));
  Close();
  const auto rotated = Rotate(Options());
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_EQ(rotated->event.value(), 11u);
  EXPECT_EQ(rotated->previous, old);
  EXPECT_NE(rotated->current, old);
  EXPECT_NE(ReadFile(Path("case/key")), old_key);
  EXPECT_EQ(ReadFile(Path("case/verifier.pub")),
            rotated->current.Encode() + "\n");
  EXPECT_FALSE(std::filesystem::exists(Path("case/verifier.next")));
  EXPECT_FALSE(std::filesystem::exists(Path("case/key.next")));

  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_EQ(log_->verifier_key(), rotated->current);
  EXPECT_TRUE(log_->notices().empty());
  const Event event = log_->Get(EventIndex(11)).value();
  EXPECT_EQ(event.by, "dorn");
  EXPECT_EQ(event.reason, "in the rain");
  const auto& rotation = std::get<KeyRotation>(event.record);
  EXPECT_EQ(rotation.previous_key, old.Encode());
  EXPECT_TRUE(old.Verify(KeyHandoverText(before, old, rotated->current),
                         rotation.signature)
                  .ok());
  Append(Entities(12, 15));
  Close();
  const VerifyReport report = Sound();
  ASSERT_EQ(report.rotations.size(), 1u);
  EXPECT_TRUE(report.rotations[0].handed_over);
}

TEST_F(RotateKeyTest, LostKeyIsReplacedWithoutItsSignature) {
  CreateWith(3);
  std::filesystem::remove(Path("case/key"));
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(Access::kWrite)));
  EXPECT_TRUE(absl::IsFailedPrecondition(Rotate(Options()).status()));
  RotateOptions lost = Options();
  lost.old_key = OldKey::kLost;
  ASSERT_TRUE(Rotate(lost).ok());
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append(Entities(4, 5));
  Close();
  const VerifyReport report = Sound();
  ASSERT_EQ(report.rotations.size(), 1u);
  EXPECT_FALSE(report.rotations[0].handed_over);
}

TEST_F(RotateKeyTest, KeyMovesOutOfTheCaseAndBack) {
  CreateWith(2);
  RotateOptions outside = Options();
  outside.key_file = Path("outside.key");
  ASSERT_TRUE(Rotate(outside).ok());
  EXPECT_FALSE(std::filesystem::exists(Path("case/key")));
  EXPECT_EQ(ModeOf(Path("outside.key")), 0600u);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append(Entities(3, 4));
  Close();
  ASSERT_TRUE(Rotate(Options()).ok());
  EXPECT_FALSE(std::filesystem::exists(Path("case/key_path")));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append(Entities(5, 6));
  Close();
  EXPECT_EQ(Sound().rotations.size(), 2u);
}

TEST_F(RotateKeyTest, TheKeyInUseIsNoNewKey) {
  CreateWith(2);
  RotateOptions outside = Options();
  outside.key_file = Path("outside.key");
  ASSERT_TRUE(Rotate(outside).ok());
  for (const OldKey old_key : {OldKey::kSigns, OldKey::kLost}) {
    outside.old_key = old_key;
    const absl::Status again = Rotate(outside).status();
    EXPECT_TRUE(absl::IsInvalidArgument(again)) << again;
  }
  EXPECT_FALSE(std::filesystem::exists(Path("case/verifier.next")));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_EQ(log_->size(), 3u);
  Close();
  EXPECT_EQ(Sound().rotations.size(), 1u);
}

TEST_F(RotateKeyTest, CaseInUseIsLeftAlone) {
  CreateWith(2);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_TRUE(absl::IsUnavailable(Rotate(Options()).status()));
  EXPECT_FALSE(std::filesystem::exists(Path("case/verifier.next")));
}

// After every number of operations on files the program ends.
TEST_F(RotateKeyTest, CrashAnywhereLeavesOneKeyInForce) {
  CreateWith(5);
  Copy("case", "before");
  bool finished = false;
  int old_in_force = 0;
  int new_in_force = 0;
  for (int allowed = 0; !finished; ++allowed) {
    SCOPED_TRACE(absl::StrCat(allowed, " operations"));
    Copy("before", "case");
    int left = allowed;
    RotateOptions options = Options();
    options.file_hook = [&left](FileOperation, const std::string&) {
      return left-- > 0 ? absl::OkStatus() : absl::UnavailableError("crash");
    };
    finished = Rotate(options).ok();
    // A reader sees what was acknowledged, whatever lies there.
    const absl::Status read = Open(Access::kRead);
    ASSERT_TRUE(read.ok()) << read;
    EXPECT_GE(log_->size(), 5u);
    EXPECT_FALSE(log_->head().note.empty());
    // Nor is what a crash has left taken for a forgery.
    Sound();
    const absl::Status written = Open(Access::kWrite);
    ASSERT_TRUE(written.ok()) << written;
    const uint64_t size = log_->size();
    ASSERT_TRUE(size == 5 || size == 6);
    ++(size == 5 ? old_in_force : new_in_force);
    Append(Entities(size, size + 2));
    Close();
    EXPECT_FALSE(std::filesystem::exists(Path("case/verifier.next")));
    EXPECT_FALSE(std::filesystem::exists(Path("case/key.next")));
    EXPECT_EQ(Sound().rotations.size(), size == 5 ? 0u : 1u);
    if (finished) break;
  }
  EXPECT_GT(old_in_force, 2);
  EXPECT_GT(new_in_force, 3);
}

// The same for a key outside, with the rotation itself done again after the
// crash.
TEST_F(RotateKeyTest, RotationIsDoneAgainAfterACrash) {
  CreateWith(5);
  Copy("case", "before");
  for (int allowed = 0; allowed < 40; ++allowed) {
    SCOPED_TRACE(absl::StrCat(allowed, " operations"));
    Copy("before", "case");
    std::filesystem::remove(Path("outside.key"));
    int left = allowed;
    RotateOptions options = Options();
    options.key_file = Path("outside.key");
    options.file_hook = [&left](FileOperation, const std::string&) {
      return left-- > 0 ? absl::OkStatus() : absl::UnavailableError("crash");
    };
    const bool done = Rotate(options).ok();
    const auto again = Rotate(Options());
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_TRUE(Open(Access::kWrite).ok());
    EXPECT_EQ(log_->verifier_key(), again->current);
    EXPECT_GE(log_->size(), done ? 7u : 6u);
    Close();
    Sound();
  }
}

TEST_F(RotateKeyTest, ChangedRotationIsFound) {
  CreateWith(4);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  const std::string current = log_->verifier_key().Encode();
  const std::string other =
      SigningKey::Generate("example.org/case").value().verifier().Encode();
  // As a forger with the key of the case would write it.
  for (const auto& [rotation, what] :
       std::vector<std::pair<KeyRotation, const char*>>{
           {{.verifier_key = current,
   .signature = std::string(64, 's'),
   .previous_key = other},
            "signature"},
           {{.verifier_key = "no key", .signature = "", .previous_key = other},
            "key"},
           {{.verifier_key = other, .signature = "", .previous_key = current},
            "no event speaks of"},
           {{.verifier_key = current, .signature = "", .previous_key = current},
            "not in use"}}) {
    ASSERT_TRUE(Open(Access::kWrite).ok());
    Append({Event{.record = rotation}});
    Close();
    const auto report = VerifyCase(Case(), {});
    ASSERT_TRUE(report.ok());
    ASSERT_FALSE(report->ok());
    EXPECT_THAT(report->problems.back().what, HasSubstr(what));
  }
}

// They speak of a tree and a key that the new case does not have.
TEST_F(RotateKeyTest, RecoveryLeavesRotationsBehind) {
  CreateWith(4);
  ASSERT_TRUE(Rotate(Options()).ok());
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append(Entities(5, 8));
  Close();
  const auto recovered = Recover(Case(), Path("fresh"), {});
  ASSERT_TRUE(recovered.ok()) << recovered.status();
  EXPECT_EQ(recovered->recovered, 7u);
  EXPECT_EQ(recovered->dropped, std::vector<uint64_t>{4});
  const auto report = VerifyCase(Path("fresh"), {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok());
  EXPECT_TRUE(report->rotations.empty());
}

TEST_F(RotateKeyTest, KeysAndFoldersArePrivate) {
  Create();
  Append(Entities(0, 2));
  Close();
  EXPECT_EQ(ModeOf(Case()), 0700u);
  EXPECT_EQ(ModeOf(Path("case/key")), 0600u);
  EXPECT_EQ(ModeOf(Path("case/secret")), 0600u);
  EXPECT_EQ(ModeOf(Path("case/contents")), 0700u);
}

TEST_F(RotateKeyTest, FolderThatWasThereBecomesPrivate) {
  std::filesystem::create_directory(Case());
  Create();
  EXPECT_EQ(ModeOf(Case()), 0700u);
}

TEST_F(RotateKeyTest, KeyThatOthersCanUseIsRefused) {
  CreateWith(2);
  for (const mode_t mode : {0644u, 0640u, 0604u, 0620u, 0601u, 0660u}) {
    ASSERT_EQ(chmod(Path("case/key").c_str(), mode), 0);
    const absl::Status status = Open(Access::kWrite);
    EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("want 600"));
    EXPECT_TRUE(Open(Access::kRead).ok()) << "readers need no key";
    Close();
  }
  for (const mode_t mode : {0600u, 0400u}) {
    ASSERT_EQ(chmod(Path("case/key").c_str(), mode), 0);
    EXPECT_TRUE(Open(Access::kWrite).ok());
    Close();
  }
}

TEST_F(RotateKeyTest, KeyGivenToANewCaseIsCheckedAsWell) {
  WriteFile(Path("given.key"),
            SigningKey::Generate("example.org/given").value().Encode().value() +
                "\n");
  ASSERT_EQ(chmod(Path("given.key").c_str(), 0644), 0);
  const CreateOptions options = {.origin = "example.org/case",
                                 .key_file = Path("given.key")};
  EXPECT_TRUE(absl::IsPermissionDenied(
      EventLog::Create(Path("one"), options).status()));
  ASSERT_EQ(chmod(Path("given.key").c_str(), 0600), 0);
  const auto created = EventLog::Create(Path("two"), options);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ((*created)->verifier_key().name(), "example.org/given");
  EXPECT_FALSE(std::filesystem::exists(Path("two/key")));
}

}  // namespace
}  // namespace attest
