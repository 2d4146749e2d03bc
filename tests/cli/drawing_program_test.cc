// The program that draws is kept within limits. In its place stands a script.

#include "tools/drawing_program.h"

#include <signal.h>
#include <stdlib.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

class DrawingProgramTest : public ::testing::Test {
 protected:
  DrawingProgramTest() : path_(std::getenv("PATH")) {
    setenv("PATH", absl::StrCat(terminal_.folder(), ":", path_).c_str(), 1);
  }
  ~DrawingProgramTest() override { setenv("PATH", path_.c_str(), 1); }

  // `dot` is a script that keeps its number in the file "pid".
  void Script(const std::string& body) const {
    terminal_.Write("dot", absl::StrCat("#!/bin/sh\necho $$ > ",
                                        terminal_.folder(), "/pid\n", body));
    terminal_.Must("chmod +x dot");
  }

  // Nothing has its number any more.
  [[nodiscard]] bool HasEnded() const {
    int pid = 0;
    EXPECT_TRUE(absl::SimpleAtoi(terminal_.Read("pid"), &pid));
    return kill(pid, 0) != 0 && errno == ESRCH;
  }

  const Terminal terminal_;
  const std::string path_;
};

TEST_F(DrawingProgramTest, GivesThePicture) {
  Script("cat > /dev/null; echo '<svg>'; echo '</svg>'\n");
  const auto svg = DrawSvg("digraph {}");
  ASSERT_TRUE(svg.ok()) << svg.status();
  EXPECT_THAT(*svg, HasSubstr("<svg>\n</svg>\n"));
}

TEST_F(DrawingProgramTest, IsEndedWhenItTakesTooLong) {
  Script("exec sleep 1000\n");
  const absl::Time begin = absl::Now();
  // Time enough to begin.
  const auto svg = DrawSvg("digraph {}", {.time = absl::Seconds(2)});
  EXPECT_TRUE(absl::IsResourceExhausted(svg.status())) << svg.status();
  EXPECT_THAT(svg.status().message(), HasSubstr("no picture within 2s"));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(500));
  EXPECT_TRUE(HasEnded());
}

TEST_F(DrawingProgramTest, IsEndedWhenItDrawsTooMuch) {
  Script("exec yes '<svg>'\n");
  const auto svg = DrawSvg("digraph {}", {.bytes = 100'000});
  EXPECT_TRUE(absl::IsResourceExhausted(svg.status())) << svg.status();
  EXPECT_THAT(svg.status().message(), HasSubstr("a picture over 100000 bytes"));
  EXPECT_TRUE(HasEnded());
}

TEST_F(DrawingProgramTest, SaysWhatItSaidWhenItFails) {
  Script("echo 'syntax error' >&2; exit 3\n");
  const auto svg = DrawSvg("digraph {}");
  EXPECT_TRUE(absl::IsInternal(svg.status())) << svg.status();
  EXPECT_THAT(svg.status().message(), HasSubstr("exit code 3"));
  EXPECT_THAT(svg.status().message(), HasSubstr("syntax error"));
}

}  // namespace
}  // namespace attest
