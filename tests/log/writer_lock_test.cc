#include "engine/log/writer_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

// A lock file that is held by somebody who has not written a note.
class WriterLockTest : public ::testing::Test {
 protected:
  WriterLockTest()
      : path_(absl::StrCat(::testing::TempDir(), "/writer_lock.", getpid())),
        descriptor_(
            open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    EXPECT_EQ(fcntl(descriptor_, F_OFD_SETLK, &lock), 0);
  }
  ~WriterLockTest() override {
    Release();
    std::filesystem::remove(path_);
  }

  void Release() {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
  }

  [[nodiscard]] absl::Status Take() const {
    return WriterLock::Take(path_, absl::ZeroDuration(), absl::UnixEpoch(),
                            "attest add")
        .status();
  }

  const std::string path_;
  int descriptor_;
};

TEST_F(WriterLockTest, ALockWithoutANoteIsStillALock) {
  const absl::Status status = Take();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("process ?"));
}

TEST_F(WriterLockTest, ANoteThatComesAMomentAfterTheLockIsAwaited) {
  std::thread holder([this] {
    absl::SleepFor(absl::Milliseconds(30));
    std::ofstream(path_) << R"({"pid":4711,"host":"h","user":"u",)"
                         << R"("since":"s","command":"attest add x"})";
  });
  const absl::Status status = Take();
  holder.join();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(status.message(),
            "the case is locked by process 4711 on h (u, since s): attest add "
            "x");
}

TEST_F(WriterLockTest, TheNextHolderIsNamed) {
  Release();
  const auto lock = WriterLock::Take(path_, absl::ZeroDuration(),
                                     absl::UnixEpoch(), "attest \"add\"");
  ASSERT_TRUE(lock.ok()) << lock.status();
  EXPECT_TRUE(WriterLock::IsHeld(path_));
  const absl::Status second = Take();
  EXPECT_THAT(std::string(second.message()),
              HasSubstr(absl::StrCat("process ", getpid())));
  EXPECT_THAT(std::string(second.message()), HasSubstr("attest \"add\""));
}

}  // namespace
}  // namespace attest
