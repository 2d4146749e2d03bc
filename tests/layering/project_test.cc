// The project's own files keep the rules of source_rules.h.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/layering/source_rules.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

using ::testing::IsEmpty;

std::string ReadText(const std::string& path) {
  std::ifstream file(fs::path(ATTEST_SOURCE_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Paths of the C++ files, relative to the project's folder, sorted.
std::vector<std::string> Sources() {
  std::vector<std::string> sources;
  for (const char* top : {"engine", "tools", "tests", "benchmarks"}) {
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(fs::path(ATTEST_SOURCE_DIR) / top)) {
      const fs::path path = entry.path();
      if (path.extension() == ".cc" || path.extension() == ".h") {
        sources.push_back(path.lexically_relative(ATTEST_SOURCE_DIR).string());
      }
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

void Append(std::vector<std::string> more, std::vector<std::string>& all) {
  all.insert(all.end(), more.begin(), more.end());
}

TEST(ProjectTest, SourcesAreFound) {
  const std::vector<std::string> sources = Sources();
  EXPECT_THAT(sources, ::testing::Contains("engine/model/event.h"));
  EXPECT_THAT(sources, ::testing::Contains("tests/layering/project_test.cc"));
}

TEST(ProjectTest, IncludesFollowTheOrder) {
  std::vector<std::string> breaches;
  for (const std::string& path : Sources()) {
    Append(CheckIncludes(path, ReadText(path)), breaches);
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ProjectTest, HeadersAreGuarded) {
  std::vector<std::string> breaches;
  for (const std::string& path : Sources()) {
    if (absl::EndsWith(path, ".h")) {
      Append(CheckHeaderGuard(path, ReadText(path)), breaches);
    }
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ProjectTest, NamesNameIdeas) {
  std::vector<std::string> breaches;
  for (const std::string& path : Sources()) {
    Append(CheckName(path), breaches);
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ProjectTest, EveryEngineAndToolSourceIsBuilt) {
  std::map<std::string, std::vector<std::string>> sources;  // by folder
  for (const std::string& path : Sources()) {
    const fs::path file(path);
    const fs::path folder = file.parent_path();
    if (file.extension() == ".cc" &&
        (absl::StartsWith(path, "engine/") || folder == "tools")) {
      sources[folder.string()].push_back(file.filename().string());
    }
  }
  std::vector<std::string> breaches;
  for (const auto& [folder, names] : sources) {
    const std::string build = folder + "/CMakeLists.txt";
    Append(CheckModuleBuild(build, ReadText(build), names), breaches);
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ProjectTest, EveryTestIsBuilt) {
  std::vector<std::string> breaches;
  for (const std::string& path : Sources()) {
    if (absl::EndsWith(path, "_test.cc")) {
      const std::string build =
          (fs::path(path).parent_path() / "CMakeLists.txt").string();
      Append(CheckTestBuild(build, ReadText(build)), breaches);
    }
  }
  EXPECT_THAT(breaches, IsEmpty());
}

}  // namespace
}  // namespace attest
