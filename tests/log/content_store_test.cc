#include "engine/log/content_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/merkle/hash.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

class ContentStoreTest : public LogTest {
 protected:
  [[nodiscard]] ContentStore Store(FileHook hook = {}) const {
    return ContentStore(Path("contents"), std::move(hook));
  }

  [[nodiscard]] size_t FileCount() const {
    size_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(Path("contents"))) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }
};

TEST_F(ContentStoreTest, BytesComeBackByTheirHash) {
  for (const std::string& bytes :
       {std::string(), std::string("words"), std::string(3 << 20, 'x')}) {
    const auto content = Store().Put(bytes);
    ASSERT_TRUE(content.ok()) << content.status();
    EXPECT_EQ(content->sha256, Sha256(bytes).bytes);
    EXPECT_EQ(content->size_bytes, bytes.size());
    EXPECT_EQ(*Store().Get(*content), bytes);
    EXPECT_TRUE(Store().Check(*content).ok());
  }
  EXPECT_EQ(FileCount(), 3u);
}

TEST_F(ContentStoreTest, FilesAndPiecesAreStoredAsTheirBytes) {
  const std::string bytes(5 << 20, 'y');
  WriteFile(Path("file"), bytes);
  const auto of_file = Store().PutFile(Path("file"));
  ASSERT_TRUE(of_file.ok()) << of_file.status();
  size_t given = 0;
  const auto of_pieces =
      Store().PutPieces([&]() -> absl::StatusOr<absl::string_view> {
        const absl::string_view piece =
            absl::string_view(bytes).substr(given, 777777);
        given += piece.size();
        return piece;
      });
  ASSERT_TRUE(of_pieces.ok()) << of_pieces.status();
  EXPECT_EQ(*of_file, *of_pieces);
  EXPECT_EQ(FileCount(), 1u);
  EXPECT_TRUE(absl::IsNotFound(Store().PutFile(Path("nothing")).status()));
}

TEST_F(ContentStoreTest, AnErrorOfTheGiverLeavesNothing) {
  EXPECT_TRUE(
      absl::IsAborted(Store()
                          .PutPieces([]() -> absl::StatusOr<absl::string_view> {
                            return absl::AbortedError("changed");
                          })
                          .status()));
  EXPECT_EQ(FileCount(), 0u);
}

TEST_F(ContentStoreTest, DamageIsFoundAndMendedByPuttingAgain) {
  const Content content = *Store().Put("words");
  FlipByte(Store().PathOf(content), 2);
  EXPECT_TRUE(absl::IsDataLoss(Store().Get(content).status()));
  EXPECT_TRUE(absl::IsDataLoss(Store().Check(content)));
  EXPECT_EQ(*Store().Put("words"), content);
  EXPECT_EQ(*Store().Get(content), "words");
  WriteFile(Store().PathOf(content), "wor");
  EXPECT_TRUE(absl::IsDataLoss(Store().Get(content).status()));
  std::filesystem::remove(Store().PathOf(content));
  EXPECT_TRUE(absl::IsDataLoss(Store().Get(content).status()));
  EXPECT_TRUE(absl::IsDataLoss(Store().Check(content)));
}

TEST_F(ContentStoreTest, SizesAreBounded) {
  const Content content = *Store().Put("words");
  EXPECT_TRUE(absl::IsResourceExhausted(Store().Get(content, 4).status()));
  EXPECT_TRUE(Store().Get(content, 5).ok());
}

TEST_F(ContentStoreTest, CheckAllVisitsEveryContent) {
  std::vector<Content> stored;
  for (int i = 0; i < 20; ++i) {
    stored.push_back(*Store().Put(absl::StrCat("content ", i)));
  }
  FlipByte(Store().PathOf(stored[7]), 1);
  size_t sound = 0;
  std::vector<std::array<uint8_t, 32>> damaged;
  ASSERT_TRUE(
      Store()
          .CheckAll([&](const Content& content, const absl::Status& status) {
            if (status.ok()) {
              ++sound;
            } else {
              damaged.push_back(content.sha256);
            }
          })
          .ok());
  EXPECT_EQ(sound, 19u);
  ASSERT_EQ(damaged.size(), 1u);
  EXPECT_EQ(damaged[0], stored[7].sha256);
}

TEST_F(ContentStoreTest, FailedWritesLeaveNoContent) {
  for (int fail_at = 0; fail_at < 12; ++fail_at) {
    SCOPED_TRACE(fail_at);
    std::filesystem::remove_all(Path("contents"));
    int operations = 0;
    const ContentStore failing = Store([&](FileOperation, const std::string&) {
      return operations++ == fail_at ? absl::ResourceExhaustedError("disk full")
                                     : absl::OkStatus();
    });
    const auto content = failing.Put("words");
    if (content.ok()) {
      EXPECT_GT(fail_at, 4);
      return;
    }
    EXPECT_TRUE(absl::IsResourceExhausted(content.status()));
    // The same again, on a disk that works.
    EXPECT_TRUE(Store().Sweep().ok());
    ASSERT_TRUE(Store().Put("words").ok());
    EXPECT_EQ(FileCount(), 1u);
  }
}

}  // namespace
}  // namespace attest
