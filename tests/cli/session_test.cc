// A verb that began before a redaction and misses what that took out is run
// once more; a case that is damaged stays so.

#include "tools/session.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "engine/case.h"
#include "tests/reference/temporary_folder.h"
#include "tools/exit_code.h"

namespace attest {
namespace {

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    EXPECT_TRUE(Case::Create(folder_.File("case"), {}).ok());
    session_.options().case_dir = folder_.File("case");
    session_.options().mode = "json";
  }

  // Writes to the case, as another process would.
  void Write() {
    CaseOptions options;
    options.access = Access::kWrite;
    const auto opened = Case::Open(folder_.File("case"), options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    reference::WriteBytes(folder_.File("f.jsonl"),
                          "{\"type\":\"source\",\"id\":\"s\",\"name\":\"S\","
                          "\"kind\":\"person\"}\n");
    const auto added =
        (*opened)->Add(folder_.File("f.jsonl"), {},
                       [](const RejectedLine&) { return absl::OkStatus(); });
    ASSERT_TRUE(added.ok()) << added.status();
  }

  int RunVerb(Session::Verb verb) {
    session_.set_verb(std::move(verb));
    return session_.Run();
  }

  reference::TemporaryFolder folder_;
  Session session_;
  int runs_ = 0;
};

TEST_F(SessionTest, WhatIsMissingIsLookedForOnceMoreInAChangedCase) {
  const int code =
      RunVerb([this](Session& session) -> absl::StatusOr<ExitCode> {
        const auto opened = session.Open(Access::kRead);
        if (!opened.ok()) return opened.status();
        if (++runs_ > 1) return kExitDone;
        Write();
        return absl::DataLossError("a stored content is missing");
      });
  EXPECT_EQ(code, kExitDone);
  EXPECT_EQ(runs_, 2);
}

TEST_F(SessionTest, WhatIsMissingThenIsDamage) {
  const int code =
      RunVerb([this](Session& session) -> absl::StatusOr<ExitCode> {
        const auto opened = session.Open(Access::kRead);
        if (!opened.ok()) return opened.status();
        if (++runs_ == 1) Write();
        return absl::DataLossError("a stored content is missing");
      });
  EXPECT_EQ(code, kExitDamaged);
  EXPECT_EQ(runs_, 2);
}

TEST_F(SessionTest, ACaseThatIsAsItWasIsDamaged) {
  const int code =
      RunVerb([this](Session& session) -> absl::StatusOr<ExitCode> {
        const auto opened = session.Open(Access::kRead);
        if (!opened.ok()) return opened.status();
        ++runs_;
        return absl::DataLossError("a stored content is missing");
      });
  EXPECT_EQ(code, kExitDamaged);
  EXPECT_EQ(runs_, 1);
}

// It cannot be taken back: whoever asked is told to ask again.
TEST_F(SessionTest, WhatIsWrittenOutIsNotWrittenTwice) {
  const int code =
      RunVerb([this](Session& session) -> absl::StatusOr<ExitCode> {
        const auto opened = session.Open(Access::kRead);
        if (!opened.ok()) return opened.status();
        ++runs_;
        session.set_has_written();
        Write();
        return absl::DataLossError("a stored content is missing");
      });
  EXPECT_EQ(code, kExitNoCase);
  EXPECT_EQ(runs_, 1);
}

}  // namespace
}  // namespace attest
