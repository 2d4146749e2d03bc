#include "engine/interchange/brat_folder.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ingest/memory_case.h"
#include "tests/reference/dice.h"

namespace attest::testing {
namespace {

using reference::Dice;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Told(const std::vector<InputError>& errors) {
  std::vector<std::string> told;
  for (const InputError& error : errors) {
    told.push_back(absl::StrCat(error.file.substr(error.file.rfind('/') + 1),
                                ": ", error.what));
  }
  return told;
}

TEST(BratFolderTest, LinksAreFollowedWithinTheFolder) {
  const TempFolder folder;
  std::filesystem::create_directories(folder.Path("corpus/sub"));
  folder.Write("out.ann", "");
  folder.Write("out.txt", "");
  folder.Write("corpus/a.ann", "");
  folder.Write("corpus/a.txt", "");
  folder.Write("corpus/b.ann", "");
  std::filesystem::create_symlink("../a.ann", folder.Path("corpus/sub/c.ann"));
  std::filesystem::create_symlink("../../out.ann",
                                  folder.Path("corpus/sub/d.ann"));
  std::filesystem::create_symlink("../out.txt", folder.Path("corpus/b.txt"));
  std::filesystem::create_symlink("sub", folder.Path("corpus/again"));
  const auto found = FindBratDocuments(folder.Path("corpus"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->files, ElementsAre(folder.Path("corpus/a.ann"),
                                        folder.Path("corpus/sub/c.ann")));
  EXPECT_THAT(Told(found->faults),
              ElementsAre("b.txt: a path that leads out of the folder",
                          "d.ann: a path that leads out of the folder"));
  EXPECT_THAT(Told(found->warnings),
              ElementsAre("again: a link to a folder; left out"));
}

TEST(BratFolderTest, AFolderWithoutDocumentsIsAnError) {
  const TempFolder folder;
  folder.Write("a.txt", "");
  EXPECT_FALSE(FindBratDocuments(folder.Path("")).ok());
  EXPECT_FALSE(FindBratDocuments(folder.Path("none")).ok());
  EXPECT_FALSE(FindBratDocuments(folder.Path("a.txt")).ok());
}

// Against what was written.
TEST(BratFolderTest, EveryDocumentIsFoundOnceInOrder) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    const TempFolder folder;
    std::set<std::string> written;
    for (uint64_t n = 1 + dice.Below(20); n > 0; --n) {
      std::string path;
      for (uint64_t depth = dice.Below(4); depth > 0; --depth) {
        const std::string name = dice.Word({"a", "b", ".c", "a b", "A"});
        absl::StrAppend(&path, name, "/");
      }
      std::filesystem::create_directories(folder.Path(path));
      const std::string name = dice.Word({"x", "y", ".z", "\xD8\xB9", "x.ann"});
      const std::string ending = dice.Word({".ann", ".txt", ".conf", ""});
      absl::StrAppend(&path, name, ending);
      folder.Write(path, "");
      written.insert(path);
    }
    std::vector<std::string> files;
    std::set<std::string> lone;
    for (const std::string& path : written) {
      if (path[0] == '.' || path.find("/.") != std::string::npos) continue;
      const std::string bare = path.substr(0, path.size() - 4);
      if (path.ends_with(".ann")) files.push_back(folder.Path(path));
      if (path.ends_with(".txt") && written.count(bare + ".ann") == 0) {
        lone.insert(folder.Path(path));
      }
    }
    const auto found = FindBratDocuments(folder.Path(""));
    ASSERT_EQ(found.ok(), !files.empty()) << found.status();
    if (!found.ok()) continue;
    EXPECT_EQ(found->files, files);
    EXPECT_THAT(found->faults, IsEmpty());
    std::set<std::string> told;
    for (const InputError& warning : found->warnings) told.insert(warning.file);
    EXPECT_EQ(told, lone);
  }
}

}  // namespace
}  // namespace attest::testing
